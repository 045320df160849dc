"""What is shown from the first picture on until the service is there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop_admin.gui.theme import grid, set_role
from desktop_admin.paths import resource


class StartingPage(QWidget):
    """``painted`` comes with each picture."""

    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "page")
        picture = QLabel()
        picture.setPixmap(QPixmap(str(resource("icons", "app.svg"))))
        picture.setAccessibleName(self.tr("Exchange Concierge"))
        name = QLabel(self.tr("Exchange Concierge"))
        set_role(name, "large")
        self.words = QLabel(self.tr("Starting…"))
        set_role(self.words, "help")
        self.progress = QProgressBar(textVisible=False)
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(self.tr("Starting"))
        self.progress.setFixedWidth(grid(30))
        rows = QVBoxLayout(self)
        rows.setSpacing(grid(2))
        rows.addStretch(2)
        for each in (picture, name, self.progress, self.words):
            rows.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(3)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()
