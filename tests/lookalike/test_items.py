"""Items through the operations: written, read, sent, changed, moved and deleted; every answer fits the schema."""

from __future__ import annotations

import base64

import pytest

from exchange_lookalike.soap import M, T
from tests.helpers.mailboxes import Mailboxes

CREATED = '<m:CreateItem MessageDisposition="SaveOnly"><m:Items>{}</m:Items></m:CreateItem>'
READ = "<m:ItemShape><t:BaseShape>{}</t:BaseShape>{}</m:ItemShape>"


@pytest.fixture
def boxes() -> Mailboxes:
    return Mailboxes()


def codes(answer) -> list[str]:
    return [code.text for code in answer.iter(f"{{{M}}}ResponseCode")]


def identifier(answer) -> str:
    found = next(answer.iter(f"{{{T}}}ItemId"))
    return f'<t:ItemId Id="{found.get("Id")}" ChangeKey="{found.get("ChangeKey")}"/>'


def text(answer, name: str) -> str | None:
    return answer.findtext(f".//{{{T}}}{name}")


def draft(subject: str = "Hello", to: str = "alan@example.com", more: str = "") -> str:
    return (
        f"<t:Message><t:Subject>{subject}</t:Subject>"
        '<t:Body BodyType="HTML">&lt;p&gt;Hi &amp;amp; bye&lt;/p&gt;</t:Body>'
        f"<t:ToRecipients><t:Mailbox><t:EmailAddress>{to}</t:EmailAddress></t:Mailbox></t:ToRecipients>{more}</t:Message>"
    )


def create(boxes: Mailboxes, item: str, disposition: str = "SaveOnly", **attributes: str):
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return boxes.ask(f'<m:CreateItem MessageDisposition="{disposition}"{more}><m:Items>{item}</m:Items></m:CreateItem>')


def read(boxes: Mailboxes, item: str, base: str = "AllProperties", more: str = "", account=None):
    shape = READ.format(base, more)
    return boxes.ask(f"<m:GetItem>{shape}<m:ItemIds>{item}</m:ItemIds></m:GetItem>", account)


