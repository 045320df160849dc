"""Time zones as Exchange names and describes them: lookup, reading from requests, writing into answers.

Sources: MS-OXWSGTZ (GetServerTimeZones), MS-OXWSCDATA (TimeZoneDefinitionType, TimeZoneType), MS-OXWSCAL.
Biases run against offsets: a zone one hour east of Greenwich has the bias -PT1H.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from lxml import etree

from exchange_lookalike.timezone_rules import Change, Group, RuleZone, derive_groups
from exchange_lookalike.windows_zones import WINDOWS_ZONES

T = "http://schemas.microsoft.com/exchange/services/2006/types"
CUSTOM_ID = "tzone://Microsoft/Custom"
UTC_ID = "UTC"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_DURATION = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?")


class BadTimeZone(ValueError):
    """The definition in the request cannot be used as a time zone."""


@dataclass(frozen=True)
class Zone:
    """One time zone: Exchange's identifier, the name shown for it, and the clock it keeps."""

    id: str
    name: str
    tz: tzinfo = field(compare=False, repr=False)
    groups: tuple[Group, ...] = ()


def parse_duration(text: str) -> timedelta:
    """An xs:duration without years and months. Raises ValueError."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()[1:]) or found[2] or found[3]:
        raise ValueError(f"{text!r} is not a duration of days, hours, minutes and seconds")
    days, hours, minutes, seconds = (int(found[i] or 0) for i in (4, 5, 6, 7))
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -span if found[1] else span


def format_duration(span: timedelta) -> str:
    """An xs:duration as Exchange writes it: P1D, PT1H30M, PT0S, -PT2H."""
    total = int(span.total_seconds())
    sign, total = ("-", -total) if total < 0 else ("", total)
    days, rest = divmod(total, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    clock = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
    if not days and not clock:
        return "PT0S"
    return f"{sign}P{f'{days}D' if days else ''}{f'T{clock}' if clock else ''}"


@lru_cache(maxsize=1)
def _by_id() -> dict[str, tuple[str, str, str]]:
    return {row[0].casefold(): row for row in WINDOWS_ZONES}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    return {row[1].casefold(): row[0] for row in WINDOWS_ZONES}


@lru_cache(maxsize=1)
def _windows_of_iana() -> dict[str, str]:
    return {row[2]: row[0] for row in WINDOWS_ZONES}


@lru_cache(maxsize=512)
def zone_by_id(identifier: str) -> Zone | None:
    """The zone of a Windows identifier (any case) or of Exchange's own name for UTC; None if it is not known."""
    if identifier.casefold() in ("tzone://microsoft/utc", "greenwich mean time", "utc"):
        return Zone(UTC_ID, "(UTC) Coordinated Universal Time", UTC)
    row = _by_id().get(identifier.casefold())
    return Zone(row[0], row[1], ZoneInfo(row[2])) if row else None


@lru_cache(maxsize=512)
def zone_by_iana(name: str) -> Zone | None:
    """The Windows zone that CLDR keeps for an IANA zone's own name; None if there is none."""
    windows = _windows_of_iana().get(name)
    return zone_by_id(windows) if windows else None


def utc_zone() -> Zone:
    """Coordinated Universal Time: what holds where a request names no zone."""
    zone = zone_by_id(UTC_ID)
    assert zone is not None  # noqa: S101 - the table has it
    return zone


def all_zones() -> Iterator[Zone]:
    """Every zone the server knows, in Exchange's order."""
    for identifier, _, _ in WINDOWS_ZONES:
        zone = zone_by_id(identifier)
        if zone is not None:
            yield zone


# --- reading ---------------------------------------------------------------------------------------------------------


def _q(name: str) -> str:
    return f"{{{T}}}{name}"


def _text(element: etree._Element, name: str) -> str:
    found: str | None = element.findtext(_q(name))
    if found is None:
        raise BadTimeZone(f"{name} is missing")
    return found.strip()


def read_definition(element: etree._Element) -> Zone:
    """A TimeZoneDefinitionType element (StartTimeZone, EndTimeZone, TimeZoneDefinition).

    A known identifier wins over what else is said; otherwise Periods, TransitionsGroups and Transitions make a zone of
    their own. Raises BadTimeZone.
    """
    identifier = (element.get("Id") or "").strip()
    known = zone_by_id(identifier) if identifier else None
    if known is not None:
        return known
    if element.find(_q("Periods")) is None:
        raise BadTimeZone(f"{identifier!r} is not a time zone that this server knows")
    try:
        groups = _read_groups(element)
    except (ValueError, KeyError, OverflowError) as fault:
        raise BadTimeZone(str(fault)) from fault
    name = element.get("Name") or identifier or "Customized Time Zone"
    return Zone(identifier or CUSTOM_ID, name, RuleZone(name, groups), groups)


