"""Says what was just done to many at once, and takes it back where that is wanted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import icon_button, push_button


class UndoBar(QFrame):
    """Hidden until :meth:`offer`; the next offer takes its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._undo: Callable[[], None] | None = None
        set_role(self, "info")
        row = QHBoxLayout(self)
        row.setContentsMargins(grid(2), grid(0.5), grid(1), grid(0.5))
        row.setSpacing(grid(1.5))
        mark = QLabel()
        set_icon(mark, "info", "accent", 20)
        self.words = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.undo = push_button(self.tr("Undo"), "undo", icon="undo")
        close = icon_button("close", "close_undo", self.tr("Close this message"))
        self.undo.clicked.connect(self._take_back)
        close.clicked.connect(self.withdraw)
        row.addWidget(mark)
        row.addWidget(self.words, 1)
        row.addWidget(self.undo)
        row.addWidget(close)
        self.hide()

    def offer(self, words: str, undo: Callable[[], None]) -> None:
        self._undo = undo
        self.words.setText(words)
        self.show()

    def withdraw(self) -> None:
        """It cannot be undone any more, or nobody wants it."""
        self._undo = None
        self.hide()

    def _take_back(self) -> None:
        undo = self._undo
        self.withdraw()
        if undo is not None:
            undo()
