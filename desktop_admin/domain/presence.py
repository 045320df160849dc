"""Presence: from a person's calendar, automatic replies and own choice to one value, with the reason for it.

Precedence, highest first: the person's own override; automatic replies that are on; an appointment shown as out of
office; the keyword highest in the table among all running appointments; a running appointment without a keyword; the
default.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from desktop_admin.domain.appointment import Appointment, MyResponse, OutOfOffice, OutOfOfficeState, ShowAs
from desktop_admin.domain.keyword import CompiledKeywords, compile_keywords, keyword_place
from desktop_admin.domain.people import Override
from desktop_admin.domain.plain_text import plain_text
from desktop_admin.domain.policy import PresencePolicy


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
class Verdict:
    """A person's presence with its cause.

    ``next_change`` is the next moment at which something that counts begins or ends: the verdict holds until then.
    ``greeting`` is the absence greeting as plain text, ``return_time`` when the person is back; both only when away.
    """

    presence: str
    cause: Cause
    considered: tuple[Considered, ...] = ()
    next_change: datetime | None = None
    greeting: str = ""
    return_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time with one presence and one cause; ``end`` is exclusive."""

    start: datetime
    end: datetime
    presence: str
    cause: Cause


def decide_presence(facts: PersonFacts, policy: PresencePolicy, now: datetime) -> Verdict:
    """The presence at ``now``. Appointments run from their start (inclusive) to their end (exclusive)."""
    keywords = compile_keywords(policy.keywords)
    judged = [_Judged.of(each, policy, keywords) for each in facts.appointments]
    presence, cause, winner = _rule(facts, judged, policy, now)
    away = cause.kind is CauseKind.AUTOMATIC_REPLIES
    return Verdict(
        presence=presence,
        cause=cause,
        considered=tuple(each.told(now, winner, cause) for each in judged if _is_near(each.appointment, now)),
        next_change=next((at for at in _boundaries(facts, judged) if at > now), None),
        greeting=_greeting(facts.out_of_office, policy) if away else "",
        return_time=cause.until if away else None,
    )


def presence_timeline(
    facts: PersonFacts, policy: PresencePolicy, start: datetime, end: datetime
) -> tuple[Segment, ...]:
    """The presence from ``start`` to ``end`` without a gap; neighbours differ in presence or cause."""
    keywords = compile_keywords(policy.keywords)
    judged = [_Judged.of(each, policy, keywords) for each in facts.appointments]
    edges = [start, *(at for at in _boundaries(facts, judged) if start < at < end), end]
    segments: list[Segment] = []
    for begin, finish in pairwise(edges):
        presence, cause, _ = _rule(facts, judged, policy, begin)
        if segments and (segments[-1].presence, segments[-1].cause) == (presence, cause):
            segments[-1] = Segment(segments[-1].start, finish, presence, cause)
        else:
            segments.append(Segment(begin, finish, presence, cause))
    return tuple(segments)


@dataclass(frozen=True, slots=True)
class _Judged:
    """An appointment with what the policy says of it, whatever the time."""

    appointment: Appointment
    counts: bool
    why: str
    place: int | None
    presence: str

    @classmethod
    def of(cls, appointment: Appointment, policy: PresencePolicy, keywords: CompiledKeywords) -> _Judged:
        counts, why = _counts(appointment, policy)
        place = None
        if counts and appointment.show_as is not ShowAs.OUT_OF_OFFICE:
            text = f"{appointment.subject}\n{appointment.location}" if policy.match_location else appointment.subject
            place = None if appointment.is_private else keyword_place(text, keywords)
            if place is None and not policy.meeting_without_keyword:
                counts, why = False, "It has no keyword, and only keywords count."
        presence = keywords.entries[place][0].presence if place is not None else policy.meeting_presence
        return cls(appointment, counts, why, place, presence)

    def runs(self, at: datetime) -> bool:
        return self.appointment.start <= at < self.appointment.end

    @property
    def rank(self) -> tuple[int, datetime, str]:
        """The lower, the stronger: keywords in their order, then what has none; the earlier start first."""
        return (self.place if self.place is not None else 1_000_000, self.appointment.start, self.appointment.item_id)

    def told(self, now: datetime, winner: Appointment | None, cause: Cause) -> Considered:
        running, won = self.runs(now), self.appointment is winner
        if won:
            why = f"It decides: {cause.text}"
        elif not self.counts:
            why = self.why
        elif self.appointment.end <= now:
            why = "It has ended."
        elif not running:
            why = "It has not begun."
        else:
            why = _LOST_TO[cause.kind]
        return Considered(self.appointment, self.counts, running, won, why)


_LOST_TO = {
    CauseKind.OVERRIDE: "The person's own choice is stronger.",
    CauseKind.AUTOMATIC_REPLIES: "Automatic replies are stronger.",
    CauseKind.OUT_OF_OFFICE: "An appointment shown as out of office is stronger.",
    CauseKind.KEYWORD: "Another appointment has a keyword that stands higher in the table.",
    CauseKind.MEETING: "Another appointment began earlier.",
    CauseKind.DEFAULT: "It does not count.",
}

_SHOWN = {
    ShowAs.FREE: "free",
    ShowAs.TENTATIVE: "tentative",
    ShowAs.BUSY: "busy",
    ShowAs.OUT_OF_OFFICE: "out of office",
    ShowAs.WORKING_ELSEWHERE: "working elsewhere",
    ShowAs.NO_DATA: "without free/busy status",
}


