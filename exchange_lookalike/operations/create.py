"""CreateItem: messages, calendar items, contacts, tasks, and answers to what has come in (MS-OXWSCORE, MS-OXWSMTGS)."""

from __future__ import annotations

from lxml import etree

from exchange_lookalike import access, fields, mime, rules, soap
from exchange_lookalike.call import Call
from exchange_lookalike.dispatch import answer_each, operation
from exchange_lookalike.faults import EwsError
from exchange_lookalike.item_shapes import body_of, conversation_topic
from exchange_lookalike.items import Folder, Item
from exchange_lookalike.operations import mail
from exchange_lookalike.operations.items import named
from exchange_lookalike.operations.structures import read_structure
from exchange_lookalike.operations.values import Told, read_item, take_calendar
from exchange_lookalike.people.names import mailbox_element
from exchange_lookalike.soap import T, m, t

MEETING_ANSWERS = ("AcceptItem", "TentativelyAcceptItem", "DeclineItem", "CancelCalendarItem", "RemoveItem")
_OF_ANSWERS = "SendAndSaveCopy"
"""What becomes of answers and replies where the request does not say it."""
_REPLIES = ("ReplyToItem", "ReplyAllToItem", "ForwardItem")
_PLACES = {"CalendarItem": "calendar", "Contact": "contacts", "DistributionList": "contacts", "Task": "tasks"}
_BY_MAIL = ("MeetingMessage", "MeetingRequest", "MeetingResponse", "MeetingCancellation")
_WRITTEN = ("Item", "Message", "CalendarItem", "Contact", "DistributionList", "Task", "PostItem")


@operation("CreateItem")
def create_item(call: Call) -> etree._Element:
    """New items, each in its own response message."""
    parts = soap.elements(soap.need(call.request, "Items"))
    disposition = call.request.get("MessageDisposition")
    mode = call.request.get("SendMeetingInvitations")
    elsewhere = soap.child(call.request, "SavedItemFolderId") is not None

    def one(element: etree._Element) -> etree._Element:
        folder = access.only_folder(call, call.request, "SavedItemFolderId") if elsewhere else None
        made = _make(call, element, disposition, mode, folder)
        return soap.success("CreateItemResponseMessage", m("Items", None, *(named(item) for item in made)))

    return answer_each(call, parts, one)


def _make(
    call: Call, element: etree._Element, disposition: str | None, mode: str | None, folder: Folder | None
) -> list[Item]:
    kind = soap.local(element)
    if kind == "SuppressReadReceipt":
        _referred(call, element)
        return []
    if kind in MEETING_ANSWERS:
        return rules.calendar().respond(call, element, _referred(call, element), disposition or _OF_ANSWERS)
    if kind in (*_REPLIES, *_BY_MAIL):
        message = _reply(call, element) if kind in _REPLIES else _brought(call, element)
        return _written(call, message, disposition or _OF_ANSWERS, folder)
    if kind not in _WRITTEN:
        raise EwsError("ErrorInvalidOperation", f"{kind} is not served here.")
    told = read_item(call, element)
    if kind == "CalendarItem":
        return [_appointment(call, told, mode, folder)]
    item = Item(kind, told.values, attachments=told.attachments)
    invitation = mime.unpack(item)
    item.values.setdefault("ItemClass", fields.KINDS[kind].item_class)
    if invitation is not None:
        rules.calendar().take_invitation(call, item, invitation)
    if kind == "Message":
        return _written(call, item, _needed(disposition), folder)
    return [
        call.store.add(folder or call.store.folder(call.account, _PLACES.get(kind, "inbox")), item, by=call.account)
    ]


def _brought(call: Call, element: etree._Element) -> Item:
    """A meeting message that comes as a whole internet message; it can be made in no other way. Raises EwsError."""
    told = read_item(call, element)
    item = Item("Message", told.values, attachments=told.attachments)
    invitation = mime.unpack(item)
    if invitation is not None:
        rules.calendar().take_invitation(call, item, invitation)
    if item.kind != soap.local(element):
        text = "A meeting message can be made of an internet message with a calendar only."
        raise EwsError("ErrorInvalidItemForOperationCreateItem", text)
    return item


