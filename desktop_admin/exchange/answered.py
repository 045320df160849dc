"""Whether a meeting request has been answered, wherever the server keeps it.

Exchange moves an answered request to Deleted Items. Other servers that speak EWS leave it in the inbox: grommunio marks
the request with response status and reply time, and makes a calendar item that has both (its process for AcceptItem).
"""

from __future__ import annotations

import logging
from datetime import datetime

from exchangelib.errors import EWSError

from desktop_admin.domain.meeting import ItemId
from desktop_admin.exchange.call import Call
from desktop_admin.exchange.items import id_element
from desktop_admin.exchange.xml import Element, M, T, m, moment, moment_of, t, text_of

FIELDS = ("meeting:ResponseType", "calendar:MyResponseType", "calendar:AppointmentReplyTime")
"""What EWS tells of a request's answer by name."""

_REQUEST = f"{T}MeetingRequest"
_ANSWERS = ("Accept", "Decline", "Tentative")

# Microsoft: MS-OXOCAL, PidLidResponseStatus and PidLidAppointmentReplyTime; MS-OXOMSG, PidTagLastVerbExecuted.
_STATUS, _REPLY_TIME, _LAST_VERB = "33304", "33312", "0x1081"
_STATUS_ANSWERED = ("2", "3", "4")
_VERBS_OF_ANSWERS = ("516", "517", "518")

_log = logging.getLogger(__name__)


def properties() -> tuple[Element, ...]:
    """The same by MAPI's names, for servers that know no others."""
    return (
        t("ExtendedFieldURI", DistinguishedPropertySetId="Appointment", PropertyId=_STATUS, PropertyType="Integer"),
        t(
            "ExtendedFieldURI", DistinguishedPropertySetId="Appointment", PropertyId=_REPLY_TIME,
            PropertyType="SystemTime",
        ),
        t("ExtendedFieldURI", PropertyTag=_LAST_VERB, PropertyType="Integer"),
    )  # fmt: skip


def unanswered(call: Call, item_id: ItemId) -> Element | None:
    """The item as it is now, with its folder; None where it has been answered. Raises one of ``GONE``."""
    item = _look_at(call, item_id, "item:ParentFolderId", "item:DateTimeReceived", "meeting:AssociatedCalendarItemId")
    if item is None or item.tag != _REQUEST:
        return item
    received = moment_of(item, f"{T}DateTimeReceived")
    return None if is_answered(item, received, when_unknown=True) else item


def is_answered_in_calendar(call: Call, request: Element) -> bool:
    """Whether the meeting in the calendar was answered since the request came."""
    if request.tag != _REQUEST:
        return False
    named, received = request.find(f"{T}AssociatedCalendarItemId"), moment_of(request, f"{T}DateTimeReceived")
    if named is None or not named.get("Id") or received is None:
        return False
    try:
        meeting = _look_at(call, ItemId(str(named.get("Id"))))
    except EWSError as refused:
        _log.debug("The calendar item of a request cannot be read (%s).", type(refused).__name__)
        return False
    return meeting is not None and is_answered(meeting, received)


def _look_at(call: Call, item_id: ItemId, *fields: str) -> Element | None:
    """An item with what tells whether it has been answered, and other fields. Raises the refusal."""
    asked = t("AdditionalProperties", *(t("FieldURI", FieldURI=name) for name in (*fields, *FIELDS)))
    asked.extend(properties())
    shape = m("ItemShape", t("BaseShape", "IdOnly"), asked)
    answer = call.one(m("GetItem", shape, m("ItemIds", id_element(t("ItemId"), ItemId(item_id.id)))))
    items = answer.find(f"{M}Items")
    return items[0] if items is not None and len(items) else None


def is_answered(item: Element, received: datetime | None, *, when_unknown: bool = False) -> bool:
    """Whether the request or calendar item ``item`` was answered after the request was ``received``.

    An older reply time is that of an earlier version, or of somebody who forwarded the meeting. ``when_unknown``: what
    it means where the item says that it was answered, and not when. Raises ValueError on what is not as EWS writes it.
    """
    if extended_of(item, "PropertyTag", _LAST_VERB) in _VERBS_OF_ANSWERS:
        return True
    if not _says_so(item):
        return False
    replied = text_of(item, f"{T}AppointmentReplyTime") or extended_of(item, "PropertyId", _REPLY_TIME)
    if not replied or received is None:
        return when_unknown
    return _is_after(moment(replied), received)


def _says_so(item: Element) -> bool:
    told = (text_of(item, f"{T}ResponseType"), text_of(item, f"{T}MyResponseType"))
    return any(each in _ANSWERS for each in told) or extended_of(item, "PropertyId", _STATUS) in _STATUS_ANSWERED


def _is_after(replied: datetime, received: datetime) -> bool:
    """By the coarser of the two: Outlook writes whole minutes, Exchange tells whole seconds."""
    coarse = received.replace(microsecond=0)
    return replied >= (coarse if replied.second else coarse.replace(second=0))


def extended_of(item: Element, kind: str, name: str) -> str:
    """The value of the extended property whose ``kind`` (PropertyId or PropertyTag) is ``name``; "" without one."""
    for found in item.iterfind(f"{T}ExtendedProperty"):
        uri = found.find(f"{T}ExtendedFieldURI")
        if uri is not None and _number(uri.get(kind)) == _number(name):
            return text_of(found, f"{T}Value")
    return ""


def _number(written: str | None) -> int | None:
    """Property tags are written in decimals, or as Exchange does: 0x1081."""
    try:
        return None if written is None else int(written, 0)
    except ValueError:
        return None
