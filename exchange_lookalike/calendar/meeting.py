"""What meeting messages mean, as pure decisions over appointments.

Sources: MS-OXOCAL 3.1.4 and 3.1.5 (sequence numbers, full and informational updates, processing on receipt),
MS-OXWSMTGS (how EWS shows them). The calendar assistant is played by `received`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from exchange_lookalike.attachment import Attachment
from exchange_lookalike.calendar.appointment import CANCELLED, MEETING, RECEIVED, Appointment, Override

REQUEST, CANCELED = "IPM.Schedule.Meeting.Request", "IPM.Schedule.Meeting.Canceled"
RESPONSES = {
    "Accept": "IPM.Schedule.Meeting.Resp.Pos",
    "Tentative": "IPM.Schedule.Meeting.Resp.Tent",
    "Decline": "IPM.Schedule.Meeting.Resp.Neg",
}
PREFIXES = {"Accept": "Accepted: ", "Tentative": "Tentatively Accepted: ", "Decline": "Declined: "}
NEW, FULL, INFORMATION, OUTDATED = "NewMeetingRequest", "FullUpdate", "InformationalUpdate", "Outdated"


@dataclass(frozen=True)
class MeetingMessage:
    """The meeting half of a message: the appointment as it was when the message was sent.

    `recurrence_id` is set where it is about one occurrence. `request_type` is a MeetingRequestTypeType of requests,
    `response` the answer that a meeting response brings, or that a request was
    given at `replied` where it stays in the inbox. `fields` are the item fields of the meeting at that time,
    `attachments` what is attached to it. `passed_on` is set on a request that somebody forwards.
    """

    item_class: str
    appointment: Appointment
    recurrence_id: datetime | None = None
    request_type: str = "None"
    response: str = "Unknown"
    processed: bool = False
    replied: datetime | None = None
    fields: Mapping[Any, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    passed_on: bool = False

    @property
    def order(self) -> tuple[int, datetime]:
        """What puts messages of one meeting into order: sequence number, then time stamp."""
        return self.appointment.sequence, self.appointment.stamp


def significant(before: Appointment, after: Appointment) -> bool:
    """Whether a change asks everybody for a new answer: time or recurrence (MS-OXOCAL's full update)."""
    same_zone = before.zone.id == after.zone.id or before.recurrence is None
    return (
        (before.start, before.end, before.recurrence, before.all_day)
        != (after.start, after.end, after.recurrence, after.all_day)
        or not same_zone
    )  # fmt: skip


def next_sequence(appointment: Appointment) -> int:
    """The number of the next significant revision: beyond those of all exceptions, so that it supersedes them too."""
    own = (int(override.changes.get("sequence", 0)) for override in appointment.overrides.values())
    return max(appointment.sequence, *own, 0) + 1


def revised(before: Appointment | None, after: Appointment, now: datetime) -> Appointment:
    """The organiser's copy that is about to be sent: stamped, numbered, and with answers reset where they must be."""
    sequence = after.sequence
    attendees = after.attendees
    if before is not None and before.sent and significant(before, after):
        sequence = max(after.sequence + 1, next_sequence(before))
        attendees = tuple(replace(a, response="Unknown", replied=None) for a in attendees)
    return replace(after, sequence=sequence, stamp=now, sent=True, state=after.state | MEETING, attendees=attendees)


def request_type(before: Appointment | None, after: Appointment, was_invited: bool) -> str:
    """What a request is to somebody: new to them, a full update, or one for their information."""
    if before is None or not before.sent or not was_invited:
        return NEW
    return FULL if significant(before, after) else INFORMATION


def is_newer(message: MeetingMessage, known: Appointment | None) -> bool:
    """Whether the message is at least as new as what the calendar holds."""
    return known is None or message.order >= (known.sequence, known.stamp)


def received(known: Appointment | None, message: MeetingMessage) -> Appointment:
    """The attendee's copy after a request that is new enough: kept answers for information, tentative otherwise.

    `known` is the copy at hand (the occurrence where the message is about one). Overrides that the attendee answered
    before are replaced by the organiser's.
    """
    sent = message.appointment
    again = known is not None and known.my_response not in ("Unknown", "NoResponseReceived")
    keeps = again and known is not None and not known.is_cancelled and not significant(known, sent)
    mine = known.my_response if keeps and known is not None else "NoResponseReceived"
    tentative = "Free" if sent.show_as == "Free" else "Tentative"
    show_as = known.show_as if keeps and known is not None and known.intended == sent.show_as else tentative
    if keeps and mine == "Accept":
        show_as = sent.show_as
    return replace(
        sent,
        state=MEETING | RECEIVED,
        my_response=mine,
        replied=known.replied if keeps and known is not None else None,
        show_as=show_as,
        intended=sent.show_as,
        sent=True,
        attendees=tuple(replace(a, response="Unknown", replied=None) for a in sent.attendees),
        overrides={original: _received_override(override) for original, override in sent.overrides.items()},
    )


def _received_override(override: Override) -> Override:
    """An exception as the attendee keeps it: the organiser's book-keeping left out."""
    changes = {k: v for k, v in override.changes.items() if k not in ("attendees", "my_response", "replied", "state")}
    if "show_as" in changes:
        changes["intended"] = changes["show_as"]
        changes["show_as"] = "Free" if changes["show_as"] == "Free" else "Tentative"
    return Override(changes, override.fields)


def cancelled(known: Appointment, message: MeetingMessage) -> Appointment:
    """The attendee's copy after the organiser called the meeting off: still there, marked, and free."""
    sent = message.appointment
    return replace(
        known,
        state=known.state | CANCELLED | MEETING | RECEIVED,
        show_as="Free",
        sequence=sent.sequence,
        stamp=sent.stamp,
    )


def responded(known: Appointment, response: str, now: datetime) -> Appointment:
    """The attendee's copy after they answered."""
    intended = known.intended or known.show_as
    show_as = intended if response == "Accept" else ("Free" if intended == "Free" else "Tentative")
    return replace(known, my_response=response, replied=now, show_as=show_as, intended=intended)
