"""Decides what becomes of a message in the conferencing inbox.

A request passes the rules of declining in their order, and is accepted where none speaks against it. Whether it is an
edit is told by comparing it with what is stored, not by the message's label. Identity is (UID, recurrence id); order
is the sequence number, then the sender's time stamp; what is older is stale. A declined edit leaves the conference as
it was.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desktop_admin.domain.cancellation import decide_cancellation
from desktop_admin.domain.conference import Conference, ConferenceState, IssuedAlias
from desktop_admin.domain.conference_times import is_over
from desktop_admin.domain.decision import AcceptCase, Decision, DeclineReason, Outcome, RuleSeen
from desktop_admin.domain.meeting import MeetingMessage, MessageKind
from desktop_admin.domain.message_order import staleness
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.scheduling import booked, changes, conference_name
from desktop_admin.domain.template import TemplateKey, format_time, render, template_of
from desktop_admin.domain.template_keys import accept_key, decline_key
from desktop_admin.domain.token import TokenFound, TokenState

__all__ = ["Facts", "conference_name", "decide", "render_reply"]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a decision rests on.

    ``issued`` is the ledger's entry of the token's alias; ``conference`` the one stored for the message's UID;
    ``holder`` another conference that holds the alias; ``sender_known`` None where no directory was asked;
    ``names_taken`` the conference names that begin like this one's; ``new_conference_id`` the id that a new conference
    would get.
    """

    message: MeetingMessage
    token: TokenFound = field(default_factory=TokenFound)
    issued: IssuedAlias | None = None
    conference: Conference | None = None
    holder: Conference | None = None
    sender_known: bool | None = None
    names_taken: Set[str] = frozenset()
    new_conference_id: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    """``check`` says what it saw, and why it declines ("" where it does not)."""

    reason: DeclineReason
    check: Callable[[Facts, SchedulingPolicy, datetime], tuple[str, str]]


def decide(facts: Facts, policy: SchedulingPolicy, now: datetime) -> Decision:
    """The verdict on ``facts.message``. Raises ``TemplateError`` where a text of the administrator's fails."""
    message = facts.message
    if message.unreadable:
        seen = RuleSeen("readable", message.unreadable, "held", passed=False)
        return Decision(Outcome.HELD, f"The message could not be read whole: {message.unreadable}", (seen,))
    if message.kind not in (MessageKind.REQUEST, MessageKind.CANCELLATION):
        seen = RuleSeen("kind", str(message.kind), "ignored", passed=False)
        return Decision(Outcome.IGNORED, "This is neither an invitation nor a cancellation.", (seen,))
    saw, stale = staleness(message, facts.conference)
    if stale:
        return Decision(Outcome.IGNORED, stale, (RuleSeen("order", saw, "stale", passed=False),))
    order = RuleSeen("order", saw, "newest")
    if message.kind is MessageKind.CANCELLATION:
        return decide_cancellation(message, facts.conference, facts.new_conference_id, now, order)
    return _decide_request(facts, policy, now, order)


def _decide_request(facts: Facts, policy: SchedulingPolicy, now: datetime, order: RuleSeen) -> Decision:
    seen = [order]
    issued = facts.issued
    alias, numeric = (issued.alias, issued.numeric_alias) if issued else ("", "")
    for rule in _RULES:
        saw, why = rule.check(facts, policy, now)
        seen.append(RuleSeen(str(rule.reason), saw, why or "passed", passed=not why))
        if why:
            return Decision(
                Outcome.DECLINED, why, tuple(seen), decline_reason=rule.reason, alias=alias, numeric_alias=numeric
            )
    if issued is None:
        raise AssertionError("the rule of invalid aliases lets nothing pass without an issued alias")
    return _accept(facts, issued, policy, tuple(seen))


def _accept(facts: Facts, issued: IssuedAlias, policy: SchedulingPolicy, seen: tuple[RuleSeen, ...]) -> Decision:
    before = facts.conference
    known = before is not None and before.state is ConferenceState.SCHEDULED
    conference = booked(facts.message, before, issued, policy, facts.names_taken, facts.new_conference_id)
    changed = changes(facts.message, before, conference) if known and before is not None else ()
    case = _accept_case(facts.message, before if known else None, changed)
    freed = before.alias_id if before is not None and before.alias_id not in ("", issued.alias_id) else None
    return Decision(
        Outcome.ACCEPTED,
        _accept_words(case, changed),
        (*seen, RuleSeen("changes", ", ".join(changed) or "nothing that is stored differs", str(case))),
        accept_case=case,
        conference=conference,
        freed_alias_id=freed,
        alias=issued.alias,
        numeric_alias=issued.numeric_alias,
    )


def _accept_case(message: MeetingMessage, before: Conference | None, changed: tuple[str, ...]) -> AcceptCase:
    if message.recurrence_id is not None:
        return AcceptCase.EDITED_OCCURRENCE
    is_edit = before is not None and not before.orphan and bool(changed)
    if message.recurrence is not None:
        return AcceptCase.EDITED_SERIES if is_edit else AcceptCase.NEW_SERIES
    return AcceptCase.EDITED_SINGLE if is_edit else AcceptCase.NEW_SINGLE


def _accept_words(case: AcceptCase, changed: tuple[str, ...]) -> str:
    words = {
        AcceptCase.NEW_SINGLE: "A new meeting.",
        AcceptCase.EDITED_SINGLE: "A changed meeting",
        AcceptCase.NEW_SERIES: "A new series.",
        AcceptCase.EDITED_OCCURRENCE: "One occurrence of a series",
        AcceptCase.EDITED_SERIES: "A changed series",
    }[case]
    if words.endswith("."):
        return words
    return f"{words}: {', '.join(changed)}." if changed else f"{words}."


