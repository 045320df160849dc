"""Tasks have an owner, and their failure is seen."""

from __future__ import annotations

import asyncio
import logging

import pytest

from desktop_admin.service.tasks import Tasks, for_each, racing


async def _hang() -> None:
    await asyncio.Event().wait()


async def test_a_failure_is_told_with_the_tasks_name():
    told = []
    tasks = Tasks("owner", lambda name, fault: told.append((name, str(fault))))

    async def fail() -> None:
        raise ValueError("broken")

    task = tasks.start("work", fail())
    await asyncio.wait([task])
    await asyncio.sleep(0)
    assert told == [("owner/work", "broken")]
    assert tasks.names == ()


async def test_stopping_ends_everything_and_is_no_failure():
    told = []
    tasks = Tasks("owner", lambda name, fault: told.append(name))
    tasks.start("one", _hang())
    tasks.start("two", _hang())
    await asyncio.sleep(0)
    assert tasks.names == ("owner/one", "owner/two")
    await tasks.stop(1.0)
    assert (tasks.names, told) == ((), [])


async def test_a_task_that_hangs_is_named_and_not_waited_for(caplog):
    tasks = Tasks("owner")
    released = asyncio.Event()

    async def stubborn() -> None:
        while not released.is_set():
            try:
                await released.wait()
            except asyncio.CancelledError:
                continue

    task = tasks.start("stubborn", stubborn())
    await asyncio.sleep(0)
    with caplog.at_level(logging.WARNING):
        await tasks.stop(0.01)
    assert "owner/stubborn did not end" in caplog.text
    released.set()
    await task


async def test_for_each_keeps_to_its_number_of_workers():
    running, most, done = 0, 0, []

    async def work(item: int) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        done.append(item)

    await for_each(range(20), work, workers=3)
    assert sorted(done) == list(range(20))
    assert most == 3


async def test_for_each_raises_the_first_failure_itself_and_ends_the_others():
    begun = []

    async def work(item: int) -> None:
        begun.append(item)
        await asyncio.sleep(0)
        if item == 1:
            raise ValueError("one")
        await _hang()

    with pytest.raises(ValueError, match="one"):
        await for_each(range(5), work, workers=2)
    assert begun == [0, 1]


async def test_racing_leaves_nobody_behind():
    async with racing(_hang(), asyncio.sleep(0)) as runners:
        await asyncio.wait(runners, return_when=asyncio.FIRST_COMPLETED)
    assert all(task.done() for task in runners)
