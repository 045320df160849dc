"""The times at which conferences take place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, select

from desktop_admin.domain.occurrences import Occurrence
from desktop_admin.storage.repositories.base import Repository, chunks, inserting, values_of
from desktop_admin.storage.tables import occurrences

_OF = (
    select(occurrences)
    .where(occurrences.c.conference_id == bindparam("conference_id"))
    .order_by(occurrences.c.start, occurrences.c.recurrence_id)
)


class Occurrences(Repository):
    async def put(self, conference_id: str, wanted: tuple[Occurrence, ...]) -> None:
        """``wanted`` instead of what is stored; only what differs is written."""
        stored = {each.recurrence_id: each for each in await self.of(conference_id)}
        fresh = {each.recurrence_id: each for each in wanted}
        stale = [key for key, each in stored.items() if fresh.get(key) != each]
        for part in chunks(stale):
            mine = and_(occurrences.c.conference_id == conference_id, occurrences.c.recurrence_id.in_(part))
            await self._connection.execute(delete(occurrences).where(mine))
        rows = [
            {"conference_id": conference_id, **values_of(each)}
            for key, each in fresh.items()
            if stored.get(key) != each
        ]
        if rows:
            await self._connection.execute(inserting(occurrences), rows)

    async def of(self, conference_id: str, *, after: datetime | None = None) -> tuple[Occurrence, ...]:
        """By start; with ``after``, those that may still be joined then."""
        query = _OF if after is None else _OF.where(occurrences.c.join_until > after)
        rows = await self._rows(query, conference_id=conference_id)
        return tuple(occurrence_of(row) for row in rows)


def occurrence_of(row: Row[*tuple[Any, ...]]) -> Occurrence:
    return Occurrence(row.recurrence_id, row.start, row.end, row.join_from, row.join_until, row.is_exception)
