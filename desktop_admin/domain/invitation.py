"""Decides what becomes of a message in the conferencing inbox.

A request passes the rules of declining in their order, and is accepted where none speaks against it. Whether it is an
edit is told by comparing it with what is stored, not by the message's label. Identity is (UID, recurrence id); order
is the sequence number, then the sender's time stamp; what is older is stale. Only its organiser changes a meeting
(:mod:`desktop_admin.domain.authority`). A declined edit leaves the conference as it was.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from desktop_admin.domain.cancellation import decide_cancellation
from desktop_admin.domain.conference import Conference, ConferenceState, IssuedAlias
from desktop_admin.domain.decision import AcceptCase, Decision, DeclineReason, Outcome, RuleSeen
from desktop_admin.domain.decline_exceptions import EXCEPTIONS
from desktop_admin.domain.decline_rules import RULES, Facts, foreign_words
from desktop_admin.domain.meeting import MeetingMessage, MessageKind
from desktop_admin.domain.message_order import staleness
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.scheduling import changes, conference_name
from desktop_admin.domain.template import TemplateKey, render, template_of, time_values
from desktop_admin.domain.template_keys import accept_key, decline_key

__all__ = ["Facts", "conference_name", "decide", "render_reply"]


def decide(facts: Facts, policy: SchedulingPolicy, now: datetime) -> Decision:
    """The verdict on ``facts.message``. Raises ``TemplateError`` where a text of the administrator's fails."""
    if (aside := _set_aside(facts)) is not None:
        return aside
    message, standing = facts.message, facts.standing
    saw, stale = staleness(
        message, facts.conference, is_contested=facts.is_contested, by_delegate=bool(standing.delegate)
    )
    if stale:
        return Decision(Outcome.IGNORED, stale, (RuleSeen("order", saw, "stale", passed=False),))
    order = RuleSeen("order", saw, "newest")
    if message.kind is MessageKind.CANCELLATION:
        return decide_cancellation(facts.recorded, facts.conference, facts.new_conference_id, now, order)
    if message.is_answered:
        seen = RuleSeen("answered", "answered before", "ignored", passed=False)
        return Decision(Outcome.IGNORED, "The invitation has already been answered.", (order, seen))
    if standing.is_copy:
        seen = RuleSeen("order", saw, "a copy", passed=False)
        return Decision(Outcome.IGNORED, f"{standing.delegate} forwarded what is known already.", (seen,))
    return replace(_decide_request(facts, policy, now, order), is_foreign=standing.foreign is not None)


def _set_aside(facts: Facts) -> Decision | None:
    """What is decided whatever the message says; None where that has to be looked at."""
    message = facts.message
    if message.unreadable:
        seen = RuleSeen("readable", message.unreadable, "held", passed=False)
        return Decision(Outcome.HELD, f"The message could not be read whole: {message.unreadable}", (seen,))
    if message.kind not in (MessageKind.REQUEST, MessageKind.CANCELLATION):
        seen = RuleSeen("kind", str(message.kind), "ignored", passed=False)
        return Decision(Outcome.IGNORED, "This is neither an invitation nor a cancellation.", (seen,))
    if facts.standing.unproven is not None:
        return _unproven(message, facts.standing.unproven, facts.standing.delegate)
    return _may_not_cancel(facts) if message.kind is MessageKind.CANCELLATION else None


def _unproven(message: MeetingMessage, meeting: Conference, delegate: str) -> Decision:
    """A change whose sender cannot be compared with the organiser: neither believed nor declined."""
    who = delegate or (message.organizer.address if message.organizer else "")
    saw = f"organiser {meeting.organizer.address}, sent by {who}"
    reason = f"It cannot be told whether {who} is {meeting.organizer.address}, whose meeting this is."
    return Decision(Outcome.HELD, reason, (RuleSeen(str(DeclineReason.NOT_ORGANIZER), saw, "held", passed=False),))


def _may_not_cancel(facts: Facts) -> Decision | None:
    """Of somebody else's meeting nothing ends, and nothing is remembered of what nobody vouches for."""
    saw, why = foreign_words(facts.message, facts.standing)
    rule = RuleSeen(str(DeclineReason.NOT_ORGANIZER), saw, "ignored", passed=False)
    if why:
        why = f"Nothing was cancelled. {why}"
        return Decision(Outcome.IGNORED, why, (rule,), decline_reason=DeclineReason.NOT_ORGANIZER, is_foreign=True)
    if facts.conference is None and facts.standing.delegate:
        nothing = "There is nothing to cancel, and the organiser did not send this."
        return Decision(Outcome.IGNORED, nothing, (rule,))
    return None


def _decide_request(facts: Facts, policy: SchedulingPolicy, now: datetime, order: RuleSeen) -> Decision:
    seen = [order]
    issued = facts.issued
    alias, numeric = (issued.alias, issued.numeric_alias) if issued else ("", "")
    for rule in RULES:
        saw, why = rule.check(facts, policy, now)
        checked = bool(why) or rule.applies(facts, policy)
        said = why or ("passed" if checked else "not checked")
        seen.append(RuleSeen(str(rule.reason), saw, said, passed=not why, checked=checked))
        if why and (exception := EXCEPTIONS.get(rule.reason)) is not None:
            decided = exception(facts, policy, now, tuple(seen), why)
            if decided is not None:
                return decided
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
    conference = facts.booked(issued, policy)
    changed = changes(facts.message, before, conference, policy) if known and before is not None else ()
    case = _accept_case(facts.message, before if known else None, changed)
    # What an ended meeting had, others may have by now.
    left = before.alias_id if known and before is not None and before.alias_id != conference.alias_id else ""
    return Decision(
        Outcome.ACCEPTED,
        f"{_accept_words(case, changed)}{_zone_words(facts.message)}",
        (*seen, RuleSeen("changes", ", ".join(changed) or "nothing that is stored differs", _plain(case))),
        accept_case=case,
        conference=conference,
        freed_alias_id=left or None,
        alias=conference.alias,
        numeric_alias=conference.numeric_alias,
    )


def _accept_case(message: MeetingMessage, before: Conference | None, changed: tuple[str, ...]) -> AcceptCase:
    if message.recurrence_id is not None:
        return AcceptCase.EDITED_OCCURRENCE
    is_edit = before is not None and not before.orphan and bool(changed)
    if message.recurrence is not None:
        return AcceptCase.EDITED_SERIES if is_edit else AcceptCase.NEW_SERIES
    return AcceptCase.EDITED_SINGLE if is_edit else AcceptCase.NEW_SINGLE


def _plain(case: AcceptCase) -> str:
    return str(case).replace("_", " ")


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


def _zone_words(message: MeetingMessage) -> str:
    """What the administrator has to know of a series in a zone that nobody knows; nothing of any other message."""
    if message.recurrence is None or message.zone_is_known:
        return ""
    named = (
        f"The time zone “{message.zone_id[:100]}” is not known"
        if message.zone_id
        else "The invitation names no time zone"
    )
    return f" {named}: its occurrences stay at the same hour in UTC."


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
    } | time_values(message.start, message.end, message.zone)
    return render(key, template_of(policy, key), values)
