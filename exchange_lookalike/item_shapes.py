"""Items as clients see them: the fields that a shape asks for, in the schema's order (MS-OXWSCORE, MS-OXWSMSG)."""

from __future__ import annotations

import hashlib
import html
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import datetime

from lxml import etree

from exchange_lookalike import fields, ids, mapi, mime, rules
from exchange_lookalike.attachment import Attachment
from exchange_lookalike.call import Call
from exchange_lookalike.folder_shapes import rights
from exchange_lookalike.items import Extended, Item, moment_text
from exchange_lookalike.markup import plain
from exchange_lookalike.shapes import Path, Shape
from exchange_lookalike.soap import T, clean, t

Elements = Sequence[etree._Element]
Writer = Callable[[Call, Item, Shape], Elements]

PREVIEW = 255
_LOWEST_SIZE = 512
_REPLIES = ("ReplyToItem", "ReplyAllToItem", "ForwardItem")
_HIDING = {
    "hides_recurrence_id": ("RecurrenceId",),
    "tells_no_zone": (
        *("TimeZone", "MeetingTimeZone", "StartTimeZone", "EndTimeZone", "StartTimeZoneId", "EndTimeZoneId"),
    ),
}
"""What meeting messages do not say, by the quirk that hides it."""
_ANSWERS = ("AcceptItem", "TentativelyAcceptItem", "DeclineItem")


def render(call: Call, item: Item, shape: Shape, *, finding: bool = False) -> etree._Element:
    """The item's element with what the shape asks for; `finding` leaves out what FindItem never returns."""
    made = t(item.kind)
    hidden = {name for quirk, names in _HIDING.items() if quirk in call.store.quirks for name in names}
    for name in shape.order(item.kind, finding):
        if name in hidden and item.meeting is not None:
            continue
        if name == "ExtendedProperty":
            _extend(made, call, item, shape)
        else:
            made.extend(show(call, item, shape, name))
    return made


def show(call: Call, item: Item, shape: Shape, name: str) -> Elements:
    """One field of an item as new elements; none where it has no value."""
    if name in fields.CALENDAR_FIELDS and _has_calendar_half(item):
        return rules.calendar().show(call, item, name)
    writer = _WRITERS.get(name)
    if writer is not None:
        return writer(call, item, shape)
    kept = item.values.get(name)
    if kept is None:
        default = _DEFAULTS.get(name)
        return [t(name, default)] if default is not None else []
    return [t(name, kept)] if isinstance(kept, str) else [_renamed(deepcopy(kept), name)]


def value(call: Call, item: Item, path: Path) -> str | list[str] | None:
    """What searches and orders compare: the text of a field, or the texts of one that has several."""
    if path.extended is not None:
        several = _property(call, item, path.extended)
        return several[0] if several is not None and len(several) == 1 else several
    if path.name == "ItemId":
        return item.id
    kept = item.values.get(path.name)
    if isinstance(kept, str) and path.name not in fields.CALENDAR_FIELDS:
        return kept
    if path.index:
        return _indexed(kept, path.index)
    shown = show(call, item, _PLAIN, path.name)
    texts = [each.text for element in shown for each in element.iter() if each.text and each.text.strip()]
    return texts[0] if len(texts) == 1 else texts or None


_PLAIN = Shape(body="Text")


def _has_calendar_half(item: Item) -> bool:
    return item.appointment is not None or item.meeting is not None


def _indexed(kept: object, index: str) -> str | None:
    if not isinstance(kept, etree._Element):
        return None
    found = (each for each in kept if index in (each.get("Key"), each.get("HeaderName")))
    return next(("".join(each.itertext()) for each in found), None)


def _renamed(element: etree._Element, name: str) -> etree._Element:
    element.tag = f"{{{T}}}{name}"
    element.tail = None
    return element


