"""Calendar fields of items, one small function each: what EWS shows of an appointment.

Source: MS-OXWSCAL (CalendarItemType), MS-OXWSMTGS (the same fields on requests). A function gives the elements of its
field, none where it has no value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml import etree

from exchange_lookalike.calendar.appointment import Appointment, Attendee
from exchange_lookalike.calendar.recurrence import write_recurrence
from exchange_lookalike.calendar.series import Series, Stretch
from exchange_lookalike.items import moment_text as moment
from exchange_lookalike.people.names import mailbox_element
from exchange_lookalike.soap import t
from exchange_lookalike.timezones import definition, format_duration

Elements = Sequence[etree._Element]


@dataclass(frozen=True)
class View:
    """An appointment as it is shown: itself, a series, or one occurrence of a series.

    `kind` is a CalendarItemTypeType. `occurrence_id` gives identifier and change key for an original start.
    `neighbours` counts conflicting and adjacent items; it is asked for only where a client wants to know.
    """

    appointment: Appointment
    kind: str
    occurrence_id: Callable[[datetime], tuple[str, str]]
    neighbours: Callable[[], tuple[int, int]] = lambda: (0, 0)


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _wall(value: datetime, view: View) -> str:
    return value.astimezone(view.appointment.zone.tz).isoformat(timespec="seconds")


def attendees(people: Sequence[Attendee], role: str, tag: str) -> Elements:
    """The list of those invited in one role; nothing for nobody."""
    made = []
    for person in people:
        if person.role == role:
            mailbox = mailbox_element(person.name, person.address, person.kind)
            element = t("Attendee", None, mailbox, t("ResponseType", person.response))
            if person.replied is not None:
                element.append(t("LastResponseTime", moment(person.replied)))
            made.append(element)
    return [t(tag, None, *made)] if made else []


def _occurrence(view: View, stretch: Stretch, tag: str) -> etree._Element:
    identifier, change_key = view.occurrence_id(stretch.original)
    return t(
        tag,
        None,
        t("ItemId", None, Id=identifier, ChangeKey=change_key),
        t("Start", moment(stretch.start)),
        t("End", moment(stretch.end)),
        t("OriginalStart", moment(stretch.original)),
    )


def _series(view: View) -> Series | None:
    return view.appointment.series() if view.kind == "RecurringMaster" else None


def _first(view: View) -> Elements:
    series = _series(view)
    stretch = series.first() if series is not None else None
    return [_occurrence(view, stretch, "FirstOccurrence")] if stretch is not None else []


def _last(view: View) -> Elements:
    series = _series(view)
    stretch = series.last() if series is not None else None
    return [_occurrence(view, stretch, "LastOccurrence")] if stretch is not None else []


def _modified(view: View) -> Elements:
    series = _series(view)
    if series is None or not series.exceptions:
        return []
    made = [
        _occurrence(view, Stretch(original, *series.exceptions[original], is_exception=True), "Occurrence")
        for original in sorted(series.exceptions)
    ]
    return [t("ModifiedOccurrences", None, *made)]


def _deleted(view: View) -> Elements:
    if view.kind != "RecurringMaster" or not view.appointment.deleted:
        return []
    gone = [t("DeletedOccurrence", None, t("Start", moment(at))) for at in sorted(view.appointment.deleted)]
    return [t("DeletedOccurrences", None, *gone)]


def _recurrence(view: View) -> Elements:
    rule = view.appointment.recurrence
    if rule is None or view.kind != "RecurringMaster":
        return []
    offset = view.appointment.start.astimezone(view.appointment.zone.tz).strftime("%z")
    suffix = "Z" if offset == "+0000" else f"{offset[:3]}:{offset[3:5]}"
    return [write_recurrence(rule, suffix)]


def _counts(tag: str, which: int) -> Callable[[View], Elements]:
    return lambda view: [t(tag, str(view.neighbours()[which]))]


def _text(tag: str, value: Callable[[View], str | None]) -> Callable[[View], Elements]:
    def write(view: View) -> Elements:
        text = value(view)
        return [t(tag, text)] if text is not None else []

    return write


def _original(view: View) -> str | None:
    at = view.appointment.recurrence_id
    return moment(at) if at is not None and view.kind in ("Occurrence", "Exception") else None


def when(appointment: Appointment) -> str:
    """The time in words, on the clock of the meeting's zone."""
    begin, end = (at.astimezone(appointment.zone.tz) for at in (appointment.start, appointment.end))
    return f"{begin:%A, %d %B %Y %H:%M}-{end:%H:%M} {appointment.zone.name}"


def _intended(view: View) -> str:
    return view.appointment.intended or view.appointment.show_as


