"""The zone of an item: whatever the sender calls it, and wherever it is told; never silently another one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from desktop_admin.domain.meeting import MeetingMessage
from desktop_admin.domain.recurrence import occurrences
from desktop_admin.domain.zones import zone_of
from desktop_admin.exchange.messages import whole
from desktop_admin.exchange.xml import T
from desktop_admin.exchange.zone_names import zone_named
from tests.helpers.ews_items import request
from tests.helpers.ews_stub import envelope


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("w. europe STANDARD time", "Europe/Berlin"),
        ("europe/vienna", "Europe/Vienna"),
        ("W. Europe Daylight Time", "Europe/Berlin"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin"),
        ("(GMT+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", "Europe/Berlin"),
        ("(UTC+01:00) Brüssel, Kopenhagen, Madrid, Paris", "Europe/Paris"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC-08:00) Pacific Time (US & Canada)", "America/Los_Angeles"),
        ("(UTC+03:00) Moskau, St. Petersburg", "Europe/Moscow"),
        ("(UTC+09:00) Osaka, Sapporo, Tokio", "Asia/Tokyo"),
        ("(UTC) Coordinated Universal Time", "UTC"),
        ("Mitteleuropäische Zeit", "Europe/Berlin"),
        ("Mitteleuropäische Sommerzeit", "Europe/Berlin"),
        ("Heure d\u2019Europe centrale", "Europe/Berlin"),
        ("(GMT-05:00) Est (États-Unis et Canada)", "America/New_York"),
        ("Heure normale de l'Est", "America/New_York"),
        ("Hora de Europa central", "Europe/Berlin"),
        ("Central European Summer Time", "Europe/Warsaw"),
        ("Eastern Time", "America/New_York"),
        ("UTC+05:30", "<+0530>-5:30"),
        ("GMT-3", "<-03>+3"),
        ("(UTC+02:00) Berlin", ""),
        ("(UTC+01:00) Somewhere", ""),
        ("UTC+99:00", ""),
        ("x" * 100_000, ""),
        ("+" * 150, ""),
    ],
)
def test_names(name: str, zone: str) -> None:
    found = zone_named(name)
    if zone == "Europe/Paris":
        assert zone_of(found).utcoffset(datetime(2026, 7, 1)) == timedelta(hours=2)
        return
    if zone == "Europe/Berlin" and "Amsterdam" in name:
        assert found in ("Europe/Berlin", "Europe/Amsterdam")
        return
    assert found == zone


TUESDAYS = (
    "<t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Tuesday</t:DaysOfWeek>"
    "</t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>2026-03-24</t:StartDate>"
    "<t:NumberOfOccurrences>3</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence>"
)


def series(start: str, *zones: str) -> MeetingMessage:
    end = start.replace(":30:", ":45:").replace(":00:", ":45:")
    body = request("A", f"<t:UID>U</t:UID><t:Start>{start}</t:Start><t:End>{end}</t:End>{TUESDAYS}", *zones)
    return whole(etree.fromstring(envelope(body).encode()).find(f".//{T}MeetingRequest"))


def starts(read: MeetingMessage) -> list[str]:
    assert read.recurrence is not None and read.start is not None and read.end is not None
    window = {"after": read.start - timedelta(days=1), "until": read.start + timedelta(days=60)}
    found = occurrences(read.recurrence, read.start, read.end, read.zone, **window)
    return [f"{begins:%a %m-%d %H:%M}" for _original, begins, _end in found]


BERLIN = ["Tue 03-24 08:00", "Tue 03-31 07:00", "Tue 04-07 07:00"]
OLD = (
    '<t:MeetingTimeZone TimeZoneName="Westeuropa"><t:BaseOffset>-PT1H</t:BaseOffset>'
    "<t:Standard><t:Offset>PT0H</t:Offset>"
    "<t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek><t:DayOfWeekIndex>Last</t:DayOfWeekIndex>"
    "<t:Month>October</t:Month></t:RelativeYearlyRecurrence><t:Time>03:00:00</t:Time></t:Standard><t:Daylight>"
    "<t:Offset>-PT1H</t:Offset><t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek>"
    "<t:DayOfWeekIndex>Last</t:DayOfWeekIndex><t:Month>March</t:Month></t:RelativeYearlyRecurrence>"
    "<t:Time>02:00:00</t:Time></t:Daylight></t:MeetingTimeZone>"
)


@pytest.mark.parametrize(
    "zones",
    [
        '<t:StartTimeZone Id="W. Europe Standard Time"/>',
        '<t:StartTimeZone Id="Our own" Name="(UTC+01:00) Amsterdam, Berlin, Bern, Rom"/>',
        '<t:StartTimeZone Id="Unheard of"/><t:EndTimeZone Id="W. Europe Standard Time"/>',
        '<t:StartTimeZone Id="Unheard of"/><t:MeetingTimeZone TimeZoneName="mitteleuropäische zeit"/>',
        "<t:TimeZone>(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna</t:TimeZone>",
        OLD,
    ],
)
def test_a_series_stays_at_its_hour_wherever_its_zone_is_told(zones: str) -> None:
    read = series("2026-03-24T08:00:00Z", zones)
    assert (starts(read), read.zone_is_known) == (BERLIN, True)


def definition(
    *changes: tuple[str, int, int], since: tuple[str, str] | None = None, zone_id: str = "W. Europe Standard Time"
) -> str:
    """Rules with summer time in a month's week; ``since`` ends summer time for good at a moment."""
    (_, begin, week), (_, end, last) = changes
    day = "<t:DayOfWeek>Sunday</t:DayOfWeek>"

    def change(to: str, offset: str, month: int, place: int) -> str:
        return (
            f'<t:RecurringDayTransition><t:To Kind="Period">{to}</t:To><t:TimeOffset>{offset}</t:TimeOffset>'
            f"<t:Month>{month}</t:Month>{day}<t:Occurrence>{place}</t:Occurrence></t:RecurringDayTransition>"
        )

    summer, winter = change("D", "PT2H", begin, week), change("S", "PT3H", end, last)
    groups = f'<t:TransitionsGroup Id="0">{summer}{winter}</t:TransitionsGroup>'
    moves = '<t:Transition><t:To Kind="Group">0</t:To></t:Transition>'
    if since is not None:
        when, period = since
        groups += (
            f'<t:TransitionsGroup Id="1"><t:Transition><t:To Kind="Period">{period}</t:To></t:Transition>'
            "</t:TransitionsGroup>"
        )
        moves += (
            f'<t:AbsoluteDateTransition><t:To Kind="Group">1</t:To><t:DateTime>{when}</t:DateTime>'
            "</t:AbsoluteDateTransition>"
        )
    return (
        f'<t:StartTimeZone Id="{zone_id}" Name="x"><t:Periods><t:Period Bias="-PT1H" Name="Standard" Id="S"/>'
        f'<t:Period Bias="-PT2H" Name="Daylight" Id="D"/></t:Periods>'
        f"<t:TransitionsGroups>{groups}</t:TransitionsGroups><t:Transitions>{moves}</t:Transitions></t:StartTimeZone>"
    )


