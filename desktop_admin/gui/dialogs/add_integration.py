"""Asks for the name of a new integration."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_admin.gui.dialogs.show import show
from desktop_admin.gui.focus import Dialog
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import closing_buttons, push_button
from desktop_admin.settings import IntegrationSettings, problems_of


class AddIntegrationDialog(Dialog):
    """``taken`` are names in use, case-folded; a wrong name says so beneath the field."""

    def __init__(self, parent: QWidget, taken: Collection[str]) -> None:
        super().__init__(parent)
        self._taken = taken
        self.setWindowTitle(self.tr("Add an integration"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(grid(3), grid(3), grid(3), grid(2))
        heading = QLabel(self.tr("Add an integration"))
        set_role(heading, "heading")
        label = QLabel(self.tr("Name, for example of the place or the Exchange server"))
        self.name = QLineEdit()
        self.name.setObjectName("name")
        self.name.setMinimumWidth(grid(50))
        self.name.setAccessibleName(self.tr("Name"))
        label.setBuddy(self.name)
        self.problem = QLabel(wordWrap=True)
        set_role(self.problem, "problem")
        self.add = push_button(self.tr("Add"), "add", "primary")
        rows.addWidget(heading)
        rows.addWidget(label)
        rows.addWidget(self.name)
        rows.addWidget(self.problem)
        rows.addSpacing(grid(2))
        rows.addLayout(closing_buttons(self, self.add))
        self.name.textChanged.connect(self._check)
        self._check("")

    def _check(self, text: str) -> None:
        name = text.strip()
        problem = ""
        if name.casefold() in self._taken:
            problem = self.tr("There is an integration of this name already. Choose another name.")
        elif name:
            problem = " ".join(each.message for each in problems_of(IntegrationSettings, {"name": name}))
        self.problem.setText(problem)
        self.add.setEnabled(bool(name) and not problem)


async def ask_for_integration(parent: QWidget, taken: Collection[str]) -> str:
    """The new integration's name, or "" when the user thought better of it."""
    dialog = AddIntegrationDialog(parent, taken)
    accepted = await show(dialog) == QDialog.DialogCode.Accepted
    return dialog.name.text().strip() if accepted else ""
