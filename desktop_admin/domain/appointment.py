"""What a person's calendar and automatic replies say, as far as presence needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from operator import attrgetter


class ShowAs(StrEnum):
    """Free/busy status of an appointment (Microsoft: EWS LegacyFreeBusyType)."""

    FREE = "free"
    TENTATIVE = "tentative"
    BUSY = "busy"
    OUT_OF_OFFICE = "out_of_office"
    WORKING_ELSEWHERE = "working_elsewhere"
    NO_DATA = "no_data"


class MyResponse(StrEnum):
    """The mailbox owner's answer to a meeting (Microsoft: EWS ResponseTypeType)."""

    ORGANIZER = "organizer"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    NOT_RESPONDED = "not_responded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment or occurrence. ``start`` <= ``end``, both aware, end exclusive.

    A private one has empty ``subject`` and ``location``: they are dropped where it is read from Exchange.
    """

    item_id: str
    start: datetime
    end: datetime
    subject: str = field(default="", repr=False)
    location: str = field(default="", repr=False)
    show_as: ShowAs = ShowAs.BUSY
    is_all_day: bool = False
    is_private: bool = False
    is_cancelled: bool = False
    my_response: MyResponse = MyResponse.UNKNOWN
    is_recurring: bool = False


_PLACE = attrgetter(
    *("start", "item_id", "end", "subject", "location", "show_as"),
    *("is_all_day", "is_private", "is_cancelled", "my_response", "is_recurring"),
)


def in_calendar_order(appointments: Iterable[Appointment]) -> tuple[Appointment, ...]:
    """Sorted by start; appointments that start together in an order that depends on nothing but themselves."""
    return tuple(sorted(appointments, key=_PLACE))


class OutOfOfficeState(StrEnum):
    DISABLED = "disabled"
    ENABLED = "enabled"
    SCHEDULED = "scheduled"


@dataclass(frozen=True, slots=True)
class OutOfOffice:
    """Automatic replies of a mailbox. ``start``/``end`` (UTC) count only when scheduled; replies are HTML as set."""

    state: OutOfOfficeState = OutOfOfficeState.DISABLED
    start: datetime | None = None
    end: datetime | None = None
    internal_reply: str = field(default="", repr=False)
    external_reply: str = field(default="", repr=False)


def replies_are_on(replies: OutOfOffice, at: datetime) -> bool:
    """Whether automatic replies are sent at ``at``: they are on, or inside their scheduled window."""
    if replies.state is not OutOfOfficeState.SCHEDULED:
        return replies.state is OutOfOfficeState.ENABLED
    return (replies.start is None or replies.start <= at) and (replies.end is None or at < replies.end)
