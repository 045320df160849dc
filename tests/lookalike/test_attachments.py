"""Attachments over the dispatcher: hung on, read and taken away; every answer fits the schema."""

from __future__ import annotations

from base64 import b64encode

import pytest
from lxml import etree

from exchange_lookalike.items import Item
from tests.helpers.mailboxes import Mailboxes, codes, ids_of, texts

CONTENT = b"\x00\xffBEGIN:VCALENDAR"
FILE = (
    "<t:FileAttachment><t:Name>plan.ics</t:Name><t:ContentType>text/calendar</t:ContentType>"
    f"<t:Content>{b64encode(CONTENT).decode()}</t:Content></t:FileAttachment>"
)
INNER = (
    "<t:ItemAttachment><t:Name>inner</t:Name><t:Message><t:Subject>Inside</t:Subject></t:Message></t:ItemAttachment>"
)


@pytest.fixture
def boxes() -> Mailboxes:
    return Mailboxes()


def attach(boxes: Mailboxes, item: Item, *attachments: str, caller: str = "ada") -> etree._Element:
    return boxes.ask(
        f'<m:CreateAttachment><m:ParentItemId Id="{item.id}"/><m:Attachments>{"".join(attachments)}</m:Attachments>'
        "</m:CreateAttachment>",
        getattr(boxes, caller),
    )


def about(operation: str, *identifiers: str) -> str:
    named = "".join(f'<t:AttachmentId Id="{one}"/>' for one in identifiers)
    return f"<m:{operation}><m:AttachmentIds>{named}</m:AttachmentIds></m:{operation}>"


def test_what_is_hung_on_an_item_is_listed_and_read(boxes: Mailboxes) -> None:
    item = boxes.mail("With a plan")
    before = item.change_key
    made = attach(boxes, item, FILE, INNER)
    assert codes(made) == ["NoError", "NoError"]
    known = ids_of(made, "AttachmentId")
    assert len(set(known)) == 2
    last = list(made.iter("{*}AttachmentId"))[-1]
    assert (last.get("RootItemId"), last.get("RootItemChangeKey")) == (item.id, item.change_key)
    assert item.change_key != before

    shape = (
        "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
        '<t:FieldURI FieldURI="item:Attachments"/><t:FieldURI FieldURI="item:HasAttachments"/>'
        "</t:AdditionalProperties></m:ItemShape>"
    )
    listed = boxes.ask(f'<m:GetItem>{shape}<m:ItemIds><t:ItemId Id="{item.id}"/></m:ItemIds></m:GetItem>')
    assert ids_of(listed, "AttachmentId") == known
    assert texts(listed, "HasAttachments") == ["true"]
    assert texts(listed, "Content") == []

    read = boxes.ask(about("GetAttachment", *known))
    assert texts(read, "Name") == ["plan.ics", "inner"]
    assert texts(read, "Content") == [b64encode(CONTENT).decode()]
    assert texts(read, "Subject") == ["Inside"]


def test_a_taken_away_attachment_is_gone_and_its_number_does_not_come_back_for_another(boxes: Mailboxes) -> None:
    item = boxes.mail("With plans")
    first, second = ids_of(attach(boxes, item, FILE, FILE), "AttachmentId")
    gone = boxes.ask(about("DeleteAttachment", second))
    root = next(gone.iter("{*}RootItemId"))
    assert (root.get("RootItemId"), root.get("RootItemChangeKey")) == (item.id, item.change_key)
    assert codes(boxes.ask(about("GetAttachment", first, second))) == ["NoError", "ErrorItemNotFound"]
    assert ids_of(attach(boxes, item, FILE), "AttachmentId")[0] not in (first, second)


def test_strangers_and_wrong_identifiers_are_refused(boxes: Mailboxes) -> None:
    item = boxes.mail("Mine")
    (known,) = ids_of(attach(boxes, item, FILE), "AttachmentId")
    assert codes(attach(boxes, item, FILE, caller="eve")) == ["ErrorAccessDenied"]
    assert codes(boxes.ask(about("GetAttachment", known), boxes.eve)) == ["ErrorAccessDenied"]
    assert codes(boxes.ask(about("DeleteAttachment", known), boxes.eve)) == ["ErrorAccessDenied"]
    assert codes(boxes.ask(about("GetAttachment", item.id, "AAA"))) == [
        "ErrorInvalidAttachmentId",
        "ErrorInvalidIdMalformed",
    ]
    assert len(item.attachments) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "<t:FileAttachment><t:Name>x</t:Name><t:Content>%%%</t:Content></t:FileAttachment>",
        "<t:Message/>",
    ],
)
def test_what_is_no_attachment_is_refused_whole(boxes: Mailboxes, wrong: str) -> None:
    item = boxes.mail("Bare")
    request = (
        f'<m:CreateAttachment><m:ParentItemId Id="{item.id}"/><m:Attachments>{wrong}</m:Attachments>'
        "</m:CreateAttachment>"
    )
    assert boxes.fault(request) == "ErrorSchemaValidation"
    assert boxes.fault("<m:GetAttachment><m:AttachmentIds/></m:GetAttachment>") == "ErrorSchemaValidation"
    assert item.attachments == []


def test_an_item_attachment_without_an_item_is_refused(boxes: Mailboxes) -> None:
    item = boxes.mail("Bare")
    empty = "<t:ItemAttachment><t:Name>x</t:Name></t:ItemAttachment>"
    assert codes(attach(boxes, item, empty, FILE)) == ["ErrorMissingItemForCreateItemAttachment", "NoError"]


def test_attachments_in_a_new_message_travel_with_it(boxes: Mailboxes) -> None:
    boxes.ask(
        '<m:CreateItem MessageDisposition="SendOnly"><m:Items><t:Message><t:Subject>Sent</t:Subject>'
        f"<t:Attachments>{FILE}</t:Attachments><t:ToRecipients><t:Mailbox>"
        "<t:EmailAddress>alan@example.com</t:EmailAddress></t:Mailbox></t:ToRecipients></t:Message></m:Items>"
        "</m:CreateItem>"
    )
    (arrived,) = boxes.folder(account=boxes.alan).items.values()
    assert [one.content for one in arrived.attachments] == [CONTENT]
