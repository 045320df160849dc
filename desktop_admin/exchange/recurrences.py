"""A series' pattern, range and exceptions as EWS writes them (Microsoft: RecurrenceType)."""

from __future__ import annotations

from datetime import date, datetime

from desktop_admin.domain.meeting import Frequency, MovedOccurrence, Recurrence, Weekday
from desktop_admin.exchange.xml import Element, T, moment_of, text_of

_PATTERNS = {
    f"{T}DailyRecurrence": Frequency.DAILY,
    f"{T}WeeklyRecurrence": Frequency.WEEKLY,
    f"{T}AbsoluteMonthlyRecurrence": Frequency.MONTHLY,
    f"{T}RelativeMonthlyRecurrence": Frequency.MONTHLY,
    f"{T}AbsoluteYearlyRecurrence": Frequency.YEARLY,
    f"{T}RelativeYearlyRecurrence": Frequency.YEARLY,
}
_RANGES = (f"{T}NoEndRecurrence", f"{T}EndDateRecurrence", f"{T}NumberedRecurrence")
_INDEXES = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": -1}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_EVERY_DAY = tuple(Weekday)
_GROUPS = {"Day": _EVERY_DAY, "Weekday": _EVERY_DAY[:5], "WeekendDay": _EVERY_DAY[5:]}


def recurrence_of(item: Element) -> Recurrence | None:
    """The recurrence of an item; None where it has none. Raises ValueError on one that is not as Exchange writes it."""
    told = item.find(f"{T}Recurrence")
    if told is None:
        return None
    pattern = next((part for part in told if part.tag in _PATTERNS), None)
    extent = next((part for part in told if part.tag in _RANGES), None)
    if pattern is None or extent is None:
        raise ValueError("The recurrence has a pattern or a range that is not known.")
    until = text_of(extent, f"{T}EndDate")
    count = text_of(extent, f"{T}NumberOfOccurrences")
    index = text_of(pattern, f"{T}DayOfWeekIndex")
    day = text_of(pattern, f"{T}DayOfMonth")
    month = text_of(pattern, f"{T}Month")
    return Recurrence(
        frequency=_PATTERNS[pattern.tag],
        start=_date(text_of(extent, f"{T}StartDate")),
        interval=int(text_of(pattern, f"{T}Interval") or 1),
        weekdays=_weekdays(text_of(pattern, f"{T}DaysOfWeek")),
        week_index=_of(_INDEXES, index) if index else None,
        day_of_month=int(day) if day else None,
        month=_MONTHS.index(month) + 1 if month else None,
        first_day_of_week=Weekday((text_of(pattern, f"{T}FirstDayOfWeek") or "Monday").lower()),
        until=_date(until) if until else None,
        count=int(count) if count else None,
    )


def moved_occurrences_of(item: Element) -> tuple[MovedOccurrence, ...]:
    """The exceptions that a master lists."""
    found = []
    for occurrence in item.iterfind(f"{T}ModifiedOccurrences/{T}Occurrence"):
        original, start, end = (moment_of(occurrence, T + name) for name in ("OriginalStart", "Start", "End"))
        if original and start and end:
            found.append(MovedOccurrence(original, start, end))
    return tuple(found)


def deleted_occurrences_of(item: Element) -> tuple[datetime, ...]:
    """The starts (UTC) of the occurrences that a master has lost."""
    starts = (moment_of(gone, f"{T}Start") for gone in item.iterfind(f"{T}DeletedOccurrences/{T}DeletedOccurrence"))
    return tuple(start for start in starts if start is not None)


def _weekdays(written: str) -> tuple[Weekday, ...]:
    days: set[Weekday] = set()
    for word in written.split():
        days.update(_GROUPS.get(word) or (Weekday(word.lower()),))
    return tuple(day for day in Weekday if day in days)


def _date(written: str) -> date:
    """An xs:date; the zone that Exchange appends is the series' own and says nothing more."""
    return date.fromisoformat(written[:10])


def _of(table: dict[str, int], word: str) -> int:
    if word not in table:
        raise ValueError(f"“{word}” is no week of a month.")
    return table[word]
