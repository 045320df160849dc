"""Conferences: meetings that an accepted invitation has put into a virtual meeting room, and the aliases they use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from desktop_admin.domain.meeting import Mailbox, Recurrence


class RoomKind(StrEnum):
    CALENDARED = "calendared"
    ENTERPRISE = "enterprise"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class IssuedAlias:
    """An entry of the alias ledger.

    ``alias_id`` stands in the signed token; ``alias`` is ``<prefix><random number>@<domain>``, ``numeric_alias``
    the part before the domain. ``meeting_uid`` is the meeting that used it first; one alias serves one meeting.
    ``released`` is set when nobody holds it any more (unused for 30 days, or its meeting is over or cancelled).
    """

    alias_id: str
    integration_id: str
    alias: str
    numeric_alias: str
    created: datetime
    used: datetime | None = None
    meeting_uid: str | None = None
    deleted: datetime | None = None
    released: datetime | None = None


class ConferenceState(StrEnum):
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class OccurrenceOverride:
    """An occurrence that differs from its series: moved and changed, or cancelled (``start`` is None).

    ``recurrence_id`` is the UTC start that the series gives it. Where a message named no
    more than the ``day`` of an occurrence, it follows from the series, and moves with it.
    """

    recurrence_id: datetime
    start: datetime | None
    end: datetime | None
    subject: str | None = None
    location: str | None = None
    sequence: int = 0
    stamp: datetime | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Conference:
    """A meeting in a virtual meeting room.

    For a series ``start``/``end`` are those of the first occurrence and ``recurrence`` is set; ``overrides`` hold the
    occurrences that differ. ``orphan`` is a conference whose series is not known yet: only its overrides exist.
    ``join_before``/``join_after`` are minutes. ``name`` is unique over all integrations. ``delegate`` is the address
    of whoever sent its last message for the organiser, "" where they sent it themselves. ``by_hand`` names the values
    that an administrator set, which outlive an edit of the meeting; the invitation sets all others.
    ``zone_is_known`` is False for a series whose hour can only be kept in UTC.
    """

    id: str
    integration_id: str
    meeting_uid: str
    alias_id: str
    alias: str
    numeric_alias: str
    name: str
    description: str
    subject: str
    location: str
    organizer: Mailbox
    start: datetime
    end: datetime
    zone: str
    is_all_day: bool = False
    recurrence: Recurrence | None = None
    overrides: tuple[OccurrenceOverride, ...] = ()
    orphan: bool = False
    sequence: int = 0
    stamp: datetime | None = None
    join_before: int = 30
    join_after: int = 60
    theme: str = ""
    passcode: str = field(default="", repr=False)
    chair_passcode: str = field(default="", repr=False)
    state: ConferenceState = ConferenceState.SCHEDULED
    delegate: str = ""
    zone_is_known: bool = True
    by_hand: tuple[str, ...] = ()
