"""Rooms of every kind: what they hold is held by them alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.ledger import AliasState, LedgerCounts
from desktop_admin.domain.rooms import Room
from desktop_admin.storage import AliasTaken, Database, RoomGone, RoomNameTaken
from tests.unit.storage.samples import ALIAS, HOUR, NOON, SERIES

DOMAIN = "meet.example.com"
BOARD = Room(
    id="r1",
    integration_id="head",
    kind=RoomKind.CUSTOM,
    name="Board",
    created=NOON,
    description="Third floor",
    aliases=("board@meet.example.com", "7001"),
    theme="dark",
    passcode="1234",
    chair_passcode="5678",
    owner_address="ada@example.com",
    owner_name="Ada Álvarez",
    entry_key="cn=ada",
)


async def test_a_room_comes_out_as_it_went_in(database: Database) -> None:
    changed = replace(BOARD, name="Board room", aliases=("7001", "7002"), kind=RoomKind.ENTERPRISE)
    async with database.begin() as work:
        await work.rooms.add(BOARD, DOMAIN)
        assert await work.rooms.get("r1") == BOARD
        await work.rooms.save(changed, DOMAIN)
        assert await work.rooms.list("head") == (changed,)
        assert await work.rooms.list("head", RoomKind.CUSTOM) == ()
        assert await work.rooms.list("branch") == ()
        assert await work.holding.holder("board") is None
        assert await work.rooms.remove("branch", ["r1"]) == 0
        assert await work.rooms.remove("head", ["r1", "r2"]) == 1
        assert await work.holding.holder("7001") is None
        with pytest.raises(RoomGone):
            await work.rooms.save(changed, DOMAIN)


async def test_passcodes_stand_in_no_representation() -> None:
    assert "1234" not in repr(BOARD)
    assert "5678" not in repr(BOARD)


async def test_rooms_are_found_by_every_word_in_any_case_and_without_accents(database: Database) -> None:
    async with database.begin() as work:
        await work.rooms.add(BOARD, DOMAIN)
        await work.rooms.add(replace(BOARD, id="r2", name="100%", aliases=("7003",)), DOMAIN)
        for search in ("BOARD alvarez", "third 7001", "ada@example.com board@"):
            assert [room.id for room in await work.rooms.list("head", None, search)] == ["r1"]
            assert await work.rooms.count("head", RoomKind.CUSTOM, search) == 1
        assert [room.id for room in await work.rooms.list("head", None, "0%")] == ["r2"]
        assert await work.rooms.list("head", None, "board 7003") == ()
        assert [room.id for room in await work.rooms.list("head", limit=1)] == ["r2"]


@pytest.mark.parametrize("alias", ["VMR123456", "vmr123456@meet.example.com"])
async def test_an_alias_of_a_calendared_room_is_refused_with_its_holder(database: Database, alias: str) -> None:
    wanted = replace(BOARD, aliases=("8000", alias))
    async with database.begin() as work:
        await work.aliases.add(ALIAS)
        with pytest.raises(AliasTaken, match="a calendared room that no invitation has used yet"):
            await work.rooms.add(wanted, DOMAIN)
        await work.conferences.save(SERIES, NOON)
        with pytest.raises(AliasTaken, match="the calendared room “Weekly”"):
            await work.rooms.add(wanted, DOMAIN)
        assert await work.rooms.list("head") == ()
        assert not await work.aliases.is_held("8000")


async def test_an_alias_of_a_room_cannot_be_issued_nor_taken_by_another_integration(database: Database) -> None:
    enterprise = replace(BOARD, kind=RoomKind.ENTERPRISE, aliases=("vmr123456@meet.example.com",))
    async with database.begin() as work:
        await work.rooms.add(enterprise, DOMAIN)
        with pytest.raises(AliasTaken, match="the enterprise room “Board”"):
            await work.aliases.add(ALIAS)
        assert await work.aliases.get("head", ALIAS.alias_id) is None
        with pytest.raises(AliasTaken) as refused:
            await work.rooms.add(
                replace(BOARD, id="r2", integration_id="branch", aliases=("vmr123456",)), "other.example.com"
            )
        assert refused.value.holder.owner_id == "r1"


async def test_a_refused_change_leaves_a_room_with_what_it_holds(database: Database) -> None:
    other = replace(BOARD, id="r2", name="Lounge", aliases=("7003",))
    async with database.begin() as work:
        await work.rooms.add(BOARD, DOMAIN)
        await work.rooms.add(other, DOMAIN)
        with pytest.raises(AliasTaken, match="the custom room “Board”"):
            await work.rooms.save(replace(other, aliases=("7004", "7001")), DOMAIN)
        with pytest.raises(RoomNameTaken, match="Another custom room"):
            await work.rooms.save(replace(other, name="Board", aliases=("7004",)), DOMAIN)
        assert await work.rooms.get("r2") == other
        assert await work.aliases.is_held("7003")
        assert not await work.aliases.is_held("7004")


async def test_names_are_unique_over_rooms_and_conferences(database: Database) -> None:
    async with database.begin() as work:
        await work.conferences.save(SERIES, NOON)
        with pytest.raises(RoomNameTaken, match="A conference is named “Weekly”"):
            await work.rooms.add(replace(BOARD, name="Weekly"), DOMAIN)
        await work.rooms.add(replace(BOARD, name="Weekly 2"), DOMAIN)
        assert await work.conferences.names_taken("Weekly", "") == {"Weekly", "Weekly 2"}
        with pytest.raises(RoomNameTaken, match="A conference is named “Weekly”"):
            await work.rooms.add(replace(BOARD, id="r9", name="Weekly", integration_id="branch"), DOMAIN)


async def test_the_ledger_tells_what_became_of_each_alias(database: Database) -> None:
    minute = timedelta(minutes=1)
    changes: list[dict[str, Any]] = [
        {"alias_id": "id-1", "used": NOON},
        {"alias_id": "fresh"},
        {"alias_id": "old", "used": NOON - HOUR, "released": NOON},
        {"alias_id": "gone", "deleted": NOON + HOUR},
    ]
    async with database.begin() as work:
        await work.conferences.save(SERIES, NOON)
        for place, each in enumerate(changes):
            number = f"vmr{place}"
            entry = {"alias": f"{number}@meet.example.com", "numeric_alias": number, "created": NOON + place * minute}
            await work.aliases.add(replace(ALIAS, **entry, **each))
        entries = await work.ledger.entries("head")
        assert [entry.issued.alias_id for entry in entries] == ["gone", "old", "fresh", "id-1"]
        assert [str(entry.state) for entry in entries] == ["deleted", "released", "issued", "used"]
        assert await work.ledger.counts("head") == LedgerCounts(1, 1, 1, 1)
        assert await work.ledger.counts("branch") == LedgerCounts()
        (used,) = await work.ledger.entries("head", AliasState.USED)
        assert (used.conference, used.organizer, used.start, used.is_booked) == (
            SERIES.name,
            SERIES.organizer.address,
            SERIES.start,
            True,
        )
        assert [entry.conference for entry in entries[:3]] == ["", "", ""]
        assert await work.ledger.by_id("head", "id-1") == used == await work.ledger.by_alias("head", "VMR0")
        assert await work.ledger.by_id("branch", "id-1") is None
        for search, found in (("VMR0@", 1), ("week ada@", 1), ("vmr", 4), ("vmr% ", 0), ("vmr1 week", 0)):
            assert len(await work.ledger.entries("head", search=search)) == found
            assert await work.ledger.count("head", search=search) == found
        assert len(await work.ledger.entries("head", limit=2)) == 2
        assert await work.ledger.count("head", AliasState.DELETED) == 1
        assert await work.ledger.moved_since("head", NOON) == (3, 1)
        assert await work.ledger.moved_since("head", NOON - HOUR) == (4, 2)


async def test_aliases_whose_meetings_are_long_over(database: Database) -> None:
    over = replace(SERIES, recurrence=None, overrides=(), orphan=False, join_after=60)
    async with database.begin() as work:
        await work.aliases.add(replace(ALIAS, used=NOON))
        assert over.end == NOON + HOUR
        await work.conferences.save(over, NOON)
        assert await work.ledger.idle_since("head", NOON + 2 * HOUR) == ()
        assert [each.alias_id for each in await work.ledger.idle_since("head", NOON + 3 * HOUR)] == [ALIAS.alias_id]
        assert await work.ledger.idle_since("branch", NOON + 3 * HOUR) == ()
        await work.conferences.save(replace(SERIES, recurrence=replace(SERIES.recurrence, until=None)), NOON)  # type: ignore[type-var]  # it has one
        assert await work.ledger.idle_since("head", NOON + 9000 * HOUR) == ()


async def test_a_removed_integration_leaves_nothing_held(database: Database) -> None:
    async with database.begin() as work:
        await work.rooms.add(BOARD, DOMAIN)
        await work.aliases.add(ALIAS)
        await work.integrations.remove("head")
        assert not await work.aliases.is_held("board", "7001", ALIAS.alias)
