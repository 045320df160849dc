"""Time that tests make: it stands still until it is moved."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class ManualClock:
    """Implements ``desktop_admin.domain.ports.Clock``."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - START).total_seconds()

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + timedelta(seconds=seconds), next(self._numbers), future))
        await future

    async def advance(self, seconds: float) -> None:
        """Moves time on, waking each sleeper at its own moment, and lets the loop settle after each."""
        until = self._now + timedelta(seconds=seconds)
        await settle()
        while self._sleepers and self._sleepers[0][0] <= until:
            at, _, future = heapq.heappop(self._sleepers)
            self._now = max(self._now, at)
            if not future.done():
                future.set_result(None)
                await settle()
        self._now = until
        await settle()

    def leap(self, seconds: float) -> None:
        """Time goes on while nobody looks, as over a computer's sleep: who waits wakes at the next :meth:`advance`."""
        self._now += timedelta(seconds=seconds)


async def settle(rounds: int = 30) -> None:
    """Lets everything that can run, run."""
    for _ in range(rounds):
        await asyncio.sleep(0)
