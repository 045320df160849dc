"""Occurrences in their own zone: wall-clock hours over clock changes, exceptions, deletions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange_lookalike.calendar.recurrence import Recurrence, dates_between
from exchange_lookalike.calendar.series import Series, overlaps
from tests.lookalike.test_calendar_recurrence import recurrences

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Santiago", "UTC"]


def daily(zone: str, start: date, at: time = time(9), **more: object) -> Series:
    rule = Recurrence("DailyRecurrence", start)
    return Series(rule, at, timedelta(hours=1), ZoneInfo(zone), more.get("exceptions", {}), more.get("deleted", ()))  # type: ignore[arg-type]  # test shorthand


@pytest.mark.parametrize("zone", ZONES)
@given(start=st.dates(date(2024, 1, 1), date(2026, 12, 31)), hour=st.integers(4, 23))
@settings(max_examples=40, deadline=None)
def test_a_series_stays_at_its_wall_clock_hour(zone: str, start: date, hour: int) -> None:
    series = daily(zone, start, time(hour, 30))
    begin = datetime.combine(start, time(), tzinfo=UTC)
    found = series.between(begin - timedelta(days=2), begin + timedelta(days=400))
    assert len(found) >= 399
    for number, stretch in enumerate(found):
        local = stretch.start.astimezone(ZoneInfo(zone))
        assert (local.date(), local.time()) == (start + timedelta(days=number), time(hour, 30))
        assert stretch.end - stretch.start == timedelta(hours=1)


def test_an_hour_that_the_clock_skips_is_moved_on() -> None:
    series = daily("Europe/Berlin", date(2027, 3, 27), time(2, 30))
    starts = [s.start for s in series.between(datetime(2027, 3, 27, tzinfo=UTC), datetime(2027, 3, 30, tzinfo=UTC))]
    assert [s.hour for s in starts] == [1, 1, 0]


@pytest.mark.parametrize("zone", ZONES)
def test_an_all_day_series_runs_from_midnight_to_midnight(zone: str) -> None:
    rule = Recurrence("DailyRecurrence", date(2026, 3, 1))
    series = Series(rule, time(), timedelta(days=1), ZoneInfo(zone), {}, (), whole_days=True)
    found = series.between(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 12, 30, tzinfo=UTC))
    for one, following in pairwise(found):
        assert one.end == following.start


@given(rule=recurrences(), zone=st.sampled_from(ZONES), data=st.data())
@settings(max_examples=120, deadline=None)
def test_views_equal_the_plain_computation(rule: Recurrence, zone: str, data: st.DataObject) -> None:
    tz = ZoneInfo(zone)
    at, length = time(data.draw(st.integers(0, 23)), 15), timedelta(minutes=data.draw(st.integers(0, 3000)))
    originals = [
        datetime.combine(day, at, tzinfo=tz).astimezone(UTC)
        for day in dates_between(rule, rule.start, rule.start + timedelta(days=800))
    ]
    chosen = st.sampled_from(originals) if originals else st.nothing()
    deleted = data.draw(st.sets(chosen, max_size=3)) if originals else set()
    moved = data.draw(st.sets(chosen, max_size=3)) - deleted if originals else set()
    exceptions = {o: (o + timedelta(hours=5), o + timedelta(hours=6)) for o in moved}
    series = Series(rule, at, length, tz, exceptions, deleted)
    start = datetime.combine(rule.start, time(), tzinfo=UTC) + timedelta(days=data.draw(st.integers(-10, 300)))
    end = start + timedelta(days=data.draw(st.integers(0, 120)))
    expected = []
    for original in originals:
        begin, until = exceptions.get(original, (original, original + length))
        if original not in deleted and overlaps(begin, until, start, end):
            expected.append((begin, original, until, original in exceptions))
    assert [(s.start, s.original, s.end, s.is_exception) for s in series.between(start, end)] == sorted(expected)


def test_numbers_count_deleted_occurrences_too() -> None:
    gone = datetime(2026, 11, 22, 8, tzinfo=UTC)
    series = daily("Europe/Berlin", date(2026, 11, 21), deleted={gone})
    assert series.number(2) == (True, None)
    assert series.at_original(gone) is None
    assert series.is_in_pattern(gone)
    assert not series.is_in_pattern(gone + timedelta(minutes=1))
    third = series.number(3)[1]
    assert third is not None
    assert third.start == datetime(2026, 11, 23, 8, tzinfo=UTC)
    before, after = series.neighbours(third.original)
    assert before is not None
    assert after is not None
    assert (before.start.day, after.start.day) == (21, 24)


def test_first_and_last_skip_the_deleted() -> None:
    rule = Recurrence("DailyRecurrence", date(2026, 11, 21), count=3)
    originals = [datetime(2026, 11, day, 9, tzinfo=UTC) for day in (21, 22, 23)]
    middle = Series(rule, time(9), timedelta(hours=1), UTC, {}, {originals[0], originals[2]})
    first, last = middle.first(), middle.last()
    assert first is not None
    assert first == last
    assert first.original == originals[1]
    nothing = Series(rule, time(9), timedelta(hours=1), UTC, {}, set(originals))
    assert nothing.first() is None
    assert nothing.last() is None
    assert not nothing.remains()
