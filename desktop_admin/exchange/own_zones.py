"""The rules of time that a message carries, and the zone with a name whose clocks keep the same ones.

Sources: MS-OXWSCDATA, TimeZoneDefinitionType (periods with a bias each, UTC minus local, and changes between them, in
groups that follow one another) and TimeZoneType (a base offset with two changes a year, as Exchange 2007 wrote it).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from exchangelib.winzone import MS_TIMEZONE_TO_IANA_MAP

from desktop_admin.domain.meeting import Weekday
from desktop_admin.domain.zone_rules import MOST_PARTS, clock_of
from desktop_admin.exchange.xml import Element, T, text_of

_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?")
_DAYS = list(Weekday)
_KNOWN_BEST = (
    *("Europe/Berlin", "Europe/London", "Europe/Helsinki", "America/New_York", "America/Chicago", "America/Denver"),
    *("America/Los_Angeles", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney"),
)
"""Of zones with the same clocks, the one that most administrators know."""
YEARS_ALIKE = 10
"""So many years two clocks have to agree, from the meeting's on, to be taken for the same."""

Change = tuple[datetime, timedelta]
"""The moment (UTC, to the minute) of a change of clocks, and the offset (local minus UTC) from then on."""


def own_zone(definition: Element, year: int, preferred: Iterable[str] = ()) -> str:
    """The zone whose rules ``definition`` carries, for a meeting of ``year``: an IANA name, of ``preferred`` ones if
    possible, where a zone keeps the same clocks in the years to come; else the rules as a text; "" where it carries
    none.
    """
    try:
        rules = _rules(definition)
        return _named(rules, year, (*preferred, str(definition.get("Name", "")))) or rules if rules else ""
    except (ValueError, IndexError, OverflowError):
        return ""


def _named(rules: str, year: int, preferred: tuple[str, ...]) -> str:
    if not 1970 <= year <= 2200:
        return ""
    wanted = _changes(clock_of(rules), year)
    names = dict.fromkeys((*filter(None, preferred), *_KNOWN_BEST, *MS_TIMEZONE_TO_IANA_MAP.values()))
    return next((each for each in names if _changes_of(each, year) == wanted), "")


@lru_cache(maxsize=2048)
def _changes_of(name: str, year: int) -> tuple[Change, ...] | None:
    try:
        return _changes(ZoneInfo(name), year)
    except (ValueError, OSError, LookupError):
        return None


def _changes(clock: tzinfo, year: int) -> tuple[Change, ...]:
    """The offset at the beginning of ``year``, and each change in the years from then on."""

    def offset(when: datetime) -> timedelta:
        return when.astimezone(clock).utcoffset() or timedelta()

    months = [datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC) for number in range(12 * YEARS_ALIKE + 1)]
    found = [(months[0], offset(months[0]))]
    for before, after in pairwise(months):
        if offset(before) != offset(after):
            found.append((_moment_of_change(offset, before, after), offset(after)))
    return tuple(found)


def _moment_of_change(offset: Callable[[datetime], timedelta], before: datetime, after: datetime) -> datetime:
    old = offset(before)
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        before, after = (middle, after) if offset(middle) == old else (before, middle)
    return after.replace(second=0, microsecond=0)


# --- from a definition to a text of rules ----------------------------------------------------------------------------


def _rules(definition: Element) -> str:
    """The rules as a text of :mod:`desktop_admin.domain.zone_rules`; "" where there are none. Raises ValueError,
    IndexError or OverflowError on what are no rules.
    """
    if definition.find(f"{T}BaseOffset") is not None:
        return _old_rules(definition)
    periods = {
        each.get("Id"): -_duration(each.get("Bias", "")) for each in definition.iterfind(f"{T}Periods/{T}Period")
    }
    groups = {each.get("Id"): each for each in definition.iterfind(f"{T}TransitionsGroups/{T}TransitionsGroup")}
    if not groups or not periods:
        return ""
    parts = sorted(_parts(definition, groups)) or [("", next(reversed(groups)))]
    texts = [(since, _rule(list(_of_group(groups[group], periods)))) for since, group in parts[-MOST_PARTS:]]
    kept = [texts[0], *(later for before, later in pairwise(texts) if later[1] != before[1])]
    rules = ";".join((kept[0][1], *(f"{since}={rule}" for since, rule in kept[1:])))
    clock_of(rules)
    return rules


def _parts(definition: Element, groups: dict[str, Element]) -> Iterator[tuple[str, str]]:
    """From when (on the wall, as ISO text; "" for ever) which group holds."""
    for each in definition.iterfind(f"{T}Transitions/*"):
        group = text_of(each, f"{T}To")
        if group not in groups:
            raise ValueError("A time zone has a change to a group that it does not tell.")
        since = text_of(each, f"{T}DateTime")
        yield (datetime.fromisoformat(since.removesuffix("Z")[:19]).isoformat() if since else ""), group


