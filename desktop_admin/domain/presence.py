"""Presence: from a person's calendar, automatic replies and own choice to one value, with the reason for it.

Precedence, highest first: the person's own override; automatic replies that are on; an appointment shown as out of
office; the keyword highest in the table among all running appointments; a running appointment without a keyword; the
default.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from heapq import heappop, heappush
from typing import Final

from desktop_admin.domain.appointment import (
    Appointment,
    OutOfOffice,
    OutOfOfficeState,
    in_calendar_order,
    replies_are_on,
)
from desktop_admin.domain.judging import Judged
from desktop_admin.domain.people import Override, SetBy
from desktop_admin.domain.plain_text import plain_text
from desktop_admin.domain.policy import PresencePolicy

MAX_CONSIDERED: Final = 100
"""An explanation names at most so many appointments, those that run first."""
_END_OF_TIME: Final = datetime.max.replace(tzinfo=UTC)


class CauseKind(StrEnum):
    """Which rule won, from the highest to the lowest."""

    OVERRIDE = "override"
    AUTOMATIC_REPLIES = "automatic_replies"
    OUT_OF_OFFICE = "out_of_office"
    KEYWORD = "keyword"
    MEETING = "meeting"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a person. ``out_of_office`` None: not read yet."""

    appointments: tuple[Appointment, ...] = ()
    out_of_office: OutOfOffice | None = None
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """The rule that won and its words; ``until`` is the end of what it rests on, where that has one."""

    kind: CauseKind
    text: str
    appointment_id: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Considered:
    """One appointment near ``now``: whether it counts, runs and won, and why or why not."""

    appointment: Appointment
    counts: bool
    running: bool
    won: bool
    why: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A rule above the appointments that had something to say and did not decide: own choice, automatic replies."""

    kind: CauseKind
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A person's presence with its cause.

    ``next_change`` is the next moment at which presence or cause is another one: the verdict holds until then.
    ``greeting`` is the absence greeting as plain text, ``return_time`` when the person is back; both only when away.
    """

    presence: str
    cause: Cause
    considered: tuple[Considered, ...] = ()
    next_change: datetime | None = None
    greeting: str = ""
    return_time: datetime | None = None
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time with one presence and one cause; ``end`` is exclusive."""

    start: datetime
    end: datetime
    presence: str
    cause: Cause


def decide_presence(facts: PersonFacts, policy: PresencePolicy, now: datetime) -> Verdict:
    """The presence at ``now``. Appointments run from their start (inclusive) to their end (exclusive)."""
    rule = _Rule(facts, policy)
    rulings = rule.rulings(now)
    _, won = next(rulings)
    cause = won.cause
    return Verdict(
        presence=rule.presence(won),
        cause=cause,
        considered=rule.considered(won, now),
        next_change=next((at for at, other in rulings if other != won), None),
        greeting=rule.greeting() if won.kind is CauseKind.AUTOMATIC_REPLIES else "",
        return_time=cause.until if won.kind in (CauseKind.AUTOMATIC_REPLIES, CauseKind.OUT_OF_OFFICE) else None,
        passed_over=tuple(rule.passed_over(won, now)),
    )


def presence_timeline(
    facts: PersonFacts, policy: PresencePolicy, start: datetime, end: datetime
) -> tuple[Segment, ...]:
    """The presence from ``start`` to ``end`` without a gap; neighbours differ in presence or cause."""
    rule = _Rule(facts, policy)
    rulings = rule.rulings(start, end)
    begun, won = next(rulings)
    segments: list[Segment] = []
    for at, other in rulings:
        if other != won:
            segments.append(Segment(begun, at, rule.presence(won), won.cause))
            begun, won = at, other
    return (*segments, Segment(begun, end, rule.presence(won), won.cause))


def override_is_over(facts: PersonFacts, policy: PresencePolicy, now: datetime) -> bool:
    """Whether the person's own choice has ended.

    It is to be forgotten then: it must not return when the appointment that ended it is known no longer, or counts no
    longer.
    """
    if facts.override is None:
        return False
    ender = _Rule(facts, policy).override_ender
    return ender is not None and ender.appointment.start <= now


@dataclass(frozen=True, slots=True)
class _Ruling:
    """What decides at an instant: a rule, and the appointment or the end that it rests on."""

    kind: CauseKind
    winner: Judged | None = None
    until: datetime | None = None
    set_by: SetBy = SetBy.ADMINISTRATOR

    @property
    def cause(self) -> Cause:
        winner = self.winner
        if winner is None:
            words = _SET_BY[self.set_by] if self.kind is CauseKind.OVERRIDE else _WITHOUT_APPOINTMENT[self.kind]
            return Cause(self.kind, words, until=self.until)
        if self.kind is CauseKind.OUT_OF_OFFICE:
            text = f"{winner.name} is shown as out of office."
        elif winner.keyword is not None:
            text = f"{winner.name} has the keyword “{winner.keyword.word}”."
        else:
            text = f"{winner.name} is in progress."
        return Cause(self.kind, text, winner.appointment.item_id, winner.appointment.end)


_SET_BY = {SetBy.ADMINISTRATOR: "Set by an administrator.", SetBy.PERSON: "Set by the person."}
_WITHOUT_APPOINTMENT = {
    CauseKind.AUTOMATIC_REPLIES: "Automatic replies are on.",
    CauseKind.DEFAULT: "No appointment affects presence right now.",
}


class _Rule:
    """The rule on one person's facts. Appointments are judged when time comes to them, each once."""

    def __init__(self, facts: PersonFacts, policy: PresencePolicy) -> None:
        self._facts = facts
        self._policy = policy
        self._judged = [Judged(each, policy) for each in in_calendar_order(facts.appointments)]

    def rulings(self, start: datetime, end: datetime | None = None) -> Iterator[tuple[datetime, _Ruling]]:
        """What decides at ``start``, then at each later instant (before ``end``) at which that may be another.

        However many appointments overlap, each is put into a heap once and taken out once.
        """
        waiting = iter(enumerate(self._judged))
        place, coming = next(waiting, (0, None))
        away: list[tuple[timedelta, str, int, Judged]] = []
        others: list[tuple[int, int, Judged]] = []
        for at in (start, *self._instants(start, end)):
            while coming is not None and coming.appointment.start <= at:
                if coming.appointment.end > at and coming.counts:
                    if coming.is_away:
                        # Of several the one that lasts longest decides: it is when the person is back.
                        lasts = _END_OF_TIME - coming.appointment.end
                        heappush(away, (lasts, coming.appointment.item_id, place, coming))
                    else:
                        heappush(others, (coming.rank, place, coming))
                place, coming = next(waiting, (0, None))
            while away and away[0][-1].appointment.end <= at:
                heappop(away)
            while others and others[0][-1].appointment.end <= at:
                heappop(others)
            yield at, self._ruling(at, away[0][-1] if away else None, others[0][-1] if others else None)

    def presence(self, won: _Ruling) -> str:
        match won.kind:
            case CauseKind.OVERRIDE if self._facts.override is not None:
                return self._facts.override.presence
            case CauseKind.AUTOMATIC_REPLIES | CauseKind.OUT_OF_OFFICE:
                return self._policy.out_of_office_presence
            case CauseKind.MEETING:
                return self._policy.meeting_presence
        keyword = won.winner.keyword if won.winner is not None else None
        return self._policy.default_presence if keyword is None else keyword.presence

    def considered(self, won: _Ruling, now: datetime) -> tuple[Considered, ...]:
        """What runs, ended within the last hour or begins within the next day, in the order of the start."""
        since, before = now - timedelta(hours=1), now + timedelta(days=1)
        near = [each for each in self._judged if each.appointment.end > since and each.appointment.start < before]
        if len(near) > MAX_CONSIDERED:
            running = [each for each in near if _runs(each, now)]
            rest = [each for each in near if not _runs(each, now)]
            chosen = [each for each in (won.winner,) if each is not None] + running + rest
            near = sorted(list(dict.fromkeys(chosen))[:MAX_CONSIDERED], key=lambda each: each.appointment.start)
        return tuple(_told(each, won, now) for each in near)

    def passed_over(self, won: _Ruling, now: datetime) -> Iterator[PassedOver]:
        override, ender = self._facts.override, self.override_ender
        if override is not None and won.kind is not CauseKind.OVERRIDE:
            ended = f"ended when {ender.name} began" if ender is not None and override.since <= now else "begins later"
            yield PassedOver(CauseKind.OVERRIDE, f"The manual override “{override.presence}” {ended}.")
        replies = self._facts.out_of_office
        if replies is None or replies.state is OutOfOfficeState.DISABLED or won.kind is CauseKind.AUTOMATIC_REPLIES:
            return
        if replies_are_on(replies, now):
            why = "Automatic replies are on; the manual override takes precedence."
        elif replies.end is not None and replies.end <= now:
            why = "Automatic replies were scheduled, and have ended."
        else:
            why = "Automatic replies are scheduled, and have not begun."
        yield PassedOver(CauseKind.AUTOMATIC_REPLIES, why)

    def greeting(self) -> str:
        replies = self._facts.out_of_office
        if replies is None:
            return ""
        return plain_text(replies.external_reply if self._policy.external_greeting else replies.internal_reply)

    @cached_property
    def override_ender(self) -> Judged | None:
        """The appointment whose beginning ends the person's own choice: the next that counts."""
        override = self._facts.override
        if override is None:
            return None
        first = bisect_right(self._judged, override.since, key=lambda each: each.appointment.start)
        return next((each for each in self._judged[first:] if each.counts), None)

    def _ruling(self, at: datetime, away: Judged | None, other: Judged | None) -> _Ruling:
        override, replies = self._facts.override, self._facts.out_of_office
        if override is not None and override.since <= at:
            ends = self.override_ender.appointment.start if self.override_ender is not None else None
            if ends is None or at < ends:
                return _Ruling(CauseKind.OVERRIDE, until=ends, set_by=override.set_by)
        if replies is not None and replies_are_on(replies, at):
            scheduled = replies.state is OutOfOfficeState.SCHEDULED
            return _Ruling(CauseKind.AUTOMATIC_REPLIES, until=replies.end if scheduled else None)
        if away is not None:
            return _Ruling(CauseKind.OUT_OF_OFFICE, away)
        if other is not None:
            return _Ruling(CauseKind.MEETING if other.place is None else CauseKind.KEYWORD, other)
        return _Ruling(CauseKind.DEFAULT)

    def _instants(self, start: datetime, end: datetime | None) -> list[datetime]:
        """Every instant after ``start`` (and before ``end``) at which something may begin or end, in order."""
        instants = [each.start for each in self._facts.appointments]
        instants += [each.end for each in self._facts.appointments]
        replies = self._facts.out_of_office
        if replies is not None and replies.state is OutOfOfficeState.SCHEDULED:
            instants += [at for at in (replies.start, replies.end) if at is not None]
        if self._facts.override is not None:
            instants.append(self._facts.override.since)
        return sorted(at for at in instants if at > start and (end is None or at < end))


