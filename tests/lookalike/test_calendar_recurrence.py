"""Expansion of recurrences against a day-by-day re-computation, and their way through XML."""

from __future__ import annotations

import tracemalloc
from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from exchange_lookalike.calendar.recurrence import (
    INDEXES,
    LAST_DAY,
    MONTHS,
    BadRecurrence,
    Recurrence,
    date_number,
    dates_between,
    last_date,
    number_of,
    read_recurrence,
    write_recurrence,
)
from exchange_lookalike.timezones import WEEKDAYS, T

STARTS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
ANY_DAY = st.sampled_from([*WEEKDAYS, "Day", "Weekday", "WeekendDay"])


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    start = draw(STARTS)
    kind = draw(
        st.sampled_from(["Daily", "Weekly", "AbsoluteMonthly", "RelativeMonthly", "AbsoluteYearly", "RelativeYearly"])
    )
    fields: dict[str, object] = {}
    if "Yearly" not in kind:
        fields["interval"] = draw(st.integers(1, 14))
    if kind == "Weekly":
        fields["days"] = tuple(draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=5, unique=True)))
        fields["first_day"] = draw(st.sampled_from(["", *WEEKDAYS]))
    if kind.startswith("Relative"):
        fields["days"] = (draw(ANY_DAY),)
        fields["index"] = draw(st.sampled_from(list(INDEXES)))
    if kind.startswith("Absolute"):
        fields["day_of_month"] = draw(st.integers(1, 31))
    if "Yearly" in kind:
        fields["month"] = draw(st.sampled_from(MONTHS))
    limit = draw(st.sampled_from(["none", "date", "count"]))
    if limit == "date":
        fields["end"] = start + timedelta(days=draw(st.integers(0, 2000)))
    if limit == "count":
        fields["count"] = draw(st.integers(1, 60))
    return Recurrence(f"{kind}Recurrence", start, **fields)  # type: ignore[arg-type]  # drawn by name


def names(day: date) -> set[str]:
    return {WEEKDAYS[day.weekday()], "Day", "Weekday" if day.weekday() < 5 else "WeekendDay"}


def matches(rule: Recurrence, day: date) -> bool:
    """Whether the pattern names this very day: the definition, spelt out, without ranges."""
    start, last = rule.start, monthrange(day.year, day.month)[1]
    if rule.pattern == "DailyRecurrence":
        return (day - start).days % rule.interval == 0
    if rule.pattern == "WeeklyRecurrence":
        first = WEEKDAYS.index(rule.first_day or "Sunday")
        week = day - timedelta(days=(day.weekday() - first) % 7)
        begin = start - timedelta(days=(start.weekday() - first) % 7)
        return WEEKDAYS[day.weekday()] in rule.days and ((week - begin).days // 7) % rule.interval == 0
    months = (day.year - start.year) * 12 + day.month - start.month
    turn = months % rule.interval == 0 if "Monthly" in rule.pattern else MONTHS[day.month - 1] == rule.month
    if rule.pattern.startswith("Absolute"):
        return turn and day.day == min(rule.day_of_month, last)
    fitting = [d for d in range(1, last + 1) if names(day.replace(day=d)) & set(rule.days)]
    place = INDEXES[rule.index]
    return turn and fitting[place - 1 if place > 0 else place] == day.day


def plain(rule: Recurrence, until: date) -> list[date]:
    found: list[date] = []
    day = rule.start
    while day <= min(until, rule.end or until) and (rule.count is None or len(found) < rule.count):
        if matches(rule, day):
            found.append(day)
        day += timedelta(days=1)
    return found


@given(rule=recurrences(), first=st.integers(-40, 900), length=st.integers(0, 400))
@settings(max_examples=300, deadline=None)
def test_expansion_equals_a_walk_over_the_days(rule: Recurrence, first: int, length: int) -> None:
    begin = rule.start + timedelta(days=first)
    end = begin + timedelta(days=length)
    expected = plain(rule, end)
    assert dates_between(rule, begin, end) == [day for day in expected if day >= begin]
    for number, day in enumerate(expected[:5], 1):
        assert date_number(rule, number) == day
        assert number_of(rule, day) == number


@given(rule=recurrences())
@settings(max_examples=150, deadline=None)
def test_a_recurrence_comes_back_from_xml(rule: Recurrence) -> None:
    if date_number(rule, 1) is None:
        with pytest.raises(BadRecurrence):
            read_recurrence(write_recurrence(rule, "+02:00"))
    else:
        assert read_recurrence(write_recurrence(rule, "+02:00")) == rule


def test_the_31st_falls_on_the_last_day_of_shorter_months() -> None:
    rule = Recurrence("AbsoluteMonthlyRecurrence", date(2027, 1, 1), day_of_month=31)
    assert dates_between(rule, date(2027, 1, 1), date(2027, 4, 30)) == [
        date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30),
    ]  # fmt: skip


