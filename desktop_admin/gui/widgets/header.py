"""A page's header: its title, and at the right how the integration is and since when."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop_admin.gui import texts
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.cut_text import ElidedLabel
from desktop_admin.gui.widgets.status_dot import StatusDot
from desktop_admin.service.views import IntegrationView


class PageHeader(QFrame):
    """``set_view`` fills it; ``tick`` lets the time go on."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: IntegrationView | None = None
        set_role(self, "header")
        row = QHBoxLayout(self)
        row.setContentsMargins(grid(3), grid(2), grid(3), grid(2))
        row.setSpacing(grid(1))
        self.title = QLabel(title)
        set_role(self.title, "title")
        self.integration = ElidedLabel()
        set_role(self.integration, "help")
        self.integration.setContentsMargins(0, 0, 0, 3)
        self.integration.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.dot = StatusDot()
        self.status = QLabel(textFormat=Qt.TextFormat.PlainText)
        row.addWidget(self.title)
        row.addSpacing(grid(1))
        row.addWidget(self.integration, 1, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.dot)
        row.addWidget(self.status)
        self.set_view(None, None)

    def set_view(self, view: IntegrationView | None, now: datetime | None) -> None:
        self._view = view
        self.dot.setVisible(view is not None)
        self.status.setVisible(view is not None)
        self.integration.setText(view.settings.name if view else "")
        if view is not None and now is not None:
            facts = view.facts
            self.dot.set_status(facts.status)
            self.status.setToolTip("\n".join(filter(None, (view.condition.reason, *facts.needs))))
            self.tick(now)

    def tick(self, now: datetime) -> None:
        if self._view is None:
            return
        condition = self._view.condition
        word, since = texts.status_word(condition.status), texts.duration(now - condition.since)
        if self._view.facts.needs:
            word = self.tr("%1, needs attention").replace("%1", word)
        self.status.setText(f"{word} · {since}")
