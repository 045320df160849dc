"""The calendar half of an item: everything that appointments have and messages do not, as one value.

Subject, body and other item fields stay with the item. An exception of a series is an `Override`: what differs from the
master, for both halves. Values are replaced, never changed, so that a meeting message can keep the appointment as it
was when it was sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from exchange_lookalike.calendar.recurrence import BadRecurrence, Recurrence, date_number
from exchange_lookalike.calendar.series import Series, Stretch
from exchange_lookalike.faults import EwsError
from exchange_lookalike.timezones import Zone, utc_zone

MEETING, RECEIVED, CANCELLED = 1, 2, 4
"""Bits of AppointmentState (MS-OXOCAL 2.2.1.10)."""
LONGEST = timedelta(days=5 * 366)
_DAY = timedelta(days=1)
OCCURRENCE_FIELDS = frozenset(
    {"start", "end", "all_day", "show_as", "location", "attendees", "my_response", "replied", "sequence", "stamp",
     "state", "intended", "sent"}
)  # fmt: skip
"""What an exception may have of its own."""


@dataclass(frozen=True)
class Attendee:
    """Somebody invited. `role` is Required, Optional or Resource; `response` a ResponseTypeType."""

    address: str
    name: str
    role: str = "Required"
    response: str = "Unknown"
    replied: datetime | None = None
    kind: str = "Mailbox"


@dataclass(frozen=True)
class Override:
    """An exception: `changes` are fields of the appointment by name, `fields` item fields by whatever names them."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Appointment:
    """One calendar item. Moments are UTC; of a series `start` and `end` are its first occurrence's.

    `recurrence_id` is the original start of an occurrence, and of a single item that stands for one whose series is not
    here. `sequence` and `stamp` order the organiser's revisions.
    """

    uid: str
    start: datetime
    end: datetime
    organizer: tuple[str, str] = ("", "")
    zone: Zone = field(default_factory=utc_zone)
    end_zone: Zone = field(default_factory=utc_zone)
    all_day: bool = False
    show_as: str = "Busy"
    intended: str = ""
    location: str = ""
    attendees: tuple[Attendee, ...] = ()
    recurrence: Recurrence | None = None
    deleted: frozenset[datetime] = frozenset()
    overrides: Mapping[datetime, Override] = field(default_factory=dict)
    recurrence_id: datetime | None = None
    sequence: int = 0
    stamp: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    state: int = 0
    my_response: str = "Organizer"
    replied: datetime | None = None
    sent: bool = False
    response_requested: bool = True
    online: bool = False
    new_times: bool = True

    @property
    def is_meeting(self) -> bool:
        """Whether anybody was invited."""
        return bool(self.state & MEETING)

    @property
    def is_cancelled(self) -> bool:
        """Whether the organiser has called it off."""
        return bool(self.state & CANCELLED)

    @property
    def is_mine(self) -> bool:
        """Whether this is the organiser's copy (a plain appointment is its owner's)."""
        return not self.state & RECEIVED

    @property
    def kind(self) -> str:
        """Single or RecurringMaster."""
        return "Single" if self.recurrence is None else "RecurringMaster"

    @property
    def length(self) -> timedelta:
        """How long it takes: on the wall clock for all-day items, elapsed otherwise."""
        if self.all_day:
            walls = (self.start.astimezone(self.zone.tz), self.end.astimezone(self.zone.tz))
            return walls[1].replace(tzinfo=None) - walls[0].replace(tzinfo=None)
        return self.end - self.start

    def series(self) -> Series:
        """The series of a recurring master."""
        if self.recurrence is None:
            raise ValueError("a single appointment has no series")
        length = self.length
        moved: dict[datetime, tuple[datetime, datetime]] = {}
        for original, override in self.overrides.items():
            start = override.changes.get("start", original)
            moved[original] = (start, override.changes.get("end", start + length))
        at = self.start.astimezone(self.zone.tz).time()
        return Series(self.recurrence, at, length, self.zone.tz, moved, self.deleted, self.all_day)

    def occurrence(self, stretch: Stretch) -> Appointment:
        """One occurrence of this series as an appointment of its own, its exception laid over it."""
        override = self.overrides.get(stretch.original)
        changes = dict(override.changes) if override is not None else {}
        changes |= {"start": stretch.start, "end": stretch.end, "recurrence_id": stretch.original}
        return replace(self, recurrence=None, overrides={}, deleted=frozenset(), **changes)

    def stretches(self, start: datetime, end: datetime) -> list[Stretch]:
        """The occurrences that overlap the window; the one of a single appointment has its own start as original."""
        if self.recurrence is not None:
            return self.series().between(start, end)
        own = Stretch(self.start, self.start, self.end)
        inside = self.start < end and (self.end > start or self.start == self.end == start)
        return [own] if inside else []

    def with_override(self, original: datetime, changes: Mapping[str, Any], fields: Mapping[Any, Any]) -> Appointment:
        """This series with one occurrence changed, on top of what was changed in it before. A field that is None is the
        series' own again."""
        before = self.overrides.get(original, Override())
        kept = {name: value for name, value in changes.items() if name in OCCURRENCE_FIELDS}
        told = {name: value for name, value in {**before.fields, **fields}.items() if value is not None}
        after = Override({**before.changes, **kept}, told)
        return replace(self, overrides={**self.overrides, original: after})

    def without(self, original: datetime) -> Appointment:
        """This series with one occurrence deleted."""
        rest = {at: override for at, override in self.overrides.items() if at != original}
        return replace(self, overrides=rest, deleted=self.deleted | {original})

    def attendee(self, address: str) -> Attendee | None:
        """The attendee of that address."""
        wanted = address.casefold()
        return next((a for a in self.attendees if a.address.casefold() == wanted), None)

    def answered(self, address: str, response: str, at: datetime) -> tuple[Attendee, ...]:
        """The attendees, one of whom has answered; an unknown one is added as optional, as Exchange does."""
        if self.attendee(address) is None:
            return (*self.attendees, Attendee(address, address, "Optional", response, at))
        wanted = address.casefold()
        return tuple(
            replace(a, response=response, replied=at) if a.address.casefold() == wanted else a for a in self.attendees
        )


