"""Calendar items and meeting messages as iCalendar: what their MimeContent holds (RFC 5545, MS-OXCICAL)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from exchange_lookalike.calendar import delivery
from exchange_lookalike.calendar.appointment import Appointment, Attendee
from exchange_lookalike.calendar.ical_rules import write_rule, write_zone
from exchange_lookalike.calendar.meeting import CANCELED, REQUEST, MeetingMessage
from exchange_lookalike.markup import plain
from exchange_lookalike.timezones import UTC_ID, Zone

_ROLES = {"Required": "REQ-PARTICIPANT", "Optional": "OPT-PARTICIPANT", "Resource": "NON-PARTICIPANT"}
ANSWERS = {"Accept": "ACCEPTED", "Tentative": "TENTATIVE", "Decline": "DECLINED"}
_CLASSES = {"Personal": "X-PERSONAL", "Private": "PRIVATE", "Confidential": "CONFIDENTIAL"}
_PRIORITIES = {"High": 1, "Low": 9}
_BUSY = {"Free": "FREE", "Tentative": "TENTATIVE", "OOF": "OOF", "WorkingElsewhere": "WORKINGELSEWHERE"}

Fields = Mapping[Any, Any]
"""Item fields: Subject, Body, Sensitivity, Importance, Categories, and the reminder's."""


def of_appointment(appointment: Appointment, fields: Fields, now: datetime) -> bytes:
    """A calendar item: a series with its exceptions, or one appointment."""
    made = _calendar("PUBLISH", appointment)
    made.add_component(_event(appointment, fields, now))
    for original in sorted(appointment.overrides):
        one = delivery.occurrence_of(appointment, original)
        if one is not None:
            made.add_component(_event(one, {**fields, **appointment.overrides[original].fields}, now))
    return _text(made)


def of_message(message: MeetingMessage, fields: Fields, owner: str, now: datetime) -> tuple[str, bytes]:
    """What a meeting message holds: its method, and the calendar. An answer names the one who answers, `owner`."""
    appointment = message.appointment
    if message.recurrence_id is not None:
        one = delivery.occurrence_of(appointment, message.recurrence_id) if appointment.recurrence is not None else None
        appointment = one or replace(appointment, recurrence_id=message.recurrence_id)
    method = {REQUEST: "REQUEST", CANCELED: "CANCEL"}.get(message.item_class, "REPLY")
    made = _calendar(method, appointment)
    event = _event(appointment, fields, now)
    if method == "REPLY":
        event.pop("ATTENDEE", None)
        known = appointment.attendee(owner) or Attendee(owner, owner)
        _attend(event, Attendee(known.address, known.name, known.role, message.response))
    made.add_component(event)
    if method == "REQUEST":
        for original in sorted(appointment.overrides):
            exception = delivery.occurrence_of(appointment, original)
            if exception is not None:
                made.add_component(_event(exception, {**fields, **appointment.overrides[original].fields}, now))
    return method, _text(made)


def _text(calendar: Any) -> bytes:
    made: bytes = calendar.to_ical()
    return made


def _calendar(method: str, appointment: Appointment) -> Any:
    import icalendar

    made = icalendar.Calendar()
    made.add("METHOD", method)
    made.add("PRODID", "Microsoft Exchange Server 2010")
    made.add("VERSION", "2.0")
    zones = {zone_name(zone): zone for zone in (appointment.zone, appointment.end_zone)}
    zones.pop(UTC_ID, None)
    for name, zone in zones.items():
        made.add_component(write_zone(zone, appointment.start, name))
    return made


def zone_name(zone: Zone) -> str:
    """What a zone is called in a calendar."""
    return zone.id if not zone.id.startswith("tzone:") else zone.name


def _event(appointment: Appointment, fields: Fields, now: datetime) -> Any:
    import icalendar

    event = icalendar.Event()
    event.add("UID", appointment.uid)
    event.add("SUMMARY", str(fields.get("Subject", "")))
    _describe(event, fields)
    _when(event, appointment)
    if appointment.location:
        event.add("LOCATION", appointment.location)
    if appointment.is_meeting:
        address, name = appointment.organizer
        event.add("ORGANIZER", f"mailto:{address}", {"CN": name or address})
        for person in appointment.attendees:
            _attend(event, person)
    event.add("CLASS", _CLASSES.get(str(fields.get("Sensitivity", "")), "PUBLIC"))
    event.add("PRIORITY", _PRIORITIES.get(str(fields.get("Importance", "")), 5))
    event.add("DTSTAMP", (appointment.stamp if appointment.is_meeting else now).astimezone(UTC))
    event.add("TRANSP", "TRANSPARENT" if appointment.show_as == "Free" else "OPAQUE")
    event.add("STATUS", "CANCELLED" if appointment.is_cancelled else "CONFIRMED")
    event.add("SEQUENCE", appointment.sequence)
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", _BUSY.get(appointment.show_as, "BUSY"))
    intended = appointment.intended or appointment.show_as
    event.add("X-MICROSOFT-CDO-INTENDEDSTATUS", _BUSY.get(intended, "BUSY"))
    event.add("X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE" if appointment.all_day else "FALSE")
    if fields.get("ReminderIsSet") == "true":
        alarm = icalendar.Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", "REMINDER")
        alarm.add("TRIGGER", -timedelta(minutes=int(fields.get("ReminderMinutesBeforeStart", "15"))))
        event.add_component(alarm)
    return event


def _describe(event: Any, fields: Fields) -> None:
    body = fields.get("Body")
    if isinstance(body, etree._Element):
        markup = body.get("BodyType") == "HTML"
        event.add("DESCRIPTION", plain(body.text or "") if markup else body.text or "")
        if markup:
            event.add("X-ALT-DESC", body.text or "", {"FMTTYPE": "text/html"})
    categories = fields.get("Categories")
    if isinstance(categories, etree._Element) and len(categories):
        event.add("CATEGORIES", [one.text or "" for one in categories])


def _when(event: Any, appointment: Appointment) -> None:
    _add(event, "DTSTART", appointment.start, appointment.zone, appointment.all_day)
    _add(event, "DTEND", appointment.end, appointment.end_zone, appointment.all_day)
    if appointment.recurrence_id is not None:
        _add(event, "RECURRENCE-ID", appointment.recurrence_id, appointment.zone, appointment.all_day)
    if appointment.recurrence is None:
        return
    ends = appointment.recurrence.end is not None
    last = appointment.series().last() if ends else None
    until: Any = last.original if last is not None else None
    if until is not None and appointment.all_day:
        until = until.astimezone(appointment.zone.tz).date()
    event.add("RRULE", write_rule(appointment.recurrence, until))
    for original in sorted(appointment.deleted):
        _add(event, "EXDATE", original, appointment.zone, appointment.all_day)


def _add(event: Any, name: str, at: datetime, zone: Zone, whole_day: bool) -> None:
    wall = at.astimezone(zone.tz).replace(tzinfo=None)
    if whole_day:
        event.add(name, wall.date(), {"VALUE": "DATE"})
    elif zone.id == UTC_ID:
        event.add(name, at.astimezone(UTC))
    else:
        event.add(name, wall, {"TZID": zone_name(zone)})


def _attend(event: Any, person: Attendee) -> None:
    parameters = {
        "ROLE": _ROLES[person.role],
        "PARTSTAT": ANSWERS.get(person.response, "NEEDS-ACTION"),
        "RSVP": "TRUE",
        "CN": person.name or person.address,
    }
    if person.role == "Resource":
        parameters["CUTYPE"] = "RESOURCE"
    event.add("ATTENDEE", f"mailto:{person.address}", parameters)
