"""Which occurrence a message speaks of that tells no more than its day.

The day is looked up in the series as it is known, and again whenever the series comes to be known better: a change of
its times may have come before and be read after. Without a series the day itself stands in.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from desktop_admin.domain.conference import Conference, OccurrenceOverride
from desktop_admin.domain.meeting import MeetingMessage, Recurrence
from desktop_admin.domain.recurrence import occurrences
from desktop_admin.domain.zones import zone_of

_AROUND = timedelta(days=2)


def with_occurrence(message: MeetingMessage, series: Conference | None) -> MeetingMessage:
    """``message`` with the original start of the occurrence on its ``occurrence_date``, as ``series`` has it.

    A message about an occurrence has no say in the series.
    """
    day = message.occurrence_date
    if day is None:
        return message
    if message.recurrence_id is not None:
        return replace(message, occurrence_date=None, recurrence=None)
    found = None
    if series is not None and series.recurrence is not None:
        known = [each for each in series.overrides if each.start == message.start or each.day == day]
        likely = {each.recurrence_id for each in known} | {message.start}
        found = original_on(day, series.recurrence, series.start, series.end, series.zone, likely)
        if len(found) > 1 and message.start is not None and not likely.intersection(found):
            found = _uncrossed(found, message.start, {each.recurrence_id for each in series.overrides})
    whole = replace(message, recurrence=None, moved_occurrences=(), deleted_occurrences=())
    return replace(whole, recurrence_id=found[0] if found else stand_in(day))


def stand_in(day: date) -> datetime:
    """What stands for an occurrence's original start while only its day is known."""
    return datetime.combine(day, time(), UTC)


def original_on(
    day: date, recurrence: Recurrence, start: datetime, end: datetime, zone: str, likely: Container[datetime | None]
) -> list[datetime]:
    """The original starts (UTC) of the occurrences on ``day`` of the series' zone, then on that day of UTC.

    Exchange writes the former (MS-OXCICAL, RECURRENCE-ID), other servers the latter. ``likely`` ones come first.
    """
    middle = stand_in(day)
    near = [
        original
        for original, _, _ in occurrences(recurrence, start, end, zone, after=middle - _AROUND, until=middle + _AROUND)
    ]
    found = [original for each in (zone_of(zone), UTC) for original in near if original.astimezone(each).date() == day]
    return sorted(dict.fromkeys(found), key=lambda original: original not in likely)


def _uncrossed(found: list[datetime], start: datetime, changed: Container[datetime]) -> list[datetime]:
    """``found`` without an occurrence that would have been moved past its neighbour, which no calendar allows.

    A neighbour in ``changed`` is no obstacle: it may have been cancelled or moved away.
    """
    first, last = min(found), max(found)
    if start > last and last not in changed:
        return [last]
    if start < first and first not in changed:
        return [first]
    return found


def anchored(overrides: tuple[OccurrenceOverride, ...], message: MeetingMessage) -> tuple[OccurrenceOverride, ...]:
    """``overrides`` with those that are known by their day put to where the series in ``message`` has them."""
    recurrence, start, end = message.recurrence, message.start, message.end
    if recurrence is None or start is None or end is None:
        return overrides
    found: dict[datetime, OccurrenceOverride] = {}
    for each in sorted(overrides, key=_order):
        if each.day is not None:
            likely = {each.recurrence_id, each.start}
            near = original_on(each.day, recurrence, start, end, message.zone, likely)
            if len(near) > 1 and each.start is not None and not likely.intersection(near):
                near = _uncrossed(near, each.start, ())
            original = near[0] if near else stand_in(each.day)
            found[original] = replace(each, recurrence_id=original)
        else:
            found[each.recurrence_id] = each
    return tuple(sorted(found.values(), key=lambda each: each.recurrence_id))


def _order(override: OccurrenceOverride) -> tuple[int, datetime]:
    return override.sequence, override.stamp or datetime.min.replace(tzinfo=UTC)
