"""Free/busy as pure computation: merging events into slots, suggesting times, the availability service's time zone.

Source: MS-OXWAVLS (GetUserAvailability: FreeBusyView, SuggestionDayResult, SerializableTimeZone).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from lxml import etree

from exchange_lookalike.timezone_rules import Change, Group, RuleZone
from exchange_lookalike.timezones import WEEKDAYS, BadTimeZone, T, Zone, zone_groups

STATUSES = ("Free", "Tentative", "Busy", "OOF", "WorkingElsewhere", "NoData")
"""Show-as in the order of the digits that MergedFreeBusy is made of."""
_RANK = {"Free": 0, "WorkingElsewhere": 1, "Tentative": 2, "Busy": 3, "OOF": 4}
WORK_BEGIN, WORK_END = timedelta(hours=8), timedelta(hours=17)


@dataclass(frozen=True)
class Event:
    """One stretch of a calendar, UTC, with what may be told about it."""

    start: datetime
    end: datetime
    status: str
    id: str = ""
    subject: str = ""
    location: str = ""
    is_meeting: bool = False
    is_recurring: bool = False
    is_exception: bool = False
    is_reminder_set: bool = False
    is_private: bool = False


def merged(events: Iterable[Event], start: datetime, end: datetime, minutes: int) -> str:
    """One digit for each `minutes` from `start` to `end`; the most occupied event of a slot decides."""
    slots = -(-int((end - start).total_seconds()) // (minutes * 60))
    ranks = [0] * slots
    digits = ["0"] * slots
    step = timedelta(minutes=minutes)
    for event in events:
        rank = _RANK.get(event.status, 0)
        first = max(0, (event.start - start) // step)
        last = min(slots, -((start - event.end) // step))
        for slot in range(first, last):
            if rank > ranks[slot]:
                ranks[slot] = rank
                digits[slot] = str(STATUSES.index(event.status))
    return "".join(digits)


# --- suggestions -----------------------------------------------------------------------------------------------------

QUALITIES = ("Excellent", "Good", "Fair", "Poor")


@dataclass(frozen=True)
class Attendee:
    """What is known of one attendee: their events, or None where nothing could be read. `members` is set for lists."""

    kind: str
    events: Sequence[Event] | None
    members: tuple[Sequence[Event] | None, ...] | None = None


@dataclass(frozen=True)
class Wish:
    """The asked meeting: its length, how many times to offer a day, and what share of conflicts is still good (%)."""

    minutes: int = 30
    per_day: int = 10
    outside_work: int = 0
    good_threshold: int = 25
    worst: str = "Fair"


@dataclass(frozen=True)
class Suggestion:
    """One offered time, wall clock, with each attendee's status at it (None: not known)."""

    at: datetime
    in_work_time: bool
    quality: str
    attendees: tuple[tuple[Attendee, str | None], ...]


def status_during(events: Iterable[Event], start: datetime, end: datetime) -> str:
    """The most occupied status of any event that touches the time from `start` to `end`."""
    touching = [e.status for e in events if e.start < end and e.end > start]
    return max(touching, key=lambda status: _RANK.get(status, 0), default="Free")


def suggest(attendees: Sequence[Attendee], day: datetime, zone: tzinfo, wish: Wish) -> list[Suggestion]:
    """Times of one day (midnight on the wall clock), half an hour apart, the best kept, in order of time."""
    found: list[Suggestion] = []
    length = timedelta(minutes=wish.minutes)
    for half_hour in range(48):
        at = day + timedelta(minutes=30 * half_hour)
        working = day.weekday() < 5 and at - day >= WORK_BEGIN and at - day + length <= WORK_END
        start = at.replace(tzinfo=zone)
        told = tuple(
            (a, None if a.events is None else status_during(a.events, start, start + length)) for a in attendees
        )
        quality = _quality(told, wish)
        if QUALITIES.index(quality) <= QUALITIES.index(wish.worst):
            found.append(Suggestion(at, working, quality, told))
    found.sort(key=lambda s: (QUALITIES.index(s.quality), s.at))
    kept = [s for s in found if s.in_work_time][: wish.per_day]
    kept += [s for s in found if not s.in_work_time][: wish.outside_work]
    return sorted(kept, key=lambda s: s.at)


