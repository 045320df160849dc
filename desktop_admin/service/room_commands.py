"""Commands about rooms of every kind, and about the ledger of issued aliases."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop_admin.domain.conference import Conference, RoomKind
from desktop_admin.domain.passcode import Passcodes
from desktop_admin.domain.rooms import (
    EDITABLE,
    LONGEST_WINDOW,
    MAX_THEME,
    WHO_SETS,
    Room,
    passcode_problems,
    room_problems,
)
from desktop_admin.domain.sealed import PREFIX, SealBroken, seal, unseal
from desktop_admin.errors import ConciergeError
from desktop_admin.log_fields import Plain
from desktop_admin.service.context import CommandGroup
from desktop_admin.service.control import (
    IntegrationId,
    RoomId,
    RoomValues,
    command,
)
from desktop_admin.service.events import LogLevel, RoomsChanged
from desktop_admin.service.keys import alias_key
from desktop_admin.service.passcodes import UNREADABLE
from desktop_admin.service.policies import scheduling_policy
from desktop_admin.service.room_views import (
    RoomsView,
    RoomView,
    calendared_view,
    room_answer,
    room_view,
)
from desktop_admin.settings import SettingProblem, SettingsRefused
from desktop_admin.storage import AliasTaken, RoomGone, RoomNameTaken, Work

SHOWN = 500
_PASSCODES = ("passcode", "chair_passcode")


class RoomCommands(CommandGroup):
    async def of_kind(
        self, integration_id: str, kind: RoomKind, search: str = "", limit: int | None = SHOWN
    ) -> RoomsView:
        """Custom and enterprise rooms by name; calendared ones that can still be joined, by their first start."""
        self.context.supervisor(integration_id)
        now = self.context.around.clock.now()
        async with self.context.around.database.begin() as work:
            if kind is RoomKind.CALENDARED:
                found = await work.calendared.list(integration_id, now, search, limit)
                total = await work.calendared.count(integration_id, now, search)
                return RoomsView(tuple(calendared_view(each) for each in found), total)
            rooms = await work.rooms.list(integration_id, kind, search, limit)
            total = await work.rooms.count(integration_id, kind, search)
        return RoomsView(tuple(room_view(room) for room in rooms), total)

    @command()
    async def list(
        self, integration_id: IntegrationId, kind: RoomKind | None = None, search: str = ""
    ) -> Sequence[dict[str, Any]]:
        """Rooms of one kind, or of every kind."""
        views = [await self.of_kind(integration_id, each, search, None) for each in ([kind] if kind else RoomKind)]
        return [room_answer(room) for view in views for room in view.rooms]

    @command(room_answer)
    async def save(self, integration_id: IntegrationId, room_id: RoomId, values: RoomValues) -> RoomView:
        """Changes what ``values`` names of a room of any kind; ``room_id`` "" adds a custom one.

        ``values`` takes the keys of ``rooms.EDITABLE``, ``aliases`` as a sequence. Raises ``SettingsRefused``, also for
        what the invitation or the directory sets.
        """
        domain = self.context.supervisor(integration_id).settings.scheduling.alias_domain
        # Asked for before the transaction, for which everybody else waits.
        key = await alias_key(self.context.around.vault, integration_id) if _has_passcode(values) else ""
        async with self.context.around.database.begin() as work:
            conference = await work.calendared.get(integration_id, room_id) if room_id else None
            if conference is not None:
                _refuse_foreign(RoomKind.CALENDARED, values)
                conference = _with_values(conference, values)
                await work.conferences.save(conference, self.context.around.clock.now())
                view = calendared_view(conference)
            else:
                room = await self._room(work, integration_id, room_id, values, key)
                view = room_view(await _stored(work, room, domain, is_new=not room_id))
        done = Plain("changed" if room_id else "added")
        self._tell(integration_id, "The {kind} room “{room}” was {done}.", kind=view.kind, room=view.name, done=done)
        return view

    async def remove_many(self, integration_id: str, room_ids: Sequence[str]) -> int:
        """Removes custom rooms; their aliases are free then. Gives how many there were."""
        self.context.supervisor(integration_id)
        async with self.context.around.database.begin() as work:
            rooms = [room for room_id in room_ids if (room := await work.rooms.get(room_id)) is not None]
            if any(room.kind is not RoomKind.CUSTOM for room in rooms):
                raise ConciergeError(
                    "An enterprise room belongs to the directory.", "Take it out there; it goes at the next refresh."
                )
            removed = await work.rooms.remove(integration_id, [room.id for room in rooms])
        for room in rooms:
            self._tell(integration_id, "The custom room “{room}” was removed.", room=room.name)
        return removed

    @command()
    async def remove(self, integration_id: IntegrationId, room_id: RoomId) -> tuple[str, ...]:
        """Removes a custom room. Returns its aliases, which are free then."""
        async with self.context.around.database.begin() as work:
            conference = await work.calendared.get(integration_id, room_id)
            room = await work.rooms.get(room_id)
        if conference is not None:
            name = conference.name
            raise ConciergeError(f"“{name}” belongs to its invitation.", "“alias delete” takes its alias back.")
        if room is None:
            raise ConciergeError("There is no room without a name.", "“rooms list” tells all of them.")
        await self.remove_many(integration_id, [room_id])
        return room.aliases

    async def _room(self, work: Work, integration_id: str, room_id: str, values: Mapping[str, Any], key: str) -> Room:
        """The room as it would be; refused where a value is wrong or another's to set."""
        if room_id:
            room = await work.rooms.get(room_id)
            if room is None or room.integration_id != integration_id:
                raise RoomGone("This room was removed meanwhile.")
        else:
            now = self.context.around.clock.now()
            room = Room(uuid.uuid4().hex, integration_id, RoomKind.CUSTOM, "", now)
        _refuse_foreign(room.kind, values)
        typed: dict[str, Any] = {
            key: value.strip() if isinstance(value, str) else value for key, value in values.items()
        }
        if "aliases" in typed:
            typed["aliases"] = tuple(each.strip() for each in typed["aliases"] if each.strip())
        room = replace(room, **typed)
        problems = room_problems(room)
        if key:
            policy = scheduling_policy(self.context.supervisor(integration_id).settings.scheduling)
            passcodes = _in_clear(room, key)
            problems |= passcode_problems(passcodes, policy)
            _refuse(problems)
            sealed = seal(passcodes, key, room.id)
            room = replace(room, passcode=sealed.conference, chair_passcode=sealed.chair)
        _refuse(problems)
        return room

    def _tell(self, integration_id: str, text: str, **fields: object) -> None:
        name = self.context.supervisor(integration_id).settings.name
        self.context.around.story.tell(integration_id, name, LogLevel.INFO, text, **fields)
        self.context.around.bus.publish(RoomsChanged(integration_id))


