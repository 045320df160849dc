"""The presence list while it is edited: entries in their order, each remembering under which name it is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt, Signal

from desktop_admin.domain.people import PresenceEntry
from desktop_admin.domain.presence_list import MAX_PRESENCES, presence_problems
from desktop_admin.gui.icons import icon
from desktop_admin.gui.models.table import Index
from desktop_admin.gui.theme import colour, colours
from desktop_admin.gui.widgets.presence_mark import Looks

translate = QCoreApplication.translate

PLACE, NAME, NOTE = range(3)
_ROLES = Qt.ItemDataRole
NEW_COLOUR = "#7a8794"


class PresenceRows(QAbstractTableModel):
    """``renamed`` (old, new) and ``edited`` come with the user's edits; ``refused`` says why a name is not taken."""

    renamed = Signal(str, str)
    edited = Signal()
    refused = Signal(str)

    def __init__(self, note: Callable[[str], str], parent: QObject | None = None) -> None:
        """``note`` says who uses the presence of a name."""
        super().__init__(parent)
        self._note = note
        self._entries: list[PresenceEntry] = []
        self._stored_as: list[str] = []
        self._gone: dict[str, str] = {}

    @property
    def entries(self) -> tuple[PresenceEntry, ...]:
        return tuple(self._entries)

    @property
    def is_full(self) -> bool:
        return len(self._entries) >= MAX_PRESENCES

    @property
    def names(self) -> Mapping[str, str]:
        """What became of stored presences: the new name of a renamed one, the heir of a removed one."""
        now = {was: each.name for was, each in zip(self._stored_as, self._entries, strict=True) if was}
        gone = {was: now.get(heir, heir) for was, heir in self._gone.items()}
        return {was: name for was, name in (now | gone).items() if was != name}

    def set_entries(self, entries: Sequence[PresenceEntry]) -> None:
        """What is stored."""
        self.beginResetModel()
        self._entries, self._stored_as, self._gone = list(entries), [each.name for each in entries], {}
        self.endResetModel()

    def add(self) -> int:
        """A new entry at the end, with a name of its own; gives its row."""
        number, base = 1, translate("PresencePage", "New presence")
        taken = {each.name.casefold() for each in self._entries}
        name = base
        while name.casefold() in taken:
            number += 1
            name = f"{base} {number}"
        row = len(self._entries)
        self.beginInsertRows(QModelIndex(), row, row)
        self._entries.append(PresenceEntry(name, NEW_COLOUR))
        self._stored_as.append("")
        self.endInsertRows()
        self._changed()
        return row

    def remove(self, row: int, heir: str) -> None:
        """Without the entry at ``row``; whoever has it gets the presence ``heir``."""
        kept = self._stored_as[self._place_of(heir)] or heir
        was = self._stored_as[row]
        self._gone = {old: kept if new == was else new for old, new in self._gone.items()}
        if was:
            self._gone[was] = kept
        name = self._entries[row].name
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._entries[row], self._stored_as[row]
        self.endRemoveRows()
        self.renamed.emit(name, heir)
        self._changed()

    def move(self, row: int, target: int) -> bool:
        """Moves ``row`` so that it stands at ``target`` (counted without it)."""
        if row == target or not (0 <= row < len(self._entries) and 0 <= target < len(self._entries)):
            return False
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), target + 1 if target > row else target)
        self._entries.insert(target, self._entries.pop(row))
        self._stored_as.insert(target, self._stored_as.pop(row))
        self.endMoveRows()
        self._changed()
        return True

    def put(self, row: int, entry: PresenceEntry) -> bool:
        """Another name, colour or icon. False, and a word why, where the name will not do."""
        before = self._entries[row]
        if entry == before:
            return True
        proposed = [*self._entries]
        proposed[row] = entry
        if problems := presence_problems(proposed):
            self.refused.emit(problems.get(row) or next(iter(problems.values())))
            return False
        self._entries[row] = entry
        if entry.name != before.name:
            self.renamed.emit(before.name, entry.name)
        self._changed()
        return True

    def refresh(self) -> None:
        if self._entries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._entries) - 1, NOTE))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLES.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == _ROLES.DisplayRole:
            return ("", translate("PresencePage", "Presence"), translate("PresencePage", "Used by"))[section]
        return None

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == NAME else flags

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        entry = self._entries[row]
        match role:
            case _ROLES.DisplayRole | _ROLES.EditRole | _ROLES.AccessibleTextRole:
                return (str(row + 1), entry.name, self._says(row))[column]
            case _ROLES.ToolTipRole:
                return translate("PresencePage", "Drag to reorder") if column == PLACE else self._says(row)
            case _ROLES.DecorationRole if column == PLACE:
                return icon("drag", colours().muted)
            case _ROLES.DecorationRole if column == NAME:
                return Looks(self._entries).icon(entry.name)
            case _ROLES.ForegroundRole if column != NAME:
                return colour("muted")
        return None

    def setData(self, index: Index, value: Any, role: int = _ROLES.EditRole) -> bool:
        if not index.isValid() or role != _ROLES.EditRole or index.column() != NAME:
            return False
        return self.put(index.row(), replace(self._entries[index.row()], name=" ".join(str(value).split())))

    def _says(self, row: int) -> str:
        default = translate("PresencePage", "The default, when nothing else counts") if row == 0 else ""
        return "; ".join(filter(None, (default, self._note(self._entries[row].name))))

    def _place_of(self, name: str) -> int:
        return next(place for place, each in enumerate(self._entries) if each.name == name)

    def _changed(self) -> None:
        self.refresh()
        self.edited.emit()
