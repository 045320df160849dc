"""Many calendars in one request, as far as their owners let the service account see them (GetUserAvailability).

What a batch cannot see: whether an appointment lasts all day (it is told by its length), the owner's answer to a
meeting, and whether it was cancelled. Exchange shows cancelled and declined meetings that still stand in a calendar as
free; so all three only matter where such appointments would count (:mod:`desktop_admin.domain.batch`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from exchangelib.errors import EWSError

from desktop_admin.domain.appointment import Appointment, in_calendar_order
from desktop_admin.domain.batch import lasts_whole_days
from desktop_admin.domain.ports import CalendarGlance
from desktop_admin.exchange import http
from desktop_admin.exchange.calendars import show_as
from desktop_admin.exchange.call import Call
from desktop_admin.exchange.faults import CORRUPT, IN_ONE_MAILBOX
from desktop_admin.exchange.xml import Element, M, T, m, moment, t, text_of, written_moment

DETAILED = ("Detailed", "DetailedMerged")
"""The views that come with subjects; a calendar that gives less is read by itself."""

_NO_CHANGE = ("Bias", "0"), ("Time", "00:00:00"), ("DayOrder", "0"), ("Month", "0"), ("DayOfWeek", "Sunday")


def calendars(
    call: Call,
    mailboxes: Sequence[str],
    start: datetime,
    end: datetime,
    blaming: tuple[type[EWSError], ...] = IN_ONE_MAILBOX,
) -> tuple[CalendarGlance, ...]:
    """One glance a mailbox, in their order: at most 100 mailboxes and 62 days (Microsoft: GetUserAvailability).

    Where the answer as a whole cannot be read, the mailboxes are asked for by halves until the one to blame is alone.
    ``blaming``: the refusals that mean the same. One of the others in CORRUPT means it only if a half can be had; where
    neither can, it is raised.
    """
    try:
        return _calendars(call, mailboxes, start, end)
    except (http.UnreadableError, *CORRUPT) as fault:
        if len(mailboxes) == 1:
            return (CalendarGlance(mailboxes[0], None, type(fault).__name__),)
        refused = None if isinstance(fault, (http.UnreadableError, *blaming)) else fault
    middle = len(mailboxes) // 2
    halves = (mailboxes[:middle], mailboxes[middle:])
    if refused is None:
        return tuple(glance for half in halves for glance in calendars(call, half, start, end, blaming))
    found = [_or_none(call, half, start, end) for half in halves]
    if found == [None, None]:
        raise refused
    return tuple(
        glance
        for half, glances in zip(halves, found, strict=True)
        for glance in (calendars(call, half, start, end, CORRUPT) if glances is None else glances)
    )


def _or_none(call: Call, mailboxes: Sequence[str], start: datetime, end: datetime) -> tuple[CalendarGlance, ...] | None:
    try:
        return _calendars(call, mailboxes, start, end)
    except (http.UnreadableError, *CORRUPT):
        return None


def _calendars(call: Call, mailboxes: Sequence[str], start: datetime, end: datetime) -> tuple[CalendarGlance, ...]:
    payload = m(
        "GetUserAvailabilityRequest",
        _utc(),
        m("MailboxDataArray", *(_asked(mailbox) for mailbox in mailboxes)),
        t(
            "FreeBusyViewOptions",
            t("TimeWindow", t("StartTime", _local(start)), t("EndTime", _local(end))),
            t("RequestedView", "Detailed"),
        ),
    )
    answers = call.messages(payload)[0].findall(f"{M}FreeBusyResponseArray/{M}FreeBusyResponse")
    if len(answers) != len(mailboxes):
        raise call.incomplete(f"{len(answers)} calendars where {len(mailboxes)} were asked for")
    return tuple(_glance(call, mailbox, answer) for mailbox, answer in zip(mailboxes, answers, strict=True))


def _asked(mailbox: str) -> Element:
    return t("MailboxData", t("Email", t("Address", mailbox)), t("AttendeeType", "Required"))


def _utc() -> Element:
    """Times of request and answer are on the wall clock of this zone: UTC, which never changes."""
    changes = (t(name, *(t(part, value) for part, value in _NO_CHANGE)) for name in ("StandardTime", "DaylightTime"))
    return t("TimeZone", t("Bias", "0"), *changes)


def _local(when: datetime) -> str:
    return written_moment(when).removesuffix("Z")


def _glance(call: Call, mailbox: str, answer: Element) -> CalendarGlance:
    """A mailbox's own refusal, a view without details or an unreadable value: it is to be read by itself."""
    try:
        call.check(answer.find(f"{M}ResponseMessage"))
    except EWSError as refused:
        return CalendarGlance(mailbox, None, type(refused).__name__)
    view = answer.find(f"{M}FreeBusyView")
    granted = text_of(view, f"{T}FreeBusyViewType")
    if granted not in DETAILED:
        return CalendarGlance(mailbox, None, f"view {granted or 'None'}")
    try:
        events = [] if view is None else view.findall(f"{T}CalendarEventArray/{T}CalendarEvent")
        found = in_calendar_order(_appointment(event, place) for place, event in enumerate(events))
        return CalendarGlance(mailbox, found)
    except (ValueError, OverflowError):
        return CalendarGlance(mailbox, None, "unreadable value")


def _appointment(event: Element, place: int) -> Appointment:
    """Occurrences of a series share their entry id, private ones have none: start or place tell them apart."""
    told = {child.tag: child.text for child in event}
    details = event.find(f"{T}CalendarEventDetails")
    said = {} if details is None else {child.tag: child.text for child in details}
    start, end = moment(told.get(f"{T}StartTime") or ""), moment(told.get(f"{T}EndTime") or "")
    end = max(start, end)
    is_private = details is None or said.get(f"{T}IsPrivate") in ("true", "1")
    entry = said.get(f"{T}ID")
    return Appointment(
        item_id=f"{entry}/{start:%Y%m%dT%H%M}" if entry else f"{place}/{start:%Y%m%dT%H%M}",
        start=start,
        end=end,
        subject="" if is_private else said.get(f"{T}Subject") or "",
        location="" if is_private else said.get(f"{T}Location") or "",
        show_as=show_as(told.get(f"{T}BusyType")),
        is_all_day=lasts_whole_days(start, end),
        is_private=is_private,
        is_recurring=said.get(f"{T}IsRecurring") in ("true", "1"),
    )
