"""iCalendar as clients bring it in MimeContent, taken apart into fields as CreateItem would have them.

What is read goes the same way as elements of a request do, so that the same rules judge it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from lxml import etree

from exchange_lookalike.calendar import delivery
from exchange_lookalike.calendar.appointment import (
    CANCELLED,
    MEETING,
    RECEIVED,
    Appointment,
    check_occurrence,
    normalised,
)
from exchange_lookalike.calendar.ical_rules import as_utc, named_zone, read_rule, read_zones
from exchange_lookalike.calendar.ical_writing import ANSWERS
from exchange_lookalike.calendar.meeting import CANCELED, NEW, REQUEST, RESPONSES, MeetingMessage
from exchange_lookalike.calendar.reading import ROLES, Reading, apply
from exchange_lookalike.calendar.recurrence import write_recurrence
from exchange_lookalike.calendar.store_post import CARRIED
from exchange_lookalike.faults import EwsError
from exchange_lookalike.items import FieldKey, Item, Value, moment_text
from exchange_lookalike.soap import clean, t
from exchange_lookalike.timezones import Zone, definition, utc_zone

_RESPONSES = {word: response for response, word in ANSWERS.items()}
_BUSY = {
    "FREE": "Free", "TENTATIVE": "Tentative", "BUSY": "Busy", "OOF": "OOF", "WORKINGELSEWHERE": "WorkingElsewhere",
}  # fmt: skip
_CLASSES = {"PRIVATE": "Private", "CONFIDENTIAL": "Confidential", "X-PERSONAL": "Personal"}
_LONGEST_SERIES = 1000
"""How many exceptions and deletions of a series are taken."""
_MOST_PARTS = 20_000
"""How many lines, parameters and listed values a calendar may have: icalendar needs up to 0.1 ms for each."""
_PART = re.compile(rb"^[^ \t\r\n]|(?<!\\)[,;]", re.MULTILINE)


@dataclass(frozen=True)
class Event:
    """One VEVENT: item fields, and the calendar's elements by name. `original` is set on an exception."""

    values: dict[FieldKey, Value]
    elements: dict[str, etree._Element]
    original: datetime | None = None


@dataclass(frozen=True)
class Imported:
    """A calendar taken apart. `organizer` is (address, name) where it names one; `responses` are PARTSTATs by
    address in lower case."""

    method: str
    event: Event
    exceptions: tuple[Event, ...] = ()
    deleted: frozenset[datetime] = frozenset()
    organizer: tuple[str, str] | None = None
    responses: Mapping[str, str] = field(default_factory=dict)
    sequence: int = 0
    stamp: datetime | None = None


def read(data: bytes, zone: Zone | None) -> Imported:
    """The calendar in `data`; `zone` is where moments without a zone are. Raises EwsError ErrorMimeContentInvalid."""
    import icalendar

    if sum(1 for _ in _PART.finditer(data)) > _MOST_PARTS:
        raise EwsError("ErrorMimeContentInvalid", f"The calendar has more than {_MOST_PARTS} lines and values.")
    try:
        calendar: Any = icalendar.Calendar.from_ical(data)
        events = list(calendar.walk("VEVENT"))
        if not events:
            raise EwsError("ErrorMimeContentInvalid", "The calendar holds no event.")
        zones = read_zones(calendar)
        return _read(calendar, events, _Zones(zones, next(iter(zones.values()), zone) or utc_zone()))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, OSError):
        # OSError: the library opens a file for a time zone's name, which may be too long or a folder's.
        raise EwsError("ErrorMimeContentInvalid", "The calendar cannot be read.") from None
    finally:
        # icalendar keeps every zone that a calendar brings along, for as long as the process runs.
        icalendar.timezone.tzp.use(icalendar.timezone.tzp.name)


@dataclass(frozen=True)
class _Zones:
    """The zones of a calendar. `own` holds where a moment names none."""

    named: Mapping[str, Zone]
    own: Zone

    def of(self, value: Any) -> Zone:
        """The zone that a property's TZID names."""
        name = str(value.params.get("TZID", ""))
        return self.named.get(name) or named_zone(name) or self.own

    def moment(self, value: Any, at: Any) -> datetime:
        """A property's date or moment `at` as UTC."""
        if isinstance(at, datetime) and "TZID" in value.params:
            at = at.replace(tzinfo=None)
        if not isinstance(at, date):
            raise ValueError("neither a date nor a moment")
        return as_utc(at, self.of(value))


