"""The one place that creates tasks: each has a name and an owner, and its failure is seen."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
OnFailure = Callable[[str, BaseException], None]


def _log_failure(name: str, failure: BaseException) -> None:
    logger.error("The task %s failed.", name, exc_info=failure)


@asynccontextmanager
async def racing(
    first: Coroutine[Any, Any, A], second: Coroutine[Any, Any, B]
) -> AsyncIterator[tuple[asyncio.Task[A], asyncio.Task[B]]]:
    """Two coroutines side by side; whichever has not ended when the block is left is cancelled, and waited for."""
    loop = asyncio.get_running_loop()
    runners = (loop.create_task(first, name="race/first"), loop.create_task(second, name="race/second"))
    try:
        yield runners
    finally:
        for task in runners:
            task.cancel()
        await asyncio.gather(*runners, return_exceptions=True)


async def for_each(items: Iterable[T], work: Callable[[T], Awaitable[None]], workers: int) -> None:
    """``work`` on each item, at most ``workers`` at a time. The first failure ends the others and is raised."""
    left = iter(items)

    async def worker() -> None:
        for item in left:
            await work(item)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(worker())
    except BaseExceptionGroup as failures:
        raise _first(failures) from None


def _first(failures: BaseExceptionGroup) -> BaseException:
    first = failures.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


class Tasks:
    """The tasks of one owner. asyncio holds tasks weakly; this holds them until they end.

    ``on_failure`` is told of every task that ended by an exception other than its cancellation.
    """

    def __init__(self, owner: str, on_failure: OnFailure = _log_failure) -> None:
        self._owner = owner
        self._on_failure = on_failure
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, name: str, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Runs ``coroutine`` as a task named ``owner/name``."""
        task = asyncio.get_running_loop().create_task(coroutine, name=f"{self._owner}/{name}")
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(task.get_name() for task in self._running))

    async def stop(self, deadline: float, these: Collection[asyncio.Task[Any]] | None = None) -> None:
        """Cancels every task, or ``these``, and waits for them, at most ``deadline`` seconds; one that hangs is named
        in the log.
        """
        mine = self._running if these is None else self._running & {*these}
        pending = {task for task in mine if task is not asyncio.current_task()}
        for task in pending:
            task.cancel()
        if pending:
            _, hanging = await asyncio.wait(pending, timeout=deadline)
            for task in hanging:
                logger.warning("The task %s did not end within %s s.", task.get_name(), deadline)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            self._on_failure(task.get_name(), failure)
