"""The time zone that an item was made in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from desktop_admin.domain.meeting import Recurrence
from desktop_admin.domain.recurrence import is_in_step
from desktop_admin.exchange.own_zones import fixed_rules, own_zone
from desktop_admin.exchange.xml import Element, T, text_of
from desktop_admin.exchange.zone_names import zone_named

_TOLD_IN = (f"{T}StartTimeZone", f"{T}EndTimeZone", f"{T}MeetingTimeZone")
_NAMED_IN = (f"{T}StartTimeZoneId", f"{T}EndTimeZoneId", f"{T}TimeZone")
_OFFSETS = tuple(timedelta(hours=sign * hours) for hours in range(1, 15) for sign in (1, -1))


def zone_id_of(item: Element) -> str:
    """The raw id or name of the zone that an item was made in; empty where none is told."""
    told = (item.find(path) for path in _TOLD_IN)
    names = (name for each in told if each is not None for name in _names_in(each))
    return next(names, "") or next(filter(None, (text_of(item, path) for path in _NAMED_IN)), "")


def zone_name_of(item: Element, start: datetime | None, recurrence: Recurrence | None = None) -> str:
    """The zone that an item was made in, as :func:`~desktop_admin.domain.zones.zone_of` takes it: the first that the
    item tells in any of its fields and in which its series begins when the item does. Empty where there is none.
    """
    if start is None:
        return next(_candidates(item, 2000), "")
    found = tuple(dict.fromkeys(_candidates(item, start.year)))
    if recurrence is None:
        return next(iter(found), "")
    fitting = next((zone for zone in found if is_in_step(recurrence, start, zone)), "")
    if fitting or not found or _day_at_an_offset(recurrence, start) is None:
        return fitting or next(iter(found), "")
    return ""


def stand_in(recurrence: Recurrence | None, start: datetime | None) -> str:
    """For a series whose zone is not known: the clock nearest to UTC on which it begins when the item does."""
    if recurrence is None or start is None or is_in_step(recurrence, start, ""):
        return ""
    return _day_at_an_offset(recurrence, start) or ""


def _day_at_an_offset(recurrence: Recurrence, start: datetime) -> str | None:
    clocks = ("UTC", *(fixed_rules(offset) for offset in _OFFSETS))
    return next((clock for clock in clocks if is_in_step(recurrence, start, clock)), None)


def _candidates(item: Element, year: int) -> Iterator[str]:
    """What each of the fields tells, in the order in which they are to be believed."""
    for path in _TOLD_IN:
        told = item.find(path)
        if told is None:
            continue
        named = [zone for name in _names_in(told) if (zone := zone_named(name))]
        if rules := own_zone(told, year, named):
            yield rules
        yield from named
    yield from filter(None, (zone_named(text_of(item, path)) for path in _NAMED_IN))


def _names_in(told: Element) -> Iterator[str]:
    yield from filter(None, (str(told.get(name, "")) for name in ("Id", "Name", "TimeZoneName")))