def _read(calendar: Any, events: list[Any], zones: _Zones) -> Imported:
    masters = [each for each in events if "RECURRENCE-ID" not in each]
    first = masters[0] if masters else events[0]
    uid = str(first.get("UID", ""))
    others = [each for each in events if each is not first and str(each.get("UID", "")) == uid]
    changed = [each for each in others if "RECURRENCE-ID" in each][:_LONGEST_SERIES]
    organizer = first.get("ORGANIZER")
    stamp = first.get("DTSTAMP")
    return Imported(
        str(calendar.get("METHOD", "PUBLISH")).upper(),
        _event(first, zones),
        tuple(_event(each, zones) for each in changed) if masters else (),
        frozenset(_excluded(first, zones)),
        None if organizer is None else _person(organizer),
        {address.lower(): str(one.params.get("PARTSTAT", "")).upper() for one, (address, _) in _people(first)},
        _sequence(first),
        None if stamp is None else zones.moment(stamp, stamp.dt),
    )


def _sequence(event: Any) -> int:
    number = int(event.get("SEQUENCE", 0))
    if not 0 <= number < 2**31:
        raise ValueError("a sequence number that the protocol cannot hold")
    return number


def _several(event: Any, name: str) -> list[Any]:
    held = event.get(name)
    return [] if held is None else held if isinstance(held, list) else [held]


def _excluded(event: Any, zones: _Zones) -> list[datetime]:
    listed = [(each, one.dt) for each in _several(event, "EXDATE") for one in each.dts]
    return [zones.moment(each, at) for each, at in listed[:_LONGEST_SERIES]]


def _person(value: Any) -> tuple[str, str]:
    address = clean(str(value))
    address = address[7:] if address[:7].lower() == "mailto:" else address
    return address, clean(str(value.params.get("CN", ""))) or address


def _people(event: Any) -> list[tuple[Any, tuple[str, str]]]:
    return [(one, _person(one)) for one in _several(event, "ATTENDEE")]


def _event(event: Any, zones: _Zones) -> Event:
    values: dict[FieldKey, Value] = {"Subject": clean(str(event.get("SUMMARY", "")))}
    markup = next((one for one in _several(event, "X-ALT-DESC") if one.params.get("FMTTYPE") == "text/html"), None)
    if markup is not None:
        values["Body"] = t("Body", clean(str(markup)), BodyType="HTML")
    elif "DESCRIPTION" in event:
        values["Body"] = t("Body", clean(str(event["DESCRIPTION"])), BodyType="Text")
    categories = [clean(str(one)) for each in _several(event, "CATEGORIES") for one in each.cats]
    if categories:
        values["Categories"] = t("Categories", None, *(t("String", one) for one in categories))
    values["Sensitivity"] = _CLASSES.get(str(event.get("CLASS", "")).upper(), "Normal")
    priority = int(event.get("PRIORITY", 5))
    values["Importance"] = "Normal" if priority in (0, 5) else "High" if priority < 5 else "Low"
    values |= _reminder(event)
    original = event.get("RECURRENCE-ID")
    at = None if original is None else zones.moment(original, original.dt)
    return Event(values, _elements(event, zones), at)


