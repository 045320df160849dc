"""Beginning, changing and deleting calendar items as clients ask for it, with the messages that follow.

Source: MS-OXWSCAL, MS-OXWSCORE. Raises EwsError with the calendar's own codes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from lxml import etree

from exchange_lookalike.accounts import Account
from exchange_lookalike.calendar import delivery, sending
from exchange_lookalike.calendar.addressing import new_uid
from exchange_lookalike.calendar.appointment import MEETING, Appointment, check_occurrence, normalised
from exchange_lookalike.calendar.post import DELETED, AnyItem, Post
from exchange_lookalike.calendar.reading import Reading, apply
from exchange_lookalike.faults import EwsError
from exchange_lookalike.timezones import utc_zone


def begin(
    owner: Account, elements: Mapping[str, etree._Element | None], now: datetime, reading: Reading
) -> Appointment:
    """A new appointment of `owner`'s from its calendar fields by name. Raises EwsError, SchemaViolation.

    Without a start it begins at the next half hour, without an end it takes half an hour.
    """
    soon = now + timedelta(minutes=30)
    start = soon.replace(minute=soon.minute // 30 * 30, second=0, microsecond=0)
    zone = reading.zone or utc_zone()
    blank = Appointment(
        new_uid(now), start, start, (owner.address, owner.name), zone, zone, stamp=now.replace(microsecond=0)
    )
    made = apply(blank, elements, reading)
    if "End" not in elements:
        made = replace(made, end=made.start + timedelta(minutes=30))
    return normalised(_as_meeting(made))


def _as_meeting(appointment: Appointment) -> Appointment:
    """Whoever invites somebody has a meeting; the mark stays when all are taken out again."""
    return replace(appointment, state=appointment.state | MEETING) if appointment.attendees else appointment


def update(
    post: Post[AnyItem],
    item: AnyItem,
    original: datetime | None,
    elements: Mapping[str, etree._Element | None],
    fields: Mapping[Any, Any],
    mode: str,
    reading: Reading,
    actor: Account,
    lay: Callable[[Appointment], Appointment] = lambda appointment: appointment,
) -> None:
    """Change an item or, with `original`, one occurrence of it. `fields` are the item fields that become different;
    None deletes one, which gives an occurrence the series' again. `lay` lays exceptions over a series."""
    whole = item.appointment
    if whole is None:
        raise EwsError("ErrorInvalidOperation", "The item is not in a calendar.")
    if original is not None:
        _update_occurrence(post, item, whole, original, elements, fields, mode, reading, actor)
        return
    after = apply(whole, elements, reading)
    if whole.recurrence is not None and after.recurrence is not None:
        after = _series_moved(whole, after, elements)
    post.set_appointment(item, lay(normalised(_as_meeting(after))), fields)
    sending.announce(post, item, whole, mode, actor)


def _series_moved(
    before: Appointment, after: Appointment, elements: Mapping[str, etree._Element | None]
) -> Appointment:
    """A series whose pattern or time changed begins anew: its exceptions and deletions go (MS-OXOCAL 3.1.4.6.3)."""
    if "Start" in elements and "Recurrence" not in elements and after.recurrence is not None:
        day = after.start.astimezone(after.zone.tz).date()
        if day != before.start.astimezone(before.zone.tz).date():
            shift = day - before.start.astimezone(before.zone.tz).date()
            after = replace(after, recurrence=replace(after.recurrence, start=after.recurrence.start + shift))
    same = (before.start, before.end, before.recurrence, before.all_day, before.zone) == (
        after.start, after.end, after.recurrence, after.all_day, after.zone,
    )  # fmt: skip
    return after if same else replace(after, overrides={}, deleted=frozenset())


def _update_occurrence(
    post: Post[AnyItem],
    item: AnyItem,
    whole: Appointment,
    original: datetime,
    elements: Mapping[str, etree._Element | None],
    fields: Mapping[Any, Any],
    mode: str,
    reading: Reading,
    actor: Account,
) -> None:
    before = delivery.occurrence_of(whole, original)
    if before is None:
        raise EwsError("ErrorItemNotFound")
    if "Recurrence" in elements:
        raise EwsError("ErrorInvalidPropertySet", "An occurrence has no recurrence of its own.")
    after = apply(before, elements, reading)
    if after.all_day:
        after = normalised(after)
    check_occurrence(whole, original, after.start, after.end)
    delivery.put_occurrence(post, item, original, _as_meeting(after))
    if fields and item.appointment is not None:
        post.set_appointment(item, item.appointment.with_override(original, {}, fields))
    sending.announce(post, item, before, mode, actor, original)


def delete(post: Post[AnyItem], item: AnyItem, original: datetime | None, mode: str, actor: Account) -> bool:
    """Send what deletion asks for; takes an occurrence out of its series. Gives whether the item itself is to go."""
    whole = item.appointment
    if whole is None:
        raise EwsError("ErrorInvalidOperation", "The item is not in a calendar.")
    sending.call_off(post, item, mode, actor, original)
    if original is None:
        return True
    rest = whole.without(original)
    if not rest.series().remains():
        post.move(item, DELETED)
    else:
        post.set_appointment(item, rest)
    return False
