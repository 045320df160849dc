"""One desktop a data folder: a second start raises the first one's window and ends."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

LOCK_FILE = "desktop.lock"
ANSWER_WITHIN_MS = 2000


class SingleInstance(QObject):
    """``show_wanted``: another start asked for the window.

    The lock says who is first, and knows when its holder is dead; the socket only carries the wish to be shown.
    """

    show_wanted = Signal()

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = socket_name(data_dir)
        self._lock = QLockFile(str(data_dir / LOCK_FILE))
        # No lock is stale by its age: the desktop runs for months. Qt still sees that the holder's process is gone.
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._asked)

    def acquire(self) -> bool:
        """Whether this is the first one. It then listens for others."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def ask_first_to_show(self) -> bool:
        """Asks the first one to show its window; False if it did not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        answered = socket.waitForConnected(ANSWER_WITHIN_MS)
        socket.abort()
        return answered

    def release(self) -> None:
        self._server.close()
        self._lock.unlock()

    def _asked(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            connection.close()
            connection.deleteLater()
            self.show_wanted.emit()


def socket_name(data_dir: Path) -> str:
    """A name of the folder's own, short enough for every system's socket paths."""
    digest = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()
    return f"exchange-concierge-{digest[:16]}"
