"""Records for showing: what front ends (desktop, command line, HTTP API) are given. Frozen, plain, complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from desktop_admin.domain.health import IntegrationFacts
from desktop_admin.domain.journal import JournalEntry, OutboxEntry, OutboxState
from desktop_admin.domain.ports import AnswerFate, AnswerKind
from desktop_admin.domain.records import record_of
from desktop_admin.domain.status import Status

if TYPE_CHECKING:
    # Names for types alone: the desktop's first window does not wait for the rules and for pydantic.
    from desktop_admin.domain.appointment import Appointment, OutOfOffice
    from desktop_admin.domain.decision import RuleSeen
    from desktop_admin.domain.people import Keyword, Override, Person, PresenceEntry
    from desktop_admin.domain.presence import Segment, Verdict
    from desktop_admin.domain.status import Alarm, Condition
    from desktop_admin.settings import IntegrationSettings, PresenceSettings


@dataclass(frozen=True, slots=True)
class IntegrationView:
    """An integration at a glance. ``server_version`` like ``15.2.1748``, "" before the first connection; ``listener``
    tells how pushes get here, "" where none are taken.
    """

    id: str
    settings: IntegrationSettings
    condition: Condition
    has_password: bool
    has_proxy_password: bool = field(default=False, kw_only=True)
    server_version: str = ""
    server_name: str = ""
    mode: str = "none"
    last_sign: datetime | None = None
    waiting: int = 0
    rehearsed: int = 0
    alarms: tuple[Alarm, ...] = ()
    listener: str = ""

    @property
    def is_current(self) -> bool:
        """Whether Exchange is being read: what was read before is old otherwise."""
        return self.condition.status in (Status.ONLINE, Status.DEGRADED)

    @property
    def facts(self) -> IntegrationFacts:
        """What counts for the sum of all integrations (``domain.health``)."""
        is_dry_run = self.settings.scheduling.rehearsal
        return IntegrationFacts(self.settings.name, self.condition, self.alarms, is_dry_run, self.rehearsed)


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Today's counts, by the system's zone. Decisions whose reply is kept back are in none of them."""

    accepted: int = 0
    declined: int = 0
    applied: int = 0
    ignored: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class ProcessedView:
    """An item of the journal: what came, what was decided and why, what was answered.

    ``reply`` is the HTML exactly as sent ("" where none is sent). ``reply_state``: none, waiting, sent, already,
    outdated, refused, unknown; rehearsed while it waits for an administrator's word, discarded where that was no.
    ``start``/``end`` are aware; ``zone`` is the meeting's own.
    """

    id: int
    at: datetime
    organizer: str
    sender: str
    subject: str
    location: str
    alias: str
    start: datetime | None
    end: datetime | None
    zone: str
    is_series: bool
    is_private: bool
    kind: str
    outcome: str
    code: str
    reason: str
    rules: tuple[RuleSeen, ...]
    reply: str
    reply_state: str
    reply_at: datetime | None
    organizer_name: str = ""


def processed_view(entry: JournalEntry, answer: OutboxEntry | None) -> ProcessedView:
    """A journal entry and what was sent for it, as one record."""
    sent = answer is not None and answer.kind is not AnswerKind.FINISH
    return record_of(
        ProcessedView,
        entry,
        kind=str(entry.kind),
        outcome=str(entry.outcome),
        reply=answer.html if answer is not None and sent else "",
        reply_state=_reply_state(answer, sent) if answer is not None else "none",
        reply_at=answer.sent_at if answer is not None and sent else None,
        organizer_name=str(entry.message.get("organizer_name", "")),
    )


def _reply_state(answer: OutboxEntry, is_reply: bool) -> str:
    if answer.state in (OutboxState.REHEARSED, OutboxState.DISCARDED):
        return str(answer.state)
    if not is_reply:
        return "none"
    if answer.state is not OutboxState.DONE:
        return "waiting"
    return str(answer.fate or AnswerFate.SENT)


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person with present value. ``verdict`` is None while the calendar has not been read, or the person is
    left alone. ``how``: by which operations it was read last (batch or mailbox); ``watch``: how changes of the calendar
    are heard of (push, streaming or sweep); each "" where that is not so yet.
    """

    person: Person
    verdict: Verdict | None
    read_at: datetime | None = None
    trouble: str = ""
    how: str = ""
    watch: str = ""


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """All about one person: coming appointments, out of office, the day's strip."""

    view: PersonView
    appointments: tuple[Appointment, ...]
    out_of_office: OutOfOffice | None
    override: Override | None
    strip: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class PersonStrip:
    """A stretch of a person's presence without a gap; no ``segments`` where nothing is known."""

    person_id: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class PresenceRules:
    """All that decides presence. ``chosen``: how many people have chosen each presence themselves."""

    presences: tuple[PresenceEntry, ...]
    keywords: tuple[Keyword, ...]
    settings: PresenceSettings
    chosen: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RulesDraft:
    """Rules that are not stored yet. ``settings``: options of ``PresenceSettings``; those left out stay."""

    presences: tuple[PresenceEntry, ...]
    keywords: tuple[Keyword, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonWhatIf:
    """Somebody whose presence a draft would change: for how long in all, in how many parts, the first from when."""

    person: Person
    changed: timedelta
    parts: int
    first: datetime


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a draft would change from ``start`` to ``end``: of ``people`` those who change, the longest first."""

    start: datetime
    end: datetime
    people: int
    changed: tuple[PersonWhatIf, ...]


@dataclass(frozen=True, slots=True)
class StripPart:
    """A stretch of a subscription's history: mode is push, streaming, polling, connecting, offline or disabled.

    ``reason`` says in words why it was no better, "" where all was well.
    """

    start: datetime
    end: datetime
    mode: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AliasView:
    """An alias that was just issued, with what has to stand in the invitation's body."""

    alias: str
    numeric_alias: str
    token: str
    instructions: str


@dataclass(frozen=True, slots=True)
class PreviewView:
    """A template rendered for showing; ``error`` in words where it could not be."""

    html: str
    error: str = ""


def people_answer(views: Sequence[PersonView]) -> list[dict[str, Any] | None]:
    return [person_answer(view) for view in views]


def person_answer(view: PersonView | None) -> dict[str, Any] | None:
    """What the command line shows of a person: without the appointments that were considered."""
    if view is None:
        return None
    verdict = view.verdict
    return {
        "name": view.person.name,
        "address": view.person.address,
        "extension": view.person.extension,
        "followed": view.person.is_kept,
        "presence": verdict.presence if verdict else None,
        "cause": verdict.cause.text if verdict else "",
        "greeting": verdict.greeting if verdict else "",
        "return_time": verdict.return_time if verdict else None,
        "next_change": verdict.next_change if verdict else None,
        "read_at": view.read_at,
        "read_how": view.how,
        "heard_by": view.watch,
        "trouble": view.trouble,
    }
