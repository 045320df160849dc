"""Meeting messages on arrival: the calendar assistant that places and updates what is in the attendee's calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from exchange_lookalike.accounts import Account
from exchange_lookalike.calendar.appointment import OCCURRENCE_FIELDS, RECEIVED, Appointment, Override
from exchange_lookalike.calendar.meeting import OUTDATED, MeetingMessage, cancelled, is_newer, received
from exchange_lookalike.calendar.post import AnyItem, Letter, Post


def occurrence_of(series: Appointment, original: datetime) -> Appointment | None:
    """One occurrence of a series as it stands; None if the pattern has none there or it was deleted."""
    stretch = series.series().at_original(original) if series.recurrence is not None else None
    return series.occurrence(stretch) if stretch is not None else None


def series_of(post: Post[AnyItem], owner: Account, uid: str) -> AnyItem | None:
    """The item that holds the whole meeting: a series' master or a single one."""
    found = post.meetings(owner, uid)
    return next((i for i in found if i.appointment is not None and i.appointment.recurrence_id is None), None)


def single_occurrence(post: Post[AnyItem], owner: Account, uid: str, original: datetime) -> AnyItem | None:
    """The item that stands for one occurrence whose series is not here."""
    found = post.meetings(owner, uid)
    return next((i for i in found if i.appointment is not None and i.appointment.recurrence_id == original), None)


def own_changes(before: Appointment, after: Appointment) -> dict[str, Any]:
    """What an exception has of its own once the occurrence `before` has become `after`."""
    return {name: getattr(after, name) for name in OCCURRENCE_FIELDS if getattr(after, name) != getattr(before, name)}


def deliver_request(post: Post[AnyItem], owner: Account, letter: Letter, message: MeetingMessage) -> AnyItem:
    """A request arrives as new mail: the calendar is brought up to date, superseded requests are marked."""
    if not _place(post, owner, message):
        message = replace(message, request_type=OUTDATED)
    else:
        for older in post.requests(owner, message.appointment.uid):
            _outdate(post, older, message)
    return post.deliver(owner, letter, message)


def _outdate(post: Post[AnyItem], older: AnyItem, message: MeetingMessage) -> None:
    known = older.meeting
    if known is None or known.request_type == OUTDATED or known.order > message.order:
        return
    if message.recurrence_id in (None, known.recurrence_id):
        post.set_meeting(older, replace(known, request_type=OUTDATED))


def _place(post: Post[AnyItem], owner: Account, message: MeetingMessage) -> bool:
    """Bring the calendar up to date. Gives whether the message was new enough to count."""
    if message.recurrence_id is not None:
        return _place_occurrence(post, owner, message, message.recurrence_id)
    uid = message.appointment.uid
    item = series_of(post, owner, uid)
    known = item.appointment if item is not None else None
    if known is not None and known.is_mine:
        return True  # the organiser invited themselves, perhaps through a list
    if not is_newer(message, known):
        return False
    made = received(known, message)
    if item is None:
        item = post.add_appointment(owner, made, message.fields, message.attachments)
    else:
        post.set_appointment(item, made, message.fields, message.attachments)
    for other in post.meetings(owner, uid):
        if other is not item and other.appointment is not None and other.appointment.recurrence_id is not None:
            post.move(other, "deleteditems")
    return True


def _place_occurrence(post: Post[AnyItem], owner: Account, message: MeetingMessage, original: datetime) -> bool:
    series = series_of(post, owner, message.appointment.uid)
    if series is None or series.appointment is None or series.appointment.recurrence is None:
        item = single_occurrence(post, owner, message.appointment.uid, original)
        known = item.appointment if item is not None else None
        if not is_newer(message, known):
            return False
        made = received(known, message)
        if item is None:
            post.add_appointment(owner, made, message.fields, message.attachments)
        else:
            post.set_appointment(item, made, message.fields, message.attachments)
        return True
    whole = series.appointment
    if whole.is_mine:
        return True
    known = occurrence_of(whole, original)
    if not is_newer(message, known or whole):
        return False
    put_occurrence(post, series, original, received(known, message), message.fields)
    return True


def put_occurrence(
    post: Post[AnyItem],
    series: AnyItem,
    original: datetime,
    occurrence: Appointment,
    fields: Mapping[Any, Any] | None = None,
) -> None:
    """Make one occurrence of a series what `occurrence` says, also where it had been deleted."""
    whole = series.appointment
    if whole is None or not whole.series().is_in_pattern(original):
        return
    whole = replace(whole, deleted=whole.deleted - {original})
    plain = replace(whole, overrides={at: o for at, o in whole.overrides.items() if at != original})
    before = occurrence_of(plain, original)
    if before is None:
        return
    kept = whole.overrides.get(original, Override()).fields
    own = post.fields(series)
    told = kept if fields is None else {name: value for name, value in fields.items() if own.get(name) != value}
    changes = own_changes(before, occurrence)
    post.set_appointment(series, plain.with_override(original, changes, told))


def deliver_cancellation(post: Post[AnyItem], owner: Account, letter: Letter, message: MeetingMessage) -> AnyItem:
    """A cancellation arrives: the meeting or occurrence stays in the calendar, marked, until it is removed."""
    uid, original = message.appointment.uid, message.recurrence_id
    item = series_of(post, owner, uid)
    if original is not None and item is not None and item.appointment is not None and item.appointment.recurrence:
        known = occurrence_of(item.appointment, original)
        if known is not None and _may_cancel(known, message):
            put_occurrence(post, item, original, cancelled(known, message))
    else:
        item = item if original is None else single_occurrence(post, owner, uid, original)
        if item is not None and item.appointment is not None and _may_cancel(item.appointment, message):
            post.set_appointment(item, cancelled(item.appointment, message))
    for older in post.requests(owner, uid):
        _outdate(post, older, message)
    return post.deliver(owner, letter, message)


def _may_cancel(known: Appointment, message: MeetingMessage) -> bool:
    return bool(known.state & RECEIVED) and is_newer(message, known)


def deliver_response(post: Post[AnyItem], owner: Account, letter: Letter, message: MeetingMessage) -> AnyItem:
    """An answer arrives at the organiser: their list of attendees shows it, unless a later answer is known."""
    who, original = letter.author[0], message.recurrence_id
    item = series_of(post, owner, message.appointment.uid)
    if item is not None and item.appointment is not None and item.appointment.is_mine:
        whole = item.appointment
        at = message.appointment.replied or post.now()
        if original is None:
            post.set_appointment(item, replace(whole, attendees=whole.answered(who, message.response, at)))
        else:
            known = occurrence_of(whole, original)
            if known is not None:
                put_occurrence(
                    post, item, original, replace(known, attendees=known.answered(who, message.response, at))
                )
    return post.deliver(owner, letter, message)