def _extend(made: etree._Element, call: Call, item: Item, shape: Shape) -> None:
    for path in shape.extra:
        if path.extended is None:
            continue
        found = item.values.get(path.extended)
        if isinstance(found, etree._Element):
            made.append(_renamed(deepcopy(found), "ExtendedProperty"))
        elif path.element is not None and (texts := _property(call, item, path.extended)) is not None:
            values = [t("Value", clean(text)) for text in texts]
            held = t("Values", None, *values) if path.extended[2].endswith("Array") else values[0]
            made.append(t("ExtendedProperty", None, deepcopy(path.element), held))


def _property(call: Call, item: Item, key: Extended) -> list[str] | None:
    """The texts of a MAPI property: those of the field that it is, or what was kept."""
    if key == mapi.KEYWORDS:
        kept = item.values.get("Categories")
        return [each.text or "" for each in kept] or None if isinstance(kept, etree._Element) else None

    def read(name: str) -> str:
        shown = show(call, item, _PLAIN, name)
        return next((one.text for each in shown for one in each.iter() if one.text), "")

    text = mapi.value(key, item, read)
    if text is not None:
        return [text]
    found = item.values.get(key)
    return None if not isinstance(found, etree._Element) else [one.text or "" for one in found.iter(f"{{{T}}}Value")]


# --- bodies ----------------------------------------------------------------------------------------------------------


def body_of(item: Item) -> tuple[str, str]:
    """(HTML or Text, text) of an item's body."""
    kept = item.values.get("Body")
    if isinstance(kept, etree._Element):
        return kept.get("BodyType", "Text"), kept.text or ""
    return "Text", kept or ""


def _as(wanted: str, item: Item) -> tuple[str, str]:
    kind, text = body_of(item)
    if wanted in ("Best", kind):
        return kind, text
    if wanted == "Text":
        return "Text", plain(text)
    lines = html.escape(text, quote=False).replace("\r\n", "\n").replace("\n", "<br>")
    return "HTML", f"<html><body>{lines}</body></html>"


def _body(tag: str, wanted: str = "") -> Writer:
    def write(call: Call, item: Item, shape: Shape) -> Elements:
        if "Body" not in item.values and tag != "Body":
            return []
        kind, text = _as(wanted or shape.body, item)
        return [t(tag, clean(text), BodyType=kind)]

    return write


def _preview(call: Call, item: Item, shape: Shape) -> Elements:
    return [t("Preview", clean(" ".join(_as("Text", item)[1].split())[:PREVIEW]))]


# --- what is worked out ----------------------------------------------------------------------------------------------


def _flag(name: str, judge: Callable[[Item], bool]) -> Writer:
    return lambda call, item, shape: [t(name, "true" if judge(item) else "false")]


def _moment(name: str, read: Callable[[Item], datetime]) -> Writer:
    return lambda call, item, shape: [t(name, moment_text(read(item)))]


def _sent(name: str) -> Writer:
    def write(call: Call, item: Item, shape: Shape) -> Elements:
        return [t(name, item.text(name) or moment_text(item.created))]

    return write


def _item_id(call: Call, item: Item, shape: Shape) -> Elements:
    return [t("ItemId", None, Id=item.id, ChangeKey=item.change_key)]


def _parent(call: Call, item: Item, shape: Shape) -> Elements:
    return [t("ParentFolderId", None, Id=item.home.id, ChangeKey=item.home.change_key)]


def _item_class(call: Call, item: Item, shape: Shape) -> Elements:
    return [t("ItemClass", item_class(item))]


def item_class(item: Item) -> str:
    """IPM.Note and the like."""
    return item.text("ItemClass") or fields.KINDS[item.kind].item_class


def _size(call: Call, item: Item, shape: Shape) -> Elements:
    size = len(body_of(item)[1]) + len(item.text("Subject")) + sum(len(each.content) for each in item.attachments)
    return [t("Size", str(size + _LOWEST_SIZE))]


def _names(tag: str, recipients: str, role: str) -> Writer:
    def write(call: Call, item: Item, shape: Shape) -> Elements:
        kept = item.values.get(recipients)
        appointment = item.appointment
        if kept is None and appointment is not None:
            return [t(tag, "; ".join(one.name or one.address for one in appointment.attendees if one.role == role))]
        names = [] if not isinstance(kept, etree._Element) else [_display(box) for box in kept]
        return [t(tag, "; ".join(names))]

    return write


