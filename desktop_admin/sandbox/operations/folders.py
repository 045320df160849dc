"""GetFolder, FindFolder, CreateFolder, UpdateFolder, DeleteFolder, MoveFolder, EmptyFolder, SyncFolderHierarchy (MS-OXWSFOLD, MS-OXWSSRCH, MS-OXWSSYNC)."""

from __future__ import annotations

from lxml import etree

from desktop_admin.sandbox import access, soap
from desktop_admin.sandbox.dispatch import Call, answer_each, operation
from desktop_admin.sandbox.folder_shapes import read_shape, render
from desktop_admin.sandbox.soap import m


@operation("GetFolder")
def get_folder(call: Call) -> etree._Element:
    """Folders by identifier."""
    shape = read_shape(soap.need(call.request, "FolderShape"))

    def one(element: etree._Element) -> etree._Element:
        found = access.folder(call, element)
        return soap.success("GetFolderResponseMessage", m("Folders", None, render(call, found, shape)))

    return answer_each(call, access.folders(call.request, "FolderIds"), one)
