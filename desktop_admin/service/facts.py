"""Gathers what a decision on a message rests on."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop_admin.domain.address import fold_address, same_address
from desktop_admin.domain.authority import KnownPeople, standing_of
from desktop_admin.domain.conference import Conference, ConferenceState, IssuedAlias, RoomKind
from desktop_admin.domain.conference_times import FAR, conference_times
from desktop_admin.domain.decline_rules import Facts, Holder
from desktop_admin.domain.invitation import conference_name
from desktop_admin.domain.location import looks_like_alias, written_names
from desktop_admin.domain.meeting import MeetingMessage, MessageKind
from desktop_admin.domain.occurrence_date import with_occurrence
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.rooms import AliasHolder, Room, holder_words
from desktop_admin.domain.sealed import seal
from desktop_admin.domain.token import TokenState, read_token
from desktop_admin.domain.zones import zone_of, zone_words
from desktop_admin.storage import Work


@dataclass(frozen=True, slots=True)
class FactFinder:
    """Of one integration, inside one transaction, at ``now``. ``contested``: UIDs of which several people write."""

    work: Work
    integration_id: str
    alias_key: str
    policy: SchedulingPolicy
    now: datetime
    contested: Collection[str] = ()

    async def of(self, message: MeetingMessage) -> Facts:
        stored = await self.work.conferences.of_uid(self.integration_id, message.uid) if message.uid else ()
        people = await self._people(message, stored)
        message = with_occurrence(message, standing_of(message, stored, people).own)
        standing = standing_of(message, stored, people)
        own_id = standing.own.id if standing.own else uuid.uuid4().hex
        facts = Facts(message=message, conference=standing.own, new_conference_id=own_id, standing=standing)
        if message.is_out_of_date and standing.own is None:
            facts = replace(facts, is_contested=bool(stored) or await self._is_contested(message))
        if message.kind is not MessageKind.REQUEST:
            return facts
        token = read_token(message.body, self.alias_key, self.integration_id)
        # Only the rule for passcodes sees them in clear; whatever is kept of them is encrypted.
        facts = replace(facts, token=token, sealed=seal(token.passcodes, self.alias_key, message.uid))
        if facts.token.alias_id:
            facts = await self._with_issued(facts, facts.token.alias_id, people)
        elif facts.token.state is TokenState.MISSING:
            if self.policy.accept_location_number:
                facts = await self._with_number(facts, people)
            if not facts.written:
                facts = await self._with_kept(facts, people)
        name = conference_name(message, self.policy, facts.issued)
        return replace(
            facts,
            sender_known=self._sender_known(message, people),
            names_taken=await self.work.conferences.names_taken(name, own_id),
        )

    async def _people(self, message: MeetingMessage, stored: Sequence[Conference]) -> KnownPeople:
        """What the directory says of everybody whom the decision compares."""
        who = {each.address for each in (message.organizer, message.sender) if each is not None}
        who.update(address for each in stored for address in (each.organizer.address, each.delegate))
        found = await self.work.directory.entries_of(self.integration_id, sorted(filter(None, who)))
        return KnownPeople() if found is None else KnownPeople(found, is_read=True)

    async def _is_contested(self, message: MeetingMessage) -> bool:
        """Whether somebody else wrote of this UID, in what was decided before or in what is being decided."""
        if message.uid in self.contested:
            return True
        organizer = message.organizer.address if message.organizer else ""
        wrote = await self.work.journal.writers_of(self.integration_id, message.uid)
        return any(not same_address(each, organizer) for each in wrote)

    def _sender_known(self, message: MeetingMessage, people: KnownPeople) -> bool | None:
        """Whether organiser or delegate is in the directory; None where that does not matter or cannot be said."""
        if not self.policy.check_sender or not people.is_read:
            return None
        who = [mailbox.address for mailbox in (message.organizer, message.sender) if mailbox and mailbox.address]
        if any(people.entry_of(each) for each in who):
            return True
        return False if all(people.is_resolved(each) for each in who) else None

    async def _with_issued(self, facts: Facts, alias_id: str, people: KnownPeople) -> Facts:
        """The ledger's entry, and whoever else has its alias.

        One whose meeting is cancelled or over may be used again, unless somebody else holds it by now.
        """
        issued = await self.work.aliases.get(self.integration_id, alias_id)
        if issued is None or issued.deleted is not None:
            return replace(facts, issued=issued)
        facts, holder = await self._other_meetings(facts, alias_id, people)
        if holder is None and issued.released is not None:
            held = await self.work.holding.holders((issued.alias, issued.numeric_alias))
            holder = next((Holder(each.kind, holder_words(each)) for each in held.values()), None)
        if holder is not None:
            # A released alias that others have by now was not deleted: it is theirs.
            return replace(facts, issued=replace(issued, released=None), holder=holder)
        if issued.used is not None and (issued.released is not None or issued.meeting_uid != facts.message.uid):
            issued = replace(issued, used=None, meeting_uid=None, released=None)
        return replace(facts, issued=issued)

    async def _other_meetings(self, facts: Facts, alias_id: str, people: KnownPeople) -> tuple[Facts, Holder | None]:
        """Other meetings with this alias that people can still join, or will: the organiser's other series, which may
        share it, and whoever else holds it.
        """
        siblings: list[Conference] = []
        for other in await self.work.conferences.holders_of(alias_id, other_than_uid=facts.message.uid):
            begins = _next_start(other, self.now)
            if begins is None:
                continue
            if _is_series(facts) and other.recurrence is not None and _same_organizer(facts.message, other, people):
                siblings.append(other)
            else:
                words = f"another meeting, which takes place {_when(other, begins)}"
                return facts, Holder(RoomKind.CALENDARED, words, is_meeting=True)
        return replace(facts, siblings=tuple(siblings)), None

    async def _with_kept(self, facts: Facts, people: KnownPeople) -> Facts:
        """An update that lost its tag or its whole text keeps the room that the organiser's meeting has."""
        own = facts.conference
        if own is None or not own.alias_id or own.state is not ConferenceState.SCHEDULED:
            return facts
        if await self.work.aliases.get(self.integration_id, own.alias_id) is not None:
            return await self._with_issued(replace(facts, is_kept=True), own.alias_id, people)
        room = await self.work.rooms.get(own.alias_id)
        if room is None:
            return facts
        return replace(facts, issued=self._standing_for(room, own.alias), is_room=True, is_kept=True)

    async def _with_number(self, facts: Facts, people: KnownPeople) -> Facts:
        """The first word of the location that is an alias here, or was meant as one."""
        names = written_names(facts.message.location)
        held = await self.work.holding.holders(names)
        for name in names:
            holder = held.get(name.casefold())
            if holder is not None and holder.integration_id == self.integration_id:
                facts = replace(facts, written=name)
                if holder.kind is RoomKind.CALENDARED:
                    return await self._with_issued(facts, holder.owner_id, people)
                return await self._with_room(facts, holder, people)
        return replace(facts, written=next((name for name in names if looks_like_alias(name, self.policy)), ""))

    async def _with_room(self, facts: Facts, holder: AliasHolder, people: KnownPeople) -> Facts:
        """A room that stands by itself serves its owner alone; several of the owner's meetings may share it."""
        room = await self.work.rooms.get(holder.owner_id)
        if room is None:
            return facts
        facts = replace(facts, issued=self._standing_for(room, holder.alias), is_room=True)
        organizer = facts.message.organizer
        if organizer is not None and people.same(room.owner_address, organizer.address):
            return facts
        return replace(facts, holder=Holder(room.kind, holder_words(holder)))

    def _standing_for(self, room: Room, name: str) -> IssuedAlias:
        numeric = name.partition("@")[0]
        whole = next((each for each in room.aliases if each.casefold().startswith(f"{numeric.casefold()}@")), name)
        return IssuedAlias(room.id, self.integration_id, whole, numeric, room.created)