def _has_passcode(values: Mapping[str, Any]) -> bool:
    """Whether one is typed; to remove one, nothing must be known of the other."""
    return any(str(values.get(name, "")).strip() for name in _PASSCODES)


def _in_clear(room: Room, key: str) -> Passcodes:
    """What was typed, and the stored one beside it, which must differ."""
    try:
        return unseal(Passcodes(room.passcode, room.chair_passcode), key, room.id)
    except SealBroken:
        stored = next(name for name in _PASSCODES if getattr(room, name).startswith(PREFIX))
        raise SettingsRefused([SettingProblem(stored, UNREADABLE)]) from None


async def _stored(work: Work, room: Room, alias_domain: str, *, is_new: bool) -> Room:
    try:
        await (work.rooms.add if is_new else work.rooms.save)(room, alias_domain)
    except AliasTaken as taken:
        raise SettingsRefused([SettingProblem("aliases", str(taken))]) from taken
    except RoomNameTaken as taken:
        raise SettingsRefused([SettingProblem("name", str(taken))]) from taken
    return room


def _with_values(conference: Conference, values: Mapping[str, Any]) -> Conference:
    """``conference`` with what an administrator typed, marked so that an edit of the meeting leaves it."""
    problems = {
        key: f"Write minutes from 0 to {LONGEST_WINDOW}."
        for key in ("join_before", "join_after")
        if key in values and not 0 <= values[key] <= LONGEST_WINDOW
    }
    if len(values.get("theme", "")) > MAX_THEME:
        problems["theme"] = f"Use at most {MAX_THEME} characters."
    _refuse(problems)
    changed = {key for key, value in values.items() if getattr(conference, key) != value}
    return replace(conference, **values, by_hand=tuple(sorted({*conference.by_hand, *changed})))


def _refuse_foreign(kind: RoomKind, values: Mapping[str, Any]) -> None:
    _refuse({key: WHO_SETS[kind] for key in values if key not in EDITABLE[kind]})


def _refuse(problems: Mapping[str, str]) -> None:
    if problems:
        raise SettingsRefused([SettingProblem(key, message) for key, message in problems.items()])
