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
        at_its_start = {each.recurrence_id for each in series.overrides if each.start == message.start}
        likely = at_its_start | {message.start}
        found = original_on(day, series.recurrence, series.start, series.end, series.zone, likely)
    whole = replace(message, recurrence=None, moved_occurrences=(), deleted_occurrences=())
    return replace(whole, recurrence_id=found or stand_in(day))


def stand_in(day: date) -> datetime:
    """What stands for an occurrence's original start while only its day is known."""
    return datetime.combine(day, time(), UTC)


def original_on(
    day: date, recurrence: Recurrence, start: datetime, end: datetime, zone: str, likely: Container[datetime | None]
) -> datetime | None:
    """The original start (UTC) of the occurrence on ``day`` of the series' zone, else on that day of UTC.

    Exchange writes the former (MS-OXCICAL, RECURRENCE-ID), other servers the latter. Where these are two occurrences, a
    ``likely`` one is meant.
    """
    middle = stand_in(day)
    near = [
        original
        for original, _, _ in occurrences(recurrence, start, end, zone, after=middle - _AROUND, until=middle + _AROUND)
    ]
    found = [original for each in (zone_of(zone), UTC) for original in near if original.astimezone(each).date() == day]
    return next((original for original in found if original in likely), found[0] if found else None)


def anchored(overrides: tuple[OccurrenceOverride, ...], message: MeetingMessage) -> tuple[OccurrenceOverride, ...]:
    """``overrides`` with those that are known by their day put to where the series in ``message`` has them."""
    recurrence, start, end = message.recurrence, message.start, message.end
    if recurrence is None or start is None or end is None:
        return overrides
    found: dict[datetime, OccurrenceOverride] = {}
    for each in sorted(overrides, key=_order):
        if each.day is not None:
            likely = {each.recurrence_id, each.start}
            original = original_on(each.day, recurrence, start, end, message.zone, likely) or stand_in(each.day)
            found[original] = replace(each, recurrence_id=original)
        else:
            found[each.recurrence_id] = each
    return tuple(sorted(found.values(), key=lambda each: each.recurrence_id))


def _order(override: OccurrenceOverride) -> tuple[int, datetime]:
    return override.sequence, override.stamp or datetime.min.replace(tzinfo=UTC)
