"""Folders read and changed: GetFolder, FindFolder, Create-, Update-, Delete-, Move- and EmptyFolder.

Source: MS-OXWSFOLD, MS-OXWSSRCH (FindFolder).
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from exchange_lookalike import access, mapi, paging, soap
from exchange_lookalike.call import Call
from exchange_lookalike.dispatch import answer_each, operation
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.folder_shapes import render, twin, value
from exchange_lookalike.items import Folder
from exchange_lookalike.restriction import Found, Getter, read_restriction
from exchange_lookalike.shapes import Path, Shape, read_extended, read_path, read_shape
from exchange_lookalike.soap import m, t

_CLASSES = {
    "Folder": "IPF.Note",
    "CalendarFolder": "IPF.Appointment",
    "ContactsFolder": "IPF.Contact",
    "TasksFolder": "IPF.Task",
}
_DISPOSALS = ("HardDelete", "SoftDelete", "MoveToDeletedItems")
_WRITABLE = ("FolderClass", "DisplayName", "ExtendedProperty", "PermissionSet")
"""What clients may set; permissions are taken without effect: rights come from the accounts."""


# --- reading ---------------------------------------------------------------------------------------------------------


@operation("GetFolder")
def get_folder(call: Call) -> etree._Element:
    """Folders by identifier."""
    shape = read_shape(soap.need(call.request, "FolderShape"))

    def one(element: etree._Element) -> etree._Element:
        found = access.folder(call, element)
        return soap.success("GetFolderResponseMessage", m("Folders", None, render(call, found, shape)))

    return answer_each(call, access.folders(call.request, "FolderIds"), one)


@operation("FindFolder")
def find_folder(call: Call) -> etree._Element:
    """Folders below others, by name."""
    shape = read_shape(soap.need(call.request, "FolderShape"))
    traversal = soap.attribute(call.request, "Traversal", ("Shallow", "Deep", "SoftDeleted"))
    restriction = soap.child(call.request, "Restriction")

    def getter(folder: Folder) -> Getter:
        return lambda path: _value(call, folder, path)

    def one(element: etree._Element) -> etree._Element:
        view = paging.read_view(call.request, "Folder")
        test = read_restriction(restriction) if restriction is not None else None
        above = access.folder(call, element)
        found = [] if traversal == "SoftDeleted" else list(_below(call, above, deep=traversal == "Deep"))
        if test is not None:
            found = [folder for folder in found if test(getter(folder))]
        page = paging.cut(found, view, getter)
        shown = [render(call, folder, shape) for folder in found[page.start : page.stop]]
        root = m("RootFolder", None, t("Folders", None, *shown), **page.attributes)
        return soap.success("FindFolderResponseMessage", root)

    return answer_each(call, access.folders(call.request, "ParentFolderIds"), one)


def _below(call: Call, above: Folder, *, deep: bool) -> Iterator[Folder]:
    for child in call.store.children(above):
        yield child
        if deep:
            yield from _below(call, child, deep=True)


def _value(call: Call, folder: Folder, path: Path) -> Found:
    if path.extended is None:
        if path.name in ("FolderId", "ParentFolderId"):
            return folder.id if path.name == "FolderId" else (folder.parent or folder).id
        return value(call, folder, path.name)
    held = folder.extended.get(path.extended)
    text = twin(call, folder, path.extended)
    if held is None or text is not None:
        return text
    several = soap.child(held, "Values")
    if several is not None:
        return [one.text or "" for one in soap.elements(several)]
    return soap.child_text(held, "Value")


# --- making and changing ---------------------------------------------------------------------------------------------


def _told(call: Call, *folders: Folder) -> etree._Element:
    """A successful message with the folders' identifiers."""
    shown = [render(call, folder, Shape()) for folder in folders]
    return soap.success(f"{call.name}ResponseMessage", m("Folders", None, *shown))


