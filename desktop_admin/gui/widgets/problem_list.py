"""What is wrong in a text, each fault with its place; clicking one goes there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop_admin.domain.template import Problem
from desktop_admin.gui.icons import icon
from desktop_admin.gui.models.table import ROW_ROLE
from desktop_admin.gui.theme import colours, grid


def problem_words(problem: Problem) -> str:
    words = QCoreApplication.translate("TemplatesPage", "Line %1, column %2: %3")
    return words.replace("%1", str(problem.line)).replace("%2", str(problem.column)).replace("%3", problem.message)


class ProblemList(QListWidget):
    """``wanted`` carries the problem whose place the user wants to see."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problems: tuple[Problem, ...] = ()
        self.setIconSize(QSize(16, 16))
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setResizeMode(self.ResizeMode.Adjust)
        self.itemClicked.connect(self._want)
        self.itemActivated.connect(self._want)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        self.clear()
        for problem in problems:
            words = problem_words(problem)
            item = QListWidgetItem(icon("serious", colours().bad), words)
            item.setToolTip(words)
            item.setData(ROW_ROLE, problem)
            self.addItem(item)
        self.setVisible(bool(problems))

    def fit(self, highest: int) -> None:
        """As high as its rows are together, between one row and ``highest`` pixels."""
        rows = sum(self.sizeHintForRow(row) for row in range(self.count()))
        self.setFixedHeight(max(grid(5), min(rows + grid(1), highest)))
        self.scheduleDelayedItemsLayout()

    def after(self, line: int, column: int) -> Problem | None:
        """The next problem after a place, or the first one."""
        later = [each for each in self.problems if (each.line, each.column) > (line, column)]
        return next(iter((*later, *self.problems)), None)

    def _want(self, item: QListWidgetItem) -> None:
        self.wanted.emit(item.data(ROW_ROLE))
