"""Adds a person, or changes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_admin.domain.people import Person
from desktop_admin.gui.dialogs.show import show
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import push_button
from desktop_admin.gui.widgets.listing import paragraph
from desktop_admin.settings.connection import address_problem


class PersonDialog(QDialog):
    """``taken`` gives the names of the others by their addresses, case-folded; what is wrong is said as one types.

    ``refusal``: why these values were not taken; told until something else is typed.
    """

    def __init__(self, parent: QWidget, person: Person, taken: Mapping[str, str], refusal: str = "") -> None:
        super().__init__(parent)
        self._person = person
        self._taken = taken
        self._refusal = refusal
        title = self.tr("Edit the person") if person.id else self.tr("Add a person")
        self.setWindowTitle(title)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(grid(3), grid(3), grid(3), grid(2))
        self._rows.setSpacing(grid(0.5))
        heading = QLabel(title)
        set_role(heading, "heading")
        self._rows.addWidget(heading)
        self.name = self._field(self.tr("Name"), "name", self._person.name)
        self.address = self._field(self.tr("Email address"), "address", self._person.address)
        self.address.setPlaceholderText("ada.byron@example.com")
        self.problem = paragraph()
        self._rows.addWidget(self.problem)
        self.extension = self._field(self.tr("Telephone extension (optional)"), "extension", self._person.extension)
        self.kept = QCheckBox(self.tr("Presence follows this person's calendar"))
        self.kept.setObjectName("calendar_integration")
        self.kept.setChecked(self._person.calendar_integration)
        self._rows.addSpacing(grid(1.5))
        self._rows.addWidget(self.kept)
        self.save = push_button(self.tr("Save") if person.id else self.tr("Add"), "save_person", "primary")
        self._add_buttons()
        for field in (self.name, self.address, self.extension):
            field.textChanged.connect(self._check)
        self.kept.toggled.connect(self._check)
        self._check()

    def person(self) -> Person:
        """The person as typed."""
        return replace(
            self._person,
            name=self.name.text().strip(),
            address=self.address.text().strip(),
            extension=self.extension.text().strip(),
            calendar_integration=self.kept.isChecked(),
        )

    def _field(self, label: str, name: str, text: str) -> QLineEdit:
        words = QLabel(label)
        field = QLineEdit(text, maxLength=200)
        field.setObjectName(name)
        field.setAccessibleName(label)
        field.setMinimumWidth(grid(50))
        words.setBuddy(field)
        self._rows.addSpacing(grid(1.5))
        self._rows.addWidget(words)
        self._rows.addWidget(field)
        return field

    def _add_buttons(self) -> None:
        cancel = push_button(self.tr("Cancel"), "cancel")
        self.save.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        self._rows.addSpacing(grid(2))
        self._rows.addLayout(buttons)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.accept)

    def _check(self) -> None:
        typed = self.person()
        problem = self._refusal if typed == self._person else ""
        problem = problem or self._address_problem(typed.address)
        self.address.setProperty("wrong", bool(problem))
        self.address.style().unpolish(self.address)
        self.address.style().polish(self.address)
        set_role(self.problem, "problem" if problem else "small")
        note = self.tr("Without an address the person is left alone.")
        self.problem.setText(f"▲ {problem}" if problem else note)
        self.save.setEnabled(bool(typed.name) and not problem)
        self.save.setToolTip("" if typed.name else self.tr("Write a name first."))

    def _address_problem(self, address: str) -> str:
        if not address:
            return ""
        if wrong := address_problem(address):
            return wrong
        if holder := self._taken.get(address.casefold(), ""):
            return self.tr("%1 has this address already. Write another one.").replace("%1", holder)
        return ""


async def ask_for_person(parent: QWidget, person: Person, taken: Mapping[str, str], refusal: str = "") -> Person | None:
    """The person as typed, or None when the user thought better of it. Somebody new has the id 0."""
    dialog = PersonDialog(parent, person, taken, refusal)
    accepted = await show(dialog) == QDialog.DialogCode.Accepted
    return dialog.person() if accepted else None
