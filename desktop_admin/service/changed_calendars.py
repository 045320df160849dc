"""Calendars that may have changed: gathered for a moment, then read, and a slow one holds up none of the others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence

from desktop_admin.domain.address import fold_address
from desktop_admin.domain.ports import Clock
from desktop_admin.service.tasks import for_each

AT_ONCE = 4
"""Readings beside one another: a mailbox that answers slowly holds up one of them."""

Read = Callable[[Sequence[str]], Awaitable[None]]


class ChangedCalendars:
    """One integration's, by address. What a failed reading leaves unread stays noted."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: set[str] = set()
        self._in_reading: set[str] = set()
        self._something_waits = asyncio.Event()

    def note(self, mailboxes: Iterable[str]) -> None:
        """These are read soon."""
        self._waiting.update(fold_address(mailbox) for mailbox in mailboxes)
        self._something_waits.set()

    async def run(self, read: Read, debounce: float) -> None:
        """Reads what was noted, gathered for ``debounce`` seconds, until cancelled. Raises what ``read`` raises."""
        if self._waiting:
            self._something_waits.set()
        await for_each(range(AT_ONCE), lambda _: self._read_some(read, debounce), AT_ONCE)

    async def _read_some(self, read: Read, debounce: float) -> None:
        """One that changes while it is being read is read once more afterwards, so that the newest counts."""
        while True:
            await self._something_waits.wait()
            await self._clock.sleep(debounce)
            self._something_waits.clear()
            mine = self._waiting - self._in_reading
            if not mine:
                continue
            self._waiting -= mine
            self._in_reading |= mine
            try:
                await read(sorted(mine))
            except BaseException:
                self._waiting |= mine
                raise
            finally:
                self._in_reading -= mine
                if self._waiting:
                    self._something_waits.set()
