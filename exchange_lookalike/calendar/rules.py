"""The calendar as the store's operations ask for it: `rules.CalendarRules`, put into force when this is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from lxml import etree

from exchange_lookalike import rules, soap
from exchange_lookalike.accounts import Account
from exchange_lookalike.calendar import (
    addressing,
    answering,
    changing,
    delivery,
    ical_reading,
    ical_writing,
    sending,
    showing,
    store_post,
)
from exchange_lookalike.calendar.appointment import Appointment
from exchange_lookalike.calendar.ical_reading import Imported
from exchange_lookalike.calendar.meeting import CANCELED, REQUEST, MeetingMessage
from exchange_lookalike.calendar.reading import Reading
from exchange_lookalike.calendar.store_post import StorePost
from exchange_lookalike.calendar.store_view import shown
from exchange_lookalike.calendar.view import in_window, read_window
from exchange_lookalike.call import Call
from exchange_lookalike.faults import EwsError, SchemaViolation, UnknownRequest
from exchange_lookalike.items import FieldKey, Folder, Item, Value

_BODIES = ("Body", "NewBodyContent")


class StoreCalendar:
    """`rules.CalendarRules` over the store of each call."""

    def show(self, call: Call, item: Item, name: str) -> Sequence[etree._Element]:
        """A calendar field of an item as new elements; none where it has no value."""
        return showing.show(_post(call), item, name)

    def view(self, call: Call, folder: Folder, element: etree._Element) -> tuple[list[Item], bool]:
        """What an m:CalendarView shows of a calendar folder, by start; whether that is all of it."""
        window = read_window(element, call.zone)
        found = in_window(folder.items.values(), window)
        if "unexpanded_views" in call.store.quirks:
            masters = {item.number: item for item, _stretch in found}
            return list(masters.values()), True
        return [shown(item, stretch) for item, stretch in found[: window.limit]], len(found) <= window.limit

    def occurrence(self, call: Call, series: Item, tail: int) -> Item:
        """The occurrence with that tail. Raises EwsError where it is gone."""
        if series.appointment is None:
            raise EwsError("ErrorItemNotFound")
        return _at(series, addressing.original_of(series.appointment, tail))

    def nth_occurrence(self, call: Call, series: Item, index: int) -> Item:
        """The occurrence with that one-based index. Raises EwsError that tells why there is none."""
        return _at(series, addressing.by_number(series.appointment, index))

    def create(
        self,
        call: Call,
        folder: Folder,
        draft: Item,
        elements: Mapping[str, etree._Element],
        mode: str,
        imported: Imported | None = None,
    ) -> Item:
        """Put the draft into the folder as an appointment, and invite whoever it names. Raises EwsError."""
        post = _post(call)
        owner, reading = folder.mailbox.account, _reading(call)
        made = changing.begin(owner, elements, post.now(), reading)
        if imported is not None:
            made = ical_reading.laid_over(made, imported, owner.address, reading, draft.values)
        draft.appointment = made
        call.store.add(folder, draft, by=call.account)
        sending.announce(post, draft, None, mode, call.account)
        return draft

    def update(
        self,
        call: Call,
        item: Item,
        values: Mapping[FieldKey, Value | None],
        elements: Mapping[str, etree._Element | None],
        mode: str,
        imported: Imported | None = None,
    ) -> Item:
        """Change a calendar item or an occurrence, and tell whom it concerns. Gives it as it is then."""
        held, original = _held(item)
        reading = _reading(call)

        def lay(appointment: Appointment) -> Appointment:
            if imported is None:
                return appointment
            return ical_reading.with_exceptions(appointment, imported, reading, {**held.values, **values})

        changing.update(_post(call), held, original, elements, values, mode, reading, call.account, lay)
        return held if original is None else _at(held, original)

    def delete(self, call: Call, item: Item, how: str, mode: str) -> None:
        """Delete a calendar item or an occurrence, and call it off where `mode` says so."""
        held, original = _held(item)
        if changing.delete(_post(call), held, original, mode, call.account):
            call.store.delete(held, how)

    def respond(self, call: Call, element: etree._Element, item: Item, disposition: str) -> list[Item]:
        """Answer, remove or call off what `item` is about. Gives the items that came of it."""
        post, action, body = _post(call), soap.local(element), _body(element)
        held, original = _held(item)
        if action == "RemoveItem" and "refuses_remove_item" in call.store.quirks:
            raise UnknownRequest(f"E-3045: failed to find proper type for node '{action}'")
        if action == "RemoveItem":
            outcome = answering.remove(post, held)
        elif action == "CancelCalendarItem":
            outcome = answering.cancel(post, held, body, call.account, original)
        else:
            keeps = "keeps_answered" in call.store.quirks
            outcome = answering.answer(post, held, action, body, disposition, call.account, original, keeps=keeps)
        return outcome.items

    def as_calendar(self, call: Call, item: Item) -> bytes:
        """A calendar item as iCalendar: a series with its exceptions, an occurrence alone."""
        if item.appointment is None:
            raise EwsError("ErrorInvalidOperation", "The item is not in a calendar.")
        return ical_writing.of_appointment(item.appointment, item.values, call.store.now())

    def invitation(self, call: Call, item: Item) -> tuple[str, bytes]:
        """What a meeting message holds beside its text: the method, and the calendar as iCalendar."""
        if item.meeting is None:
            raise EwsError("ErrorInvalidOperation", "The item is no meeting message.")
        fields = {**item.values, **item.meeting.fields}
        return ical_writing.of_message(item.meeting, fields, item.owner.address, call.store.now())

    def take_invitation(self, call: Call, item: Item, data: bytes) -> None:
        """Make a message that holds a calendar the meeting message that it is; one that cannot be read stays mail."""
        try:
            imported = ical_reading.read(data, call.zone)
            sender = (call.account.address, call.account.name)
            meeting = ical_reading.message_of(imported, sender, call.store.now(), _reading(call), item)
        except (EwsError, SchemaViolation):
            return
        if meeting is not None:
            item.kind, item.meeting = store_post.kind_of(meeting), meeting
            item.values["ItemClass"] = meeting.item_class

    def forwarded(self, call: Call, item: Item) -> MeetingMessage | None:
        """What somebody receives whom `item` is forwarded to, if that is a request."""
        held, original = _held(item)
        return sending.forwarded(_post(call), held, original)

    def deliver(self, call: Call, owner: Account, item: Item) -> None:
        """Deliver a meeting message into somebody's mailbox, and bring their calendar up to date."""
        if item.meeting is None:
            return
        post, letter, message = _post(call), store_post.letter_of(item), replace(item.meeting, passed_on=False)
        if message.item_class == REQUEST:
            delivery.deliver_request(post, owner, letter, message)
        elif message.item_class == CANCELED:
            delivery.deliver_cancellation(post, owner, letter, message)
        else:
            delivery.deliver_response(post, owner, letter, message)


def _post(call: Call) -> StorePost:
    return StorePost(call.store, call.account)


def _reading(call: Call) -> Reading:
    return Reading(call.store.directory, call.zone)


def _held(item: Item) -> tuple[Item, datetime | None]:
    """What the store holds of an item, and the original start where it is an occurrence."""
    if item.master is None or item.appointment is None:
        return item, None
    return item.master, item.appointment.recurrence_id


def _at(series: Item, original: datetime) -> Item:
    whole = series.appointment
    stretch = whole.series().at_original(original) if whole is not None and whole.recurrence is not None else None
    if stretch is None:
        raise EwsError("ErrorItemNotFound")
    return shown(series, stretch)


def _body(element: etree._Element) -> tuple[str, str] | None:
    for name in _BODIES:
        found = soap.child(element, name)
        if found is not None:
            return soap.attribute(found, "BodyType", ("HTML", "Text")), found.text or ""
    return None


rules.use(StoreCalendar())
