"""The rules of declining, in their order; a request that none speaks against is accepted."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from desktop_admin.domain.authority import NEW_MEETING, Standing
from desktop_admin.domain.conference import Conference, ConferenceState, IssuedAlias, RoomKind
from desktop_admin.domain.conference_times import is_over
from desktop_admin.domain.decision import DeclineReason
from desktop_admin.domain.meeting import MeetingMessage
from desktop_admin.domain.overlap import first_overlap
from desktop_admin.domain.passcode import NO_PASSCODES, Passcodes, passcodes_problem
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.scheduling import booked
from desktop_admin.domain.token import TokenFound, TokenState


@dataclass(frozen=True, slots=True)
class Holder:
    """Who else holds an alias; ``words`` say so without anybody's subject. ``is_meeting``: one that uses it now, not
    whoever got it after it was free."""

    kind: RoomKind
    words: str
    is_meeting: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a decision rests on.

    ``sealed`` are the tag's passcodes as they are stored. ``written`` is a room's number that stands in the location,
    looked for only where there is no tag and the policy accepts one. ``issued`` is the alias that tag or number names:
    the ledger's entry, or, with ``is_room``, what stands for an enterprise or custom room. ``conference`` is the one
    stored for the message's UID; ``holder`` whoever else holds the alias; ``sender_known`` None where no directory was
    asked; ``names_taken`` the conference names that begin like this one's; ``new_conference_id`` the id that a new
    conference would get. ``standing`` says what the message may touch: ``conference`` is ``standing.own``.
    ``is_contested``: others wrote of this UID, too. ``siblings`` are the organiser's other series with this alias.
    ``is_kept``: there is no tag, and the room is the one that the meeting has. ``held_since``: when the message was put
    on hold; None for one that is not.
    """

    message: MeetingMessage
    token: TokenFound = field(default_factory=TokenFound)
    sealed: Passcodes = NO_PASSCODES
    written: str = ""
    issued: IssuedAlias | None = None
    is_room: bool = False
    conference: Conference | None = None
    holder: Holder | None = None
    sender_known: bool | None = None
    names_taken: Set[str] = frozenset()
    new_conference_id: str = ""
    standing: Standing = NEW_MEETING
    is_contested: bool = False
    siblings: tuple[Conference, ...] = ()
    is_kept: bool = False
    held_since: datetime | None = None

    @property
    def recorded(self) -> MeetingMessage:
        """The message with the order that is recorded of it.

        One that nobody vouches for moves none. A delegate's moves it a step at most, and to no moment after its
        arrival: whatever somebody claims in the organiser's name, the organiser's next message is newer.
        """
        message, before = self.message, self.conference
        if not self.standing.is_vouched:
            return replace(message, sequence=before.sequence if before else 0, stamp=before.stamp if before else None)
        if not self.standing.delegate:
            return message
        stamp = min(message.stamp, message.received) if message.stamp else None
        return replace(message, sequence=min(message.sequence, before.sequence + 1 if before else 0), stamp=stamp)

    def booked(self, issued: IssuedAlias, policy: SchedulingPolicy) -> Conference:
        """The conference as it would be once the message was accepted; a number has no passcodes to tell."""
        passcodes = self.sealed if self.token.state is TokenState.VALID else None
        made = booked(
            self.recorded, self.conference, issued, policy, self.names_taken, self.new_conference_id, passcodes
        )
        return replace(made, delegate=self.standing.delegate)


@dataclass(frozen=True, slots=True)
class Rule:
    """``check`` says what it saw, and why it declines ("" where it does not); ``applies`` whether there was anything
    to check.
    """

    reason: DeclineReason
    check: Callable[[Facts, SchedulingPolicy, datetime], tuple[str, str]]
    applies: Callable[[Facts, SchedulingPolicy], bool] = lambda _facts, _policy: True


