"""The rooms and aliases of the fake company: every command on made-up data."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from desktop_admin.domain.alias import AliasForecast, forecast
from desktop_admin.domain.conference import IssuedAlias, RoomKind
from desktop_admin.domain.ledger import AliasState, LedgerCounts, LedgerEntry
from desktop_admin.domain.rooms import EDITABLE, WHO_SETS
from desktop_admin.service.bus import Bus
from desktop_admin.service.events import RoomsChanged
from desktop_admin.service.room_views import LedgerView, RoomsView, RoomView
from desktop_admin.settings import SettingProblem, SettingsRefused

DOMAIN = "meet.example.com"
_OWNERS = ("Ada Lovelace", "Bruno Keller", "Carla Nowak", "Dmitri Okafor", "Elif Sato", "Farid Fischer", "Greta Moreau")
_MEETINGS = (
    "Weekly planning",
    "Review of the quarter",
    "Budget 2027",
    "Customer call with Northwind",
    "Release meeting",
)
_OWN = (
    ("Board room", "Third floor, 12 seats", ("board@meet.example.com", "7001")),
    ("Reception", "", ("reception@meet.example.com",)),
    ("Support hotline", "Callers wait here for the next free colleague", ("7100", "7101")),
)


@dataclass
class RoomShelf:
    """``held`` overrides how many numbers the forecast counts as held."""

    rooms: dict[str, RoomView] = field(default_factory=dict)
    ledger: dict[str, LedgerEntry] = field(default_factory=dict)
    held: int | None = None


def company(now: datetime, seed: int = 11) -> RoomShelf:
    """Rooms of every kind and a ledger in which every state stands."""
    chance, shelf = random.Random(seed), RoomShelf()
    for number in range(26):
        _issue(shelf, chance, now, number)
    for name in _OWNERS:
        key = name.split()[0].lower()
        room = _room(f"e-{key}", RoomKind.ENTERPRISE, name, (f"{key}@{DOMAIN}",))
        shelf.rooms[room.id] = replace(
            room, owner_name=name, owner_address=f"{name.lower().replace(' ', '.')}@example.com"
        )
    for name, description, aliases in _OWN:
        room = _room(f"c-{aliases[0]}", RoomKind.CUSTOM, name, aliases)
        shelf.rooms[room.id] = replace(room, description=description, has_passcode=name == "Board room")
    return shelf


def _room(room_id: str, kind: RoomKind, name: str, aliases: tuple[str, ...]) -> RoomView:
    return RoomView(room_id, kind, name, "", aliases, "", False, False, "", "")


def _issue(shelf: RoomShelf, chance: random.Random, now: datetime, number: int) -> None:
    numeric, alias_id = f"vmr{chance.randrange(10**6):06d}", f"a{number}"
    issued = IssuedAlias(alias_id, "head", f"{numeric}@{DOMAIN}", numeric, now - timedelta(hours=9 * number))
    owner, entry = _OWNERS[number % len(_OWNERS)], LedgerEntry(issued)
    if number % 5:
        name = _MEETINGS[number % len(_MEETINGS)] + (f" {number // 5 + 1}" if number >= 5 else "")
        start = (now + timedelta(days=number % 9, hours=2)).replace(minute=0, second=0, microsecond=0)
        address = f"{owner.lower().replace(' ', '.')}@example.com"
        used = replace(issued, used=issued.created + timedelta(minutes=4), meeting_uid=f"uid{number}")
        entry = LedgerEntry(used, name, address, start, is_booked=True)
        if number % 7 == 6:
            entry = replace(entry, issued=replace(used, released=now - timedelta(hours=3)), is_booked=False)
        elif number % 11 == 9:
            entry = replace(entry, issued=replace(used, deleted=now - timedelta(days=1)), is_booked=False)
        else:
            room = _room(alias_id, RoomKind.CALENDARED, name, (issued.alias,))
            shelf.rooms[alias_id] = replace(
                room,
                owner_name=owner,
                owner_address=address,
                description=f"Meeting of {owner}",
                join_before=30,
                join_after=60,
                start=start,
                end=start + timedelta(hours=1),
                zone="Europe/Berlin",
                is_series=number % 3 == 0,
                has_passcode=number % 4 == 0,
            )
    shelf.ledger[alias_id] = entry


class FakeRooms:
    """The part of ``FakeService`` about rooms."""

    now: datetime
    bus: Bus
    room_shelves: dict[str, RoomShelf]

    def _called(self, name: str, *arguments: Any) -> None:
        raise NotImplementedError

    async def rooms(self, integration_id: str, kind: RoomKind, search: str = "", limit: int | None = 500) -> RoomsView:
        self._called("rooms", integration_id, kind, search)
        found = [room for room in self._room_shelf(integration_id).rooms.values() if room.kind is kind]
        words = search.casefold().split()
        found = [room for room in found if all(word in _text(room) for word in words)]
        found.sort(key=lambda room: (room.start or self.now, room.name))
        return RoomsView(tuple(found[:limit]), len(found))

    async def save_room(self, integration_id: str, room_id: str, values: Mapping[str, Any]) -> RoomView:
        self._called("save_room", integration_id, room_id, dict(values))
        shelf = self._room_shelf(integration_id)
        room = shelf.rooms[room_id] if room_id else _room(f"made{len(shelf.rooms)}", RoomKind.CUSTOM, "", ())
        problems = {key: WHO_SETS[room.kind] for key in values if key not in EDITABLE[room.kind]}
        if not values.get("name", room.name):
            problems["name"] = "This is needed."
        taken = {alias for other in shelf.rooms.values() if other.id != room.id for alias in other.aliases}
        if taken & set(values.get("aliases", ())):
            problems["aliases"] = "The alias 7001 belongs to the custom room “Board room”. Write another alias."
        if problems:
            raise SettingsRefused([SettingProblem(key, words) for key, words in problems.items()])
        plain = {key: value for key, value in values.items() if "passcode" not in key}
        for key in ("passcode", "chair_passcode"):
            if key in values:
                plain[f"has_{key}"] = bool(values[key])
        shelf.rooms[room.id] = replace(room, **plain)
        self.bus.publish(RoomsChanged(integration_id))
        return shelf.rooms[room.id]

    async def remove_rooms(self, integration_id: str, room_ids: Sequence[str]) -> int:
        self._called("remove_rooms", integration_id, tuple(room_ids))
        for room_id in room_ids:
            del self._room_shelf(integration_id).rooms[room_id]
        self.bus.publish(RoomsChanged(integration_id))
        return len(room_ids)

    async def aliases(
        self, integration_id: str, state: AliasState | None = None, search: str = "", limit: int | None = 500
    ) -> LedgerView:
        self._called("aliases", integration_id, state, search)
        entries = list(self._room_shelf(integration_id).ledger.values())
        states = [entry.state for entry in entries]
        counts = LedgerCounts(**{each.value: states.count(each) for each in AliasState})
        found = [
            entry
            for entry in entries
            if state in (None, entry.state)
            and search.casefold() in f"{entry.issued.alias} {entry.conference}".casefold()
        ]
        return LedgerView(tuple(found[:limit]), len(found), counts)

    async def delete_alias(self, integration_id: str, alias_id: str) -> LedgerEntry:
        self._called("delete_alias", integration_id, alias_id)
        shelf = self._room_shelf(integration_id)
        entry = shelf.ledger[alias_id]
        shelf.ledger[alias_id] = replace(entry, issued=replace(entry.issued, deleted=self.now), is_booked=False)
        shelf.rooms.pop(alias_id, None)
        self.bus.publish(RoomsChanged(integration_id))
        return shelf.ledger[alias_id]

    async def restore_alias(self, integration_id: str, alias_id: str) -> LedgerEntry:
        self._called("restore_alias", integration_id, alias_id)
        shelf = self._room_shelf(integration_id)
        entry = shelf.ledger[alias_id]
        shelf.ledger[alias_id] = replace(entry, issued=replace(entry.issued, deleted=None))
        self.bus.publish(RoomsChanged(integration_id))
        return shelf.ledger[alias_id]

    async def alias_forecast(self, integration_id: str) -> AliasForecast:
        self._called("alias_forecast", integration_id)
        shelf = self._room_shelf(integration_id)
        held = sum(entry.state in (AliasState.ISSUED, AliasState.USED) for entry in shelf.ledger.values())
        return forecast("vmr", 6, held if shelf.held is None else shelf.held, len(shelf.ledger), 2, self.now)

    def _room_shelf(self, integration_id: str) -> RoomShelf:
        return self.room_shelves.setdefault(integration_id, RoomShelf())


def _text(room: RoomView) -> str:
    return " ".join((room.name, *room.aliases, room.owner_name, room.owner_address)).casefold()
