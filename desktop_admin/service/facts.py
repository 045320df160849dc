"""Gathers what a decision on a message rests on."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop_admin.domain.address import domain_of, fold_address, is_address, same_address
from desktop_admin.domain.alias_ownership import alias_of_room, keeps_its_room, take_over_issued, use_room
from desktop_admin.domain.authority import KnownPeople, standing_of
from desktop_admin.domain.conference import Conference, RoomKind
from desktop_admin.domain.decline_rules import Facts
from desktop_admin.domain.invitation import conference_name
from desktop_admin.domain.location import looks_like_alias, written_names
from desktop_admin.domain.meeting import MeetingMessage, MessageKind
from desktop_admin.domain.occurrence_date import with_occurrence
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.rooms import AliasHolder
from desktop_admin.domain.sealed import seal
from desktop_admin.domain.token import TokenState, read_token
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
        who.discard("")
        found = await self.work.directory.entries_of(self.integration_id, sorted(who))
        if found is None:
            return KnownPeople()
        odd = {domain_of(each) for each in who if not is_address(each)} - {""}
        domains = [each for each in sorted(odd) if await self.work.directory.has_domain(self.integration_id, each)]
        return KnownPeople(found, is_read=True, domains=frozenset(domains))

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
        issued = await self.work.aliases.get(self.integration_id, alias_id)
        if issued is None:
            return replace(facts, issued=None)
        others = await self.work.conferences.holders_of(alias_id, other_than_uid=facts.message.uid)
        held: Collection[AliasHolder] = ()
        if issued.released is not None:
            held = (await self.work.holding.holders((issued.alias, issued.numeric_alias))).values()
        return take_over_issued(facts, issued, others, tuple(held), people, self.now)

    async def _with_kept(self, facts: Facts, people: KnownPeople) -> Facts:
        """An update that lost its tag or its whole text keeps the room that the organiser's meeting has."""
        own = facts.conference
        if own is None or not keeps_its_room(own):
            return facts
        if await self.work.aliases.get(self.integration_id, own.alias_id) is not None:
            return await self._with_issued(replace(facts, is_kept=True), own.alias_id, people)
        room = await self.work.rooms.get(own.alias_id)
        if room is None:
            return facts
        return replace(facts, issued=alias_of_room(room, own.alias), is_room=True, is_kept=True)

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
                room = await self.work.rooms.get(holder.owner_id)
                return facts if room is None else use_room(facts, room, holder, people)
        return replace(facts, written=next((name for name in names if looks_like_alias(name, self.policy)), ""))


def contested_uids(messages: Iterable[MeetingMessage]) -> frozenset[str]:
    """The UIDs of which more than one person writes."""
    wrote: dict[str, set[str]] = {}
    for each in messages:
        who = (mailbox.address for mailbox in (each.organizer, each.sender) if mailbox and mailbox.address)
        wrote.setdefault(each.uid, set()).update(map(fold_address, who))
    return frozenset(uid for uid, people in wrote.items() if len(people) > 1)
