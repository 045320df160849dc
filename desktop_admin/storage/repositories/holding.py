"""Who holds which alias, over rooms of every kind and all integrations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, insert, select

from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.rooms import AliasHolder
from desktop_admin.storage.faults import AliasTaken
from desktop_admin.storage.repositories.base import Repository
from desktop_admin.storage.tables import aliases as ledger
from desktop_admin.storage.tables import conferences, held_aliases, rooms

_CHUNK = 500


class Holding(Repository):
    async def hold(self, integration_id: str, kind: RoomKind, owner_id: str, names: Sequence[str]) -> None:
        """``names``, and nothing else, are held by ``owner_id`` from now on.

        Raises :class:`AliasTaken`, having changed nothing, where somebody else holds one of them.
        """
        others = [holder for holder in (await self.holders(names)).values() if holder.owner_id != owner_id]
        if others:
            raise AliasTaken(others[0])
        await self.let_go((owner_id,))
        rows = {
            name.casefold(): {
                "alias_key": name.casefold(),
                "integration_id": integration_id,
                "alias": name,
                "kind": kind,
                "owner_id": owner_id,
            }
            for name in names
        }
        if rows:
            await self._connection.execute(insert(held_aliases), list(rows.values()))

    async def let_go(self, owner_ids: Iterable[str]) -> None:
        for chunk in _chunks(tuple(owner_ids)):
            await self._connection.execute(delete(held_aliases).where(held_aliases.c.owner_id.in_(chunk)))

    async def holders(self, names: Sequence[str]) -> dict[str, AliasHolder]:
        """The holders of those of ``names`` that are held, by the case-folded name."""
        found: dict[str, AliasHolder] = {}
        used_by = (
            select(conferences.c.name)
            .where(conferences.c.alias_id == held_aliases.c.owner_id)
            .order_by(conferences.c.state.desc(), conferences.c.start.desc())
            .limit(1)
            .scalar_subquery()
        )
        query = select(held_aliases, func.coalesce(rooms.c.name, used_by, "").label("name")).outerjoin(
            rooms, rooms.c.id == held_aliases.c.owner_id
        )
        for chunk in _chunks([name.casefold() for name in names]):
            for row in await self._rows(query.where(held_aliases.c.alias_key.in_(chunk))):
                found[row.alias_key] = AliasHolder(
                    row.alias, RoomKind(row.kind), row.owner_id, row.integration_id, row.name
                )
        return found

    async def holder(self, name: str) -> AliasHolder | None:
        """Whoever holds ``name``, whole or as a number alone; case does not matter."""
        return (await self.holders((name,))).get(name.casefold())

    async def count_in_space(self, prefix: str, digits: int) -> int:
        """How many of the numbers ``<prefix><digits digits>`` are held by rooms of any kind."""
        pattern = prefix.casefold() + "[0-9]" * digits
        row = await self._row(select(func.count().label("held")).where(held_aliases.c.alias_key.op("GLOB")(pattern)))
        return int(row.held) if row else 0

    async def orphans(self) -> int:
        """Held aliases whose owner is gone: there must be none."""
        owned = held_aliases.c.owner_id
        row = await self._row(
            select(func.count().label("lost")).where(
                ~select(rooms.c.id).where(rooms.c.id == owned).exists(),
                ~select(ledger.c.alias_id).where(ledger.c.alias_id == owned).exists(),
            )
        )
        return int(row.lost) if row else 0


def _chunks(items: Sequence[str]) -> Iterable[Sequence[str]]:
    return (items[place : place + _CHUNK] for place in range(0, len(items), _CHUNK))
