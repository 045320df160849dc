"""The ledger of issued aliases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, insert, select

from desktop_admin.domain.conference import IssuedAlias, RoomKind
from desktop_admin.storage.records import AliasCounts
from desktop_admin.storage.repositories.base import Repository, values_of
from desktop_admin.storage.tables import aliases, held_aliases


class Aliases(Repository):
    async def add(self, issued: IssuedAlias) -> None:
        """An alias that is held already cannot be added: the table itself refuses it."""
        await self._connection.execute(insert(aliases).values(**values_of(issued)))
        await self._hold(issued)

    async def get(self, integration_id: str, alias_id: str) -> IssuedAlias | None:
        row = await self._row(
            select(aliases).where(aliases.c.alias_id == alias_id, aliases.c.integration_id == integration_id)
        )
        return _issued(row) if row else None

    async def is_held(self, alias: str) -> bool:
        """Whether any room of any kind and integration holds it, whole or as a number; case does not matter."""
        held = select(held_aliases.c.owner_id).where(held_aliases.c.alias_key == alias.casefold())
        return await self._row(held) is not None

    async def save(self, issued: IssuedAlias) -> None:
        """Raises ``KeyError`` where it was never added."""
        if not await self._update(aliases, {"alias_id": issued.alias_id}, values_of(issued)):
            raise KeyError(issued.alias_id)
        await self._remove(held_aliases, {"owner_id": issued.alias_id})
        await self._hold(issued)

    async def _hold(self, issued: IssuedAlias) -> None:
        if issued.released is not None or issued.deleted is not None:
            return
        for alias in dict.fromkeys((issued.alias, issued.numeric_alias)):
            await self._connection.execute(
                insert(held_aliases).values(
                    alias_key=alias.casefold(),
                    integration_id=issued.integration_id,
                    alias=alias,
                    kind=RoomKind.CALENDARED,
                    owner_id=issued.alias_id,
                )
            )

    async def unused_since(self, integration_id: str, before: datetime) -> tuple[IssuedAlias, ...]:
        """Held ones that were created before ``before`` and that no invitation has used."""
        rows = await self._rows(
            select(aliases)
            .where(
                aliases.c.integration_id == integration_id,
                aliases.c.used.is_(None),
                aliases.c.created < before,
                _is_held(),
            )
            .order_by(aliases.c.created)
        )
        return tuple(_issued(row) for row in rows)

    async def counts(self, integration_id: str) -> AliasCounts:
        held = _is_held()
        row = await self._row(
            select(
                func.count().label("issued"),
                func.count().filter(held).label("held"),
                func.count().filter(held, aliases.c.used.is_(None)).label("unused"),
            ).where(aliases.c.integration_id == integration_id)
        )
        return AliasCounts(row.issued, row.held, row.unused) if row else AliasCounts()


def _is_held() -> ColumnElement[bool]:
    return exists().where(held_aliases.c.owner_id == aliases.c.alias_id)


def _issued(row: Row[*tuple[Any, ...]]) -> IssuedAlias:
    return IssuedAlias(
        alias_id=row.alias_id,
        integration_id=row.integration_id,
        alias=row.alias,
        numeric_alias=row.numeric_alias,
        created=row.created,
        used=row.used,
        meeting_uid=row.meeting_uid,
        deleted=row.deleted,
        released=row.released,
    )