def update(boxes: Mailboxes, item: str, changes: str, resolution: str = "AlwaysOverwrite", disposition="SaveOnly"):
    return boxes.ask(
        f'<m:UpdateItem ConflictResolution="{resolution}" MessageDisposition="{disposition}"><m:ItemChanges>'
        f"<t:ItemChange>{item}<t:Updates>{changes}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def set_field(uri: str, element: str) -> str:
    return f'<t:SetItemField><t:FieldURI FieldURI="{uri}"/><t:Message>{element}</t:Message></t:SetItemField>'


def test_what_was_written_is_read_back_in_every_base_shape(boxes):
    item = identifier(create(boxes, draft()))
    for base in ("IdOnly", "Default", "AllProperties"):
        answer = read(boxes, item, base)
        assert codes(answer) == ["NoError"]
        assert (text(answer, "Subject") == "Hello") is (base != "IdOnly")
    whole = read(boxes, item)
    assert text(whole, "Body") == "<p>Hi &amp; bye</p>"
    assert (text(whole, "IsDraft"), text(whole, "DisplayTo")) == ("true", "alan@example.com")
    assert next(whole.iter(f"{{{T}}}From")).findtext(f".//{{{T}}}EmailAddress") == "ada@example.com"


def test_a_body_is_given_in_the_type_that_is_asked_for(boxes):
    item = identifier(create(boxes, draft()))
    answer = read(boxes, item, "Default", "<t:BodyType>Text</t:BodyType>")
    assert text(answer, "Body") == "Hi & bye"


@pytest.mark.parametrize(
    "field", ["item:UniqueBody", "item:TextBody", "item:Preview", "item:InstanceKey", "item:MimeContent", "item:Flag"]
)
def test_fields_on_request(boxes, field):
    item = identifier(create(boxes, draft()))
    extra = f'<t:AdditionalProperties><t:FieldURI FieldURI="{field}"/></t:AdditionalProperties>'
    answer = read(boxes, item, "IdOnly", extra)
    assert codes(answer) == ["NoError"]
    if field != "item:Flag":
        assert text(answer, field.partition(":")[2])


def test_extended_properties_come_back(boxes):
    uri = '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="x" PropertyType="String"/>'
    item = identifier(
        create(
            boxes,
            draft()
            .replace("<t:Body ", "<t:Body ", 1)
            .replace("</t:Body>", f"</t:Body><t:ExtendedProperty>{uri}<t:Value>kept</t:Value></t:ExtendedProperty>", 1),
        )
    )
    answer = read(boxes, item, "IdOnly", f"<t:AdditionalProperties>{uri}</t:AdditionalProperties>")
    assert text(answer, "Value") == "kept"


def test_a_sent_message_arrives_unread_and_a_copy_is_kept(boxes):
    answer = create(boxes, draft(), "SendAndSaveCopy")
    assert codes(answer) == ["NoError"]
    (arrived,) = boxes.folder(account=boxes.alan).items.values()
    assert (arrived.text("Subject"), arrived.text("IsRead")) == ("Hello", "false")
    (kept,) = boxes.folder("sentitems").items.values()
    assert kept.text("IsRead") == "true"
    create(boxes, draft("Twice"), "SendOnly")
    assert len(boxes.folder(account=boxes.alan).items) == 2
    assert len(boxes.folder("sentitems").items) == 1


def test_a_blind_copy_stays_blind(boxes):
    blind = "<t:BccRecipients><t:Mailbox><t:EmailAddress>eve@example.com</t:EmailAddress></t:Mailbox></t:BccRecipients>"
    create(boxes, draft(more=blind), "SendOnly")
    for account in (boxes.alan, boxes.eve):
        (arrived,) = boxes.folder(account=account).items.values()
        assert "BccRecipients" not in arrived.values


def test_a_draft_is_sent_by_its_identifier(boxes):
    item = identifier(create(boxes, draft()))
    answer = boxes.ask(f'<m:SendItem SaveItemToFolder="true"><m:ItemIds>{item}</m:ItemIds></m:SendItem>')
    assert codes(answer) == ["NoError"]
    assert len(boxes.folder(account=boxes.alan).items) == 1
    assert (len(boxes.folder("drafts").items), len(boxes.folder("sentitems").items)) == (0, 1)


@pytest.mark.parametrize(("to", "code"), [("nobody", "ErrorInvalidRecipients"), ("x@elsewhere.example", "NoError")])
def test_recipients_are_checked(boxes, to, code):
    assert codes(create(boxes, draft(to=to), "SendOnly")) == [code]


def test_sending_as_somebody_else_needs_the_right(boxes):
    sender = "<t:From><t:Mailbox><t:EmailAddress>{}</t:EmailAddress></t:Mailbox></t:From>"
    assert codes(create(boxes, draft(more=sender.format("alan@example.com")), "SendOnly")) == ["NoError"]
    assert codes(create(boxes, draft(more=sender.format("eve@example.com")), "SendOnly")) == ["ErrorSendAsDenied"]


def test_fields_are_set_appended_and_deleted(boxes):
    item = identifier(create(boxes, draft()))
    changed = update(
        boxes,
        item,
        set_field("item:Subject", "<t:Subject>Other</t:Subject>")
        + set_field("message:IsRead", "<t:IsRead>false</t:IsRead>")
        + '<t:AppendToItemField><t:FieldURI FieldURI="item:Body"/><t:Message><t:Body BodyType="HTML">more</t:Body>'
        "</t:Message></t:AppendToItemField>"
        '<t:DeleteItemField><t:FieldURI FieldURI="message:ToRecipients"/></t:DeleteItemField>',
    )
    assert codes(changed) == ["NoError"]
    answer = read(boxes, identifier(changed))
    assert (text(answer, "Subject"), text(answer, "IsRead")) == ("Other", "false")
    assert text(answer, "Body").endswith("more")
    assert next(answer.iter(f"{{{T}}}ToRecipients"), None) is None


def test_conflicts_are_noticed(boxes):
    old = identifier(create(boxes, draft()))
    change = set_field("item:Subject", "<t:Subject>Mine</t:Subject>")
    assert codes(update(boxes, old, change, "NeverOverwrite")) == ["NoError"]
    assert codes(update(boxes, old, change, "NeverOverwrite")) == ["ErrorIrresolvableConflict"]
    assert codes(update(boxes, old, change)) == ["NoError"]
    without = old.partition(" ChangeKey")[0] + "/>"
    assert codes(update(boxes, without, change, "AutoResolve")) == ["ErrorChangeKeyRequired"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (set_field("item:Subject", "<t:Importance>High</t:Importance>"), "ErrorUpdatePropertyMismatch"),
        (set_field("item:Subject", "<t:Subject>a</t:Subject><t:Importance>High</t:Importance>"),
         "ErrorIncorrectUpdatePropertyCount"),
        (set_field("item:Size", "<t:Size>1</t:Size>"), "ErrorInvalidPropertySet"),
        ('<t:DeleteItemField><t:FieldURI FieldURI="item:Size"/></t:DeleteItemField>', "ErrorInvalidPropertyDelete"),
        ('<t:AppendToItemField><t:FieldURI FieldURI="item:Subject"/><t:Message><t:Subject>a</t:Subject></t:Message>'
         "</t:AppendToItemField>", "ErrorInvalidPropertyAppend"),
    ],
)  # fmt: skip
def test_wrong_updates_are_refused(boxes, change, code):
    item = identifier(create(boxes, draft()))
    assert codes(update(boxes, item, change)) == [code]
    assert text(read(boxes, item), "Subject") == "Hello"


