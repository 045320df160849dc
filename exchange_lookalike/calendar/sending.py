"""The organiser's side: who is sent what after a meeting was made, changed or called off.

Source: MS-OXWSCAL and MS-OXWSCORE (SendMeetingInvitations, SendMeetingInvitationsOrCancellations,
SendMeetingCancellations), MS-OXOCAL 3.1.4.7 and 3.1.4.9.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from exchange_lookalike.accounts import Account
from exchange_lookalike.calendar import delivery
from exchange_lookalike.calendar.appointment import CANCELLED, MEETING, Appointment, normalised
from exchange_lookalike.calendar.meeting import (
    CANCELED,
    NEW,
    REQUEST,
    MeetingMessage,
    next_sequence,
    request_type,
    revised,
    significant,
)
from exchange_lookalike.calendar.post import AnyItem, Letter, Post, sender_of
from exchange_lookalike.people.names import everybody


@dataclass(frozen=True)
class Sending:
    """How messages go out: to nobody, to all or to those affected, with a copy kept or not."""

    to_all: bool
    to_changed: bool
    keep_copy: bool

    @classmethod
    def of(cls, mode: str) -> Sending:
        """From the value of one of the three attributes, e.g. SendToChangedAndSaveCopy."""
        changed = "Changed" in mode
        return cls("All" in mode, changed, mode.endswith("SaveCopy"))

    @property
    def any(self) -> bool:
        """Whether anything is sent at all."""
        return self.to_all or self.to_changed


def recipients(post: Post[AnyItem], appointment: Appointment) -> dict[str, str]:
    """Everybody who gets messages of a meeting, lists taken apart: address by address in lower case."""
    addresses = everybody(post.directory, (a.address for a in appointment.attendees))
    organiser = appointment.organizer[0].casefold()
    return {address.casefold(): address for address in addresses if address.casefold() != organiser}


def announce(
    post: Post[AnyItem],
    item: AnyItem,
    before: Appointment | None,
    mode: str,
    actor: Account,
    original: datetime | None = None,
) -> None:
    """Send what follows from an item that was created (`before` None) or changed, and mark it as sent.

    With `original` it is about that occurrence; `before` is the occurrence as it was. `actor` is who acted: the
    organiser or a delegate.
    """
    sending = Sending.of(mode)
    after = _state(item, original)
    if after is None or not after.is_mine or not sending.any or not (after.attendees or (before and before.attendees)):
        return
    stamped = revised(before, after, post.now())
    _keep(post, item, stamped, original)
    was = recipients(post, before) if before is not None and before.sent else {}
    now = recipients(post, stamped)
    added, removed = set(now) - set(was), set(was) - set(now)
    told = list(now) if sending.to_all else [key for key in now if key in added]
    if sending.to_changed and before is not None and significant(before, after):
        told = list(now)
    fields = _fields(post, item, original)
    if told:
        kinds = {key: request_type(before, after, key in was) for key in told}
        sent = _as_sent(item, stamped, original)
        snapshot = MeetingMessage(REQUEST, sent, original, fields=fields, attachments=post.attachments(item))
        letter = _letter(post, item, stamped, actor, fields)
        _post_requests(post, letter, snapshot, {now[key]: kinds[key] for key in told})
        if sending.keep_copy:
            post.keep_copy(post.owner(item), letter, replace(snapshot, request_type=next(iter(kinds.values()))))
    if removed:
        gone = replace(stamped, state=stamped.state | CANCELLED)
        _cancel(post, item, gone, [was[key] for key in removed], sending, actor, original)


def call_off(
    post: Post[AnyItem],
    item: AnyItem,
    mode: str,
    actor: Account,
    original: datetime | None = None,
    body: tuple[str, str] | None = None,
) -> MeetingMessage | None:
    """Tell everybody that a meeting or one occurrence is off, before it is deleted. Gives what was sent, or None."""
    sending = Sending.of(mode)
    state = _state(item, original)
    if state is None or not state.is_mine or not sending.any or not state.attendees or not state.sent:
        return None
    gone = replace(state, sequence=next_sequence(state), stamp=post.now(), state=state.state | CANCELLED | MEETING)
    told = recipients(post, gone)
    for at in state.overrides:
        # Whoever was invited to single occurrences alone hears of those.
        one = _state(item, at)
        guests = recipients(post, one) if one is not None and one.sent else {}
        alone = [address for key, address in guests.items() if key not in told]
        if one is not None and alone:
            off = replace(one, sequence=gone.sequence, stamp=gone.stamp, state=gone.state)
            _cancel(post, item, off, alone, replace(sending, keep_copy=False), actor, at, body)
    return _cancel(post, item, gone, told.values(), sending, actor, original, body)


def forwarded(post: Post[AnyItem], item: AnyItem, original: datetime | None = None) -> MeetingMessage | None:
    """What somebody receives whom a meeting or a request is forwarded to: a request from its organiser, with the
    meeting as it is in this mailbox. None where the item is no meeting."""
    if item.meeting is not None:
        if item.meeting.item_class != REQUEST:
            return None
        return replace(
            item.meeting, request_type=NEW, response="Unknown", replied=None, processed=False, passed_on=True
        )
    state = _state(item, original)
    if state is None or not state.is_meeting or state.is_cancelled:
        return None
    meant = replace(state, show_as=state.intended or state.show_as)
    fields = _fields(post, item, original)
    attachments = post.attachments(item)
    return MeetingMessage(REQUEST, meant, original, NEW, fields=fields, attachments=attachments, passed_on=True)


def _state(item: AnyItem, original: datetime | None) -> Appointment | None:
    whole = item.appointment
    return whole if whole is None or original is None else delivery.occurrence_of(whole, original)


def _keep(post: Post[AnyItem], item: AnyItem, stamped: Appointment, original: datetime | None) -> None:
    if original is None:
        post.set_appointment(item, normalised(stamped))
    else:
        delivery.put_occurrence(post, item, original, stamped)


def _as_sent(item: AnyItem, stamped: Appointment, original: datetime | None) -> Appointment:
    return stamped if original is not None or item.appointment is None else item.appointment


def _fields(post: Post[AnyItem], item: AnyItem, original: datetime | None) -> Mapping[Any, Any]:
    fields = dict(post.fields(item))
    if original is not None and item.appointment is not None:
        override = item.appointment.overrides.get(original)
        fields |= dict(override.fields) if override is not None else {}
    return fields


def _letter(
    post: Post[AnyItem], item: AnyItem, state: Appointment, actor: Account, fields: Mapping[Any, Any], prefix: str = ""
) -> Letter:
    owner = post.owner(item)
    sender = sender_of(owner, actor)
    return Letter(
        prefix + post.subject(fields),
        author=(owner.address, owner.name),
        sender=(sender.address, sender.name),
        to=tuple((a.address, a.name) for a in state.attendees if a.role != "Optional"),
        cc=tuple((a.address, a.name) for a in state.attendees if a.role == "Optional"),
        fields=fields,
    )


def _post_requests(post: Post[AnyItem], letter: Letter, snapshot: MeetingMessage, kinds: Mapping[str, str]) -> None:
    outside = []
    for address, kind in kinds.items():
        owner = post.directory.by_address(address)
        if owner is None or not owner.has_mailbox:
            outside.append(address)
            continue
        delivery.deliver_request(post, owner, letter, replace(snapshot, request_type=kind))
    if outside:
        post.send_outside(outside, letter)


def _cancel(
    post: Post[AnyItem],
    item: AnyItem,
    gone: Appointment,
    addresses: Iterable[str],
    sending: Sending,
    actor: Account,
    original: datetime | None,
    body: tuple[str, str] | None = None,
) -> MeetingMessage:
    fields = _fields(post, item, original)
    message = MeetingMessage(CANCELED, gone, original, fields=fields)
    letter = replace(_letter(post, item, gone, actor, fields, "Canceled: "), body=body)
    outside = []
    for address in addresses:
        owner = post.directory.by_address(address)
        if owner is None or not owner.has_mailbox:
            outside.append(address)
        else:
            delivery.deliver_cancellation(post, owner, letter, message)
    if outside:
        post.send_outside(outside, letter)
    if sending.keep_copy:
        post.keep_copy(post.owner(item), letter, message)
    return message