def _runs(each: Judged, now: datetime) -> bool:
    return each.appointment.start <= now < each.appointment.end


def _told(each: Judged, won: _Ruling, now: datetime) -> Considered:
    running, is_winner = _runs(each, now), each is won.winner
    if is_winner:
        why = f"It decides: {won.cause.text}"
    elif not each.counts:
        why = each.why_not
    elif each.appointment.end <= now:
        why = "It has ended."
    elif not running:
        why = "It has not begun."
    else:
        why = _why_lost(each, won)
    return Considered(each.appointment, each.counts, running, is_winner, why)


def _why_lost(loser: Judged, won: _Ruling) -> str:
    winner = won.winner
    if winner is None:
        stronger = "The manual override is" if won.kind is CauseKind.OVERRIDE else "Automatic replies are"
        return f"{stronger} stronger."
    if won.kind is CauseKind.OUT_OF_OFFICE:
        if loser.is_away:
            return "Another appointment shown as out of office lasts longer."
        return "An appointment shown as out of office is stronger."
    if loser.place == winner.place:
        return "Another appointment with the same keyword began earlier." if winner.keyword else _BEGAN_EARLIER
    return "Another appointment has a keyword" + (" that stands higher in the table." if loser.keyword else ".")


_BEGAN_EARLIER = "Another appointment began earlier."
