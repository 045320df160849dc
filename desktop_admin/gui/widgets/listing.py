"""Short lists in a details pane: facts with their names, and statements with a mark each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.theme import grid, set_role


@dataclass(frozen=True, slots=True)
class Statement:
    """``icon`` and ``shade`` (a colour of the palette) make the mark, whose word ``mark`` is read aloud."""

    text: str
    detail: str = ""
    icon: str = "skipped"
    shade: str = "muted"
    mark: str = ""


class _Rows(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = QGridLayout(self)
        self._cells.setContentsMargins(0, 0, 0, 0)
        self._cells.setHorizontalSpacing(grid(1.5))
        self._cells.setVerticalSpacing(grid(0.5))
        self._cells.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _clear(self) -> None:
        while (item := self._cells.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def text(self) -> str:
        """What the rows say, for the clipboard and for tests."""
        labels = [label.text() for label in self.findChildren(QLabel) if not label.isHidden() and label.text()]
        return "\n".join(labels)


class Facts(_Rows):
    """Names at the left in grey, values at the right, selectable; rows without a value are left out."""

    def set_facts(self, facts: Iterable[tuple[str, str]]) -> None:
        shown = tuple((name, value) for name, value in facts if value)
        if self.property("facts") == repr(shown):
            return
        self.setProperty("facts", repr(shown))
        self._clear()
        for row, (name, value) in enumerate(shown):
            label = QLabel(name, textFormat=Qt.TextFormat.PlainText)
            set_role(label, "help")
            words = paragraph(value)
            words.setAccessibleName(f"{name}: {value}")
            self._cells.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._cells.addWidget(words, row, 1)


class Statements(_Rows):
    def set_statements(self, statements: Iterable[Statement]) -> None:
        shown = tuple(statements)
        if self.property("statements") == repr(shown):
            return
        self.setProperty("statements", repr(shown))
        self._clear()
        for row, each in enumerate(shown):
            mark = QLabel()
            set_icon(mark, each.icon, each.shade, 16)
            mark.setAccessibleName(each.mark)
            mark.setToolTip(each.mark)
            self._cells.addWidget(mark, row * 2, 0, Qt.AlignmentFlag.AlignTop)
            self._cells.addWidget(paragraph(each.text), row * 2, 1)
            if each.detail:
                detail = paragraph(each.detail)
                set_role(detail, "small")
                detail.setContentsMargins(0, 0, 0, grid(0.5))
                self._cells.addWidget(detail, row * 2 + 1, 1)


def paragraph(text: str = "", role: str = "") -> QLabel:
    """A label of plain text that wraps and can be selected."""
    label = QLabel(text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setMinimumWidth(grid(8))
    if role:
        set_role(label, role)
    return label


def see_through_scroll(content: QWidget) -> QScrollArea:
    """Scrolls ``content`` up and down on whatever ground it stands."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }")
    area.setWidget(content)
    return area
