"""What a mailbox's calendar shows: free/busy events and occurrences as items to show."""

from __future__ import annotations

from datetime import datetime

from exchange_lookalike.accounts import Account
from exchange_lookalike.calendar.addressing import tail_of
from exchange_lookalike.calendar.appointment import Override
from exchange_lookalike.calendar.series import Stretch
from exchange_lookalike.calendar.view import Window, in_window, occurrence
from exchange_lookalike.items import FieldKey, Item, Value
from exchange_lookalike.people.free_busy import Event
from exchange_lookalike.store import Store

OCCURRENCE_CLASS = "IPM.Appointment.Occurrence"
EXCEPTION_CLASS = "IPM.OLE.CLASS.{00061055-0000-0000-C000-000000000046}"
_PRIVATE = ("Private", "Confidential")


def shown(item: Item, stretch: Stretch) -> Item:
    """An occurrence as an item to show; a single item as it is."""
    appointment, kind = occurrence(item, stretch)
    if kind == "Single" or item.appointment is None:
        return item
    override = item.appointment.overrides.get(stretch.original, Override())
    classes: dict[FieldKey, Value] = {"ItemClass": EXCEPTION_CLASS if kind == "Exception" else OCCURRENCE_CLASS}
    return item.shown_as(tail_of(stretch.original), {**item.values, **classes, **override.fields}, appointment)


def events(store: Store, account: Account, start: datetime, end: datetime) -> list[Event]:
    """Everything of a calendar between two moments as free/busy sees it, cancelled meetings as free time left out."""
    made = []
    for item, stretch in in_window(list(store.folder(account, "calendar").items.values()), Window(start, end)):
        state, kind = occurrence(item, stretch)
        if state.is_cancelled:
            continue
        one = shown(item, stretch)
        made.append(
            Event(
                stretch.start, stretch.end, state.show_as, one.id, one.text("Subject"), state.location,
                state.is_meeting, kind != "Single", kind == "Exception", one.flag("ReminderIsSet"),
                one.text("Sensitivity") in _PRIVATE,
            )
        )  # fmt: skip
    return made
