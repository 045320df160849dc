"""Who holds which alias, over rooms of every kind and all integrations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select

from desktop_admin.domain.alias_ownership import held_by_others
from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.rooms import AliasHolder
from desktop_admin.storage.faults import AliasTaken
from desktop_admin.storage.repositories.base import Repository, chunks, inserting
from desktop_admin.storage.tables import conferences, held_aliases, rooms

_USED_BY = (
    select(conferences.c.name)
    .where(conferences.c.alias_id == held_aliases.c.owner_id)
    .order_by(conferences.c.state.desc(), conferences.c.start.desc())
    .limit(1)
    .scalar_subquery()
)
_HOLDERS = (
    select(held_aliases, func.coalesce(rooms.c.name, _USED_BY, "").label("name"))
    .outerjoin(rooms, rooms.c.id == held_aliases.c.owner_id)
    .where(held_aliases.c.alias_key.in_(bindparam("names", expanding=True)))
)
_NAMES_OF = select(held_aliases.c.alias, held_aliases.c.kind, held_aliases.c.integration_id).where(
    held_aliases.c.owner_id == bindparam("owner")
)
_LET_GO = delete(held_aliases).where(held_aliases.c.owner_id.in_(bindparam("owners", expanding=True)))


class Held(NamedTuple):
    """``names`` as ``rooms.held_names`` gives them."""

    integration_id: str
    kind: RoomKind
    owner_id: str
    names: tuple[str, ...]


class Holding(Repository):
    async def hold(self, integration_id: str, kind: RoomKind, owner_id: str, names: Sequence[str]) -> None:
        """``names``, and nothing else, are held by ``owner_id`` from now on.

        Raises :class:`AliasTaken`, having changed nothing, where somebody else holds one of them.
        """
        wanted = {(name, kind, integration_id) for name in {name.casefold(): name for name in names}.values()}
        if {tuple(row) for row in await self._rows(_NAMES_OF, owner=owner_id)} == wanted:
            return
        if others := held_by_others(owner_id, (await self.holders(names)).values()):
            raise AliasTaken(others[0])
        await self.let_go((owner_id,))
        await self.hold_free((Held(integration_id, kind, owner_id, tuple(names)),))

    async def hold_free(self, held: Iterable[Held]) -> None:
        """For a caller who knows that they are free; the table's key refuses what is held after all."""
        rows = [
            {
                "alias_key": key,
                "integration_id": each.integration_id,
                "alias": name,
                "kind": each.kind,
                "owner_id": each.owner_id,
            }
            for each in held
            for key, name in {name.casefold(): name for name in each.names}.items()
        ]
        if rows:
            await self._connection.execute(inserting(held_aliases), rows)

    async def let_go(self, owner_ids: Iterable[str]) -> None:
        for chunk in chunks(tuple(owner_ids)):
            await self._connection.execute(_LET_GO, {"owners": list(chunk)})

    async def holders(self, names: Sequence[str]) -> dict[str, AliasHolder]:
        """The holders of those of ``names`` that are held, by the case-folded name."""
        found: dict[str, AliasHolder] = {}
        for chunk in chunks([name.casefold() for name in names]):
            for row in await self._rows(_HOLDERS, names=list(chunk)):
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
