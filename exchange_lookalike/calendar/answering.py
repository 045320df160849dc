"""Answers to meeting messages: accept, accept tentatively, decline, remove, and the organiser's cancel.

Source: MS-OXWSCAL and MS-OXWSMTGS (AcceptItem, TentativelyAcceptItem, DeclineItem, RemoveItem, CancelCalendarItem).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic

from exchange_lookalike.accounts import Account
from exchange_lookalike.calendar import delivery, sending
from exchange_lookalike.calendar.appointment import Appointment
from exchange_lookalike.calendar.meeting import (
    CANCELED,
    OUTDATED,
    PREFIXES,
    REQUEST,
    RESPONSES,
    MeetingMessage,
    is_newer,
    received,
    responded,
)
from exchange_lookalike.calendar.post import DELETED, AnyItem, Letter, Post, sender_of
from exchange_lookalike.faults import EwsError

ANSWERS = {"AcceptItem": "Accept", "TentativelyAcceptItem": "Tentative", "DeclineItem": "Decline"}
_TEXTS = {
    "ErrorCalendarMeetingRequestIsOutOfDate": "The meeting request is out of date. The calendar cannot be updated.",
    "ErrorCalendarIsOrganizerForAccept": "The organizer cannot accept the meeting.",
    "ErrorCalendarIsOrganizerForTentative": "The organizer cannot tentatively accept the meeting.",
    "ErrorCalendarIsOrganizerForDecline": "The organizer cannot decline the meeting.",
    "ErrorCalendarIsOrganizerForRemove": "The organizer cannot remove the meeting.",
    "ErrorCalendarIsCancelledForAccept": "A cancelled meeting cannot be accepted.",
    "ErrorCalendarIsCancelledForTentative": "A cancelled meeting cannot be tentatively accepted.",
    "ErrorCalendarIsCancelledForDecline": "A cancelled meeting cannot be declined.",
    "ErrorCalendarIsNotOrganizer": "Only the organizer can do this.",
}


def _error(code: str) -> EwsError:
    return EwsError(code, _TEXTS.get(code, ""))


@dataclass
class Outcome(Generic[AnyItem]):
    """What an answer made or changed, in the order in which EWS tells it."""

    items: list[AnyItem] = field(default_factory=list)

    def add(self, item: AnyItem | None) -> None:
        """Take an item in, if there is one."""
        if item is not None:
            self.items.append(item)


@dataclass(frozen=True)
class _Case(Generic[AnyItem]):
    """The meeting that is answered: its calendar item, if any, and the occurrence it is about."""

    message: MeetingMessage | None
    item: AnyItem | None
    original: datetime | None
    state: Appointment


def answer(
    post: Post[AnyItem],
    item: AnyItem,
    action: str,
    body: tuple[str, str] | None,
    disposition: str,
    actor: Account,
    original: datetime | None = None,
    *,
    keeps: bool = False,
) -> Outcome[AnyItem]:
    """Answer a request, or a meeting in the calendar (`original`: one of its occurrences).

    `action` is a key of ANSWERS, `disposition` SaveOnly, SendOnly or SendAndSaveCopy. An answered
    request leaves the inbox, unless the server `keeps` it there. Raises EwsError.
    """
    response = ANSWERS[action]
    case = _case(post, item, response, original)
    outcome: Outcome[AnyItem] = Outcome()
    now = post.now()
    state = responded(case.state, response, now)
    about = _apply(post, item, case, state, response)
    if disposition != "SaveOnly" and case.state.response_requested:
        sent = _respond(post, item, case, state, response, body, actor, disposition == "SendAndSaveCopy")
        outcome.add(sent)
    outcome.add(about)
    if case.message is not None:
        marked = replace(case.message, processed=True, response=response, replied=now) if keeps else None
        post.set_meeting(item, marked or replace(case.message, processed=True))
        outcome.add(item if keeps else post.move(item, DELETED))
    return outcome


def _case(post: Post[AnyItem], item: AnyItem, response: str, original: datetime | None) -> _Case[AnyItem]:
    suffix = response
    owner = post.owner(item)
    message = item.meeting
    if message is None:
        whole = item.appointment
        if whole is None or not whole.is_meeting:
            raise EwsError(_wrong_item(response), "The item is not a meeting.")
        state = whole if original is None else delivery.occurrence_of(whole, original)
        if state is None:
            raise EwsError("ErrorItemNotFound")
        case = _Case(None, item, original or whole.recurrence_id, state)
    elif message.item_class != REQUEST:
        raise EwsError(_wrong_item(response), "The item is not a meeting request.")
    else:
        case = _case_of_request(post, owner, message)
    if case.state.is_mine or case.state.organizer[0].casefold() == owner.address.casefold():
        raise _error(f"ErrorCalendarIsOrganizerFor{suffix}")
    if case.state.is_cancelled:
        raise _error(f"ErrorCalendarIsCancelledFor{suffix}")
    superseded = message is not None and not is_newer(message, case.state)
    if superseded or (message is not None and message.request_type == OUTDATED):
        raise _error("ErrorCalendarMeetingRequestIsOutOfDate")
    return case


def _wrong_item(response: str) -> str:
    return {
        "Accept": "ErrorInvalidItemForOperationAcceptItem",
        "Tentative": "ErrorInvalidItemForOperationTentative",
    }.get(response, "ErrorInvalidItemForOperationDeclineItem")


def _case_of_request(post: Post[AnyItem], owner: Account, message: MeetingMessage) -> _Case[AnyItem]:
    """The calendar item of a request; where it was deleted meanwhile the request alone tells what is answered."""
    uid, original = message.appointment.uid, message.recurrence_id
    item = delivery.series_of(post, owner, uid)
    known = item.appointment if item is not None else None
    if original is not None and (known is None or known.recurrence is None):
        item = delivery.single_occurrence(post, owner, uid, original)
        known = item.appointment if item is not None else None
    elif original is not None and known is not None and not known.is_mine:
        known = delivery.occurrence_of(known, original)
    return _Case(message, item, original, known or received(None, message))


def _apply(
    post: Post[AnyItem], item: AnyItem, case: _Case[AnyItem], state: Appointment, response: str
) -> AnyItem | None:
    """Bring the calendar to what was answered. Gives the calendar item, None where it is gone."""
    owner = post.owner(item)
    held = case.item
    in_series = (
        held is not None
        and case.original is not None
        and held.appointment is not None
        and held.appointment.recurrence is not None
    )
    if in_series and held is not None and case.original is not None and held.appointment is not None:
        if response == "Decline":
            post.set_appointment(held, held.appointment.without(case.original))
        else:
            fields = case.message.fields if case.message is not None else None
            delivery.put_occurrence(post, held, case.original, state, fields)
        return held
    if response == "Decline":
        if held is not None:
            post.move(held, DELETED)
        return None
    if held is None:
        if case.message is None:
            return post.add_appointment(owner, state, {})
        return post.add_appointment(owner, state, case.message.fields, case.message.attachments)
    post.set_appointment(held, state)
    return held


def _respond(
    post: Post[AnyItem],
    item: AnyItem,
    case: _Case[AnyItem],
    state: Appointment,
    response: str,
    body: tuple[str, str] | None,
    actor: Account,
    keep_copy: bool,
) -> AnyItem | None:
    """Send the answer to the organiser. Gives the copy in Sent Items, if one is kept."""
    owner = post.owner(item)
    sender = sender_of(owner, actor)
    fields = case.message.fields if case.message is not None else post.fields(item)
    letter = Letter(
        PREFIXES[response] + post.subject(fields),
        author=(owner.address, owner.name),
        sender=(sender.address, sender.name),
        to=(state.organizer,),
        body=body,
    )
    message = MeetingMessage(RESPONSES[response], state, case.original, response=response, fields=fields)
    organiser = post.directory.by_address(state.organizer[0])
    if organiser is None or not organiser.has_mailbox:
        post.send_outside([state.organizer[0]], letter)
    else:
        delivery.deliver_response(post, organiser, letter, message)
    return post.keep_copy(owner, letter, message) if keep_copy else None


def remove(post: Post[AnyItem], item: AnyItem) -> Outcome[AnyItem]:
    """Finish a cancellation: the meeting leaves the calendar, the message goes to Deleted Items. Raises EwsError."""
    message = item.meeting
    if message is None or message.item_class != CANCELED:
        raise EwsError("ErrorInvalidItemForOperationRemoveItem", "The item is not a meeting cancellation.")
    owner, original = post.owner(item), message.recurrence_id
    uid = message.appointment.uid
    held = delivery.series_of(post, owner, uid)
    known = held.appointment if held is not None else None
    if known is not None and known.is_mine:
        raise _error("ErrorCalendarIsOrganizerForRemove")
    outcome: Outcome[AnyItem] = Outcome()
    if original is not None and held is not None and known is not None and known.recurrence is not None:
        occurrence = delivery.occurrence_of(known, original)
        if occurrence is not None and occurrence.is_cancelled:
            post.set_appointment(held, known.without(original))
    else:
        if original is not None:
            held = delivery.single_occurrence(post, owner, uid, original)
            known = held.appointment if held is not None else None
        if held is not None and known is not None and known.is_cancelled:
            post.move(held, DELETED)
    post.set_meeting(item, replace(message, processed=True))
    outcome.add(post.move(item, DELETED))
    return outcome


def cancel(
    post: Post[AnyItem], item: AnyItem, body: tuple[str, str] | None, actor: Account, original: datetime | None = None
) -> Outcome[AnyItem]:
    """The organiser calls a meeting or occurrence off with a few words. Raises EwsError."""
    whole = item.appointment
    if whole is None or not whole.is_meeting:
        raise EwsError("ErrorInvalidItemForOperationCancelItem", "The item is not a meeting.")
    if not whole.is_mine:
        raise _error("ErrorCalendarIsNotOrganizer")
    sending.call_off(post, item, "SendToAllAndSaveCopy", actor, original, body)
    outcome: Outcome[AnyItem] = Outcome()
    if original is not None:
        post.set_appointment(item, whole.without(original))
        outcome.add(item)
    else:
        outcome.add(post.move(item, DELETED))
    return outcome
