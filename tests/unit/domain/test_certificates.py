"""A certificate's end is said 30 days ahead, and not earlier."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desktop_admin.domain.certificates import expiry_words

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=31), ""),
        (timedelta(days=30, seconds=1), ""),
        (timedelta(days=30), "ends in 30 days, on 2026-12-21."),
        (timedelta(days=1, hours=2), "ends tomorrow, on 2026-11-22."),
        (timedelta(hours=5), "ends today, on 2026-11-21."),
        (-timedelta(hours=1), "ended on 2026-11-21."),
    ],
)
def test_what_is_said(left: timedelta, said: str) -> None:
    words = expiry_words("mail.example.com", NOW + left, NOW)
    assert words == (f"The certificate of mail.example.com {said}" if said else "")


def test_without_a_certificate_nothing_is_said() -> None:
    assert expiry_words("mail.example.com", None, NOW) == ""
