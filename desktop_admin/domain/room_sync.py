"""Enterprise rooms follow the directory: what to add, change and remove, and what cannot be taken over, and why.

Whatever the directory does not say (passcodes, theme) stays as the administrator set it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.rooms import AliasHolder, Room, held_names, holder_words, room_problems


@dataclass(frozen=True, slots=True)
class DirectoryRoom:
    """A room as the directory tells it; ``entry_key`` is what stays the same over all its changes."""

    entry_key: str
    name: str
    aliases: tuple[str, ...]
    description: str = ""
    owner_address: str = ""
    owner_name: str = ""


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """``problems`` are sentences, one an entry that was left out or left as it was."""

    added: tuple[Room, ...] = ()
    changed: tuple[Room, ...] = ()
    removed: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def wanted_rooms(
    integration_id: str,
    stored: Iterable[Room],
    entries: Iterable[DirectoryRoom],
    new_id: Callable[[], str],
    now: datetime,
) -> tuple[Room, ...]:
    """The rooms as the directory wants them, one an entry; of two entries with one key the first counts."""
    known = {room.entry_key: room for room in stored}
    wanted: dict[str, Room] = {}
    for entry in entries:
        if entry.entry_key in wanted:
            continue
        room = known.get(entry.entry_key) or Room(
            new_id(), integration_id, RoomKind.ENTERPRISE, entry.name, now, entry_key=entry.entry_key
        )
        wanted[entry.entry_key] = replace(
            room,
            name=room.name if _is_numbered(room.name, entry.name) else entry.name,
            description=entry.description,
            aliases=entry.aliases,
            owner_address=entry.owner_address,
            owner_name=entry.owner_name,
        )
    return tuple(wanted.values())


def plan_sync(
    stored: Sequence[Room], wanted: Sequence[Room], others: Mapping[str, AliasHolder], alias_domain: str
) -> SyncPlan:
    """``others`` are the holders, by case-folded name, of those wanted aliases that none of ``stored`` holds.

    An entry whose alias somebody else holds is not taken over: a new one is left out, a known one stays as it was.
    """
    before = {room.id: room for room in stored}
    removed = tuple(before.keys() - {room.id for room in wanted})
    told: dict[str, str] = {}
    moved = [room for room in wanted if room != before.get(room.id)]
    settled = dict(others)
    for room in wanted:
        if room == before.get(room.id):
            _claim(room, settled, alias_domain)
    while True:
        claimed = dict(settled)
        for room in moved:
            if room.id in told and room.id in before:
                _claim(before[room.id], claimed, alias_domain)
        clashes = _clashes([room for room in moved if room.id not in told], claimed, alias_domain)
        if not clashes:
            break
        # What stays as it was keeps its aliases from the others, which may be a clash in turn: look again.
        told |= clashes
    taken = [room for room in moved if room.id not in told]
    return SyncPlan(
        added=tuple(room for room in taken if room.id not in before),
        changed=tuple(room for room in taken if room.id in before),
        removed=removed,
        problems=tuple(told[room.id] for room in moved if room.id in told),
    )


def _clashes(rooms: Sequence[Room], claimed: dict[str, AliasHolder], alias_domain: str) -> dict[str, str]:
    """Sentences by the id of each room that cannot be; the others' aliases are put into ``claimed``."""
    found = {}
    for room in rooms:
        holder = next(
            (claimed[name.casefold()] for name in held_names(room.aliases, alias_domain) if name.casefold() in claimed),
            None,
        )
        if holder is not None:
            found[room.id] = f"“{room.name}”: the alias {holder.alias} belongs to {holder_words(holder)}."
        elif wrong := room_problems(room):
            found[room.id] = f"“{room.name or room.entry_key}”: {' '.join(wrong.values())}"
        else:
            _claim(room, claimed, alias_domain)
    return found


def _claim(room: Room, claimed: dict[str, AliasHolder], alias_domain: str) -> None:
    for name in held_names(room.aliases, alias_domain):
        claimed[name.casefold()] = AliasHolder(name, room.kind, room.id, room.integration_id, room.name)


def _is_numbered(name: str, base: str) -> bool:
    """Whether ``name`` is ``base``, or ``base`` with the number that once made it unique."""
    return name == base or (name.startswith(f"{base} ") and name[len(base) + 1 :].isdigit())