@operation("CreateFolder")
def create_folder(call: Call) -> etree._Element:
    """New folders in one parent."""
    wanted = soap.elements(soap.need(call.request, "Folders"))
    if not wanted:
        raise SchemaViolation("The element 'Folders' has incomplete content.", call.request.sourceline or 0)

    def one(element: etree._Element) -> etree._Element:
        kind, folder_class = _kind(element)
        _check_writable(element)
        parent = access.only_folder(call, call.request, "ParentFolderId")
        extended = {read_extended(path): part for part, path in _extended(element)}
        made = call.store.create_folder(parent, kind, soap.child_text(element, "DisplayName"), folder_class)
        made.extended.update(extended)
        return _told(call, made)

    return answer_each(call, wanted, one)


def _kind(element: etree._Element) -> tuple[str, str]:
    """A new folder's element and class: the class decides where one is given. Raises EwsError, SchemaViolation."""
    name = soap.local(element)
    if name == "SearchFolder":
        raise EwsError("ErrorInvalidOperation", "Search folders are not kept here.")
    if name not in _CLASSES:
        raise SchemaViolation(f"The element '{name}' is no folder.", element.sourceline or 0)
    told = soap.child_text(element, "FolderClass")
    if not told:
        return name, _CLASSES[name]
    fitting = next((kind for kind, one in _CLASSES.items() if _is_class(told, one)), "Folder")
    if name not in ("Folder", fitting):
        raise EwsError("ErrorNoFolderClassOverride", "The folder's class does not suit its element.")
    return fitting, told


def _is_class(text: str, wanted: str) -> bool:
    return f"{text}.".lower().startswith(f"{wanted}.".lower())


def _check_writable(element: etree._Element) -> None:
    for part in soap.elements(element):
        if soap.local(part) not in _WRITABLE:
            raise EwsError("ErrorInvalidPropertySet", f"Set action is invalid for property {soap.local(part)}.")