def _counts(appointment: Appointment, policy: PresencePolicy) -> tuple[bool, str]:
    """Whether an appointment counts, and if not, why."""
    if appointment.is_cancelled:
        return False, "It was cancelled."
    if appointment.my_response is MyResponse.DECLINED:
        return False, "The person declined it."
    if appointment.end <= appointment.start:
        return False, "It has no duration."
    shown = _SHOWN[appointment.show_as]
    if not _show_as_counts(appointment.show_as, policy):
        return False, f"Appointments shown as {shown} do not count."
    if appointment.is_all_day and not _all_day_counts(appointment.show_as, policy):
        return False, f"All-day appointments shown as {shown} do not count."
    return True, ""


def _show_as_counts(show_as: ShowAs, policy: PresencePolicy) -> bool:
    return {
        ShowAs.BUSY: True,
        ShowAs.OUT_OF_OFFICE: policy.count_out_of_office,
        ShowAs.TENTATIVE: policy.count_tentative,
        ShowAs.FREE: policy.count_free,
        ShowAs.WORKING_ELSEWHERE: policy.count_working_elsewhere,
        ShowAs.NO_DATA: False,
    }[show_as]


def _all_day_counts(show_as: ShowAs, policy: PresencePolicy) -> bool:
    if show_as is ShowAs.BUSY:
        return policy.all_day_busy
    return policy.all_day_out_of_office if show_as is ShowAs.OUT_OF_OFFICE else policy.all_day_other


def _rule(
    facts: PersonFacts, judged: list[_Judged], policy: PresencePolicy, at: datetime
) -> tuple[str, Cause, Appointment | None]:
    """Presence, cause and winning appointment at one instant."""
    override = facts.override
    if override is not None and override.since <= at:
        ends = _override_ends(override, judged)
        if ends is None or at < ends:
            return override.presence, Cause(CauseKind.OVERRIDE, "The person's own choice.", until=ends), None
    replies, until = _replies_on(facts.out_of_office, at)
    if replies:
        return (
            policy.out_of_office_presence,
            Cause(CauseKind.AUTOMATIC_REPLIES, "Automatic replies are on.", until=until),
            None,
        )
    running = [each for each in judged if each.counts and each.runs(at)]
    if not running:
        return policy.default_presence, Cause(CauseKind.DEFAULT, "Nothing that counts is on."), None
    away = [each for each in running if each.appointment.show_as is ShowAs.OUT_OF_OFFICE]
    if away:
        winner = max(away, key=lambda each: (each.appointment.end, each.appointment.item_id)).appointment
        text = f"{_named(winner)} is shown as out of office."
        return policy.out_of_office_presence, _cause(CauseKind.OUT_OF_OFFICE, text, winner), winner
    best = min(running, key=lambda each: each.rank)
    if best.place is not None:
        word = compile_keywords(policy.keywords).entries[best.place][0].word
        text = f"{_named(best.appointment)} has the keyword “{word}”."
        return best.presence, _cause(CauseKind.KEYWORD, text, best.appointment), best.appointment
    text = f"{_named(best.appointment)} is on."
    return policy.meeting_presence, _cause(CauseKind.MEETING, text, best.appointment), best.appointment


def _cause(kind: CauseKind, text: str, appointment: Appointment) -> Cause:
    return Cause(kind, text, appointment.item_id, appointment.end)


def _named(appointment: Appointment) -> str:
    if appointment.is_private:
        return "A private appointment"
    return f"“{appointment.subject}”" if appointment.subject else "An appointment without a subject"


def _override_ends(override: Override, judged: list[_Judged]) -> datetime | None:
    """When the next appointment that counts begins after the choice was made."""
    return min(
        (each.appointment.start for each in judged if each.counts and each.appointment.start > override.since),
        default=None,
    )


def _replies_on(replies: OutOfOffice | None, at: datetime) -> tuple[bool, datetime | None]:
    """Whether automatic replies are on at an instant, and until when where that is known."""
    if replies is None or replies.state is OutOfOfficeState.DISABLED:
        return False, None
    if replies.state is OutOfOfficeState.ENABLED:
        return True, None
    begun = replies.start is None or replies.start <= at
    return begun and (replies.end is None or at < replies.end), replies.end


def _boundaries(facts: PersonFacts, judged: list[_Judged]) -> Iterator[datetime]:
    """Every instant at which the presence may change, in order."""
    instants: set[datetime] = set()
    for each in judged:
        if each.counts:
            instants |= {each.appointment.start, each.appointment.end}
    replies = facts.out_of_office
    if replies is not None and replies.state is OutOfOfficeState.SCHEDULED:
        instants |= {at for at in (replies.start, replies.end) if at is not None}
    if facts.override is not None:
        instants.add(facts.override.since)
    yield from sorted(instants)


def _is_near(appointment: Appointment, now: datetime) -> bool:
    """What an explanation of ``now`` is about: what runs, ended within the last hour or begins within the next day."""
    return appointment.end > now - timedelta(hours=1) and appointment.start < now + timedelta(days=1)


def _greeting(replies: OutOfOffice | None, policy: PresencePolicy) -> str:
    if replies is None:
        return ""
    return plain_text(replies.external_reply if policy.use_external_greeting else replies.internal_reply)
