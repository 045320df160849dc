"""The EWS requests that the living company sends: bodies of SOAP envelopes, as any client would write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

M = "http://schemas.microsoft.com/exchange/services/2006/messages"
T = "http://schemas.microsoft.com/exchange/services/2006/types"
_OPEN = f'xmlns="{M}" xmlns:t="{T}"'


@dataclass(frozen=True)
class Meeting:
    """What an organiser types in: UTC times, addresses, and a recurrence (XML of its content) where it is a series."""

    subject: str
    start: datetime
    end: datetime
    zone: str
    location: str = ""
    body: str = ""
    show_as: str = "Busy"
    sensitivity: str = "Normal"
    required: Sequence[str] = ()
    optional: Sequence[str] = ()
    recurrence: str = ""


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _attendees(tag: str, addresses: Sequence[str]) -> str:
    if not addresses:
        return ""
    people = "".join(
        f"<t:Attendee><t:Mailbox><t:EmailAddress>{escape(a)}</t:EmailAddress></t:Mailbox></t:Attendee>"
        for a in addresses
    )
    return f"<t:{tag}>{people}</t:{tag}>"


def create(meeting: Meeting) -> str:
    """CreateItem in the sender's calendar; invitations go out if anybody is invited."""
    send = "SendToAllAndSaveCopy" if meeting.required or meeting.optional else "SendToNone"
    recurrence = f"<t:Recurrence>{meeting.recurrence}</t:Recurrence>" if meeting.recurrence else ""
    return (
        f'<CreateItem {_OPEN} SendMeetingInvitations="{send}"><SavedItemFolderId>'
        '<t:DistinguishedFolderId Id="calendar"/></SavedItemFolderId><Items><t:CalendarItem>'
        f"<t:Subject>{escape(meeting.subject)}</t:Subject><t:Sensitivity>{meeting.sensitivity}</t:Sensitivity>"
        f'<t:Body BodyType="HTML">{escape(meeting.body)}</t:Body>'
        f"<t:Start>{_moment(meeting.start)}</t:Start><t:End>{_moment(meeting.end)}</t:End>"
        f"<t:LegacyFreeBusyStatus>{meeting.show_as}</t:LegacyFreeBusyStatus>"
        f"<t:Location>{escape(meeting.location)}</t:Location>"
        f"{_attendees('RequiredAttendees', meeting.required)}{_attendees('OptionalAttendees', meeting.optional)}"
        f'{recurrence}<t:StartTimeZone Id="{escape(meeting.zone)}"/><t:EndTimeZone Id="{escape(meeting.zone)}"/>'
        "</t:CalendarItem></Items></CreateItem>"
    )


def update(item: str, changes: Sequence[tuple[str, str, str]]) -> str:
    """UpdateItem of a calendar item (XML of its id); each change is (field URI, element name, text)."""
    sets = "".join(
        f'<t:SetItemField><t:FieldURI FieldURI="{uri}"/><t:CalendarItem><t:{name}>{escape(text)}</t:{name}>'
        "</t:CalendarItem></t:SetItemField>"
        for uri, name, text in changes
    )
    return (
        f'<UpdateItem {_OPEN} ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" '
        'SendMeetingInvitationsOrCancellations="SendToAllAndSaveCopy"><ItemChanges><t:ItemChange>'
        f"{item}<t:Updates>{sets}</t:Updates></t:ItemChange></ItemChanges></UpdateItem>"
    )


def move(item: str, start: datetime, end: datetime) -> str:
    """UpdateItem that gives a meeting or an occurrence another time."""
    times = [("calendar:Start", "Start", _moment(start)), ("calendar:End", "End", _moment(end))]
    return update(item, times)


def delete(item: str) -> str:
    """DeleteItem that cancels a meeting or an occurrence and tells everybody."""
    return (
        f'<DeleteItem {_OPEN} DeleteType="MoveToDeletedItems" SendMeetingCancellations="SendToAllAndSaveCopy">'
        f"<ItemIds>{item}</ItemIds></DeleteItem>"
    )


def item_id(identifier: str) -> str:
    """The element that names an item."""
    return f'<t:ItemId Id="{escape(identifier)}"/>'


def occurrence_id(master: str, number: int) -> str:
    """The element that names the n-th occurrence of a series."""
    return f'<t:OccurrenceItemId RecurringMasterId="{escape(master)}" InstanceIndex="{number}"/>'


def respond(request: str, answer: str, text: str) -> str:
    """CreateItem that answers a meeting request; `answer` is AcceptItem, TentativelyAcceptItem or DeclineItem."""
    return (
        f'<CreateItem {_OPEN} MessageDisposition="SendAndSaveCopy"><Items><t:{answer}>'
        f'<t:Body BodyType="HTML">{escape(text)}</t:Body><t:ReferenceItemId Id="{escape(request)}"/>'
        f"</t:{answer}></Items></CreateItem>"
    )


def find_requests() -> str:
    """FindItem of the meeting requests in the sender's inbox."""
    return (
        f'<FindItem {_OPEN} Traversal="Shallow"><ItemShape><t:BaseShape>IdOnly</t:BaseShape></ItemShape>'
        '<IndexedPageItemView MaxEntriesReturned="20" Offset="0" BasePoint="Beginning"/><Restriction><t:IsEqualTo>'
        '<t:FieldURI FieldURI="item:ItemClass"/><t:FieldURIOrConstant>'
        '<t:Constant Value="IPM.Schedule.Meeting.Request"/></t:FieldURIOrConstant></t:IsEqualTo></Restriction>'
        '<ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></ParentFolderIds></FindItem>'
    )


def set_oof(email: str, state: str, reply: str, start: datetime, end: datetime) -> str:
    """SetUserOofSettings of the sender's own mailbox."""
    return (
        f"<SetUserOofSettingsRequest {_OPEN}><t:Mailbox><t:Address>{escape(email)}</t:Address></t:Mailbox>"
        f"<t:UserOofSettings><t:OofState>{state}</t:OofState><t:ExternalAudience>All</t:ExternalAudience>"
        f"<t:Duration><t:StartTime>{_moment(start)[:-1]}</t:StartTime><t:EndTime>{_moment(end)[:-1]}</t:EndTime>"
        f"</t:Duration><t:InternalReply><t:Message>{escape(reply)}</t:Message></t:InternalReply>"
        f"<t:ExternalReply><t:Message>{escape(reply)}</t:Message></t:ExternalReply></t:UserOofSettings>"
        "</SetUserOofSettingsRequest>"
    )
