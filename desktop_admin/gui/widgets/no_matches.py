"""Words in the place of a list whose filter lets nothing through."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QVBoxLayout

from desktop_admin.gui.theme import set_role


class NoMatches(QLabel):
    """Fills the empty viewport of ``view`` while ``is_filtered`` says that a filter is set."""

    def __init__(self, view: QAbstractItemView, is_filtered: Callable[[], bool]) -> None:
        super().__init__(view.viewport(), wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._model = view.model()
        self._is_filtered = is_filtered
        self.setObjectName("no_matches")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setText(QCoreApplication.translate("NoMatches", "No matches. Clear the search or change the filters."))
        # A click is the list's.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_role(self, "help")
        QVBoxLayout(view.viewport()).addWidget(self)
        for signal in (self._model.modelReset, self._model.rowsInserted, self._model.rowsRemoved):
            signal.connect(self.show_state)
        self._model.layoutChanged.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        self.setVisible(self._model.rowCount() == 0 and self._is_filtered())
