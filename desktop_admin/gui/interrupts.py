"""Ctrl+C and the system's wish to end reach Qt's loop, which would else sleep through Python's signal handlers."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class Interrupts(QObject):
    """``asked`` comes on the main thread for SIGINT and SIGTERM until :meth:`close`. Make it on the main thread."""

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._here, self._there = socket.socketpair()
        self._here.setblocking(False)
        self._there.setblocking(False)
        self._wakeup_before = signal.set_wakeup_fd(self._there.fileno())
        self._before = {number: signal.signal(number, _ignore) for number in (signal.SIGINT, signal.SIGTERM)}
        self._notifier = QSocketNotifier(self._here.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)

    def close(self) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._here.close()
        self._there.close()

    def _woken(self) -> None:
        numbers = self._here.recv(64)
        if any(number in self._before for number in numbers):
            self.asked.emit()


def _ignore(number: int, frame: FrameType | None) -> None:
    """A Python handler has to stand there, so that the wakeup is written at all."""
