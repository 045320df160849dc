"""Recurrence against an oracle of its own: every day is asked whether the pattern's words name it.

No rule library stands behind it; zones, windows, counts and ends are checked on top of it.
"""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.meeting import Frequency, Recurrence, Weekday
from desktop_admin.domain.recurrence import occurrences

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "UTC"]
DAY = timedelta(days=1)
SEVEN = tuple(Weekday)
sets = st.one_of(
    st.just(SEVEN),
    st.just(SEVEN[:5]),
    st.just(SEVEN[5:]),
    st.lists(st.sampled_from(Weekday), min_size=1, max_size=3, unique=True).map(tuple),
)
relative = st.fixed_dictionaries({"weekdays": sets, "week_index": st.sampled_from([1, 2, 3, 4, -1])})
absolute = st.fixed_dictionaries({"day_of_month": st.integers(1, 31)})
patterns = st.one_of(
    st.just({"frequency": Frequency.DAILY}),
    st.tuples(sets, st.sampled_from(Weekday)).map(
        lambda drawn: {"frequency": Frequency.WEEKLY, "weekdays": drawn[0], "first_day_of_week": drawn[1]}
    ),
    st.one_of(relative, absolute).map(lambda drawn: {"frequency": Frequency.MONTHLY, **drawn}),
    st.tuples(st.one_of(relative, absolute), st.integers(1, 12)).map(
        lambda drawn: {"frequency": Frequency.YEARLY, "month": drawn[1], **drawn[0]}
    ),
)


def named_in_month(recurrence: Recurrence, day: date) -> bool:
    last = calendar.monthrange(day.year, day.month)[1]
    if recurrence.week_index is None:
        return day.day == min(recurrence.day_of_month or recurrence.start.day, last)
    candidates = [n for n in range(1, last + 1) if SEVEN[day.replace(day=n).weekday()] in recurrence.weekdays]
    index = recurrence.week_index - 1 if recurrence.week_index > 0 else -1
    return index < len(candidates) and candidates[index] == day.day


def named(recurrence: Recurrence, day: date) -> bool:
    """Whether the pattern's words name the day, leaving range and count aside."""
    start, interval = recurrence.start, recurrence.interval
    months = (day.year - start.year) * 12 + day.month - start.month
    match recurrence.frequency:
        case Frequency.DAILY:
            return (day - start).days % interval == 0
        case Frequency.WEEKLY:
            first = SEVEN.index(recurrence.first_day_of_week)
            week = day - ((day.weekday() - first) % 7) * DAY
            week_of_start = start - ((start.weekday() - first) % 7) * DAY
            return SEVEN[day.weekday()] in recurrence.weekdays and (week - week_of_start).days // 7 % interval == 0
        case Frequency.MONTHLY:
            return months % interval == 0 and named_in_month(recurrence, day)
        case Frequency.YEARLY:
            years = day.year - start.year
            return day.month == recurrence.month and years % interval == 0 and named_in_month(recurrence, day)


def expected_days(recurrence: Recurrence, until: date) -> list[date]:
    days, day = [], recurrence.start
    while day <= min(until, recurrence.until or until) and len(days) < (recurrence.count or 10**6):
        if named(recurrence, day):
            days.append(day)
        day += DAY
    return days


@given(
    patterns,
    st.integers(1, 4),
    st.dates(date(2023, 1, 1), date(2026, 12, 31)),
    st.one_of(
        st.just({}),
        st.integers(1, 30).map(lambda count: {"count": count}),
        st.integers(0, 1500).map(lambda days: {"length": days}),
    ),
    st.sampled_from(ZONES),
    st.integers(0, 47),
    st.integers(0, 800),
)
def test_the_days_are_those_that_the_pattern_names(pattern, interval, start, end, zone, half_hour, offset):
    limits = {"until": start + timedelta(days=end["length"])} if "length" in end else end
    recurrence = Recurrence(start=start, interval=interval, **pattern, **limits)
    clock, begin = ZoneInfo(zone), time(half_hour // 2, half_hour % 2 * 30)
    first = datetime.combine(start, begin, clock)
    after = datetime.combine(start + timedelta(days=offset), time(), UTC)
    until = after + timedelta(days=900)
    found = list(occurrences(recurrence, first, first + timedelta(minutes=30), zone, after=after, until=until))
    wanted = [
        datetime.combine(day, begin, clock).astimezone(UTC) for day in expected_days(recurrence, until.date() + 2 * DAY)
    ]
    wanted = [each for each in wanted if each + timedelta(minutes=30) > after and each < until]
    assert [each[1] for each in found] == wanted


@pytest.mark.parametrize("zone", ZONES)
def test_an_all_day_series_takes_its_zones_midnights(zone):
    """A day in which the clocks change has another length, and it is still that day."""
    daily = Recurrence(Frequency.DAILY, date(2026, 1, 1))
    clock = ZoneInfo(zone)
    first = datetime(2026, 1, 1, tzinfo=clock)
    year = list(
        occurrences(daily, first, first + DAY, zone, after=first - DAY, until=datetime(2026, 12, 30, tzinfo=UTC))
    )
    assert len(year) > 360
    for _, start, end in year:
        assert (start.astimezone(clock).time(), end.astimezone(clock).time()) == (time(), time())
        assert end.astimezone(clock).date() - start.astimezone(clock).date() == DAY
    assert [end for _, _, end in year[:-1]] == [start for _, start, _ in year[1:]], "no gap, no overlap"
