"""Recurrence: the wall-clock hour stays, windows agree with the whole, and short months are not skipped."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.meeting import Frequency, Recurrence, Weekday
from desktop_admin.domain.recurrence import last_end, occurrences

BERLIN = ZoneInfo("Europe/Berlin")
EARLY = datetime(1990, 1, 1, tzinfo=UTC)

weekdays = st.lists(st.sampled_from(Weekday), min_size=1, max_size=7, unique=True).map(tuple)
ranges = st.one_of(
    st.fixed_dictionaries({"count": st.integers(1, 40)}),
    st.fixed_dictionaries({"until": st.dates(date(2025, 1, 1), date(2028, 12, 31))}),
    st.just({}),
)
patterns = st.one_of(
    st.fixed_dictionaries({"frequency": st.just(Frequency.DAILY)}),
    st.fixed_dictionaries({"frequency": st.just(Frequency.WEEKLY), "weekdays": weekdays}),
    st.fixed_dictionaries({"frequency": st.just(Frequency.MONTHLY), "day_of_month": st.integers(1, 31)}),
    st.fixed_dictionaries(
        {"frequency": st.just(Frequency.MONTHLY), "weekdays": weekdays, "week_index": st.sampled_from([1, 2, 3, 4, -1])}
    ),
    st.fixed_dictionaries(
        {
            "frequency": st.just(Frequency.YEARLY),
            "month": st.integers(1, 12),
            "day_of_month": st.integers(1, 28),
        }
    ),
)
recurrences = st.builds(
    lambda pattern, limit, start, interval: Recurrence(start=start, interval=interval, **pattern, **limit),
    patterns,
    ranges,
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.integers(1, 4),
)


def listed(recurrence, *, begin=time(9, 0), minutes=60, zone="Europe/Berlin", after=EARLY, until=None):
    first = datetime.combine(recurrence.start, begin, ZoneInfo(zone))
    horizon = until or first.astimezone(UTC) + timedelta(days=3 * 366)
    return list(occurrences(recurrence, first, first + timedelta(minutes=minutes), zone, after=after, until=horizon))


@given(recurrences)
def test_every_occurrence_is_at_the_wall_clock_hour_in_order_and_within_its_range(recurrence):
    found = listed(recurrence)
    assert [each[1] for each in found] == sorted({each[1] for each in found})
    for identity, start, end in found:
        assert identity == start
        local = start.astimezone(BERLIN)
        assert local.time() == time(9, 0)
        assert local.date() >= recurrence.start
        assert recurrence.until is None or local.date() <= recurrence.until
        assert end - start == timedelta(hours=1)
    if recurrence.count is not None:
        assert len(found) <= recurrence.count


@given(recurrences, st.integers(0, 900), st.integers(1, 200))
def test_a_window_shows_what_the_whole_shows_there(recurrence, offset, length):
    after = datetime.combine(recurrence.start, time(0), UTC) + timedelta(days=offset)
    until = after + timedelta(days=length)
    whole = [each for each in listed(recurrence, until=until) if each[2] > after]
    assert listed(recurrence, after=after, until=until) == whole


@given(recurrences)
def test_the_pattern_is_kept(recurrence):
    for _, start, _ in listed(recurrence):
        day = start.astimezone(BERLIN).date()
        if recurrence.frequency is Frequency.DAILY:
            assert (day - recurrence.start).days % recurrence.interval == 0
        elif recurrence.weekdays:
            assert list(Weekday)[day.weekday()] in recurrence.weekdays
        if recurrence.frequency is Frequency.MONTHLY:
            months = (day.year - recurrence.start.year) * 12 + day.month - recurrence.start.month
            assert months % recurrence.interval == 0
            if recurrence.week_index is None:
                last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
                assert day.day == min(recurrence.day_of_month, last.day)
        if recurrence.frequency is Frequency.YEARLY:
            assert (day.month, day.day) == (recurrence.month, recurrence.day_of_month)


@given(recurrences.filter(lambda each: each.until is not None or each.count is not None))
def test_the_last_end_is_that_of_the_last_occurrence(recurrence):
    first = datetime.combine(recurrence.start, time(9, 0), BERLIN)
    found = listed(recurrence, until=datetime(2200, 1, 1, tzinfo=UTC))
    ends = last_end(recurrence, first, first + timedelta(hours=1), "Europe/Berlin")
    assert ends == (found[-1][2] if found else first.astimezone(UTC))


def test_a_series_without_end_has_no_last_end():
    first = datetime(2026, 1, 1, 9, 0, tzinfo=BERLIN)
    assert last_end(Recurrence(Frequency.DAILY, date(2026, 1, 1)), first, first, "Europe/Berlin") is None


def test_the_hour_stays_over_the_change_of_clocks():
    weekly = Recurrence(Frequency.WEEKLY, date(2026, 10, 19), weekdays=(Weekday.MONDAY,), count=3)
    assert [start.hour for _, start, _ in listed(weekly)] == [7, 8, 8]


def test_an_hour_that_does_not_exist_moves_forward_and_one_that_is_twice_is_the_first():
    spring = Recurrence(Frequency.DAILY, date(2026, 3, 28), count=3)
    assert [start.hour for _, start, _ in listed(spring, begin=time(2, 30))] == [1, 1, 0]
    autumn = Recurrence(Frequency.DAILY, date(2026, 10, 25), count=1)
    assert listed(autumn, begin=time(2, 30))[0][1].hour == 0


@pytest.mark.parametrize(("day", "expected"), [(31, 28), (30, 28), (28, 28), (5, 5)])
def test_a_day_beyond_a_short_months_end_is_its_last(day, expected):
    monthly = Recurrence(Frequency.MONTHLY, date(2026, 2, 1), day_of_month=day, count=1)
    assert listed(monthly)[0][1].day == expected


def test_the_last_weekday_of_a_month():
    workdays = tuple(Weekday)[:5]
    monthly = Recurrence(Frequency.MONTHLY, date(2026, 1, 1), weekdays=workdays, week_index=-1, count=3)
    assert [start.date() for _, start, _ in listed(monthly)] == [
        date(2026, 1, 30),
        date(2026, 2, 27),
        date(2026, 3, 31),
    ]


def test_every_second_week_counts_weeks_from_the_week_of_the_start():
    biweekly = Recurrence(
        Frequency.WEEKLY, date(2026, 11, 4), interval=2, weekdays=(Weekday.MONDAY, Weekday.WEDNESDAY), count=4
    )
    assert [start.day for _, start, _ in listed(biweekly)] == [4, 16, 18, 30]
