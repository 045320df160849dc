"""Recurrence: the occurrences of a series at their wall-clock hour, over daylight-saving changes.

Patterns are those of Exchange (Microsoft: MS-OXOCAL, "RecurrencePattern"): a day of the month beyond a short month's
end is the month's last day; a relative pattern names the n-th or last of some weekdays. An hour that a change of clocks
leaves out moves forward by the gap; one that occurs twice is the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, cast

from dateutil import rrule

from desktop_admin.domain.meeting import Frequency, Recurrence, Weekday
from desktop_admin.domain.zones import zone_of

_DAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
_FREQUENCIES = {
    Frequency.DAILY: rrule.DAILY,
    Frequency.WEEKLY: rrule.WEEKLY,
    Frequency.MONTHLY: rrule.MONTHLY,
    Frequency.YEARLY: rrule.YEARLY,
}
_EPOCH_GUARD = timedelta(days=800)


def occurrences(
    recurrence: Recurrence,
    first_start: datetime,
    first_end: datetime,
    zone: str,
    *,
    after: datetime,
    until: datetime,
) -> Iterator[tuple[datetime, datetime, datetime]]:
    """(recurrence id, start, end) in UTC of each occurrence that ends after ``after`` and starts before ``until``.

    The cost follows the window, not the series' age, for series without a count.
    """
    clock = zone_of(zone)
    length = first_end.astimezone(clock).replace(tzinfo=None) - first_start.astimezone(clock).replace(tzinfo=None)
    begin = first_start.astimezone(clock).time()
    earliest = (after.astimezone(clock) - length - timedelta(days=1)).date()
    latest = until.astimezone(clock).date()
    for day in _days(recurrence, earliest, latest):
        start = _at(day, begin, clock)
        end = _local(datetime.combine(day, begin) + length, clock)
        if start >= until:
            return
        if end > after:
            yield start, start, end


def is_in_step(recurrence: Recurrence, first_start: datetime, zone: str) -> bool:
    """Whether the first occurrence that the pattern gives in ``zone`` is the one that begins at ``first_start``."""
    first = next(_days(recurrence, recurrence.start, date.max), None)
    return first == first_start.astimezone(zone_of(zone)).date()


def last_end(recurrence: Recurrence, first_start: datetime, first_end: datetime, zone: str) -> datetime | None:
    """When the last occurrence ends; None for a series without end; its start where it has none."""
    if recurrence.until is None and recurrence.count is None:
        return None
    clock = zone_of(zone)
    length = first_end.astimezone(clock).replace(tzinfo=None) - first_start.astimezone(clock).replace(tzinfo=None)
    begin = first_start.astimezone(clock).time()
    if recurrence.count is not None:
        last = None
        for last in _days(recurrence, recurrence.start, date.max):  # noqa: B007 - the last one is what is wanted
            pass
    else:
        last = _last_before(recurrence, recurrence.until or recurrence.start)
    if last is None:
        return first_start.astimezone(UTC)
    return _local(datetime.combine(last, begin) + length, clock)


def _last_before(recurrence: Recurrence, until: date) -> date | None:
    """The last day of a pattern that ends by date, found from its end backwards."""
    span = _EPOCH_GUARD
    while True:
        found = list(_days(recurrence, max(recurrence.start, until - span), until))
        if found:
            return found[-1]
        if until - span <= recurrence.start:
            return None
        span *= 4


def _days(recurrence: Recurrence, earliest: date, latest: date) -> Iterator[date]:
    """The pattern's days from ``earliest`` to ``latest``, in order, none before its start."""
    last = min(latest, recurrence.until) if recurrence.until else latest
    if last < recurrence.start:
        return
    # A count is counted from the beginning; everything else may begin at the window, at a step of the pattern.
    begin = recurrence.start if recurrence.count is not None else _aligned(recurrence, earliest)
    rule = _rule(recurrence, begin)
    for moment in rule:
        day = moment.date()
        if day > last:
            return
        if day >= earliest and day >= recurrence.start:
            yield day


def _aligned(recurrence: Recurrence, earliest: date) -> date:
    """The latest start of a step of the pattern that is not after ``earliest``, so that old series cost nothing."""
    start, interval = recurrence.start, max(recurrence.interval, 1)
    if earliest <= start:
        return start
    match recurrence.frequency:
        case Frequency.DAILY:
            return start + timedelta(days=(earliest - start).days // interval * interval)
        case Frequency.WEEKLY:
            weeks = (earliest - start).days // 7 // interval * interval
            return max(start + timedelta(weeks=weeks - interval), start)
        case Frequency.MONTHLY:
            months = (earliest.year - start.year) * 12 + earliest.month - start.month - 1
            steps = max(months // interval * interval, 0)
            return _month_later(start, steps)
        case Frequency.YEARLY:
            years = max((earliest.year - start.year - 1) // interval * interval, 0)
            return start.replace(year=start.year + years, day=min(start.day, 28)) if years else start


def _month_later(day: date, months: int) -> date:
    if months == 0:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _rule(recurrence: Recurrence, begin: date) -> rrule.rrule:
    days = [_DAYS[list(Weekday).index(day)] for day in recurrence.weekdays]
    settings: dict[str, Any] = {}
    if recurrence.frequency is Frequency.YEARLY:
        settings["bymonth"] = recurrence.month or recurrence.start.month
    if recurrence.frequency is Frequency.WEEKLY and days:
        settings["byweekday"] = days
    if recurrence.frequency in (Frequency.MONTHLY, Frequency.YEARLY):
        if recurrence.week_index is not None:
            settings |= {"byweekday": days or list(_DAYS), "bysetpos": recurrence.week_index}
        else:
            wanted = recurrence.day_of_month or recurrence.start.day
            # The last of the days up to the wanted one that the month has: 31 becomes 30, 29 or 28.
            settings |= {"bymonthday": range(min(wanted, 28), wanted + 1), "bysetpos": -1}
    return rrule.rrule(
        cast("Any", _FREQUENCIES[recurrence.frequency]),
        dtstart=datetime.combine(begin, time.min),
        interval=max(recurrence.interval, 1),
        wkst=_DAYS[list(Weekday).index(recurrence.first_day_of_week)],
        count=recurrence.count,
        until=datetime.combine(recurrence.until, time.min) if recurrence.until and recurrence.count is None else None,
        cache=False,
        **settings,
    )


def _at(day: date, begin: time, clock: tzinfo) -> datetime:
    return _local(datetime.combine(day, begin), clock)


def _local(naive: datetime, clock: tzinfo) -> datetime:
    """A wall-clock time as UTC. ``fold`` 0 takes the first of two, and moves one that does not exist forward."""
    return naive.replace(tzinfo=clock, fold=0).astimezone(UTC)