def _display(box: etree._Element) -> str:
    return box.findtext(f"{{{T}}}Name") or box.findtext(f"{{{T}}}EmailAddress") or ""


def _recipients(name: str) -> Writer:
    def write(call: Call, item: Item, shape: Shape) -> Elements:
        kept = item.values.get(name)
        return [_renamed(deepcopy(kept), name)] if isinstance(kept, etree._Element) and len(kept) else []

    return write


def _subject(call: Call, item: Item, shape: Shape) -> Elements:
    return [t("Subject", clean(item.text("Subject")))] if "Subject" in item.values else []


def _conversation(call: Call, item: Item, shape: Shape) -> Elements:
    topic = conversation_topic(item)
    digest = hashlib.sha256(topic.casefold().encode()).digest()[:16]
    return [t("ConversationId", None, Id=b64encode(b"\x00\x00\x00\x00" + digest).decode())]


def conversation_topic(item: Item) -> str:
    """The subject without what replies and forwards put before it."""
    return re.sub(r"(?i)^((re|fw|fwd|accepted|declined|tentative|canceled):\s*)+", "", item.text("Subject"))


def _topic(call: Call, item: Item, shape: Shape) -> Elements:
    return [t("ConversationTopic", clean(conversation_topic(item)))]


def _index(call: Call, item: Item, shape: Shape) -> Elements:
    digest = hashlib.sha256(conversation_topic(item).casefold().encode()).digest()[:21]
    return [t("ConversationIndex", b64encode(b"\x01" + digest).decode())]


def _key(name: str) -> Writer:
    def write(call: Call, item: Item, shape: Shape) -> Elements:
        return [t(name, b64encode(f"{name} {item.id}".encode()).decode())]

    return write


def _message_id(call: Call, item: Item, shape: Shape) -> Elements:
    return [t("InternetMessageId", message_id_of(call, item))]


def message_id_of(call: Call, item: Item) -> str:
    """A message's identifier on the internet: its own, or one that is made of when it was made."""
    made = f"<{item.number}.{item.created:%Y%m%d%H%M%S}@{call.store.directory.domain}>"
    return item.text("InternetMessageId") or made


def _attachments(call: Call, item: Item, shape: Shape) -> Elements:
    if not item.attachments:
        return []
    return [t("Attachments", None, *(attachment_element(item, each) for each in item.attachments))]


def attachment_element(item: Item, attachment: Attachment) -> etree._Element:
    """What is told of an attachment without its content."""
    key = ids.Key(ids.ATTACHMENT, item.owner.number, item.number, attachment.number)
    return t(
        "FileAttachment" if attachment.item is None else "ItemAttachment",
        None,
        t("AttachmentId", None, Id=ids.encode(key)),
        t("Name", clean(attachment.name)),
        t("ContentType", attachment.content_type),
        *([t("ContentId", attachment.content_id)] if attachment.content_id else []),
        t("Size", str(len(attachment.content))),
        t("LastModifiedTime", moment_text(attachment.modified or item.modified)),
        t("IsInline", "true" if attachment.is_inline else "false"),
    )


def _mime(call: Call, item: Item, shape: Shape) -> Elements:
    kept = item.text("MimeContent")
    content = kept or b64encode(_packed(call, item)).decode()
    return [t("MimeContent", content, CharacterSet="UTF-8")]


def _packed(call: Call, item: Item) -> bytes:
    """A calendar item as iCalendar, everything else as an internet message."""
    if item.kind == "CalendarItem" and item.appointment is not None:
        return rules.calendar().as_calendar(call, item)
    invitation = None if item.meeting is None else rules.calendar().invitation(call, item)
    return mime.pack(item, body_of(item), message_id_of(call, item), invitation)


