"""A table of many records that sorts and filters by itself, and changes where it stands: what one reads stays in place.

A sorting proxy asks Python for every comparison; with thousands of rows that takes longer than a picture may. Here an
order is made by one ``sorted``, and views hear only of rows that come, go and move.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import groupby
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject

from desktop_admin.gui.models.table import Column, TableModel

Row = TypeVar("Row")
MOST_STEPS = 64
"""Runs of rows that come or go before starting anew is quicker."""


class ArrangedModel(TableModel[Row], Generic[Row]):
    """``arrange`` gives the rows to show, in order, from all records. Rows are told apart by ``identity``."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        identity: Callable[[Row], Hashable],
        arrange: Callable[[Iterable[Row]], list[Row]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, identity, parent)
        self._arrange = arrange
        self._records: dict[Hashable, Row] = {}

    @property
    def records(self) -> tuple[Row, ...]:
        """Everybody, shown or not."""
        return tuple(self._records.values())

    def record(self, identity: Hashable) -> Row | None:
        return self._records.get(identity)

    def set_records(self, records: Iterable[Row]) -> None:
        self._records = {self._identity(each): each for each in records}
        self.arrange()

    def update_records(self, records: Iterable[Row]) -> tuple[Row, ...]:
        """Replaces those that are there, and gives them; others are passed over."""
        known = tuple(each for each in records if self._identity(each) in self._records)
        self._records.update((self._identity(each), each) for each in known)
        if known:
            self.arrange()
        return known

    def arrange(self) -> None:
        """Filter or order is another one, or the records are."""
        rows = self._arrange(self._records.values())
        before = [self._identity(each) for each in self._rows]
        after = [self._identity(each) for each in rows]
        if before == after:
            self._tell_changed(rows)
            return
        gone, come = set(before).difference(after), set(after).difference(before)
        leaving = _runs([place for place, each in enumerate(before) if each in gone])
        coming = _runs([place for place, each in enumerate(after) if each in come])
        if not before or not after or len(leaving) + len(coming) > MOST_STEPS:
            self.set_rows(rows)
            return
        for first, last in reversed(leaving):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self._renumber()
            self.endRemoveRows()
        self._permute([each for each in rows if self._identity(each) not in come])
        for first, last in coming:
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = rows[first : last + 1]
            self._renumber()
            self.endInsertRows()

    def _permute(self, rows: list[Row]) -> None:
        """The same rows in another order, perhaps with other content."""
        order = [self._identity(each) for each in rows]
        if order == [self._identity(each) for each in self._rows]:
            self._tell_changed(rows)
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        whose = [self._identity(self._rows[index.row()]) for index in held]
        self._rows = list(rows)
        self._renumber()
        moved = [self.index(self._places[each], index.column()) for each, index in zip(whose, held, strict=True)]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _tell_changed(self, rows: list[Row]) -> None:
        """The same rows at the same places: only what differs is painted anew."""
        changed = [place for place, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old is not new]
        self._rows = list(rows)
        for first, last in _runs(changed) if len(changed) <= MOST_STEPS else [(changed[0], changed[-1])]:
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of every stretch of neighbours in the rising ``places``."""
    found = []
    for _, run in groupby(enumerate(places), key=lambda numbered: numbered[1] - numbered[0]):
        members = [place for _, place in run]
        found.append((members[0], members[-1]))
    return found