def contested_uids(messages: Iterable[MeetingMessage]) -> frozenset[str]:
    """The UIDs of which more than one person writes."""
    wrote: dict[str, set[str]] = {}
    for each in messages:
        who = (mailbox.address for mailbox in (each.organizer, each.sender) if mailbox and mailbox.address)
        wrote.setdefault(each.uid, set()).update(map(fold_address, who))
    return frozenset(uid for uid, people in wrote.items() if len(people) > 1)


def _is_series(facts: Facts) -> bool:
    own = facts.conference
    return facts.message.recurrence is not None or (own is not None and own.recurrence is not None)


def _same_organizer(message: MeetingMessage, other: Conference, people: KnownPeople) -> bool:
    return message.organizer is not None and people.same(message.organizer.address, other.organizer.address)


def _next_start(conference: Conference, now: datetime) -> datetime | None:
    """When it begins next, or began, of all times whose join window is open or to come; None where there is none."""
    after = now - timedelta(minutes=conference.join_after)
    first = next(conference_times(conference, after, FAR), None)
    if first is None:
        return None
    # A moved occurrence may come before the series' own next one, and is told after it.
    return min((each.start for each in conference_times(conference, after, first.start)), default=first.start)


def _when(conference: Conference, start: datetime) -> str:
    local = start.astimezone(zone_of(conference.zone))
    return f"on {local:%Y-%m-%d at %H:%M} ({zone_words(conference.zone)})"
