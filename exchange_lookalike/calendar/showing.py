"""Calendar fields of items in mailboxes: calendar items, occurrences, requests, cancellations and answers.

Source: MS-OXWSCAL, MS-OXWSMTGS. A request shows what its reader is asked for: a tentative meeting without an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from lxml import etree

from exchange_lookalike import ids
from exchange_lookalike.calendar import delivery
from exchange_lookalike.calendar.addressing import tail_of
from exchange_lookalike.calendar.appointment import Appointment
from exchange_lookalike.calendar.fields import WRITERS, View
from exchange_lookalike.calendar.meeting import OUTDATED, MeetingMessage, cancelled, is_newer, received
from exchange_lookalike.calendar.store_post import StorePost
from exchange_lookalike.calendar.view import counts
from exchange_lookalike.items import Item
from exchange_lookalike.soap import t

_OF_SERIES = ("FirstOccurrence", "LastOccurrence", "ModifiedOccurrences", "DeletedOccurrences")


def show(post: StorePost, item: Item, name: str) -> Sequence[etree._Element]:
    """The field of that name as new elements; none where it has no value."""
    if item.meeting is not None:
        special = _MEETING.get(name)
        if special is not None:
            return special(post, item, item.meeting)
        view = _message_view(post, item, item.meeting, name)
    else:
        view = _view(post, item)
    write = WRITERS.get(name)
    return [] if view is None or write is None else write(view)


# --- calendar items --------------------------------------------------------------------------------------------------


def _view(post: StorePost, item: Item) -> View | None:
    appointment = item.appointment
    if appointment is None:
        return None
    kind = appointment.kind
    master = item.master
    if master is not None and master.appointment is not None:
        kind = "Exception" if appointment.recurrence_id in master.appointment.overrides else "Occurrence"
    return View(appointment, kind, _namer(item), lambda: _neighbours(post, item, appointment))


def _namer(item: Item) -> Callable[[datetime], tuple[str, str]]:
    """What gives the identifier and change key of an occurrence of a series."""
    return lambda original: (occurrence_id(item, original), item.change_key)


def occurrence_id(series: Item, original: datetime) -> str:
    """The identifier of the occurrence with that original start."""
    return ids.encode(ids.Key(ids.OCCURRENCE, series.owner.number, series.number, tail_of(original)))


def _neighbours(post: StorePost, item: Item, appointment: Appointment) -> tuple[int, int]:
    calendar = post.store.folder(item.owner, "calendar").items.values()
    return counts(calendar, item.master or item, appointment.start, appointment.end)


# --- meeting messages ------------------------------------------------------------------------------------------------


def _message_view(post: StorePost, item: Item, message: MeetingMessage, name: str) -> View | None:
    original = None if "hides_recurrence_id" in post.store.quirks else message.recurrence_id
    appointment = replace(message.appointment, recurrence_id=message.recurrence_id)
    if item.kind == "MeetingRequest":
        appointment = received(None, replace(message, appointment=appointment))
        if message.replied is not None:
            appointment = replace(appointment, my_response=message.response, replied=message.replied)
    elif item.kind == "MeetingCancellation":
        appointment = cancelled(appointment, message)
    elif appointment.replied is not None:
        appointment = replace(appointment, stamp=appointment.replied)
    kind = appointment.kind if original is None else "Exception"
    held = correlated(post, item, message)
    if name in _OF_SERIES and (held is None or held.appointment is None or held.appointment.recurrence is None):
        return None
    own = held or item
    return View(appointment, kind, _namer(own), lambda: _neighbours(post, own, appointment))


def correlated(post: StorePost, item: Item, message: MeetingMessage) -> Item | None:
    """The calendar item that a message is about: a series, a single meeting, or an occurrence that stands alone."""
    uid, original = message.appointment.uid, message.recurrence_id
    held = delivery.series_of(post, item.owner, uid)
    if original is not None and (held is None or held.appointment is None or held.appointment.recurrence is None):
        held = delivery.single_occurrence(post, item.owner, uid, original)
    return held


def _associated(post: StorePost, item: Item, message: MeetingMessage) -> Sequence[etree._Element]:
    held = correlated(post, item, message)
    if held is None or held.appointment is None:
        return []
    identifier, original = held.id, message.recurrence_id
    if original is not None and held.appointment.recurrence is not None:
        if delivery.occurrence_of(held.appointment, original) is None:
            return []
        identifier = occurrence_id(held, original)
    return [t("AssociatedCalendarItemId", None, Id=identifier, ChangeKey=held.change_key)]


def _is_out_of_date(post: StorePost, item: Item, message: MeetingMessage) -> bool:
    """Whether the calendar knows better by now. Answers and what somebody sent themselves never grow old."""
    if message.request_type == OUTDATED or item.kind == "MeetingResponse":
        return message.request_type == OUTDATED
    held = correlated(post, item, message)
    known = held.appointment if held is not None else None
    if known is None or known.is_mine:
        return False
    if message.recurrence_id is not None and known.recurrence is not None:
        known = delivery.occurrence_of(known, message.recurrence_id)
    return not is_newer(message, known)


def _flag(name: str, value: bool) -> Sequence[etree._Element]:
    return [t(name, "true" if value else "false")]


def _response(item: Item, message: MeetingMessage) -> str:
    answered = item.kind == "MeetingResponse" or message.replied is not None
    return message.response if answered else "NoResponseReceived"


def _is_organizer(item: Item, message: MeetingMessage) -> bool:
    return message.appointment.organizer[0].casefold() == item.owner.address.casefold()


_MEETING: dict[str, Callable[[StorePost, Item, MeetingMessage], Sequence[etree._Element]]] = {
    "AssociatedCalendarItemId": _associated,
    # True where a delegate received it in the place of somebody else; here everybody receives their own.
    "IsDelegated": lambda post, item, message: _flag("IsDelegated", False),
    "IsOutOfDate": lambda post, item, message: _flag("IsOutOfDate", _is_out_of_date(post, item, message)),
    "HasBeenProcessed": lambda post, item, message: _flag("HasBeenProcessed", message.processed),
    "ResponseType": lambda post, item, message: [t("ResponseType", _response(item, message))],
    "MeetingRequestType": lambda post, item, message: [t("MeetingRequestType", message.request_type)],
    "IsOrganizer": lambda post, item, message: _flag("IsOrganizer", _is_organizer(item, message)),
}
"""What messages show otherwise than calendar items."""
