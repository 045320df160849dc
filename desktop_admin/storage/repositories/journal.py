"""The journal of processed items."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, bindparam, delete, func, insert, or_, select, update

from desktop_admin.domain.decision import Outcome, RuleSeen
from desktop_admin.domain.journal import JournalEntry, OutboxEntry, OutboxState
from desktop_admin.domain.meeting import MessageKind
from desktop_admin.storage.repositories.base import Repository, updating, values_of
from desktop_admin.storage.repositories.outbox import outbox_entry
from desktop_admin.storage.tables import journal, outbox

_RULES = TypeAdapter(tuple[RuleSeen, ...])
_FIELDS = tuple(
    name for name in JournalEntry.__dataclass_fields__ if name not in ("kind", "outcome", "rules", "message")
)

_WORDS = ("reason", "organizer", "sender", "subject", "location", "alias", "zone", "uid", "code")
_SEARCHED = (journal.c.subject, journal.c.organizer, journal.c.sender, journal.c.alias, journal.c.reason)
_EMPTIED: dict[str, Any] = dict.fromkeys(_WORDS, "") | {"rules": [], "message": {}, "start": None, "end": None}

_OF_ITEM = select(journal).where(
    journal.c.integration_id == bindparam("integration_id"), journal.c.item_id == bindparam("item_id")
)
_IGNORED_FOR = select(journal).where(
    journal.c.integration_id == bindparam("integration_id"),
    journal.c.uid == bindparam("uid"),
    journal.c.outcome == Outcome.IGNORED,
    journal.c.reason == bindparam("reason"),
)
_ADD = insert(journal).returning(journal.c.id)
_CHANGE = updating(journal, ("integration_id", "item_id")).returning(journal.c.id)


class Journal(Repository):
    async def seen(self, integration_id: str, item_id: str) -> JournalEntry | None:
        row = await self._row(_OF_ITEM, integration_id=integration_id, item_id=item_id)
        return _entry(row) if row else None

    async def put(self, entry: JournalEntry) -> JournalEntry:
        """Adds the item's entry, or changes it (a held item that has been decided); returns it with its id.

        Of a private meeting neither subject nor location is stored, whatever the entry says.
        """
        if entry.is_private:
            entry = replace(entry, subject="", location="")
        values = values_of(entry) | {
            "rules": _RULES.dump_python(entry.rules, mode="json"),
            "message": dict(entry.message),
        }
        del values["id"]
        of_item = {"key_integration_id": entry.integration_id, "key_item_id": entry.item_id}
        changed = (await self._connection.execute(_CHANGE, {**values, **of_item})).first()
        if changed is not None:
            return replace(entry, id=changed.id)
        return replace(entry, id=(await self._connection.execute(_ADD, values)).scalar_one())

    async def get(self, entry_id: int) -> JournalEntry | None:
        row = await self._row(select(journal).where(journal.c.id == entry_id))
        return _entry(row) if row else None

    async def recent(self, integration_id: str, limit: int, search: str = "") -> tuple[JournalEntry, ...]:
        """Newest first. Every word of ``search`` stands in subject, organiser, sender, alias or reason."""
        return tuple(_entry(row) for row in await self._rows(_newest(integration_id, search).limit(limit)))

    async def recent_with_replies(
        self, integration_id: str, limit: int, search: str = ""
    ) -> tuple[tuple[JournalEntry, OutboxEntry | None], ...]:
        """As ``recent``, each with the answer that was decided for it, if any."""
        entries = await self.recent(integration_id, limit, search)
        newest = _newest(integration_id, search).with_only_columns(journal.c.id).limit(limit)
        rows = await self._rows(select(outbox).where(outbox.c.journal_id.in_(newest)).order_by(outbox.c.id))
        answers = {row.journal_id: outbox_entry(row) for row in rows}
        return tuple((entry, answers.get(entry.id)) for entry in entries)

    async def held(self, integration_id: str) -> tuple[JournalEntry, ...]:
        """Oldest first."""
        rows = await self._rows(
            select(journal)
            .where(journal.c.integration_id == integration_id, journal.c.outcome == Outcome.HELD)
            .order_by(journal.c.at, journal.c.id)
        )
        return tuple(_entry(row) for row in rows)

    async def writers_of(self, integration_id: str, uid: str) -> frozenset[str]:
        """The addresses of those who wrote of a meeting, or of some where there are many."""
        query = select(journal.c.organizer, journal.c.sender).where(
            journal.c.integration_id == integration_id, journal.c.uid == uid
        )
        rows = await self._rows(query.distinct().limit(20))
        return frozenset(address for row in rows for address in (row.organizer, row.sender) if address)

    async def ignored_for(self, integration_id: str, uid: str, reason: str) -> tuple[JournalEntry, ...]:
        """What was ignored of a meeting for this very reason."""
        rows = await self._rows(_IGNORED_FOR, integration_id=integration_id, uid=uid, reason=reason)
        return tuple(_entry(row) for row in rows)

    async def foreign_since(self, integration_id: str, since: datetime) -> tuple[JournalEntry, ...]:
        """Attempts since ``since`` to change a meeting of somebody else's, oldest first."""
        rows = await self._rows(
            select(journal)
            .where(
                journal.c.integration_id == integration_id,
                journal.c.at >= since,
                journal.c.message["is_foreign"].as_boolean(),
            )
            .order_by(journal.c.at, journal.c.id)
        )
        return tuple(_entry(row) for row in rows)

    async def prune(self, integration_id: str, before: datetime, limit: int) -> int:
        """Empties at most ``limit`` entries from before ``before``, with their answers; how many. The ids of the items
        stay, so that none that still stands in the inbox is ever answered anew. What is held, or waits, stays whole.
        """
        unsettled = select(outbox.c.journal_id).where(
            outbox.c.integration_id == integration_id,
            outbox.c.state.in_((OutboxState.WAITING, OutboxState.SENDING, OutboxState.REHEARSED)),
        )
        rows = await self._rows(
            select(journal.c.id)
            .where(
                journal.c.integration_id == integration_id,
                journal.c.at < before,
                journal.c.reason != "",
                journal.c.outcome != Outcome.HELD,
                journal.c.id.not_in(unsettled),
            )
            .limit(limit)
        )
        ids = [row.id for row in rows]
        if ids:
            await self._connection.execute(delete(outbox).where(outbox.c.journal_id.in_(ids)))
            await self._connection.execute(update(journal).where(journal.c.id.in_(ids)).values(**_EMPTIED))
        return len(ids)

    async def counts(self, integration_id: str, start: datetime, end: datetime) -> dict[Outcome, int]:
        """How many items of [start, end) came to which outcome; outcomes without one are 0. A decision whose reply is
        kept back, or was discarded, has come to none.
        """
        kept_back = select(outbox.c.journal_id).where(
            outbox.c.integration_id == integration_id,
            outbox.c.state.in_((OutboxState.REHEARSED, OutboxState.DISCARDED)),
        )
        rows = await self._rows(
            select(journal.c.outcome, func.count().label("items"))
            .where(journal.c.integration_id == integration_id, journal.c.at >= start, journal.c.at < end)
            .where(journal.c.id.not_in(kept_back))
            .group_by(journal.c.outcome)
        )
        found = {row.outcome: row.items for row in rows}
        return {outcome: found.get(outcome, 0) for outcome in Outcome}


def _newest(integration_id: str, search: str) -> Select[*tuple[Any, ...]]:
    mine = select(journal).where(journal.c.integration_id == integration_id)
    for word in search.split():
        mine = mine.where(or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED)))
    return mine.where(journal.c.reason != "").order_by(journal.c.at.desc(), journal.c.id.desc())


def _entry(row: Row[*tuple[Any, ...]]) -> JournalEntry:
    return JournalEntry(
        **{name: getattr(row, name) for name in _FIELDS},
        kind=MessageKind(row.kind),
        outcome=Outcome(row.outcome),
        rules=_RULES.validate_python(row.rules),
        message=row.message,
    )
