"""Windows zones, the rules derived for them, and definitions that clients bring along."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from exchange_lookalike import timezones
from exchange_lookalike.timezone_rules import RuleZone, derive_groups
from exchange_lookalike.timezones import (
    BadTimeZone,
    T,
    all_zones,
    definition,
    format_duration,
    parse_duration,
    read_definition,
    read_meeting_time_zone,
    zone_by_iana,
    zone_by_id,
)

SAMPLES = [
    "W. Europe Standard Time",
    "GMT Standard Time",
    "Pacific Standard Time",
    "India Standard Time",
    "AUS Eastern Standard Time",
    "Lord Howe Standard Time",
    "Israel Standard Time",
    "Egypt Standard Time",
    "Pacific SA Standard Time",
    "Morocco Standard Time",
    "Samoa Standard Time",
    "Easter Island Standard Time",
]


def element(text: str) -> etree._Element:
    return etree.fromstring(f'<root xmlns:t="{T}">{text}</root>')[0]


def test_every_zone_of_the_table_is_found_by_either_name() -> None:
    zones = list(all_zones())
    assert len(zones) >= 139
    assert len({zone.id for zone in zones}) == len(zones)
    for zone in zones:
        assert zone_by_id(zone.id.upper()) == zone
        assert datetime(2026, 7, 1, tzinfo=zone.tz).utcoffset() is not None


def test_iana_names_lead_to_the_windows_zone() -> None:
    berlin = zone_by_iana("Europe/Berlin")
    assert berlin is not None
    assert berlin.id == "W. Europe Standard Time"
    assert zone_by_iana("Europe/Nowhere") is None
    assert zone_by_id("Nowhere Standard Time") is None
    utc = zone_by_id("tzone://Microsoft/Utc")
    assert utc is not None
    assert utc.id == "UTC"


@pytest.mark.parametrize("identifier", SAMPLES)
@given(moment=st.datetimes(datetime(2012, 1, 1), datetime(2029, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_derived_rules_tell_the_same_time_as_the_zone_file(identifier: str, moment: datetime) -> None:
    zone = zone_by_id(identifier)
    assert zone is not None
    rules = RuleZone(identifier, timezones.zone_groups(zone))
    utc = moment.replace(tzinfo=UTC)
    by_rule, by_file = utc.astimezone(rules), utc.astimezone(zone.tz)
    assert by_rule.replace(tzinfo=None) == by_file.replace(tzinfo=None)
    assert by_rule.fold == by_file.fold
    assert moment.replace(tzinfo=rules).utcoffset() == moment.replace(tzinfo=zone.tz).utcoffset()


@pytest.mark.parametrize("identifier", SAMPLES)
def test_a_full_definition_read_back_as_custom_keeps_the_clock(identifier: str) -> None:
    zone = zone_by_id(identifier)
    assert zone is not None
    told = definition(zone, "StartTimeZone", history=True)
    told.set("Id", "My own zone")
    custom = read_definition(told)
    assert custom.id == "My own zone"
    for day in range(0, 3650, 5):
        moment = datetime(2018, 1, 1, 13, tzinfo=UTC) + timedelta(days=day)
        assert moment.astimezone(custom.tz).replace(tzinfo=None) == moment.astimezone(zone.tz).replace(tzinfo=None)


@pytest.mark.parametrize("zone", list(all_zones()), ids=lambda z: z.id)
def test_definitions_have_the_shape_that_strict_clients_check(zone: timezones.Zone) -> None:
    """One transition a group, the first without a date, one or two changes a group, a Standard period in each."""
    for history in (False, True):
        made = definition(zone, "TimeZoneDefinition", history=history)
        groups = made.findall(f"{{{T}}}TransitionsGroups/{{{T}}}TransitionsGroup")
        transitions = list(made.find(f"{{{T}}}Transitions"))
        periods = {p.get("Id"): p.get("Name") for p in made.iterfind(f"{{{T}}}Periods/{{{T}}}Period")}
        assert len(groups) == len(transitions) >= 1
        assert etree.QName(transitions[0]).localname == "Transition"
        assert len(periods) == len(made.findall(f"{{{T}}}Periods/{{{T}}}Period"))
        for group in groups:
            targets = [to.text for to in group.iterfind(f"*/{{{T}}}To")]
            assert [periods[t] for t in targets].count("Standard") == 1
            assert len(targets) in (1, 2)


def test_west_european_time_is_told_as_exchange_tells_it() -> None:
    zone = zone_by_id("W. Europe Standard Time")
    assert zone is not None
    made = definition(zone, "StartTimeZone")
    periods = [(p.get("Bias"), p.get("Name"), p.get("Id")) for p in made.iterfind(f".//{{{T}}}Period")]
    assert periods == [
        ("-PT1H", "Standard", "trule:Microsoft/Registry/W. Europe Standard Time/1-Standard"),
        ("-PT2H", "Daylight", "trule:Microsoft/Registry/W. Europe Standard Time/1-Daylight"),
    ]
    changes = [[child.text for child in change] for change in made.iterfind(f".//{{{T}}}RecurringDayTransition")]
    assert [change[1:] for change in changes] == [["PT2H", "3", "Sunday", "-1"], ["PT3H", "10", "Sunday", "-1"]]


@pytest.mark.parametrize(
    "broken",
    [
        '<t:StartTimeZone Id="Nowhere"/>',
        '<t:StartTimeZone Id="Nowhere"><t:Periods/></t:StartTimeZone>',
        '<t:StartTimeZone><t:Periods><t:Period Bias="now" Name="S" Id="a"/></t:Periods></t:StartTimeZone>',
        '<t:StartTimeZone><t:Periods><t:Period Bias="PT1H" Name="S" Id="a"/></t:Periods><t:Transitions><t:Transition>'
        '<t:To Kind="Group">7</t:To></t:Transition></t:Transitions></t:StartTimeZone>',
        '<t:StartTimeZone><t:Periods><t:Period Bias="PT1H" Name="S" Id="a"/></t:Periods><t:TransitionsGroups>'
        '<t:TransitionsGroup Id="0"/></t:TransitionsGroups><t:Transitions><t:Transition><t:To Kind="Group">0</t:To>'
        "</t:Transition></t:Transitions></t:StartTimeZone>",
    ],
)
def test_a_broken_definition_is_refused(broken: str) -> None:
    with pytest.raises(BadTimeZone):
        read_definition(element(broken))


def test_a_custom_zone_with_one_period_has_one_offset() -> None:
    zone = read_definition(
        element(
            '<t:StartTimeZone Name="Mine"><t:Periods><t:Period Bias="-PT90M" Name="Standard" Id="a"/>'
            "</t:Periods></t:StartTimeZone>"
        )
    )
    assert zone.id == timezones.CUSTOM_ID
    assert datetime(2026, 1, 1, tzinfo=zone.tz).utcoffset() == timedelta(minutes=90)


def test_the_2007_zone_is_read_by_name_and_by_rule() -> None:
    assert (
        read_meeting_time_zone(element('<t:MeetingTimeZone TimeZoneName="Tokyo Standard Time"/>')).id
        == "Tokyo Standard Time"
    )
    zone = read_meeting_time_zone(
        element(
            '<t:MeetingTimeZone TimeZoneName="Ours"><t:BaseOffset>PT480M</t:BaseOffset>'
            "<t:Standard><t:Offset>P0D</t:Offset>"
            "<t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek><t:DayOfWeekIndex>First</t:DayOfWeekIndex>"
            "<t:Month>November</t:Month></t:RelativeYearlyRecurrence><t:Time>02:00:00</t:Time></t:Standard><t:Daylight>"
            "<t:Offset>-PT60M</t:Offset><t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek>"
            "<t:DayOfWeekIndex>Second</t:DayOfWeekIndex><t:Month>March</t:Month></t:RelativeYearlyRecurrence>"
            "<t:Time>02:00:00</t:Time></t:Daylight></t:MeetingTimeZone>"
        )
    )
    pacific = ZoneInfo("America/Los_Angeles")
    for day in range(365):
        moment = datetime(2026, 1, 1, 20, tzinfo=UTC) + timedelta(days=day)
        assert moment.astimezone(zone.tz).replace(tzinfo=None) == moment.astimezone(pacific).replace(tzinfo=None)
    with pytest.raises(BadTimeZone):
        read_meeting_time_zone(element('<t:MeetingTimeZone TimeZoneName="Nowhere"/>'))


def test_a_clock_moved_in_an_odd_year_starts_a_group_at_that_moment() -> None:
    turkey = derive_groups(ZoneInfo("Europe/Istanbul"), 2014, 2018)
    assert turkey[-1].changes == ()
    assert turkey[-1].standard == timedelta(hours=3)


@given(st.integers(min_value=-(10**7), max_value=10**7))
def test_durations_come_back(seconds: int) -> None:
    span = timedelta(seconds=seconds)
    assert parse_duration(format_duration(span)) == span


@pytest.mark.parametrize("text", ["", "P", "1H", "PT", "P1Y", "PT1X", "P1M"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|^$"):
        parse_duration(text)
