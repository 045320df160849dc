"""The calendar as the store's operations ask for it: `rules.CalendarRules`, put into force when this is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from lxml import etree

from desktop_admin.sandbox import rules, soap
from desktop_admin.sandbox.accounts import Account
from desktop_admin.sandbox.calendar import addressing, answering, changing, delivery, sending, showing, store_post
from desktop_admin.sandbox.calendar.meeting import MeetingMessage
from desktop_admin.sandbox.calendar.reading import Reading
from desktop_admin.sandbox.calendar.store_post import StorePost
from desktop_admin.sandbox.calendar.store_view import shown
from desktop_admin.sandbox.calendar.view import in_window, read_window
from desktop_admin.sandbox.dispatch import Call
from desktop_admin.sandbox.faults import EwsError, UnknownRequest
from desktop_admin.sandbox.items import FieldKey, Folder, Item, Value

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
        self, call: Call, folder: Folder, draft: Item, elements: Mapping[str, etree._Element], mode: str
    ) -> Item:
        """Put the draft into the folder as an appointment, and invite whoever it names. Raises EwsError."""
        post = _post(call)
        draft.appointment = changing.begin(folder.mailbox.account, elements, post.now(), _reading(call))
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
    ) -> Item:
        """Change a calendar item or an occurrence, and tell whom it concerns. Gives it as it is then."""
        held, original = _held(item)
        changing.update(_post(call), held, original, elements, values, mode, _reading(call), call.account)
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

    def forwarded(self, call: Call, item: Item) -> MeetingMessage | None:
        """What somebody receives whom `item` is forwarded to, if that is a request."""
        held, original = _held(item)
        return sending.forwarded(_post(call), held, original)

    def deliver(self, call: Call, owner: Account, item: Item) -> None:
        """Deliver a forwarded request into somebody's mailbox, and put the meeting into their calendar."""
        if item.meeting is not None:
            delivery.deliver_request(_post(call), owner, store_post.letter_of(item), item.meeting)


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
