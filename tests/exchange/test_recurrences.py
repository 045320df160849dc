"""Patterns, ranges and zones as Exchange writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from lxml import etree

from desktop_admin.domain.meeting import Frequency, MovedOccurrence, Recurrence, Weekday
from desktop_admin.exchange.recurrences import deleted_occurrences_of, moved_occurrences_of, recurrence_of
from desktop_admin.exchange.xml import Element
from desktop_admin.exchange.zone_names import zone_named
from desktop_admin.exchange.zones import zone_id_of
from tests.helpers.ews_stub import TYPES

START = date(2026, 11, 2)
NO_END = "<t:NoEndRecurrence><t:StartDate>2026-11-02+01:00</t:StartDate></t:NoEndRecurrence>"


def item(inside: str) -> Element:
    return etree.fromstring(f'<t:MeetingRequest xmlns:t="{TYPES}">{inside}</t:MeetingRequest>')


def recurring(pattern: str, extent: str = NO_END) -> Recurrence | None:
    return recurrence_of(item(f"<t:Recurrence>{pattern}{extent}</t:Recurrence>"))


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        (
            "<t:DailyRecurrence><t:Interval>3</t:Interval></t:DailyRecurrence>",
            Recurrence(Frequency.DAILY, START, interval=3),
        ),
        (
            "<t:WeeklyRecurrence><t:Interval>2</t:Interval><t:DaysOfWeek>Friday Monday</t:DaysOfWeek>"
            "<t:FirstDayOfWeek>Sunday</t:FirstDayOfWeek></t:WeeklyRecurrence>",
            Recurrence(
                Frequency.WEEKLY,
                START,
                interval=2,
                weekdays=(Weekday.MONDAY, Weekday.FRIDAY),
                first_day_of_week=Weekday.SUNDAY,
            ),
        ),
        (
            "<t:AbsoluteMonthlyRecurrence><t:Interval>1</t:Interval><t:DayOfMonth>31</t:DayOfMonth>"
            "</t:AbsoluteMonthlyRecurrence>",
            Recurrence(Frequency.MONTHLY, START, day_of_month=31),
        ),
        (
            "<t:RelativeMonthlyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Weekday</t:DaysOfWeek>"
            "<t:DayOfWeekIndex>Last</t:DayOfWeekIndex></t:RelativeMonthlyRecurrence>",
            Recurrence(Frequency.MONTHLY, START, weekdays=tuple(Weekday)[:5], week_index=-1),
        ),
        (
            "<t:AbsoluteYearlyRecurrence><t:DayOfMonth>24</t:DayOfMonth><t:Month>December</t:Month>"
            "</t:AbsoluteYearlyRecurrence>",
            Recurrence(Frequency.YEARLY, START, day_of_month=24, month=12),
        ),
        (
            "<t:RelativeYearlyRecurrence><t:DaysOfWeek>Thursday</t:DaysOfWeek><t:DayOfWeekIndex>Fourth</t:DayOfWeekIndex>"
            "<t:Month>November</t:Month></t:RelativeYearlyRecurrence>",
            Recurrence(Frequency.YEARLY, START, weekdays=(Weekday.THURSDAY,), week_index=4, month=11),
        ),
    ],
)
def test_patterns(pattern: str, meant: Recurrence) -> None:
    assert recurring(pattern) == meant


DAILY = "<t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>"


def test_ranges() -> None:
    until = recurring(
        DAILY,
        "<t:EndDateRecurrence><t:StartDate>2026-11-02Z</t:StartDate><t:EndDate>2026-12-24Z</t:EndDate></t:EndDateRecurrence>",
    )
    counted = recurring(
        DAILY,
        "<t:NumberedRecurrence><t:StartDate>2026-11-02</t:StartDate><t:NumberOfOccurrences>7</t:NumberOfOccurrences>"
        "</t:NumberedRecurrence>",
    )
    assert until is not None and counted is not None
    assert (until.until, until.count) == (date(2026, 12, 24), None)
    assert (counted.until, counted.count) == (None, 7)


def test_a_single_meeting_has_none() -> None:
    assert recurrence_of(item("")) is None


@pytest.mark.parametrize(
    ("pattern", "extent"),
    [
        ("<t:HourlyRecurrence/>", NO_END),
        (DAILY, ""),
        (DAILY, "<t:NoEndRecurrence><t:StartDate>soon</t:StartDate></t:NoEndRecurrence>"),
        ("<t:DailyRecurrence><t:Interval>often</t:Interval></t:DailyRecurrence>", NO_END),
        ("<t:WeeklyRecurrence><t:DaysOfWeek>Someday</t:DaysOfWeek></t:WeeklyRecurrence>", NO_END),
        (
            "<t:RelativeMonthlyRecurrence><t:DayOfWeekIndex>Fifth</t:DayOfWeekIndex></t:RelativeMonthlyRecurrence>",
            NO_END,
        ),
    ],
)
def test_an_unknown_pattern_is_told(pattern: str, extent: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        recurring(pattern, extent)


def test_exceptions() -> None:
    series = item(
        '<t:ModifiedOccurrences><t:Occurrence><t:ItemId Id="x"/><t:Start>2026-11-03T10:00:00Z</t:Start>'
        "<t:End>2026-11-03T11:00:00Z</t:End><t:OriginalStart>2026-11-03T09:00:00Z</t:OriginalStart></t:Occurrence>"
        "</t:ModifiedOccurrences><t:DeletedOccurrences><t:DeletedOccurrence><t:Start>2026-11-04T09:00:00Z</t:Start>"
        "</t:DeletedOccurrence></t:DeletedOccurrences>"
    )

    def at(day: int, hour: int) -> datetime:
        return datetime(2026, 11, day, hour, tzinfo=UTC)

    assert moved_occurrences_of(series) == (MovedOccurrence(at(3, 9), at(3, 10), at(3, 11)),)
    assert deleted_occurrences_of(series) == (at(4, 9),)


@pytest.mark.parametrize(
    ("zone_id", "name"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("UTC", "Etc/UTC"),
        ("Europe/Paris", "Europe/Paris"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("tzone://Microsoft/Custom", ""),
        ("Customized Time Zone", ""),
        ("../../etc/passwd", ""),
        ("", ""),
    ],
)
def test_zone_names(zone_id: str, name: str) -> None:
    assert zone_named(zone_id) == name


def test_zones_that_senders_make_up_fill_no_memory() -> None:
    for number in range(2000):
        assert zone_named(f"Zone {number}") == ""
    assert zone_named.cache_info().currsize <= 512


@pytest.mark.parametrize(
    ("told", "zone_id"),
    [
        ('<t:StartTimeZone Id="Romance Standard Time"/><t:EndTimeZone Id="UTC"/>', "Romance Standard Time"),
        ('<t:EndTimeZone Id="UTC"/>', "UTC"),
        ('<t:MeetingTimeZone TimeZoneName="Customized Time Zone"/>', "Customized Time Zone"),
        ("<t:StartTimeZoneId>Tokyo Standard Time</t:StartTimeZoneId>", "Tokyo Standard Time"),
        ("", ""),
    ],
)
def test_zone_ids(told: str, zone_id: str) -> None:
    assert zone_id_of(item(told)) == zone_id
