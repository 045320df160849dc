"""What the store's operations ask the calendar: the one door between them.

The calendar package implements `CalendarRules` and registers it with `use`; the operations on items call `calendar()`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from lxml import etree

from exchange_lookalike.accounts import Account
from exchange_lookalike.items import FieldKey, Folder, Item, Value

if TYPE_CHECKING:
    from exchange_lookalike.calendar.ical_reading import Imported
    from exchange_lookalike.calendar.meeting import MeetingMessage
    from exchange_lookalike.call import Call


class CalendarRules(Protocol):
    """How items with a calendar half behave. All methods may raise EwsError and SchemaViolation."""

    def show(self, call: Call, item: Item, name: str) -> Sequence[etree._Element]:
        """A calendar field (one of `fields.CALENDAR_FIELDS`) of an item with an appointment or a meeting half, as new
        elements; none where it has no value. `item` may be an occurrence."""

    def view(self, call: Call, folder: Folder, element: etree._Element) -> tuple[list[Item], bool]:
        """What an m:CalendarView shows of a calendar folder, by start; whether that is all of it."""

    def occurrence(self, call: Call, series: Item, tail: int) -> Item:
        """The occurrence that an identifier of the kind OCCURRENCE names. Raises ErrorItemNotFound where it is gone."""

    def nth_occurrence(self, call: Call, series: Item, index: int) -> Item:
        """The occurrence with that one-based index. Raises ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange and
        ErrorCalendarOccurrenceIsDeletedFromRecurrence."""

    def create(
        self,
        call: Call,
        folder: Folder,
        draft: Item,
        elements: Mapping[str, etree._Element],
        mode: str,
        imported: Imported | None = None,
    ) -> Item:
        """Make the draft (kind CalendarItem, item fields set) a calendar item of `folder`. `elements` are its calendar
        fields; `mode` is SendMeetingInvitations; `imported` is the calendar that it was taken from, if it was."""

    def update(
        self,
        call: Call,
        item: Item,
        values: Mapping[FieldKey, Value | None],
        elements: Mapping[str, etree._Element | None],
        mode: str,
        imported: Imported | None = None,
    ) -> Item:
        """Change a calendar item or an occurrence: item fields and calendar fields, None deletes one. `mode` is
        SendMeetingInvitationsOrCancellations. Gives the item as it is then."""

    def delete(self, call: Call, item: Item, how: str, mode: str) -> None:
        """Delete a calendar item or an occurrence. `mode` is SendMeetingCancellations."""

    def respond(self, call: Call, element: etree._Element, item: Item, disposition: str) -> list[Item]:
        """AcceptItem, TentativelyAcceptItem, DeclineItem, RemoveItem or CancelCalendarItem on `item`; `disposition` is
        MessageDisposition. Gives the items that CreateItem tells."""

    def as_calendar(self, call: Call, item: Item) -> bytes:
        """A calendar item as iCalendar."""

    def invitation(self, call: Call, item: Item) -> tuple[str, bytes]:
        """What a meeting message holds beside its text: the method, and the calendar as iCalendar."""

    def take_invitation(self, call: Call, item: Item, data: bytes) -> None:
        """Make a message that holds such a calendar the meeting message that it is."""

    def forwarded(self, call: Call, item: Item) -> MeetingMessage | None:
        """What somebody receives whom `item` is forwarded to, if that is a request."""

    def deliver(self, call: Call, owner: Account, item: Item) -> None:
        """Deliver a meeting message that was not made by the calendar: a forwarded one, or one brought as a whole."""


_rules: list[CalendarRules] = []


def use(rules: CalendarRules) -> None:
    """Let these be the calendar's rules from now on."""
    _rules[:] = [rules]


def calendar() -> CalendarRules:
    """The calendar's rules."""
    return _rules[0]
