"""Calendar fields as clients send them, turned into changes of an appointment.

Moments without a zone are in the request's TimeZoneContext, else in the item's own zone, else UTC (MS-OXWSCAL).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from exchange_lookalike.accounts import Directory
from exchange_lookalike.calendar.appointment import Appointment, Attendee
from exchange_lookalike.calendar.recurrence import FIRST_DAY, LAST_DAY, BadRecurrence, read_recurrence
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.people.names import member
from exchange_lookalike.soap import child, child_text, flag, local
from exchange_lookalike.timezones import BadTimeZone, Zone, read_definition, read_meeting_time_zone, zone_by_id

SHOW_AS = ("Free", "Tentative", "Busy", "OOF", "WorkingElsewhere", "NoData")
ROLES = {"RequiredAttendees": "Required", "OptionalAttendees": "Optional", "Resources": "Resource"}


@dataclass(frozen=True)
class Reading:
    """What reading needs to know: the directory, and the zone of moments that name none."""

    directory: Directory
    zone: Zone | None


def read_moment(element: etree._Element, zone: Zone | None) -> datetime:
    """An xs:dateTime as UTC. Raises SchemaViolation."""
    text = (element.text or "").strip()
    try:
        value = datetime.fromisoformat(text)
        if "T" not in text:
            raise ValueError
        if value.tzinfo is None:
            value = value.replace(tzinfo=zone.tz if zone is not None else UTC)
        return value.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise SchemaViolation(
            f"The '{local(element)}' element is invalid - The value '{text}' is invalid according to its datatype "
            "'http://www.w3.org/2001/XMLSchema:dateTime'.",
            element.sourceline or 0,
        ) from None


def _in_calendar(value: datetime) -> datetime:
    if not FIRST_DAY <= value.date() <= LAST_DAY:
        text = f"The start and end of a calendar item lie between {FIRST_DAY} and {LAST_DAY}."
        raise EwsError("ErrorCalendarOutOfRange", text)
    return value


def read_zone(element: etree._Element) -> Zone:
    """StartTimeZone, EndTimeZone, MeetingTimeZone or a zone's identifier. Raises EwsError ErrorTimeZone."""
    try:
        if local(element) == "MeetingTimeZone":
            return read_meeting_time_zone(element)
        if local(element).endswith("TimeZoneId"):
            found = zone_by_id((element.text or "").strip())
            if found is None:
                raise BadTimeZone(f"{element.text!r} is not a time zone that this server knows")
            return found
        return read_definition(element)
    except BadTimeZone as fault:
        raise EwsError("ErrorTimeZone", f"The time zone cannot be used: {fault}") from fault


def read_attendees(element: etree._Element, reading: Reading) -> tuple[Attendee, ...]:
    """RequiredAttendees, OptionalAttendees or Resources. Raises EwsError ErrorInvalidRecipients."""
    made = []
    for one in element:
        mailbox = child(one, "Mailbox")
        address = child_text(mailbox, "EmailAddress")
        found = member(reading.directory, address)
        if mailbox is None or (found.kind == "OneOff" and "@" not in address):
            raise EwsError("ErrorInvalidRecipients", "At least one recipient is not valid.")
        name = found.name if found.kind != "OneOff" else child_text(mailbox, "Name") or address
        response = child_text(one, "ResponseType", "Unknown")
        known = found.address if found.kind != "OneOff" else address
        made.append(Attendee(known, name, ROLES[local(element)], response, kind=found.kind))
    return tuple(made)


def _show_as(element: etree._Element) -> str:
    text = (element.text or "").strip()
    if text not in SHOW_AS:
        raise SchemaViolation(
            f"The '{local(element)}' element is invalid - The value '{text}' is invalid according to its datatype.",
            element.sourceline or 0,
        )
    return text


_PLAIN: dict[str, tuple[str, Callable[[etree._Element], Any]]] = {
    "IsAllDayEvent": ("all_day", lambda e: flag(e.text)),
    "LegacyFreeBusyStatus": ("show_as", _show_as),
    "Location": ("location", lambda e: (e.text or "").strip()),
    "IsResponseRequested": ("response_requested", lambda e: flag(e.text)),
    "AllowNewTimeProposal": ("new_times", lambda e: flag(e.text)),
    "IsOnlineMeeting": ("online", lambda e: flag(e.text)),
    "UID": ("uid", lambda e: (e.text or "").strip()),
}
_ZONES = {
    "StartTimeZone": "zone", "EndTimeZone": "end_zone", "MeetingTimeZone": "zone",
    "StartTimeZoneId": "zone", "EndTimeZoneId": "end_zone",
}  # fmt: skip
IGNORED = frozenset({
    "ConferenceType", "MeetingWorkspaceUrl", "NetShowUrl", "EnhancedLocation", "StartWallClock", "EndWallClock", "When",
})  # fmt: skip
"""Fields that are taken without effect: they are worked out, or not shown here."""


def apply(appointment: Appointment, elements: Mapping[str, etree._Element | None], reading: Reading) -> Appointment:
    """The appointment after the given fields (by element name; None deletes) were set together.

    Raises EwsError ErrorInvalidPropertySet / ErrorInvalidPropertyDelete for what clients may not write.
    """
    changes: dict[str, Any] = {}
    for name, element in elements.items():
        if element is not None and name in _ZONES:
            changes[_ZONES[name]] = read_zone(element)
    if "zone" in changes and "end_zone" not in changes and appointment.end_zone == appointment.zone:
        changes["end_zone"] = changes["zone"]
    zone = reading.zone or changes.get("zone") or appointment.zone
    people = list(appointment.attendees)
    for name, element in elements.items():
        if element is None:
            changes |= _deleted(name)
            people = [p for p in people if p.role != ROLES.get(name)]
        elif name in ("Start", "End"):
            changes[name.lower()] = _in_calendar(read_moment(element, zone))
        elif name == "Recurrence":
            changes["recurrence"] = _recurrence(element)
        elif name in ROLES:
            told = read_attendees(element, reading)
            people = [p for p in people if p.role != ROLES[name]] + [_with_answer(a, appointment) for a in told]
        elif name in _PLAIN:
            changes[_PLAIN[name][0]] = _PLAIN[name][1](element)
        elif name not in _ZONES and name not in IGNORED:
            raise EwsError("ErrorInvalidPropertySet", f"Set action is invalid for property {name}.")
    return replace(appointment, **changes, attendees=tuple(people))


def _with_answer(told: Attendee, appointment: Appointment) -> Attendee:
    """An attendee who is named again keeps the answer that is known of them."""
    known = appointment.attendee(told.address)
    return told if known is None else replace(told, response=known.response, replied=known.replied)


def _deleted(name: str) -> dict[str, Any]:
    if name in ROLES or name in IGNORED:
        return {}
    if name == "Location":
        return {"location": ""}
    if name == "Recurrence":
        return {"recurrence": None, "deleted": frozenset(), "overrides": {}}
    raise EwsError("ErrorInvalidPropertyDelete", f"Delete action is not supported for property {name}.")


def _recurrence(element: etree._Element) -> Any:
    try:
        return read_recurrence(element)
    except BadRecurrence as fault:
        if fault.code == "ErrorSchemaValidation":
            raise SchemaViolation(str(fault), element.sourceline or 0) from fault
        raise EwsError(fault.code, str(fault)) from fault
