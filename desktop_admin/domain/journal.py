"""The journal of processed inbox items and the outbox of what has to be sent for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from desktop_admin.domain.conference import Conference, IssuedAlias
from desktop_admin.domain.decision import Decision, Outcome, RuleSeen
from desktop_admin.domain.meeting import ItemId, Mailbox, MeetingMessage, MessageKind
from desktop_admin.domain.ports import AnswerFate, AnswerKind


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """What became of one item of the conferencing inbox; there is one entry an item.

    ``id`` 0: not stored yet. ``organizer``/``sender`` are addresses; ``zone`` is the meeting's own IANA zone; ``code``
    is the accept case or the decline reason, "" where there is none. ``message`` keeps, as JSON, what a template
    preview needs beyond the other fields; the body is never kept. Of a private meeting, subject and location are empty.
    """

    integration_id: str
    item_id: str
    received: datetime
    at: datetime
    kind: MessageKind
    outcome: Outcome
    reason: str
    id: int = 0
    organizer: str = ""
    sender: str = ""
    subject: str = field(default="", repr=False)
    location: str = field(default="", repr=False)
    alias: str = ""
    start: datetime | None = None
    end: datetime | None = None
    zone: str = ""
    is_series: bool = False
    is_private: bool = False
    uid: str = ""
    recurrence_id: datetime | None = None
    code: str = ""
    rules: tuple[RuleSeen, ...] = ()
    message: Mapping[str, Any] = field(default_factory=dict, hash=False, repr=False)


class OutboxState(StrEnum):
    """SENDING: handed to Exchange, its fate unknown until it is DONE. REHEARSED: not to be sent before an administrator
    says so; DISCARDED: never.
    """

    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    REHEARSED = "rehearsed"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Undo:
    """What a rehearsed decision changed, as it was before: ``conference`` is None where there was none, ``aliases`` are
    the ledger's entries. ``conference_id`` is "" where the decision changed no conference.
    """

    conference_id: str = ""
    conference: Conference | None = None
    aliases: tuple[IssuedAlias, ...] = ()


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """An answer that was decided: ``html`` exactly as sent. ``not_before`` postpones it; DONE sets ``fate``.
    ``undo`` is there for what was rehearsed, also after its release. ``meeting`` is the same for answers that are to
    be sent in their order; only what waits to be sent has it.
    """

    integration_id: str
    mailbox: str
    item_id: ItemId
    kind: AnswerKind
    created: datetime
    html: str = field(default="", repr=False)
    id: int = 0
    journal_id: int = 0
    state: OutboxState = OutboxState.WAITING
    fate: AnswerFate | None = None
    attempts: int = 0
    not_before: datetime | None = None
    sent_at: datetime | None = None
    undo: Undo | None = None
    meeting: tuple[str, str] = field(default=("", ""), compare=False)


def journal_entry(integration_id: str, message: MeetingMessage, decision: Decision, now: datetime) -> JournalEntry:
    """The entry that tells what ``decision`` made of ``message`` at ``now``."""
    conference = decision.conference
    return JournalEntry(
        integration_id=integration_id,
        item_id=message.item_id.id,
        received=message.received,
        at=now,
        kind=message.kind,
        outcome=decision.outcome,
        reason=decision.reason,
        organizer=_address(message.organizer),
        sender=_address(message.sender),
        subject="" if message.is_private else message.subject,
        location="" if message.is_private else message.location,
        alias=decision.alias,
        start=message.start,
        end=message.end,
        zone=message.zone,
        is_series=message.recurrence is not None,
        is_private=message.is_private,
        uid=message.uid,
        recurrence_id=message.recurrence_id,
        code=str(decision.accept_case or decision.decline_reason or ""),
        rules=decision.rules,
        message={
            "organizer_name": message.organizer.name if message.organizer else "",
            "numeric_alias": decision.numeric_alias,
            "alias_id": conference.alias_id if conference else "",
            "is_all_day": message.is_all_day,
            "change_key": message.item_id.change_key,
            "is_foreign": decision.is_foreign,
        },
    )


def _address(mailbox: Mailbox | None) -> str:
    return mailbox.address if mailbox else ""
