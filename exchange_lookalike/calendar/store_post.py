"""The meeting machinery's view of the real store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lxml import etree

from exchange_lookalike.accounts import Account, Directory
from exchange_lookalike.attachment import Attachment
from exchange_lookalike.calendar.appointment import Appointment
from exchange_lookalike.calendar.meeting import CANCELED, REQUEST, MeetingMessage
from exchange_lookalike.calendar.post import CALENDAR, INBOX, SENT, Letter
from exchange_lookalike.items import Item, Value
from exchange_lookalike.people.names import mailbox_element
from exchange_lookalike.soap import T, child_text, t
from exchange_lookalike.store import Store

CARRIED = ("Subject", "Body", "Sensitivity", "Importance", "Categories")
"""The item fields that an invitation takes along."""
_KINDS = {REQUEST: "MeetingRequest", CANCELED: "MeetingCancellation"}


@dataclass(frozen=True)
class Sent:
    """What would have left the organisation: kept, never sent."""

    at: datetime
    addresses: tuple[str, ...]
    letter: Letter


def outbox(store: Store, account: Account) -> list[Sent]:
    """What an account has sent to addresses outside the organisation, oldest first."""
    notes: list[Sent] = store.mailbox(account).notes.setdefault("outside", [])
    return notes


class StorePost:
    """A `post.Post` over a `Store`, acting for `actor`."""

    def __init__(self, store: Store, actor: Account) -> None:
        self.store = store
        self.actor = actor

    @property
    def directory(self) -> Directory:
        """Who exists."""
        return self.store.directory

    def now(self) -> datetime:
        """The present, UTC."""
        return self.store.now()

    def owner(self, item: Item) -> Account:
        """Whose mailbox the item is in."""
        return item.owner

    def fields(self, item: Item) -> Mapping[Any, Value]:
        """The item fields that an invitation takes along."""
        return {name: item.values[name] for name in CARRIED if name in item.values}

    def attachments(self, item: Item) -> tuple[Attachment, ...]:
        """What is attached to an item."""
        return tuple(item.attachments)

    def subject(self, fields: Mapping[Any, Any]) -> str:
        """The subject among item fields."""
        return str(fields.get("Subject", ""))

    def _index(self, owner: Account) -> dict[str, list[Item]]:
        """The mailbox's calendar items by UID, made anew whenever its calendar has changed."""
        folder = self.store.folder(owner, CALENDAR)
        notes = folder.mailbox.notes
        known = notes.get("uids")
        if known is None or known[0] != (folder.log.latest, len(folder.items)):
            index: dict[str, list[Item]] = {}
            for item in folder.items.values():
                if item.appointment is not None:
                    index.setdefault(item.appointment.uid, []).append(item)
            known = notes["uids"] = ((folder.log.latest, len(folder.items)), index)
        found: dict[str, list[Item]] = known[1]
        return found

    def meetings(self, owner: Account, uid: str) -> list[Item]:
        """The calendar items with that UID."""
        return list(self._index(owner).get(uid, ()))

    def requests(self, owner: Account, uid: str) -> list[Item]:
        """The meeting requests in the inbox with that UID."""
        inbox = self.store.folder(owner, INBOX)
        return [
            item
            for item in inbox.items.values()
            if item.meeting is not None and item.kind == "MeetingRequest" and item.meeting.appointment.uid == uid
        ]

    def add_appointment(
        self,
        owner: Account,
        appointment: Appointment,
        fields: Mapping[Any, Value],
        attachments: tuple[Attachment, ...] = (),
    ) -> Item:
        """Put a calendar item into the calendar."""
        draft = Item("CalendarItem", dict(fields), appointment, attachments=list(attachments))
        return self.store.add(self.store.folder(owner, CALENDAR), draft, by=self.actor)

    def set_appointment(
        self,
        item: Item,
        appointment: Appointment,
        fields: Mapping[Any, Value | None] | None = None,
        attachments: tuple[Attachment, ...] | None = None,
    ) -> None:
        """Replace an item's calendar half, and its item fields and attachments where given; a field that is None is
        deleted."""
        attached = item.attachments if attachments is None else list(attachments)
        same = item.appointment == appointment and attached == item.attachments
        if same and not any(item.values.get(k) != v for k, v in (fields or {}).items()):
            return
        item.attachments = attached
        item.appointment = appointment
        for name, value in (fields or {}).items():
            if value is None:
                item.values.pop(name, None)
            else:
                item.values[name] = value
        item.modified_by = self.actor.name
        self.store.touch(item)

    def set_meeting(self, item: Item, message: MeetingMessage) -> None:
        """Replace a message's meeting half."""
        item.meeting = message
        self.store.touch(item)

    def _message(self, letter: Letter, message: MeetingMessage) -> Item:
        values: dict[Any, Value] = {k: v for k, v in message.fields.items() if k in CARRIED}
        values |= {
            "ItemClass": message.item_class,
            "Subject": letter.subject,
            "From": _one("From", letter.author),
            "Sender": _one("Sender", letter.sender),
        }
        if letter.body is not None:
            values["Body"] = t("Body", letter.body[1], BodyType=letter.body[0])
        elif message.item_class not in _KINDS:
            values.pop("Body", None)
        for name, people in (("ToRecipients", letter.to), ("CcRecipients", letter.cc)):
            if people:
                values[name] = t(name, None, *(mailbox_element(title, address) for address, title in people))
        made = Item(kind_of(message), values, meeting=message, attachments=list(message.attachments))
        made.set_moment("DateTimeSent", self.now())
        return made

    def deliver(self, owner: Account, letter: Letter, message: MeetingMessage) -> Item:
        """Put a meeting message into an inbox as new mail."""
        return self.store.deliver(owner, self._message(letter, message))

    def keep_copy(self, owner: Account, letter: Letter, message: MeetingMessage) -> Item:
        """Put a copy of what was sent into Sent Items, read."""
        made = self._message(letter, replace(message, processed=True))
        made.values["IsRead"] = "true"
        made.set_moment("DateTimeReceived", self.now())
        return self.store.add(self.store.folder(owner, SENT), made, by=self.actor)

    def send_outside(self, addresses: Iterable[str], letter: Letter) -> None:
        """Note what would have left the organisation."""
        author = self.directory.mailbox_owner(letter.author[0])
        outbox(self.store, author).append(Sent(self.now(), tuple(addresses), letter))

    def move(self, item: Item, folder: str) -> Item:
        """Move an item to another distinguished folder of its mailbox."""
        return self.store.move(item, self.store.folder(item.owner, folder))


def kind_of(message: MeetingMessage) -> str:
    """The element's name of the item that holds a meeting message."""
    return _KINDS.get(message.item_class, "MeetingResponse")


def letter_of(item: Item) -> Letter:
    """The message half of a message that was written by hand, such as a forwarded request."""
    body = item.values.get("Body")
    text = (body.get("BodyType", "Text"), body.text or "") if isinstance(body, etree._Element) else None
    author, sender = (_people(item, name)[:1] or [("", "")] for name in ("From", "Sender"))
    to, cc = (tuple(_people(item, name)) for name in ("ToRecipients", "CcRecipients"))
    return Letter(item.text("Subject"), author[0], sender[0], to, cc, text)


def _people(item: Item, name: str) -> list[tuple[str, str]]:
    held = item.values.get(name)
    boxes = held.iter(f"{{{T}}}Mailbox") if isinstance(held, etree._Element) else ()
    return [(child_text(box, "EmailAddress"), child_text(box, "Name")) for box in boxes]


def _one(tag: str, who: tuple[str, str]) -> etree._Element:
    return t(tag, None, mailbox_element(who[1], who[0]))
