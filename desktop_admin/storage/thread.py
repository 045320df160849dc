"""The one thread on which a database is used, so that no statement waits on the event loop's thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class DatabaseThread:
    """Begins with the first call, does one thing after another, and ends with :meth:`end`."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="database")

    async def call(self, act: Callable[[], T]) -> T:
        """What ``act`` returns or raises. A cancelled caller stops waiting; what has begun goes on to its end."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, act)

    def behind(self, act: Callable[[], object]) -> None:
        """Does ``act`` after all that was asked for before, and waits for nothing."""
        self._executor.submit(act)

    async def end(self, last: Callable[[], None]) -> None:
        """Does ``last`` after all that was asked for before, and waits until the thread is gone."""
        try:
            await self.call(last)
        finally:
            self._executor.shutdown(wait=False)
        # Nothing is left for it to do but to end.
        self._executor.shutdown(wait=True)
