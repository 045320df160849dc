"""The order of a meeting's messages: sequence number first, then the sender's time stamp; what is older is stale."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from desktop_admin.domain.conference import Conference, ConferenceState
from desktop_admin.domain.meeting import MeetingMessage

MARKED: Final = "Exchange marks it as out of date: a newer message of this meeting came before."
"""Why a message is stale that is so by Exchange's mark alone."""


def staleness(
    message: MeetingMessage, conference: Conference | None, *, is_contested: bool = False, by_delegate: bool = False
) -> tuple[str, str]:
    """(what was seen, why it is stale); the latter is "" for a message that is not.

    ``by_delegate``: the sequence is recorded a step at a time only, so the time stamp has to agree.

    What Exchange marks as out of date it holds against its own calendar, where anybody's message of that UID counts.
    So the mark is believed only of a meeting that is not stored and, ``is_contested``, of which nobody else wrote.
    """
    saw = _order(message.sequence, message.stamp)
    if conference is None:
        if message.is_out_of_date and not is_contested:
            return saw, MARKED
        return saw, ""
    if message.recurrence_id is not None:
        return _of_occurrence(message, conference, saw)
    is_older = _is_older(message, conference.sequence, conference.stamp)
    if by_delegate and message.stamp is not None and conference.stamp is not None:
        is_older |= message.stamp < conference.stamp
    if not conference.orphan and is_older:
        saw = f"{saw}; stored: {_order(conference.sequence, conference.stamp)}"
        return saw, "A newer message of this meeting came before."
    return saw, ""


def _of_occurrence(message: MeetingMessage, conference: Conference, saw: str) -> tuple[str, str]:
    for override in conference.overrides:
        if override.recurrence_id == message.recurrence_id and _is_older(message, override.sequence, override.stamp):
            saw = f"{saw}; stored: {_order(override.sequence, override.stamp)}"
            return saw, "A newer message of this occurrence came before."
    ended = conference.state is ConferenceState.CANCELLED and not conference.orphan
    if ended and _is_older(message, conference.sequence, conference.stamp):
        return (
            f"{saw}; cancelled: {_order(conference.sequence, conference.stamp)}",
            "The series was cancelled after it.",
        )
    if not conference.orphan and message.sequence_known and message.sequence < conference.sequence:
        return f"{saw}; series: sequence {conference.sequence}", "The series was changed after this message."
    return saw, ""


def same_order(message: MeetingMessage, conference: Conference) -> bool:
    """Whether the message is as old as what is stored of what it speaks of, as a copy of it would be."""
    stored = [(conference.sequence, conference.stamp)]
    if message.recurrence_id is not None:
        stored += [(e.sequence, e.stamp) for e in conference.overrides if e.recurrence_id == message.recurrence_id]
    return message.stamp is not None and (message.sequence, message.stamp) in stored


def _order(sequence: int, stamp: datetime | None) -> str:
    return f"sequence {sequence}, stamp {f'{stamp.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC' if stamp else 'none'}"


def _is_older(message: MeetingMessage, sequence: int, stamp: datetime | None) -> bool:
    if message.sequence_known and message.sequence != sequence:
        return message.sequence < sequence
    return message.stamp is not None and stamp is not None and message.stamp < stamp