def _of_group(group: Element, periods: dict[str | None, timedelta]) -> Iterator[tuple[str, timedelta]]:
    """Each change of a year: when, as POSIX writes it ("" where it never changes), and the offset from then on."""
    for each in group:
        offset = periods.get(text_of(each, f"{T}To"))
        if offset is None:
            raise ValueError("A time zone has a change to a period that it does not tell.")
        if each.tag == f"{T}Transition":
            yield "", offset
            continue
        month = int(text_of(each, f"{T}Month"))
        if each.tag == f"{T}RecurringDateTransition":
            day = _julian(month, int(text_of(each, f"{T}Day")))
        else:
            day = _weekday(month, text_of(each, f"{T}DayOfWeek"), int(text_of(each, f"{T}Occurrence")))
        yield f"{day}/{_clock(_duration(text_of(each, f'{T}TimeOffset')))}", offset


def _rule(changes: list[tuple[str, timedelta]]) -> str:
    """The POSIX rule of a year's changes. Raises ValueError where there are more than two."""
    offsets = {offset for _when, offset in changes}
    if len(offsets) == 1:
        return _name(offsets.pop())
    if len(changes) != 2 or not all(when for when, _offset in changes):
        raise ValueError("A time zone changes its clocks in a way that is not known.")
    (to_standard, standard), (to_summer, summer) = sorted(changes, key=lambda change: change[1])
    return f"{_name(standard)}{_name(summer)},{to_summer},{to_standard}"


def _old_rules(definition: Element) -> str:
    """Those of a TimeZoneType: offsets are UTC minus local, the changes' beside the base."""
    base = _duration(text_of(definition, f"{T}BaseOffset"))
    changes = []
    for each in (definition.find(f"{T}Standard"), definition.find(f"{T}Daylight")):
        if each is None:
            continue
        beside = text_of(each, f"{T}Offset")
        offset = -(base + (_duration(beside) if beside else timedelta()))
        yearly = each.find(f"{T}RelativeYearlyRecurrence")
        absolute = text_of(each, f"{T}AbsoluteDate")
        if yearly is not None:
            month = _MONTHS.index(text_of(yearly, f"{T}Month")) + 1
            place = _PLACES.index(text_of(yearly, f"{T}DayOfWeekIndex")) + 1
            day = _weekday(month, text_of(yearly, f"{T}DaysOfWeek"), -1 if place == len(_PLACES) else place)
        else:
            day = _julian(*date.fromisoformat(absolute[:10]).timetuple()[1:3])
        hour, minute, second = (int(part) for part in text_of(each, f"{T}Time")[:8].split(":"))
        changes.append((f"{day}/{_clock(timedelta(hours=hour, minutes=minute, seconds=second))}", offset))
    rules = _rule(changes or [("", -base)])
    clock_of(rules)
    return rules


_PLACES = ("First", "Second", "Third", "Fourth", "Last")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _weekday(month: int, day: str, place: int) -> str:
    if not 1 <= month <= 12 or place not in (-1, 1, 2, 3, 4, 5):
        raise ValueError("A time zone changes its clocks on no day of a month.")
    number = _DAYS.index(Weekday(day.lower()))
    return f"M{month}.{5 if place == -1 else place}.{(number + 1) % 7}"


def _julian(month: int, day: int) -> str:
    """POSIX counts these days without 29 February."""
    return f"J{date(2001, month, min(day, 28) if month == 2 else day).timetuple().tm_yday}"


def _name(offset: timedelta) -> str:
    """Name and offset of a time: the name says what the offset is; POSIX's offset is UTC minus local."""
    if abs(offset) > timedelta(hours=14):
        raise ValueError("A time zone has an offset that no clock has.")
    minutes = round(abs(offset) / timedelta(minutes=1))
    sign = "-" if offset < timedelta() else "+"
    name = f"<{sign}{minutes // 60:02}{f'{minutes % 60:02}' if minutes % 60 else ''}>"
    return f"{name}{'+' if sign == '-' else '-'}{_clock(timedelta(minutes=minutes))}"


def fixed_rules(offset: timedelta) -> str:
    """The rules of a clock that never changes. Raises ValueError on an offset that no clock has."""
    return _name(offset)


def _clock(length: timedelta) -> str:
    seconds = round(length / timedelta(seconds=1))
    if not 0 <= seconds <= 24 * 3600:
        raise ValueError("A time zone changes its clocks at no hour of a day.")
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if second else f"{hour}:{minute:02}" if minute else f"{hour}"


def _duration(written: str) -> timedelta:
    found = _DURATION.fullmatch(written)
    if found is None:
        raise ValueError("A time zone has an offset that is no duration.")
    days, hours, minutes, seconds = (int(found[part] or 0) for part in (2, 3, 4, 5))
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] else length
