"""What differs between two wordings, line by line: each line has a sign, and a colour beside it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop_admin.domain.template_diff import Change, DiffLine, line_diff
from desktop_admin.gui.theme import colour, fixed_font

_LOOKS: Final = {
    Change.SAME: ("  ", "text", ""),
    Change.REMOVED: ("− ", "bad", "bad_soft"),
    Change.ADDED: ("+ ", "good", "good_soft"),
}
"""Sign, colour and ground of a line."""


class DiffView(QPlainTextEdit):
    """Read only; ``−`` is the old text's line, ``+`` the new one's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[DiffLine, ...] = ()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFont(fixed_font())
        self.setAccessibleName(QCoreApplication.translate("TemplatesPage", "Differences from the default"))

    def show_texts(self, old: str, new: str) -> None:
        shown = line_diff(old, new)
        if shown != self._shown:
            self._shown = shown
            self.recolour()

    def counts(self) -> tuple[int, int]:
        """(lines removed, lines added)."""
        changes = [line.change for line in self._shown]
        return changes.count(Change.REMOVED), changes.count(Change.ADDED)

    def recolour(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        for number, line in enumerate(self._shown):
            sign, shade, ground = _LOOKS[line.change]
            letters, block = QTextCharFormat(), QTextBlockFormat()
            letters.setForeground(colour(shade))
            if ground:
                block.setBackground(colour(ground))
            if number:
                cursor.insertBlock(block, letters)
            else:
                cursor.setBlockFormat(block)
            cursor.insertText(sign + line.text, letters)
        self.moveCursor(QTextCursor.MoveOperation.Start)
