"""The keyword table while it is edited: rows in the order of their precedence, and what is wrong or in vain in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt

from desktop_admin.domain.coverage import KeywordHits
from desktop_admin.domain.keyword_table import keyword_problems, keywords_in_vain, renamed
from desktop_admin.domain.people import MAX_KEYWORDS, Keyword, PresenceEntry
from desktop_admin.gui import texts
from desktop_admin.gui.counted import counted
from desktop_admin.gui.icons import icon
from desktop_admin.gui.models.table import Index
from desktop_admin.gui.theme import colour, colours
from desktop_admin.gui.widgets.presence_mark import Looks

COUNTED = int(Qt.ItemDataRole.UserRole) + 7
"""The role of a change that is none of the user's: other counts."""

translate = QCoreApplication.translate

PLACE, WORD, PRESENCE, ANYWHERE, HITS, NOTE = range(6)
_ROLES = Qt.ItemDataRole


class KeywordRows(QAbstractTableModel):
    """``dataChanged`` and the row signals come with every edit; :meth:`keywords` is the table as it stands."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keywords: list[Keyword] = []
        self._presences: tuple[PresenceEntry, ...] = ()
        self._problems: dict[int, str] = {}
        self._vain: Mapping[int, int] = {}
        self._hits: tuple[KeywordHits, ...] = ()

    @property
    def keywords(self) -> tuple[Keyword, ...]:
        return tuple(self._keywords)

    @property
    def presences(self) -> tuple[PresenceEntry, ...]:
        return self._presences

    @property
    def problems(self) -> Mapping[int, str]:
        """What keeps the table from being saved, by row."""
        return self._problems

    @property
    def is_full(self) -> bool:
        return len(self._keywords) >= MAX_KEYWORDS

    def set_keywords(self, keywords: Sequence[Keyword], presences: Sequence[PresenceEntry]) -> None:
        self.beginResetModel()
        self._keywords, self._presences = list(keywords), tuple(presences)
        self._judge()
        self.endResetModel()

    def set_presences(self, presences: Sequence[PresenceEntry], names: Mapping[str, str]) -> None:
        """Another presence list; ``names`` (old → new) are carried over into the keywords."""
        self._presences = tuple(presences)
        self._keywords = list(renamed(self._keywords, names))
        self._judge()
        self._all_changed()

    def set_hits(self, keywords: Sequence[Keyword], hits: Sequence[KeywordHits]) -> None:
        """What each of ``keywords`` hits in the appointments known; of no use where the table is another one by now."""
        if tuple(keywords) == self.keywords:
            self._hits = tuple(hits)
            if self._keywords:
                self.dataChanged.emit(self.index(0, HITS), self.index(len(self._keywords) - 1, HITS), [COUNTED])

    def add(self, place: int) -> int:
        """A new, empty row before ``place`` (or last); gives where it stands."""
        place = min(max(0, place), len(self._keywords))
        first = self._presences[1 if len(self._presences) > 1 else 0].name if self._presences else ""
        self.beginInsertRows(QModelIndex(), place, place)
        self._keywords.insert(place, Keyword("", first))
        self._judge()
        self.endInsertRows()
        self._all_changed()
        return place

    def remove(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._keywords[row]
        self._judge()
        self.endRemoveRows()
        self._all_changed()

    def move(self, row: int, target: int) -> bool:
        """Moves ``row`` so that it stands at ``target`` (counted without it). False where it stands there already."""
        if row == target or not (0 <= row < len(self._keywords) and 0 <= target < len(self._keywords)):
            return False
        # Qt counts the place before which the row goes, with the row still standing where it was.
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), target + 1 if target > row else target)
        self._keywords.insert(target, self._keywords.pop(row))
        self._judge()
        self.endMoveRows()
        self._all_changed()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._keywords)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 6

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLES.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == _ROLES.DisplayRole:
            return (
                "",
                translate("PresencePage", "Keyword"),
                translate("PresencePage", "Presence"),
                translate("PresencePage", "Anywhere"),
                translate("PresencePage", "Hits"),
                translate("PresencePage", "Note"),
            )[section]
        if role == _ROLES.ToolTipRole and section == ANYWHERE:
            return translate("PresencePage", "Found inside longer words too; otherwise only as a whole word")
        if role == _ROLES.ToolTipRole and section == HITS:
            return translate("PresencePage", "Known appointments in which this keyword decides")
        return None

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            # Rows are dropped between rows, never onto one.
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        if index.column() in (WORD, PRESENCE):
            flags |= Qt.ItemFlag.ItemIsEditable
        if index.column() == ANYWHERE:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        match role:
            case _ROLES.ToolTipRole if column == PLACE:
                return translate("PresencePage", "Drag to reorder")
            case _ROLES.DisplayRole | _ROLES.EditRole | _ROLES.AccessibleTextRole | _ROLES.ToolTipRole:
                return self._text(row, column)
            case _ROLES.DecorationRole:
                return self._mark(row, column)
            case _ROLES.CheckStateRole if column == ANYWHERE:
                return Qt.CheckState.Checked if self._keywords[row].anywhere else Qt.CheckState.Unchecked
            case _ROLES.ForegroundRole if column in (PLACE, HITS, NOTE):
                return colour("muted" if column == HITS else self._shade(row))
        return None

    def setData(self, index: Index, value: Any, role: int = _ROLES.EditRole) -> bool:
        if not index.isValid():
            return False
        keyword = self._keywords[index.row()]
        if role == _ROLES.CheckStateRole and index.column() == ANYWHERE:
            changed = replace(keyword, anywhere=Qt.CheckState(value) is Qt.CheckState.Checked)
        elif role == _ROLES.EditRole and index.column() == WORD:
            changed = replace(keyword, word=str(value))
        elif role == _ROLES.EditRole and index.column() == PRESENCE:
            changed = replace(keyword, presence=str(value))
        else:
            return False
        if changed != keyword:
            self._keywords[index.row()] = changed
            self._judge()
            self._all_changed()
        return True

    def _text(self, row: int, column: int) -> str:
        match column:
            case 0:
                return str(row + 1)
            case 1:
                return self._keywords[row].word
            case 2:
                return self._keywords[row].presence
            case 4:
                return self._hits_words(row)
            case 5:
                return self._note(row)
        return ""

    def _shade(self, row: int) -> str:
        return "bad" if row in self._problems else "warning" if row in self._vain else "muted"

    def _note(self, row: int) -> str:
        if row in self._problems:
            return self._problems[row]
        if row in self._vain:
            higher = self._vain[row]
            words = translate("PresencePage", "Never decides: “%1” in row %2 is found wherever this is.")
            return words.replace("%1", self._keywords[higher].word).replace("%2", str(higher + 1))
        return ""

    def _hits_words(self, row: int) -> str:
        if row >= len(self._hits):
            return ""
        hits = self._hits[row]
        if not hits.count:
            return translate("PresencePage", "none")
        return f"{texts.number(hits.count)} ({counted.people(hits.people)})"

    def _mark(self, row: int, column: int) -> Any:
        if column == PLACE:
            return icon("drag", colours().muted)
        if column == PRESENCE:
            return Looks(self._presences).icon(self._keywords[row].presence)
        if column == NOTE and row in self._problems:
            return icon("serious", colours().bad)
        return icon("warning", colours().warning) if column == NOTE and row in self._vain else None

    def _judge(self) -> None:
        self._problems = keyword_problems(self._keywords, self._presences)
        self._vain = keywords_in_vain(self._keywords)

    def _all_changed(self) -> None:
        """A word can be another row's double, so every row may say something else now."""
        self._hits = ()
        if self._keywords:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keywords) - 1, NOTE))
