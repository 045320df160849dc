"""What has to be true once everything is quiet again, told from outside: mailboxes, calendars, the database's file."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from endurance.organisers import Planned

SETTLED = ("accepted", "declined", "applied", "ignored")


def settled(meetings: list[Planned], database: Path) -> bool:
    """Whether the service has nothing left to do."""
    journal, conferences, _, _ = _stored(database)
    return not _unsettled(journal) and not any(_differing(meetings, conferences))


def wrong(meetings: list[Planned], answers: Mapping[str, list[str]], database: Path) -> dict[str, list[str]]:
    """What is wrong, by kind; every list is empty where all is well."""
    journal, conferences, held, ledger = _stored(database)
    return {
        "answers lost": list(_lost(meetings, answers)),
        "answers doubled": list(_doubled(meetings, answers, journal)),
        "items not settled": _unsettled(journal),
        "conferences that differ": list(_differing(meetings, conferences)),
        "aliases held twice": [alias for alias, count in Counter(row["alias"] for row in held).items() if count > 1],
        "aliases leaked": _leaked(meetings, {row["alias"] for row in held}, ledger),
    }


def _stored(database: Path) -> tuple[list[sqlite3.Row], ...]:
    """Journal with its answers, conferences, held aliases and the ledger, as the file has them."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return tuple(
            connection.execute(query).fetchall()
            for query in (
                "SELECT journal.*, outbox.kind AS answer, outbox.state, outbox.fate FROM journal "
                "LEFT JOIN outbox ON outbox.journal_id = journal.id",
                "SELECT * FROM conferences",
                "SELECT alias FROM held_aliases",
                "SELECT alias, used, released FROM aliases",
            )
        )


def _lost(meetings: list[Planned], answers: Mapping[str, list[str]]) -> list[str]:
    """The newest request of a meeting that stands must have its answer."""
    return [each.subject for each in meetings if not each.cancelled and not answers.get(each.subject)]


def _doubled(meetings: list[Planned], answers: Mapping[str, list[str]], journal: list[sqlite3.Row]) -> list[str]:
    """Exactly as many responses as answers that the journal says were sent, and at most one for each request."""
    sent = Counter(row["subject"] for row in journal if row["kind"] == "request" and row["fate"] == "sent")
    found = []
    for each in meetings:
        got = len(answers.get(each.subject, ()))
        if got != sent[each.subject] or got > each.requests:
            found.append(f"{each.subject}: {got} responses, {sent[each.subject]} sent, {each.requests} requests")
    return found


def _unsettled(journal: list[sqlite3.Row]) -> list[str]:
    return [
        f"{row['subject'] or row['item_id'][-12:]}: {row['outcome']}, answer {row['state']}"
        for row in journal
        if row["outcome"] not in SETTLED or (row["answer"] is not None and row["state"] != "done")
    ]


def _differing(meetings: list[Planned], conferences: list[sqlite3.Row]) -> list[str]:
    standing: dict[str, list[sqlite3.Row]] = {}
    for row in conferences:
        if row["state"] == "scheduled":
            standing.setdefault(row["subject"], []).append(row)
    found = []
    for each in meetings:
        starts = [_instant(row["start"]) for row in standing.pop(each.subject, [])]
        wanted = [] if each.cancelled else [each.start]
        if starts != wanted:
            found.append(f"{each.subject}: stored {starts}, calendar {wanted}")
    return found + [f"{subject}: nobody planned it" for subject in standing]


def _leaked(meetings: list[Planned], held: set[str], ledger: list[sqlite3.Row]) -> list[str]:
    """A used alias is held exactly while its meeting stands."""
    standing = {each.alias for each in meetings if not each.cancelled}
    used = {row["alias"] for row in ledger if row["used"] is not None}
    return sorted((used & held) - standing) + sorted(standing - held)


def _instant(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)
