"""What happened in a mailbox, in order, for those who subscribed to hear of it.

An event's place in its mailbox's log is its watermark. The log forgets its oldest events; a watermark older than that
is invalid (documentation of SubscribeResponseMessageType.Watermark).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from exchange_lookalike import ids, soap
from exchange_lookalike.faults import EwsError

KINDS = ("Copied", "Created", "Deleted", "Modified", "Moved", "NewMail", "FreeBusyChanged")
KEPT = 10_000
WATERMARK = "W"


@dataclass(frozen=True)
class ObjectId:
    """An identifier with its change key, both as clients see them."""

    id: str
    change_key: str


@dataclass(frozen=True)
class Event:
    """One thing that happened. `kind` is one of KINDS; `when` is UTC.

    `folders` are the numbers of the folders whose subscribers hear of it. `old` and `old_parent` belong to Moved and
    Copied, `unread` to a Modified folder.
    """

    kind: str
    when: datetime
    subject: ObjectId
    is_folder: bool
    parent: ObjectId
    folders: frozenset[int]
    old: ObjectId | None = None
    old_parent: ObjectId | None = None
    unread: int | None = None

    def element(self, watermark: str | None) -> etree._Element:
        """The event as a child of t:Notification; streams leave the watermark out."""
        what = "FolderId" if self.is_folder else "ItemId"
        made = soap.t(f"{self.kind}Event")
        if watermark is not None:
            made.append(soap.t("Watermark", watermark))
        made.append(soap.t("TimeStamp", f"{self.when:%Y-%m-%dT%H:%M:%SZ}"))
        made.append(_id(what, self.subject))
        made.append(_id("ParentFolderId", self.parent))
        if self.old is not None and self.old_parent is not None:
            made.append(_id(f"Old{what}", self.old))
            made.append(_id("OldParentFolderId", self.old_parent))
        if self.unread is not None:
            made.append(soap.t("UnreadCount", str(self.unread)))
        return made


def _id(name: str, which: ObjectId) -> etree._Element:
    return soap.t(name, Id=which.id, ChangeKey=which.change_key)


def watermark(mailbox: int, position: int) -> str:
    """The opaque text for a position in a mailbox's log."""
    return ids.encode(ids.Key(WATERMARK, mailbox, position))


def position_of(text: str, mailbox: int) -> int:
    """The position behind a watermark. Raises EwsError ErrorInvalidWatermark, also for another mailbox's."""
    try:
        key = ids.decode(text.strip())
    except EwsError:
        key = ids.Key("", 0, 0)
    if key.kind != WATERMARK or key.mailbox != mailbox:
        raise EwsError("ErrorInvalidWatermark", "The watermark is invalid.")
    return key.number


@dataclass
class EventLog:
    """One mailbox's events. Position n is the place after the n-th event since the mailbox exists."""

    mailbox: int
    forgotten: int = 0
    kept: list[Event] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The position after the newest event."""
        return self.forgotten + len(self.kept)

    def add(self, event: Event) -> None:
        """Append an event; half of the log is forgotten when it is full."""
        self.kept.append(event)
        if len(self.kept) > KEPT:
            half = KEPT // 2
            del self.kept[:half]
            self.forgotten += half

    def check(self, position: int) -> None:
        """Raises EwsError ErrorInvalidWatermark for a position that is forgotten or has not come yet."""
        if not self.forgotten <= position <= self.end:
            raise EwsError("ErrorInvalidWatermark", "The watermark is invalid.")

    def after(self, position: int) -> Iterator[tuple[int, Event]]:
        """The events after `position`, each with the position after it."""
        start = max(0, position - self.forgotten)
        for place in range(start, len(self.kept)):
            yield self.forgotten + place + 1, self.kept[place]


class EventLogs:
    """The logs of all mailboxes, and those who want to be woken when one grows."""

    def __init__(self) -> None:
        self._logs: dict[int, EventLog] = {}
        self._wake: Callable[[int, Event], None] = lambda mailbox, event: None

    def on_event(self, wake: Callable[[int, Event], None]) -> None:
        """Call `wake(mailbox, event)` after each new event."""
        self._wake = wake

    def of(self, mailbox: int) -> EventLog:
        """The log of the mailbox with that account number."""
        return self._logs.setdefault(mailbox, EventLog(mailbox))

    def add(self, mailbox: int, event: Event) -> None:
        """Something has happened in that mailbox."""
        self.of(mailbox).add(event)
        self._wake(mailbox, event)
