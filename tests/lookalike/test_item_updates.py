"""What UpdateItem, sending and moving do at their edges; every answer fits the schema."""

from __future__ import annotations

import pytest
from lxml import etree

from exchange_lookalike.calendar.store_post import outbox
from exchange_lookalike.items import Item
from exchange_lookalike.soap import t
from tests.helpers.mailboxes import Mailboxes, codes, ids_of, texts

ALAN = "<t:Mailbox><t:EmailAddress>{}</t:EmailAddress></t:Mailbox>".format("alan@example.com")
SAVE = 'MessageDisposition="SaveOnly"'
FILE = "<t:FileAttachment><t:Name>f</t:Name></t:FileAttachment>"
TO_ALAN = f"<t:ToRecipients>{ALAN}</t:ToRecipients>"


@pytest.fixture
def boxes() -> Mailboxes:
    return Mailboxes()


def change(item: Item, updates: str, *, key: bool = True, resolution: str = "AutoResolve", more: str = SAVE) -> str:
    named = f'<t:ItemId Id="{item.id}"' + (f' ChangeKey="{item.change_key}"/>' if key else "/>")
    return (
        f'<m:UpdateItem ConflictResolution="{resolution}" {more}><m:ItemChanges>'
        f"<t:ItemChange>{named}<t:Updates>{updates}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def put(uri: str, element: str, holder: str = "Message") -> str:
    return f'<t:SetItemField><t:FieldURI FieldURI="{uri}"/><t:{holder}>{element}</t:{holder}></t:SetItemField>'


def drop(uri: str) -> str:
    return f'<t:DeleteItemField><t:FieldURI FieldURI="{uri}"/></t:DeleteItemField>'


# --- changing --------------------------------------------------------------------------------------------------------


def test_a_change_gives_a_new_change_key_and_the_old_one_is_stale(boxes: Mailboxes) -> None:
    item = boxes.mail("Old")
    stale = item.change_key
    answer = boxes.ask(change(item, put("item:Subject", "<t:Subject>New</t:Subject>")))
    assert codes(answer) == ["NoError"]
    told = next(answer.iter("{*}ItemId"))
    assert (told.get("Id"), told.get("ChangeKey")) == (item.id, item.change_key)
    assert item.change_key != stale
    assert texts(answer, "Count") == ["0"]


def test_changes_of_many_items_are_judged_one_by_one(boxes: Mailboxes) -> None:
    good, gone = boxes.mail("Good"), boxes.mail("Gone")
    boxes.store.delete(gone)
    request = change(good, put("item:Subject", "<t:Subject>Better</t:Subject>"))
    other = f'<t:ItemChange><t:ItemId Id="{gone.id}" ChangeKey="{gone.change_key}"/><t:Updates>'
    dropped = drop("item:Categories")
    both = request.replace("</m:ItemChanges>", f"{other}{dropped}</t:Updates></t:ItemChange></m:ItemChanges>")
    assert codes(boxes.ask(both)) == ["NoError", "ErrorItemNotFound"]
    assert good.text("Subject") == "Better"


@pytest.mark.parametrize(
    ("updates", "code"),
    [
        (
            put(
                "item:Attachments",
                "<t:Attachments><t:FileAttachment><t:Name>f</t:Name></t:FileAttachment></t:Attachments>",
            ),
            "ErrorInvalidPropertySet",
        ),
        (put("calendar:Start", "<t:Start>2026-11-23T10:00:00Z</t:Start>", "CalendarItem"), "ErrorInvalidPropertySet"),
        (put("contacts:DisplayName", "<t:DisplayName>x</t:DisplayName>", "Contact"), "ErrorInvalidPropertySet"),
        (drop("item:Attachments"), "ErrorInvalidPropertyDelete"),
        (drop("item:ItemClass"), "ErrorInvalidPropertyDelete"),
        (put("item:Subject", ""), "ErrorIncorrectUpdatePropertyCount"),
    ],
)
def test_what_cannot_be_changed_is_refused_and_leaves_all_as_it_was(boxes: Mailboxes, updates: str, code: str) -> None:
    item = boxes.mail("Kept")
    before = item.change_key
    answer = boxes.ask(change(item, put("item:Subject", "<t:Subject>Lost</t:Subject>") + updates))
    assert codes(answer) == [code]
    assert (item.text("Subject"), item.change_key) == ("Kept", before)


@pytest.mark.parametrize(
    "request_",
    [
        "<m:UpdateItem><m:ItemChanges><t:ItemChange/></m:ItemChanges></m:UpdateItem>",
        '<m:UpdateItem ConflictResolution="AutoResolve"><m:ItemChanges><t:ItemChange/></m:ItemChanges></m:UpdateItem>',
        '<m:UpdateItem ConflictResolution="Sometimes"><m:ItemChanges/></m:UpdateItem>',
    ],
)
def test_half_an_update_breaks_the_schema(boxes: Mailboxes, request_: str) -> None:
    assert boxes.fault(request_) == "ErrorSchemaValidation"


@pytest.mark.parametrize(
    "updates",
    [
        "",
        "<t:SetItemField/>",
        '<t:SetItemField><t:FieldURI FieldURI="item:Subject"/></t:SetItemField>',
        '<t:Change><t:FieldURI FieldURI="item:Subject"/></t:Change>',
        put("item:Nonsense", "<t:Subject>x</t:Subject>"),
        put("item:Subject", "<t:Nonsense>x</t:Nonsense>"),
        put("item:Importance", "<t:Importance>Extreme</t:Importance>"),
    ],
)
def test_updates_that_are_none_break_the_schema(boxes: Mailboxes, updates: str) -> None:
    item = boxes.mail("Kept")
    assert boxes.fault(change(item, updates)) == "ErrorSchemaValidation"
    assert item.text("Subject") == "Kept"


def test_entries_of_a_contact_are_set_and_deleted_each_by_its_key(boxes: Mailboxes) -> None:
    made = boxes.ask(
        "<m:CreateItem><m:Items><t:Contact><t:DisplayName>Grace</t:DisplayName><t:PhoneNumbers>"
        '<t:Entry Key="BusinessPhone">1</t:Entry><t:Entry Key="HomePhone">2</t:Entry></t:PhoneNumbers>'
        "</t:Contact></m:Items></m:CreateItem>"
    )
    assert codes(made) == ["NoError"]
    (contact,) = boxes.folder("contacts").items.values()
    path = '<t:IndexedFieldURI FieldURI="contacts:PhoneNumber" FieldIndex="{}"/>'
    entry = '<t:PhoneNumbers><t:Entry Key="BusinessPhone">3</t:Entry></t:PhoneNumbers>'
    updates = (
        f"<t:SetItemField>{path.format('BusinessPhone')}<t:Contact>{entry}</t:Contact></t:SetItemField>"
        f"<t:DeleteItemField>{path.format('HomePhone')}</t:DeleteItemField>"
    )
    assert codes(boxes.ask(change(contact, updates))) == ["NoError"]
    shape = "<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>"
    read = boxes.ask(f'<m:GetItem>{shape}<m:ItemIds><t:ItemId Id="{contact.id}"/></m:ItemIds></m:GetItem>')
    (phone,) = next(read.iter("{*}PhoneNumbers"))
    assert (phone.get("Key"), phone.text) == ("BusinessPhone", "3")


def test_parts_of_a_postal_address_are_set_and_deleted_each_for_itself(boxes: Mailboxes) -> None:
    boxes.ask(
        '<m:CreateItem><m:Items><t:Contact><t:PhysicalAddresses><t:Entry Key="Home"><t:Street>S</t:Street>'
        "<t:City>C</t:City></t:Entry></t:PhysicalAddresses></t:Contact></m:Items></m:CreateItem>"
    )
    (contact,) = boxes.folder("contacts").items.values()

    def path(part: str) -> str:
        return f'<t:IndexedFieldURI FieldURI="contacts:PhysicalAddress:{part}" FieldIndex="Home"/>'

    def entry(part: str) -> str:
        told = f'<t:PhysicalAddresses><t:Entry Key="Home"><t:{part}>new</t:{part}></t:Entry></t:PhysicalAddresses>'
        return f"<t:SetItemField>{path(part)}<t:Contact>{told}</t:Contact></t:SetItemField>"

    def gone(part: str) -> str:
        return f"<t:DeleteItemField>{path(part)}</t:DeleteItemField>"

    updates = entry("State") + gone("Street") + gone("PostalCode") + entry("City")
    assert codes(boxes.ask(change(contact, updates))) == ["NoError"]
    held = contact.values["PhysicalAddresses"]
    assert isinstance(held, etree._Element)
    assert [(part.tag.rpartition("}")[2], part.text) for part in held[0]] == [("City", "new"), ("State", "new")]
    assert codes(boxes.ask(change(contact, gone("City") + gone("State")))) == ["NoError"]
    assert "PhysicalAddresses" not in contact.values


def test_messages_need_a_disposition_and_other_items_none(boxes: Mailboxes) -> None:
    item = boxes.mail("Mine")
    subject = put("item:Subject", "<t:Subject>x</t:Subject>")
    assert codes(boxes.ask(change(item, subject, more='SuppressReadReceipts="true"'))) == [
        "ErrorMessageDispositionRequired"
    ]


# --- the read flag ---------------------------------------------------------------------------------------------------


def test_the_read_flag_alone_is_told_as_such_and_counts(boxes: Mailboxes) -> None:
    item = boxes.mail("New", IsRead="false")
    assert boxes.folder().unread == 1
    assert codes(boxes.ask(change(item, put("message:IsRead", "<t:IsRead>true</t:IsRead>")))) == ["NoError"]
    assert (item.text("IsRead"), boxes.folder().unread) == ("true", 0)


def test_all_of_a_folder_is_marked_at_once(boxes: Mailboxes) -> None:
    for number in range(3):
        boxes.mail(str(number), IsRead="false" if number else "true")
    request = (
        "<m:MarkAllItemsAsRead><m:ReadFlag>{}</m:ReadFlag><m:SuppressReadReceipts>true</m:SuppressReadReceipts>"
        '<m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:MarkAllItemsAsRead>'
    )
    assert codes(boxes.ask(request.format("true"))) == ["NoError"]
    assert boxes.folder().unread == 0
    assert codes(boxes.ask(request.format("false"))) == ["NoError"]
    assert boxes.folder().unread == 3
    assert boxes.fault(request.format("perhaps")) == "ErrorSchemaValidation"


# --- sending ---------------------------------------------------------------------------------------------------------


def new(message: str, disposition: str, place: str = "") -> str:
    saved = f"<m:SavedItemFolderId>{place}</m:SavedItemFolderId>" if place else ""
    return (
        f'<m:CreateItem MessageDisposition="{disposition}">{saved}<m:Items><t:Message>'
        f"<t:Subject>S</t:Subject>{message}</t:Message></m:Items></m:CreateItem>"
    )


@pytest.mark.parametrize("disposition", ["SendOnly", "SendAndSaveCopy"])
def test_what_was_sent_has_no_identifier_yet(boxes: Mailboxes, disposition: str) -> None:
    answer = boxes.ask(new(TO_ALAN, disposition))
    assert (codes(answer), ids_of(answer)) == (["NoError"], [])


def test_a_draft_is_changed_and_sent_in_one_step(boxes: Mailboxes) -> None:
    boxes.ask(new("", "SaveOnly"))
    (draft,) = boxes.folder("drafts").items.values()
    send = 'MessageDisposition="SendAndSaveCopy"'
    answer = boxes.ask(change(draft, put("message:ToRecipients", TO_ALAN), more=send))
    assert (codes(answer), ids_of(answer)) == (["NoError"], [])
    (arrived,) = boxes.folder(account=boxes.alan).items.values()
    assert (arrived.text("Subject"), len(boxes.folder("drafts").items)) == ("S", 0)
    assert len(boxes.folder("sentitems").items) == 1


def test_people_of_the_organisation_are_named_and_served_once_and_outsiders_noted(boxes: Mailboxes) -> None:
    outsider = "<t:Mailbox><t:Name>Out</t:Name><t:EmailAddress>out@elsewhere.example</t:EmailAddress></t:Mailbox>"
    again = "<t:CcRecipients><t:Mailbox><t:EmailAddress>SMTP:ALAN@example.com</t:EmailAddress></t:Mailbox>"
    people = f"<t:ToRecipients>{ALAN}{outsider}</t:ToRecipients>{again}</t:CcRecipients>"
    assert codes(boxes.ask(new(people, "SendOnly"))) == ["NoError"]
    (arrived,) = boxes.folder(account=boxes.alan).items.values()
    to = arrived.values["ToRecipients"]
    assert isinstance(to, etree._Element)
    assert texts(to, "Name") == ["Alan Turing", "Out"]
    assert [sent.addresses for sent in outbox(boxes.store, boxes.ada)] == [("out@elsewhere.example",)]


def test_a_draft_may_bear_any_author_but_is_not_sent_as_one_who_did_not_allow_it(boxes: Mailboxes) -> None:
    author = "<t:From><t:Mailbox><t:EmailAddress>eve@example.com</t:EmailAddress></t:Mailbox></t:From>"
    answer = boxes.ask(new(TO_ALAN + author, "SaveOnly"))
    assert codes(answer) == ["NoError"]
    named = next(answer.iter("{*}ItemId"))
    send = (
        f'<m:SendItem SaveItemToFolder="true"><m:ItemIds><t:ItemId Id="{named.get("Id")}" '
        f'ChangeKey="{named.get("ChangeKey")}"/></m:ItemIds></m:SendItem>'
    )
    assert codes(boxes.ask(send)) == ["ErrorSendAsDenied"]
    assert len(boxes.folder("drafts").items) == 1


def test_a_delegate_sends_on_behalf(boxes: Mailboxes) -> None:
    author = "<t:From><t:Mailbox><t:EmailAddress>eve@example.com</t:EmailAddress></t:Mailbox></t:From>"
    assert codes(boxes.ask(new(TO_ALAN.replace("alan@", "ada@") + author, "SendOnly"), boxes.alan)) == ["NoError"]
    (arrived,) = boxes.folder().items.values()
    for name, address in (("From", "eve@example.com"), ("Sender", "alan@example.com")):
        held = arrived.values[name]
        assert isinstance(held, etree._Element)
        assert texts(held, "EmailAddress") == [address]


def test_sending_wants_the_newest_change_key(boxes: Mailboxes) -> None:
    item = boxes.mail("Draft", boxes.folder("drafts"), ToRecipients=t("ToRecipients"))
    named = f'<m:ItemIds><t:ItemId Id="{item.id}"{{}}/></m:ItemIds>'
    stale = named.format(f' ChangeKey="{item.change_key}"')
    bare = f'<m:SendItem SaveItemToFolder="true">{named.format("")}</m:SendItem>'
    assert codes(boxes.ask(bare)) == ["ErrorChangeKeyRequired"]
    boxes.store.touch(item)
    assert codes(boxes.ask(f'<m:SendItem SaveItemToFolder="true">{stale}</m:SendItem>')) == ["ErrorStaleObject"]
    saved = '<m:SavedItemFolderId><t:DistinguishedFolderId Id="inbox"/></m:SavedItemFolderId>'
    refused = boxes.ask(f'<m:SendItem SaveItemToFolder="false">{stale}{saved}</m:SendItem>')
    assert codes(refused) == ["ErrorInvalidSendItemSaveSettings"]


# --- places ----------------------------------------------------------------------------------------------------------


def test_a_place_that_is_not_there_fails_each_item(boxes: Mailboxes) -> None:
    folder = boxes.store.create_folder(boxes.folder(), "Folder", "Gone", "IPF.Note")
    boxes.store.delete_folder(folder)
    item = boxes.mail("Stays")
    place = f'<t:FolderId Id="{folder.id}"/>'
    assert codes(boxes.ask(new("", "SaveOnly", place))) == ["ErrorFolderNotFound"]
    for name in ("MoveItem", "CopyItem"):
        named = f'<m:ItemIds><t:ItemId Id="{item.id}"/></m:ItemIds>'
        request = f"<m:{name}><m:ToFolderId>{place}</m:ToFolderId>{named}</m:{name}>"
        assert codes(boxes.ask(request)) == ["ErrorToFolderNotFound"]
    assert list(boxes.folder().items.values()) == [item]


def test_items_move_into_a_mailbox_that_is_open_and_into_no_other(boxes: Mailboxes) -> None:
    item = boxes.mail("Travels")
    request = (
        '<m:MoveItem><m:ToFolderId><t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>{}</t:EmailAddress>'
        f'</t:Mailbox></t:DistinguishedFolderId></m:ToFolderId><m:ItemIds><t:ItemId Id="{item.id}"/></m:ItemIds>'
        "</m:MoveItem>"
    )
    assert codes(boxes.ask(request.format("eve@example.com"))) == ["ErrorAccessDenied"]
    assert codes(boxes.ask(request.format("alan@example.com"))) == ["NoError"]
    assert (len(boxes.folder().items), len(boxes.folder(account=boxes.alan).items)) == (0, 1)


def test_tasks_are_deleted_when_it_is_said_which_of_a_series(boxes: Mailboxes) -> None:
    made = boxes.ask("<m:CreateItem><m:Items><t:Task><t:Subject>Do</t:Subject></t:Task></m:Items></m:CreateItem>")
    (known,) = ids_of(made)
    delete = '<m:DeleteItem DeleteType="HardDelete"{}><m:ItemIds><t:ItemId Id="{}"/></m:ItemIds></m:DeleteItem>'
    assert codes(boxes.ask(delete.format("", known))) == ["ErrorAffectedTaskOccurrencesRequired"]
    assert boxes.fault(delete.format(' AffectedTaskOccurrences="Some"', known)) == "ErrorSchemaValidation"
    assert codes(boxes.ask(delete.format(' AffectedTaskOccurrences="AllOccurrences"', known))) == ["NoError"]
    assert not boxes.folder("tasks").items
