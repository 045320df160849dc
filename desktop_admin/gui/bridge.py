"""The one room in which the service and the desktop meet.

Service → desktop: events arrive on the service's thread, are gathered, and leave as batches on Qt's main thread through
one signal, at most 20 times a second. Desktop → service: :func:`remote` runs a command on the service's loop, and its
result comes back to the ``await`` on the desktop's.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any, Final, Protocol, cast

from PySide6.QtCore import QMetaObject, QObject, Qt, QTimer, Signal, Slot

from desktop_admin.errors import ConciergeError
from desktop_admin.gui.coalesce import Coalescer
from desktop_admin.service.commands import Commands
from desktop_admin.service.events import Event

INTERVAL_MS: Final = 50
MOST_IN_A_BATCH: Final = 2000
"""A longer backlog is delivered in several batches, so that a flood never holds the window up for long."""


class EventSource(Protocol):
    """What the bridge needs of ``desktop_admin.service.bus.Bus``."""

    def subscribe(self, listener: Callable[[Event], None], /) -> Callable[[], None]: ...


class Bridge(QObject):
    """Make it on the main thread. ``batch`` carries ``tuple[Event, ...]``, oldest first."""

    batch = Signal(object)

    def __init__(self, bus: EventSource, parent: QObject | None = None, interval_ms: int = INTERVAL_MS) -> None:
        super().__init__(parent)
        self._interval_ms = interval_ms
        self._lock = threading.Lock()
        self._waiting = Coalescer()
        self._is_woken = False
        self._last = float("-inf")
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._deliver)
        self._unsubscribe = bus.subscribe(self._receive)

    def close(self) -> None:
        """Hears nothing from now on; what was still waiting is dropped."""
        self._unsubscribe()
        self._timer.stop()
        with self._lock:
            self._waiting = Coalescer()
            self._is_woken = True

    def _receive(self, event: Event) -> None:
        """On the service's thread: only remembers, and wakes the main thread once."""
        with self._lock:
            self._waiting.add(event)
            wake, self._is_woken = not self._is_woken, True
        if wake:
            QMetaObject.invokeMethod(self, "_wake", Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _wake(self) -> None:
        passed_ms = (time.monotonic() - self._last) * 1000
        self._timer.start(max(0, min(self._interval_ms, round(self._interval_ms - passed_ms))))

    def _deliver(self) -> None:
        with self._lock:
            events = self._waiting.take(MOST_IN_A_BATCH)
            is_more = self._is_woken = bool(self._waiting)
        self._last = time.monotonic()
        if is_more:
            self._timer.start(self._interval_ms)
        if events:
            self.batch.emit(events)


class _Remote:
    """Stands for the service's commands on the desktop's loop."""

    def __init__(self, commands: Commands, loop: asyncio.AbstractEventLoop) -> None:
        self._commands = commands
        self._loop = loop

    def __getattr__(self, name: str) -> Callable[..., Coroutine[Any, Any, Any]]:
        command = getattr(self._commands, name)

        async def call(*args: Any, **kwargs: Any) -> Any:
            coroutine = command(*args, **kwargs)
            try:
                future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
            except RuntimeError:
                coroutine.close()
                raise ConciergeError("The service has stopped.", "Quit the program and start it again.") from None
            return await asyncio.wrap_future(future)

        return call


def remote(commands: Commands, loop: asyncio.AbstractEventLoop) -> Commands:
    """``commands``, whose methods run on ``loop`` (the service's) wherever they are awaited."""
    return cast(Commands, _Remote(commands, loop))