def test_moving_and_copying_make_other_items(boxes):
    item = identifier(create(boxes, draft()))
    to = '<m:ToFolderId><t:DistinguishedFolderId Id="{}"/></m:ToFolderId>'
    copied = boxes.ask(f"<m:CopyItem>{to.format('inbox')}<m:ItemIds>{item}</m:ItemIds></m:CopyItem>")
    moved = boxes.ask(f"<m:MoveItem>{to.format('deleteditems')}<m:ItemIds>{item}</m:ItemIds></m:MoveItem>")
    assert len({item, identifier(copied), identifier(moved)}) == 3
    assert codes(read(boxes, item)) == ["ErrorItemNotFound"]
    assert text(read(boxes, identifier(moved)), "Subject") == "Hello"


@pytest.mark.parametrize(
    ("how", "place"),
    [("HardDelete", None), ("SoftDelete", "recoverableitemsdeletions"), ("MoveToDeletedItems", "deleteditems")],
)
def test_ways_to_delete(boxes, how, place):
    item = identifier(create(boxes, draft()))
    answer = boxes.ask(f'<m:DeleteItem DeleteType="{how}"><m:ItemIds>{item}</m:ItemIds></m:DeleteItem>')
    assert codes(answer) == ["NoError"]
    assert codes(read(boxes, item)) == ["ErrorItemNotFound"]
    if place is not None:
        assert len(boxes.folder(place).items) == 1


def test_replies_and_forwards_quote_and_go_to_the_right_people(boxes):
    create(boxes, draft(), "SendOnly")
    (arrived,) = boxes.folder(account=boxes.alan).items.values()
    reference = f'<t:ReferenceItemId Id="{arrived.id}" ChangeKey="{arrived.change_key}"/>'
    body = '<t:NewBodyContent BodyType="HTML">Thanks</t:NewBodyContent>'
    create(boxes, f"<t:ReplyToItem>{reference}{body}</t:ReplyToItem>", "SendOnly")
    (reply,) = boxes.folder().items.values()
    assert reply.text("Subject") == "RE: Hello"
    assert reply.text("Body") == "Thanks<p>Hi &amp; bye</p>"


def test_attachments_are_listed(boxes):
    content = base64.b64encode(b"data").decode()
    files = (
        f"<t:Attachments><t:FileAttachment><t:Name>a.txt</t:Name><t:Content>{content}</t:Content></t:FileAttachment>"
        "</t:Attachments>"
    )
    item = identifier(create(boxes, draft().replace("</t:Body>", f"</t:Body>{files}")))
    answer = read(boxes, item)
    assert (text(answer, "Name"), text(answer, "HasAttachments")) == ("a.txt", "true")


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (f"<m:CreateItem><m:Items>{draft()}</m:Items></m:CreateItem>", "ErrorMessageDispositionRequired"),
        ("<m:CreateItem><m:Items><t:CalendarItem/></m:Items></m:CreateItem>", "ErrorSendMeetingInvitationsRequired"),
        (f"<m:GetItem>{READ.format('IdOnly', '')}<m:ItemIds><t:ItemId Id='AAA'/></m:ItemIds></m:GetItem>",
         "ErrorInvalidIdMalformed"),
    ],
)  # fmt: skip
def test_what_the_protocol_has_a_code_for(boxes, request_, code):
    assert codes(boxes.ask(request_)) == [code]


@pytest.mark.parametrize(
    "request_",
    [
        "<m:CreateItem><m:Items/></m:CreateItem>",
        "<m:CreateItem><m:Items><t:Nonsense/></m:Items></m:CreateItem>",
        '<m:CreateItem MessageDisposition="Maybe"><m:Items><t:Message/></m:Items></m:CreateItem>',
        CREATED.format("<t:Message><t:Nonsense/></t:Message>"),
        CREATED.format("<t:Message><t:IsRead>x</t:IsRead></t:Message>"),
        "<m:GetItem><m:ItemIds/></m:GetItem>",
        '<m:DeleteItem DeleteType="Gently"><m:ItemIds><t:ItemId Id="x"/></m:ItemIds></m:DeleteItem>',
        "<m:UpdateItem><m:ItemChanges/></m:UpdateItem>",
        "<m:Dance/>",
    ],
)  # fmt: skip
def test_what_breaks_the_schema_is_a_fault(boxes, request_):
    assert boxes.fault(request_) == "ErrorSchemaValidation"


def test_nobody_reads_or_writes_in_a_strange_mailbox(boxes):
    item = identifier(create(boxes, draft()))
    assert codes(read(boxes, item, account=boxes.alan)) == ["ErrorAccessDenied"]
