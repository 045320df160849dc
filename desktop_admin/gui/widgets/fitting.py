"""Tables and splitters that fit a narrow window: what matters least makes room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QSplitter, QTableView


class FittingColumns(QObject):
    """``needs`` gives for columns that can be spared how wide the table must be to show them, in pixels.

    The first column of ``elastic`` that is shown takes what room the others leave.
    """

    def __init__(self, table: QTableView, needs: Mapping[int, int], elastic: Sequence[int]) -> None:
        super().__init__(table)
        self._table = table
        self._needs = dict(needs)
        self._elastic = tuple(elastic)
        self._own_widths: dict[int, int] = {}
        table.horizontalHeader().setStretchLastSection(False)
        table.viewport().installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        width = self._table.viewport().width()
        for column, needed in self._needs.items():
            if self._table.isColumnHidden(column) is not (width < needed):
                self._table.setColumnHidden(column, width < needed)
        header = self._table.horizontalHeader()
        taker = next((column for column in self._elastic if not self._table.isColumnHidden(column)), None)
        for column in self._elastic:
            mode = header.ResizeMode.Stretch if column == taker else header.ResizeMode.Interactive
            if header.sectionResizeMode(column) is mode:
                continue
            if column == taker:
                self._own_widths[column] = self._table.columnWidth(column)
            header.setSectionResizeMode(column, mode)
            if column != taker and column in self._own_widths:
                self._table.setColumnWidth(column, self._own_widths.pop(column))


class FittingSplitter(QObject):
    """Puts the parts of ``splitter`` beside each other from ``least`` pixels on, and below each other before."""

    def __init__(self, splitter: QSplitter, least: int) -> None:
        super().__init__(splitter)
        self._splitter = splitter
        self._least = least
        splitter.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            wide = self._splitter.width() >= self._least
            wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
            if self._splitter.orientation() is not wanted:
                self._splitter.setOrientation(wanted)
        return super().eventFilter(watched, event)
