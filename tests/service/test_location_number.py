"""A room's number in the location: whose it is decides, where the setting allows it at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.decision import Outcome
from desktop_admin.domain.location import looks_like_alias, written_names
from desktop_admin.domain.rooms import Room
from tests.helpers.stored import stored_conference
from tests.service.test_inbox import HEAD, POLICY, desk

__all__ = ["desk"]
BY_HAND = replace(POLICY, alias_prefix="vmr", accept_location_number=True)


@pytest.fixture
async def by_hand(desk):
    desk.inbox.policy = BY_HAND
    return desk


async def decided(desk, uid: str, location: str, **more: object):
    desk.arrive(desk.request(f"item-{uid}", uid, "", location=location, **more))
    (entry,) = await desk.catch_up()
    return entry


async def add_room(desk, kind: RoomKind, owner: str) -> None:
    room = Room("cd" * 16, HEAD, kind, "Board", desk.clock.now(), aliases=("7001@example.com",), owner_address=owner)
    async with desk.database.begin() as work:
        await work.rooms.add(room, "example.com")


@pytest.mark.parametrize("written", ["{numeric}", "Room {alias}, please", "Attic; {numeric}.", "{upper}"])
async def test_an_issued_number_stands_for_the_tag(by_hand, written):
    issued = await by_hand.issue()
    location = written.format(numeric=issued.numeric_alias, alias=issued.alias, upper=issued.alias.upper())
    entry = await decided(by_hand, "u1", location)
    assert (entry.outcome, entry.alias) == (Outcome.ACCEPTED, issued.alias)
    async with by_hand.database.begin() as work:
        told = await work.ledger.by_alias(HEAD, issued.alias)
    assert told.issued.meeting_uid == "u1"
    other = await decided(by_hand, "u2", location)
    assert other.code == "alias_conflict"
    assert "another meeting, which takes place on" in other.reason


@pytest.mark.parametrize(
    ("location", "code"), [("", "incomplete"), ("Attic 3", "incomplete"), ("vmr999", "invalid_alias")]
)
async def test_without_one_it_is_told_what_is_missing(by_hand, location, code):
    entry = await decided(by_hand, "u1", location)
    assert (entry.outcome, entry.code) == (Outcome.DECLINED, code)


async def test_it_is_off_unless_it_is_switched_on(desk):
    issued = await desk.issue()
    assert (await decided(desk, "u1", issued.numeric_alias)).code == "invalid_alias"


@pytest.mark.parametrize("kind", [RoomKind.ENTERPRISE, RoomKind.CUSTOM])
async def test_a_room_of_its_own_serves_its_owner_alone(by_hand, kind):
    await add_room(by_hand, kind, "Ada@example.com")
    first, second = await decided(by_hand, "u1", "7001"), await decided(by_hand, "u2", "7001@example.com")
    assert {(each.outcome, each.alias) for each in (first, second)} == {(Outcome.ACCEPTED, "7001@example.com")}
    async with by_hand.database.begin() as work:
        assert (await stored_conference(work, HEAD, "u1")).numeric_alias == "7001"


@pytest.mark.parametrize("kind", [RoomKind.ENTERPRISE, RoomKind.CUSTOM])
@pytest.mark.parametrize("owner", ["", "bob@example.com"])
async def test_somebody_elses_room_is_a_conflict_that_names_its_kind(by_hand, kind, owner):
    await add_room(by_hand, kind, owner)
    entry = await decided(by_hand, "u1", "7001")
    assert entry.code == "alias_conflict"
    assert f"the {kind} room" in entry.reason


def test_words_of_a_location():
    assert written_names("Room vmr1, (7001@example.com); vmr1.") == ("Room", "vmr1", "7001@example.com")
    assert len(written_names("a1 " * 5000)) == 1
    assert looks_like_alias("VMR123456", BY_HAND)
    assert looks_like_alias("x@EXAMPLE.com", BY_HAND)
    assert not looks_like_alias("Attic", BY_HAND)
    assert not looks_like_alias("x@other.example", BY_HAND)