def _incomplete(facts: Facts, policy: SchedulingPolicy, _now: datetime) -> tuple[str, str]:
    message = facts.message
    who = message.organizer.address if message.organizer else ""
    saw = f"organiser {who or 'none'}, start {_moment(message.start)}, end {_moment(message.end)}"
    if message.organizer is None or not message.organizer.address:
        return saw, "The invitation names no organiser."
    if message.start is None or message.end is None:
        return saw, "The invitation has no start or no end."
    if message.end <= message.start:
        return saw, "The meeting does not end after its start."
    if not message.uid:
        return saw, "The invitation has no identity (UID)."
    no_tag = facts.token.state is TokenState.MISSING and not facts.is_kept
    if policy.accept_location_number and no_tag and not facts.written:
        return f"{saw}, no tag, no number in the location", "Nothing tells which room is meant: no tag, and no number."
    return saw, ""


_TOKEN_WORDS = {
    TokenState.MISSING: "The invitation carries no alias tag.",
    TokenState.ALTERED: "The alias tag was changed or cut off.",
    TokenState.FOREIGN: "The alias tag belongs to another integration.",
}


def _invalid_alias(facts: Facts, _policy: SchedulingPolicy, _now: datetime) -> tuple[str, str]:
    if facts.written:
        if facts.issued is None:
            return f"{facts.written} in the location", "The number in the location is not known here."
        return f"{facts.written} in the location", ""
    if facts.is_kept and facts.issued is not None:
        return f"no tag, the meeting's own alias {facts.issued.alias}", ""
    if facts.token.state is not TokenState.VALID:
        return f"tag {facts.token.state}", _TOKEN_WORDS[facts.token.state]
    if facts.issued is None:
        return "tag valid, ledger without an entry", "The alias of the tag is not known here."
    return f"tag valid, alias {facts.issued.alias}", ""


def _alias_deleted(facts: Facts, _policy: SchedulingPolicy, _now: datetime) -> tuple[str, str]:
    issued = facts.issued
    if issued is not None and issued.deleted is not None:
        return f"deleted {_moment(issued.deleted)}", "The alias has been deleted since it was issued."
    if issued is not None and issued.released is not None:
        return f"released {_moment(issued.released)}", "The alias has been released since it was issued."
    return "in the ledger", ""


def _past_single(facts: Facts, _policy: SchedulingPolicy, now: datetime) -> tuple[str, str]:
    message = facts.message
    if message.recurrence is not None or message.end is None:
        return "a series", ""
    saw = f"ends {_moment(message.end)}"
    return saw, "The meeting has already ended." if message.end <= now else ""


def _past_series(facts: Facts, policy: SchedulingPolicy, now: datetime) -> tuple[str, str]:
    if facts.message.recurrence is None or facts.issued is None:
        return "no series", ""
    planned = facts.booked(facts.issued, policy)
    if not is_over(planned, now):
        return "occurrences to come", ""
    if _ends_what_was_to_come(facts.conference, planned, now):
        return "no occurrence left of a series that had some", ""
    return "no occurrence left", "Every occurrence of the series lies in the past."


def _ends_what_was_to_come(before: Conference | None, planned: Conference, now: datetime) -> bool:
    """Whether an edit shortens a series so that nothing is to come, as a split does while nobody reads the inbox."""
    if before is None or before.state is not ConferenceState.SCHEDULED or before.recurrence is None:
        return False
    return not is_over(before, now) and is_over(replace(planned, overrides=()), now)


def _unknown_sender(facts: Facts, policy: SchedulingPolicy, _now: datetime) -> tuple[str, str]:
    if not policy.check_sender:
        return "not checked", ""
    if facts.sender_known is False:
        return "not in the directory", "Organiser and sender are not in the directory."
    return "in the directory" if facts.sender_known else "not enforced: nothing to look them up in", ""


def foreign_words(message: MeetingMessage, standing: Standing) -> tuple[str, str]:
    """(what was seen, why the message may not change the meeting); the latter is "" where it may."""
    owner, organizer = standing.foreign, message.organizer
    if owner is None:
        return "the organiser's own message" if standing.own else "a new meeting", ""
    whose = owner.organizer.address or "an unknown organiser"
    who = organizer.address if organizer and organizer.address else "an unknown sender"
    if standing.is_vouched:
        return f"organiser {whose}, sent by {who}", f"The meeting belongs to {whose}; {who} may not change it."
    return (
        f"organiser {whose}, sent for them by {standing.delegate}",
        f"The meeting belongs to {whose}; {standing.delegate}, who sent this for them, is not known as a delegate.",
    )


