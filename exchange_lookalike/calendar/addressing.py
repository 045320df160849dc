"""How occurrences are named: by an identifier of their own, or by their number in the series (MS-OXWSCORE)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from exchange_lookalike.calendar.appointment import Appointment
from exchange_lookalike.faults import EwsError

_FILE_TIME_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def tail_of(original: datetime) -> int:
    """An original start as the tail of an identifier: minutes, since series begin on whole minutes."""
    return (original - _FILE_TIME_EPOCH) // timedelta(minutes=1)


def original_of(series: Appointment, tail: int) -> datetime:
    """The original start behind an identifier's tail. Raises EwsError where no occurrence stands (any more)."""
    original = _FILE_TIME_EPOCH + timedelta(minutes=tail)
    if series.recurrence is None:
        raise EwsError("ErrorItemNotFound")
    whole = series.series()
    seconds = timedelta(seconds=series.start.second)
    if not whole.is_in_pattern(original + seconds):
        raise EwsError("ErrorItemNotFound")
    if original + seconds in series.deleted:
        raise EwsError("ErrorCalendarOccurrenceIsDeletedFromRecurrence", "The occurrence was deleted from the series.")
    return original + seconds


def by_number(series: Appointment | None, number: int) -> datetime:
    """The original start of the n-th occurrence (from 1). Raises EwsError that tells why there is none."""
    if series is None or series.recurrence is None:
        raise EwsError("ErrorCalendarCannotUseIdForOccurrenceId", "The identifier is not that of a recurring master.")
    within, stretch = series.series().number(number)
    if not within:
        raise EwsError("ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange", "The series has no such occurrence.")
    if stretch is None:
        raise EwsError("ErrorCalendarOccurrenceIsDeletedFromRecurrence", "The occurrence was deleted from the series.")
    return stretch.original


def new_uid(now: datetime) -> str:
    """A GlobalObjectId in hexadecimal, as Exchange makes UIDs (MS-OXOCAL 2.2.1.27)."""
    ticks = (now - _FILE_TIME_EPOCH) // timedelta(microseconds=1) * 10
    body = bytes(4) + ticks.to_bytes(8, "little") + bytes(8) + (16).to_bytes(4, "little") + uuid.uuid4().bytes
    return "040000008200E00074C5B7101A82E008" + body.hex().upper()
