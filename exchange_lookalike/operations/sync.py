"""SyncFolderItems and SyncFolderHierarchy: what has changed since a client last asked (MS-OXWSSYNC).

A sync state holds all there is to know, so it outlives the server's connections and restarts.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from exchange_lookalike import access, ids, item_shapes, soap
from exchange_lookalike.call import Call
from exchange_lookalike.changelog import Change, ChangeLog, SyncState
from exchange_lookalike.dispatch import operation
from exchange_lookalike.faults import EwsError
from exchange_lookalike.folder_shapes import render
from exchange_lookalike.items import Folder
from exchange_lookalike.shapes import Shape, read_shape
from exchange_lookalike.soap import m, t

MOST_CHANGES = 512
_ALL = 1_000_000
_SCOPES = ("NormalItems", "NormalAndAssociatedItems")

Page = tuple[list[etree._Element], SyncState, bool]


@operation("SyncFolderItems")
def sync_folder_items(call: Call) -> etree._Element:
    """The next page of a folder's changes."""
    shape = read_shape(soap.need(call.request, "ItemShape"))
    limit = _limit(call.request)
    scope = soap.child_text(call.request, "SyncScope", "NormalItems")
    if scope not in _SCOPES:
        raise soap.invalid(call.request, "SyncScope", scope)

    def page() -> Page:
        folder = access.only_folder(call, call.request, "SyncFolderId")
        ignored = {_number(element) for element in soap.elements(soap.child(call.request, "Ignore"))}
        state = _state(call.request, folder.id, folder.log)
        changes, after, last = folder.log.page(state, limit)
        told = (_item_change(call, folder, one, shape, scope) for one in changes if one.number not in ignored)
        return [element for element in told if element is not None], after, last

    return _answer(call, page, "IncludesLastItemInRange")


def _limit(request: etree._Element) -> int:
    text = (soap.need(request, "MaxChangesReturned").text or "").strip()
    if not text.isdecimal() or not 1 <= int(text) <= MOST_CHANGES:
        raise soap.invalid(request, "MaxChangesReturned", text)
    return int(text)


def _number(element: etree._Element) -> int:
    return ids.decode(soap.attribute(element, "Id")).number


def _state(request: etree._Element, container: str, log: ChangeLog) -> SyncState:
    """The client's state. Raises EwsError ErrorInvalidSyncStateData, also for one that knows more than the log: it was
    given out before the mailbox was made anew."""
    state = SyncState.read(soap.child_text(request, "SyncState"), container)
    if max(state.base, state.target) > log.latest:
        raise EwsError("ErrorInvalidSyncStateData")
    return state


def _item_change(call: Call, folder: Folder, change: Change, shape: Shape, scope: str) -> etree._Element | None:
    if change.kind == "Delete":
        key = ids.Key(ids.ITEM, folder.mailbox.account.number, change.number)
        return t("Delete", None, t("ItemId", None, Id=ids.encode(key)))
    item = folder.items[change.number]
    if item.flag("IsAssociated") and scope == "NormalItems":
        return None
    if change.kind == "ReadFlagChange":
        known = t("ItemId", None, Id=item.id, ChangeKey=item.change_key)
        return t("ReadFlagChange", None, known, t("IsRead", item.text("IsRead", "true")))
    return t(change.kind, None, item_shapes.render(call, item, shape, finding=True))


@operation("SyncFolderHierarchy")
def sync_folder_hierarchy(call: Call) -> etree._Element:
    """All changes of the folders below one, by default of the whole mailbox."""
    shape = read_shape(soap.need(call.request, "FolderShape"))

    def page() -> Page:
        if soap.child(call.request, "SyncFolderId") is not None:
            top = access.only_folder(call, call.request, "SyncFolderId")
        else:
            top = call.store.folder(call.account, "msgfolderroot")
        call.store.all_folders(top.mailbox.account)
        state = _state(call.request, f"hierarchy {top.id}", top.mailbox.hierarchy)
        changes, after, last = top.mailbox.hierarchy.page(state, _ALL)
        told = (_folder_change(call, top, change, shape) for change in changes)
        return [element for element in told if element is not None], after, last

    return _answer(call, page, "IncludesLastFolderInRange")


def _folder_change(call: Call, top: Folder, change: Change, shape: Shape) -> etree._Element | None:
    folder = top.mailbox.folders.get(change.number)
    if folder is None or folder is top or not folder.within(top):
        if change.kind == "Create" or folder is top:
            return None
        key = ids.Key(ids.FOLDER, top.mailbox.account.number, change.number)
        return t("Delete", None, t("FolderId", None, Id=ids.encode(key)))
    return t(change.kind, None, render(call, folder, shape))


def _answer(call: Call, page: Callable[[], Page], last_name: str) -> etree._Element:
    """The response message. A failed one has an empty state and says that nothing follows."""
    name = f"{call.name}ResponseMessage"
    try:
        changes, state, last = page()
    except EwsError as error:
        made = soap.failure(name, error)
        made.extend([m("SyncState"), m(last_name, "true")])
    else:
        told = (m("SyncState", state.text()), m(last_name, "true" if last else "false"), m("Changes", None, *changes))
        made = soap.success(name, *told)
    return soap.response(call.name, [made])
