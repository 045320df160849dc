"""Holds what Exchange told of the conferencing inbox against what catching up found.

A notification is only a hint, so none of this changes what is done. It tells the administrator how far the
subscription can be relied on.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop_admin.domain.counted import counted
from desktop_admin.domain.notification_day import NotificationDay
from desktop_admin.domain.ports import Clock
from desktop_admin.domain.status import Severity
from desktop_admin.service.alarms import MISSED_ALARM, Alarms
from desktop_admin.storage import Database

LATE = timedelta(minutes=1)
ECHO = timedelta(seconds=15)
"""Our own answers move items, and Exchange tells of that as well."""


class NotificationLedger:
    """One integration's. What came between two catch-ups is one wave."""

    def __init__(self, integration_id: str, database: Database, clock: Clock, alarms: Alarms) -> None:
        self._id = integration_id
        self._database = database
        self._clock = clock
        self._alarms = alarms
        self._day = ""
        self._is_relied_on = True
        self._told = 0
        self._first: datetime | None = None
        self._found: list[datetime] = []
        self._is_live = False
        self._echo_until: datetime | None = None

    def connected(self) -> None:
        """Anew: what came while nobody was subscribed was not missed."""
        self._is_live = False
        self._told, self._first, self._found = 0, None, []

    def relied_on(self, is_online: bool) -> None:
        """Whether the subscription counts as alive. What is found after the next catch-up was not missed if not."""
        self._is_relied_on = is_online

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
        was_live, self._is_live = self._is_live, self._is_relied_on
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
        if counted.missed or counted.day != self._day:
            self._day = counted.day
            await self._show_missed()

    async def _show_missed(self) -> None:
        """Today's, until a day without any."""
        async with self._database.begin() as work:
            today = await work.notifications.since(self._id, self._day)
        missed = sum(day.missed for day in today)
        if not missed:
            self._alarms.clear(MISSED_ALARM)
            return
        self._alarms.raise_(
            MISSED_ALARM,
            f"Exchange sent no notification of {counted(missed, 'invitation', 'invitations')} today; "
            f"{'it was' if missed == 1 else 'they were'} found when the inbox was checked.",
            "Nothing is lost, but replies are late. If it goes on, check what lies between Exchange and this computer: "
            "a proxy that holds back streams, or a firewall that drops pushes. “Subscription” on the Connection page "
            "counts them by day.",
            Severity.WARNING,
            short=f"{counted(missed, 'missed notification', 'missed notifications')} today",
        )
