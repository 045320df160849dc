"""The service's event loop in a thread of its own: a stock asyncio loop, started, fed and stopped from outside."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class LoopThread:
    """Runs until :meth:`stop`. What is submitted runs on the loop; its result comes back as a concurrent future."""

    def __init__(self, name: str = "service") -> None:
        self.loop = asyncio.new_event_loop()
        # A daemon, so that a hanging library call can never keep the program from ending; stop() is the orderly way.
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    def stop(self, deadline: float = 5.0) -> bool:
        """Cancels what still runs, ends the loop and joins the thread; False when it hung beyond ``deadline``."""
        if self._thread.is_alive():
            self.loop.call_soon_threadsafe(self.loop.stop)
            self._thread.join(deadline)
        return not self._thread.is_alive()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            self.loop.run_forever()
        finally:
            self._drain()
            self.loop.close()

    def _drain(self) -> None:
        left = asyncio.all_tasks(self.loop)
        for task in left:
            task.cancel()
        if left:
            self.loop.run_until_complete(asyncio.wait(left, timeout=2))
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
