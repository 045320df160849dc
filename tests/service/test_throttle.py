"""Fewer requests when Exchange is busy, slowly more when it is well."""

from __future__ import annotations

import asyncio

import pytest

from desktop_admin.domain.ports import MailFault
from desktop_admin.domain.status import Trouble
from desktop_admin.service.tasks import Tasks
from desktop_admin.service.throttle import BUSY_PAUSE, RAISE_AFTER, Throttle
from tests.helpers.clock import ManualClock, settle


async def _busy(throttle: Throttle, retry_after: float | None = None) -> None:
    with pytest.raises(MailFault):
        async with throttle.request():
            raise MailFault(Trouble.SERVER_BUSY, "busy", retry_after=retry_after)


async def test_never_more_at_a_time_than_the_limit():
    throttle, running, most = Throttle(ManualClock(), start=2), 0, 0
    gate = asyncio.Event()

    async def one() -> None:
        nonlocal running, most
        async with throttle.request():
            running += 1
            most = max(most, running)
            await gate.wait()
            running -= 1

    tasks = Tasks("test")
    started = [tasks.start(str(number), one()) for number in range(6)]
    await settle()
    assert running == 2
    gate.set()
    await asyncio.wait(started)
    assert most == 2


async def test_busy_halves_the_limit_and_closes_for_the_time_the_server_asked_for():
    clock = ManualClock()
    throttle = Throttle(clock, start=6)
    await _busy(throttle, retry_after=12.0)
    assert throttle.limit == 3
    entered = []

    async def one() -> None:
        async with throttle.request():
            entered.append(clock.now())

    tasks = Tasks("test")
    tasks.start("one", one())
    await clock.advance(11.9)
    assert entered == []
    await clock.advance(0.2)
    assert len(entered) == 1


async def test_busy_without_a_time_pauses_too_and_the_limit_never_falls_below_one():
    clock = ManualClock()
    throttle = Throttle(clock, start=2)
    for _ in range(3):
        await _busy(throttle)
        await clock.advance(BUSY_PAUSE)
    assert throttle.limit == 1


async def test_many_good_requests_raise_the_limit_up_to_the_most():
    throttle = Throttle(ManualClock(), start=7, most=8)
    for _ in range(3 * RAISE_AFTER):
        async with throttle.request():
            pass
    assert throttle.limit == 8


async def test_other_faults_do_not_count_as_busy():
    throttle = Throttle(ManualClock(), start=4)
    with pytest.raises(MailFault):
        async with throttle.request():
            raise MailFault(Trouble.MAILBOX_NOT_FOUND, "gone")
    assert throttle.limit == 4
