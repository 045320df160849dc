"""A thread of a directory's own, on which it is read part by part."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class OwnThread:
    """Begins with the first call; ends at :meth:`close`, or when the call under way has ended."""

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)

    async def call(self, work: Callable[[], T], limit: float) -> T:
        """What ``work`` returns or raises; ``TimeoutError`` after ``limit`` seconds."""
        async with asyncio.timeout(limit):
            return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    async def each(self, parts: Generator[T], limit: float) -> AsyncIterator[T]:
        """The values of ``parts``, each made on the thread within ``limit`` seconds; it is closed there too."""
        try:
            while (found := await self.call(lambda: next(parts, None), limit)) is not None:
                yield found
        finally:
            # Behind whatever is under way; a thread that has been told to end takes no more, and nothing was begun.
            with contextlib.suppress(RuntimeError):
                self._executor.submit(parts.close)

    def close(self) -> None:
        self._executor.shutdown(wait=False)
