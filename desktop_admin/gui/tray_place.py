"""Whether this desktop has a place for a tray icon now: at a sign-in the panel may start after us."""

from __future__ import annotations

import sys
import time
from typing import Final

from PySide6.QtWidgets import QSystemTrayIcon

WATCHER: Final = "org.kde.StatusNotifierWatcher"
"""The name on the session bus under which today's panels take icons."""
PATIENCE: Final = 30.0
"""Seconds; then a panel of the older kind, which has no name on the bus, is looked for."""


class TrayPlace:
    """Call it again and again. Qt remembers for good that no panel is on the bus, so it is asked when one is."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    def __call__(self) -> bool:
        if has_watcher() is False and time.monotonic() - self._begun < PATIENCE:
            return False
        return QSystemTrayIcon.isSystemTrayAvailable()


def has_watcher() -> bool | None:
    """None where there is no session bus, on which it could be."""
    if sys.platform != "linux":
        return None
    from PySide6.QtDBus import QDBusConnection  # elsewhere there is none

    bus = QDBusConnection.sessionBus()
    return bool(bus.interface().isServiceRegistered(WATCHER).value()) if bus.isConnected() else None
