"""A person's calendar and automatic replies, at one request each."""

from __future__ import annotations

from datetime import datetime

from desktop_admin.domain.appointment import Appointment, MyResponse, OutOfOffice, OutOfOfficeState, ShowAs
from desktop_admin.exchange.call import Call
from desktop_admin.exchange.messages import PRIVATE
from desktop_admin.exchange.xml import Element, M, T, m, moment, t, text_of, written_moment

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

    A calendar view has no pages (Microsoft: CalendarView): where Exchange says that there are more, the next view
    begins where the last one ended, and an occurrence that both show counts once.
    """
    found: dict[str, Appointment] = {}
    begin = start
    while True:
        view, is_all = _view(call, begin, end)
        new = [one for one in view if one.item_id not in found]
        found.update((one.item_id, one) for one in new)
        if is_all or not new:
            break
        begin = max(one.start for one in new)
    return tuple(sorted(found.values(), key=lambda one: (one.start, one.end)))


def _view(call: Call, start: datetime, end: datetime) -> tuple[list[Appointment], bool]:
    payload = m(
        "FindItem",
        m(
            "ItemShape",
            t("BaseShape", "IdOnly"),
            t("AdditionalProperties", *(t("FieldURI", FieldURI=u) for u in FIELDS)),
        ),
        m("CalendarView", StartDate=written_moment(start), EndDate=written_moment(end)),
        m("ParentFolderIds", calendar_folder()),
        Traversal="Shallow",
    )
    folder = call.one(payload).find(f"{M}RootFolder")
    if folder is None:
        return [], True
    shown = [_appointment(item) for item in folder.iterfind(f"{T}Items/{T}CalendarItem")]
    return [one for one in shown if one is not None], folder.get("IncludesLastItemInRange", "true") in ("true", "1")


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
