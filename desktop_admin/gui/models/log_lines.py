"""The newest log lines and those of them that the filter lets through. Each line is looked at once when it comes, and
once more when the filter changes; nothing else ever walks the whole log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from desktop_admin.service.events import LogLevel, LogLine

CAPACITY: Final = 100_000
CHUNK: Final = 10_000
"""A new filter looks through so many lines at a time, so that typing stays smooth."""

TIME, LEVEL, INTEGRATION, TEXT = range(4)
LINE_ROLE: Final = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class LogFilter:
    """``words`` must all stand in the line, regardless of case; ``integration_id`` "" lets every one through."""

    words: tuple[str, ...] = ()
    levels: frozenset[LogLevel] = frozenset(LogLevel)
    integration_id: str = ""

    @staticmethod
    def of(text: str, levels: Iterable[LogLevel], integration_id: str = "") -> LogFilter:
        return LogFilter(tuple(text.casefold().split()), frozenset(levels), integration_id)

    def lets_through(self, line: LogLine) -> bool:
        if line.level not in self.levels or self.integration_id not in ("", line.integration_id):
            return False
        if not self.words:
            return True
        text = line.text.casefold()
        return all(word in text for word in self.words)


class Window:
    """A list that loses its oldest entries cheaply: they are only counted off, and cleared away now and then."""

    def __init__(self) -> None:
        self._items: list[LogLine] = []
        self._gone = 0

    def __len__(self) -> int:
        return len(self._items) - self._gone

    def __getitem__(self, place: int) -> LogLine:
        return self._items[self._gone + place]

    def part(self, start: int, end: int) -> Sequence[LogLine]:
        return self._items[self._gone + start : self._gone + end]

    def extend(self, items: Sequence[LogLine]) -> None:
        self._items.extend(items)

    def drop(self, count: int) -> None:
        self._gone += count
        if self._gone > CHUNK and self._gone * 2 > len(self._items):
            del self._items[: self._gone]
            self._gone = 0

    def clear(self) -> None:
        self._items, self._gone = [], 0


class LogModel(QAbstractTableModel):
    """Rows are the lines that match, oldest first. ``counted`` comes when the number of matches or lines changed."""

    counted = Signal()

    def __init__(self, headers: Sequence[str], parent: QObject | None = None, capacity: int = CAPACITY) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._capacity = capacity
        self._lines = Window()
        self._matches = Window()
        self._filter = LogFilter()
        self._found: list[LogLine] = []
        self._place = 0
        self._scan = QTimer(self, interval=0)
        self._scan.timeout.connect(self._scan_on)

    @property
    def total(self) -> int:
        return len(self._lines)

    @property
    def is_scanning(self) -> bool:
        return self._scan.isActive()

    @property
    def last_number(self) -> int:
        return self._lines[len(self._lines) - 1].number if len(self._lines) else 0

    def line(self, row: int) -> LogLine:
        return self._matches[row]

    def matching(self) -> Sequence[LogLine]:
        return self._matches.part(0, len(self._matches))

    def append(self, lines: Sequence[LogLine]) -> None:
        """Adds ``lines``, the newest last; beyond the capacity the oldest go."""
        if not lines:
            return
        lines = lines[-self._capacity :]
        self._lines.extend(lines)
        if not self.is_scanning:
            self._append_matches(self._let_through(lines))
        surplus = len(self._lines) - self._capacity
        if surplus > 0:
            self._drop(surplus)
        self.counted.emit()

    def set_filter(self, wanted: LogFilter) -> None:
        """Looks the log through anew, a chunk at a time; the rows stay as they are until it is done."""
        if wanted == self._filter:
            return
        self._filter = wanted
        self._found, self._place = [], 0
        self._scan.start()
        self.counted.emit()

    def clear(self) -> None:
        self.beginResetModel()
        self._scan.stop()
        self._lines.clear()
        self._matches.clear()
        self.endResetModel()
        self.counted.emit()

    def _scan_on(self) -> None:
        chunk = self._lines.part(self._place, self._place + CHUNK)
        self._found += self._let_through(chunk)
        self._place += len(chunk)
        if self._place < len(self._lines):
            return
        self._scan.stop()
        self.beginResetModel()
        self._matches.clear()
        self._matches.extend(self._found)
        self._found = []
        self.endResetModel()
        self.counted.emit()

    def _let_through(self, lines: Sequence[LogLine]) -> list[LogLine]:
        return [line for line in lines if self._filter.lets_through(line)]

    def _append_matches(self, matches: Sequence[LogLine]) -> None:
        if matches:
            first = len(self._matches)
            self.beginInsertRows(QModelIndex(), first, first + len(matches) - 1)
            self._matches.extend(matches)
            self.endInsertRows()

    def _drop(self, surplus: int) -> None:
        """The oldest lines go, and with them the matches that are older than the first line that stays."""
        self._lines.drop(surplus)
        oldest = self._lines[0].number
        gone = 0
        while gone < len(self._matches) and self._matches[gone].number < oldest:
            gone += 1
        if gone:
            self.beginRemoveRows(QModelIndex(), 0, gone - 1)
            self._matches.drop(gone)
            self.endRemoveRows()
        if self.is_scanning:
            self._place = max(0, self._place - surplus)
            self._found = [line for line in self._found if line.number >= oldest]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._matches)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role == LINE_ROLE:
            return self._matches[index.row()]
        return None
