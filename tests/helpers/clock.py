"""Time that tests make: it stands still until it is moved."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
import time
from datetime import UTC, datetime, timedelta

from desktop_admin.storage import thread as database_thread

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PATIENCE = 5.0


class ManualClock:
    """Implements ``desktop_admin.domain.ports.Clock``."""

    def __init__(self, start: datetime = START, *, patience: float = PATIENCE) -> None:
        self._start = self._now = start
        self._patience = patience
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - self._start).total_seconds()

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
        await settle(self._patience)
        while self._sleepers and self._sleepers[0][0] <= until:
            at, _, future = heapq.heappop(self._sleepers)
            self._now = max(self._now, at)
            if not future.done():
                future.set_result(None)
                await settle(self._patience)
        self._now = until
        await settle(self._patience)

    def leap(self, seconds: float) -> None:
        """Time goes on while nobody looks, as over a computer's sleep: who waits wakes at the next :meth:`advance`."""
        self._now += timedelta(seconds=seconds)


async def settle(patience: float = PATIENCE) -> None:
    """Lets everything that can run, run: what waits for another thread too, for at most ``patience`` seconds of it."""
    deadline = time.monotonic() + patience
    while True:
        for _ in range(30):
            await asyncio.sleep(0)
        if not _in_threads() or time.monotonic() > deadline:
            return
        await asyncio.sleep(0.001)


def _in_threads() -> bool:
    """Whether some task waits for the database or another thread: these end by themselves, without our time."""
    return any(_thread_awaited(task.get_coro()) for task in asyncio.all_tasks())


def _thread_awaited(waiting: object) -> bool:
    while waiting is not None:
        code = getattr(waiting, "cr_code", None)
        if code is not None and (code.co_name == "to_thread" or code.co_filename == database_thread.__file__):
            return True
        waiting = _awaited_by(waiting)
    return False


def _awaited_by(waiting: object) -> object:
    """What ``waiting`` waits for. Of a context manager made of a generator, as transactions are, nobody tells it."""
    frame = getattr(waiting, "cr_frame", None)
    if frame is not None and frame.f_code.co_filename == contextlib.__file__:
        return getattr(getattr(frame.f_locals.get("self"), "gen", None), "ag_await", None)
    return getattr(waiting, "cr_await", None) or getattr(waiting, "gi_yieldfrom", None)
