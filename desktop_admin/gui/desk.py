"""What every page is given: the doors to the service and to the rest of the desktop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QSettings

from desktop_admin.gui.drills import Drills
from desktop_admin.gui.messages import Messages
from desktop_admin.gui.state import ServiceState
from desktop_admin.service.commands import Commands


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """``commands`` may be awaited on the desktop's loop (``LateCommands``). ``store`` remembers sizes and columns.

    ``now`` gives the present, aware; tests give their own. ``drills``: outages to try, in the demo alone.
    """

    commands: Commands
    state: ServiceState
    messages: Messages
    store: QSettings
    now: Callable[[], datetime] = utc_now
    drills: Drills | None = None
