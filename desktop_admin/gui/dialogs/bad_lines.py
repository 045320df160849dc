"""What is wrong in a file that was refused: every bad line, to be read, copied or saved as a file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_admin.gui.dialogs.show import choose_new_file, show
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import push_button
from desktop_admin.service.csv_files import write_csv_file

SAVE = 2
"""What the dialog ends with when the list shall be saved."""


class BadLines(QDialog):
    """``problems`` are whole sentences with the line each is about."""

    def __init__(self, parent: QWidget, heading: str, problems: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(grid(3), grid(3), grid(3), grid(2))
        layout.setSpacing(grid(1))
        title = QLabel(heading)
        set_role(title, "heading")
        words = QLabel(self.tr("Nothing was changed. Correct these lines, then import the file again."), wordWrap=True)
        self.list = QPlainTextEdit("\n".join(problems), readOnly=True)
        self.list.setAccessibleName(self.tr("Problems in the file"))
        self.list.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.list.setTabChangesFocus(True)
        self.list.setMinimumSize(grid(75), grid(30))
        self.save = push_button(self.tr("Save list…"), "save_list")
        self.save.clicked.connect(lambda: self.done(SAVE))
        close = push_button(self.tr("Close"), "close", "primary")
        close.setDefault(True)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.save)
        row.addWidget(close)
        for each in (title, words, self.list):
            layout.addWidget(each)
        layout.addLayout(row)
        close.setFocus()


async def show_bad_lines(parent: QWidget, heading: str, problems: Sequence[str]) -> None:
    """Shows the list until it is closed; saving it asks where, and may raise ``ConciergeError``."""
    while await show(BadLines(parent, heading, problems)) == SAVE:
        kinds = parent.tr("Text files (*.txt)")
        chosen = await choose_new_file(parent, parent.tr("Save list"), kinds, "import-problems.txt")
        if chosen:
            await asyncio.to_thread(write_csv_file, Path(chosen), "".join(f"{each}\n" for each in problems))
            return
