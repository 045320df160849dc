"""CreateAttachment, GetAttachment, DeleteAttachment: files and items that hang on items (MS-OXWSATT)."""

from __future__ import annotations

from base64 import b64encode
from copy import deepcopy

from lxml import etree

from exchange_lookalike import access, ids, soap
from exchange_lookalike.attachment import Attachment
from exchange_lookalike.call import Call
from exchange_lookalike.dispatch import answer_each, operation
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.item_shapes import attachment_element
from exchange_lookalike.items import Item
from exchange_lookalike.operations.values import read_attachment
from exchange_lookalike.soap import m, t


@operation("CreateAttachment")
def create_attachment(call: Call) -> etree._Element:
    """Hang files and items on an item; it has another change key after each of them."""
    parts = soap.elements(soap.need(call.request, "Attachments"))
    if not parts:
        raise SchemaViolation("The element 'Attachments' has incomplete content.", call.request.sourceline or 0)
    parent = soap.need(call.request, "ParentItemId")

    def one(element: etree._Element) -> etree._Element:
        item = _held(access.item(call, parent))
        # Higher than any before, also than those deleted since: identifiers are not given twice.
        number = max(call.store.sequence, *(each.number for each in item.attachments), 0) + 1
        made = read_attachment(call, element, number)
        made.modified = call.store.now()
        item.attachments.append(made)
        call.store.touch(item)
        identifier = t("AttachmentId", None, Id=_id(item, made), RootItemId=item.id, RootItemChangeKey=item.change_key)
        told = m("Attachments", None, t(soap.local(element), None, identifier))
        return soap.success("CreateAttachmentResponseMessage", told)

    return answer_each(call, parts, one)


@operation("GetAttachment")
def get_attachment(call: Call) -> etree._Element:
    """Attachments with their content."""

    def one(element: etree._Element) -> etree._Element:
        item, found = _find(call, element)
        shown = attachment_element(item, found)
        if found.item is None:
            shown.append(t("Content", b64encode(found.content).decode()))
        else:
            shown.append(deepcopy(found.item))
        return soap.success("GetAttachmentResponseMessage", m("Attachments", None, shown))

    return answer_each(call, _named(call.request), one)


@operation("DeleteAttachment")
def delete_attachment(call: Call) -> etree._Element:
    """Attachments taken away; tells the change key that their item has then."""

    def one(element: etree._Element) -> etree._Element:
        item, found = _find(call, element)
        item.attachments.remove(found)
        call.store.touch(item)
        root = m("RootItemId", None, RootItemId=item.id, RootItemChangeKey=item.change_key)
        return soap.success("DeleteAttachmentResponseMessage", root)

    return answer_each(call, _named(call.request), one)


def _named(request: etree._Element) -> list[etree._Element]:
    found = soap.elements(soap.need(request, "AttachmentIds"))
    if not found or any(soap.local(one) != "AttachmentId" for one in found):
        text = "The element 'AttachmentIds' must hold elements 'AttachmentId'."
        raise SchemaViolation(text, request.sourceline or 0)
    return found


def _held(item: Item) -> Item:
    """The item whose attachments those are: an occurrence shares its series'."""
    return item.master or item


def _id(item: Item, attachment: Attachment) -> str:
    return ids.encode(ids.Key(ids.ATTACHMENT, item.owner.number, item.number, attachment.number))


def _find(call: Call, element: etree._Element) -> tuple[Item, Attachment]:
    """The attachment that an identifier names, and its item. Raises EwsError."""
    key = ids.decode(soap.attribute(element, "Id"))
    if key.kind != ids.ATTACHMENT:
        raise EwsError("ErrorInvalidAttachmentId", "The Id is not that of an attachment.")
    item = call.store.item_by_key(key)
    access.check(call, item.owner)
    for each in item.attachments:
        if each.number == key.tail:
            return item, each
    raise EwsError("ErrorItemNotFound")
