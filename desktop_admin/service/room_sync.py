"""Brings the enterprise rooms in line with the directory, inside the transaction that stores its answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.room_sync import DirectoryRoom, SyncPlan, plan_sync, wanted_rooms
from desktop_admin.domain.rooms import Room, held_names
from desktop_admin.domain.scheduling import unique_name
from desktop_admin.storage import Work


async def sync_enterprise_rooms(
    work: Work, integration_id: str, alias_domain: str, entries: Sequence[DirectoryRoom], now: datetime
) -> SyncPlan:
    """Adds, changes and removes rooms until they are what ``entries`` say; gives what was done, and the problems.

    ``alias_domain`` is the integration's own. An empty ``entries`` removes every enterprise room: whoever got no answer
    from the directory must not call this. Its cost is a few statements per 500 rooms that changed.
    """
    stored = await work.rooms.list(integration_id, RoomKind.ENTERPRISE)
    before = {room.id: room for room in stored}
    wanted = wanted_rooms(integration_id, stored, entries, lambda: uuid.uuid4().hex, now)
    moved = [room for room in wanted if room != before.get(room.id)]
    names = [name for room in moved for name in held_names(room.aliases, alias_domain)]
    holders = await work.holding.holders(names)
    others = {key: holder for key, holder in holders.items() if holder.owner_id not in before}
    plan = plan_sync(stored, wanted, others, alias_domain)
    plan = await _named(work, integration_id, before, plan)
    await work.rooms.remove(integration_id, plan.removed)
    await work.rooms.take(plan.added, plan.changed, alias_domain)
    return plan


async def _named(work: Work, integration_id: str, before: Mapping[str, Room], plan: SyncPlan) -> SyncPlan:
    """A number is appended to a name that another room or a conference has."""
    names = {room_id: room.name for room_id, room in before.items() if room_id not in plan.removed}
    fresh = [room for room in (*plan.changed, *plan.added) if names.pop(room.id, None) != room.name]
    names |= {room.id: room.name for room in plan.changed if room not in fresh}
    taken = set(names.values())
    foreign = await work.rooms.names_found(integration_id, [room.name for room in fresh])
    own: dict[str, str] = {}
    for room in fresh:
        if room.name in foreign:
            taken |= await work.conferences.names_taken(room.name, "")
        own[room.id] = unique_name(room.name, taken)
        taken.add(own[room.id])
    changed, added = (
        tuple(replace(room, name=own.get(room.id, room.name)) for room in rooms) for rooms in (plan.changed, plan.added)
    )
    return replace(plan, changed=changed, added=added)
