"""A person's calendar and automatic replies, at one request each."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from exchangelib.errors import EWSError

from desktop_admin.domain.appointment import (
    Appointment,
    MyResponse,
    OutOfOffice,
    OutOfOfficeState,
    ShowAs,
    in_calendar_order,
)
from desktop_admin.domain.meeting import MovedOccurrence
from desktop_admin.exchange import http
from desktop_admin.exchange.call import Call
from desktop_admin.exchange.faults import CORRUPT, is_of_item
from desktop_admin.exchange.items import read_items
from desktop_admin.exchange.messages import PRIVATE, bare_shape, has_id, item_id_of
from desktop_admin.exchange.series import expanded
from desktop_admin.exchange.xml import Element, M, T, m, moment, moment_of, t, text_of, written_moment

FIELDS = (
    "item:Subject",
    "item:Sensitivity",
    "calendar:Start",
    "calendar:End",
    "calendar:IsAllDayEvent",
    "calendar:LegacyFreeBusyStatus",
    "calendar:Location",
    "calendar:IsCancelled",
    "calendar:CalendarItemType",
    "calendar:MyResponseType",
)
"""All within FindItem: none needs a second request."""

SERIES_FIELDS = (
    *FIELDS,
    "calendar:Recurrence",
    "calendar:ModifiedOccurrences",
    "calendar:DeletedOccurrences",
    "calendar:StartTimeZone",
    "calendar:EndTimeZone",
    "calendar:MeetingTimeZone",
)
"""What it takes to expand a series; none of it is part of a FindItem's answer."""

SHORTEST_WINDOW = timedelta(minutes=30)
MOST_HALVES = 20
"""How often a reading halves windows; a calendar that needs more is told as one that cannot be read."""

_log = logging.getLogger(__name__)

_SHOW_AS = {
    "Free": ShowAs.FREE,
    "Tentative": ShowAs.TENTATIVE,
    "Busy": ShowAs.BUSY,
    "OOF": ShowAs.OUT_OF_OFFICE,
    "WorkingElsewhere": ShowAs.WORKING_ELSEWHERE,
    "NoData": ShowAs.NO_DATA,
}
_RESPONSES = {
    "Organizer": MyResponse.ORGANIZER,
    "Accept": MyResponse.ACCEPTED,
    "Tentative": MyResponse.TENTATIVE,
    "Decline": MyResponse.DECLINED,
    "NoResponseReceived": MyResponse.NOT_RESPONDED,
}
_RECURRING = ("Occurrence", "Exception", "RecurringMaster")


def show_as(written: str | None) -> ShowAs:
    """A LegacyFreeBusyType; a busy time where none is told, or one that is not known."""
    return _SHOW_AS.get(written or "", ShowAs.BUSY)


def calendar_folder() -> Element:
    """The calendar of the mailbox in whose name the request is made: no look-up is needed."""
    return t("DistinguishedFolderId", Id="calendar")


def appointments(call: Call, start: datetime, end: datetime) -> tuple[Appointment, ...]:
    """Every occurrence that touches the window; one request up to 1,000 of them.

    One that cannot be read costs itself alone. Series that the server does not expand are expanded here.
    """
    items = _items(call, start, end, iter(range(MOST_HALVES)))
    masters = [
        item_id_of(item) for item in items.values() if text_of(item, f"{T}CalendarItemType") == "RecurringMaster"
    ]
    series = {item_id.id for item_id in masters}
    found = [_readable(call, item) for item_id, item in items.items() if item_id not in series]
    found += [_occurrence(item, each) for item, each in expanded(call, _shape(*SERIES_FIELDS), masters, start, end)]
    return in_calendar_order(one for one in found if one is not None)


def _items(call: Call, start: datetime, end: datetime, halves: Iterator[int]) -> dict[str, Element]:
    """The items of the window by their ids.

    A calendar view has no pages (Microsoft: CalendarView): where Exchange says that there are more, the next view
    begins where the last one ended, and an occurrence that both show counts once. A window that cannot be read is
    halved, down to the half hour that is to blame.
    """
    found: dict[str, Element] = {}
    begin = start
    while True:
        try:
            view, is_all = _view(call, begin, end)
        except (http.UnreadableError, *CORRUPT) as fault:
            if end - begin <= SHORTEST_WINDOW:
                _log.warning(
                    "The calendar of %s cannot be read from %s on (%s).", call.mailbox, begin, type(fault).__name__
                )
                return found
            if next(halves, None) is None:
                raise
            middle = begin + (end - begin) / 2
            return found | _items(call, begin, middle, halves) | _items(call, middle, end, halves)
        new = {item_id: item for item_id, item in view.items() if item_id not in found}
        found |= new
        starts = [_start_of(item) for item in new.values()]
        if is_all or not any(starts):
            return found
        begin = max(filter(None, starts))


