"""Calendars that changed: a slow one holds up nobody else, and what changes while it is read is read again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from desktop_admin.domain.ports import MailFault
from desktop_admin.domain.status import Trouble
from desktop_admin.service.changed_calendars import ChangedCalendars
from desktop_admin.service.tasks import Tasks
from tests.helpers.clock import ManualClock

SLOW = "slow@example.com"


class Desk:
    def __init__(self) -> None:
        self.clock = ManualClock()
        self.changes = ChangedCalendars(self.clock)
        self.read: Counter[str] = Counter()

    async def reading(self, whom) -> None:
        if SLOW in whom:
            await self.clock.sleep(60)
        self.read.update(whom)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None]]:
        tasks = Tasks("test", lambda name, failure: None)
        try:
            yield tasks.start("changes", self.changes.run(self.reading, 0.2))
        finally:
            await tasks.stop(1.0)


async def test_a_slow_mailbox_holds_up_nobody_else() -> None:
    desk = Desk()
    async with desk.running():
        desk.changes.note([SLOW])
        await desk.clock.advance(1)
        for number in range(10):
            desk.changes.note([f"p{number}@example.com"])
            await desk.clock.advance(1)
        assert desk.read == {f"p{number}@example.com": 1 for number in range(10)}
        await desk.clock.advance(60)
        assert desk.read[SLOW] == 1


async def test_what_changes_while_it_is_read_is_read_once_more_and_not_twice_at_a_time() -> None:
    desk = Desk()
    async with desk.running():
        desk.changes.note([SLOW])
        await desk.clock.advance(1)
        for _ in range(5):
            desk.changes.note([SLOW.upper()])
            await desk.clock.advance(1)
        await desk.clock.advance(60)
        assert desk.read[SLOW] == 1
        await desk.clock.advance(60)
        assert desk.read[SLOW] == 2
        await desk.clock.advance(600)
        assert desk.read[SLOW] == 2


async def test_what_a_fault_left_unread_is_read_by_the_next_run() -> None:
    desk = Desk()
    real = desk.reading

    async def broken(whom) -> None:
        raise MailFault(Trouble.UNREACHABLE, "No answer.")

    desk.reading = broken  # type: ignore[method-assign]
    desk.changes.note(["p@example.com"])
    async with desk.running() as run:
        await desk.clock.advance(1)
        with pytest.raises(MailFault):
            await run
    desk.reading = real  # type: ignore[method-assign]
    async with desk.running():
        await desk.clock.advance(1)
        assert desk.read == {"p@example.com": 1}