def test_rules_that_the_zone_of_that_name_keeps_are_that_zone() -> None:
    read = series("2026-03-24T08:00:00Z", definition(("D", 3, -1), ("S", 10, -1)))
    assert (read.zone, starts(read)) == ("Europe/Berlin", BERLIN)


def test_rules_in_the_message_count_where_the_zone_of_that_name_keeps_others_today() -> None:
    """The sender's computer knows summer time from the first Sunday in April."""
    read = series("2026-03-24T08:00:00Z", definition(("D", 4, 1), ("S", 10, -1)))
    assert starts(read) == ["Tue 03-24 08:00", "Tue 03-31 08:00", "Tue 04-07 07:00"]


def test_rules_that_end_within_the_series_are_computed_exactly() -> None:
    """Summer time is given up at the end of March 2026, for ever standard time."""
    given_up = definition(("D", 3, -1), ("S", 10, -1), since=("2026-03-28T00:00:00", "S"))
    assert starts(series("2026-03-24T08:00:00Z", given_up)) == ["Tue 03-24 08:00", "Tue 03-31 08:00", "Tue 04-07 08:00"]


@pytest.mark.parametrize(
    "zones", ["", '<t:StartTimeZone Id="Unheard of"/>', '<t:StartTimeZone Id="Tokyo Standard Time"/>']
)
def test_a_series_whose_zone_is_not_known_begins_when_its_first_meeting_does(zones: str) -> None:
    """Half past midnight on a Tuesday in Berlin is Monday in UTC; in Tokyo it would be Tuesday, too."""
    read = series("2026-03-23T23:30:00Z", zones)
    assert starts(read)[0] == "Mon 03-23 23:30"
    assert read.zone_is_known == ("Tokyo" in zones)


def test_a_zone_in_which_the_series_would_begin_on_another_day_is_not_believed() -> None:
    wrong = '<t:StartTimeZone Id="Pacific Standard Time"/>'
    read = series("2026-03-23T23:30:00Z", wrong)
    assert (starts(read)[0], read.zone_is_known) == ("Mon 03-23 23:30", False)
    right = series("2026-03-23T23:30:00Z", wrong, '<t:EndTimeZone Id="W. Europe Standard Time"/>')
    assert (right.zone, right.zone_is_known) == ("Europe/Berlin", True)


def test_a_message_without_zone_is_told_as_such() -> None:
    body = request("A", "<t:Start>2026-12-02T03:00:00Z</t:Start><t:End>2026-12-02T04:00:00Z</t:End>")
    read = whole(etree.fromstring(envelope(body).encode()).find(f".//{T}MeetingRequest"))
    assert (read.zone, read.zone_id, read.zone_is_known) == ("", "", False)
    assert read.start == datetime(2026, 12, 2, 3, tzinfo=UTC)
