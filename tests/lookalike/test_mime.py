"""Messages that come as a whole internet message."""

from __future__ import annotations

from base64 import b64decode, b64encode
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from lxml import etree

from exchange_lookalike.attachment import Attachment
from exchange_lookalike.people.names import mailbox_element
from exchange_lookalike.soap import t
from tests.helpers.mailboxes import Mailboxes, codes, ids_of, texts


@pytest.fixture
def boxes() -> Mailboxes:
    return Mailboxes()


def letter() -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = "Grüße – the plan"
    made["From"] = "Ada <ada@example.com>"
    made["To"] = "Alan Turing <alan@example.com>, out@elsewhere.example"
    made["Message-ID"] = "<1@example.com>"
    made["Importance"] = "high"
    made.set_content("Hello in text")
    made.add_alternative("<p>Hello in <b>HTML</b></p>", subtype="html")
    made.add_attachment(b"\x00\x01", maintype="application", subtype="pdf", filename="plan.pdf")
    return made


def create(boxes: Mailboxes, content: bytes, disposition: str, more: str = "", kind: str = "Message") -> etree._Element:
    return boxes.ask(
        f'<m:CreateItem MessageDisposition="{disposition}" SendMeetingInvitations="SendToNone"><m:Items><t:{kind}>'
        f"<t:MimeContent>{b64encode(content).decode()}</t:MimeContent>{more}</t:{kind}></m:Items></m:CreateItem>"
    )


def read(boxes: Mailboxes, identifier: str) -> etree._Element:
    shape = (
        "<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent>"
        "</m:ItemShape>"
    )
    return boxes.ask(f'<m:GetItem>{shape}<m:ItemIds><t:ItemId Id="{identifier}"/></m:ItemIds></m:GetItem>')


def test_an_internet_message_is_taken_apart_and_sent(boxes: Mailboxes) -> None:
    assert codes(create(boxes, letter().as_bytes(), "SendOnly")) == ["NoError"]
    (arrived,) = boxes.folder(account=boxes.alan).items.values()
    assert arrived.text("Subject") == "Grüße – the plan"
    assert arrived.text("Body").strip() == "<p>Hello in <b>HTML</b></p>"
    assert arrived.text("Importance") == "High"
    assert [(one.name, one.content, one.content_type) for one in arrived.attachments] == [
        ("plan.pdf", b"\x00\x01", "application/pdf")
    ]


def test_what_is_stated_beside_it_stands_and_it_is_read_back_until_it_changes(boxes: Mailboxes) -> None:
    whole = letter().as_bytes()
    made = create(boxes, whole, "SaveOnly", "<t:Subject>Stated</t:Subject>")
    (known,) = ids_of(made)
    answer = read(boxes, known)
    assert texts(answer, "Subject") == ["Stated"]
    assert b64decode(texts(answer, "MimeContent")[0]) == whole
    key = next(answer.iter("{*}ItemId")).get("ChangeKey")
    changed = boxes.ask(
        '<m:UpdateItem ConflictResolution="AutoResolve" MessageDisposition="SaveOnly"><m:ItemChanges><t:ItemChange>'
        f'<t:ItemId Id="{known}" ChangeKey="{key}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="item:Subject"/>'
        "<t:Message><t:Subject>Other</t:Subject></t:Message></t:SetItemField></t:Updates></t:ItemChange>"
        "</m:ItemChanges></m:UpdateItem>"
    )
    assert codes(changed) == ["NoError"]
    assert message_from_bytes(b64decode(texts(read(boxes, known), "MimeContent")[0]))["Subject"] == "Other"


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"", "Message", "NoError"),
        (b"no headers at all", "Message", "ErrorMimeContentInvalid"),
        (b"Content-Type: text/plain; charset=klingon\r\n\r\nx", "Message", "ErrorMimeContentInvalid"),
        (b"BEGIN:VCALENDAR", "CalendarItem", "ErrorMimeContentInvalid"),
        (b"BEGIN:VCARD", "Contact", "ErrorUnsupportedMimeConversion"),
    ],
)
def test_what_cannot_be_taken_apart_is_refused(boxes: Mailboxes, content: bytes, kind: str, code: str) -> None:
    assert codes(create(boxes, content, "SaveOnly", kind=kind)) == [code]


@pytest.mark.parametrize("damage", range(60))
def test_damaged_messages_never_break_the_server(boxes: Mailboxes, damage: int) -> None:
    whole = letter().as_bytes()
    at = len(whole) * damage // 60
    answer = create(boxes, whole[:at] + b"\xff\x00<@>;:" + whole[at + 5 :], "SaveOnly")
    assert codes(answer) in (["NoError"], ["ErrorMimeContentInvalid"])
    for known in ids_of(answer):
        assert codes(read(boxes, known)) == ["NoError"]


@pytest.mark.parametrize(
    "address",
    [
        "a\nb@c",
        "<",
        "a@[",
        '"',
        "(",
        ":;",
        "\u2028@x",
        "@",
        "\u00e4@x.example",
        "a@\u00fc.example",
        "x" * 2000,
        "a@b, c",
    ],
)
def test_whatever_stands_for_an_address_the_item_is_told_as_a_message(boxes: Mailboxes, address: str) -> None:
    people = t("ToRecipients", None, mailbox_element("N", address), mailbox_element("O", "ok@x.example"))
    item = boxes.mail("Odd\u2028subject", ToRecipients=people)
    item.attachments.append(Attachment(1, "a\nb", b"data"))
    answer = read(boxes, item.id)
    told = message_from_bytes(b64decode(texts(answer, "MimeContent")[0]))
    assert (told["To"] or "").endswith("ok@x.example")
    assert [part.get_payload(decode=True) for part in told.walk() if part.get_filename()] == [b"data"]
