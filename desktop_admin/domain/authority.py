"""Who may change a stored meeting: its organiser, by whatever address the directory lists, or a delegate of theirs.

Anybody who was ever invited knows a meeting's UID and its alias tag, so neither proves anything. What counts is From,
and Sender where a delegate sent for the organiser: Exchange lets nobody who has signed in use another's name without
the right to. Mail from outside may bear any name unless the mailbox takes authenticated senders only, which the
Connection page gives the command for. A message from somebody else is decided without ever seeing the stored meeting,
so that nothing in it can move.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from desktop_admin.domain.address import domain_of, fold_address, is_address, is_encapsulated, same_address
from desktop_admin.domain.conference import Conference, ConferenceState
from desktop_admin.domain.meeting import Mailbox, MeetingMessage
from desktop_admin.domain.message_order import same_order


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """Which directory entry each address belongs to; ``is_read`` False: no directory was ever read.

    ``domains`` are those of the compared addresses in which the directory has people.
    """

    entries: Mapping[str, str] = field(default_factory=dict)
    is_read: bool = False
    domains: Collection[str] = frozenset()

    def same(self, one: str, other: str) -> bool:
        """Whether two addresses are those of one person."""
        if self._is_borrowed(one) or self._is_borrowed(other):
            return bool(one) and one.casefold() == other.casefold()
        if same_address(one, other):
            return True
        entry = self.entry_of(one)
        return bool(entry) and entry == self.entry_of(other)

    def entry_of(self, address: str) -> str:
        """The key of the directory entry with this address; "" for none."""
        return "" if self._is_borrowed(address) else self.entries.get(fold_address(address), "")

    def is_resolved(self, address: str) -> bool:
        """Whether it can be said whose address it is: an X.500 name says so only to a directory that lists it.

        An odd address of a domain in which the directory has nobody is certainly a stranger's.
        """
        if is_address(address) or self.entry_of(address):
            return True
        domain = domain_of(address)
        return self.is_read and bool(domain) and domain not in self.domains

    def _is_borrowed(self, address: str) -> bool:
        """An X.500 name that another domain than one of ours encapsulates: anybody can write any name there."""
        return is_encapsulated(address) and domain_of(address) not in self.domains


@dataclass(frozen=True, slots=True)
class Standing:
    """What a message may touch of the meetings stored under its UID.

    ``own``: the conference (or the memory of a cancellation) that the message may change. ``foreign``: a meeting that
    it may not. ``unproven``: one that may be its own, but an address that cannot be resolved keeps that from being
    known. ``delegate`` is the address of whoever sent it for its organiser; ``is_vouched`` False: the directory does
    not know them, so the order that they claim is not recorded: it could make the organiser's own messages stale.
    ``is_copy``: somebody else forwarded what is stored already.
    """

    own: Conference | None = None
    foreign: Conference | None = None
    unproven: Conference | None = None
    delegate: str = ""
    is_vouched: bool = True
    is_copy: bool = False


NEW_MEETING: Final = Standing()
"""Nothing is stored under the UID, and the organiser sent the message."""


def standing_of(message: MeetingMessage, stored: Sequence[Conference], people: KnownPeople) -> Standing:
    """``stored``: everything under the message's UID, whoever organises it."""
    organizer = _address(message.organizer)
    own = [each for each in stored if people.same(each.organizer.address, organizer)]
    delegate = delegate_of(message, people)
    is_vouched = not delegate or _is_vouched(delegate, people)
    if own:
        best = max(own, key=_rank)
        is_usual = people.same(delegate, best.delegate)
        if not is_vouched and not is_usual:
            is_stranger = people.is_resolved(delegate)
            return Standing(
                foreign=best if is_stranger else None,
                unproven=None if is_stranger else best,
                delegate=delegate,
                is_vouched=False,
            )
        is_copy = bool(delegate) and not is_usual and same_order(message, best)
        return Standing(own=best, delegate=delegate, is_vouched=is_vouched, is_copy=is_copy)
    # What was called off holds the UID no more: whoever took it first cannot keep the organiser out.
    others = [each for each in stored if each.alias_id and each.state is ConferenceState.SCHEDULED]
    if not others:
        return Standing(delegate=delegate, is_vouched=is_vouched)
    other = max(others, key=_rank)
    if organizer and not (people.is_resolved(organizer) and people.is_resolved(other.organizer.address)):
        return Standing(unproven=other, delegate=delegate, is_vouched=is_vouched)
    return Standing(foreign=other, delegate=delegate, is_vouched=is_vouched)


def delegate_of(message: MeetingMessage, people: KnownPeople) -> str:
    """The address of whoever sent the message for its organiser; "" where the organiser did."""
    sender = _address(message.sender)
    return "" if people.same(sender, _address(message.organizer)) else sender


def _is_vouched(delegate: str, people: KnownPeople) -> bool:
    return not people.is_read or bool(people.entry_of(delegate))


def _rank(conference: Conference) -> tuple[bool, bool]:
    return conference.state is ConferenceState.SCHEDULED, bool(conference.alias_id)


def _address(mailbox: Mailbox | None) -> str:
    return mailbox.address if mailbox else ""
