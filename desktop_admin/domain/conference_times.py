"""When a conference takes place: its occurrences with everything that differs from the series, and its join windows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from desktop_admin.domain.conference import Conference, OccurrenceOverride
from desktop_admin.domain.recurrence import occurrences

FAR: Final = datetime(9990, 1, 1, tzinfo=UTC)
FIRST: Final = datetime(1970, 1, 3, tzinfo=UTC)
HORIZON: Final = timedelta(days=2 * 366)
"""Series without end are looked at so far ahead."""


@dataclass(frozen=True, slots=True)
class ConferenceTime:
    """One taking place, in UTC. ``recurrence_id`` is None for a single meeting; ``is_exception``: it differs."""

    start: datetime
    end: datetime
    recurrence_id: datetime | None = None
    is_exception: bool = False


def conference_times(conference: Conference, after: datetime, until: datetime) -> Iterator[ConferenceTime]:
    """Whatever ends after ``after`` and starts before ``until``; series first, then moved occurrences; not sorted."""
    if conference.recurrence is None and not conference.orphan:
        if conference.end > after and conference.start < until:
            yield ConferenceTime(conference.start, conference.end)
        return
    different = {override.recurrence_id: override for override in conference.overrides}
    if conference.recurrence is not None:
        for recurrence_id, start, end in occurrences(
            conference.recurrence, conference.start, conference.end, conference.zone, after=after, until=until
        ):
            if recurrence_id not in different:
                yield ConferenceTime(start, end, recurrence_id)
    for override in different.values():
        if override.start is not None and override.end is not None and override.end > after and override.start < until:
            yield ConferenceTime(override.start, override.end, override.recurrence_id, is_exception=True)


def is_over(conference: Conference, now: datetime) -> bool:
    """Whether nothing of the conference is running or still to come."""
    return next(conference_times(conference, now, FAR), None) is None


def join_window(conference: Conference, start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """From when and until when people may join a taking place."""
    return start - timedelta(minutes=conference.join_before), end + timedelta(minutes=conference.join_after)


def merged_overrides(
    stored: tuple[OccurrenceOverride, ...], told: tuple[OccurrenceOverride, ...]
) -> tuple[OccurrenceOverride, ...]:
    """``stored`` with ``told`` put over it; subject and location are kept where ``told`` does not say them."""
    merged = {override.recurrence_id: override for override in stored}
    for override in told:
        before = merged.get(override.recurrence_id)
        merged[override.recurrence_id] = _kept(override, before) if before else override
    return tuple(sorted(merged.values(), key=lambda override: override.recurrence_id))


def _kept(override: OccurrenceOverride, before: OccurrenceOverride) -> OccurrenceOverride:
    return OccurrenceOverride(
        override.recurrence_id,
        override.start,
        override.end,
        override.subject if override.subject is not None else before.subject,
        override.location if override.location is not None else before.location,
        max(override.sequence, before.sequence),
        override.stamp or before.stamp,
        day=override.day,
    )