def _needed(disposition: str | None) -> str:
    if disposition is None:
        raise EwsError("ErrorMessageDispositionRequired", "MessageDisposition is needed for messages.")
    return disposition


def _appointment(call: Call, told: Told, mode: str | None, folder: Folder | None) -> Item:
    if mode is None:
        text = "SendMeetingInvitations is needed for calendar items."
        raise EwsError("ErrorSendMeetingInvitationsRequired", text)
    place = folder or call.store.folder(call.account, "calendar")
    if place.kind != "CalendarFolder":
        raise EwsError("ErrorCannotCreateCalendarItemInNonCalendarFolder", "This folder takes no calendar items.")
    draft = Item("CalendarItem", told.values, attachments=told.attachments)
    imported = take_calendar(call, told)
    draft.values.setdefault("ItemClass", "IPM.Appointment")
    return rules.calendar().create(call, place, draft, told.calendar, mode, imported)


def _written(call: Call, item: Item, disposition: str, folder: Folder | None) -> list[Item]:
    """A message saved, sent, or both. What was sent is not told of (MS-OXWSMSG: no identifier)."""
    item.values.setdefault("IsRead", "true")
    if disposition == "SaveOnly":
        mail.sign_draft(call, item)
        # Whoever names a folder puts a message there as it would have come; without one it is a draft.
        item.values.setdefault("IsDraft", "true" if folder is None or folder.distinguished == "drafts" else "false")
        return [call.store.add(folder or call.store.folder(call.account, "drafts"), item, by=call.account)]
    mail.send(call, item)
    if disposition == "SendAndSaveCopy":
        place = folder or call.store.folder(mail.author(call, item), "sentitems")
        call.store.add(place, item, by=call.account)
    return []


def _referred(call: Call, element: etree._Element) -> Item:
    found = soap.child(element, "ReferenceItemId")
    if found is None:
        raise EwsError("ErrorMissingInformationReferenceItemId")
    return access.item(call, found)


def _reply(call: Call, element: etree._Element) -> Item:
    """The message that answers or forwards another one."""
    kind, original = soap.local(element), _referred(call, element)
    item = Item("Message", {"ItemClass": "IPM.Note"})
    mark = "FW: " if kind == "ForwardItem" else "RE: "
    item.values["Subject"] = soap.child_text(element, "Subject") or mark + conversation_topic(original)
    for name in (*mail.RECIPIENTS, "From"):
        stated = soap.child(element, name)
        if stated is not None:
            item.values[name] = read_structure(stated, call.zone)
    if kind != "ForwardItem" and "ToRecipients" not in item.values:
        _to_the_sender(call, item, original, everybody=kind == "ReplyAllToItem")
    if kind == "ForwardItem":
        item.attachments = list(original.attachments)
        _forward_meeting(call, item, original)
    new = soap.child(element, "NewBodyContent")
    body_type, quoted = body_of(original)
    text = "" if new is None else new.text or ""
    body_type = body_type if new is None else new.get("BodyType", body_type)
    item.values["Body"] = t("Body", f"{text}{quoted}", BodyType=body_type)
    return item


def _forward_meeting(call: Call, item: Item, original: Item) -> None:
    """Make what forwards a meeting a request: from its organiser, sent by the one who forwards it."""
    meeting = rules.calendar().forwarded(call, original)
    if meeting is not None:
        item.kind, item.meeting = "MeetingRequest", meeting
        item.values["ItemClass"] = meeting.item_class


def _to_the_sender(call: Call, item: Item, original: Item, *, everybody: bool) -> None:
    sender = original.values.get("From")
    boxes = list(sender.iter(f"{{{T}}}Mailbox")) if isinstance(sender, etree._Element) else []
    whom = [mailbox_element(soap.child_text(box, "Name"), soap.child_text(box, "EmailAddress")) for box in boxes]
    item.values["ToRecipients"] = t("ToRecipients", None, *whom)
    if everybody:
        own = call.account.address.lower()
        others = [each for each in mail.addresses(original, "ToRecipients", "CcRecipients") if each.lower() != own]
        if others:
            item.values["CcRecipients"] = t("CcRecipients", None, *(mailbox_element(each, each) for each in others))
