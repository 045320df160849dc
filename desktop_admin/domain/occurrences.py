"""The occurrences of a conference that are kept: what happens when, and who may join from when until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from desktop_admin.domain.conference import Conference, ConferenceState
from desktop_admin.domain.conference_times import FAR, FIRST, HORIZON, conference_times, join_window

ROLLED_AHEAD: Final = timedelta(days=30)
"""A series is laid out so much farther than the horizon, so that it is not touched again every day."""

LOOKED_BACK: Final = timedelta(days=90)
"""Of a series, what ended longer ago is not laid out."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One taking place, in UTC. A single meeting's ``recurrence_id`` is its start."""

    recurrence_id: datetime
    start: datetime
    end: datetime
    join_from: datetime
    join_until: datetime
    is_exception: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Every occurrence up to ``until``, by start; ``until`` is None where nothing comes after them."""

    occurrences: tuple[Occurrence, ...]
    until: datetime | None


def laid_out(conference: Conference, now: datetime) -> Layout:
    """The occurrences to be kept at ``now``: at least two years ahead, nothing of a cancelled conference."""
    if conference.state is ConferenceState.CANCELLED:
        return Layout((), None)
    is_series = conference.recurrence is not None
    until = min(max(now, conference.start), FAR - HORIZON - ROLLED_AHEAD) + HORIZON + ROLLED_AHEAD
    after = now - LOOKED_BACK if is_series else FIRST
    found = [
        Occurrence(
            recurrence_id=each.recurrence_id or each.start,
            start=each.start,
            end=each.end,
            join_from=join_window(conference, each.start, each.end)[0],
            join_until=join_window(conference, each.start, each.end)[1],
            is_exception=each.is_exception,
        )
        for each in conference_times(conference, after, until)
    ]
    found.sort(key=lambda each: (each.start, each.recurrence_id))
    return Layout(tuple(found), until if _goes_on(conference, until) else None)


def _goes_on(conference: Conference, until: datetime) -> bool:
    """Whether anything may start from ``until`` on."""
    recurrence = conference.recurrence
    if any(each.start is not None and each.start >= until for each in conference.overrides):
        return True
    if recurrence is None:
        return conference.start >= until
    if recurrence.until is not None:
        return recurrence.until >= (until - timedelta(days=1)).date()
    if recurrence.count is None:
        return True
    return next(conference_times(conference, until, FAR), None) is not None