def _incomplete(facts: Facts, _policy: SchedulingPolicy, _now: datetime) -> tuple[str, str]:
    message = facts.message
    saw = f"organiser {message.organizer or 'none'}, start {message.start or 'none'}, end {message.end or 'none'}"
    if message.organizer is None or not message.organizer.address:
        return saw, "The invitation names no organiser."
    if message.start is None or message.end is None:
        return saw, "The invitation has no start or no end."
    if message.end <= message.start:
        return saw, "The meeting does not end after its start."
    if not message.uid:
        return saw, "The invitation has no identity (UID)."
    return saw, ""


_TOKEN_WORDS = {
    TokenState.MISSING: "The invitation carries no alias tag.",
    TokenState.ALTERED: "The alias tag was changed or cut off.",
    TokenState.FOREIGN: "The alias tag belongs to another integration.",
}


def _invalid_alias(facts: Facts, _policy: SchedulingPolicy, _now: datetime) -> tuple[str, str]:
    if facts.token.state is not TokenState.VALID:
        return f"tag {facts.token.state}", _TOKEN_WORDS[facts.token.state]
    if facts.issued is None:
        return "tag valid, ledger without an entry", "The alias of the tag is not known here."
    return f"tag valid, alias {facts.issued.alias}", ""


def _alias_deleted(facts: Facts, _policy: SchedulingPolicy, _now: datetime) -> tuple[str, str]:
    issued = facts.issued
    if issued is not None and issued.deleted is not None:
        return f"deleted {issued.deleted:%Y-%m-%d %H:%M} UTC", "The alias has been deleted since it was issued."
    if issued is not None and issued.released is not None:
        return f"released {issued.released:%Y-%m-%d %H:%M} UTC", "The alias has been released since it was issued."
    return "in the ledger", ""


def _past_single(facts: Facts, _policy: SchedulingPolicy, now: datetime) -> tuple[str, str]:
    message = facts.message
    if message.recurrence is not None or message.end is None:
        return "a series", ""
    saw = f"ends {message.end}"
    return saw, "The meeting is over already." if message.end <= now else ""


def _past_series(facts: Facts, policy: SchedulingPolicy, now: datetime) -> tuple[str, str]:
    if facts.message.recurrence is None or facts.issued is None:
        return "no series", ""
    planned = booked(facts.message, facts.conference, facts.issued, policy, facts.names_taken, facts.new_conference_id)
    if is_over(planned, now):
        return "no occurrence left", "Every occurrence of the series lies in the past."
    return "occurrences to come", ""


def _unknown_sender(facts: Facts, policy: SchedulingPolicy, _now: datetime) -> tuple[str, str]:
    if not policy.check_sender:
        return "not checked", ""
    if facts.sender_known is False:
        return "not in the directory", "Organiser and sender are not in the directory."
    return "in the directory" if facts.sender_known else "no directory", ""


def _too_long(facts: Facts, policy: SchedulingPolicy, _now: datetime) -> tuple[str, str]:
    message = facts.message
    if message.start is None or message.end is None:
        return "no times", ""
    length = message.end - message.start
    saw = f"{_minutes(length)} of at most {_minutes(policy.max_duration)}"
    if not policy.check_duration:
        return f"{saw}, not checked", ""
    return saw, f"The meeting lasts {saw}." if length > policy.max_duration else ""


def _bad_passcode(_facts: Facts, _policy: SchedulingPolicy, _now: datetime) -> tuple[str, str]:
    return "no passcode", ""


def _alias_conflict(facts: Facts, _policy: SchedulingPolicy, _now: datetime) -> tuple[str, str]:
    issued = facts.issued
    if facts.holder is not None:
        return "held by another meeting", "The alias belongs to another meeting."
    if issued is not None and issued.meeting_uid and issued.meeting_uid != facts.message.uid:
        return "used by another meeting", "The alias was used by another meeting already."
    return "free, or this meeting's own", ""


def _minutes(length: timedelta) -> str:
    return f"{length.total_seconds() / 60:g} min"


_RULES = (
    _Rule(DeclineReason.INCOMPLETE, _incomplete),
    _Rule(DeclineReason.INVALID_ALIAS, _invalid_alias),
    _Rule(DeclineReason.ALIAS_DELETED, _alias_deleted),
    _Rule(DeclineReason.PAST_SINGLE, _past_single),
    _Rule(DeclineReason.PAST_SERIES, _past_series),
    _Rule(DeclineReason.UNKNOWN_SENDER, _unknown_sender),
    _Rule(DeclineReason.TOO_LONG, _too_long),
    _Rule(DeclineReason.BAD_PASSCODE, _bad_passcode),
    _Rule(DeclineReason.ALIAS_CONFLICT, _alias_conflict),
)


def render_reply(decision: Decision, message: MeetingMessage, policy: SchedulingPolicy) -> str:
    """The HTML that answers an accepted or declined request. Raises ``TemplateError``."""
    key: TemplateKey
    if decision.accept_case is not None:
        key = accept_key(decision.accept_case)
    elif decision.decline_reason is not None:
        key = decline_key(decision.decline_reason)
    else:
        raise ValueError("only accepted and declined requests are answered")
    values = {
        "alias": decision.alias,
        "numeric_alias": decision.numeric_alias,
        "start_time": format_time(message.start, message.zone) if message.start else "",
        "end_time": format_time(message.end, message.zone) if message.end else "",
    }
    return render(key, template_of(policy, key), values)
