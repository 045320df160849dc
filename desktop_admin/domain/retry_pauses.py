"""How long to wait before something that failed is tried again."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

HELD_INVITATION: Final = timedelta(seconds=30), timedelta(minutes=15)
REPLY: Final = timedelta(seconds=5), timedelta(minutes=4)
CALENDAR: Final = timedelta(minutes=5), timedelta(hours=1)
DIRECTORY: Final = timedelta(minutes=1), timedelta(hours=1)
REFUSED_DIRECTORY: Final = timedelta(minutes=15)
"""Quick retries of a refused sign-in would lock the account."""


def backoff(attempt: int, first: timedelta, most: timedelta) -> timedelta:
    """The pause after the failed ``attempt``, counted from 1: ``first``, doubled each time, at most ``most``."""
    doubled = 1 << min(max(attempt - 1, 0), 64)
    return min(first * doubled, most) if first <= most / doubled else most


def held_invitation_pause(attempt: int) -> timedelta:
    """Before an invitation on hold is decided again."""
    return backoff(attempt, *HELD_INVITATION)


def reply_pause(attempt: int, retry_after: float | None) -> timedelta:
    """Before a reply is sent again; never less than the ``retry_after`` seconds that the server asked for."""
    return max(backoff(attempt, *REPLY), timedelta(seconds=retry_after or 0))


def calendar_pause(attempt: int) -> timedelta:
    """Before a person's calendar that could not be read is read again."""
    return backoff(attempt, *CALENDAR)


def directory_pause(attempt: int, *, refused: bool) -> timedelta:
    """Before a directory that could not be read is read again; ``refused``: it did not accept the sign-in."""
    return REFUSED_DIRECTORY if refused else backoff(attempt, *DIRECTORY)
