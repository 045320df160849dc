"""Recurrences and time zones in iCalendar's words (RFC 5545: RRULE, VTIMEZONE), both ways.

`icalendar` reads and writes the text; it is imported where it is used, so that the look-alike starts without it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from exchange_lookalike.calendar.recurrence import INDEXES, MONTHS, Recurrence
from exchange_lookalike.faults import EwsError
from exchange_lookalike.timezone_rules import Change, Group, RuleZone
from exchange_lookalike.timezones import CUSTOM_ID, WEEKDAYS, Zone, zone_by_iana, zone_by_id, zone_groups

DAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), WEEKDAYS, strict=True))
_CODES = {day: code for code, day in DAYS.items()}
_SETS = {"Day": tuple(DAYS), "Weekday": tuple(DAYS)[:5], "WeekendDay": tuple(DAYS)[5:]}
_ORDINALS = {number: word for word, number in INDEXES.items()}
_FIRST = datetime.combine(date(1601, 1, 1), time())
"""Where rules that always held begin."""
_BYDAY = re.compile(r"([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)")
_PARTS = {
    "DAILY": {"BYDAY"},
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS", "BYMONTH"},
}
"""What a rule of each frequency may say beside the parts that all have. Any other part would change its days."""
_OF_ALL = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}


def _unfit(text: str) -> EwsError:
    return EwsError("ErrorCalendarInvalidRecurrence", f"The recurrence cannot be kept: {text}.")


# --- recurrences -----------------------------------------------------------------------------------------------------


def read_rule(rule: Mapping[str, list[Any]], begins: datetime, zone: Zone) -> Recurrence:
    """An RRULE of a series that begins then, in its zone. Raises EwsError for one that Exchange cannot keep."""
    begins = begins.astimezone(zone.tz)
    start = begins.date()
    parts = {str(name).upper(): [str(one).upper() for one in values] for name, values in rule.items()}
    frequency = parts.get("FREQ", [""])[0]
    if frequency not in _PARTS:
        raise _unfit(f"its frequency is {frequency or 'missing'}")
    if more := set(parts) - _OF_ALL - _PARTS[frequency]:
        raise _unfit(f"it has {', '.join(sorted(more))}")
    if "BYDAY" in parts and "BYMONTHDAY" in parts:
        raise _unfit("it has both BYDAY and BYMONTHDAY")
    interval = _number(parts, "INTERVAL", 1)
    week = DAYS.get(parts.get("WKST", ["MO"])[0], "Monday")
    plain = Recurrence("", start, interval, end=_until(rule, begins, zone), count=_number(parts, "COUNT", 0) or None)
    days = [found.groups() for one in parts.get("BYDAY", ()) if (found := _BYDAY.fullmatch(one)) is not None]
    codes = tuple(code for _, code in days)
    if frequency == "DAILY" and not codes:
        return replace(plain, pattern="DailyRecurrence")
    if frequency == "WEEKLY" or (frequency == "DAILY" and interval == 1):
        words = tuple(DAYS[code] for code in codes) or (WEEKDAYS[start.weekday()],)
        return replace(plain, pattern="WeeklyRecurrence", days=words, first_day=week)
    if frequency == "DAILY":
        raise _unfit("it comes back after several days, but on some weekdays only")
    kind = "Monthly" if frequency == "MONTHLY" else "Yearly"
    if kind == "Yearly" and interval != 1:
        raise _unfit("it comes back after several years")
    if not codes:
        if "BYMONTHDAY" in parts and "BYMONTH" not in parts:
            kind = "Monthly"  # RFC 5545 3.3.10: in every month, also where the frequency is a year
        month = "" if kind == "Monthly" else MONTHS[_number(parts, "BYMONTH", start.month) - 1]
        day = _number(parts, "BYMONTHDAY", start.day)
        day = 31 if day == -1 else day
        return replace(plain, pattern=f"Absolute{kind}Recurrence", day_of_month=day, month=month)
    ordinals = {int(number or 0) for number, _ in days}
    ordinal = ordinals.pop() or _number(parts, "BYSETPOS", 0)
    word = next((name for name, each in _SETS.items() if set(each) == set(codes)), None)
    each_its_own = len(codes) > 1 and (bool(days[0][0]) or len(set(codes)) < len(codes))
    both = bool(days[0][0]) and "BYSETPOS" in parts
    if ordinal not in _ORDINALS or (word is None and len(codes) > 1) or ordinals or each_its_own or both:
        raise _unfit("it falls on days that no pattern names")
    # Without a month the days of the whole year are counted, and all that a pattern can name lie at one of its ends.
    counted = _number(parts, "BYMONTH", 12 if ordinal < 0 else 1)
    month = "" if kind == "Monthly" else MONTHS[counted - 1]
    words = (word or DAYS[codes[0]],)
    return replace(plain, pattern=f"Relative{kind}Recurrence", days=words, index=_ORDINALS[ordinal], month=month)


def _number(parts: Mapping[str, list[str]], name: str, default: int) -> int:
    values = parts.get(name, [])
    if len(values) > 1:
        raise _unfit(f"it has several of {name}")
    try:
        number = int(values[0]) if values else default
    except ValueError:
        raise _unfit(f"{name} is not a number") from None
    if values and not number:
        raise _unfit(f"{name} is 0")
    return number


def _until(rule: Mapping[str, list[Any]], begins: datetime, zone: Zone) -> date | None:
    """The last day on which an occurrence may begin."""
    values = rule.get("UNTIL")
    if not values:
        return None
    value = values[0]
    if isinstance(value, datetime):
        wall = (value.astimezone(zone.tz) if value.tzinfo is not None else value).replace(tzinfo=None)
        return (wall - timedelta(days=wall.time() < begins.time())).date()
    if not isinstance(value, date):
        raise _unfit("UNTIL is no date")
    return value


def write_rule(recurrence: Recurrence, last: datetime | None) -> dict[str, Any]:
    """The parts of an RRULE; `last` is the start of the last occurrence of a series that ends with a date."""
    made: dict[str, Any] = {"FREQ": "DAILY"}
    pattern, codes = recurrence.pattern, [_CODES[day] for day in recurrence.days if day in _CODES]
    if pattern == "WeeklyRecurrence":
        made = {"FREQ": "WEEKLY", "BYDAY": codes, "WKST": _CODES[recurrence.first_day or "Sunday"]}
    elif "Monthly" in pattern or "Yearly" in pattern:
        made = {"FREQ": "MONTHLY" if "Monthly" in pattern else "YEARLY"}
        if pattern.startswith("Absolute"):
            made["BYMONTHDAY"] = recurrence.day_of_month if recurrence.day_of_month < 31 else -1
        else:
            days = [code for day in recurrence.days for code in _SETS.get(day, ())] or codes
            made |= {"BYDAY": days, "BYSETPOS": INDEXES[recurrence.index]}
        if recurrence.month:
            made["BYMONTH"] = MONTHS.index(recurrence.month) + 1
    if recurrence.interval != 1:
        made["INTERVAL"] = recurrence.interval
    if recurrence.count is not None:
        made["COUNT"] = recurrence.count
    elif recurrence.end is not None and last is not None:
        made["UNTIL"] = last
    return made


# --- time zones ------------------------------------------------------------------------------------------------------


def read_zones(calendar: Any) -> dict[str, Zone]:
    """The zones that a calendar brings along, by their TZID: known ones by name, all others by their rules."""
    found: dict[str, Zone] = {}
    for component in calendar.walk("VTIMEZONE"):
        name = str(component.get("TZID", ""))
        known = zone_by_id(name) or zone_by_iana(name)
        found[name] = known or Zone(CUSTOM_ID, name or CUSTOM_ID, RuleZone(name, (_group(component),)))
    return found


def named_zone(name: str) -> Zone | None:
    """A zone that a calendar names without bringing its rules."""
    return zone_by_id(name) or zone_by_iana(name)


def _group(component: Any) -> Group:
    """The rules of a VTIMEZONE that hold today: of each kind those that began last. Raises EwsError."""
    latest: dict[str, Any] = {}
    for part in component.subcomponents:
        if part.name in ("STANDARD", "DAYLIGHT"):
            known = latest.get(part.name)
            if known is None or known["DTSTART"].dt <= part["DTSTART"].dt:
                latest[part.name] = part
    parts = [latest[name] for name in ("STANDARD", "DAYLIGHT") if name in latest]
    if not parts:
        raise EwsError("ErrorTimeZone", "A time zone of the calendar has no rules.")
    standard: timedelta = parts[0]["TZOFFSETTO"].td
    if len(parts) == 1 or any("RRULE" not in part for part in parts):
        return Group(None, standard)
    return Group(None, standard, tuple(_change(part) for part in parts))


def _change(part: Any) -> Change:
    begins: datetime = part["DTSTART"].dt
    rule = {str(name).upper(): [str(one) for one in values] for name, values in part["RRULE"].items()}
    offset: timedelta = part["TZOFFSETTO"].td
    at = timedelta(hours=begins.hour, minutes=begins.minute, seconds=begins.second)
    month = int(rule.get("BYMONTH", [str(begins.month)])[0])
    found = _BYDAY.fullmatch(rule.get("BYDAY", [""])[0])
    daylight = part.name == "DAYLIGHT"
    if found is None:
        return Change(month, None, int(rule.get("BYMONTHDAY", [str(begins.day)])[0]), at, offset, daylight)
    ordinal = int(found[1] or 1)
    return Change(month, list(DAYS).index(found[2]), ordinal if 1 <= ordinal <= 4 else -1, at, offset, daylight)


def write_zone(zone: Zone, at: datetime, name: str) -> Any:
    """A VTIMEZONE called `name` with the rules that the zone keeps at a moment."""
    import icalendar

    made = icalendar.Timezone()
    made.add("TZID", name)
    group = _group_at(zone, at)
    parts: list[Any] = []
    if not group.changes:
        parts.append(_rules(icalendar.TimezoneStandard(), _FIRST, group.standard, group.standard))
    for change in group.changes:
        before = next((other.offset for other in group.changes if other is not change), group.standard)
        kind = icalendar.TimezoneDaylight if change.daylight else icalendar.TimezoneStandard
        part = _rules(kind(), change.wall(1601), before, change.offset)
        rule: dict[str, Any] = {"FREQ": "YEARLY", "BYMONTH": change.month}
        if change.weekday is None:
            rule["BYMONTHDAY"] = change.occurrence
        else:
            rule["BYDAY"] = f"{change.occurrence}{list(DAYS)[change.weekday]}"
        part.add("RRULE", rule)
        parts.append(part)
    for part in parts:
        made.add_component(part)
    return made


def _group_at(zone: Zone, at: datetime) -> Group:
    wall = at.astimezone(zone.tz).replace(tzinfo=None)
    chosen, *others = zone_groups(zone)
    for group in others:
        if group.since is not None and group.since <= wall:
            chosen = group
    return chosen


def _rules(part: Any, begins: datetime, before: timedelta, after: timedelta) -> Any:
    part.add("DTSTART", begins)
    part.add("TZOFFSETFROM", before)
    part.add("TZOFFSETTO", after)
    return part


def as_utc(value: date, zone: Zone) -> datetime:
    """A date or a wall-clock moment of a zone as UTC; a moment with an offset keeps to it."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if value.tzinfo is None:
        value = value.replace(tzinfo=zone.tz)
    return value.astimezone(UTC)
