"""Enterprise rooms follow the directory, and never take what somebody else holds."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_admin.domain.conference import IssuedAlias, RoomKind
from desktop_admin.domain.room_sync import DirectoryRoom, plan_sync, wanted_rooms
from desktop_admin.domain.rooms import AliasHolder, Room, held_names
from desktop_admin.service.room_sync import sync_enterprise_rooms
from desktop_admin.storage import Database, Work
from tests.helpers.held import lost_aliases

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DOMAIN = "meet.example.com"
BOARD = Room("custom", "head", RoomKind.CUSTOM, "Board", NOW, aliases=("7001",))
ADA = DirectoryRoom("cn=ada", "Ada", ("ada@meet.example.com",), "Ada's own", "ada@example.com", "Ada Lovelace")
BEN = DirectoryRoom("cn=ben", "Ben", ("ben@meet.example.com", "7002"))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(tmp_path / "concierge.sqlite3")
    await opened.open()
    async with opened.begin() as work:
        await work.integrations.add("head", {}, NOW)
        await work.rooms.add(BOARD, DOMAIN)
    yield opened
    await opened.close()


async def _sync(work: Work, *entries: DirectoryRoom) -> tuple[int, int, int, tuple[str, ...]]:
    plan = await sync_enterprise_rooms(work, "head", DOMAIN, entries, NOW)
    assert await lost_aliases(work) == []
    return len(plan.added), len(plan.changed), len(plan.removed), plan.problems


async def _rooms(work: Work) -> dict[str, Room]:
    return {room.entry_key: room for room in await work.rooms.list("head", RoomKind.ENTERPRISE)}


async def test_rooms_are_added_changed_and_removed(database: Database) -> None:
    async with database.begin() as work:
        assert await _sync(work, ADA, BEN) == (2, 0, 0, ())
        assert await _sync(work, ADA, BEN) == (0, 0, 0, ())
        first = await _rooms(work)
        assert first["cn=ada"] == Room(
            first["cn=ada"].id,
            "head",
            RoomKind.ENTERPRISE,
            "Ada",
            NOW,
            "Ada's own",
            ("ada@meet.example.com",),
            owner_address="ada@example.com",
            owner_name="Ada Lovelace",
            entry_key="cn=ada",
        )
        await work.rooms.save(replace(first["cn=ada"], passcode="1234", theme="dark"), DOMAIN)
        assert await _sync(work, replace(ADA, name="Ada L.", aliases=("7009",))) == (0, 1, 1, ())
        (room,) = (await _rooms(work)).values()
        assert (room.id, room.name, room.aliases) == (first["cn=ada"].id, "Ada L.", ("7009",))
        assert (room.passcode, room.theme) == ("1234", "dark")
        assert not await work.aliases.is_held("ada", "ben", "7002")
        assert await work.rooms.get("custom") == BOARD


async def test_rooms_may_exchange_their_aliases_and_names(database: Database) -> None:
    async with database.begin() as work:
        await _sync(work, ADA, BEN)
        swapped = (replace(ADA, aliases=BEN.aliases, name="Ben"), replace(BEN, aliases=ADA.aliases, name="Ada"))
        assert await _sync(work, *swapped) == (0, 2, 0, ())
        rooms = await _rooms(work)
        assert (rooms["cn=ada"].name, rooms["cn=ada"].aliases) == ("Ben", BEN.aliases)
        holder = await work.holding.holder("7002")
        assert holder is not None
        assert holder.owner_id == rooms["cn=ada"].id


async def test_what_somebody_else_holds_is_told_and_left(database: Database) -> None:
    async with database.begin() as work:
        await work.aliases.add(IssuedAlias("a1", "head", "vmr1@meet.example.com", "vmr1", NOW))
        done = await _sync(work, replace(ADA, aliases=("7001",)), replace(BEN, aliases=("vmr1",)))
        assert done[:3] == (0, 0, 0)
        assert done[3] == (
            "“Ada”: the alias 7001 belongs to the custom room “Board”.",
            "“Ben”: the alias vmr1 belongs to a calendared room that no invitation has used yet.",
        )


async def test_a_known_room_that_cannot_change_stays_as_it_was_and_keeps_its_aliases(database: Database) -> None:
    async with database.begin() as work:
        await _sync(work, ADA, BEN)
        before = await _rooms(work)
        # Ada wants the board's number; Ben wants the alias that Ada therefore keeps; Carl wants the one Ben keeps.
        carl = DirectoryRoom("cn=carl", "Carl", ("7002",))
        done = await _sync(work, replace(ADA, aliases=("7001",)), replace(BEN, aliases=("ada",)), carl)
        assert done[:3] == (0, 0, 0)
        assert len(done[3]) == 3
        assert await _rooms(work) == before


async def test_a_name_that_is_taken_gets_a_number_and_keeps_it(database: Database) -> None:
    namesake = DirectoryRoom("cn=board", "Board", ("7005",))
    twin = DirectoryRoom("cn=board2", "Board", ("7006",))
    async with database.begin() as work:
        await _sync(work, namesake, twin)
        assert {room.name for room in await work.rooms.list("head")} == {"Board", "Board 2", "Board 3"}
        assert await _sync(work, namesake, twin) == (0, 0, 0, ())


@pytest.mark.parametrize("aliases", [(), ("two words",), ("7003", "7003")])
async def test_an_entry_that_makes_no_room_is_told(database: Database, aliases: tuple[str, ...]) -> None:
    async with database.begin() as work:
        done = await _sync(work, replace(ADA, aliases=aliases), BEN)
        assert done[:3] == (1, 0, 0)
        assert done[3][0].startswith("“Ada”: ")


async def test_an_entry_told_twice_is_one_room(database: Database) -> None:
    async with database.begin() as work:
        assert (await _sync(work, ADA, replace(ADA, name="Again")))[:3] == (1, 0, 0)


async def test_thousands_are_taken_in_a_few_statements(database: Database) -> None:
    many = [DirectoryRoom(f"cn={number}", f"Room {number}", (f"r{number}@meet.example.com",)) for number in range(3000)]
    async with database.begin() as work:
        assert (await _sync(work, *many))[:3] == (3000, 0, 0)
        shifted = [replace(each, aliases=other.aliases) for each, other in zip(many, [*many[1:], many[0]], strict=True)]
        assert (await _sync(work, *shifted))[:3] == (0, 3000, 0)
        assert (await _sync(work))[:3] == (0, 0, 3000)
        assert not await work.aliases.is_held("r5")


Entries = dict[str, tuple[str, ...]]
letters = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=2, unique=True).map(tuple)
directories = st.dictionaries(st.sampled_from("UVWXYZ"), letters, max_size=6)


@given(st.lists(directories, max_size=5), st.sampled_from("abcdef"))
def test_whatever_the_directory_says_no_alias_has_two_holders(
    history: list[dict[str, tuple[str, ...]]], own: str
) -> None:
    custom = AliasHolder(own, RoomKind.CUSTOM, "custom", "head", "Board")
    numbers = itertools.count()
    stored: tuple[Room, ...] = ()
    for entries in history:
        told = [DirectoryRoom(key, f"Room {key}", aliases) for key, aliases in entries.items()]
        wanted = wanted_rooms("head", stored, told, lambda: str(next(numbers)), NOW)
        plan = plan_sync(stored, wanted, {own: custom}, DOMAIN)
        kept = {room.id: room for room in stored if room.id not in plan.removed}
        kept |= {room.id: room for room in (*plan.changed, *plan.added)}
        stored = tuple(kept.values())
        held = [name for room in stored for name in held_names(room.aliases, DOMAIN)]
        assert len(held) == len(set(held))
        assert own not in held
        assert {room.entry_key for room in stored} <= set(entries)
        assert len(stored) + len(plan.problems) >= len(entries)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(directories, min_size=1, max_size=4))
def test_what_was_planned_is_what_is_stored(tmp_path_factory: pytest.TempPathFactory, history: list[Entries]) -> None:
    async def run() -> None:
        database = Database(tmp_path_factory.mktemp("rooms") / "concierge.sqlite3")
        await database.open()
        try:
            async with database.begin() as work:
                await work.integrations.add("head", {}, NOW)
                for entries in history:
                    await _sync(work, *(DirectoryRoom(key, key, aliases) for key, aliases in entries.items()))
                    for room in await work.rooms.list("head"):
                        holders = await work.holding.holders(room.aliases)
                        assert [holders[alias].owner_id for alias in room.aliases] == [room.id] * len(room.aliases)
        finally:
            await database.close()

    asyncio.run(run())
