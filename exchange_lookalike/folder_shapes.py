"""Folders as clients see them (MS-OXWSFOLD, BaseFolderType)."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from exchange_lookalike import fields, mapi
from exchange_lookalike.call import Call
from exchange_lookalike.items import Extended, Folder
from exchange_lookalike.shapes import Path, Shape
from exchange_lookalike.soap import t

_ALL = frozenset(
    [
        "FolderId", "ParentFolderId", "FolderClass", "DisplayName", "TotalCount", "ChildFolderCount", "EffectiveRights",
        "UnreadCount", "DistinguishedFolderId",
    ]
)  # fmt: skip
_BASE = {
    "IdOnly": frozenset({"FolderId"}),
    "Default": frozenset({"FolderId", "DisplayName", "TotalCount", "ChildFolderCount", "UnreadCount"}),
    "AllProperties": _ALL,
}
_NO_UNREAD = ("CalendarFolder", "ContactsFolder")


def rights(*, item: bool, full: bool = True) -> etree._Element:
    """EffectiveRights: what the caller may do with an item or a folder."""
    create = "true" if full and not item else "false"
    may = "true" if full else "false"
    return t(
        "EffectiveRights",
        None,
        t("CreateAssociated", create),
        t("CreateContents", create),
        t("CreateHierarchy", create),
        t("Delete", may),
        t("Modify", may),
        t("Read", "true"),
    )


def _parent(call: Call, folder: Folder) -> etree._Element | None:
    parent = folder.parent or folder
    return t("ParentFolderId", None, Id=parent.id, ChangeKey=parent.change_key)


_WRITERS: dict[str, Callable[[Call, Folder], etree._Element | None]] = {
    "FolderId": lambda call, f: t("FolderId", None, Id=f.id, ChangeKey=f.change_key),
    "ParentFolderId": _parent,
    "FolderClass": lambda call, f: t("FolderClass", f.folder_class) if f.folder_class else None,
    "DisplayName": lambda call, f: t("DisplayName", f.name),
    "TotalCount": lambda call, f: t("TotalCount", str(len(f.items))),
    "ChildFolderCount": lambda call, f: t("ChildFolderCount", str(len(call.store.children(f)))),
    "EffectiveRights": lambda call, f: rights(item=False),
    "DistinguishedFolderId": lambda call, f: t("DistinguishedFolderId", f.distinguished) if f.distinguished else None,
    "UnreadCount": lambda call, f: None if f.kind in _NO_UNREAD else t("UnreadCount", str(f.unread)),
}


def value(call: Call, folder: Folder, name: str) -> str | None:
    """A field's text, as searches compare it; None where the folder has none."""
    made = _WRITERS[name](call, folder) if name in _WRITERS else None
    return None if made is None else made.text


def twin(call: Call, folder: Folder, key: Extended) -> str | None:
    """The text of a MAPI property that is a field by another name."""
    return mapi.folder_value(key, folder, lambda name: value(call, folder, name) or "")


def _extended(call: Call, folder: Folder, path: Path) -> list[etree._Element]:
    if path.extended is None or path.element is None:
        return []
    text = twin(call, folder, path.extended)
    if text is not None:
        return [t("ExtendedProperty", None, deepcopy(path.element), t("Value", text))]
    return [deepcopy(folder.extended[path.extended])] if path.extended in folder.extended else []


def render(call: Call, folder: Folder, shape: Shape) -> etree._Element:
    """The folder's element with what the shape asks for."""
    wanted = _BASE.get(shape.base, _BASE["IdOnly"]) | {p.name for p in shape.extra if p.uri.startswith("folder:")}
    made = t(folder.kind)
    for name in fields.FOLDER_ORDER:
        if name == "ExtendedProperty":
            for path in shape.extra:
                made.extend(_extended(call, folder, path))
        elif name in wanted and name in _WRITERS:
            element = _WRITERS[name](call, folder)
            if element is not None:
                made.append(element)
    return made