def test_a_series_without_end_has_no_last_date() -> None:
    assert last_date(Recurrence("DailyRecurrence", date(2026, 1, 1))) is None
    assert last_date(Recurrence("DailyRecurrence", date(2026, 1, 1), interval=2, count=3)) == date(2026, 1, 5)
    assert last_date(Recurrence("DailyRecurrence", date(2026, 1, 1), interval=2, end=date(2026, 1, 4))) == date(
        2026, 1, 3
    )


@pytest.mark.parametrize(
    "rule",
    [
        Recurrence("DailyRecurrence", date(2026, 1, 1), end=LAST_DAY),
        Recurrence("WeeklyRecurrence", date(2026, 1, 1), days=WEEKDAYS, end=LAST_DAY),
    ],
    ids=["daily", "weekly"],
)
def test_the_end_of_a_very_long_series_is_found_without_listing_it(rule: Recurrence) -> None:
    tracemalloc.start()
    try:
        assert last_date(rule) == LAST_DAY
        number = number_of(rule, LAST_DAY)
        assert number == (LAST_DAY - rule.start).days + 1
        assert date_number(rule, number) == LAST_DAY
        assert date_number(rule, number + 1) is None
        assert tracemalloc.get_traced_memory()[1] < 100_000  # the list of its days has some 30 MB
    finally:
        tracemalloc.stop()


def xml(pattern: str, span: str) -> etree._Element:
    return etree.fromstring(f'<t:Recurrence xmlns:t="{T}">{pattern}{span}</t:Recurrence>')


DAILY = "<t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>"
OPEN = "<t:NoEndRecurrence><t:StartDate>2026-11-21</t:StartDate></t:NoEndRecurrence>"


@pytest.mark.parametrize(
    ("pattern", "span", "code"),
    [
        (DAILY.replace("1", "0"), OPEN, "ErrorCalendarInvalidRecurrence"),
        (DAILY.replace("1", "1000"), OPEN, "ErrorCalendarInvalidRecurrence"),
        (DAILY.replace("1", "x"), OPEN, "ErrorSchemaValidation"),
        (DAILY, OPEN.replace("2026", "year"), "ErrorSchemaValidation"),
        (DAILY, "", "ErrorCalendarInvalidRecurrence"),
        (
            "<t:DailyRegeneration><t:Interval>1</t:Interval></t:DailyRegeneration>",
            OPEN,
            "ErrorCalendarInvalidRecurrence",
        ),
        (
            "<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Day</t:DaysOfWeek></t:WeeklyRecurrence>",
            OPEN,
            "ErrorCalendarInvalidDayForWeeklyRecurrence",
        ),
        (
            DAILY,
            "<t:EndDateRecurrence><t:StartDate>2026-11-21</t:StartDate><t:EndDate>2026-11-20</t:EndDate></t:EndDateRecurrence>",
            "ErrorCalendarEndDateIsEarlierThanStartDate",
        ),
        (
            DAILY,
            "<t:NumberedRecurrence><t:StartDate>2026-11-21</t:StartDate><t:NumberOfOccurrences>1000"
            "</t:NumberOfOccurrences></t:NumberedRecurrence>",
            "ErrorCalendarInvalidRecurrence",
        ),
        (
            "<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday</t:DaysOfWeek></t:WeeklyRecurrence>",
            "<t:EndDateRecurrence><t:StartDate>2026-11-21</t:StartDate><t:EndDate>2026-11-22</t:EndDate></t:EndDateRecurrence>",
            "ErrorRecurrenceHasNoOccurrence",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_code(pattern: str, span: str, code: str) -> None:
    with pytest.raises(BadRecurrence) as refused:
        read_recurrence(xml(pattern, span))
    assert refused.value.code == code
