"""How log lines are shown: cells' words and colours, made only for the rows that are visible."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from desktop_admin.gui import formats
from desktop_admin.gui.icons import icon
from desktop_admin.gui.models.log_lines import INTEGRATION, LEVEL, TEXT, TIME, LogModel
from desktop_admin.gui.theme import colour, colours
from desktop_admin.service.events import LogLevel, LogLine

translate = QCoreApplication.translate

LEVEL_ROLES = {
    LogLevel.DEBUG: "muted",
    LogLevel.INFO: "accent",
    LogLevel.WARNING: "warning",
    LogLevel.ERROR: "bad",
}
LEVEL_ICONS = {
    LogLevel.DEBUG: "skipped",
    LogLevel.INFO: "info",
    LogLevel.WARNING: "warning",
    LogLevel.ERROR: "serious",
}


def level_word(level: LogLevel) -> str:
    return {
        LogLevel.DEBUG: translate("LogPage", "Detail"),
        LogLevel.INFO: translate("LogPage", "Information"),
        LogLevel.WARNING: translate("LogPage", "Warning"),
        LogLevel.ERROR: translate("LogPage", "Fault"),
    }[level]


def line_text(line: LogLine, name: str) -> str:
    """The line for the clipboard and the file: time with zone, level, integration, text; tabs between."""
    at = formats.stamp(line.at)
    return "\t".join((at, line.level.value, name, line.text))


class ShownLog(LogModel):
    """``name_of`` gives an integration's name by its id."""

    def __init__(self, name_of: Callable[[str], str], **kwargs: Any) -> None:
        headers = (
            translate("LogPage", "Time"),
            translate("LogPage", "Level"),
            translate("LogPage", "Integration"),
            translate("LogPage", "Text"),
        )
        super().__init__(headers, **kwargs)
        self.name_of = name_of

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.line(index.row())
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return formats.stamp(line.at) if column == TIME else self._words(line, column)
        if role == Qt.ItemDataRole.DecorationRole and column == LEVEL:
            return icon(LEVEL_ICONS[line.level], getattr(colours(), LEVEL_ROLES[line.level]))
        if role == Qt.ItemDataRole.ForegroundRole:
            return _shade(line, column)
        return super().data(index, role)

    def _words(self, line: LogLine, column: int) -> str:
        if column == TIME:
            return formats.clock_seconds(line.at)
        if column == LEVEL:
            return level_word(line.level)
        return self.name_of(line.integration_id) if column == INTEGRATION else line.text


def _shade(line: LogLine, column: int) -> Any:
    if column in (TIME, INTEGRATION):
        return colour("muted")
    if column in (LEVEL, TEXT) and line.level in (LogLevel.WARNING, LogLevel.ERROR):
        return colour(LEVEL_ROLES[line.level])
    return None
