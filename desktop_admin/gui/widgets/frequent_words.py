"""Coverage: how many appointments a keyword catches, and the frequent words that none does, ready to take."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from desktop_admin.domain.coverage import FEWEST_PEOPLE, Coverage
from desktop_admin.gui import texts
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.chips import FlowLayout
from desktop_admin.gui.widgets.listing import paragraph

MOST_SHOWN = 12


class FrequentWords(QWidget):
    """``word_wanted``: this word shall become a keyword."""

    word_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = paragraph("", "help")
        self.heading = QLabel(self.tr("Frequent words that no keyword catches"))
        set_role(self.heading, "strong")
        self.heading.setToolTip(
            self.tr("Words that at least %Ln people use. Private appointments are never used.", "", FEWEST_PEOPLE)
        )
        self.words = QWidget()
        self._flow = FlowLayout(self.words)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(grid(1))
        for widget in (self.told, self.heading, self.words):
            rows.addWidget(widget)
        self.hide()

    def set_coverage(self, found: Coverage) -> None:
        words = self.tr("Keywords match %1 of %Ln known appointments that count (%2).", "", found.appointments)
        words = words.replace("%1", texts.number(found.caught)).replace("%2", self.tr("%Ln people", "", found.people))
        self.told.setText(words)
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for each in found.words[:MOST_SHOWN]:
            button = QToolButton()
            button.setText(each.word)
            button.setStyleSheet("QToolButton { border-radius: 10px; padding: 1px 9px; min-height: 16px; }")
            says = self.tr("%Ln appointments (%1). Add it as a keyword.", "", each.count)
            says = says.replace("%1", self.tr("%Ln people", "", each.people))
            button.setToolTip(says)
            button.setAccessibleName(f"{each.word}: {says}")
            button.clicked.connect(lambda _=False, word=each.word: self.word_wanted.emit(word))
            self._flow.addWidget(button)
        self.heading.setVisible(bool(found.words))
        self.words.setVisible(bool(found.words))
        self.setVisible(found.appointments > 0)
        self.words.updateGeometry()
