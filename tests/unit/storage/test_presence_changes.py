"""The history of presence: newest first, gone with the person, the last change outlives the pruning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop_admin.domain.people import Person
from desktop_admin.domain.presence import CauseKind
from desktop_admin.domain.presence_history import PresenceChange
from desktop_admin.storage import Database

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def changes(person_id: int, *days: int) -> list[PresenceChange]:
    return [PresenceChange(person_id, NOON - day * DAY, "Meeting", CauseKind.MEETING, f"{day}") for day in days]


async def people(database: Database, *integrations: str) -> list[int]:
    async with database.begin() as work:
        return [(await work.people.save(each, Person(0, "Ada"))).id for each in integrations]


async def test_changes_come_back_newest_first(database: Database) -> None:
    (ada,) = await people(database, "head")
    lost = PresenceChange(ada, NOON)
    async with database.begin() as work:
        await work.presence_changes.add([*changes(ada, 3, 2, 1), lost])
        assert await work.presence_changes.of(ada) == (lost, *changes(ada, 1, 2, 3))
        assert await work.presence_changes.of(ada, limit=2) == (lost, *changes(ada, 1))


async def test_more_than_one_statement_holds_and_somebody_who_was_removed(database: Database) -> None:
    ada, bo = await people(database, "head", "head")
    async with database.begin() as work:
        await work.people.remove([bo])
        await work.presence_changes.add([*changes(ada, *range(1200)), *changes(bo, 1), *changes(ada, 0)])
        assert len(await work.presence_changes.of(ada, limit=2000)) == 1201
        assert await work.presence_changes.of(bo) == ()


async def test_it_goes_with_the_person(database: Database) -> None:
    (ada,) = await people(database, "head")
    async with database.begin() as work:
        await work.presence_changes.add(changes(ada, 1))
        await work.people.remove([ada])
        assert await work.presence_changes.of(ada) == ()


async def test_the_last_change_of_each_person_of_an_integration(database: Database) -> None:
    ada, bo, other = await people(database, "head", "head", "branch")
    async with database.begin() as work:
        await work.presence_changes.add([*changes(ada, 2, 1), *changes(bo, 5), *changes(other, 4)])
        latest = await work.presence_changes.latest("head")
    assert latest == {ada: changes(ada, 1)[0], bo: changes(bo, 5)[0]}


async def test_pruning_leaves_what_still_holds_and_the_other_integration(database: Database) -> None:
    ada, bo, other = await people(database, "head", "head", "branch")
    async with database.begin() as work:
        await work.presence_changes.add([*changes(ada, 40, 31, 2), *changes(bo, 90, 60), *changes(other, 50, 1)])
        await work.presence_changes.prune("head", NOON - 30 * DAY)
        assert await work.presence_changes.of(ada) == tuple(changes(ada, 2))
        assert await work.presence_changes.of(bo) == tuple(changes(bo, 60))
        assert len(await work.presence_changes.of(other)) == 2
