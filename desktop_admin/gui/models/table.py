"""A table model that knows nothing: rows are frozen records, columns are data. Sorting is a proxy's job."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_admin.domain.collation import sort_key

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""Gives the whole record."""
SORT_ROLE = ROW_ROLE + 1
"""Gives what a sorting proxy compares; set it with ``proxy.setSortRole(SORT_ROLE)``."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """``text`` is what stands in the cell; ``spoken`` is read aloud and ``sort`` compared, if not the text as well."""

    key: str
    header: str
    text: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    tip: Callable[[Row], str] | None = None
    decoration: Callable[[Row], Any] | None = None
    colour: Callable[[Row], Any] | None = None
    checked: Callable[[Row], Qt.CheckState] | None = None
    spoken: Callable[[Row], str] | None = None
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft

    def key_of(self, row: Row) -> Any:
        """What a row is sorted by: ``sort``, else the text in the order of names."""
        return self.sort(row) if self.sort is not None else sort_key(self.text(row))


class TableModel(QAbstractTableModel, Generic[Row]):
    """``identity`` tells which record is which, so that :meth:`put` can replace one where it stands."""

    def __init__(
        self, columns: Sequence[Column[Row]], identity: Callable[[Row], Hashable], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._tellers = tuple(_tellers(column) for column in self._columns)
        self._identity = identity
        self._rows: list[Row] = []
        self._numbered: dict[Hashable, int] | None = {}

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        return self._columns

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)

    def row(self, index: Index) -> Row | None:
        return self._rows[index.row()] if index.isValid() else None

    def place_of(self, identity: Hashable) -> int | None:
        return self._places.get(identity)

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self._renumber()
        self.endResetModel()

    def put(self, row: Row, *, first: bool = False) -> None:
        """Replaces the record of the same identity; a new one goes to the end, or to the front."""
        place = self._places.get(self._identity(row))
        if place is not None:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._columns) - 1))
            return
        place = 0 if first else len(self._rows)
        self.beginInsertRows(QModelIndex(), place, place)
        self._rows.insert(place, row)
        if first:
            self._renumber()
        else:
            self._places[self._identity(row)] = place
        self.endInsertRows()

    def refresh(self) -> None:
        """Shows every cell anew: the time went on, or the palette is another."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))

    def _renumber(self) -> None:
        """Rows came, went or moved: their places are counted anew when somebody asks."""
        self._numbered = None

    @property
    def _places(self) -> dict[Hashable, int]:
        if self._numbered is None:
            self._numbered = {self._identity(row): place for place, row in enumerate(self._rows)}
        return self._numbered

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].header
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._columns[section].alignment | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        teller = self._tellers[index.column()].get(role)
        return teller(row) if teller else None


def _tellers(column: Column[Row]) -> dict[int, Callable[[Row], Any] | None]:
    """What answers for each role in ``column``."""
    return {
        Qt.ItemDataRole.DisplayRole: column.text,
        Qt.ItemDataRole.AccessibleTextRole: column.spoken or column.text,
        Qt.ItemDataRole.ToolTipRole: column.tip or column.text,
        Qt.ItemDataRole.DecorationRole: column.decoration,
        Qt.ItemDataRole.ForegroundRole: column.colour,
        Qt.ItemDataRole.CheckStateRole: column.checked,
        Qt.ItemDataRole.TextAlignmentRole: lambda row: column.alignment | Qt.AlignmentFlag.AlignVCenter,
        ROW_ROLE: lambda row: row,
        SORT_ROLE: column.key_of,
    }
