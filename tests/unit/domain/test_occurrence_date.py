"""An occurrence that is named by its day: found in the series' own zone, kept under its day until the series comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.conference import OccurrenceOverride
from desktop_admin.domain.meeting import Frequency, Recurrence
from desktop_admin.domain.occurrence_date import anchored, stand_in, with_occurrence
from desktop_admin.domain.scheduling import booked
from tests.unit.domain.test_scheduling import FIRST, ISSUED, POLICY, book, message, occurrence, series, starts

SYDNEY = Recurrence(Frequency.DAILY, date(2026, 12, 1), count=30)
MORNING = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)
"""9:00 on 1 December in Sydney."""


def of_day(day: date, **more):
    return message(occurrence_date=day, sequence=1, **more)


@given(st.integers(0, 29))
def test_the_day_is_one_of_the_series_own_zone(number):
    stored = book(message(start=MORNING, recurrence=SYDNEY, zone="Australia/Sydney"))
    found = with_occurrence(of_day(date(2026, 12, 1) + timedelta(days=number)), stored)
    assert found.recurrence_id == MORNING + timedelta(days=number)


def test_a_server_that_writes_the_day_of_utc_is_understood_where_the_zone_has_no_such_day():
    stored = book(message(start=MORNING, recurrence=replace(SYDNEY, count=1), zone="Australia/Sydney"))
    assert with_occurrence(of_day(date(2026, 11, 30)), stored).recurrence_id == MORNING


def test_a_server_that_writes_the_day_of_utc_is_understood_by_the_start_where_the_zone_has_another_on_that_day():
    stored = book(message(start=MORNING, recurrence=SYDNEY, zone="Australia/Sydney"))
    third = MORNING + timedelta(days=2)
    assert with_occurrence(of_day(third.date(), start=third), stored).recurrence_id == third
    later = third + timedelta(hours=5)
    moved = OccurrenceOverride(third, later, later + timedelta(hours=1), day=third.date())
    stored = replace(stored, overrides=(moved,))
    assert with_occurrence(of_day(third.date(), start=later), stored).recurrence_id == third
    again = message(start=MORNING, recurrence=SYDNEY, zone="Australia/Sydney")
    assert anchored(stored.overrides, again) == (moved,)
    # The day named this occurrence before: it does so again.
    assert with_occurrence(of_day(third.date(), start=later + timedelta(hours=1)), stored).recurrence_id == third


TOKYO = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
"""Midnight of 1 December in Tokyo: the day before in UTC."""
ANGELES = datetime(2026, 12, 2, 4, 0, tzinfo=UTC)
"""20:00 of 1 December in Los Angeles: the day after in UTC."""


@pytest.mark.parametrize(
    ("first", "zone", "hours", "named_by"),
    [
        (TOKYO, "Asia/Tokyo", 3, "zone"),
        (TOKYO, "Asia/Tokyo", 3, "UTC"),
        (TOKYO, "Asia/Tokyo", -3, "zone"),
        (ANGELES, "America/Los_Angeles", -3, "zone"),
        (ANGELES, "America/Los_Angeles", -3, "UTC"),
        (ANGELES, "America/Los_Angeles", 3, "zone"),
    ],
)
def test_where_both_days_exist_an_occurrence_is_not_moved_past_its_neighbour(first, zone, hours, named_by):
    daily = Recurrence(Frequency.DAILY, first.astimezone(ZoneInfo(zone)).date(), count=10)
    stored = book(message(start=first, recurrence=daily, zone=zone))
    original = first + timedelta(days=4)
    day = original.astimezone(ZoneInfo(zone) if named_by == "zone" else UTC).date()
    moved = original + timedelta(hours=hours)
    assert with_occurrence(of_day(day, start=moved), stored).recurrence_id == original
    alone = booked(with_occurrence(of_day(day, start=moved), None), None, ISSUED, POLICY, frozenset(), "c0")
    whole = booked(message(start=first, recurrence=daily, zone=zone), alone, ISSUED, POLICY, frozenset(), "c1")
    assert [each.recurrence_id for each in whole.overrides] == [original]


def test_a_neighbour_that_was_cancelled_is_no_obstacle():
    daily = Recurrence(Frequency.DAILY, date(2026, 12, 1), count=10)
    original, neighbour = TOKYO + timedelta(days=4), TOKYO + timedelta(days=5)
    stored = book(message(start=TOKYO, recurrence=daily, zone="Asia/Tokyo"))
    stored = replace(stored, overrides=(OccurrenceOverride(neighbour, None, None),))
    day = original.astimezone(ZoneInfo("Asia/Tokyo")).date()
    found = with_occurrence(of_day(day, start=neighbour + timedelta(hours=2)), stored)
    assert found.recurrence_id == original


@pytest.mark.parametrize("stored", [None, book(message())])
def test_without_a_series_the_day_stands_in(stored):
    told = with_occurrence(of_day(FIRST.date(), recurrence=SYDNEY), stored)
    assert (told.recurrence_id, told.occurrence_date, told.recurrence) == (stand_in(FIRST.date()), FIRST.date(), None)


def test_what_has_a_recurrence_id_keeps_it_and_a_whole_meeting_stays_whole():
    told = with_occurrence(replace(occurrence(2), occurrence_date=date(2020, 1, 1)), book(series()))
    assert (told.recurrence_id, told.occurrence_date) == (occurrence(2).recurrence_id, None)
    assert with_occurrence(series(), book(series())) == series()


def test_an_occurrence_that_came_before_its_series_goes_to_its_place():
    later = FIRST + timedelta(days=2, hours=5)
    alone = with_occurrence(of_day(later.date(), start=later), None)
    orphan = booked(alone, None, ISSUED, POLICY, frozenset(), "c0")
    assert [each.recurrence_id for each in orphan.overrides] == [stand_in(later.date())]
    whole = booked(series(), orphan, ISSUED, POLICY, frozenset(), "c1")
    assert [each.recurrence_id for each in whole.overrides] == [FIRST + timedelta(days=2)]
    assert starts(whole) == sorted([FIRST + timedelta(days=day) for day in (0, 1, 3, 4)] + [later])
