"""Dialogs that a coroutine awaits. ``exec()`` would run a loop inside the loop and break qasync's."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_admin.gui.focus import Dialog
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import push_button


async def show(dialog: QDialog) -> int:
    """Opens ``dialog`` over its parent's window and gives its result once it is closed. The dialog is deleted then."""
    done: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def finished(result: int) -> None:
        if not done.done():
            done.set_result(result)

    dialog.finished.connect(finished)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.open()
    try:
        return await done
    finally:
        dialog.close()
        dialog.deleteLater()


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: ``key`` is what :func:`ask` gives back, ``role`` the style (``primary``, ``danger`` or "")."""

    key: str
    text: str
    role: str = ""


class AskDialog(Dialog):
    """A question with its buttons; Escape and closing choose the last one, which does nothing."""

    def __init__(self, parent: QWidget, title: str, text: str, choices: Sequence[Choice]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.chosen = choices[-1].key
        layout = QVBoxLayout(self)
        layout.setContentsMargins(grid(3), grid(3), grid(3), grid(2))
        layout.setSpacing(grid(1))
        heading = QLabel(title)
        set_role(heading, "heading")
        words = QLabel(text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        words.setMinimumWidth(grid(50))
        layout.addWidget(heading)
        layout.addWidget(words)
        layout.addSpacing(grid(2))
        row = QHBoxLayout()
        row.addStretch()
        for choice in reversed(choices):
            row.addWidget(self._button(choice))
        layout.addLayout(row)

    def _button(self, choice: Choice) -> QPushButton:
        button = push_button(choice.text, f"choice_{choice.key}", choice.role)
        button.setDefault(choice.role == "primary")

        def choose() -> None:
            self.chosen = choice.key
            self.accept()

        button.clicked.connect(choose)
        return button


async def ask(parent: QWidget, title: str, text: str, choices: Sequence[Choice]) -> str:
    """Asks ``text`` and gives the chosen button's key; the last choice is the harmless one."""
    dialog = AskDialog(parent, title, text, choices)
    await show(dialog)
    return dialog.chosen


async def choose_file(parent: QWidget, title: str, name_filter: str, start: str = "") -> str:
    """Path of an existing file, or "" when the user thought better of it."""
    dialog = QFileDialog(parent, title, start, name_filter)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    accepted = await show(dialog) == QDialog.DialogCode.Accepted
    return dialog.selectedFiles()[0] if accepted and dialog.selectedFiles() else ""


async def choose_new_file(parent: QWidget, title: str, name_filter: str, suggestion: str) -> str:
    """Path to write to, or "". The dialog asks before an existing file is chosen."""
    dialog = QFileDialog(parent, title, suggestion, name_filter)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(suggestion)
    accepted = await show(dialog) == QDialog.DialogCode.Accepted
    return dialog.selectedFiles()[0] if accepted and dialog.selectedFiles() else ""
