"""An organiser's calendar with one series or single meeting, and the messages that go out for what is done to it.

Sequence numbers and stamps are those of Microsoft's MS-OXOCAL ("Sending Meeting Objects"): a change of time or place
counts up, over the series and all its exceptions; any other change has a later stamp alone. A series' message lists
its exceptions. A change of its times drops them, deleted ones too.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from desktop_admin.domain.meeting import (
    Frequency,
    ItemId,
    Mailbox,
    MeetingMessage,
    MessageKind,
    MovedOccurrence,
    Recurrence,
)

HALF_HOUR = timedelta(minutes=30)
ADA = Mailbox("ada@example.com", "Ada")


@dataclass
class Changed:
    """``start`` None: the occurrence was cancelled."""

    start: datetime | None
    sequence: int


@dataclass
class Organiser:
    """``days`` 0 makes a single meeting. ``start`` is on a whole hour, so that ``hour`` tells the time of day."""

    uid: str
    start: datetime
    days: int
    body: str
    now: datetime
    subject: str = "Planning"
    location: str = ""
    sequence: int = 0
    cancelled: bool = False
    exceptions: dict[int, Changed] = field(default_factory=dict)
    sent: list[MeetingMessage] = field(default_factory=list)

    def invite(self) -> None:
        self._send(self._series())

    def rename(self) -> None:
        """A change that counts nothing up."""
        self.subject += "!"
        self._send(self._series())

    def relocate(self) -> None:
        """A change that counts up and keeps the exceptions."""
        self.location += "x"
        self.sequence = self._next()
        self._send(self._series())

    def shift(self, hours: int) -> None:
        """Another hour; its own changes nothing, and drops nothing."""
        if self.start.hour == 8 + hours:
            return
        self.sequence = self._next()
        self.start = self.start.replace(hour=8 + hours)
        self.exceptions.clear()
        self._send(self._series())

    def lengthen(self, days: int) -> None:
        """Another number of days; a single meeting stays one."""
        if days == self.days or not self.days:
            return
        self.sequence = self._next()
        self.days = days
        self.exceptions.clear()
        self._send(self._series())

    def move_day(self, day: int, hours: int) -> None:
        if day >= self.days or self._is_gone(day):
            return
        start = self._day(day) + timedelta(hours=10 + hours)
        self.exceptions[day] = Changed(start, self._next_of(day))
        self._send(self._occurrence(day, MessageKind.REQUEST))

    def cancel_day(self, day: int) -> None:
        if day >= self.days or self._is_gone(day):
            return
        self.exceptions[day] = Changed(None, self._next_of(day))
        self._send(self._occurrence(day, MessageKind.CANCELLATION))

    def cancel(self) -> None:
        self.sequence = self._next()
        self.cancelled = True
        self._send(replace(self._series(), kind=MessageKind.CANCELLATION))

    @property
    def is_alive(self) -> bool:
        return bool(self.times())

    def times(self) -> list[tuple[datetime, datetime]]:
        """When the meeting takes place in the end, computed anew from the calendar alone."""
        if self.cancelled:
            return []
        if not self.days:
            return [(self.start, self.start + HALF_HOUR)]
        starts = [self.exceptions[day].start if day in self.exceptions else self._day(day) for day in range(self.days)]
        return sorted((start, start + HALF_HOUR) for start in starts if start is not None)

    def _day(self, day: int) -> datetime:
        return self.start + timedelta(days=day)

    def _is_gone(self, day: int) -> bool:
        return day in self.exceptions and self.exceptions[day].start is None

    def _next(self) -> int:
        return max(self.sequence, *(each.sequence for each in self.exceptions.values()), 0) + 1

    def _next_of(self, day: int) -> int:
        own = self.exceptions[day].sequence if day in self.exceptions else 0
        return max(self.sequence, own) + 1

    def _send(self, message: MeetingMessage) -> None:
        self.sent.append(message)

    def _series(self) -> MeetingMessage:
        return replace(
            self._message(MessageKind.REQUEST),
            recurrence=Recurrence(Frequency.DAILY, self.start.date(), count=self.days) if self.days else None,
            moved_occurrences=tuple(
                MovedOccurrence(self._day(day), each.start, each.start + HALF_HOUR)
                for day, each in self.exceptions.items()
                if each.start is not None
            ),
            deleted_occurrences=tuple(self._day(day) for day in self.exceptions if self._is_gone(day)),
        )

    def _occurrence(self, day: int, kind: MessageKind) -> MeetingMessage:
        start = self.exceptions[day].start or self._day(day)
        return replace(
            self._message(kind),
            recurrence_id=self._day(day).astimezone(UTC),
            start=start,
            end=start + HALF_HOUR,
            sequence=self.exceptions[day].sequence,
        )

    def _message(self, kind: MessageKind) -> MeetingMessage:
        self.now += timedelta(seconds=1)
        return MeetingMessage(
            ItemId(f"{self.uid}-{len(self.sent)}"),
            kind,
            self.now,
            uid=self.uid,
            sequence=self.sequence,
            stamp=self.now,
            subject=self.subject,
            location=self.location,
            body=self.body,
            organizer=ADA,
            sender=ADA,
            start=self.start,
            end=self.start + HALF_HOUR,
            zone="UTC",
        )


_days = st.integers(0, 4)
deeds = st.one_of(
    st.tuples(st.just("rename")),
    st.tuples(st.just("relocate")),
    st.tuples(st.just("shift"), st.integers(0, 3)),
    st.tuples(st.just("lengthen"), st.integers(1, 5)),
    st.tuples(st.just("move_day"), _days, st.integers(0, 3)),
    st.tuples(st.just("move_day"), _days, st.integers(0, 3)),
    st.tuples(st.just("cancel_day"), _days),
    st.tuples(st.just("cancel_day"), _days),
    st.tuples(st.just("cancel")),
)
"""What an organiser may do: a method's name and its arguments."""


def run_life(number: int, length: int, done: list[tuple], body: str, first: datetime) -> Organiser:
    """The ``number``-th meeting, from its invitation on; what cannot be done any more is left out."""
    organiser = Organiser(f"uid-{number}", first.replace(hour=8, minute=0), length, body, first - timedelta(days=2))
    organiser.invite()
    for name, *values in done:
        if organiser.is_alive:
            getattr(organiser, name)(*values)
    return organiser
