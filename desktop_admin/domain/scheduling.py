"""What an accepted request makes of a conference."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from desktop_admin.domain.conference import Conference, ConferenceState, IssuedAlias, OccurrenceOverride
from desktop_admin.domain.conference_times import conference_times, merged_overrides
from desktop_admin.domain.meeting import Mailbox, MeetingMessage
from desktop_admin.domain.occurrence_date import anchored
from desktop_admin.domain.passcode import NO_PASSCODES, Passcodes
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.template import TemplateKey, render, template_of


def conference_name(message: MeetingMessage, policy: SchedulingPolicy, held: IssuedAlias | None) -> str:
    """The name as the template gives it, before a number makes it unique."""
    return _text(TemplateKey.CONFERENCE_NAME, message, policy, held)[:250] or "Meeting"


def unique_name(name: str, taken: Set[str]) -> str:
    """``name``, with the lowest number from 2 on that is free where it is taken."""
    if name not in taken:
        return name
    number = 2
    while f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}"


def booked(
    message: MeetingMessage,
    before: Conference | None,
    issued: IssuedAlias,
    policy: SchedulingPolicy,
    names_taken: Set[str],
    new_id: str,
    passcodes: Passcodes | None = None,
) -> Conference:
    """The conference after ``message`` was accepted. The message has organiser, start and end.

    ``passcodes`` None: the message has no say in them, and they stay as they were.
    """
    if message.start is None or message.end is None or message.organizer is None:
        raise ValueError("an incomplete message books nothing")
    if message.recurrence_id is not None:
        return _with_occurrence(message, before, issued, policy, names_taken, new_id, passcodes)
    if before is not None:
        before = replace(before, overrides=anchored(before.overrides, message))
    kept = _overrides_kept(message, before)
    fresh = _fresh(message, before.id if before else new_id, issued, policy, names_taken, _told(passcodes, before))
    return replace(
        kept_by_hand(fresh, before),
        recurrence=message.recurrence,
        overrides=merged_overrides(kept, _overrides_told(message, kept)) if message.recurrence else (),
    )


def kept_by_hand(fresh: Conference, before: Conference | None) -> Conference:
    """``fresh`` with what an administrator set for the meeting by hand: an invitation says nothing of it."""
    if before is None or before.state is not ConferenceState.SCHEDULED:
        return fresh
    return replace(fresh, by_hand=before.by_hand, **{name: getattr(before, name) for name in before.by_hand})


def changes(
    message: MeetingMessage, before: Conference, after: Conference, policy: SchedulingPolicy
) -> tuple[str, ...]:
    """What differs, in words."""
    if message.recurrence_id is not None:
        return _occurrence_changes(message, before, policy)
    pairs = (
        ("times", (before.start, before.end, before.is_all_day), (after.start, after.end, after.is_all_day)),
        ("recurrence", (before.recurrence, _times(before)), (after.recurrence, _times(after))),
        ("subject", before.subject, after.subject),
        ("location", before.location, after.location),
        ("alias", before.alias_id, after.alias_id),
        ("passcodes", (before.passcode, before.chair_passcode), (after.passcode, after.chair_passcode)),
    )
    return tuple(name for name, old, new in pairs if old != new)


def _occurrence_changes(message: MeetingMessage, before: Conference, policy: SchedulingPolicy) -> tuple[str, ...]:
    stored = next((each for each in before.overrides if each.recurrence_id == message.recurrence_id), None)
    old = (stored.start, stored.end) if stored else _planned(before, message.recurrence_id)
    names = []
    if old != (message.start, message.end):
        names.append("times")
    if message.is_private:
        return tuple(names)
    if stored is not None and stored.subject is not None:
        is_renamed = message.subject != stored.subject
    else:
        is_renamed = _text(TemplateKey.CONFERENCE_SUBJECT, message, policy, before) != before.subject
    if is_renamed:
        names.append("subject")
    if message.location != (stored.location if stored and stored.location is not None else before.location):
        names.append("location")
    return tuple(names)


def _planned(series: Conference, recurrence_id: datetime | None) -> tuple[datetime, datetime] | None:
    """Start and end that the pattern gives an occurrence; None where it has none there."""
    if recurrence_id is None:
        return None
    times = conference_times(replace(series, overrides=()), recurrence_id, recurrence_id + timedelta(seconds=1))
    return next(((each.start, each.end) for each in times if each.recurrence_id == recurrence_id), None)


def _times(conference: Conference) -> tuple[tuple[datetime, datetime | None, datetime | None], ...]:
    return tuple((each.recurrence_id, each.start, each.end) for each in conference.overrides)


def _told(passcodes: Passcodes | None, before: Conference | None) -> Passcodes:
    if passcodes is None and before is not None and before.state is ConferenceState.SCHEDULED:
        return Passcodes(before.passcode, before.chair_passcode)
    return passcodes or NO_PASSCODES


def _fresh(
    message: MeetingMessage,
    conference_id: str,
    issued: IssuedAlias,
    policy: SchedulingPolicy,
    names_taken: Set[str],
    passcodes: Passcodes,
) -> Conference:
    start, end, organizer = message.start, message.end, message.organizer
    if start is None or end is None or organizer is None:
        raise ValueError("an incomplete message books nothing")
    return Conference(
        id=conference_id,
        integration_id=issued.integration_id,
        meeting_uid=message.uid,
        alias_id=issued.alias_id,
        alias=issued.alias,
        numeric_alias=issued.numeric_alias,
        name=unique_name(conference_name(message, policy, issued), names_taken),
        description=_text(TemplateKey.CONFERENCE_DESCRIPTION, message, policy, issued),
        subject=_text(TemplateKey.CONFERENCE_SUBJECT, message, policy, issued),
        location="" if message.is_private else message.location,
        organizer=organizer,
        start=start,
        end=end,
        zone=message.zone,
        zone_is_known=message.zone_is_known,
        is_all_day=message.is_all_day,
        sequence=message.sequence,
        stamp=message.stamp,
        join_before=policy.join_before,
        join_after=policy.join_after,
        theme=policy.theme,
        passcode=passcodes.conference,
        chair_passcode=passcodes.chair,
        state=ConferenceState.SCHEDULED,
    )


def _with_occurrence(
    message: MeetingMessage,
    before: Conference | None,
    issued: IssuedAlias,
    policy: SchedulingPolicy,
    names_taken: Set[str],
    new_id: str,
    passcodes: Passcodes | None,
) -> Conference:
    """An exception goes to its own occurrence, never to the series; without a series it stands alone."""
    if message.recurrence_id is None:
        raise ValueError("the message speaks of no occurrence")
    told = OccurrenceOverride(
        message.recurrence_id.astimezone(UTC),
        message.start,
        message.end,
        None if message.is_private else message.subject,
        None if message.is_private else message.location,
        message.sequence,
        message.stamp,
        day=message.occurrence_date,
    )
    if before is not None and before.state is ConferenceState.SCHEDULED:
        return replace(before, overrides=merged_overrides(before.overrides, (told,)))
    fresh = _fresh(message, before.id if before else new_id, issued, policy, names_taken, passcodes or NO_PASSCODES)
    kept = before.overrides if before is not None else ()
    return replace(fresh, overrides=merged_overrides(kept, (told,)), orphan=True, sequence=0, stamp=None)


def _overrides_kept(message: MeetingMessage, before: Conference | None) -> tuple[OccurrenceOverride, ...]:
    """Exceptions outlive an edit of the series, unless pattern or times change: then Exchange drops them, all but
    those that were told after the edit and came before it. Where an edit between has not come yet, it may have been
    that which dropped them: then those alone are believed that this message lists.
    """
    if before is None:
        return ()
    same = (before.recurrence, before.start, before.end) == (message.recurrence, message.start, message.end)
    if same and not before.orphan and not _left_out(message, before):
        return before.overrides
    return tuple(each for each in before.overrides if _is_newer(each, message))


def _left_out(message: MeetingMessage, before: Conference) -> bool:
    """Whether a sequence number between what is known and ``message`` is missing."""
    known = {each.sequence for each in before.overrides}
    return any(number not in known for number in range(before.sequence + 1, message.sequence))


def _is_newer(override: OccurrenceOverride, message: MeetingMessage) -> bool:
    if override.sequence != message.sequence:
        return override.sequence > message.sequence
    return override.stamp is not None and message.stamp is not None and override.stamp > message.stamp


def _overrides_told(message: MeetingMessage, kept: tuple[OccurrenceOverride, ...]) -> tuple[OccurrenceOverride, ...]:
    """The exceptions that the series' own message lists, unless newer ones came before it."""
    newer = {each.recurrence_id for each in kept if _is_newer(each, message)}
    moved = (
        OccurrenceOverride(
            each.original_start.astimezone(UTC),
            each.start.astimezone(UTC),
            each.end.astimezone(UTC),
            sequence=message.sequence,
            stamp=message.stamp,
        )
        for each in message.moved_occurrences
    )
    deleted = (
        OccurrenceOverride(each.astimezone(UTC), None, None, sequence=message.sequence, stamp=message.stamp)
        for each in message.deleted_occurrences
    )
    return tuple(each for each in (*moved, *deleted) if each.recurrence_id not in newer)


def _text(
    key: TemplateKey, message: MeetingMessage, policy: SchedulingPolicy, held: IssuedAlias | Conference | None
) -> str:
    organizer = message.organizer or Mailbox("")
    values = {
        "subject": "Private" if message.is_private else message.subject,
        "organizer_name": organizer.name,
        "organizer_email": organizer.address,
        "alias": held.alias if held else "",
        "numeric_alias": held.numeric_alias if held else "",
    }
    return render(key, template_of(policy, key), values)
