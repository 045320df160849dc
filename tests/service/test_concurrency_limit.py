"""Fewer requests when Exchange is busy, slowly more when it is well."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_admin.domain.ports import MailFault
from desktop_admin.domain.status import Trouble
from desktop_admin.service.concurrency_limit import BUSY_PAUSE, RAISE_AFTER, ConcurrencyLimit
from desktop_admin.service.tasks import Tasks
from tests.helpers.clock import ManualClock, settle


async def _busy(limit: ConcurrencyLimit, retry_after: float | None = None) -> None:
    with pytest.raises(MailFault):
        async with limit.request():
            raise MailFault(Trouble.SERVER_BUSY, "busy", retry_after=retry_after)


async def test_never_more_at_a_time_than_the_limit():
    limit, running, most = ConcurrencyLimit(ManualClock(), start=2), 0, 0
    gate = asyncio.Event()

    async def one() -> None:
        nonlocal running, most
        async with limit.request():
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
    limit = ConcurrencyLimit(clock, start=6)
    await _busy(limit, retry_after=12.0)
    assert limit.limit == 3
    entered = []

    async def one() -> None:
        async with limit.request():
            entered.append(clock.now())

    tasks = Tasks("test")
    tasks.start("one", one())
    await clock.advance(11.9)
    assert entered == []
    await clock.advance(0.2)
    assert len(entered) == 1


async def test_busy_without_a_time_pauses_too_and_the_limit_never_falls_below_one():
    clock = ManualClock()
    limit = ConcurrencyLimit(clock, start=2)
    for _ in range(3):
        await _busy(limit)
        await clock.advance(BUSY_PAUSE)
    assert limit.limit == 1


async def test_many_good_requests_raise_the_limit_up_to_the_most():
    limit = ConcurrencyLimit(ManualClock(), start=7, most=8)
    for _ in range(3 * RAISE_AFTER):
        async with limit.request():
            pass
    assert limit.limit == 8


async def test_other_faults_do_not_count_as_busy():
    limit = ConcurrencyLimit(ManualClock(), start=4)
    with pytest.raises(MailFault):
        async with limit.request():
            raise MailFault(Trouble.MAILBOX_NOT_FOUND, "gone")
    assert limit.limit == 4


async def test_a_wave_of_refusals_halves_the_limit_once():
    clock = ManualClock()
    limit = ConcurrencyLimit(clock, start=8)
    gate = asyncio.Event()

    async def one() -> None:
        with contextlib.suppress(MailFault):
            async with limit.request():
                await gate.wait()
                raise MailFault(Trouble.SERVER_BUSY, "busy", retry_after=1.0)

    tasks = Tasks("test")
    wave = [tasks.start(str(number), one()) for number in range(8)]
    await settle()
    gate.set()
    await asyncio.wait(wave)
    assert limit.limit == 4


async def test_whoever_waited_for_room_keeps_the_pause_too():
    clock = ManualClock()
    limit = ConcurrencyLimit(clock, start=2)
    gate, entered = asyncio.Event(), []

    async def refused() -> None:
        with contextlib.suppress(MailFault):
            async with limit.request():
                await gate.wait()
                raise MailFault(Trouble.SERVER_BUSY, "busy", retry_after=9.0)

    async def waiting() -> None:
        async with limit.request():
            entered.append(clock.monotonic())

    tasks = Tasks("test")
    for number in range(2):
        tasks.start(f"refused {number}", refused())
    await settle()
    tasks.start("waiting", waiting())
    await settle()
    gate.set()
    await clock.advance(8.9)
    assert entered == []
    await clock.advance(0.2)
    assert len(entered) == 1


answers = st.lists(st.tuples(st.floats(0.01, 5), st.one_of(st.just(-1.0), st.floats(0, 20))), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(answers, st.integers(1, 8), st.integers(1, 12))
def test_whatever_the_server_answers_limit_and_pauses_are_kept(
    answers: list[tuple[float, float]], start: int, workers: int
) -> None:
    """Each answer takes some seconds and is well (-1) or busy with a back-off; all on a clock of the test."""
    asyncio.run(_held(answers, start, workers))


async def _held(answers: list[tuple[float, float]], start: int, workers: int) -> None:
    clock = ManualClock()
    limit = ConcurrencyLimit(clock, start=start, most=8)
    left, running, closed_until = list(answers), 0, 0.0

    async def worker() -> None:
        nonlocal running, closed_until
        while left:
            lasts, back_off = left.pop()
            with contextlib.suppress(MailFault):
                async with limit.request():
                    assert clock.monotonic() >= closed_until - 1e-6
                    running += 1
                    assert running <= limit.limit
                    await clock.sleep(lasts)
                    running -= 1
                    if back_off >= 0:
                        closed_until = max(closed_until, clock.monotonic() + back_off)
                        raise MailFault(Trouble.SERVER_BUSY, "busy", retry_after=back_off)
            assert 1 <= limit.limit <= 8

    tasks = Tasks("test")
    started = [tasks.start(str(number), worker()) for number in range(workers)]
    for _ in range(4000):
        if all(task.done() for task in started):
            break
        await clock.advance(1.0)
    assert [task.exception() for task in started] == [None] * workers
    assert not left