def _responses(call: Call, item: Item, shape: Shape) -> Elements:
    appointment = item.appointment
    names: tuple[str, ...]
    if item.kind == "MeetingRequest":
        names = (*_ANSWERS, *_REPLIES)
    elif item.kind == "CalendarItem":
        if appointment is None or not appointment.is_meeting:
            names = ("ForwardItem",)
        elif appointment.organizer is None or appointment.organizer[0].lower() == item.owner.address.lower():
            names = ("CancelCalendarItem", "ForwardItem")
        else:
            names = (*_ANSWERS, *_REPLIES)
    elif item.kind == "MeetingCancellation":
        names = ("RemoveItem", *_REPLIES)
    elif item.kind in ("Message", "MeetingResponse"):
        names = _REPLIES
    else:
        names = ("ForwardItem",)
    return [t("ResponseObjects", None, *(t(name) for name in names))]


def _from_me(item: Item) -> bool:
    sender = item.values.get("From")
    if not isinstance(sender, etree._Element):
        return False
    return (sender.findtext(f".//{{{T}}}EmailAddress") or "").lower() == item.owner.address.lower()


def _is_draft(item: Item) -> bool:
    return item.text("IsDraft", "false") == "true"


_DEFAULTS = {
    "Sensitivity": "Normal",
    "Importance": "Normal",
    "IsRead": "true",
    "ReminderIsSet": "false",
    "ReminderMinutesBeforeStart": "15",
    "Culture": "en-US",
    "IsReadReceiptRequested": "false",
    "IsDeliveryReceiptRequested": "false",
    "IsAssociated": "false",
    "IsResponseRequested": "false",
    "IsClutter": "false",
    "Status": "NotStarted",
    "PercentComplete": "0",
}
_WRITERS: dict[str, Writer] = {
    "MimeContent": _mime,
    "ItemId": _item_id,
    "ParentFolderId": _parent,
    "ItemClass": _item_class,
    "Subject": _subject,
    "Body": _body("Body"),
    "TextBody": _body("TextBody", "Text"),
    "UniqueBody": _body("UniqueBody"),
    "NormalizedBody": _body("NormalizedBody", "HTML"),
    "Preview": _preview,
    "Attachments": _attachments,
    "HasAttachments": _flag("HasAttachments", lambda item: any(not each.is_inline for each in item.attachments)),
    "Size": _size,
    "DateTimeReceived": _sent("DateTimeReceived"),
    "DateTimeSent": _sent("DateTimeSent"),
    "DateTimeCreated": _moment("DateTimeCreated", lambda item: item.created),
    "LastModifiedTime": _moment("LastModifiedTime", lambda item: item.modified),
    "LastModifiedName": lambda call, item, shape: [t("LastModifiedName", clean(item.modified_by))],
    "IsSubmitted": _flag("IsSubmitted", lambda item: False),
    "IsDraft": _flag("IsDraft", _is_draft),
    "IsFromMe": _flag("IsFromMe", _from_me),
    "IsResend": _flag("IsResend", lambda item: False),
    "IsUnmodified": _flag("IsUnmodified", lambda item: item.modified == item.created),
    "DisplayTo": _names("DisplayTo", "ToRecipients", "Required"),
    "DisplayCc": _names("DisplayCc", "CcRecipients", "Optional"),
    "DisplayBcc": _names("DisplayBcc", "BccRecipients", "Resource"),
    "ToRecipients": _recipients("ToRecipients"),
    "CcRecipients": _recipients("CcRecipients"),
    "BccRecipients": _recipients("BccRecipients"),
    "ReplyTo": _recipients("ReplyTo"),
    "EffectiveRights": lambda call, item, shape: [rights(item=True)],
    "ConversationId": _conversation,
    "ConversationTopic": _topic,
    "ConversationIndex": _index,
    "InternetMessageId": _message_id,
    "IsComplete": _flag("IsComplete", lambda item: item.text("Status") == "Completed"),
    "StoreEntryId": _key("StoreEntryId"),
    "InstanceKey": _key("InstanceKey"),
    "SearchKey": _key("SearchKey"),
    "ResponseObjects": _responses,
}
