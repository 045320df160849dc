"""Views over a calendar: what takes place in a window, what conflicts with what, and free/busy events.

Source: MS-OXWSSRCH (CalendarViewType), MS-OXWSCAL (conflicting and adjacent meetings).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from lxml import etree

from exchange_lookalike.calendar.appointment import Appointment
from exchange_lookalike.calendar.fields import adjacent
from exchange_lookalike.calendar.post import AnyItem, Item
from exchange_lookalike.calendar.reading import read_moment
from exchange_lookalike.calendar.recurrence import FIRST_DAY, LAST_DAY
from exchange_lookalike.calendar.series import Stretch, overlaps
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.soap import attribute, number
from exchange_lookalike.timezones import Zone

MAX_ENTRIES = 1000
MAX_SPAN = timedelta(days=731)
"""Two years, one of which may be a leap year."""
_EARLIEST, _LATEST = (datetime.combine(day, time(), tzinfo=UTC) for day in (FIRST_DAY, LAST_DAY))


@dataclass(frozen=True)
class Window:
    """A CalendarView: from, until, and how many entries at most."""

    start: datetime
    end: datetime
    limit: int = MAX_ENTRIES


def read_window(element: etree._Element, zone: Zone | None) -> Window:
    """An m:CalendarView element. Raises EwsError and SchemaViolation."""
    start, end = (_moment(element, name, zone) for name in ("StartDate", "EndDate"))
    if end < start:
        raise EwsError("ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate.")
    if end - start > MAX_SPAN:
        raise EwsError(
            "ErrorCalendarViewRangeTooBig", "The specified view range exceeds the maximum range of two years."
        )
    start, end = (min(max(at, _EARLIEST), _LATEST) for at in (start, end))  # nothing lies beyond
    if element.get("MaxEntriesReturned") is None:
        return Window(start, end)
    limit = number(element, "MaxEntriesReturned", -(2**31))
    if limit < 1:
        raise EwsError("ErrorInvalidPagingMaxRows", "MaxEntriesReturned must be greater than zero.")
    return Window(start, end, min(limit, MAX_ENTRIES))


def _moment(element: etree._Element, name: str, zone: Zone | None) -> datetime:
    holder = etree.Element(name)
    holder.text = attribute(element, name)
    try:
        return read_moment(holder, zone)
    except SchemaViolation as fault:
        raise SchemaViolation(fault.violation, element.sourceline or 0) from None


def in_window(items: Iterable[AnyItem], window: Window) -> list[tuple[AnyItem, Stretch]]:
    """Every single item, occurrence and exception that overlaps the window, by start."""
    found: list[tuple[AnyItem, Stretch]] = []
    for item in items:
        appointment = item.appointment
        if appointment is not None:
            found.extend((item, stretch) for stretch in appointment.stretches(window.start, window.end))
    found.sort(key=lambda pair: (pair[1].start, pair[1].end))
    return found


def counts(items: Iterable[Item], own: Item, start: datetime, end: datetime) -> tuple[int, int]:
    """How many other items conflict with, and how many touch, the time from `start` to `end`."""
    margin = timedelta(minutes=15)
    conflicting = touching = 0
    for item, stretch in in_window(items, Window(start - margin, end + margin)):
        state = item.appointment
        if item is own or state is None or state.is_cancelled or state.show_as == "Free":
            continue
        if overlaps(stretch.start, stretch.end, start, end):
            conflicting += 1
        elif adjacent((start, end), (stretch.start, stretch.end)):
            touching += 1
    return conflicting, touching


def occurrence(item: Item, stretch: Stretch) -> tuple[Appointment, str]:
    """The appointment that takes place at `stretch`, and its CalendarItemType."""
    whole = item.appointment
    if whole is None:
        raise ValueError("the item is not in a calendar")
    if whole.recurrence is None:
        return whole, "Single"
    return whole.occurrence(stretch), "Exception" if stretch.is_exception else "Occurrence"
