"""What can become of an item of the conferencing inbox, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop_admin.domain.conference import Conference


class Outcome(StrEnum):
    """Every item ends in exactly one of these."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    APPLIED = "applied"
    IGNORED = "ignored"
    HELD = "held"


class DeclineReason(StrEnum):
    """In the order in which they are checked."""

    INCOMPLETE = "incomplete"
    INVALID_ALIAS = "invalid_alias"
    ALIAS_DELETED = "alias_deleted"
    PAST_SINGLE = "past_single"
    PAST_SERIES = "past_series"
    UNKNOWN_SENDER = "unknown_sender"
    NOT_ORGANIZER = "not_organizer"
    TOO_LONG = "too_long"
    BAD_PASSCODE = "bad_passcode"
    ALIAS_CONFLICT = "alias_conflict"


class AcceptCase(StrEnum):
    NEW_SINGLE = "new_single"
    EDITED_SINGLE = "edited_single"
    NEW_SERIES = "new_series"
    EDITED_OCCURRENCE = "edited_occurrence"
    EDITED_SERIES = "edited_series"


@dataclass(frozen=True, slots=True)
class RuleSeen:
    """One rule of the decision: what it looked at and what it said. ``passed`` False = this rule decided; ``checked``
    False = it does not apply to this message, or is switched off.
    """

    rule: str
    saw: str
    said: str
    passed: bool = True
    checked: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on one message.

    ``conference`` is the conference as it is afterwards (None: none, or unchanged); ``freed_alias_id`` names an
    alias that nobody needs any more; ``alias`` is the one that the message speaks of, where it is known. ``reason``
    is in plain words for the journal and the log. ``is_foreign``: somebody tried to change another
    organiser's meeting.
    """

    outcome: Outcome
    reason: str
    rules: tuple[RuleSeen, ...] = ()
    accept_case: AcceptCase | None = None
    decline_reason: DeclineReason | None = None
    conference: Conference | None = None
    freed_alias_id: str | None = None
    alias: str = ""
    numeric_alias: str = ""
    is_foreign: bool = False

    @property
    def wants_reply(self) -> bool:
        return self.outcome in (Outcome.ACCEPTED, Outcome.DECLINED)
