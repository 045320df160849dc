"""Items and answers as Exchange writes them, for the stub of a server."""

from __future__ import annotations

from collections.abc import Callable

from tests.helpers.ews_stub import Answer, Reply, Request, envelope, response

NOON = "2026-11-23T12:00:00Z"
ORGANIZER = "<t:Mailbox><t:Name>Anna Arndt</t:Name><t:EmailAddress>anna@example.com</t:EmailAddress></t:Mailbox>"

Respond = Callable[[Request], str]


def answering(**operations: str | Respond) -> Answer:
    """An answer by operation: the body, or what makes it of the request. What is not named is 404."""

    def answer(request: Request) -> Reply:
        told = operations.get(request.operation)
        if told is None:
            return Reply(status=404)
        return Reply(envelope(told if isinstance(told, str) else told(request)))

    return answer


def item(tag: str, item_id: str, *fields: str, item_class: str = "", change_key: str = "CK1") -> str:
    """An inbox item; ``fields`` come after its class."""
    told = f"<t:ItemClass>{item_class}</t:ItemClass>" if item_class else ""
    return f'<t:{tag}><t:ItemId Id="{item_id}" ChangeKey="{change_key}"/>{told}{"".join(fields)}</t:{tag}>'


def request(item_id: str, *fields: str) -> str:
    """A meeting request."""
    return item("MeetingRequest", item_id, *fields, item_class="IPM.Schedule.Meeting.Request")


def whole_request(item_id: str, *more: str, subject: str = "Planning", body: str = "&lt;p&gt;Hi&lt;/p&gt;") -> str:
    """A meeting request with what an ordinary one has."""
    return request(
        item_id,
        f'<t:Subject>{subject}</t:Subject><t:Sensitivity>Normal</t:Sensitivity><t:Body BodyType="HTML">{body}</t:Body>',
        f"<t:DateTimeReceived>{NOON}</t:DateTimeReceived>",
        f"<t:Sender>{ORGANIZER}</t:Sender><t:UID>UID-{item_id}</t:UID><t:DateTimeStamp>{NOON}</t:DateTimeStamp>",
        "<t:Start>2026-11-24T09:00:00Z</t:Start><t:End>2026-11-24T10:00:00Z</t:End>",
        f"<t:Organizer>{ORGANIZER}</t:Organizer>",
        "<t:AppointmentSequenceNumber>3</t:AppointmentSequenceNumber>",
        *more,
    )


def cancellation(item_id: str, *fields: str) -> str:
    return item("MeetingCancellation", item_id, *fields, item_class="IPM.Schedule.Meeting.Canceled")


def message(item_id: str, *fields: str, item_class: str = "IPM.Note") -> str:
    return item("Message", item_id, *fields, item_class=item_class)


def synchronised(*changes: str, state: str = "STATE", last: bool = True) -> str:
    """A page of SyncFolderItems."""
    flag = "true" if last else "false"
    told = f"<m:SyncState>{state}</m:SyncState><m:IncludesLastItemInRange>{flag}</m:IncludesLastItemInRange>"
    return response("SyncFolderItems", f"{told}<m:Changes>{''.join(changes)}</m:Changes>")


def created(item_xml: str) -> str:
    return f"<t:Create>{item_xml}</t:Create>"


def got(*items: str | None) -> str:
    """The answer to GetItem; None for an item that is gone."""
    messages = (
        '<m:GetItemResponseMessage ResponseClass="Error"><m:MessageText>Gone.</m:MessageText>'
        "<m:ResponseCode>ErrorItemNotFound</m:ResponseCode><m:Items/></m:GetItemResponseMessage>"
        if one is None
        else '<m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>'
        f"<m:Items>{one}</m:Items></m:GetItemResponseMessage>"
        for one in items
    )
    return f"<m:GetItemResponse><m:ResponseMessages>{''.join(messages)}</m:ResponseMessages></m:GetItemResponse>"


def in_folder(item_id: str, folder_id: str) -> str:
    """An item with the folder that holds it."""
    return item("MeetingRequest", item_id, f'<t:ParentFolderId Id="{folder_id}" ChangeKey="F"/>')


def folder(folder_id: str) -> str:
    """The answer to GetFolder."""
    return response(
        "GetFolder", f'<m:Folders><t:Folder><t:FolderId Id="{folder_id}" ChangeKey="F"/></t:Folder></m:Folders>'
    )


def view(*appointments: str, last: bool = True) -> str:
    """The answer to a FindItem with a calendar view."""
    flag = "true" if last else "false"
    return response(
        "FindItem",
        f'<m:RootFolder TotalItemsInView="{len(appointments)}" IncludesLastItemInRange="{flag}">'
        f"<t:Items>{''.join(appointments)}</t:Items></m:RootFolder>",
    )


def appointment(item_id: str, start: str, end: str, *fields: str) -> str:
    """A calendar item; ``fields`` stand between its subject's place and its times."""
    times = f"<t:Start>{start}</t:Start><t:End>{end}</t:End>"
    return item("CalendarItem", item_id, *fields, times)
