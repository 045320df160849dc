"""What a request may hold at its outermost level: the schema's children, in the schema's order."""

from __future__ import annotations

import pytest
from lxml import etree

from desktop_admin.sandbox import grammar
from desktop_admin.sandbox.dispatch import operations
from desktop_admin.sandbox.notifications.requests import OPERATIONS
from tests.helpers import schema
from tests.helpers.mailboxes import Mailboxes

XS = "{http://www.w3.org/2001/XMLSchema}"
IDS = '<m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds>'
ID_ONLY = "<t:BaseShape>IdOnly</t:BaseShape>"


@pytest.mark.parametrize(
    "request_text",
    [
        f"<m:GetFolder><m:FolderShape>{ID_ONLY}</m:FolderShape>{IDS}<m:Nonsense/></m:GetFolder>",
        f"<m:GetFolder>{IDS}<m:FolderShape>{ID_ONLY}</m:FolderShape></m:GetFolder>",
        f"<m:GetFolder><m:FolderShape>{ID_ONLY}</m:FolderShape>{IDS}{IDS}</m:GetFolder>",
        f"<m:GetFolder><m:FolderShape>{ID_ONLY}<t:BodyType>Text</t:BodyType></m:FolderShape>{IDS}</m:GetFolder>",
        "<m:GetRoomLists><m:RoomList/></m:GetRoomLists>",
    ],
)
def test_what_a_request_may_not_hold_or_holds_in_another_order_is_refused(request_text: str) -> None:
    assert Mailboxes().fault(request_text) == "ErrorSchemaValidation"


def test_every_operation_has_its_grammar() -> None:
    boxes = Mailboxes()
    assert set(operations()) | set(OPERATIONS) | {"GetStreamingEvents"} == set(grammar.REQUESTS)
    assert not boxes.dispatcher.failures


def children_in_schema(part: etree._Element) -> list[str]:
    """The children that the schema gives an element or type, as ``grammar.REQUESTS`` writes them."""
    top, name = part.getroottree().getroot(), part.get("type") or part.get("base") or ""
    held = top.find(f"{XS}complexType[@name='{name.rpartition(':')[2]}']") if name else None
    found = [] if held is None else children_in_schema(held)
    for each in part.iterchildren(f"{XS}*"):
        if each.tag == f"{XS}element":
            found.append(each.get("name") or each.get("ref", "").rpartition(":")[2])
        elif each.tag == f"{XS}choice":
            found.append("|".join(children_in_schema(each)))
        else:
            found += children_in_schema(each)
    return found


@pytest.mark.skipif(not schema.available, reason="the schema is not here")
@pytest.mark.parametrize("name", sorted(grammar.REQUESTS))
def test_the_grammar_is_the_schemas(name: str) -> None:
    (element,) = etree.parse(schema.SCHEMA).getroot().findall(f"{XS}element[@name='{name}']")
    assert " ".join(children_in_schema(element)) == grammar.REQUESTS[name]
