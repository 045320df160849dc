"""How many requests go to one Exchange at a time: fewer when it says that it is busy, slowly more when it is well."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from desktop_admin.domain.ports import Clock, MailFault
from desktop_admin.domain.status import Trouble

RAISE_AFTER = 50
BUSY_PAUSE = 30.0
SHORTEST_SLEEP = 0.001


class ConcurrencyLimit:
    """``limit`` moves between 1 and ``most``. A pause that the server asked for is kept by everybody.

    Requests that were under way when it was lowered tell nothing new: a wave of refusals halves it once.
    """

    def __init__(self, clock: Clock, start: int = 6, most: int = 8) -> None:
        self.limit = start
        self._clock = clock
        self._most = most
        self._running = 0
        self._well = 0
        self._waves = 0
        self._closed_until = 0.0
        self._room = asyncio.Condition()

    @asynccontextmanager
    async def request(self) -> AsyncIterator[None]:
        """One request's turn. A ``MailFault`` that says busy, raised inside, lowers the limit."""
        await self._enter()
        wave = self._waves
        try:
            yield
            self._went_well()
        except MailFault as fault:
            if fault.trouble is Trouble.SERVER_BUSY:
                self._busy(fault.retry_after, is_news=wave == self._waves)
            raise
        finally:
            async with self._room:
                self._running -= 1
                self._room.notify_all()

    def lower(self) -> None:
        """Fewer from now on: what was asked for did not come."""
        self.limit = max(self.limit // 2, 1)
        self._well = 0

    async def _enter(self) -> None:
        """Whoever waited for room looks again whether the server has asked for a pause meanwhile."""
        while True:
            while (pause := self._closed_until - self._clock.monotonic()) > 0:
                await self._clock.sleep(max(pause, SHORTEST_SLEEP))
            async with self._room:
                await self._room.wait_for(lambda: self._running < self.limit)
                if self._clock.monotonic() >= self._closed_until:
                    self._running += 1
                    return

    def _went_well(self) -> None:
        self._well += 1
        if self._well >= RAISE_AFTER and self.limit < self._most:
            self.limit += 1
            self._well = 0

    def _busy(self, retry_after: float | None, *, is_news: bool) -> None:
        pause = BUSY_PAUSE if retry_after is None else retry_after
        self._closed_until = max(self._closed_until, self._clock.monotonic() + pause)
        self._well = 0
        if is_news:
            self.lower()
            self._waves += 1