def _reminder(event: Any) -> dict[FieldKey, Value]:
    for alarm in event.walk("VALARM"):
        before = alarm["TRIGGER"].dt if "TRIGGER" in alarm else None
        if isinstance(before, timedelta):
            minutes = min(max(int(-before.total_seconds() // 60), 0), 2629800)
            return {"ReminderIsSet": "true", "ReminderMinutesBeforeStart": str(minutes)}
    return {"ReminderIsSet": "false"}


def _elements(event: Any, zones: _Zones) -> dict[str, etree._Element]:
    begins = event["DTSTART"]
    zone, start = zones.of(begins), zones.moment(begins, begins.dt)
    whole_day = not isinstance(begins.dt, datetime)
    made = {"StartTimeZone": definition(zone, "StartTimeZone"), "Start": t("Start", moment_text(start))}
    ends = event.get("DTEND")
    if ends is not None:
        made["EndTimeZone"] = definition(zones.of(ends), "EndTimeZone")
        made["End"] = t("End", moment_text(zones.moment(ends, ends.dt)))
    else:
        length = event["DURATION"].dt if "DURATION" in event else timedelta(days=1 if whole_day else 0)
        made["End"] = t("End", moment_text(start + length))
    whole_day = whole_day or str(event.get("X-MICROSOFT-CDO-ALLDAYEVENT", "")).upper() == "TRUE"
    made["IsAllDayEvent"] = t("IsAllDayEvent", "true" if whole_day else "false")
    made["LegacyFreeBusyStatus"] = t("LegacyFreeBusyStatus", _show_as(event))
    made["Location"] = t("Location", clean(str(event.get("LOCATION", ""))))
    if event.get("UID"):
        made["UID"] = t("UID", clean(str(event["UID"])))
    if "RRULE" in event:
        made["Recurrence"] = write_recurrence(read_rule(_several(event, "RRULE")[0], start, zone))
    return made | _attendees(event)


def _show_as(event: Any) -> str:
    stated = _BUSY.get(str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper())
    if stated is not None:
        return stated
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return "Free"
    return "Tentative" if str(event.get("STATUS", "")).upper() == "TENTATIVE" else "Busy"


def _attendees(event: Any) -> dict[str, etree._Element]:
    organizer = "" if event.get("ORGANIZER") is None else _person(event["ORGANIZER"])[0].lower()
    lists = {role: t(name) for name, role in ROLES.items()}
    for one, (address, name) in _people(event):
        if address.lower() == organizer:
            continue
        kind, part = (str(one.params.get(name, "")).upper() for name in ("CUTYPE", "ROLE"))
        role = "Optional" if part == "OPT-PARTICIPANT" else "Required"
        role = "Resource" if kind in ("RESOURCE", "ROOM") or part == "NON-PARTICIPANT" else role
        response = _RESPONSES.get(str(one.params.get("PARTSTAT", "")).upper(), "Unknown")
        box = t("Mailbox", None, t("Name", name), t("EmailAddress", address))
        lists[role].append(t("Attendee", None, box, t("ResponseType", response)))
    return {str(etree.QName(each).localname): each for each in lists.values() if len(each)}


# --- what becomes of it ----------------------------------------------------------------------------------------------


Fields = Mapping[FieldKey, "Value | None"]
"""The item fields of a series."""


def with_exceptions(appointment: Appointment, imported: Imported, reading: Reading, fields: Fields) -> Appointment:
    """The appointment with the exceptions and deletions of the calendar, and none else. Raises EwsError."""
    if appointment.recurrence is None:
        return appointment
    pattern = appointment.series()
    deleted = frozenset(at for at in imported.deleted if pattern.is_in_pattern(at))
    made = replace(appointment, overrides={}, deleted=deleted)
    for event in imported.exceptions:
        made = _with_exception(made, event, reading, fields)
    if not made.series().remains():
        raise EwsError("ErrorRecurrenceHasNoOccurrence", "The recurrence has no occurrence.")
    return made


def laid_over(
    appointment: Appointment, imported: Imported, owner: str, reading: Reading, fields: Fields
) -> Appointment:
    """The appointment that was made of the first event, with its exceptions and its organiser. Raises EwsError."""
    made = with_exceptions(appointment, imported, reading, fields)
    if made.recurrence is None and imported.event.original is not None:
        made = replace(made, recurrence_id=imported.event.original)
    organizer = imported.organizer
    if organizer is None or organizer[0].lower() == owner.lower():
        return made
    mine = _RESPONSES.get(imported.responses.get(owner.lower(), ""), "NoResponseReceived")
    state = MEETING | RECEIVED | (CANCELLED if imported.method == "CANCEL" else 0)
    return replace(made, organizer=organizer, state=state, my_response=mine, sequence=imported.sequence, sent=True)


def _with_exception(series: Appointment, event: Event, reading: Reading, fields: Fields) -> Appointment:
    original = event.original
    before = None if original is None else delivery.occurrence_of(series, original)
    if original is None or before is None:
        return series
    elements = {name: each for name, each in event.elements.items() if name not in ("UID", "Recurrence")}
    after = apply(before, elements, reading)
    if after.all_day:
        after = normalised(after)
    check_occurrence(series, original, after.start, after.end)
    own = {name: value for name, value in event.values.items() if not _same(value, fields.get(name))}
    return series.with_override(original, delivery.own_changes(before, after), own)


def _same(one: Value, other: Value | None) -> bool:
    if isinstance(one, etree._Element) and isinstance(other, etree._Element):
        return bool(etree.tostring(one) == etree.tostring(other))
    return one == other


def message_of(
    imported: Imported, sender: tuple[str, str], now: datetime, reading: Reading, item: Item
) -> MeetingMessage | None:
    """The meeting message that a mail with this calendar is; None for a method that is none. Raises EwsError."""
    response = next((_RESPONSES[part] for part in imported.responses.values() if part in _RESPONSES), "")
    item_class = {"REQUEST": REQUEST, "CANCEL": CANCELED, "REPLY": RESPONSES.get(response, "")}.get(imported.method)
    if not item_class or "UID" not in imported.event.elements:
        return None
    organizer = imported.organizer or sender
    made = normalised(apply(Appointment("", now, now, organizer, stamp=now), imported.event.elements, reading))
    made = with_exceptions(made, imported, reading, imported.event.values)
    state = MEETING | (CANCELLED if item_class == CANCELED else 0)
    stamp = (imported.stamp or now).astimezone(UTC).replace(microsecond=0)
    sent = replace(made, state=state, sequence=imported.sequence, stamp=stamp, sent=True, replied=now)
    fields: dict[FieldKey, Value] = {
        **imported.event.values,
        **{name: item.values[name] for name in CARRIED if name in item.values},
    }
    return MeetingMessage(
        item_class,
        sent if item_class not in (REQUEST, CANCELED) else replace(sent, replied=None),
        imported.event.original,
        NEW if item_class == REQUEST else "None",
        response=response or "Unknown",
        fields={name: fields[name] for name in CARRIED if name in fields},
        attachments=tuple(item.attachments),
    )
