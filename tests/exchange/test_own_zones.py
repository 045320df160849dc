"""A sender's own rules of time: the zone that keeps the same ones is found, so that a series stays at its hour."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from desktop_admin.domain.zones import zone_of
from desktop_admin.exchange.messages import whole
from desktop_admin.exchange.own_zones import own_zone
from desktop_admin.exchange.xml import T
from exchange_lookalike.timezones import CUSTOM_ID, all_zones, definition, zone_by_id
from tests.helpers.ews_items import whole_request
from tests.helpers.ews_stub import envelope

NEW_EVERY_YEAR = ("Morocco Standard Time", "West Bank Standard Time")
"""Their rules cannot be told by days that come back."""


def custom(zone_id: str, name: str = "Customized Time Zone") -> etree._Element:
    known = zone_by_id(zone_id)
    assert known is not None
    made = definition(known, "StartTimeZone")
    made.set("Id", CUSTOM_ID)
    made.set("Name", name)
    return made


@pytest.mark.parametrize("zone_id", [zone.id for zone in all_zones() if zone.id not in NEW_EVERY_YEAR])
def test_a_zone_with_the_same_clocks_is_found(zone_id: str) -> None:
    known = zone_by_id(zone_id)
    found = own_zone(custom(zone_id), 2026)
    assert known is not None and found
    for year in (2026, 2027):
        for month in range(1, 13):
            noon = datetime(year, month, 15, 12, tzinfo=UTC)
            assert noon.astimezone(zone_of(found)).utcoffset() == noon.astimezone(known.tz).utcoffset()


def test_the_senders_own_name_of_it_counts_where_it_fits() -> None:
    assert own_zone(custom("W. Europe Standard Time", "Europe/Vienna"), 2026) == "Europe/Vienna"
    assert own_zone(custom("W. Europe Standard Time", "America/New_York"), 2026) == "Europe/Berlin"
    assert own_zone(custom("Eastern Standard Time"), 2026) == "America/New_York"


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("Bias", ""),
        ("Bias", "PT99999999999H"),
        ("Month", "13"),
        ("DayOfWeek", "Weekday"),
        ("Occurrence", "-9"),
        ("To", "no"),
    ],
)
def test_rules_that_are_none_hold_up_no_invitation(what: str, value: str) -> None:
    told = custom("W. Europe Standard Time")
    for each in told.iter(f"{T}Period"):
        if what == "Bias":
            each.set("Bias", value)
    for each in told.iter(T + what):
        each.text = value
    assert own_zone(told, 2026) == ""
    assert own_zone(etree.Element("StartTimeZone"), 2026) == ""


def test_an_invitation_is_told_in_that_zone() -> None:
    body = whole_request("A", etree.tostring(custom("Nepal Standard Time")).decode())
    item = etree.fromstring(envelope(body).encode()).find(f".//{T}MeetingRequest")
    read = whole(item)
    assert read.zone_id == CUSTOM_ID
    assert read.start is not None
    assert f"{read.start.astimezone(ZoneInfo(read.zone)):%H:%M}" == "14:45"