def normalised(appointment: Appointment) -> Appointment:
    """The appointment as it is kept: whole days at midnight, a series at its first occurrence.

    Raises EwsError with the calendar's own codes for what cannot be kept.
    """
    made = _whole_days(appointment) if appointment.all_day else appointment
    if made.end < made.start:
        raise EwsError("ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate.")
    if made.end - made.start > LONGEST:
        raise EwsError("ErrorCalendarDurationIsTooLong", "The duration of a calendar item is too long.")
    if made.recurrence is None:
        return made
    try:
        day = date_number(made.recurrence, 1)
        following = date_number(made.recurrence, 2)
    except BadRecurrence as fault:
        raise EwsError(fault.code, str(fault)) from fault
    if day is None:
        raise EwsError("ErrorRecurrenceHasNoOccurrence", "The recurrence has no occurrence.")
    length = made.length
    if following is not None and length > following - day:
        raise EwsError("ErrorOccurrenceTimeSpanTooBig", "An occurrence is longer than the time to the next one.")
    wall = datetime.combine(day, made.start.astimezone(made.zone.tz).time(), tzinfo=made.zone.tz)
    start = wall.astimezone(UTC)
    end = (wall + length).astimezone(UTC) if made.all_day else start + length
    return replace(made, start=start, end=end)


def _whole_days(appointment: Appointment) -> Appointment:
    zone = appointment.zone.tz
    first, last = appointment.start.astimezone(zone), appointment.end.astimezone(zone)
    end_day = last.date() if last.time() == time() and last.date() > first.date() else last.date() + _DAY
    return replace(
        appointment,
        start=datetime.combine(first.date(), time(), tzinfo=zone).astimezone(UTC),
        end=datetime.combine(end_day, time(), tzinfo=zone).astimezone(UTC),
    )


def check_occurrence(series: Appointment, original: datetime, start: datetime, end: datetime) -> None:
    """Whether an exception may take place then: not on or beyond its neighbours' days.

    Raises EwsError ErrorOccurrenceCrossingBoundary, ErrorCalendarEndDateIsEarlierThanStartDate (MS-OXOCAL 3.1.4.4.1).
    """
    if end < start:
        raise EwsError("ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate.")
    before, after = series.series().neighbours(original)
    zone = series.zone.tz
    day = start.astimezone(zone).date()
    crosses_before = before is not None and day <= before.start.astimezone(zone).date()
    crosses_after = after is not None and day >= after.start.astimezone(zone).date()
    if crosses_before or crosses_after:
        raise EwsError("ErrorOccurrenceCrossingBoundary", "An occurrence cannot cross or share its neighbour's day.")
