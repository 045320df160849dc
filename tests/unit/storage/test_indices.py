"""Questions that are asked for every invitation are answered from an index, however much has piled up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import event

from desktop_admin.domain.conference import RoomKind
from desktop_admin.storage import Database, Work
from tests.unit.storage.samples import NOON

Question = Callable[[Work], Awaitable[object]]

QUESTIONS: dict[str, Question] = {
    "seen": lambda work: work.journal.seen("head", "AAMk="),
    "held": lambda work: work.journal.held("head"),
    "recent": lambda work: work.journal.recent("head", 50),
    "recent_with_replies": lambda work: work.journal.recent_with_replies("head", 50),
    "counts": lambda work: work.journal.counts("head", NOON, NOON),
    "of_uid": lambda work: work.conferences.of_uid("head", "uid"),
    "writers_of": lambda work: work.journal.writers_of("head", "uid"),
    "ignored_for": lambda work: work.journal.ignored_for("head", "uid", "reason"),
    "foreign_since": lambda work: work.journal.foreign_since("head", NOON),
    "entries_of": lambda work: work.directory.entries_of("head", ["ada@example.com"]),
    "holders_of": lambda work: work.conferences.holders_of("id", other_than_uid="uid"),
    "of_unknown_zone": lambda work: work.conferences.of_unknown_zone("head", NOON, 50),
    "names_taken": lambda work: work.conferences.names_taken("Weekly", "id"),
    "scheduled": lambda work: work.conferences.scheduled("head", NOON, 50),
    "alias": lambda work: work.aliases.get("head", "id"),
    "is_held": lambda work: work.aliases.is_held("alias"),
    "holder": lambda work: work.holding.holder("alias"),
    "room": lambda work: work.rooms.get("id"),
    "rooms_names_taken": lambda work: work.rooms.names_taken("Weekly"),
    "rooms_of_a_kind": lambda work: work.rooms.list("head", RoomKind.CUSTOM),
    "calendared": lambda work: work.calendared.get("head", "id"),
    "idle_since": lambda work: work.ledger.idle_since("head", NOON),
    "unused_since": lambda work: work.aliases.unused_since("head", NOON),
    "waiting": lambda work: work.outbox.waiting("head", NOON),
    "count_waiting": lambda work: work.outbox.count_waiting("head"),
    "sync_state": lambda work: work.sync_states.get("head", "rooms@example.com"),
    "history": lambda work: work.history.since("head", NOON),
    "facts": lambda work: work.facts.get(1),
    "everybodys_facts": lambda work: work.facts.of([1, 2]),
    "people": lambda work: work.people.list("head"),
}


@pytest.mark.parametrize("name", QUESTIONS)
async def test_no_question_reads_a_whole_table(database: Database, name: str) -> None:
    asked: list[tuple[str, object]] = []
    async with database.begin() as work:
        connection = work._connection.sync_connection
        assert connection is not None
        event.listen(
            connection,
            "before_cursor_execute",
            lambda _connection, _cursor, statement, values, *_rest: asked.append((statement, values)),
        )
        await QUESTIONS[name](work)
        plans = [
            (await work._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)).all()
            for statement, values in tuple(asked)
            if statement.startswith("SELECT")
        ]
    assert plans
    for plan in plans:
        steps = [str(step.detail) for step in plan]
        # SCAN without an index is a whole table; a list that was found by index may be walked.
        assert not [step for step in steps if step.startswith("SCAN") and "LIST SUBQUERY" not in step], steps


@pytest.mark.parametrize("name", ["recent", "scheduled"])
async def test_the_newest_are_not_found_by_sorting_everything(database: Database, name: str) -> None:
    asked: list[tuple[str, object]] = []
    async with database.begin() as work:
        connection = work._connection.sync_connection
        assert connection is not None
        event.listen(
            connection,
            "before_cursor_execute",
            lambda _connection, _cursor, statement, values, *_rest: asked.append((statement, values)),
        )
        await QUESTIONS[name](work)
        statement, values = asked[0]
        plan = (await work._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)).all()  # type: ignore[arg-type]  # as it was asked
    assert not [step.detail for step in plan if step.detail == "USE TEMP B-TREE FOR ORDER BY"]
