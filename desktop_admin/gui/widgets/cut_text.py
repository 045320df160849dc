"""Text that is cut is there to be read: in a tool tip, for every cell, heading and label that had to be shortened."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QTableView, QToolTip, QWidget

from desktop_admin.gui.models.table import Index
from desktop_admin.gui.theme import grid

_MARGINS = grid(3)
"""What a cell needs beside its text and icon."""


def cell_tip(table: QTableView, index: Index) -> str:
    """The tool tip of a cell: what the model adds to the text, and the text itself where it is cut."""
    text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
    tip = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
    return (tip or text) if tip != text or is_cut(table, index) else ""


def is_cut(table: QTableView, index: Index) -> bool:
    """Whether the cell has too little room for its text."""
    text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
    if not text:
        return False
    hint, room = table.sizeHintForIndex(index), table.visualRect(index)
    if not table.wordWrap():
        return hint.width() > room.width()
    beside = _MARGINS + (table.iconSize().width() if index.data(Qt.ItemDataRole.DecorationRole) is not None else 0)
    widest = max(map(table.fontMetrics().horizontalAdvance, text.split()), default=0)
    return hint.height() > room.height() or widest + beside > room.width()


class CutTips(QObject):
    """Shows :func:`cell_tip` for the cells of ``table``, and the heading of a column that is too narrow for it."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        table.viewport().installEventFilter(self)
        table.horizontalHeader().viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().eventFilter(watched, event)
        in_header = watched is self._table.horizontalHeader().viewport()
        tip = self._heading_tip(event.pos()) if in_header else cell_tip(self._table, self._table.indexAt(event.pos()))
        if tip and isinstance(watched, QWidget):
            QToolTip.showText(event.globalPos(), tip, watched)
        else:
            QToolTip.hideText()
        return True

    def _heading_tip(self, at: QPoint) -> str:
        header: QHeaderView = self._table.horizontalHeader()
        column = header.logicalIndexAt(at)
        model, across = self._table.model(), Qt.Orientation.Horizontal
        if tip := model.headerData(column, across, Qt.ItemDataRole.ToolTipRole):
            return str(tip)
        text = str(model.headerData(column, across) or "") if column >= 0 else ""
        return text if text and header.sectionSizeHint(column) > header.sectionSize(column) else ""


class ElidedLabel(QLabel):
    """One line of plain text that ends with … where it is too long, and then has all of it as its tool tip."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent, textFormat=Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(grid(4), super().minimumSizeHint().width()), super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), self._shown())
        painter.end()

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def _tell(self) -> None:
        self.setToolTip(self.text() if self._shown() != self.text() else "")
