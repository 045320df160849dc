"""Holds what Exchange told of the conferencing inbox against what catching up found.

A notification is only a hint, so none of this changes what is done. It tells the administrator how far the
subscription can be relied on.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop_admin.domain.notification_day import NotificationDay
from desktop_admin.domain.ports import Clock
from desktop_admin.storage import Database

LATE = timedelta(minutes=1)
ECHO = timedelta(seconds=15)
"""Our own answers move items, and Exchange tells of that as well."""


class NotificationLedger:
    """One integration's. What came between two catch-ups is one wave."""

    def __init__(self, integration_id: str, database: Database, clock: Clock) -> None:
        self._id = integration_id
        self._database = database
        self._clock = clock
        self._told = 0
        self._first: datetime | None = None
        self._found: list[datetime] = []
        self._is_live = False
        self._echo_until: datetime | None = None

    def connected(self) -> None:
        """Anew: what came while nobody was subscribed was not missed."""
        self._is_live = False
        self._told, self._first, self._found = 0, None, []

    def told(self) -> None:
        """Exchange says that something changed."""
        self._told += 1
        self._first = self._first or self._clock.now()

    def found(self, received: datetime) -> None:
        """Catching up found a new item that arrived at ``received``."""
        self._found.append(received)

    def answered(self) -> None:
        """An answer of ours was sent."""
        self._echo_until = self._clock.now() + ECHO

    async def caught_up(self) -> None:
        """A catch-up has come to its end, after a notification or by itself: a wave is over."""
        now = self._clock.now()
        told, first, found = self._told, self._first, self._found
        is_echo = self._echo_until is not None and now <= self._echo_until
        was_live, self._is_live = self._is_live, True
        self._told, self._first, self._found = 0, None, []
        counted = NotificationDay(
            f"{now:%Y-%m-%d}",
            told=told,
            missed=len(found) if was_live and not told else 0,
            doubled=int(bool(told) and not found and not is_echo),
            late=sum(first is not None and first - received > LATE for received in found) if was_live else 0,
        )
        if told or counted.missed:
            async with self._database.begin() as work:
                await work.notifications.add(self._id, counted)
