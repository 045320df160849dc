"""FindItem: items of folders, whole, by restriction or query, in pages, or as a calendar or contacts view.

Source: MS-OXWSSRCH.
"""

from __future__ import annotations

from lxml import etree

from exchange_lookalike import access, item_shapes, paging, rules, soap
from exchange_lookalike.call import Call
from exchange_lookalike.dispatch import answer_each, operation
from exchange_lookalike.faults import EwsError
from exchange_lookalike.items import Folder, Item
from exchange_lookalike.query import read_query
from exchange_lookalike.restriction import Getter, read_restriction
from exchange_lookalike.shapes import Shape, read_shape
from exchange_lookalike.soap import m, t

TRAVERSALS = ("Shallow", "SoftDeleted", "Associated")


@operation("FindItem")
def find_item(call: Call) -> etree._Element:
    """One message for each folder. Without a SortOrder what came last is first."""
    shape = read_shape(soap.need(call.request, "ItemShape"))
    traversal = soap.attribute(call.request, "Traversal", TRAVERSALS)

    def one(element: etree._Element) -> etree._Element:
        for name in ("GroupBy", "DistinguishedGroupBy"):
            if soap.child(call.request, name) is not None:
                raise EwsError("ErrorInvalidOperation", f"{name} is not served here: group on the client's side.")
        folder = access.folder(call, element)
        window = soap.child(call.request, "CalendarView")
        if window is not None:
            return _calendar_view(call, folder, window, shape, traversal)
        contacts = soap.child(call.request, "ContactsView")
        found = _matching(call, _held(folder, traversal))
        if contacts is not None:
            found, view = _contacts_view(folder, found, contacts), paging.View(limit=paging.read_limit(contacts))
        else:
            view = paging.read_view(call.request, "Item")
        paging.sort(found, paging.read_order(call.request), lambda item: _getter(call, item))
        page = paging.cut(found, view, lambda item: _getter(call, item))
        return _told(call, found[page.start : page.stop], shape, page.attributes)

    return answer_each(call, access.folders(call.request, "ParentFolderIds"), one)


def _told(call: Call, items: list[Item], shape: Shape, attributes: dict[str, str]) -> etree._Element:
    shown = t("Items", None, *(item_shapes.render(call, item, shape, finding=True) for item in items))
    return soap.success("FindItemResponseMessage", m("RootFolder", None, shown, **attributes))


def _getter(call: Call, item: Item) -> Getter:
    return lambda path: item_shapes.value(call, item, path)


def _held(folder: Folder, traversal: str) -> list[Item]:
    """A folder's items, newest first. What was deleted softly lies in one folder for the whole mailbox."""
    if traversal == "SoftDeleted":
        return list(reversed(folder.items.values())) if folder.distinguished == "recoverableitemsdeletions" else []
    wanted = traversal == "Associated"
    return [item for item in reversed(folder.items.values()) if item.flag("IsAssociated") == wanted]


def _matching(call: Call, items: list[Item]) -> list[Item]:
    restriction = soap.child(call.request, "Restriction")
    query = soap.child(call.request, "QueryString")
    if restriction is not None:
        test = read_restriction(restriction)
        items = [item for item in items if test(_getter(call, item))]
    if query is not None:
        fits = read_query(query.text or "")
        items = [item for item in items if fits(item)]
    return items


def _calendar_view(call: Call, folder: Folder, window: etree._Element, shape: Shape, traversal: str) -> etree._Element:
    for name in ("Restriction", "SortOrder", "QueryString"):
        if soap.child(call.request, name) is not None:
            raise EwsError("ErrorInvalidRestriction", f"A CalendarView cannot be combined with {name}.")
    if traversal != "Shallow":
        raise EwsError("ErrorInvalidOperation", "A CalendarView needs the traversal Shallow.")
    if folder.kind != "CalendarFolder":
        raise EwsError("ErrorCalendarFolderIsInvalidForCalendarView", "The folder is no calendar.")
    items, complete = rules.calendar().view(call, folder, window)
    attributes = {"IncludesLastItemInRange": "true" if complete else "false", "TotalItemsInView": str(len(items))}
    return _told(call, items, shape, attributes)


def _contacts_view(folder: Folder, items: list[Item], element: etree._Element) -> list[Item]:
    """Contacts by name, from InitialName up to FinalName."""
    if folder.kind != "ContactsFolder":
        raise EwsError("ErrorInvalidFolderTypeForOperation", "The folder holds no contacts.")
    first, last = (element.get(name, "").casefold() for name in ("InitialName", "FinalName"))
    named = sorted(((_name(item), item) for item in items), key=lambda pair: pair[0])
    return [item for name, item in named if name >= first and (not last or name[: len(last)] <= last)]


def _name(item: Item) -> str:
    return (item.text("DisplayName") or item.text("FileAs") or item.text("Subject")).casefold()
