"""How far the reading of calendars has come: count, rate, time left, and a way to end it."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QWidget

from desktop_admin.gui import texts
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import push_button
from desktop_admin.service.events import ReadingProgress


class ReadingBar(QFrame):
    """Shown while calendars of many are read; one mailbox alone is not worth a bar."""

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "info")
        self.words = QLabel()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Calendars read"))
        self.cancel = push_button(self.tr("Cancel"), "cancel_reading")
        self.cancel.setToolTip(self.tr("People not read yet keep their last known presence"))
        self.cancel.clicked.connect(self._cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(grid(2), grid(0.5), grid(1), grid(0.5))
        row.setSpacing(grid(2))
        row.addWidget(self.words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self.hide()

    def show_progress(self, progress: ReadingProgress | None) -> None:
        """None, or all done: nothing is read."""
        if progress is None or progress.done >= progress.total or progress.total < 2:
            self.hide()
            self.cancel.setEnabled(True)
            return
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self.words.setText(self._said(progress))
        self.show()

    def _said(self, progress: ReadingProgress) -> str:
        said = self.tr("Reading calendars: %1 of %2").replace("%1", texts.number(progress.done))
        parts = [said.replace("%2", texts.number(progress.total))]
        if progress.rate > 0:
            parts.append(self.tr("%1 a second").replace("%1", texts.number(round(progress.rate)) or "1"))
        if progress.seconds_left is not None:
            left = texts.duration(timedelta(seconds=progress.seconds_left))
            parts.append(self.tr("%1 left").replace("%1", left))
        return " · ".join(parts)

    def _cancelled(self) -> None:
        self.cancel.setEnabled(False)
        self.cancel_wanted.emit()