def _read_groups(element: etree._Element) -> tuple[Group, ...]:
    periods = {
        p.get("Id", ""): (-parse_duration(p.get("Bias", "")), p.get("Name", ""))
        for p in element.iterfind(f"{_q('Periods')}/{_q('Period')}")
    }
    told = {g.get("Id", ""): list(g) for g in element.iterfind(f"{_q('TransitionsGroups')}/{_q('TransitionsGroup')}")}
    groups: list[Group] = []
    for transition in element.iterfind(f"{_q('Transitions')}/*"):
        target = transition.find(_q("To"))
        if target is None:
            raise BadTimeZone("a transition has no target")
        since = None
        if (text := transition.findtext(_q("DateTime"))) is not None:
            since = datetime.fromisoformat(text.strip().removesuffix("Z")).replace(tzinfo=None)
        if target.get("Kind") == "Period":
            groups.append(Group(since, periods[(target.text or "").strip()][0]))
        else:
            groups.append(_read_group(told[(target.text or "").strip()], periods, since))
    if not groups:
        if len(periods) != 1:
            raise BadTimeZone("the zone has no transitions")
        groups.append(Group(None, next(iter(periods.values()))[0]))
    return tuple(groups)


def _read_group(
    transitions: list[etree._Element], periods: dict[str, tuple[timedelta, str]], since: datetime | None
) -> Group:
    changes: list[Change] = []
    offsets: list[timedelta] = []
    for transition in transitions:
        offset, _ = periods[_text(transition, "To")]
        offsets.append(offset)
        tag = etree.QName(transition).localname
        if tag == "Transition":
            continue
        month, time = int(_text(transition, "Month")), parse_duration(_text(transition, "TimeOffset"))
        if tag == "RecurringDayTransition":
            weekday: int | None = WEEKDAYS.index(_text(transition, "DayOfWeek"))
            occurrence = int(_text(transition, "Occurrence"))
        elif tag == "RecurringDateTransition":
            weekday, occurrence = None, int(_text(transition, "Day"))
        else:
            raise BadTimeZone(f"{tag} does not come back every year")
        if not 1 <= month <= 12 or not (occurrence == -1 or 1 <= occurrence <= 31):
            raise BadTimeZone("a transition names a month or day that does not exist")
        changes.append(Change(month, weekday, occurrence, time, offset, daylight=False))
    if not offsets:
        raise BadTimeZone("a group of transitions is empty")
    standard = min(offsets)
    told = tuple(Change(c.month, c.weekday, c.occurrence, c.time, c.offset, c.offset > standard) for c in changes)
    return Group(since, standard, told if len(told) > 1 else ())


def read_meeting_time_zone(element: etree._Element) -> Zone:
    """A TimeZoneType element (MeetingTimeZone, of Exchange 2007): a name, or a base offset with two changes.

    BaseOffset and Offset are minutes to add to local time for UTC. Raises BadTimeZone.
    """
    name = (element.get("TimeZoneName") or "").strip()
    known = zone_by_id(name) or zone_by_id(_by_name().get(name.casefold(), ""))
    base = element.findtext(_q("BaseOffset"))
    if known is not None:
        return known
    if base is None:
        raise BadTimeZone(f"{name!r} is not a time zone that this server knows")
    try:
        standard = -parse_duration(base)
        changes = [
            _read_time_change(part, standard, daylight)
            for daylight, part in ((False, element.find(_q("Standard"))), (True, element.find(_q("Daylight"))))
            if part is not None
        ]
    except ValueError as fault:
        raise BadTimeZone(str(fault)) from fault
    lowest = min((c.offset for c in changes), default=standard)
    groups = (Group(None, lowest, tuple(changes)),)
    return Zone(CUSTOM_ID, name or "Customized Time Zone", RuleZone(name, groups), groups)


