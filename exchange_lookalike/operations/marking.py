"""MarkAllItemsAsRead: the read flag of everything in folders at once (MS-OXWSMARAIR)."""

from __future__ import annotations

from lxml import etree

from exchange_lookalike import access, soap
from exchange_lookalike.call import Call
from exchange_lookalike.dispatch import answer_each, operation


@operation("MarkAllItemsAsRead")
def mark_all_items_as_read(call: Call) -> etree._Element:
    """Mark what lies in folders as read or unread; what lies in the folders below stays as it is."""
    is_read = soap.flag(soap.need(call.request, "ReadFlag").text)
    soap.flag(soap.need(call.request, "SuppressReadReceipts").text)

    def one(element: etree._Element) -> etree._Element:
        folder = access.folder(call, element)
        for item in list(folder.items.values()):
            if item.text("IsRead"):
                call.store.set_read(item, is_read)
        return soap.success("MarkAllItemsAsReadResponseMessage")

    return answer_each(call, access.folders(call.request, "FolderIds"), one)
