"""What the command line asks about rooms and aliases, as JSON-able answers. Passcodes go in and never come out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.ledger import AliasState, LedgerEntry
from desktop_admin.errors import ConciergeError
from desktop_admin.service.control_desk import ControlDesk, moment
from desktop_admin.service.room_views import RoomView


class RoomControl(ControlDesk):
    async def rooms(self, integration: str, kind: str = "", search: str = "") -> dict[str, Any]:
        """Rooms of one kind, or of every kind where it is ""."""
        integration_id = self._named(integration).id
        kinds = [RoomKind(kind)] if kind else list(RoomKind)
        views = [await self._concierge.rooms(integration_id, each, search, None) for each in kinds]
        return {"rooms": [_room(room) for view in views for room in view.rooms]}

    async def save_room(self, integration: str, name: str, values: dict[str, Any]) -> dict[str, Any]:
        """Changes the room ``name``; "" adds a custom room of ``values``."""
        integration_id = self._named(integration).id
        room_id = (await self._room_named(integration_id, name)).id if name else ""
        return _room(await self._concierge.save_room(integration_id, room_id, values))

    async def remove_room(self, integration: str, name: str) -> dict[str, Any]:
        integration_id = self._named(integration).id
        room = await self._room_named(integration_id, name)
        if room.kind is RoomKind.CALENDARED:
            raise ConciergeError(f"“{room.name}” belongs to its invitation.", "“alias delete” takes its alias back.")
        await self._concierge.remove_rooms(integration_id, [room.id])
        return {"told": [f"The custom room “{room.name}” was removed; free again: {', '.join(room.aliases)}."]}

    async def aliases(
        self, integration: str, state: str = "", search: str = "", limit: int | None = None
    ) -> dict[str, Any]:
        """The ledger, the newest first, with the counts of the whole."""
        wanted = AliasState(state) if state else None
        view = await self._concierge.aliases(self._named(integration).id, wanted, search, limit)
        return {
            "aliases": [_entry(each) for each in view.entries],
            "found": view.found,
            "counts": asdict(view.counts),
        }

    async def alias(self, integration: str, alias: str) -> dict[str, Any]:
        """The newest entry of the ledger of ``alias``, whole or its number alone."""
        return _entry(await self._concierge.find_alias(self._named(integration).id, alias))

    async def delete_alias(self, integration: str, alias: str) -> dict[str, Any]:
        integration_id = self._named(integration).id
        found = await self._concierge.find_alias(integration_id, alias)
        return _entry(await self._concierge.delete_alias(integration_id, found.issued.alias_id))

    async def restore_alias(self, integration: str, alias: str) -> dict[str, Any]:
        integration_id = self._named(integration).id
        found = await self._concierge.find_alias(integration_id, alias)
        return _entry(await self._concierge.restore_alias(integration_id, found.issued.alias_id))

    async def alias_forecast(self, integration: str) -> dict[str, Any]:
        told = await self._concierge.alias_forecast(self._named(integration).id)
        return _plain(asdict(told)) | {"is_likely": told.is_likely}

    async def _room_named(self, integration_id: str, name: str) -> RoomView:
        for kind in RoomKind:
            for room in (await self._concierge.rooms(integration_id, kind, name, None)).rooms:
                if room.name == name:
                    return room
        raise ConciergeError(f"There is no room “{name}”.", "“rooms list” tells all of them.")


def _room(room: RoomView) -> dict[str, Any]:
    values = _plain(asdict(room)) | {"aliases": list(room.aliases), "by_hand": list(room.by_hand)}
    if room.kind is not RoomKind.CALENDARED:
        for key in ("join_before", "join_after", "start", "end", "zone", "is_series", "by_hand"):
            del values[key]
    return values


def _entry(entry: LedgerEntry) -> dict[str, Any]:
    issued = entry.issued
    return {
        "alias": issued.alias,
        "numeric_alias": issued.numeric_alias,
        "state": str(entry.state),
        "created": moment(issued.created),
        "used": moment(issued.used),
        "deleted": moment(issued.deleted),
        "released": moment(issued.released),
        "conference": entry.conference,
        "organizer": entry.organizer,
        "start": moment(entry.start),
        "is_booked": entry.is_booked,
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in values.items()}
