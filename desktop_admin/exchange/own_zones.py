"""A sender's own rules of time (``tzone://Microsoft/Custom``), and the zone whose clocks keep the same ones.

Source: MS-OXWSCDATA, TimeZoneDefinitionType: periods with a bias each (UTC minus local), and a year's changes between
them. Without a zone a series would leave its wall-clock hour at the next change of clocks.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from exchangelib.winzone import MS_TIMEZONE_TO_IANA_MAP

from desktop_admin.domain.meeting import Weekday
from desktop_admin.exchange.xml import Element, T, text_of

_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?")
_DAYS = list(Weekday)
_MOMENT = timedelta(minutes=1)
_KNOWN_BEST = (
    *("Europe/Berlin", "Europe/London", "Europe/Helsinki", "America/New_York", "America/Chicago", "America/Denver"),
    *("America/Los_Angeles", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney"),
)
"""Of zones with the same clocks, the one that most administrators know."""

Change = tuple[datetime, timedelta]
"""The wall clock's moment at which a change happens, and the offset (local minus UTC) from then on."""


def own_zone(definition: Element, year: int) -> str:
    """The IANA name of a zone with such rules in ``year`` and the next; "" where there is none, or none is told."""
    try:
        changes = (*_changes(definition, year), *_changes(definition, year + 1))
        return _fitting(str(definition.get("Name", "")), changes) if changes else ""
    except (ValueError, IndexError, OverflowError):
        return ""


@lru_cache(maxsize=64)
def _fitting(name: str, changes: tuple[Change, ...]) -> str:
    names = dict.fromkeys((name, *_KNOWN_BEST, *MS_TIMEZONE_TO_IANA_MAP.values()))
    return next((each for each in names if _fits(each, changes)), "")


def _fits(name: str, changes: tuple[Change, ...]) -> bool:
    try:
        clock = ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    for (_, before), (wall, after) in pairwise(changes):
        at = (wall - before).replace(tzinfo=UTC)
        told = [(at + step).astimezone(clock).utcoffset() for step in (-_MOMENT, _MOMENT)]
        if told != [before, after]:
            return False
    return True


def _changes(definition: Element, year: int) -> Iterator[Change]:
    """Those of one year in their order; of a zone that never changes, its offset at the beginning of every month.

    Raises ValueError, IndexError or OverflowError on what are no rules.
    """
    periods = {
        each.get("Id"): -_duration(each.get("Bias", "")) for each in definition.iterfind(f"{T}Periods/{T}Period")
    }
    groups = definition.findall(f"{T}TransitionsGroups/{T}TransitionsGroup")
    if not groups or not periods:
        return
    found = []
    for each in groups[-1]:
        offset = periods.get(text_of(each, f"{T}To"))
        if offset is None:
            raise ValueError("A time zone has a change to a period that it does not tell.")
        if each.tag == f"{T}Transition":
            found += [(datetime.combine(date(year, month, 1), time()), offset) for month in range(1, 13)]
        else:
            found.append((_day(each, year) + _duration(text_of(each, f"{T}TimeOffset")), offset))
    yield from sorted(found)


def _day(change: Element, year: int) -> datetime:
    month = int(text_of(change, f"{T}Month"))
    last = calendar.monthrange(year, month)[1]
    if change.tag == f"{T}RecurringDateTransition":
        day = min(int(text_of(change, f"{T}Day")), last)
    else:
        weekday, number = (
            _DAYS.index(Weekday(text_of(change, f"{T}DayOfWeek").lower())),
            int(text_of(change, f"{T}Occurrence")),
        )
        days = [each for each in range(1, last + 1) if date(year, month, each).weekday() == weekday]
        day = days[number if number < 0 else min(number, len(days)) - 1]
    return datetime.combine(date(year, month, day), time())


def _duration(written: str) -> timedelta:
    found = _DURATION.fullmatch(written)
    if found is None:
        raise ValueError("A time zone has an offset that is no duration.")
    days, hours, minutes, seconds = (int(found[part] or 0) for part in (2, 3, 4, 5))
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] else length
