"""Messages as whole internet messages: what clients bring in MimeContent, and what they read there (MS-OXWSCORE)."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.policy import Policy, default
from email.utils import format_datetime
from typing import Any

from lxml import etree

from exchange_lookalike.attachment import Attachment
from exchange_lookalike.faults import EwsError
from exchange_lookalike.items import FieldKey, Item, Value
from exchange_lookalike.people.names import mailbox_element
from exchange_lookalike.soap import T, clean, t

_PEOPLE = {"From": "From", "To": "ToRecipients", "Cc": "CcRecipients", "Bcc": "BccRecipients", "Reply-To": "ReplyTo"}
_ADDRESS = re.compile(r"[^\s<>()\[\],;:@\"\\]+@[^\s<>()\[\],;:@\"\\]+", re.ASCII)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,200}>")
_IMPORTANCE = {"high": "High", "normal": "Normal", "low": "Low"}
SHOWN = frozenset({"Subject", "Body", "Importance", "InternetMessageId", *_PEOPLE.values()})
"""Properties that come from the internet message; whoever changes one of them has another message."""

_MOST_HEADERS, _LONGEST_MIME_HEADER, _MOST_PARTS = 32 * 1024, 2048, 500
"""Bounds of a message: bytes of all headers, bytes of one header about MIME, and parts. The standard library takes
hours for longer ones, as its time grows with their square."""

_UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, NameError, AssertionError, RecursionError)
"""What the standard library raises for unknown character sets and for headers that it cannot take apart."""


class _Budget:
    """What a message may still have while it is read."""

    def __init__(self) -> None:
        self._headers = _MOST_HEADERS
        self._parts = _MOST_PARTS

    def part(self, policy: Policy[Any]) -> EmailMessage:
        self._parts -= 1
        self._check(self._parts >= 0)
        return _Part(self, policy)

    def spend(self, name: str, size: int) -> None:
        self._headers -= size
        self._check(self._headers >= 0 and (size <= _LONGEST_MIME_HEADER or not name.lower().startswith("content-")))

    def _check(self, fits: bool) -> None:
        if not fits:
            raise EwsError("ErrorMimeContentInvalid", "The MIME content has too many parts or too long headers.")


class _Part(EmailMessage):
    """A message or a part of one, counted while it is read."""

    def __init__(self, budget: _Budget, policy: Policy[Any]) -> None:
        super().__init__(policy)
        self._budget = budget

    def set_raw(self, name: str, value: Any) -> None:
        """Called by the parser for each header."""
        self._budget.spend(name, len(value))
        super().set_raw(name, value)


@contextmanager
def _reading() -> Iterator[None]:
    """Reads hostile content. Raises EwsError ErrorMimeContentInvalid."""
    try:
        yield
    except _UNREADABLE:
        raise EwsError("ErrorMimeContentInvalid", "The MIME content cannot be read.") from None


def _parsed(content: bytes) -> EmailMessage:
    # The parser calls it with the policy, as its documentation says; its types do not.
    return message_from_bytes(content, _Budget().part, policy=default)  # type: ignore[arg-type]


def calendar_of(content: bytes) -> bytes:
    """The iCalendar that a calendar item's MimeContent holds: alone, or as part of a message. Raises EwsError."""
    if content.lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        return content
    with _reading():
        found = _invitation(_parsed(content))
    if found is None:
        raise EwsError("ErrorMimeContentInvalid", "The MIME content is no calendar.")
    return found


def _invitation(message: EmailMessage) -> bytes | None:
    """The text/calendar part of a message."""
    for part in message.walk():
        if _is_invitation(part):
            held = part.get_payload(decode=True)
            return held if isinstance(held, bytes) else None
    return None


def _is_invitation(part: Message) -> bool:
    """Whether a part says what a message is about; a calendar that is attached as a file does not."""
    return part.get_content_type() == "text/calendar" and part.get_content_disposition() != "attachment"


def unpack(item: Item) -> bytes | None:
    """Fill a message's properties from its MimeContent; properties in the request win. Gives the calendar
    that the message holds, if it does.

    Raises EwsError ErrorUnsupportedMimeConversion for items that are no messages, ErrorMimeContentInvalid.
    """
    kept = item.text("MimeContent")
    if not kept:
        return None
    if item.kind != "Message":
        raise EwsError("ErrorUnsupportedMimeConversion", "MIME content is taken for messages alone.")
    found: dict[FieldKey, Value] = {}
    with _reading():
        message = _parsed(b64decode(kept))
        if not message.keys():
            raise EwsError("ErrorMimeContentInvalid", "The MIME content is no internet message.")
        _headers(message, found)
        body = message.get_body(("html", "plain"))
        if body is not None:
            kind = "HTML" if body.get_content_subtype() == "html" else "Text"
            found["Body"] = t("Body", clean(body.get_content()), BodyType=kind)
        if not item.attachments:
            item.attachments.extend(_attachments(message))
        invitation = _invitation(message)
    for key, value in found.items():
        item.values.setdefault(key, value)
    return invitation


def _headers(message: EmailMessage, found: dict[FieldKey, Value]) -> None:
    for header, name in (("Subject", "Subject"), ("Message-ID", "InternetMessageId")):
        if message[header] is not None:
            found[name] = clean(str(message[header]))
    importance = _IMPORTANCE.get(str(message["Importance"] or "").strip().lower())
    if importance is not None:
        found["Importance"] = importance
    for header, name in _PEOPLE.items():
        people: list[Address] = [one for value in message.get_all(header, []) for one in value.addresses]
        boxes = [
            mailbox_element(clean(one.display_name or one.addr_spec), clean(one.addr_spec))
            for one in people
            if one.domain
        ]
        if boxes:
            found[name] = t(name, None, *(boxes[:1] if name == "From" else boxes))


def _attachments(message: EmailMessage) -> list[Attachment]:
    made: list[Attachment] = []
    for part in message.iter_attachments():
        if _is_invitation(part):
            continue
        held = part.get_payload(decode=True)
        if isinstance(held, bytes):
            name = clean(part.get_filename() or "attachment")
            inline = part.get_content_disposition() == "inline"
            content_id = clean(str(part.get("Content-ID") or "").strip("<> "))
            made.append(Attachment(len(made) + 1, name, held, clean(part.get_content_type()), content_id, inline))
    return made


def pack(item: Item, body: tuple[str, str], message_id: str, invitation: tuple[str, bytes] | None = None) -> bytes:
    """An item as an internet message; what no header can hold is left out. `body` is (HTML or Text, text);
    `invitation` a calendar that goes with it, with its method."""
    made = EmailMessage()
    made["Subject"] = " ".join(item.text("Subject").split())
    if _MESSAGE_ID.fullmatch(message_id):
        made["Message-ID"] = message_id
    made["Date"] = format_datetime(item.moment("DateTimeSent") or item.created)
    for header, name in _PEOPLE.items():
        kept = item.values.get(name)
        if isinstance(kept, etree._Element) and header != "Bcc":
            stated = [(one.text or "").strip() for one in kept.iter(f"{{{T}}}EmailAddress")]
            addresses = [one for one in stated if _ADDRESS.fullmatch(one) and one.isascii()]
            if addresses:
                made[header] = ", ".join(addresses)
    kind, text = body
    made.set_content(text, subtype="html" if kind == "HTML" else "plain")
    if invitation is not None:
        method, calendar = invitation
        made.add_alternative(calendar.decode(), subtype="calendar", params={"method": method})
    for one in item.attachments:
        if one.item is None:
            made.add_attachment(one.content, "application", "octet-stream", filename=" ".join(one.name.split()))
    return made.as_bytes()
