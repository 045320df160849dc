"""An alias has one holder, of whatever kind, whatever happens in whatever order and at the same time."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_admin.domain.conference import IssuedAlias, RoomKind
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.room_sync import DirectoryRoom
from desktop_admin.domain.rooms import Room
from desktop_admin.service.aliases import issue_alias, release_idle
from desktop_admin.service.room_sync import sync_enterprise_rooms
from desktop_admin.storage import AliasTaken, Database, Work
from tests.helpers.held import lost_aliases

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DOMAIN = "meet.example.com"
HEAD, BRANCH = "0f" * 16, "1f" * 16
KEY = "a signing key that is long enough for it"


async def _made(file: Path) -> Database:
    database = Database(file, busy_timeout=60)
    await database.open()
    return database


async def _with_integrations(file: Path) -> Database:
    database = await _made(file)
    async with database.begin() as work:
        await work.integrations.add(HEAD, {}, NOW)
        await work.integrations.add(BRANCH, {}, NOW)
    return database


async def _holders(work: Work) -> dict[str, str]:
    rows = await work._connection.exec_driver_sql("SELECT alias_key, owner_id FROM held_aliases")
    return {row.alias_key: row.owner_id for row in rows.all()}


async def _race(file: Path, integration_id: str, seed: int, numbers: int) -> list[str]:
    """One program's part: it issues aliases and makes rooms out of the same few numbers. Gives what it won."""
    chance, database = random.Random(seed), await _made(file)
    policy = SchedulingPolicy(alias_domain=DOMAIN, alias_suffix_length=5)
    won = []
    try:
        for step in range(40):
            number = f"vmr{chance.randrange(numbers):05d}"
            if chance.random() < 0.5:
                alias = f"{number}@{DOMAIN}" if chance.random() < 0.5 else number
                room = Room(f"{seed}-{step}", integration_id, RoomKind.CUSTOM, f"{seed} {step}", NOW, aliases=(alias,))
                try:
                    async with database.begin() as work:
                        await work.rooms.add(room, DOMAIN)
                except AliasTaken:
                    continue
                won.append(number)
            else:
                won.append((await issue_alias(database, integration_id, policy, KEY, NOW)).numeric_alias)
    finally:
        await database.close()
    return won


def test_two_programs_that_race_for_the_same_numbers_never_both_win_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, numbers = tmp_path / "concierge.sqlite3", 120
    chance = random.Random(1)
    monkeypatch.setattr("secrets.randbelow", lambda _space: chance.randrange(numbers))

    async def prepare() -> None:
        await (await _with_integrations(file)).close()

    asyncio.run(prepare())
    with ThreadPoolExecutor(3) as threads:
        racing = [
            threads.submit(lambda each=each, owner=owner: asyncio.run(_race(file, owner, each, numbers)))
            for each, owner in enumerate((HEAD, BRANCH, HEAD))
        ]
        won: Sequence[str] = [number for racer in racing for number in racer.result()]
    assert len(won) > 60
    assert [number for number, count in Counter(won).items() if count > 1] == []

    async def look() -> None:
        database = await _made(file)
        async with database.begin() as work:
            held = await _holders(work)
            assert {key for key in held if "@" not in key} == set(won)
            assert await lost_aliases(work) == []
        await database.close()

    asyncio.run(look())


aliases = st.sampled_from([f"{number}{at}" for number in ("vmr1", "vmr2", "vmr3") for at in ("", f"@{DOMAIN}", "@x")])
numbers = st.sampled_from(["vmr1", "vmr2", "vmr3"])
slots = st.integers(0, 3)
steps = st.one_of(
    st.tuples(st.just("issue"), slots, numbers),
    st.tuples(st.sampled_from(["release", "delete", "restore", "remove", "release_idle"]), slots),
    st.tuples(st.sampled_from(["add", "change"]), slots, st.lists(aliases, min_size=1, max_size=3, unique=True)),
    st.tuples(st.just("sync"), st.dictionaries(st.sampled_from("XY"), aliases)),
)


async def _do(work: Work, step: tuple[object, ...]) -> None:
    match step:
        case ("issue", slot, number):
            if await work.aliases.get(HEAD, f"a{slot}") is None:
                await work.aliases.add(IssuedAlias(f"a{slot}", HEAD, f"{number}@{DOMAIN}", str(number), NOW))
        case ("release" | "delete" | "restore" as what, slot):
            if (issued := await work.aliases.get(HEAD, f"a{slot}")) is not None:
                changes = {"release": {"released": NOW}, "delete": {"deleted": NOW}}
                gone = {"deleted": None, "released": None}
                await work.aliases.save(replace(issued, **changes.get(what, gone)))  # type: ignore[arg-type]  # by name
        case ("remove", slot):
            await work.rooms.remove(BRANCH, [f"r{slot}"])
        case ("add" | "change" as what, slot, list(wanted)):
            room = Room(f"r{slot}", BRANCH, RoomKind.CUSTOM, f"Room {slot}", NOW, aliases=tuple(wanted))
            exists = await work.rooms.get(room.id) is not None
            if exists == (what == "change"):
                await (work.rooms.save if exists else work.rooms.add)(room, DOMAIN)
        case ("sync", dict(told)):
            entries = [DirectoryRoom(str(key), f"Person {key}", (str(alias),)) for key, alias in told.items()]
            await sync_enterprise_rooms(work, HEAD, DOMAIN, entries, NOW)


async def _should_hold(work: Work) -> dict[str, str]:
    """Everything that is alive, and what it must hold."""
    held: dict[str, str] = {}
    for entry in await work.ledger.entries(HEAD):
        if entry.issued.released is None and entry.issued.deleted is None:
            for name in (entry.issued.alias, entry.issued.numeric_alias):
                assert held.setdefault(name, entry.issued.alias_id) == entry.issued.alias_id
    for room in (*await work.rooms.list(HEAD), *await work.rooms.list(BRANCH)):
        for name in {*room.aliases, *(each.removesuffix(f"@{DOMAIN}") for each in room.aliases)}:
            assert held.setdefault(name, room.id) == room.id
    return held


@settings(max_examples=40, deadline=None)
@given(st.lists(steps, min_size=5, max_size=25))
def test_whatever_happens_exactly_what_is_alive_is_held_and_by_one_alone(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[object, ...]]
) -> None:
    async def run() -> None:
        database = await _with_integrations(tmp_path_factory.mktemp("held") / "concierge.sqlite3")
        try:
            for step in history:
                if step[0] == "release_idle":
                    await release_idle(database, HEAD, NOW.replace(year=2026 + int(str(step[1]))))
                    continue
                async with database.begin() as work:
                    before = await _holders(work)
                    try:
                        await _do(work, step)
                    except AliasTaken:
                        # A refusal changes nothing, even where its transaction goes on.
                        assert await _holders(work) == before
                    assert await _holders(work) == await _should_hold(work)
                    assert await lost_aliases(work) == []
        finally:
            await database.close()

    asyncio.run(run())
