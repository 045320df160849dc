"""Who may use an alias that others hold or held, and when it is free again.

The room that an enterprise or custom alias belongs to serves its owner alone. An alias that was issued serves one
meeting, and with it the organiser's other series that never overlap (:func:`desktop_admin.domain.decline_rules`
compares their times). Once nobody can join its meetings any more it may be used again, unless somebody else holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from desktop_admin.domain.authority import KnownPeople
from desktop_admin.domain.conference import Conference, ConferenceState, IssuedAlias, RoomKind
from desktop_admin.domain.conference_times import FAR, conference_times, is_over
from desktop_admin.domain.decline_rules import Facts, Holder
from desktop_admin.domain.rooms import AliasHolder, Room, holder_words
from desktop_admin.domain.zones import zone_of, zone_words

UNUSED_KEPT: Final = timedelta(days=30)
"""An alias that no invitation used is released after so long."""
OVER_KEPT: Final = timedelta(days=1)
"""A meeting's alias stays held for so long after nobody can join it any more: a late update still finds it."""


def held_by_others(owner_id: str, holders: Iterable[AliasHolder]) -> tuple[AliasHolder, ...]:
    """Those of ``holders`` that keep ``owner_id`` from holding their names: everybody else."""
    return tuple(each for each in holders if each.owner_id != owner_id)


def take_over_issued(
    facts: Facts,
    issued: IssuedAlias,
    others: Sequence[Conference],
    holders: Sequence[AliasHolder],
    people: KnownPeople,
    now: datetime,
) -> Facts:
    """``facts`` with the issued alias, as the message may use it, and with whoever keeps it from doing so.

    ``others`` are other meetings' conferences with this alias; ``holders`` whoever holds its names by now, which counts
    only if it was released. An alias that was deleted is never used again.
    """
    if issued.deleted is not None:
        return replace(facts, issued=issued)
    siblings: list[Conference] = []
    for other in others:
        begins = _next_start(other, now)
        if begins is None:
            continue
        if not _may_share(facts, other, people):
            words = f"another meeting, which takes place {_when(other, begins)}"
            holder = Holder(RoomKind.CALENDARED, words, is_meeting=True)
            return replace(facts, issued=replace(issued, released=None), holder=holder)
        siblings.append(other)
    facts = replace(facts, siblings=tuple(siblings))
    if issued.released is not None and holders:
        # A released alias that others have by now was not deleted: it is theirs.
        holder = Holder(holders[0].kind, holder_words(holders[0]))
        return replace(facts, issued=replace(issued, released=None), holder=holder)
    if issued.used is not None and (issued.released is not None or issued.meeting_uid != facts.message.uid):
        issued = replace(issued, used=None, meeting_uid=None, released=None)
    return replace(facts, issued=issued)


def use_room(facts: Facts, room: Room, named: AliasHolder, people: KnownPeople) -> Facts:
    """``facts`` with the enterprise or custom ``room`` that the invitation named.

    It serves its owner alone; several of the owner's meetings may share it.
    """
    facts = replace(facts, issued=alias_of_room(room, named.alias), is_room=True)
    organizer = facts.message.organizer
    if organizer is not None and people.same(room.owner_address, organizer.address):
        return facts
    return replace(facts, holder=Holder(room.kind, holder_words(named)))


def keeps_its_room(conference: Conference | None) -> bool:
    """Whether an update without a tag keeps the alias of the meeting that it belongs to."""
    return conference is not None and bool(conference.alias_id) and conference.state is ConferenceState.SCHEDULED


def alias_of_room(room: Room, name: str) -> IssuedAlias:
    """What takes the place of the ledger's entry for a room that has the alias ``name``, whole or its number alone."""
    numeric = name.partition("@")[0]
    whole = next((each for each in room.aliases if each.casefold().startswith(f"{numeric.casefold()}@")), name)
    return IssuedAlias(room.id, room.integration_id, whole, numeric, room.created)


def freed_alias(issued: IssuedAlias, uid: str, others: Sequence[Conference], now: datetime) -> IssuedAlias | None:
    """The ledger's entry after the meeting ``uid`` is cancelled; None if that meeting no longer has the alias.

    It is released, or stays with one of ``others``, the rest of a series that was split, if that is not over.
    """
    if issued.released is not None or issued.meeting_uid != uid:
        return None
    rest = next((each for each in others if not is_over(each, now)), None)
    return replace(issued, released=now) if rest is None else replace(issued, meeting_uid=rest.meeting_uid)


def _may_share(facts: Facts, other: Conference, people: KnownPeople) -> bool:
    """Whether ``other`` and the message are series of one organiser, as one that was split in two."""
    own, organizer = facts.conference, facts.message.organizer
    is_series = facts.message.recurrence is not None or (own is not None and own.recurrence is not None)
    if not is_series or other.recurrence is None or organizer is None:
        return False
    return people.same(organizer.address, other.organizer.address)


def _next_start(conference: Conference, now: datetime) -> datetime | None:
    """When it begins next, or began, of all times whose join window is open or to come; None if there is none."""
    after = now - timedelta(minutes=conference.join_after)
    first = next(conference_times(conference, after, FAR), None)
    if first is None:
        return None
    # A moved occurrence may come before the series' own next one, and is yielded after it.
    return min((each.start for each in conference_times(conference, after, first.start)), default=first.start)


def _when(conference: Conference, start: datetime) -> str:
    local = start.astimezone(zone_of(conference.zone))
    return f"on {local:%Y-%m-%d at %H:%M} ({zone_words(conference.zone, start)})"
