"""Every change of everybody's presence, with its cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select

from desktop_admin.domain.presence import CauseKind
from desktop_admin.domain.presence_history import PresenceChange
from desktop_admin.storage.repositories.base import Repository, chunks
from desktop_admin.storage.tables import people, presence_changes


class PresenceChanges(Repository):
    async def add(self, changes: Sequence[PresenceChange]) -> None:
        """Many at once, in their order; those of people who were removed meanwhile are left out."""
        for part in chunks(changes):
            ids = {each.person_id for each in part}
            there = {row.id for row in await self._rows(select(people.c.id).where(people.c.id.in_(ids)))}
            rows = [_values(each) for each in part if each.person_id in there]
            if rows:
                await self._connection.execute(insert(presence_changes), rows)

    async def of(self, person_id: int, limit: int = 1000) -> tuple[PresenceChange, ...]:
        """The newest first."""
        mine = select(presence_changes).where(presence_changes.c.person_id == person_id)
        newest = mine.order_by(presence_changes.c.at.desc(), presence_changes.c.id.desc())
        return tuple(_change(row) for row in await self._rows(newest.limit(limit)))

    async def latest(self, integration_id: str) -> dict[int, PresenceChange]:
        """Everybody's last change, by person; people without any are left out."""
        mine = select(people.c.id).where(people.c.integration_id == integration_id)
        rows = await self._rows(select(presence_changes).where(presence_changes.c.id.in_(_last(mine))))
        return {row.person_id: _change(row) for row in rows}

    async def prune(self, integration_id: str, before: datetime) -> None:
        """Forgets what was changed before ``before``, except everybody's last change: it still holds."""
        mine = select(people.c.id).where(people.c.integration_id == integration_id)
        old = (presence_changes.c.at < before) & presence_changes.c.person_id.in_(mine)
        await self._connection.execute(delete(presence_changes).where(old, presence_changes.c.id.not_in(_last(mine))))


def _last(whose: Select[tuple[int]]) -> Select[tuple[int]]:
    """The numbers of these people's last changes."""
    newest = select(func.max(presence_changes.c.id)).where(presence_changes.c.person_id.in_(whose))
    return newest.group_by(presence_changes.c.person_id)


def _values(change: PresenceChange) -> dict[str, Any]:
    cause = str(change.cause) if change.cause else ""
    return {
        "person_id": change.person_id,
        "at": change.at,
        "presence": change.presence,
        "cause": cause,
        "text": change.text,
    }


def _change(row: Row[*tuple[Any, ...]]) -> PresenceChange:
    cause = CauseKind(row.cause) if row.cause else None
    return PresenceChange(row.person_id, row.at, row.presence, cause, row.text)
