"""Rooms and aliases for showing. Passcodes never leave the service: only whether there is one."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop_admin.domain.conference import Conference, RoomKind
from desktop_admin.domain.ledger import LedgerCounts, LedgerEntry
from desktop_admin.domain.records import record_of

if TYPE_CHECKING:
    from desktop_admin.domain.rooms import Room


@dataclass(frozen=True, slots=True)
class RoomView:
    """A room of any kind. ``id`` of a calendared one is its alias's id in the ledger.

    The fields from ``join_before`` (minutes) on are those of a calendared room; ``start`` is the first occurrence's.
    ``by_hand`` names what an administrator set in spite of the settings.
    """

    id: str
    kind: RoomKind
    name: str
    description: str
    aliases: tuple[str, ...]
    theme: str
    has_passcode: bool
    has_chair_passcode: bool
    owner_name: str
    owner_address: str
    join_before: int = 0
    join_after: int = 0
    start: datetime | None = None
    end: datetime | None = None
    zone: str = ""
    is_series: bool = False
    by_hand: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoomsView:
    """The first ``rooms`` of ``found`` that were asked for."""

    rooms: tuple[RoomView, ...] = ()
    found: int = 0


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The newest ``entries`` of ``found`` that were asked for; ``counts`` are those of the whole ledger."""

    entries: tuple[LedgerEntry, ...] = ()
    found: int = 0
    counts: LedgerCounts = field(default_factory=LedgerCounts)


def room_view(room: Room) -> RoomView:
    return record_of(RoomView, room, has_passcode=bool(room.passcode), has_chair_passcode=bool(room.chair_passcode))


def calendared_view(conference: Conference) -> RoomView:
    return record_of(
        RoomView,
        conference,
        id=conference.alias_id,
        kind=RoomKind.CALENDARED,
        aliases=(conference.alias,),
        has_passcode=bool(conference.passcode),
        has_chair_passcode=bool(conference.chair_passcode),
        owner_name=conference.organizer.name,
        owner_address=conference.organizer.address,
        is_series=conference.recurrence is not None or conference.orphan,
    )


def room_answer(room: RoomView) -> dict[str, Any]:
    values = asdict(room)
    if room.kind is not RoomKind.CALENDARED:
        for key in ("join_before", "join_after", "start", "end", "zone", "is_series", "by_hand"):
            del values[key]
    return values


def ledger_answer(view: LedgerView) -> dict[str, Any]:
    return {"aliases": [entry_answer(each) for each in view.entries], "found": view.found, "counts": view.counts}


def entry_answer(entry: LedgerEntry) -> dict[str, Any]:
    issued = entry.issued
    return {
        "alias": issued.alias,
        "numeric_alias": issued.numeric_alias,
        "state": entry.state,
        "created": issued.created,
        "used": issued.used,
        "deleted": issued.deleted,
        "released": issued.released,
        "conference": entry.conference,
        "organizer": entry.organizer,
        "start": entry.start,
        "is_booked": entry.is_booked,
    }
