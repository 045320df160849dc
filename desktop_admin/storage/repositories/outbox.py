"""The outbox: answers that were decided, until Exchange has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, bindparam, func, insert, select

from desktop_admin.domain.address import fold_address
from desktop_admin.domain.journal import OutboxEntry, OutboxState, Undo
from desktop_admin.domain.meeting import ItemId
from desktop_admin.domain.ports import AnswerFate, AnswerKind
from desktop_admin.storage.repositories.base import Repository
from desktop_admin.storage.tables import journal, outbox

_UNDO = TypeAdapter(Undo)
_OPEN = (OutboxState.WAITING, OutboxState.SENDING)

_ADD = insert(outbox).returning(outbox.c.id)
_WAITING = (
    select(outbox, journal.c.uid, journal.c.organizer)
    .join(journal, journal.c.id == outbox.c.journal_id)
    .where(outbox.c.integration_id == bindparam("integration_id"), outbox.c.state.in_(_OPEN))
    .order_by(outbox.c.id)
)

_COUNT = select(func.count().label("entries")).where(
    outbox.c.integration_id == bindparam("integration_id"), outbox.c.state.in_(bindparam("states", expanding=True))
)


class Outbox(Repository):
    async def add(self, entry: OutboxEntry) -> OutboxEntry:
        """Returns it with its id. ``journal_id`` must name a journal entry."""
        values = {
            "integration_id": entry.integration_id,
            "journal_id": entry.journal_id,
            "mailbox": entry.mailbox,
            "item_id": entry.item_id.id,
            "change_key": entry.item_id.change_key,
            "kind": entry.kind,
            "html": entry.html,
            "state": entry.state,
            "fate": entry.fate,
            "attempts": entry.attempts,
            "not_before": entry.not_before,
            "created": entry.created,
            "sent_at": entry.sent_at,
            "undo": None if entry.undo is None else _UNDO.dump_python(entry.undo, mode="json"),
        }
        added = await self._connection.execute(_ADD, values)
        return replace(entry, id=added.scalar_one())

    async def waiting(self, integration_id: str, now: datetime | None = None) -> tuple[OutboxEntry, ...]:
        """What is not done, in the order in which it was decided; with ``now``, only what is due."""
        query = _WAITING
        if now is not None:
            query = query.where(outbox.c.not_before.is_(None) | (outbox.c.not_before <= now))
        rows = await self._rows(query, integration_id=integration_id)
        return tuple(replace(outbox_entry(row), meeting=_meeting(row)) for row in rows)

    async def count_waiting(self, integration_id: str) -> int:
        row = await self._row(_COUNT, integration_id=integration_id, states=list(_OPEN))
        return row.entries if row else 0

    async def rehearsed(self, integration_id: str) -> tuple[OutboxEntry, ...]:
        """What waits for an administrator's word, in the order in which it was decided."""
        query = select(outbox).where(outbox.c.integration_id == integration_id, outbox.c.state == OutboxState.REHEARSED)
        return tuple(outbox_entry(row) for row in await self._rows(query.order_by(outbox.c.id)))

    async def count_rehearsed(self, integration_id: str) -> int:
        row = await self._row(_COUNT, integration_id=integration_id, states=[OutboxState.REHEARSED])
        return row.entries if row else 0

    async def later_of(self, entry: OutboxEntry) -> tuple[OutboxEntry, ...]:
        """What was decided after ``entry`` about the same meeting, in that order."""
        uid = select(journal.c.uid).where(journal.c.id == entry.journal_id).scalar_subquery()
        rows = await self._rows(
            select(outbox)
            .join(journal, journal.c.id == outbox.c.journal_id)
            .where(
                journal.c.integration_id == entry.integration_id,
                journal.c.uid == uid,
                journal.c.uid != "",
                outbox.c.id > entry.id,
            )
            .order_by(outbox.c.id)
        )
        return tuple(outbox_entry(row) for row in rows)

    async def of(self, journal_id: int) -> OutboxEntry | None:
        """The answer to an item."""
        row = await self._row(select(outbox).where(outbox.c.journal_id == journal_id).order_by(outbox.c.id.desc()))
        return outbox_entry(row) if row else None

    async def mark(self, entry_id: int, state: OutboxState) -> None:
        """Released (WAITING) or DISCARDED."""
        await self._update(outbox, {"id": entry_id}, {"state": state})

    async def mark_sending(self, entry_id: int, at: datetime) -> None:
        """Before the request leaves: from here on its fate is unknown until :meth:`mark_done`."""
        await self._update(outbox, {"id": entry_id}, {"state": OutboxState.SENDING, "sent_at": at})

    async def mark_done(self, entry_id: int, fate: AnswerFate, at: datetime) -> None:
        await self._update(outbox, {"id": entry_id}, {"state": OutboxState.DONE, "fate": fate, "sent_at": at})

    async def postpone(self, entry_id: int, not_before: datetime, attempts: int) -> None:
        """It keeps its state: an entry that may have been sent must be looked after before it is sent again."""
        await self._update(outbox, {"id": entry_id}, {"not_before": not_before, "attempts": attempts})


def _meeting(row: Row[*tuple[Any, ...]]) -> tuple[str, str]:
    """A UID is known to all who were invited: what others write of it is a meeting of its own here."""
    return (row.uid, fold_address(row.organizer)) if row.uid else ("", row.item_id)


def outbox_entry(row: Row[*tuple[Any, ...]]) -> OutboxEntry:
    return OutboxEntry(
        id=row.id,
        integration_id=row.integration_id,
        journal_id=row.journal_id,
        mailbox=row.mailbox,
        item_id=ItemId(row.item_id, row.change_key),
        kind=AnswerKind(row.kind),
        html=row.html,
        state=OutboxState(row.state),
        fate=AnswerFate(row.fate) if row.fate else None,
        attempts=row.attempts,
        not_before=row.not_before,
        created=row.created,
        sent_at=row.sent_at,
        undo=None if row.undo is None else _UNDO.validate_python(row.undo),
    )
