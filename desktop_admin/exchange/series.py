"""Series of a calendar, for servers whose calendar views give masters instead of occurrences."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime

from exchangelib.errors import EWSError

from desktop_admin.domain.meeting import ItemId, MovedOccurrence
from desktop_admin.domain.recurrence import occurrences
from desktop_admin.exchange.call import Call
from desktop_admin.exchange.faults import is_of_item
from desktop_admin.exchange.items import read_items
from desktop_admin.exchange.recurrences import deleted_occurrences_of, moved_occurrences_of, recurrence_of
from desktop_admin.exchange.xml import Element, T, moment_of
from desktop_admin.exchange.zones import stand_in, zone_name_of

_log = logging.getLogger(__name__)


def expanded(
    call: Call, shape: Element, masters: Sequence[ItemId], start: datetime, end: datetime
) -> Iterator[tuple[Element, MovedOccurrence]]:
    """Each occurrence that touches the window, with its master, read anew in ``shape``. A master that cannot be read
    costs its series alone. Raises MailFault.
    """
    for _item_id, master in read_items(call, shape, masters):
        if isinstance(master, EWSError) and not is_of_item(master):
            raise master
        try:
            if isinstance(master, Exception):
                raise ValueError(type(master).__name__)
            found = tuple(_occurrences(master, start, end))
        except (ValueError, OverflowError) as fault:
            _log.warning("A series of %s cannot be read (%s).", call.mailbox, type(fault).__name__)
            continue
        yield from ((master, each) for each in found)


def _occurrences(master: Element, start: datetime, end: datetime) -> Iterator[MovedOccurrence]:
    recurrence = recurrence_of(master)
    first_start, first_end = (moment_of(master, T + name) for name in ("Start", "End"))
    if recurrence is None or first_start is None or first_end is None:
        raise ValueError("A series does not say when it takes place.")
    moved = moved_occurrences_of(master)
    elsewhere = {each.original_start for each in moved} | set(deleted_occurrences_of(master))
    zone = zone_name_of(master, first_start, recurrence) or stand_in(recurrence, first_start)
    for original, begins, ends in occurrences(recurrence, first_start, first_end, zone, after=start, until=end):
        if original not in elsewhere:
            yield MovedOccurrence(original, begins, ends)
    yield from (each for each in moved if each.start < end and each.end > start)
