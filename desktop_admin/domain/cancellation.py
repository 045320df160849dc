"""What a cancellation ends: a meeting, a series or one occurrence. It answers nobody and frees the alias."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from desktop_admin.domain.conference import Conference, ConferenceState, OccurrenceOverride
from desktop_admin.domain.conference_times import is_over
from desktop_admin.domain.decision import Decision, Outcome, RuleSeen
from desktop_admin.domain.meeting import MeetingMessage


def decide_cancellation(
    message: MeetingMessage, conference: Conference | None, new_id: str, now: datetime, order: RuleSeen
) -> Decision:
    """``order`` is the rule that found the message not to be stale."""
    if conference is None:
        seen = (order, RuleSeen("conference", "none of this meeting", "nothing to end"))
        reason = "No conference of this meeting was known; an older request that comes late will be ignored."
        return Decision(Outcome.APPLIED, reason, seen, conference=_tombstone(message, new_id, now))
    seen = (order, RuleSeen("conference", conference.name, "ended"))
    if conference.state is ConferenceState.CANCELLED and not conference.orphan:
        again = conference if message.recurrence_id is not None else _as_of(message, conference)
        return _applied("The conference had been cancelled before.", seen, conference, again)
    if message.recurrence_id is None:
        said = "The meeting was cancelled; its alias is free." if conference.alias else "Cancelled."
        return _ended(conference, _as_of(message, conference), said, seen)
    override = _gone(message, message.recurrence_id)
    others = tuple(each for each in conference.overrides if each.recurrence_id != override.recurrence_id)
    overrides = tuple(sorted((*others, override), key=lambda each: each.recurrence_id))
    shortened = replace(conference, overrides=overrides)
    if is_over(shortened, now) and not is_over(conference, now):
        return _ended(
            conference,
            replace(shortened, state=ConferenceState.CANCELLED),
            "The last occurrence was cancelled; the alias is free.",
            seen,
        )
    return _applied("One occurrence was cancelled.", seen, shortened, shortened)


def _gone(message: MeetingMessage, recurrence_id: datetime) -> OccurrenceOverride:
    return OccurrenceOverride(
        recurrence_id.astimezone(UTC),
        None,
        None,
        sequence=message.sequence,
        stamp=message.stamp,
        day=message.occurrence_date,
    )


def _as_of(message: MeetingMessage, conference: Conference) -> Conference:
    """Cancelled, with everything that was told before: whatever comes later and is older than that is stale."""
    return replace(
        conference,
        state=ConferenceState.CANCELLED,
        orphan=False,
        overrides=(),
        sequence=max(message.sequence, conference.sequence),
        stamp=message.stamp or conference.stamp,
    )


def _ended(before: Conference, after: Conference, reason: str, seen: tuple[RuleSeen, ...]) -> Decision:
    # What an ended meeting had, others may have by now.
    freed = before.alias_id if before.state is ConferenceState.SCHEDULED else ""
    return replace(_applied(reason, seen, after, after), freed_alias_id=freed or None)


def _applied(reason: str, seen: tuple[RuleSeen, ...], about: Conference, after: Conference | None) -> Decision:
    return Decision(
        Outcome.APPLIED, reason, seen, conference=after, alias=about.alias, numeric_alias=about.numeric_alias
    )


def _tombstone(message: MeetingMessage, new_id: str, now: datetime) -> Conference | None:
    """Remembers a cancellation that came before its request. It holds no alias and no name."""
    if not message.uid or not new_id or message.organizer is None:
        return None
    overrides: tuple[OccurrenceOverride, ...] = ()
    if message.recurrence_id is not None:
        overrides = (_gone(message, message.recurrence_id),)
    start = message.start or now
    return Conference(
        id=new_id,
        integration_id="",
        meeting_uid=message.uid,
        alias_id="",
        alias="",
        numeric_alias="",
        name=f"cancelled {new_id}",
        description="",
        subject="",
        location="",
        organizer=message.organizer,
        start=start,
        end=message.end or start,
        zone=message.zone,
        overrides=overrides,
        orphan=bool(overrides),
        sequence=message.sequence,
        stamp=message.stamp,
        state=ConferenceState.CANCELLED,
    )
