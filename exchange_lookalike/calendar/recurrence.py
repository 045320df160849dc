"""Recurrences: read from and written to EWS XML, and expanded into dates.

A series lives on the wall clock of its own zone, so expansion knows dates only; time of day and zone are added by
`series`. Sources: MS-OXWSCDATA (RecurrenceType and its patterns), MS-OXOCAL 2.2.1.44 (a day of the month that a month
lacks means its last day).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from dateutil import rrule
from lxml import etree

from exchange_lookalike.timezones import WEEKDAYS, T

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
INDEXES = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": -1}
_DAY_SETS = {"Day": range(7), "Weekday": range(5), "WeekendDay": (5, 6)}
FIRST_DAY, LAST_DAY = date(1601, 1, 1), date(4500, 8, 31)
"""The days that a calendar has: from where its times are counted (MS-DTYP FILETIME) to where Exchange ends a series
without end."""

_BOUNDS = {
    "DailyRecurrence": 999,
    "WeeklyRecurrence": 99,
    "AbsoluteMonthlyRecurrence": 99,
    "RelativeMonthlyRecurrence": 99,
}


class BadRecurrence(ValueError):
    """The recurrence cannot be kept; `code` is the response code that says why."""

    def __init__(self, text: str, code: str = "ErrorCalendarInvalidRecurrence") -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class Recurrence:
    """A pattern and its range. `pattern` is the EWS element's name; days, index and months are EWS's words.

    `end` is the last date an occurrence may start on, `count` the number of occurrences; both None: without end.
    """

    pattern: str
    start: date
    interval: int = 1
    days: tuple[str, ...] = ()
    first_day: str = ""
    day_of_month: int = 0
    index: str = ""
    month: str = ""
    end: date | None = None
    count: int | None = None

    def rule(self) -> rrule.rrule:
        """A monthly or yearly recurrence as an iCalendar rule over midnight of each date."""
        begin = datetime.combine(self.start, time.min)
        until = datetime.combine(min(self.end or LAST_DAY, LAST_DAY), time.min)
        monthly = "Monthly" in self.pattern
        frequency: Literal[0, 1] = 1 if monthly else 0  # rrule.MONTHLY, rrule.YEARLY
        month = None if monthly else MONTHS.index(self.month) + 1
        if self.pattern.startswith("Absolute"):
            days = range(min(28, self.day_of_month), self.day_of_month + 1)
            return rrule.rrule(
                frequency, begin, self.interval, bymonth=month, bymonthday=list(days), bysetpos=-1, until=until
            )
        return rrule.rrule(
            frequency, begin, self.interval, bymonth=month, byweekday=self.weekdays(),
            bysetpos=INDEXES[self.index], until=until,
        )  # fmt: skip

    def weekdays(self) -> list[int]:
        """The days of the week that it names, from Monday = 0."""
        found: set[int] = set()
        for name in self.days:
            found.update(_DAY_SETS.get(name, (WEEKDAYS.index(name),) if name in WEEKDAYS else ()))
        return sorted(found)


class _Listed:
    """The dates of a monthly or yearly recurrence: at most some 35,000, computed as far as somebody asked."""

    def __init__(self, recurrence: Recurrence) -> None:
        self._known: list[date] = []
        self._more: Iterator[datetime] = iter(recurrence.rule())
        self._count = recurrence.count
        self._ended = False

    def _next(self) -> None:
        following = next(self._more, None) if self._count is None or len(self._known) < self._count else None
        if following is None:
            self._ended = True
        else:
            self._known.append(following.date())

    def through(self, last: date) -> int:
        """How many dates there are up to `last`, itself included."""
        while not self._ended and (not self._known or self._known[-1] <= last):
            self._next()
        return bisect_right(self._known, last)

    def at(self, index: int) -> date | None:
        """The date with this index, from 0; None beyond the range."""
        while not self._ended and len(self._known) <= index:
            self._next()
        return self._known[index] if index < len(self._known) else None


class _Regular:
    """The dates of a daily or weekly recurrence, which may be a million: each is computed from its index alone.

    They repeat every `turn` days from `base`; `offsets` are the days of one turn, of which the first `skipped` lie
    before the series begins.
    """

    def __init__(self, recurrence: Recurrence) -> None:
        start, weekly = recurrence.start, recurrence.pattern == "WeeklyRecurrence"
        week = WEEKDAYS.index(recurrence.first_day or "Sunday")
        before = (start.weekday() - week) % 7 if weekly else 0
        self._base = start.toordinal() - before
        self._turn = recurrence.interval * (7 if weekly else 1)
        self._offsets = sorted((day - week) % 7 for day in recurrence.weekdays()) if weekly else [0]
        self._skipped = bisect_left(self._offsets, before)
        self._last = min(recurrence.end or LAST_DAY, LAST_DAY).toordinal()
        self._count = recurrence.count

    def through(self, last: date) -> int:
        """How many dates there are up to `last`, itself included."""
        turns, rest = divmod(min(last.toordinal(), self._last) - self._base, self._turn)
        found = max(turns * len(self._offsets) + bisect_right(self._offsets, rest) - self._skipped, 0)
        return found if self._count is None else min(found, self._count)

    def at(self, index: int) -> date | None:
        """The date with this index, from 0; None beyond the range."""
        if not self._offsets or (self._count is not None and index >= self._count):
            return None
        turns, place = divmod(index + self._skipped, len(self._offsets))
        day = self._base + turns * self._turn + self._offsets[place]
        return date.fromordinal(day) if day <= self._last else None


@lru_cache(maxsize=1024)
def _listed(recurrence: Recurrence) -> _Listed:
    return _Listed(recurrence)


def _dates(recurrence: Recurrence) -> _Listed | _Regular:
    regular = recurrence.pattern in ("DailyRecurrence", "WeeklyRecurrence")
    return _Regular(recurrence) if regular else _listed(recurrence)


def dates_between(recurrence: Recurrence, first: date, last: date) -> list[date]:
    """The dates of the pattern from `first` to `last`, both included, in order."""
    dates = _dates(recurrence)
    indexes = range(dates.through(first - timedelta(days=1)), dates.through(last))
    return [day for index in indexes if (day := dates.at(index)) is not None]


def date_number(recurrence: Recurrence, number: int) -> date | None:
    """The date of the n-th occurrence (from 1, deleted ones counted); None beyond the range."""
    return _dates(recurrence).at(number - 1) if number >= 1 else None


def number_of(recurrence: Recurrence, day: date) -> int | None:
    """Which occurrence (from 1) falls on `day`; None if the pattern has none there."""
    dates = _dates(recurrence)
    number = dates.through(day)
    return number if number and dates.at(number - 1) == day else None


def last_date(recurrence: Recurrence) -> date | None:
    """The date of the last occurrence; None for a series without end."""
    if recurrence.end is None and recurrence.count is None:
        return None
    dates = _dates(recurrence)
    number = dates.through(LAST_DAY)
    return dates.at(number - 1) if number else None


# --- XML -------------------------------------------------------------------------------------------------------------


def _q(name: str) -> str:
    return f"{{{T}}}{name}"


def _value(element: etree._Element, name: str) -> str:
    found = element.findtext(_q(name))
    if found is None:
        raise BadRecurrence(f"{name} is missing", "ErrorSchemaValidation")
    return str(found).strip()


def _number(element: etree._Element, name: str, low: int, high: int) -> int:
    text = _value(element, name)
    if not text.lstrip("+-").isdecimal():
        raise BadRecurrence(f"{name} is not a number: {text}", "ErrorSchemaValidation")
    value = int(text)
    if not low <= value <= high:
        raise BadRecurrence(f"{name} must lie between {low} and {high}")
    return value


def _date(element: etree._Element, name: str) -> date:
    text = _value(element, name)
    try:
        found = date.fromisoformat(text[:10])
    except ValueError as fault:
        raise BadRecurrence(f"{name} is not a date: {text}", "ErrorSchemaValidation") from fault
    if found < FIRST_DAY:
        raise BadRecurrence(f"{name} lies before {FIRST_DAY}, where calendars begin", "ErrorCalendarOutOfRange")
    return found


def _words(text: str, allowed: tuple[str, ...], name: str) -> tuple[str, ...]:
    words = tuple(text.split())
    for word in words:
        if word not in allowed:
            raise BadRecurrence(f"{word} is not a {name}", "ErrorSchemaValidation")
    return words


def read_recurrence(element: etree._Element) -> Recurrence:
    """A t:Recurrence element (pattern, then range). Raises BadRecurrence."""
    parts = [part for part in element if isinstance(part.tag, str)]
    if len(parts) != 2:
        raise BadRecurrence("a recurrence has a pattern and a range")
    pattern, span = parts
    kind = etree.QName(pattern).localname
    start = _date(span, "StartDate")
    fields = _read_pattern(pattern, kind)
    limit = etree.QName(span).localname
    end: date | None = None
    count: int | None = None
    if limit == "EndDateRecurrence":
        end = _date(span, "EndDate")
        if end < start:
            raise BadRecurrence("the series ends before it starts", "ErrorCalendarEndDateIsEarlierThanStartDate")
    elif limit == "NumberedRecurrence":
        count = _number(span, "NumberOfOccurrences", 1, 999)
    elif limit != "NoEndRecurrence":
        raise BadRecurrence(f"{limit} is not a range")
    made = Recurrence(kind, start, end=end, count=count, **fields)  # type: ignore[arg-type]  # built by name below
    if date_number(made, 1) is None:
        raise BadRecurrence("the recurrence has no occurrence", "ErrorRecurrenceHasNoOccurrence")
    return made


def _read_pattern(pattern: etree._Element, kind: str) -> dict[str, object]:
    fields: dict[str, object] = {}
    every_day = (*WEEKDAYS, *_DAY_SETS)
    if kind in _BOUNDS:
        fields["interval"] = _number(pattern, "Interval", 1, _BOUNDS[kind])
    elif kind not in ("AbsoluteYearlyRecurrence", "RelativeYearlyRecurrence"):
        raise BadRecurrence(f"{kind} is not a pattern for appointments")
    if kind == "WeeklyRecurrence":
        fields["days"] = _words(_value(pattern, "DaysOfWeek"), every_day, "day of the week")
        if not fields["days"]:
            raise BadRecurrence("a weekly series needs a day", "ErrorCalendarInvalidDayForWeeklyRecurrence")
        if any(day in _DAY_SETS for day in fields["days"]):  # type: ignore[attr-defined]  # a tuple, set just above
            raise BadRecurrence("a weekly series names single days", "ErrorCalendarInvalidDayForWeeklyRecurrence")
        first = pattern.findtext(_q("FirstDayOfWeek"))
        if first is not None and first.strip():
            fields["first_day"] = _words(first, WEEKDAYS, "day of the week")[0]
    if kind.startswith("Relative"):
        words = _words(_value(pattern, "DaysOfWeek"), every_day, "day of the week")
        if len(words) != 1:
            raise BadRecurrence("a relative pattern names one day")
        fields["days"] = words
        fields["index"] = (_words(_value(pattern, "DayOfWeekIndex"), tuple(INDEXES), "position") or ("",))[0]
    if kind.startswith("Absolute"):
        fields["day_of_month"] = _number(pattern, "DayOfMonth", 1, 31)
    if "Yearly" in kind:
        fields["month"] = (_words(_value(pattern, "Month"), MONTHS, "month") or ("",))[0]
    return fields


def write_recurrence(recurrence: Recurrence, utc_offset: str = "") -> etree._Element:
    """The t:Recurrence element. `utc_offset` ("+02:00") follows the dates, as Exchange writes them."""
    root = etree.Element(_q("Recurrence"), nsmap={"t": T})
    pattern = etree.SubElement(root, _q(recurrence.pattern))

    def add(parent: etree._Element, name: str, value: str) -> None:
        etree.SubElement(parent, _q(name)).text = value

    if recurrence.pattern in _BOUNDS:
        add(pattern, "Interval", str(recurrence.interval))
    if recurrence.days:
        add(pattern, "DaysOfWeek", " ".join(recurrence.days))
    if recurrence.first_day:
        add(pattern, "FirstDayOfWeek", recurrence.first_day)
    if recurrence.index:
        add(pattern, "DayOfWeekIndex", recurrence.index)
    if recurrence.day_of_month:
        add(pattern, "DayOfMonth", str(recurrence.day_of_month))
    if recurrence.month:
        add(pattern, "Month", recurrence.month)
    limit = "EndDate" if recurrence.end else "Numbered" if recurrence.count else "NoEnd"
    span = etree.SubElement(root, _q(f"{limit}Recurrence"))
    add(span, "StartDate", recurrence.start.isoformat() + utc_offset)
    if recurrence.end:
        add(span, "EndDate", recurrence.end.isoformat() + utc_offset)
    if recurrence.count:
        add(span, "NumberOfOccurrences", str(recurrence.count))
    return root
