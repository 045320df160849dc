"""Calls that may block for ever, made one after the other on one thread that nobody has to wait for."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class OneThread:
    """At most one thread at a time: it begins with the first call and ends when none waits.

    It is a daemon, so that a call which never returns cannot keep the program from ending.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._calls: deque[Callable[[], None]] = deque()
        self._lock = threading.Lock()
        self._runs = False

    async def call(self, work: Callable[[], T], limit: float) -> T:
        """What ``work`` returns or raises. Raises ``TimeoutError`` after ``limit`` seconds of waiting and working.

        Work that had not begun by then is never begun; a late result goes nowhere.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def one_call() -> None:
            if not answer.done():
                _tell(loop, answer, *_outcome(work))

        self._submit(one_call)
        async with asyncio.timeout(limit):
            return await answer

    def _submit(self, call: Callable[[], None]) -> None:
        with self._lock:
            self._calls.append(call)
            if self._runs:
                return
            self._runs = True
        threading.Thread(target=self._run, name=self._name, daemon=True).start()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._calls:
                    self._runs = False
                    return
                call = self._calls.popleft()
            call()


def _outcome(work: Callable[[], T]) -> tuple[T | None, Exception | None]:
    try:
        return work(), None
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is raised where the call was made
        return None, fault


def _tell(
    loop: asyncio.AbstractEventLoop, answer: asyncio.Future[T], result: T | None, fault: Exception | None
) -> None:
    def settle() -> None:
        if answer.done():
            return
        if fault is not None:
            answer.set_exception(fault)
        else:
            answer.set_result(result)  # type: ignore[arg-type]  # without a fault there is a result, None among them

    # A loop that has been closed meanwhile has nobody left who waits.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(settle)