def _read_time_change(element: etree._Element, base: timedelta, daylight: bool) -> Change:
    offset = base - parse_duration(_text(element, "Offset"))
    hours, minutes = (int(part) for part in _text(element, "Time").split(":")[:2])
    time = timedelta(hours=hours, minutes=minutes)
    rule = element.find(_q("RelativeYearlyRecurrence"))
    if rule is None:
        day = datetime.fromisoformat(_text(element, "AbsoluteDate")[:10])
        return Change(day.month, None, day.day, time, offset, daylight)
    weekday = WEEKDAYS.index(_text(rule, "DaysOfWeek"))
    occurrence = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": -1}[_text(rule, "DayOfWeekIndex")]
    month = datetime.strptime(_text(rule, "Month"), "%B").replace(tzinfo=UTC).month
    return Change(month, weekday, occurrence, time, offset, daylight)


# --- writing ---------------------------------------------------------------------------------------------------------


def definition(zone: Zone, tag: str, *, history: bool = False) -> etree._Element:
    """`zone` as a TimeZoneDefinitionType element named `tag` (a t: name).

    Without `history` only the rule of today is told, as Exchange does inside items; with it every rule of 2010-2037.
    """
    made = deepcopy(_definition(zone, history))
    made.tag = _q(tag)
    return made


def short_definition(zone: Zone, tag: str) -> etree._Element:
    """Identifier and name alone, with empty lists: what ReturnFullTimeZoneData=false answers."""
    return etree.Element(_q(tag), {"Id": zone.id, "Name": zone.name}, nsmap={"t": T})


@lru_cache(maxsize=256)
def zone_groups(zone: Zone) -> tuple[Group, ...]:
    """The zone's rules, derived from its IANA data or as the client gave them."""
    return zone.groups or derive_groups(zone.tz)


@lru_cache(maxsize=512)
def _definition(zone: Zone, history: bool) -> etree._Element:
    groups = zone_groups(zone)
    if not history and not zone.groups:
        groups = (Group(None, groups[-1].standard, groups[-1].changes),) if len(groups) == 1 else _today(zone)
    root = etree.Element(_q("TimeZoneDefinition"), {"Id": zone.id, "Name": zone.name}, nsmap={"t": T})
    periods = etree.SubElement(root, _q("Periods"))
    listed = etree.SubElement(root, _q("TransitionsGroups"))
    transitions = etree.SubElement(root, _q("Transitions"))
    seen: set[str] = set()

    def period(offset: timedelta, daylight: bool, year: int) -> str:
        kind = "Daylight" if daylight else "Standard"
        identifier = f"trule:Microsoft/Registry/{zone.id}/{year}-{kind}"
        if identifier not in seen:
            seen.add(identifier)
            etree.SubElement(periods, _q("Period"), Bias=format_duration(-offset), Name=kind, Id=identifier)
        return identifier

    used_years: set[int] = set()
    for number, group in enumerate(groups):
        year = 1 if group.since is None else group.since.year
        while year in used_years:
            year += 1  # two rules that begin within one year still need identifiers of their own
        used_years.add(year)
        element = etree.SubElement(listed, _q("TransitionsGroup"), Id=str(number))
        if not group.changes:
            fixed = etree.SubElement(element, _q("Transition"))
            etree.SubElement(fixed, _q("To"), Kind="Period").text = period(group.standard, False, year)
        else:
            period(group.standard, False, year)
        for change in group.changes:
            _write_change(element, change, period(change.offset, change.offset > group.standard, year))
        name = "Transition" if group.since is None else "AbsoluteDateTransition"
        to = etree.SubElement(transitions, _q(name))
        etree.SubElement(to, _q("To"), Kind="Group").text = str(number)
        if group.since is not None:
            etree.SubElement(to, _q("DateTime")).text = group.since.isoformat(timespec="seconds")
    return root


def _today(zone: Zone) -> tuple[Group, ...]:
    """The rule of the present year alone; a zone whose rule changes every year is told with all of them."""
    year = datetime.now(UTC).year
    groups = derive_groups(zone.tz, year, year)
    return groups if len(groups) == 1 else derive_groups(zone.tz)


def _write_change(parent: etree._Element, change: Change, period: str) -> None:
    name = "RecurringDateTransition" if change.weekday is None else "RecurringDayTransition"
    made = etree.SubElement(parent, _q(name))
    etree.SubElement(made, _q("To"), Kind="Period").text = period
    etree.SubElement(made, _q("TimeOffset")).text = format_duration(change.time)
    etree.SubElement(made, _q("Month")).text = str(change.month)
    if change.weekday is None:
        etree.SubElement(made, _q("Day")).text = str(change.occurrence)
    else:
        etree.SubElement(made, _q("DayOfWeek")).text = WEEKDAYS[change.weekday]
        etree.SubElement(made, _q("Occurrence")).text = str(change.occurrence)
