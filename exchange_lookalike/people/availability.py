"""GetUserAvailability: free/busy of many mailboxes at once, and suggestions for a meeting.

Source: MS-OXWAVLS. Times in request and answer are on the wall clock of the zone that the request brings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from lxml import etree

from exchange_lookalike.accounts import Account
from exchange_lookalike.calendar.recurrence import FIRST_DAY, LAST_DAY
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.people import names
from exchange_lookalike.people.desk import Desk
from exchange_lookalike.people.free_busy import (
    QUALITIES,
    Attendee,
    Event,
    Suggestion,
    Wish,
    merged,
    read_zone,
    suggest,
    write_zone,
)
from exchange_lookalike.soap import child, child_text, elements, failure, m, need, t
from exchange_lookalike.timezones import BadTimeZone, utc_zone, zone_by_id

MAX_MAILBOXES = 100
MAX_SPAN = timedelta(days=62)
VIEWS = ("None", "MergedOnly", "FreeBusy", "FreeBusyMerged", "Detailed", "DetailedMerged")
KINDS = ("Organizer", "Required", "Optional", "Room", "Resource")


@dataclass(frozen=True)
class _Asked:
    """One mailbox of the request, and what became of it: its events or an error."""

    address: str
    kind: str
    account: Account | None
    events: list[Event] | None
    error: EwsError | None
    members: tuple[list[Event] | None, ...] | None = None


def get_user_availability(request: etree._Element, desk: Desk) -> etree._Element:
    """The m:GetUserAvailabilityResponse. Raises EwsError and SchemaViolation for the request as a whole."""
    zone = _zone(request, desk)
    boxes = elements(need(request, "MailboxDataArray"))
    if not boxes:
        raise EwsError("ErrorMailboxDataArrayEmpty", "The mailbox data array is empty.")
    if len(boxes) > MAX_MAILBOXES:
        raise EwsError("ErrorMailboxDataArrayTooBig", f"At most {MAX_MAILBOXES} mailboxes may be asked for at once.")
    view, wish = child(request, "FreeBusyViewOptions"), child(request, "SuggestionsViewOptions")
    if view is None and wish is None:
        raise EwsError("ErrorMissingArgument", "FreeBusyViewOptions or SuggestionsViewOptions is needed.")
    made = m("GetUserAvailabilityResponse")
    if view is not None:
        start, end = _window(need(view, "TimeWindow"), zone)
        minutes = _minutes(view)
        kind = child_text(view, "RequestedView", "FreeBusy")
        if kind not in VIEWS:
            raise EwsError("ErrorInvalidFreeBusyViewType", f"{kind} is not a view.")
        asked = [_ask(box, desk, start, end) for box in boxes]
        answers = [_answer(one, kind, zone, start, end, minutes) for one in asked]
        made.append(m("FreeBusyResponseArray", None, *answers))
    if wish is not None:
        made.append(_suggestions(wish, boxes, desk, zone))
    return made


def _zone(request: etree._Element, desk: Desk) -> tzinfo:
    element = child(request, "TimeZone")
    if element is None:
        if desk.zone is None:
            raise EwsError("ErrorTimeZone", "The request names no time zone.")
        return desk.zone.tz
    try:
        return read_zone(element)
    except BadTimeZone as fault:
        raise EwsError("ErrorTimeZone", str(fault)) from fault


def _moment(text: str, zone: tzinfo) -> datetime:
    try:
        value = datetime.fromisoformat(text)
        return (value.replace(tzinfo=zone) if value.tzinfo is None else value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise SchemaViolation(f"The value '{text}' is invalid according to its datatype 'dateTime'.") from None


def _window(element: etree._Element, zone: tzinfo) -> tuple[datetime, datetime]:
    start, end = (_moment(child_text(element, name), zone) for name in ("StartTime", "EndTime"))
    if end <= start or not FIRST_DAY <= start.date() <= end.date() <= LAST_DAY:
        raise EwsError(
            "ErrorInvalidTimeInterval", "The time window must end after its start, within the days of a calendar."
        )
    if end - start > MAX_SPAN:
        raise EwsError("ErrorTimeIntervalTooBig", f"The time window may span at most {MAX_SPAN.days} days.")
    return start, end


def _whole(element: etree._Element, name: str, default: int) -> int:
    text = child_text(element, name, str(default))
    try:
        return int(text)
    except ValueError:
        raise SchemaViolation(f"The value '{text}' of {name} is not a number.") from None


def _minutes(view: etree._Element) -> int:
    minutes = _whole(view, "MergedFreeBusyIntervalInMinutes", 30)
    if not 5 <= minutes <= 1440:
        raise EwsError("ErrorInvalidMergedFreeBusyInterval", "The interval must lie between 5 and 1440 minutes.")
    return minutes


def _ask(box: etree._Element, desk: Desk, start: datetime, end: datetime) -> _Asked:
    address = child_text(child(box, "Email"), "Address")
    kind = child_text(box, "AttendeeType", "Required")
    if kind not in KINDS:
        raise SchemaViolation(f"The value '{kind}' is not an attendee type.")
    group = desk.directory.lists.get(address.casefold())
    if group is not None:
        people = [desk.directory.by_address(one) for one in names.everybody(desk.directory, [address])]
        members = tuple(desk.events(one, start, end) if one is not None else None for one in people)
        together = [event for events in members if events is not None for event in events]
        return _Asked(address, kind, None, sorted(together, key=lambda e: e.start), None, members)
    account = desk.directory.by_address(address)
    if account is None or not account.has_mailbox:
        error = EwsError("ErrorMailRecipientNotFound", f"Unable to resolve e-mail address {address} to a mailbox.")
        return _Asked(address, kind, None, None, error)
    return _Asked(address, kind, account, desk.events(account, start, end), None)


def _answer(asked: _Asked, kind: str, zone: tzinfo, start: datetime, end: datetime, minutes: int) -> etree._Element:
    if asked.error is not None:
        return m("FreeBusyResponse", None, failure("ResponseMessage", asked.error), _empty_view())
    events = asked.events or []
    shown = kind if asked.account is not None else "MergedOnly"
    view = m("FreeBusyView", None, t("FreeBusyViewType", shown))
    if shown != "None" and (shown.endswith("Merged") or shown == "MergedOnly"):
        view.append(t("MergedFreeBusy", merged(events, start, end, minutes)))
    if shown not in ("None", "MergedOnly"):
        rows = [_event(event, zone, shown.startswith("Detailed")) for event in events]
        if rows:
            view.append(t("CalendarEventArray", None, *rows))
    if asked.account is not None:
        view.append(_working_hours(asked.account))
    ok = m("ResponseMessage", None, m("ResponseCode", "NoError"), ResponseClass="Success")
    return m("FreeBusyResponse", None, ok, view)


def _empty_view() -> etree._Element:
    return m("FreeBusyView", None, t("FreeBusyViewType", "None"))


def _local(value: datetime, zone: tzinfo) -> str:
    return value.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S")


def _event(event: Event, zone: tzinfo, detailed: bool) -> etree._Element:
    made = t(
        "CalendarEvent", None,
        t("StartTime", _local(event.start, zone)), t("EndTime", _local(event.end, zone)), t("BusyType", event.status),
    )  # fmt: skip
    if detailed:
        details = t("CalendarEventDetails", None)
        if not event.is_private:
            details.extend((t("ID", event.id), t("Subject", event.subject), t("Location", event.location)))
        for name, value in (
            ("IsMeeting", event.is_meeting), ("IsRecurring", event.is_recurring), ("IsException", event.is_exception),
            ("IsReminderSet", event.is_reminder_set), ("IsPrivate", event.is_private),
        ):  # fmt: skip
            details.append(t(name, "true" if value else "false"))
        made.append(details)
    return made


def _working_hours(account: Account) -> etree._Element:
    zone = zone_by_id(account.details.get("TimeZone", "")) or utc_zone()
    period = t(
        "WorkingPeriod", None, t("DayOfWeek", "Monday Tuesday Wednesday Thursday Friday"),
        t("StartTimeInMinutes", "480"), t("EndTimeInMinutes", "1020"),
    )  # fmt: skip
    return t("WorkingHours", None, write_zone(zone), t("WorkingPeriodArray", None, period))


# --- suggestions -----------------------------------------------------------------------------------------------------


def _suggestions(options: etree._Element, boxes: list[etree._Element], desk: Desk, zone: tzinfo) -> etree._Element:
    start, end = _window(need(options, "DetailedSuggestionsWindow"), zone)
    worst = child_text(options, "MinimumSuggestionQuality", "Fair")
    if worst not in QUALITIES:
        raise SchemaViolation(f"The value '{worst}' is not a quality.")
    wish = Wish(
        minutes=_between(options, "MeetingDurationInMinutes", 30, 30, 1440),
        per_day=_between(options, "MaximumResultsByDay", 10, 0, 48),
        outside_work=_between(options, "MaximumNonWorkHourResultsByDay", 0, 0, 48),
        good_threshold=_between(options, "GoodThreshold", 25, 1, 49),
        worst=worst,
    )
    asked = [_ask(box, desk, start - timedelta(days=1), end + timedelta(days=2)) for box in boxes]
    attendees = [Attendee(one.kind, one.events, one.members) for one in asked]
    days = []
    first, last = start.astimezone(zone).date(), (end - timedelta(seconds=1)).astimezone(zone).date()
    for offset in range((last - first).days + 1):
        day = datetime.combine(first + timedelta(days=offset), time())
        found = suggest(attendees, day, zone, wish)
        best = min((s.quality for s in found), key=QUALITIES.index, default="Poor")
        rows = [_suggestion(one, zone, wish) for one in found]
        when = t("Date", day.isoformat(timespec="seconds"))
        days.append(t("SuggestionDayResult", None, when, t("DayQuality", best), t("SuggestionArray", None, *rows)))
    ok = m("ResponseMessage", None, m("ResponseCode", "NoError"), ResponseClass="Success")
    return m("SuggestionsResponse", None, ok, m("SuggestionDayResultArray", None, *days))


def _suggestion(found: Suggestion, zone: tzinfo, wish: Wish) -> etree._Element:
    conflicts = [_conflict(attendee, status, found.at, zone, wish) for attendee, status in found.attendees]
    return t(
        "Suggestion", None, t("MeetingTime", found.at.isoformat(timespec="seconds")),
        t("IsWorkTime", "true" if found.in_work_time else "false"), t("SuggestionQuality", found.quality),
        t("AttendeeConflictDataArray", None, *conflicts),
    )  # fmt: skip


def _between(options: etree._Element, name: str, default: int, low: int, high: int) -> int:
    value = _whole(options, name, default)
    if not low <= value <= high:
        raise EwsError("ErrorInvalidArgument", f"{name} must lie between {low} and {high}.")
    return value


def _conflict(attendee: Attendee, status: str | None, at: datetime, zone: tzinfo, wish: Wish) -> etree._Element:
    if attendee.members is not None:
        start = at.replace(tzinfo=zone)
        end = start + timedelta(minutes=wish.minutes)
        known = [events for events in attendee.members if events is not None]
        busy = sum(any(e.start < end and e.end > start and e.status != "Free" for e in events) for events in known)
        rows = (
            ("NumberOfMembers", len(attendee.members)),
            ("NumberOfMembersAvailable", len(known) - busy),
            ("NumberOfMembersWithConflict", busy),
            ("NumberOfMembersWithNoData", len(attendee.members) - len(known)),
        )
        return t("GroupAttendeeConflictData", None, *(t(name, str(count)) for name, count in rows))
    if status is None:
        return t("UnknownAttendeeConflictData")
    return t("IndividualAttendeeConflictData", None, t("BusyType", status))
