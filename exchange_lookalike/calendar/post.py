"""What the meeting machinery needs of the store, and the letters it writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from exchange_lookalike.accounts import Account, Directory
from exchange_lookalike.attachment import Attachment
from exchange_lookalike.calendar.appointment import Appointment
from exchange_lookalike.calendar.meeting import MeetingMessage

INBOX, SENT, DELETED, CALENDAR = "inbox", "sentitems", "deleteditems", "calendar"


@dataclass(frozen=True)
class Letter:
    """The message half of a meeting message. Addresses are (address, name); `body` is (type, text).

    `author` is who it comes from (From), `sender` who sent it: the delegate where one did.
    """

    subject: str
    author: tuple[str, str]
    sender: tuple[str, str]
    to: tuple[tuple[str, str], ...] = ()
    cc: tuple[tuple[str, str], ...] = ()
    body: tuple[str, str] | None = None
    fields: Mapping[Any, Any] = field(default_factory=dict)


def sender_of(owner: Account, actor: Account) -> Account:
    """Who a message of `owner` is sent by: a delegate who acts says so, anybody else acts as the owner."""
    is_delegate = any(actor.address.casefold() == one.casefold() for one in owner.delegates)
    return actor if is_delegate else owner


class Item(Protocol):
    """An item of the store as far as meetings look at it."""

    @property
    def appointment(self) -> Appointment | None:
        """The calendar half of a calendar item."""

    @property
    def meeting(self) -> MeetingMessage | None:
        """The meeting half of a meeting message."""


AnyItem = TypeVar("AnyItem", bound=Item)


class Post(Protocol[AnyItem]):
    """The store, seen by the meeting machinery. Every change makes its events; nothing is sent beyond the machine."""

    @property
    def directory(self) -> Directory:
        """Who exists."""

    def now(self) -> datetime:
        """The present, UTC."""

    def owner(self, item: AnyItem) -> Account:
        """Whose mailbox the item is in."""

    def fields(self, item: AnyItem) -> Mapping[Any, Any]:
        """The item fields that a meeting message carries along (subject, body, sensitivity, importance, categories)."""

    def attachments(self, item: AnyItem) -> tuple[Attachment, ...]:
        """What is attached to an item."""

    def subject(self, fields: Mapping[Any, Any]) -> str:
        """The subject among item fields."""

    def meetings(self, owner: Account, uid: str) -> list[AnyItem]:
        """The calendar items of a mailbox's calendar with that UID."""

    def requests(self, owner: Account, uid: str) -> list[AnyItem]:
        """The meeting requests of a mailbox's inbox with that UID."""

    def add_appointment(
        self,
        owner: Account,
        appointment: Appointment,
        fields: Mapping[Any, Any],
        attachments: tuple[Attachment, ...] = (),
    ) -> AnyItem:
        """Put a calendar item into a mailbox's calendar."""

    def set_appointment(
        self,
        item: AnyItem,
        appointment: Appointment,
        fields: Mapping[Any, Any] | None = None,
        attachments: tuple[Attachment, ...] | None = None,
    ) -> None:
        """Replace an item's calendar half, and its item fields and attachments where given; a field that is None is
        deleted."""

    def set_meeting(self, item: AnyItem, message: MeetingMessage) -> None:
        """Replace a message's meeting half."""

    def deliver(self, owner: Account, letter: Letter, message: MeetingMessage) -> AnyItem:
        """Put a meeting message into an inbox as new mail."""

    def keep_copy(self, owner: Account, letter: Letter, message: MeetingMessage) -> AnyItem:
        """Put a copy of what was sent into Sent Items."""

    def send_outside(self, addresses: Iterable[str], letter: Letter) -> None:
        """Note what would have left the organisation."""

    def move(self, item: AnyItem, folder: str) -> AnyItem:
        """Move an item to another distinguished folder of its mailbox; gives it as it is there."""
