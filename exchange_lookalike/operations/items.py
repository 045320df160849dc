"""GetItem, DeleteItem, MoveItem, CopyItem, SendItem (MS-OXWSCORE, MS-OXWSMSG)."""

from __future__ import annotations

from lxml import etree

from exchange_lookalike import access, item_shapes, rules, soap
from exchange_lookalike.call import Call
from exchange_lookalike.dispatch import answer_each, operation
from exchange_lookalike.faults import EwsError
from exchange_lookalike.items import Folder, Item
from exchange_lookalike.operations import mail
from exchange_lookalike.shapes import read_shape
from exchange_lookalike.soap import m, t


def named(item: Item) -> etree._Element:
    """An item's element with its identifier alone."""
    return t(item.kind, None, t("ItemId", None, Id=item.id, ChangeKey=item.change_key))


@operation("GetItem")
def get_item(call: Call) -> etree._Element:
    """Items by identifier."""
    shape = read_shape(soap.need(call.request, "ItemShape"))

    def one(element: etree._Element) -> etree._Element:
        found = access.item(call, element)
        return soap.success("GetItemResponseMessage", m("Items", None, item_shapes.render(call, found, shape)))

    return answer_each(call, access.items(call.request), one)


@operation("DeleteItem")
def delete_item(call: Call) -> etree._Element:
    """Items and occurrences deleted; meetings are called off where the request says so."""
    how = soap.attribute(call.request, "DeleteType")
    mode = call.request.get("SendMeetingCancellations")

    def one(element: etree._Element) -> etree._Element:
        item = access.item(call, element)
        if item.kind == "CalendarItem":
            if mode is None:
                text = "SendMeetingCancellations is needed for calendar items."
                raise EwsError("ErrorSendMeetingCancellationsRequired", text)
            rules.calendar().delete(call, item, how, mode)
        elif item.kind == "Task" and call.request.get("AffectedTaskOccurrences") is None:
            text = "AffectedTaskOccurrences is needed for tasks."
            raise EwsError("ErrorAffectedTaskOccurrencesRequired", text)
        else:
            call.store.delete(item, how)
        return soap.success("DeleteItemResponseMessage")

    return answer_each(call, access.items(call.request), one)


@operation("MoveItem")
def move_item(call: Call) -> etree._Element:
    """Items moved to another folder; each gets another identifier."""
    return _transfer(call, move=True)


@operation("CopyItem")
def copy_item(call: Call) -> etree._Element:
    """Items copied into a folder."""
    return _transfer(call, move=False)


def _transfer(call: Call, *, move: bool) -> etree._Element:
    tells = soap.flag(soap.child_text(call.request, "ReturnNewItemIds", "true"))
    message = f"{call.name}ResponseMessage"

    def one(element: etree._Element) -> etree._Element:
        target = _target(call)
        item = access.item(call, element)
        if item.tail:
            raise EwsError("ErrorCalendarCannotMoveOrCopyOccurrence", "An occurrence cannot leave its series.")
        made = call.store.move(item, target) if move else call.store.copy(item, target)
        return soap.success(message, m("Items", None, *([named(made)] if tells else [])))

    return answer_each(call, access.items(call.request), one)


def _target(call: Call) -> Folder:
    try:
        return access.only_folder(call, call.request, "ToFolderId")
    except EwsError as error:
        if error.code != "ErrorFolderNotFound":
            raise
        raise EwsError("ErrorToFolderNotFound", "The folder to move or copy to could not be found.") from None


@operation("SendItem")
def send_item(call: Call) -> etree._Element:
    """Drafts sent; a copy is kept in Sent Items, or where the request says."""
    keeps = soap.flag(soap.attribute(call.request, "SaveItemToFolder"))
    elsewhere = soap.child(call.request, "SavedItemFolderId") is not None

    def one(element: etree._Element) -> etree._Element:
        if elsewhere and not keeps:
            text = "A folder for the copy is named, but no copy is to be kept."
            raise EwsError("ErrorInvalidSendItemSaveSettings", text)
        folder = access.only_folder(call, call.request, "SavedItemFolderId") if elsewhere else None
        item = access.item(call, element)
        if item.kind != "Message" and not (item.meeting is not None and item.flag("IsDraft")):
            raise EwsError("ErrorInvalidItemForOperationSendItem", "Only messages can be sent.")
        if not element.get("ChangeKey"):
            raise EwsError("ErrorChangeKeyRequired")
        if element.get("ChangeKey") != item.change_key:
            raise EwsError("ErrorStaleObject", "The item has changed since it was read.")
        mail.send(call, item)
        if keeps:
            call.store.move(item, folder or call.store.folder(item.owner, "sentitems"))
        else:
            call.store.delete(item)
        return soap.success("SendItemResponseMessage")

    return answer_each(call, access.items(call.request), one)
