"""The one room in which the service and the desktop meet.

Service → desktop: events arrive on the service's thread, are gathered, and leave as batches on Qt's main thread through
one signal, at most 20 times a second. Desktop → service: :class:`LateCommands` runs commands on the service's loop,
and their result comes back to the ``await`` on the desktop's.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import fields
from typing import Any, Final, Protocol

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
        self._last = 0.0
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
        # Left to Python's collector it might end on the service's thread, and its timer with it.
        self.deleteLater()

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
        self._timer.start(max(0, round(self._interval_ms - passed_ms)))

    def _deliver(self) -> None:
        with self._lock:
            events = self._waiting.take(MOST_IN_A_BATCH)
            is_more = self._is_woken = bool(self._waiting)
        self._last = time.monotonic()
        if is_more:
            self._timer.start(self._interval_ms)
        if events:
            self.batch.emit(events)


class LateCommands:
    """Commands that can be handed out before the service runs: until :meth:`attach` each is refused in words."""

    def __init__(self) -> None:
        self._commands: Commands | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def commands(self) -> Commands:
        """Stands for the service's commands on the desktop's loop."""
        groups: dict[str, Any] = {each.name: _RemoteGroup(self, each.name) for each in fields(Commands)}
        return Commands(**groups)

    def attach(self, commands: Commands, loop: asyncio.AbstractEventLoop) -> None:
        self._commands, self._loop = commands, loop

    async def call(self, group: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if self._commands is None or self._loop is None:
            raise ConciergeError("The service is still starting.", "Try again in a moment.")
        coroutine = getattr(getattr(self._commands, group), name)(*args, **kwargs)
        try:
            future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        except RuntimeError:
            coroutine.close()
            raise ConciergeError("The service has stopped.", "Quit the program and start it again.") from None
        return await asyncio.wrap_future(future)


class _RemoteGroup:
    """Commands of one group, which run on the service's loop wherever they are awaited."""

    def __init__(self, late: LateCommands, group: str) -> None:
        self._late = late
        self._group = group

    def __getattr__(self, name: str) -> Callable[..., Coroutine[Any, Any, Any]]:
        def call(*args: Any, **kwargs: Any) -> Coroutine[Any, Any, Any]:
            return self._late.call(self._group, name, args, kwargs)

        return call
