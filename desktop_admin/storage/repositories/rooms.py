"""Enterprise and custom rooms. What they hold is told in ``held_aliases``, beside the aliases of calendared rooms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, delete, func, insert, select, update

from desktop_admin.domain.conference import ConferenceState, RoomKind
from desktop_admin.domain.keyword import fold
from desktop_admin.domain.rooms import Room, held_names
from desktop_admin.storage.faults import RoomGone, RoomNameTaken
from desktop_admin.storage.repositories.base import Repository, chunks, values_of
from desktop_admin.storage.repositories.holding import Held, Holding
from desktop_admin.storage.tables import conferences, integrations, rooms

_LAST_LETTER = "\U0010ffff"

_NAMES_TAKEN = select(rooms.c.name).where(
    rooms.c.integration_id.in_(select(integrations.c.id)),
    rooms.c.name >= bindparam("begin"),
    rooms.c.name < bindparam("end"),
    rooms.c.id != bindparam("other_than"),
)


class Rooms(Repository):
    async def list(
        self, integration_id: str, kind: RoomKind | None = None, search: str = "", limit: int | None = None
    ) -> tuple[Room, ...]:
        """By name. Every word of ``search`` stands in the name, description, aliases or owner, in any case."""
        query = _found(select(rooms), integration_id, kind, search).order_by(rooms.c.name, rooms.c.id).limit(limit)
        return tuple(_room(row) for row in await self._rows(query))

    async def count(self, integration_id: str, kind: RoomKind | None = None, search: str = "") -> int:
        row = await self._row(_found(select(func.count().label("found")), integration_id, kind, search))
        return int(row.found) if row else 0

    async def get(self, room_id: str) -> Room | None:
        row = await self._row(select(rooms).where(rooms.c.id == room_id))
        return _room(row) if row else None

    async def add(self, room: Room, alias_domain: str) -> None:
        """Raises :class:`AliasTaken` or :class:`RoomNameTaken`, having changed nothing."""
        await self._claim(room, alias_domain)
        await self._connection.execute(insert(rooms).values(**_values(room)))

    async def save(self, room: Room, alias_domain: str) -> None:
        """As :meth:`add` for one that is there; raises :class:`RoomGone` where it is not."""
        if await self.get(room.id) is None:
            raise RoomGone("This room was removed meanwhile.")
        await self._claim(room, alias_domain)
        await self._update(rooms, {"id": room.id}, _values(room))

    async def _claim(self, room: Room, alias_domain: str) -> None:
        await self._refuse_name(room)
        names = held_names(room.aliases, alias_domain)
        await Holding(self._connection).hold(room.integration_id, room.kind, room.id, names)

    async def remove(self, integration_id: str, room_ids: Sequence[str]) -> int:
        """Removes rooms with everything that they hold; returns how many there were."""
        removed = 0
        for chunk in chunks(room_ids):
            mine = and_(rooms.c.integration_id == integration_id, rooms.c.id.in_(chunk))
            owners = [row.id for row in await self._rows(select(rooms.c.id).where(mine))]
            await Holding(self._connection).let_go(owners)
            await self._connection.execute(delete(rooms).where(mine))
            removed += len(owners)
        return removed

    async def take(self, added: Sequence[Room], changed: Sequence[Room], alias_domain: str) -> None:
        """Many at once, of whom the caller knows that names and aliases are free; they may exchange theirs."""
        holding = Holding(self._connection)
        await holding.let_go([room.id for room in changed])
        if changed:
            named: dict[str, Any] = {
                column.name: bindparam(f"new_{column.name}") for column in rooms.columns if column.name != "id"
            }
            rows = [{f"new_{name}": value for name, value in _values(room).items()} for room in changed]
            await self._connection.execute(update(rooms).where(rooms.c.id == bindparam("new_id")).values(named), rows)
        if added:
            await self._connection.execute(insert(rooms), [_values(room) for room in added])
        await holding.hold_free(
            Held(room.integration_id, room.kind, room.id, held_names(room.aliases, alias_domain))
            for room in (*added, *changed)
        )

    async def names_taken(self, like_prefix: str, other_than_id: str = "") -> frozenset[str]:
        """Names of rooms of all integrations that begin with ``like_prefix``."""
        end = like_prefix + _LAST_LETTER
        rows = await self._rows(_NAMES_TAKEN, begin=like_prefix, end=end, other_than=other_than_id)
        return frozenset(row.name for row in rows)

    async def names_found(self, integration_id: str, names: Sequence[str]) -> frozenset[str]:
        """Those of ``names`` that a custom room of the integration or a scheduled conference of any has."""
        found: set[str] = set()
        for chunk in chunks(names):
            of_rooms = select(rooms.c.name).where(
                rooms.c.integration_id == integration_id, rooms.c.name.in_(chunk), rooms.c.kind == RoomKind.CUSTOM
            )
            of_conferences = select(conferences.c.name).where(
                conferences.c.integration_id.in_(select(integrations.c.id)),
                conferences.c.name.in_(chunk),
                conferences.c.state == ConferenceState.SCHEDULED,
            )
            for query in (of_rooms, of_conferences):
                found.update(row.name for row in await self._rows(query))
        return frozenset(found)

    async def _refuse_name(self, room: Room) -> None:
        here = rooms.c.integration_id == room.integration_id
        same = await self._row(select(rooms.c.kind).where(here, rooms.c.name == room.name, rooms.c.id != room.id))
        if same is not None:
            raise RoomNameTaken(f"Another {same.kind} room is named “{room.name}”.", "Choose another name.")
        conference = select(conferences.c.id).where(
            conferences.c.integration_id.in_(select(integrations.c.id)),
            conferences.c.name == room.name,
            conferences.c.state == ConferenceState.SCHEDULED,
        )
        if await self._row(conference) is not None:
            raise RoomNameTaken(f"A conference is named “{room.name}”.", "Choose another name.")


def _found(query: Select[Any], integration_id: str, kind: RoomKind | None, search: str) -> Select[Any]:
    query = query.where(rooms.c.integration_id == integration_id)
    if kind is not None:
        query = query.where(rooms.c.kind == kind)
    for word in fold(search).split():
        query = query.where(rooms.c.search_text.contains(word, autoescape=True))
    return query


def search_text(room: Room) -> str:
    return fold(" ".join((room.name, room.description, *room.aliases, room.owner_name, room.owner_address)))


def _values(room: Room) -> dict[str, Any]:
    return values_of(room) | {"aliases": list(room.aliases), "search_text": search_text(room)}


def _room(row: Row[*tuple[Any, ...]]) -> Room:
    plain = {name: value for name, value in row._mapping.items() if name not in ("kind", "aliases", "search_text")}
    return Room(**plain, kind=RoomKind(row.kind), aliases=tuple(row.aliases))