def _not_organizer(facts: Facts, _policy: SchedulingPolicy, _now: datetime) -> tuple[str, str]:
    return foreign_words(facts.message, facts.standing)


def _knows_senders(facts: Facts, policy: SchedulingPolicy) -> bool:
    return policy.check_sender and facts.sender_known is not None


def _too_long(facts: Facts, policy: SchedulingPolicy, _now: datetime) -> tuple[str, str]:
    message = facts.message
    if message.start is None or message.end is None:
        return "no times", ""
    length = message.end - message.start
    saw = f"{_minutes(length)} of at most {_minutes(policy.max_duration)}"
    if not policy.check_duration:
        return f"{saw}, not checked", ""
    if length <= policy.max_duration:
        return saw, ""
    return saw, f"The meeting is {_minutes(length)} long; the limit is {_minutes(policy.max_duration)}."


def _bad_passcode(facts: Facts, policy: SchedulingPolicy, _now: datetime) -> tuple[str, str]:
    given = facts.token.passcodes
    names = [name for name, value in (("conference", given.conference), ("chairperson", given.chair)) if value]
    return f"passcodes: {', '.join(names) or 'none'}", passcodes_problem(given, policy)


def _alias_conflict(facts: Facts, policy: SchedulingPolicy, now: datetime) -> tuple[str, str]:
    if facts.holder is None and facts.siblings and facts.issued is not None:
        return _shared(facts, facts.issued, policy, now)
    if facts.holder is None:
        return "the organiser's own room" if facts.is_room else "free, or this meeting's own", ""
    how = "The number in the location" if facts.written else "The alias of the tag"
    if facts.holder.is_meeting and not facts.written:
        how = "The alias tag is a copy: its alias"
    return f"held by {facts.holder.words}", f"{how} belongs to {facts.holder.words}."


def _shared(facts: Facts, issued: IssuedAlias, policy: SchedulingPolicy, now: datetime) -> tuple[str, str]:
    """One tag may serve several series of its organiser that never overlap, as one that was split in two."""
    planned = facts.booked(issued, policy)
    for sibling in facts.siblings:
        if (at := first_overlap(planned, sibling, now)) is not None:
            saw = f"shared with another series of the organiser, both at {_moment(at)}"
            return saw, f"The alias serves another series of the organiser, and both take place at {_moment(at)}."
    return "shared with another series of the organiser, which never overlaps", ""


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at is not None else "none"


def _minutes(length: timedelta) -> str:
    """As people say it: 72 h, 90 min, 2 h 30 min."""
    hours, minutes = divmod(round(length / timedelta(minutes=1)), 60)
    if not hours or (hours == 1 and minutes):
        return f"{hours * 60 + minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


RULES: Final = (
    Rule(DeclineReason.INCOMPLETE, _incomplete),
    Rule(DeclineReason.INVALID_ALIAS, _invalid_alias),
    Rule(DeclineReason.ALIAS_DELETED, _alias_deleted),
    Rule(DeclineReason.PAST_SINGLE, _past_single, lambda facts, _: facts.message.recurrence is None),
    Rule(DeclineReason.PAST_SERIES, _past_series, lambda facts, _: facts.message.recurrence is not None),
    Rule(DeclineReason.UNKNOWN_SENDER, _unknown_sender, _knows_senders),
    Rule(DeclineReason.NOT_ORGANIZER, _not_organizer),
    Rule(DeclineReason.TOO_LONG, _too_long, lambda _, policy: policy.check_duration),
    Rule(DeclineReason.BAD_PASSCODE, _bad_passcode),
    Rule(DeclineReason.ALIAS_CONFLICT, _alias_conflict),
)
