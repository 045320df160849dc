"""Conferences for showing: frozen, plain, and without a passcode."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop_admin.domain.records import record_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_admin.domain.conference import Conference
    from desktop_admin.domain.occurrences import Occurrence


@dataclass(frozen=True, slots=True)
class OccurrenceView:
    """One taking place, in UTC. ``state``: planned, changed or cancelled, which tells when it was to be."""

    start: datetime
    end: datetime
    join_from: datetime
    join_until: datetime
    state: str = "planned"

    def is_joinable(self, now: datetime) -> bool:
        return self.state != "cancelled" and self.join_from <= now < self.join_until


@dataclass(frozen=True, slots=True)
class ConferenceView:
    """A conference in a list. ``next`` is the occurrence that is running or comes next, None where there is none.
    ``start``/``end`` are those of the meeting, of a series those of its first occurrence; ``zone`` is its own.
    ``cursor`` continues a list behind it.
    """

    id: str
    name: str
    description: str
    subject: str
    location: str
    alias: str
    numeric_alias: str
    organizer: str
    organizer_name: str
    start: datetime
    end: datetime
    zone: str
    is_all_day: bool
    is_series: bool
    exceptions: int
    theme: str
    has_passcode: bool
    has_chair_passcode: bool
    state: str
    next: OccurrenceView | None
    cursor: datetime


@dataclass(frozen=True, slots=True)
class ConferenceCounts:
    running: int = 0
    upcoming: int = 0
    past: int = 0
    cancelled: int = 0


def conference_view(conference: Conference, coming: Occurrence | None, cursor: datetime) -> ConferenceView:
    return record_of(
        ConferenceView,
        conference,
        organizer=conference.organizer.address,
        organizer_name=conference.organizer.name,
        is_series=conference.recurrence is not None or conference.orphan,
        exceptions=len(conference.overrides),
        has_passcode=bool(conference.passcode),
        has_chair_passcode=bool(conference.chair_passcode),
        state=str(conference.state),
        next=occurrence_view(coming) if coming is not None else None,
        cursor=cursor,
    )


def occurrence_view(each: Occurrence) -> OccurrenceView:
    state = "changed" if each.is_exception else "planned"
    return OccurrenceView(each.start, each.end, each.join_from, each.join_until, state)


def occurrence_views(conference: Conference, stored: Sequence[Occurrence]) -> tuple[OccurrenceView, ...]:
    """Those that are stored and those that were cancelled, by start."""
    length = conference.end - conference.start
    cancelled = (
        OccurrenceView(
            each.recurrence_id,
            each.recurrence_id + length,
            each.recurrence_id,
            each.recurrence_id + length,
            "cancelled",
        )
        for each in conference.overrides
        if each.start is None
    )
    return tuple(sorted((*map(occurrence_view, stored), *cancelled), key=lambda each: each.start))


def conference_answer(view: ConferenceView, now: datetime) -> dict[str, Any]:
    values = {name: value for name, value in asdict(view).items() if name != "cursor"}
    return values | {"next": occurrence_answer(view.next, now) if view.next is not None else None}


def occurrence_answer(view: OccurrenceView, now: datetime) -> dict[str, Any]:
    return asdict(view) | {"joinable": view.is_joinable(now)}