def _extended(element: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    for part in soap.elements(element):
        if soap.local(part) == "ExtendedProperty":
            yield deepcopy(part), soap.need(part, "ExtendedFieldURI")


@operation("UpdateFolder")
def update_folder(call: Call) -> etree._Element:
    """Names, classes and extended properties of folders."""
    changes = soap.elements(soap.need(call.request, "FolderChanges"))
    if not changes:
        raise SchemaViolation("The element 'FolderChanges' has incomplete content.", call.request.sourceline or 0)

    def one(change: etree._Element) -> etree._Element:
        parts = soap.elements(change)
        updates = soap.elements(soap.need(change, "Updates"))
        if not updates:
            raise SchemaViolation("The element 'Updates' has incomplete content.", change.sourceline or 0)
        folder = access.folder(call, parts[0])
        for update in updates:
            _update(call, folder, update)
        return _told(call, folder)

    return answer_each(call, changes, one)


def _update(call: Call, folder: Folder, update: etree._Element) -> None:
    parts = soap.elements(update)
    if not parts:
        raise SchemaViolation("An update needs a path to a property.", update.sourceline or 0)
    path, action = read_path(parts[0]), soap.local(update)
    if action == "AppendToFolderField":
        raise EwsError("ErrorInvalidPropertyAppend", "Nothing of a folder can be appended to.")
    if action == "DeleteFolderField":
        if path.extended is None:
            raise EwsError("ErrorInvalidPropertyDelete")
        folder.extended.pop(path.extended, None)
        call.store.touch_folder(folder)
        return
    if len(parts) != 2:
        raise EwsError("ErrorIncorrectUpdatePropertyCount", "An update sets exactly one property.")
    _check_writable(parts[1])
    held = soap.elements(parts[1])
    if len(held) != 1 or soap.local(held[0]) != (path.name or "ExtendedProperty"):
        text = "The folder of an update holds exactly the property that its path names."
        raise EwsError("ErrorInvalidPropertySet", text)
    _set(call, folder, path, held[0])


def _set(call: Call, folder: Folder, path: Path, element: etree._Element) -> None:
    text = (element.text or "").strip()
    if path.extended in mapi.OF_FOLDERS:
        path, text = Path(mapi.OF_FOLDERS[path.extended]), soap.child_text(element, "Value")
    if path.extended is not None:
        if read_extended(soap.need(element, "ExtendedFieldURI")) != path.extended:
            raise EwsError("ErrorInvalidPropertySet", "The extended property is not the one that the path names.")
        folder.extended[path.extended] = deepcopy(element)
        call.store.touch_folder(folder)
    elif path.name == "DisplayName":
        if folder.distinguished:
            raise EwsError("ErrorFolderSavePropertyError", "A distinguished folder keeps its name.")
        if not text:
            raise EwsError("ErrorFolderSavePropertyError", "A folder needs a name.")
        call.store.rename_folder(folder, text)
    elif path.name == "FolderClass":
        if folder.distinguished or not text:
            raise EwsError("ErrorFolderSavePropertyError", "The folder's class cannot be changed to that.")
        folder.folder_class = text
        call.store.touch_folder(folder)


# --- deleting and moving ---------------------------------------------------------------------------------------------


@operation("DeleteFolder")
def delete_folder(call: Call) -> etree._Element:
    """Folders with all that is in them, for good or into Deleted Items."""
    how = soap.attribute(call.request, "DeleteType", _DISPOSALS)

    def one(element: etree._Element) -> etree._Element:
        _delete(call, access.folder(call, element), how)
        return soap.success("DeleteFolderResponseMessage")

    return answer_each(call, access.folders(call.request, "FolderIds"), one)


def _delete(call: Call, folder: Folder, how: str) -> None:
    if folder.distinguished:
        raise EwsError("ErrorDeleteDistinguishedFolder")
    bin_folder = call.store.folder(folder.mailbox.account, "deleteditems")
    if how != "MoveToDeletedItems" or folder.within(bin_folder):
        call.store.delete_folder(folder)
        return
    taken = {child.name.casefold() for child in call.store.children(bin_folder)}
    if folder.name.casefold() in taken:
        if folder.parent is not None:
            taken.update(child.name.casefold() for child in call.store.children(folder.parent))
        names = (f"{folder.name}{number}" for number in range(1, len(taken) + 2))
        call.store.rename_folder(folder, next(name for name in names if name.casefold() not in taken))
    call.store.move_folder(folder, bin_folder)


@operation("MoveFolder")
def move_folder(call: Call) -> etree._Element:
    """Folders below another one of their mailbox."""

    def one(element: etree._Element) -> etree._Element:
        target = access.only_folder(call, call.request, "ToFolderId")
        folder = access.folder(call, element)
        if folder.distinguished:
            raise EwsError("ErrorMoveDistinguishedFolder", "Distinguished folders cannot be moved.")
        if target.mailbox is not folder.mailbox:
            raise EwsError("ErrorCrossMailboxMoveCopy", "A folder cannot be moved into another mailbox here.")
        call.store.move_folder(folder, target)
        return _told(call, folder)

    return answer_each(call, access.folders(call.request, "FolderIds"), one)


@operation("EmptyFolder")
def empty_folder(call: Call) -> etree._Element:
    """Everything in folders, where wanted with the folders below."""
    how = soap.attribute(call.request, "DeleteType", _DISPOSALS)
    below = soap.flag(soap.attribute(call.request, "DeleteSubFolders"))

    def one(element: etree._Element) -> etree._Element:
        folder = access.folder(call, element)
        children = call.store.children(folder) if below else []
        if folder.kind == "CalendarFolder" or any(child.distinguished for child in children):
            raise EwsError("ErrorCannotEmptyFolder", "The folder cannot be emptied.")
        for child in children:
            _delete(call, child, how)
        for item in list(folder.items.values()):
            call.store.delete(item, how)
        return soap.success("EmptyFolderResponseMessage")

    return answer_each(call, access.folders(call.request, "FolderIds"), one)