def _quality(told: tuple[tuple[Attendee, str | None], ...], wish: Wish) -> str:
    occupied = [a for a, status in told if status in ("Busy", "OOF", "Tentative", None)]
    if any(a.kind in ("Organizer", "Required") and status in ("Busy", "OOF") for a, status in told):
        share = 100 * len(occupied) / len(told)
        return "Fair" if share <= 50 and len(told) > 1 else "Poor"
    if not occupied:
        return "Excellent"
    return "Good" if 100 * len(occupied) / len(told) <= wish.good_threshold else "Fair"


# --- the availability service's own time zone ------------------------------------------------------------------------


def _q(name: str) -> str:
    return f"{{{T}}}{name}"


def read_zone(element: etree._Element) -> tzinfo:
    """A SerializableTimeZone (t:TimeZone): biases in minutes, one change to each of standard and daylight time."""
    try:
        bias = int(element.findtext(_q("Bias"), ""))
        parts = [_read_change(element, name, bias) for name in ("StandardTime", "DaylightTime")]
        offsets = [offset for _, offset in parts]
        changes = tuple(
            Change(*when, offset, bool(daylight)) for daylight, (when, offset) in enumerate(parts) if when is not None
        )
        fixed = len(changes) < 2 or offsets[0] == offsets[1]
        return RuleZone("", (Group(None, offsets[0], () if fixed else changes),))
    except (ValueError, TypeError, OverflowError) as fault:
        raise BadTimeZone(f"the time zone cannot be read: {fault}") from fault


def _read_change(
    zone: etree._Element, name: str, bias: int
) -> tuple[tuple[int, int, int, timedelta] | None, timedelta]:
    element = zone.find(_q(name))
    if element is None:
        raise ValueError(f"{name} is missing")
    offset = -timedelta(minutes=bias + int(element.findtext(_q("Bias"), "")))
    month, order = int(element.findtext(_q("Month"), "0")), int(element.findtext(_q("DayOrder"), "0"))
    if not month:
        return None, offset
    if not 1 <= month <= 12 or not 1 <= order <= 5:
        raise ValueError(f"{name} names a month or week that does not exist")
    day = element.findtext(_q("DayOfWeek"), "").strip()
    if day not in WEEKDAYS:
        raise ValueError(f"{name} names no day of the week")
    weekday = WEEKDAYS.index(day)
    hours, minutes, seconds = (int(part) for part in element.findtext(_q("Time"), "").split(":"))
    time = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return (month, weekday, -1 if order == 5 else order, time), offset


def write_zone(zone: Zone) -> etree._Element:
    """The t:TimeZone of working hours: today's rule of `zone`."""
    group = zone_groups(zone)[-1]
    root = etree.Element(_q("TimeZone"))
    base = -int(group.standard.total_seconds() // 60)
    etree.SubElement(root, _q("Bias")).text = str(base)
    for name, daylight in (("StandardTime", False), ("DaylightTime", True)):
        element = etree.SubElement(root, _q(name))
        change = next((c for c in group.changes if (c.offset > group.standard) == daylight), None)
        bias = 0 if change is None else -int(change.offset.total_seconds() // 60) - base
        rows = {"Bias": str(bias), "Time": "00:00:00", "DayOrder": "0", "Month": "0", "DayOfWeek": "Sunday"}
        if change is not None:
            seconds = int(change.time.total_seconds())
            rows["Time"] = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
            rows["DayOrder"] = str(5 if change.occurrence < 0 else change.occurrence)
            rows["Month"] = str(change.month)
            rows["DayOfWeek"] = WEEKDAYS[change.weekday or 0]
        for tag, text in rows.items():
            etree.SubElement(element, _q(tag)).text = text
    return root