def _view(call: Call, start: datetime, end: datetime) -> tuple[dict[str, Element], bool]:
    """The items of one view, and whether they are all. Where it cannot be read, it is asked for the ids alone, and each
    item by itself.
    """
    try:
        return _asked(call, _shape(*FIELDS), start, end)
    except (http.UnreadableError, *CORRUPT):
        items, is_all = _asked(call, bare_shape(), start, end)
    read = read_items(call, _shape(*FIELDS), [item_id_of(item) for item in items.values()])
    return {item_id.id: item for item_id, item in read if _is_item(call, item)}, is_all


def _asked(call: Call, shape: Element, start: datetime, end: datetime) -> tuple[dict[str, Element], bool]:
    payload = m(
        "FindItem",
        shape,
        m("CalendarView", StartDate=written_moment(start), EndDate=written_moment(end)),
        m("ParentFolderIds", calendar_folder()),
        Traversal="Shallow",
    )
    folder = call.one(payload).find(f"{M}RootFolder")
    if folder is None:
        return {}, True
    items = [item for item in folder.iterfind(f"{T}Items/{T}CalendarItem") if has_id(item)]
    is_all = folder.get("IncludesLastItemInRange", "true") in ("true", "1")
    return {item_id_of(item).id: item for item in items}, is_all


def _shape(*fields: str) -> Element:
    properties = t("AdditionalProperties", *(t("FieldURI", FieldURI=uri) for uri in fields))
    return m("ItemShape", t("BaseShape", "IdOnly"), properties)


def _is_item(call: Call, item: Element | Exception) -> bool:
    if isinstance(item, EWSError) and not is_of_item(item):
        raise item
    if isinstance(item, Exception):
        _log.warning("An appointment of %s cannot be read (%s).", call.mailbox, type(item).__name__)
    return not isinstance(item, Exception)


def _start_of(item: Element) -> datetime | None:
    try:
        return moment_of(item, f"{T}Start")
    except ValueError:
        return None


def _readable(call: Call, item: Element) -> Appointment | None:
    try:
        return _appointment(item)
    except ValueError:
        _log.warning("An appointment of %s holds a value that is not as EWS writes it.", call.mailbox)
        return None


def _occurrence(master: Element, occurrence: MovedOccurrence) -> Appointment | None:
    try:
        shown = _appointment(master)
    except ValueError:
        return None
    if shown is None:
        return None
    item_id = f"{shown.item_id}/{occurrence.original_start:%Y%m%dT%H%M}"
    return replace(shown, item_id=item_id, start=occurrence.start, end=occurrence.end, is_recurring=True)


def _appointment(item: Element) -> Appointment | None:
    """None for one without id or start: nothing could be told of it. One without end ends as it begins, so that it is
    shown and does not count. A private one's words go no further.
    """
    told = {child.tag: child.text for child in item}
    item_id = item.find(f"{T}ItemId")
    begins, ends = told.get(f"{T}Start"), told.get(f"{T}End")
    if item_id is None or not begins:
        return None
    start = moment(begins)
    is_private = told.get(f"{T}Sensitivity") in PRIVATE
    return Appointment(
        item_id=str(item_id.get("Id")),
        start=start,
        end=max(moment(ends), start) if ends else start,
        subject="" if is_private else told.get(f"{T}Subject") or "",
        location="" if is_private else told.get(f"{T}Location") or "",
        show_as=show_as(told.get(f"{T}LegacyFreeBusyStatus")),
        is_all_day=told.get(f"{T}IsAllDayEvent") in ("true", "1"),
        is_private=is_private,
        is_cancelled=told.get(f"{T}IsCancelled") in ("true", "1"),
        my_response=_RESPONSES.get(told.get(f"{T}MyResponseType") or "", MyResponse.UNKNOWN),
        is_recurring=told.get(f"{T}CalendarItemType") in _RECURRING,
    )


def out_of_office(call: Call) -> OutOfOffice:
    """The automatic replies of the mailbox in whose name the request is made. A schedule is read as UTC."""
    answer = call.messages(m("GetUserOofSettingsRequest", t("Mailbox", t("Address", call.mailbox))))[0]
    verdict = answer.find(f"{M}ResponseMessage")
    call.check(answer if verdict is None else verdict)
    told = answer.find(f"{T}OofSettings")
    begins, ends = (text_of(told, f"{T}Duration/{T}{name}") for name in ("StartTime", "EndTime"))
    tells_outsiders = text_of(told, f"{T}ExternalAudience") != "None"
    state = text_of(told, f"{T}OofState").lower()
    return OutOfOffice(
        state=OutOfOfficeState(state) if state else OutOfOfficeState.DISABLED,
        start=moment(begins) if begins else None,
        end=moment(ends) if ends else None,
        internal_reply=text_of(told, f"{T}InternalReply/{T}Message"),
        external_reply=text_of(told, f"{T}ExternalReply/{T}Message") if tells_outsiders else "",
    )
