"""Free/busy, out-of-office, identifiers and names as values, without a server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from exchange_lookalike import ids
from exchange_lookalike.accounts import Account, Directory, DistributionList
from exchange_lookalike.faults import EwsError
from exchange_lookalike.people import convert, names
from exchange_lookalike.people.free_busy import (
    Attendee,
    Event,
    Wish,
    merged,
    read_zone,
    suggest,
    write_zone,
)
from exchange_lookalike.people.oof import BadOof, Oof, read_oof, write_oof
from exchange_lookalike.timezones import BadTimeZone, T, zone_by_id

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
STATUS = st.sampled_from(["Free", "Tentative", "Busy", "OOF", "WorkingElsewhere"])


def event(begin: int, end: int, status: str = "Busy") -> Event:
    return Event(NOW + timedelta(minutes=begin), NOW + timedelta(minutes=end), status)


@given(
    st.lists(st.tuples(st.integers(-300, 900), st.integers(1, 400), STATUS), max_size=8),
    st.sampled_from([5, 15, 30, 60]),
    st.integers(1, 700),
)
def test_merged_free_busy_equals_a_look_at_each_slot(
    drawn: list[tuple[int, int, str]], minutes: int, length: int
) -> None:
    events = [event(begin, begin + more, status) for begin, more, status in drawn]
    expected = ""
    order = ["Free", "WorkingElsewhere", "Tentative", "Busy", "OOF"]
    for begin in range(0, length, minutes):
        touching = [s for b, more, s in drawn if b < begin + minutes and b + more > begin]
        expected += {"Free": "0", "Tentative": "1", "Busy": "2", "OOF": "3", "WorkingElsewhere": "4"}[
            max(touching, key=order.index, default="Free")
        ]
    assert merged(events, NOW, NOW + timedelta(minutes=length), minutes) == expected


def test_suggestions_keep_to_free_working_hours() -> None:
    day = datetime(2026, 11, 23)
    busy = [Event(datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC), "Busy")]
    found = suggest([Attendee("Required", busy)], day, UTC, Wish(minutes=60, worst="Excellent"))
    assert found[0].at.hour == 12
    assert all(s.in_work_time and s.quality == "Excellent" for s in found)
    assert all(s.at.hour < 16 or s.at.minute == 0 for s in found)
    assert suggest([Attendee("Required", busy)], datetime(2026, 11, 22), UTC, Wish()) == []


@pytest.mark.parametrize("identifier", ["W. Europe Standard Time", "Pacific Standard Time", "Tokyo Standard Time"])
def test_the_availability_zone_comes_back(identifier: str) -> None:
    zone = zone_by_id(identifier)
    assert zone is not None
    clock = read_zone(write_zone(zone))
    for day in range(0, 365, 3):
        moment = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
        assert moment.astimezone(clock).replace(tzinfo=None) == moment.astimezone(zone.tz).replace(tzinfo=None)


@pytest.mark.parametrize(("name", "text"), [("Month", "13"), ("Bias", "9" * 20), ("Bias", "5.5"), ("Time", "9" * 20)])
def test_a_zone_that_cannot_be_is_refused(name: str, text: str) -> None:
    zone = zone_by_id("W. Europe Standard Time")
    assert zone is not None
    element = write_zone(zone)
    element[1].find(f"{{{T}}}{name}").text = text
    with pytest.raises(BadTimeZone):
        read_zone(element)


def oof_element(state: str, start: str, end: str, audience: str = "All") -> etree._Element:
    return etree.fromstring(
        f'<t:UserOofSettings xmlns:t="{T}"><t:OofState>{state}</t:OofState><t:ExternalAudience>{audience}'
        f"</t:ExternalAudience><t:Duration><t:StartTime>{start}</t:StartTime><t:EndTime>{end}</t:EndTime></t:Duration>"
        "<t:InternalReply><t:Message>&lt;p&gt;Away&lt;/p&gt;</t:Message></t:InternalReply></t:UserOofSettings>"
    )


def test_scheduled_replies_count_inside_their_window_alone() -> None:
    oof = read_oof(oof_element("Scheduled", "2026-11-21T10:00:00", "2026-11-21T12:00:00+01:00"))
    assert oof.internal == "<p>Away</p>"
    assert oof.start == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert oof.end == datetime(2026, 11, 21, 11, tzinfo=UTC)
    assert [oof.active(NOW + timedelta(minutes=m)) for m in (0, 60, 119, 120)] == [False, True, True, False]
    assert Oof("Enabled").active(NOW)
    assert not Oof("Disabled", start=NOW, end=NOW + timedelta(days=1)).active(NOW)
    told = write_oof(oof, NOW)
    told.tag = f"{{{T}}}UserOofSettings"
    assert read_oof(told) == oof


@pytest.mark.parametrize(
    ("element", "code"),
    [
        (oof_element("Scheduled", "2026-11-21T10:00:00", "2026-11-21T10:00:00"), "ErrorInvalidScheduledOofDuration"),
        (oof_element("Away", "2026-11-21T10:00:00", "2026-11-21T11:00:00"), "ErrorSchemaValidation"),
        (oof_element("Enabled", "tomorrow", "2026-11-21T11:00:00"), "ErrorSchemaValidation"),
        (oof_element("Enabled", "2026-11-21T10:00:00", "2026-11-21T11:00:00", "Friends"), "ErrorSchemaValidation"),
    ],
)
def test_wrong_settings_are_refused(element: etree._Element, code: str) -> None:
    with pytest.raises(BadOof) as refused:
        read_oof(element)
    assert refused.value.code == code


@given(mailbox=st.integers(1, 2**31), number=st.integers(1, 2**60), tail=st.integers(0, 2**32 - 1), data=st.data())
def test_identifiers_go_through_every_spelling(mailbox: int, number: int, tail: int, data: st.DataObject) -> None:
    identifier = ids.encode(ids.Key(ids.ITEM, mailbox, number, tail))
    raw = convert.read(identifier, "EwsId")
    form, other = (data.draw(st.sampled_from(convert.FORMATS)) for _ in range(2))
    text = convert.write(raw, form)
    assert convert.write(convert.read(convert.write(convert.read(text, form), other), other), "EwsId") == identifier


@pytest.mark.parametrize("form", convert.FORMATS)
def test_a_damaged_identifier_is_malformed(form: str) -> None:
    text = convert.write(convert.read(ids.encode(ids.Key(ids.ITEM, 1, 2)), "EwsId"), form)
    damaged = text[:30] + ("A" if text[30] != "A" else "B") + text[31:]
    with pytest.raises(EwsError) as refused:
        convert.read(damaged, form)
    assert refused.value.code.startswith("ErrorInvalidIdMalformed")
    with pytest.raises(EwsError, match="ErrorInvalidIdEmpty"):
        convert.read("", form)


@pytest.fixture
def directory() -> Directory:
    made = Directory("example.com")
    for name in ("Ada Lovelace", "Alan Turing", "Grace Hopper"):
        login = name.split(maxsplit=1)[0].lower()
        made.add(Account(f"{login}@example.com", name, login, "secret"))
    made.add(Account("aurora@example.com", "Room Aurora", "aurora", "secret", kind="room"))
    made.add_list(DistributionList("team@example.com", "Team", ["ada@example.com", "inner@example.com", "x@other.org"]))
    made.add_list(DistributionList("inner@example.com", "Inner", ["alan@example.com", "team@example.com"]))
    made.add_list(DistributionList("rooms@example.com", "Rooms", ["aurora@example.com"]))
    return made


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("ada@example.com", ["Ada Lovelace"]),
        ("smtp:ADA@example.com", ["Ada Lovelace"]),
        ("love", ["Ada Lovelace"]),
        ("Turing, Al", ["Alan Turing"]),
        ("a", ["Ada Lovelace", "Alan Turing", "Room Aurora"]),
        ("Team", ["Team"]),
        ("nobody", []),
    ],
)
def test_names_are_found_by_their_beginnings(directory: Directory, entry: str, expected: list[str]) -> None:
    assert [found.name for found in names.search(directory, entry)] == expected


def test_lists_expand_one_level_or_all_the_way(directory: Directory) -> None:
    assert [(f.name, f.kind) for f in names.expand(directory, "team@example.com")] == [
        ("Ada Lovelace", "Mailbox"),
        ("Inner", "PublicDL"),
        ("x@other.org", "OneOff"),
    ]
    everybody = names.everybody(directory, ["TEAM@example.com", "ada@example.com"])
    assert everybody == ["ada@example.com", "alan@example.com", "x@other.org"]
    assert [group.name for group in names.room_lists(directory)] == ["Rooms"]
    assert [room.name for room in names.rooms(directory, "rooms@example.com")] == ["Room Aurora"]
    for wrong in ("ada@example.com", "team@example.com"):
        with pytest.raises(EwsError, match="ErrorNameResolutionNoResults"):
            names.rooms(directory, wrong)
    with pytest.raises(EwsError, match="ErrorNameResolutionNoResults"):
        names.expand(directory, "ada@example.com")


def test_working_hours_zone_says_daylight_time() -> None:
    zone = zone_by_id("W. Europe Standard Time")
    assert zone is not None
    told = {etree.QName(e).localname: e.findtext(f"{{{T}}}Bias") for e in write_zone(zone)[1:]}
    assert told == {"StandardTime": "0", "DaylightTime": "-60"}
    assert (
        NOW.astimezone(read_zone(write_zone(zone))).utcoffset() == NOW.astimezone(ZoneInfo("Europe/Berlin")).utcoffset()
    )
