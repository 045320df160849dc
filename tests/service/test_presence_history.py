"""Every change of presence is written once, with its cause, in batches, and survives what interrupts it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_admin.domain.people import Person
from desktop_admin.domain.presence import Cause, CauseKind, Verdict
from desktop_admin.domain.presence_history import PresenceChange
from desktop_admin.service.presence_history import PresenceHistory
from desktop_admin.service.tasks import Tasks
from desktop_admin.service.views import PersonView
from desktop_admin.storage import Database
from tests.helpers.clock import START, ManualClock, settle

FREE = Verdict("Available", Cause(CauseKind.DEFAULT, "No appointment affects presence right now."))
BUSY = Verdict("Meeting", Cause(CauseKind.MEETING, "“Budget” is in progress."))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(tmp_path / "concierge.sqlite3")
    await made.open()
    async with made.begin() as work:
        await work.integrations.add("head", {}, START)
        for name in ("Ada", "Bo"):
            await work.people.save("head", Person(0, name))
    yield made
    await made.close()


def view(number: int, verdict: Verdict | None) -> PersonView:
    return PersonView(Person(number, "Ada"), verdict)


async def of(database: Database, number: int) -> list[tuple[str, object]]:
    async with database.begin() as work:
        return [(each.presence, each.at - START) for each in await work.presence_changes.of(number)]


async def test_only_what_differs_is_noted(database: Database) -> None:
    clock = ManualClock()
    history = PresenceHistory("head", database, clock)
    await history.load()
    history.note([view(1, None), view(2, FREE)])
    await clock.advance(60)
    history.note([view(1, BUSY), view(2, replace(FREE, next_change=START))])
    await clock.advance(60)
    history.note([view(1, None)])
    await history.write()
    minute = timedelta(minutes=1)
    assert await of(database, 1) == [("", 2 * minute), ("Meeting", minute)]
    assert await of(database, 2) == [("Available", timedelta(0))]


async def test_the_same_presence_for_another_cause_is_a_change(database: Database) -> None:
    history = PresenceHistory("head", database, ManualClock())
    await history.load()
    other = replace(BUSY, cause=Cause(CauseKind.MEETING, "“Review” is in progress."))
    history.note([view(1, BUSY)])
    history.note([view(1, other)])
    await history.write()
    async with database.begin() as work:
        assert [each.text for each in await work.presence_changes.of(1)] == [
            "“Review” is in progress.",
            "“Budget” is in progress.",
        ]


async def test_the_next_start_goes_on_where_the_last_one_ended(database: Database) -> None:
    clock = ManualClock()
    first = PresenceHistory("head", database, clock)
    await first.load()
    first.note([view(1, BUSY)])
    await first.write()
    second = PresenceHistory("head", database, clock)
    await second.load()
    second.note([view(1, BUSY)])
    await second.write()
    assert len(await of(database, 1)) == 1


async def test_it_writes_by_itself_and_the_rest_when_it_is_stopped(database: Database) -> None:
    history = PresenceHistory("head", database, ManualClock())
    await history.load()
    tasks = Tasks("test")
    tasks.start("history", history.run())
    history.note([view(1, BUSY)])
    for _ in range(200):
        await settle()
        if await of(database, 1):
            break
    assert len(await of(database, 1)) == 1
    history.note([view(2, BUSY)])
    await tasks.stop(2.0)
    assert len(await of(database, 2)) == 1


async def test_what_cannot_be_written_waits(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    history = PresenceHistory("head", database, ManualClock())
    await history.load()
    history.note([view(1, BUSY)])

    async def refused(*_: object) -> None:
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setattr("desktop_admin.storage.repositories.presence_changes.PresenceChanges.add", refused)
        with pytest.raises(OSError, match="no room"):
            await history.write()
    history.note([view(1, FREE)])
    await history.write()
    assert [presence for presence, _ in await of(database, 1)] == ["Available", "Meeting"]


def test_a_change_from_nothing_to_nothing_is_none() -> None:
    assert PresenceChange(1, START).is_like(None)
    assert not PresenceChange(1, START, "Meeting", CauseKind.MEETING, "x").is_like(None)
