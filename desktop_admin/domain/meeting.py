"""What a mailbox tells of meetings: messages in an inbox, as Exchange's meeting protocol describes them.

Identity of a meeting is (UID, recurrence id); the order of its messages is the sequence number, then the
sender's time stamp (Microsoft: MS-OXOCAL, "Meeting Request Object").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address and the name shown with it; either may be empty when Exchange sent none."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


@dataclass(frozen=True, slots=True)
class ItemId:
    """An item's opaque Exchange id and the change key of the version that was read."""

    id: str
    change_key: str = ""


class MessageKind(StrEnum):
    """What an inbox item is, told from its item class."""

    REQUEST = "request"
    CANCELLATION = "cancellation"
    RESPONSE = "response"
    FORWARD_NOTICE = "forward_notice"
    OTHER = "other"


class Frequency(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


class Weekday(StrEnum):
    """Days in ISO order; ``list(Weekday).index(day)`` equals ``date.weekday()``."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A series' pattern and range, in the series' own zone (Microsoft: EWS RecurrenceType).

    ``weekdays`` names the days of a weekly pattern, or the candidates of a relative monthly or yearly one
    (all seven = "day", Monday to Friday = "weekday"). ``week_index`` 1..4, or -1 for the last one, makes a
    monthly or yearly pattern relative; otherwise ``day_of_month`` (1..31) is used, clipped to short months.
    ``month`` (1..12) belongs to yearly patterns. Neither ``until`` nor ``count`` = without end.
    """

    frequency: Frequency
    start: date
    interval: int = 1
    weekdays: tuple[Weekday, ...] = ()
    week_index: int | None = None
    day_of_month: int | None = None
    month: int | None = None
    first_day_of_week: Weekday = Weekday.MONDAY
    until: date | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class MovedOccurrence:
    """An exception of a series as its master lists it: where it was, and where it is now."""

    original_start: datetime
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class MeetingMessage:
    """One item of the conferencing inbox.

    ``start``/``end`` are aware; ``zone`` is the IANA name of the meeting's own zone ("" when Exchange named
    none we know, or the rules of a zone without a name; ``zone_id`` keeps the raw id). ``zone_is_known`` is False where
    an hour of a series can only be kept in UTC. For a series they are those of the first occurrence.
    ``recurrence_id`` (UTC) is set on messages that speak of one occurrence; some servers tell no more than its day,
    ``occurrence_date`` (:mod:`desktop_admin.domain.occurrence_date`). ``body`` is HTML or plain text
    as received. ``subject`` and ``body`` are the organiser's words: never trusted as HTML or as a template.
    ``sequence_known`` is False where Exchange tells no sequence number (some cancellations): then the stamp orders.
    ``is_answered``: a request that was answered before, and that the server keeps in the inbox all the same.
    ``unreadable`` says why the item could not be read whole; nothing else of it is to be trusted, and it is held.
    """

    item_id: ItemId
    kind: MessageKind
    received: datetime
    item_class: str = ""
    uid: str = ""
    recurrence_id: datetime | None = None
    occurrence_date: date | None = None
    sequence: int = 0
    stamp: datetime | None = None
    subject: str = ""
    body: str = field(default="", repr=False)
    location: str = ""
    organizer: Mailbox | None = None
    sender: Mailbox | None = None
    start: datetime | None = None
    end: datetime | None = None
    zone: str = ""
    zone_id: str = ""
    zone_is_known: bool = True
    is_all_day: bool = False
    is_private: bool = False
    recurrence: Recurrence | None = None
    moved_occurrences: tuple[MovedOccurrence, ...] = ()
    deleted_occurrences: tuple[datetime, ...] = ()
    is_out_of_date: bool = False
    is_answered: bool = False
    sequence_known: bool = True
    unreadable: str = ""
