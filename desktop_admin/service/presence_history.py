"""Writes down every change of everybody's presence, in batches: many people change at the full hour."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from desktop_admin.domain.ports import Clock
from desktop_admin.domain.presence_history import PresenceChange, change_of
from desktop_admin.service.views import PersonView
from desktop_admin.storage import Database, StorageError

logger = logging.getLogger(__name__)

AFTER_FAULT = 60.0


class PresenceHistory:
    """One integration's. What a crash keeps from being written is noticed at the next start, and noted then."""

    def __init__(self, integration_id: str, database: Database, clock: Clock) -> None:
        self._id = integration_id
        self._database = database
        self._clock = clock
        self._latest: dict[int, PresenceChange] = {}
        self._is_loaded = False
        self._waiting: list[PresenceChange] = []
        self._something_waits = asyncio.Event()

    async def load(self) -> None:
        """Everybody's last change, so that none is noted twice. Only the first call reads."""
        if not self._is_loaded:
            async with self._database.begin() as work:
                self._latest = await work.presence_changes.latest(self._id)
            self._is_loaded = True

    def note(self, people: Iterable[PersonView]) -> None:
        """Each one whose presence or cause differs from what was noted last; others are passed over."""
        now = self._clock.now()
        for view in people:
            change = change_of(view.person.id, view.verdict, now)
            if not change.is_like(self._latest.get(change.person_id)):
                self._latest[change.person_id] = change
                self._waiting.append(change)
        if self._waiting:
            self._something_waits.set()

    async def run(self) -> None:
        """Writes as changes come, all that wait in one transaction, until cancelled; then what is left."""
        try:
            while True:
                await self._something_waits.wait()
                try:
                    await self.write()
                except StorageError as fault:
                    logger.warning("Changes of presence could not be written yet: %s", fault)
                    await self._clock.sleep(AFTER_FAULT)
                    self._something_waits.set()
        finally:
            await self.write()

    async def write(self) -> None:
        """Everything that waits; where that fails it still waits."""
        self._something_waits.clear()
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            async with self._database.begin() as work:
                await work.presence_changes.add(waiting)
        except BaseException:
            self._waiting = waiting + self._waiting
            raise
