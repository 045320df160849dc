"""Certificates that end soon: said 30 days ahead, while there is time to renew them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

SOON: Final = timedelta(days=30)


def expiry_words(whose: str, until: datetime | None, now: datetime) -> str:
    """What is to be said of a certificate that is good ``until`` then; "" where there is nothing to say."""
    if until is None or until - now > SOON:
        return ""
    day = f"{until:%Y-%m-%d}"
    if until <= now:
        return f"The certificate of {whose} ended on {day}."
    days = (until - now).days
    left = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
    return f"The certificate of {whose} ends {left}, on {day}."
