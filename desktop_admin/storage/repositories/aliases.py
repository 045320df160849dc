"""The ledger of issued aliases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, exists, select

from desktop_admin.domain.conference import IssuedAlias, RoomKind
from desktop_admin.storage.repositories.base import Repository, inserting, values_of
from desktop_admin.storage.repositories.holding import Holding
from desktop_admin.storage.tables import aliases, held_aliases

_BY_ID = select(aliases).where(
    aliases.c.alias_id == bindparam("alias_id"), aliases.c.integration_id == bindparam("integration_id")
)


class Aliases(Repository):
    async def add(self, issued: IssuedAlias) -> None:
        """Raises :class:`AliasTaken`."""
        await self._hold(issued)
        await self._connection.execute(inserting(aliases), values_of(issued))

    async def get(self, integration_id: str, alias_id: str) -> IssuedAlias | None:
        row = await self._row(_BY_ID, alias_id=alias_id, integration_id=integration_id)
        return issued_of(row) if row else None

    async def is_held(self, *names: str) -> bool:
        """Whether any room of any kind and integration holds one of them; case does not matter."""
        return bool(await Holding(self._connection).holders(names))

    async def save(self, issued: IssuedAlias) -> None:
        """Raises ``KeyError`` where it was never added, :class:`AliasTaken` where somebody else holds it by now; either
        way nothing is changed.
        """
        if await self.get(issued.integration_id, issued.alias_id) is None:
            raise KeyError(issued.alias_id)
        await self._hold(issued)
        await self._update(aliases, {"alias_id": issued.alias_id}, values_of(issued))

    async def _hold(self, issued: IssuedAlias) -> None:
        holds = issued.released is None and issued.deleted is None
        names = (issued.alias, issued.numeric_alias) if holds else ()
        await Holding(self._connection).hold(issued.integration_id, RoomKind.CALENDARED, issued.alias_id, names)

    async def unused_since(self, integration_id: str, before: datetime) -> tuple[IssuedAlias, ...]:
        """Held ones that were created before ``before`` and that no invitation has used."""
        rows = await self._rows(
            select(aliases)
            .where(
                aliases.c.integration_id == integration_id,
                aliases.c.used.is_(None),
                aliases.c.created < before,
                is_held(),
            )
            .order_by(aliases.c.created)
        )
        return tuple(issued_of(row) for row in rows)


def is_held() -> ColumnElement[bool]:
    """The condition that a row of the ledger still holds its alias."""
    return exists().where(held_aliases.c.owner_id == aliases.c.alias_id)


def issued_of(row: Row[*tuple[Any, ...]]) -> IssuedAlias:
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
