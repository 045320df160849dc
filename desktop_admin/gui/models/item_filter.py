"""Which of the invitations that were read are shown."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel

from desktop_admin.gui import texts
from desktop_admin.gui.models.table import ROW_ROLE


class ItemFilter(QSortFilterProxyModel):
    """Shows items of the chosen outcomes in which every typed word stands."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self._outcomes: frozenset[str] = frozenset()

    def choose(self, text: str, outcomes: frozenset[str]) -> None:
        self.beginFilterChange()
        self._words, self._outcomes = text.casefold().split(), outcomes
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        item = self.sourceModel().index(row, 0, parent).data(ROW_ROLE)
        if item.outcome not in self._outcomes:
            return False
        searched = (texts.subject(item), item.organizer_name, item.organizer, item.sender, item.alias, item.reason)
        text = " ".join(searched).casefold()
        return all(word in text for word in self._words)
