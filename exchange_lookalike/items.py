"""Folders and items as the store keeps them.

An item's values are kept by field: text as `str` (moments in UTC, flags as true/false), everything with a structure as
the element that the client sent. So whatever is set comes back as it was. Calendar items and meeting messages carry
their calendar half as a value of `calendar.appointment` / `calendar.meeting` instead of fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from lxml import etree

from exchange_lookalike import ids
from exchange_lookalike.accounts import Account
from exchange_lookalike.attachment import Attachment
from exchange_lookalike.changelog import ChangeLog

if TYPE_CHECKING:
    from exchange_lookalike.calendar.appointment import Appointment
    from exchange_lookalike.calendar.meeting import MeetingMessage

Extended = tuple[str, str, str]
"""An extended property's identity: property set (id or GUID), name, tag or id, and its type."""
FieldKey: TypeAlias = str | Extended
Value: TypeAlias = "str | etree._Element"


def moment_text(value: datetime) -> str:
    """A moment as Exchange writes it: UTC, whole seconds."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


@dataclass(eq=False, slots=True)
class Item:
    """One item. `kind` is its element's name (a key of `fields.KINDS`).

    `folder` is None for a draft that the store does not hold yet. `tail` is not 0 for an occurrence of a series, which
    is shown but not held: it shares its master's `number` and has `master` set. `created` and `modified` are UTC.
    """

    kind: str
    values: dict[FieldKey, Value] = field(default_factory=dict)
    appointment: Appointment | None = None
    meeting: MeetingMessage | None = None
    attachments: list[Attachment] = field(default_factory=list)
    number: int = 0
    tail: int = 0
    folder: Folder | None = None
    master: Item | None = None
    sequence: int = 0
    created: datetime = datetime(1601, 1, 1, tzinfo=UTC)
    modified: datetime = datetime(1601, 1, 1, tzinfo=UTC)
    modified_by: str = ""

    @property
    def owner(self) -> Account:
        """Whose mailbox it is in."""
        return self.home.mailbox.account

    @property
    def home(self) -> Folder:
        """Its folder. Only for items that the store holds, and occurrences of those."""
        if self.folder is None:
            raise ValueError("the item is in no folder")
        return self.folder

    @property
    def id(self) -> str:
        """Its identifier."""
        kind = ids.OCCURRENCE if self.tail else ids.ITEM
        return ids.encode(ids.Key(kind, self.owner.number, self.number, self.tail))

    @property
    def change_key(self) -> str:
        """Its change key, another one after every change."""
        return ids.change_key(self.sequence, b"\x0f" if self.kind == "CalendarItem" else b"\x09")

    def text(self, name: FieldKey, default: str = "") -> str:
        """A field's text."""
        value = self.values.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else (value.text or "")

    def flag(self, name: FieldKey) -> bool:
        """A field's truth; an absent one is false."""
        return self.values.get(name) == "true"

    def moment(self, name: FieldKey) -> datetime | None:
        """A field's moment, UTC."""
        value = self.values.get(name)
        return datetime.fromisoformat(value) if isinstance(value, str) and value else None

    def set_moment(self, name: FieldKey, value: datetime) -> None:
        """Set a field to a moment."""
        self.values[name] = moment_text(value)

    def shown_as(self, tail: int, values: Mapping[FieldKey, Value], appointment: Appointment) -> Item:
        """An occurrence of this series as an item to show: same number and change key, its own `tail`."""
        return Item(
            self.kind,
            dict(values),
            appointment,
            attachments=self.attachments,
            number=self.number,
            tail=tail,
            folder=self.folder,
            master=self,
            sequence=self.sequence,
            created=self.created,
            modified=self.modified,
            modified_by=self.modified_by,
        )

    def copy(self) -> Item:
        """A draft with the same content."""
        return Item(
            self.kind,
            dict(self.values),
            self.appointment,
            self.meeting,
            list(self.attachments),
            created=self.created,
            modified_by=self.modified_by,
        )


@dataclass(eq=False)
class Folder:
    """One folder. `kind` is its element's name; `distinguished` its well-known name, "" for others.

    `changed` is when an item in it was last added, changed or taken away.
    """

    mailbox: Mailbox
    number: int
    kind: str
    name: str
    folder_class: str
    parent: Folder | None
    distinguished: str = ""
    sequence: int = 1
    changed: datetime = datetime(1601, 1, 1, tzinfo=UTC)
    unread: int = 0
    items: dict[int, Item] = field(default_factory=dict)
    log: ChangeLog = field(default_factory=ChangeLog)
    extended: dict[Extended, etree._Element] = field(default_factory=dict)
    children: dict[int, Folder] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.id = ids.encode(ids.Key(ids.FOLDER, self.mailbox.account.number, self.number))

    @property
    def change_key(self) -> str:
        """Its change key."""
        return ids.change_key(self.sequence, b"\x02" if self.kind == "CalendarFolder" else b"\x01")

    def within(self, other: Folder) -> bool:
        """Whether this is `other` or below it."""
        at: Folder | None = self
        while at is not None and at is not other:
            at = at.parent
        return at is other


@dataclass(eq=False)
class Mailbox:
    """One account's folders, made when they are first asked for. `notes` is for what others keep per mailbox."""

    account: Account
    folders: dict[int, Folder] = field(default_factory=dict)
    by_name: dict[str, Folder] = field(default_factory=dict)
    hierarchy: ChangeLog = field(default_factory=ChangeLog)
    notes: dict[str, Any] = field(default_factory=dict)
    next_folder: int = 1000
