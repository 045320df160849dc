"""Words in the place of a list whose filter lets nothing through."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel

from desktop_admin.gui.theme import set_role


class NoMatches(QLabel):
    """Lies over the empty viewport of ``view`` while ``is_filtered`` says that a filter is set."""

    def __init__(self, view: QAbstractItemView, is_filtered: Callable[[], bool]) -> None:
        super().__init__(view.viewport(), wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._view = view
        self._is_filtered = is_filtered
        self.setObjectName("no_matches")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setText(QCoreApplication.translate("NoMatches", "No matches. Clear the search or change the filters."))
        # A click is the list's.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_role(self, "help")
        model = view.model()
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.layoutChanged):
            signal.connect(self.show_state)
        view.viewport().installEventFilter(self)
        self.show_state()

    def show_state(self) -> None:
        self.setVisible(self._view.model().rowCount() == 0 and self._is_filtered())
        self.setGeometry(self._view.viewport().rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._view.viewport().rect())
        return False
