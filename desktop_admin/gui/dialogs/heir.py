"""Removing a presence that is in use: says what will change, and asks which presence they get instead."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_admin.domain.people import PresenceEntry
from desktop_admin.gui.dialogs.show import show
from desktop_admin.gui.focus import Dialog
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import push_button
from desktop_admin.gui.widgets.listing import paragraph
from desktop_admin.gui.widgets.presence_mark import mark_icon


class HeirDialog(Dialog):
    def __init__(self, parent: QWidget, name: str, uses: str, others: Sequence[PresenceEntry]) -> None:
        super().__init__(parent)
        title = self.tr("Remove the presence “%1”?").replace("%1", name)
        self.setWindowTitle(title)
        heading = QLabel(title)
        set_role(heading, "heading")
        words = self.tr("It is used by: %1. They get the presence that you choose here, once you save.")
        self.heir = QComboBox()
        self.heir.setAccessibleName(self.tr("Presence instead"))
        for entry in others:
            self.heir.addItem(mark_icon(entry), entry.name)
        self.remove = push_button(self.tr("Remove"), "remove", "danger")
        self.keep = push_button(self.tr("Keep"), "keep")
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.keep)
        buttons.addWidget(self.remove)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(grid(3), grid(3), grid(3), grid(2))
        rows.setSpacing(grid(1.5))
        rows.addWidget(heading)
        told = paragraph(words.replace("%1", uses))
        told.setMinimumWidth(grid(50))
        rows.addWidget(told)
        rows.addWidget(self.heir)
        rows.addLayout(buttons)
        self.remove.clicked.connect(self.accept)
        self.keep.clicked.connect(self.reject)


async def ask_for_heir(parent: QWidget, name: str, uses: str, others: Sequence[PresenceEntry]) -> str:
    """The presence that its users get instead; "" where it is kept."""
    dialog = HeirDialog(parent, name, uses, others)
    accepted = await show(dialog) == QDialog.DialogCode.Accepted
    return dialog.heir.currentText() if accepted else ""
