"""Tables and splitters that take the width there is; in a narrow window, what matters least makes room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QLineEdit, QSplitter, QTableView, QWidget

LOOKED_AT: Final = 100
"""Rows beyond the visible ones whose content counts."""
SETTLE: Final = 100
"""Milliseconds in which changes of the content are gathered."""


class FittingColumns(QObject):
    """Each column is as wide as its content; the first of ``elastic`` that is shown takes what is left.

    Where there is too little room, those give way before the others, the widest first, none below its heading. A
    column that the user has resized keeps its width, kept in ``store`` under ``key``. ``needs`` gives for columns that
    can be spared how wide the table must be to show them, ``least`` how wide columns are at least, in pixels.
    """

    def __init__(
        self,
        table: QTableView,
        store: QSettings,
        key: str,
        elastic: Sequence[int],
        needs: Mapping[int, int],
        least: Mapping[int, int],
    ) -> None:
        super().__init__(table)
        self._table = table
        self._store, self._key = store, key
        self._elastic = tuple(elastic) or (table.model().columnCount() - 1,)
        self._needs, self._least = dict(needs), dict(least)
        self._own = _widths(store.value(key, ""))
        self._content: dict[int, int] = {}
        self._is_fitting = False
        self._settle = QTimer(self, singleShot=True, interval=SETTLE)
        self._settle.timeout.connect(self._look_and_fit)
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setResizeContentsPrecision(LOOKED_AT)
        header.sectionResized.connect(self._resized)
        table.viewport().installEventFilter(self)
        model = table.model()
        model.modelReset.connect(self._start_over)
        for signal in (model.rowsInserted, model.dataChanged, model.layoutChanged):
            signal.connect(self._changed)
        self._start_over()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._start_over()
        return super().eventFilter(watched, event)

    def _start_over(self) -> None:
        self._content.clear()
        self._changed()

    def _changed(self, *_: Any) -> None:
        if not self._settle.isActive():
            self._settle.start()

    def _look_and_fit(self) -> None:
        """What was seen to be wider stays wider, so that columns do not move to and fro under the mouse."""
        for column in range(self._table.model().columnCount()):
            width = self._table.sizeHintForColumn(column)
            self._content[column] = max(width, self._content.get(column, 0))
        self._fit()

    def _fit(self) -> None:
        room = self._table.viewport().width()
        with self._fitting():
            for column, needed in self._needs.items():
                if self._table.isColumnHidden(column) is not (room < needed):
                    self._table.setColumnHidden(column, room < needed)
            shown = [each for each in range(self._table.model().columnCount()) if not self._table.isColumnHidden(each)]
            for column, width in self._shared(shown, room).items():
                if self._table.columnWidth(column) != width:
                    self._table.setColumnWidth(column, width)

    def _shared(self, shown: Sequence[int], room: int) -> dict[int, int]:
        header = self._table.horizontalHeader()
        least = {each: max(header.sectionSizeHint(each), self._least.get(each, 0)) for each in shown}
        wanted = {each: self._own.get(each) or max(least[each], self._content.get(each, 0)) for each in shown}
        left = room - sum(wanted.values())
        takers = [each for each in self._elastic if each in shown and each not in self._own]
        if left >= 0:
            return wanted | {each: wanted[each] + left for each in takers[:1]}
        for yielding in (takers, [each for each in shown if each not in self._own and each not in takers]):
            left = room - sum(wanted[each] for each in shown if each not in yielding)
            # The narrowest first: what it does not need is shared by the wider ones.
            for place, each in enumerate(sorted(yielding, key=lambda column: wanted[column])):
                wanted[each] = max(least[each], min(wanted[each], left // (len(yielding) - place)))
                left -= wanted[each]
        return wanted

    def _resized(self, column: int, _before: int, width: int) -> None:
        if self._is_fitting or not width:
            return
        self._own[column] = width
        self._store.setValue(self._key, " ".join(f"{each}:{own}" for each, own in self._own.items()))
        self._fit()

    @contextmanager
    def _fitting(self) -> Iterator[None]:
        before, self._is_fitting = self._is_fitting, True
        try:
            yield
        finally:
            self._is_fitting = before


def _widths(kept: Any) -> dict[int, int]:
    """What :class:`FittingColumns` stored: ``column:width`` with blanks between them; nothing where it is not that."""
    try:
        return {int(column): int(width) for column, width in (each.split(":") for each in str(kept).split())}
    except ValueError:
        return {}


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


class FoldingTools(QObject):
    """Moves ``parts`` of ``row`` into a row beneath it where there is too little room for all of them.

    ``place`` is what stands in ``rows`` (``row`` itself, or the widget that it lays out). A field for typing keeps at
    least ``least`` pixels.
    """

    def __init__(
        self,
        rows: QBoxLayout,
        place: QWidget | QLayout,
        row: QBoxLayout,
        parts: Sequence[QWidget],
        least: int,
    ) -> None:
        home = rows.parentWidget()
        if home is None:
            raise ValueError("the rows lay out no widget yet")
        super().__init__(home)
        self._home, self._rows, self._row, self._parts, self._least = home, rows, row, tuple(parts), least
        self._beneath = QWidget()
        cells = QHBoxLayout(self._beneath)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.addStretch()
        self._cells = cells
        self._places = [row.indexOf(each) for each in self._parts]
        self._beneath.hide()
        rows.insertWidget(rows.indexOf(place) + 1, self._beneath)
        home.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest):
            margins = self._rows.contentsMargins()
            self._fold(self._needed() > self._home.width() - margins.left() - margins.right())
        return super().eventFilter(watched, event)

    def _needed(self) -> int:
        items = (self._row.itemAt(place) for place in range(self._row.count()))
        tools = dict.fromkeys([*(item.widget() for item in items if item is not None), *self._parts])
        shown = [each for each in tools if each is not None and not each.isHidden()]
        return sum(self._width_of(each) + self._row.spacing() for each in shown) - self._row.spacing()

    def _width_of(self, widget: QWidget) -> int:
        return self._least if isinstance(widget, QLineEdit) else widget.sizeHint().width()

    def _fold(self, is_narrow: bool) -> None:
        if self._beneath.isHidden() is not is_narrow:
            return
        for place, each in zip(self._places, self._parts, strict=True):
            if is_narrow:
                self._cells.addWidget(each)
            else:
                self._row.insertWidget(place, each)
        self._beneath.setVisible(is_narrow)
