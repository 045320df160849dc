"""The line at the window's foot: ``subscription push · last heartbeat 12 s ago · 0 waiting · 1 alarm``."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop_admin.domain.status import Status
from desktop_admin.gui import texts
from desktop_admin.gui.counted import counted
from desktop_admin.service.views import IntegrationView

translate = QCoreApplication.translate


def status_line(view: IntegrationView | None, now: datetime) -> str:
    """The line for ``view``; "" without one."""
    if view is None:
        return ""
    parts = [translate("status_line", "Subscription %1").replace("%1", texts.mode_word(view.mode))]
    if view.last_sign is not None and view.condition.status is not Status.DISABLED:
        parts.append(
            translate("status_line", "last heartbeat %1 ago").replace("%1", texts.duration(now - view.last_sign))
        )
    parts.append(translate("status_line", "%1 waiting").replace("%1", texts.number(view.waiting)))
    alarms = len(view.alarms)
    alarm_text = counted.alarms(alarms)
    parts.append(alarm_text if alarms else translate("status_line", "no alarm"))
    return " · ".join(parts)
