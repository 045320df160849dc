"""Dates and numbers in one style, in the language of the interface and the viewer's own zone."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from desktop_admin.gui import formats
from desktop_admin.gui.formats import interface_locale

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["en_GB", "de_DE", "ja_JP", "C"])
def locale(request):
    before = QLocale()
    QLocale.setDefault(interface_locale(QLocale(request.param)))
    yield request.param
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def in_berlin(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_foreign_system_gets_no_foreign_day_names(locale: str) -> None:
    assert formats.moment(datetime(2026, 12, 2, 10, 45, tzinfo=UTC), NOW) == "Wed 2 Dec, 11:45"
    assert formats.moment(datetime(2026, 12, 1, 10, 45, tzinfo=UTC), NOW) == "11:45"
    assert formats.moment(datetime(2027, 12, 2, 10, 45, tzinfo=UTC), NOW) == "Thu 2 Dec 2027, 11:45"
    assert formats.clock_seconds(NOW) == "10:00:00"


def test_an_american_clock_has_halves() -> None:
    before = QLocale()
    QLocale.setDefault(interface_locale(QLocale("en_US")))
    shown = formats.moment(datetime(2026, 12, 2, 10, 45, tzinfo=UTC), NOW)
    assert shown.replace("\u202f", " ") == "Wed 2 Dec, 11:45 AM"
    assert formats.clock_seconds(datetime(2026, 12, 2, 20, 45, tzinfo=UTC)) == "9:45:00 PM"
    QLocale.setDefault(before)


def test_a_meeting_has_the_viewers_time_and_its_own_beside_it(locale: str) -> None:
    start = datetime(2026, 12, 2, 10, 45, tzinfo=UTC)
    end = start + timedelta(hours=1)
    assert formats.span(start, end, "Europe/Paris", NOW) == "Wed 2 Dec, 11:45 – 12:45"
    assert formats.span(start, end, "", NOW) == "Wed 2 Dec, 11:45 – 12:45 (10:45 – 11:45 in UTC)"
    said = formats.span(start, end, "Europe/London", NOW)
    assert said == "Wed 2 Dec, 11:45 – 12:45 (10:45 – 11:45 in Europe/London)"
    far = formats.span(start, start + timedelta(hours=35), "Pacific/Auckland", NOW)
    assert far == "Wed 2 Dec, 11:45 – Thu 3 Dec, 22:45 (23:45 – Fri 4 Dec, 10:45 in Pacific/Auckland)"
