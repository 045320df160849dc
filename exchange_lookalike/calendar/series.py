"""A series in its own time zone: its occurrences as UTC stretches, with exceptions and deletions laid over them.

An occurrence is known for ever by its original start: the UTC moment the pattern gives it (MS-OXOCAL: the exception's
original date; iCalendar: RECURRENCE-ID).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from exchange_lookalike.calendar import recurrence as rules
from exchange_lookalike.calendar.recurrence import Recurrence

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """When one occurrence takes place, all in UTC. `is_exception`: it was changed by itself."""

    original: datetime
    start: datetime
    end: datetime
    is_exception: bool = False


@dataclass(frozen=True)
class Series:
    """A pattern with the wall-clock time it begins at, its length, and its zone.

    `length` is a span on the wall clock for all-day series (`whole_days`), an elapsed time otherwise.
    `exceptions` maps original starts to the (start, end) they were moved to; `deleted` are original starts.
    """

    recurrence: Recurrence
    at: time
    length: timedelta
    zone: tzinfo
    exceptions: Mapping[datetime, tuple[datetime, datetime]]
    deleted: Collection[datetime]
    whole_days: bool = False

    def _stretch(self, day: date) -> Stretch:
        wall = datetime.combine(day, self.at, tzinfo=self.zone)
        start = wall.astimezone(UTC)
        end = (wall + self.length).astimezone(UTC) if self.whole_days else start + self.length
        return Stretch(start, start, end)

    def _placed(self, day: date) -> Stretch | None:
        plain = self._stretch(day)
        if plain.original in self.deleted:
            return None
        moved = self.exceptions.get(plain.original)
        return plain if moved is None else Stretch(plain.original, *moved, is_exception=True)

    def between(self, start: datetime, end: datetime) -> list[Stretch]:
        """The occurrences that overlap [start, end), exceptions where they were moved to, in order of their start."""
        first = (start - self.length).astimezone(self.zone).date() - _DAY
        last = end.astimezone(self.zone).date() + _DAY
        found = [
            stretch
            for day in rules.dates_between(self.recurrence, first, last)
            if (stretch := self._stretch(day)).original not in self.deleted
            and stretch.original not in self.exceptions
            and overlaps(stretch.start, stretch.end, start, end)
        ]
        found += [
            Stretch(original, begin, until, is_exception=True)
            for original, (begin, until) in self.exceptions.items()
            if overlaps(begin, until, start, end)
        ]
        return sorted(found, key=lambda stretch: (stretch.start, stretch.original))

    def at_original(self, original: datetime) -> Stretch | None:
        """The occurrence of that original start; None if the pattern has none there or it was deleted."""
        day = original.astimezone(self.zone).date()
        for candidate in (day, day - _DAY, day + _DAY):
            if rules.number_of(self.recurrence, candidate) and self._stretch(candidate).original == original:
                return self._placed(candidate)
        return None

    def is_in_pattern(self, original: datetime) -> bool:
        """Whether the pattern ever gave this original start, deleted or not."""
        day = original.astimezone(self.zone).date()
        return any(
            rules.number_of(self.recurrence, candidate) is not None and self._stretch(candidate).original == original
            for candidate in (day, day - _DAY, day + _DAY)
        )

    def number(self, number: int) -> tuple[bool, Stretch | None]:
        """The n-th occurrence of the pattern: (within the range, the occurrence or None if it was deleted)."""
        day = rules.date_number(self.recurrence, number)
        return (False, None) if day is None else (True, self._placed(day))

    def first(self) -> Stretch | None:
        """The first occurrence that was not deleted."""
        for number in range(1, len(self.deleted) + 2):
            exists, stretch = self.number(number)
            if stretch is not None or not exists:
                return stretch
        return None

    def last(self) -> Stretch | None:
        """The last occurrence that was not deleted; None for a series without end."""
        day = rules.last_date(self.recurrence)
        number = rules.number_of(self.recurrence, day) if day else None
        while number:
            stretch = self.number(number)[1]
            if stretch is not None:
                return stretch
            number -= 1
        return None

    def remains(self) -> bool:
        """Whether any occurrence is left."""
        return self.first() is not None

    def neighbours(self, original: datetime) -> tuple[Stretch | None, Stretch | None]:
        """The occurrences before and after one, in the order of the pattern: what an exception may not cross."""
        day = original.astimezone(self.zone).date()
        number = rules.number_of(self.recurrence, day)
        if number is None:
            return None, None
        before = next((s for n in range(number - 1, 0, -1) if (s := self.number(n)[1]) is not None), None)
        after = next((s for n in range(number + 1, number + 40) if (s := self.number(n)[1]) is not None), None)
        return before, after


def overlaps(start: datetime, end: datetime, begin: datetime, until: datetime) -> bool:
    """Whether [start, end) meets [begin, until); something without length counts where it stands."""
    return start < until and (end > begin or (start == end and start >= begin))