WRITERS: dict[str, Callable[[View], Elements]] = {
    "UID": _text("UID", lambda v: v.appointment.uid),
    "RecurrenceId": _text(
        "RecurrenceId", lambda v: moment(v.appointment.recurrence_id) if v.appointment.recurrence_id else None
    ),
    "DateTimeStamp": _text("DateTimeStamp", lambda v: moment(v.appointment.stamp)),
    "Start": _text("Start", lambda v: moment(v.appointment.start)),
    "End": _text("End", lambda v: moment(v.appointment.end)),
    "OriginalStart": _text("OriginalStart", _original),
    "IsAllDayEvent": _text("IsAllDayEvent", lambda v: _flag(v.appointment.all_day)),
    "LegacyFreeBusyStatus": _text("LegacyFreeBusyStatus", lambda v: v.appointment.show_as),
    "Location": _text("Location", lambda v: v.appointment.location or None),
    "When": _text("When", lambda v: when(v.appointment)),
    "IsMeeting": _text("IsMeeting", lambda v: _flag(v.appointment.is_meeting)),
    "IsCancelled": _text("IsCancelled", lambda v: _flag(v.appointment.is_cancelled)),
    "IsRecurring": _text("IsRecurring", lambda v: _flag(v.kind in ("Occurrence", "Exception"))),
    "MeetingRequestWasSent": _text("MeetingRequestWasSent", lambda v: _flag(v.appointment.sent)),
    "IsResponseRequested": _text("IsResponseRequested", lambda v: _flag(v.appointment.response_requested)),
    "CalendarItemType": _text("CalendarItemType", lambda v: v.kind),
    "MyResponseType": _text("MyResponseType", lambda v: v.appointment.my_response),
    "Organizer": lambda v: [
        t("Organizer", None, mailbox_element(v.appointment.organizer[1], v.appointment.organizer[0]))
    ],
    "RequiredAttendees": lambda v: attendees(v.appointment.attendees, "Required", "RequiredAttendees"),
    "OptionalAttendees": lambda v: attendees(v.appointment.attendees, "Optional", "OptionalAttendees"),
    "Resources": lambda v: attendees(v.appointment.attendees, "Resource", "Resources"),
    "ConflictingMeetingCount": _counts("ConflictingMeetingCount", 0),
    "AdjacentMeetingCount": _counts("AdjacentMeetingCount", 1),
    "Duration": _text("Duration", lambda v: format_duration(v.appointment.length)),
    "TimeZone": _text("TimeZone", lambda v: v.appointment.zone.name),
    "AppointmentReplyTime": _text(
        "AppointmentReplyTime", lambda v: moment(v.appointment.replied) if v.appointment.replied else None
    ),
    "AppointmentSequenceNumber": _text("AppointmentSequenceNumber", lambda v: str(v.appointment.sequence)),
    "AppointmentState": _text("AppointmentState", lambda v: str(v.appointment.state)),
    "Recurrence": _recurrence,
    "FirstOccurrence": _first,
    "LastOccurrence": _last,
    "ModifiedOccurrences": _modified,
    "DeletedOccurrences": _deleted,
    "MeetingTimeZone": lambda v: [t("MeetingTimeZone", None, TimeZoneName=v.appointment.zone.id)],
    "StartTimeZone": lambda v: [definition(v.appointment.zone, "StartTimeZone")],
    "EndTimeZone": lambda v: [definition(v.appointment.end_zone, "EndTimeZone")],
    "AllowNewTimeProposal": _text("AllowNewTimeProposal", lambda v: _flag(v.appointment.new_times)),
    "IsOnlineMeeting": _text("IsOnlineMeeting", lambda v: _flag(v.appointment.online)),
    "StartWallClock": _text("StartWallClock", lambda v: _wall(v.appointment.start, v)),
    "EndWallClock": _text("EndWallClock", lambda v: _wall(v.appointment.end, v)),
    "StartTimeZoneId": _text("StartTimeZoneId", lambda v: v.appointment.zone.id),
    "EndTimeZoneId": _text("EndTimeZoneId", lambda v: v.appointment.end_zone.id),
    "IntendedFreeBusyStatus": _text("IntendedFreeBusyStatus", _intended),
    "IsOrganizer": _text("IsOrganizer", lambda v: _flag(v.appointment.is_mine)),
}
"""How each field of a calendar item is shown, by the element's name."""


def adjacent(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    """Whether two stretches touch without overlapping (MS-OXWSCAL: within 15 minutes)."""
    gap = max(one[0], other[0]) - min(one[1], other[1])
    return timedelta(0) <= gap <= timedelta(minutes=15)
