"""Adds a person, or changes one: what is set, and in a second tab what is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from desktop_admin.domain.address import fold_address
from desktop_admin.domain.people import LONGEST, Person
from desktop_admin.domain.telephone import extension_problem
from desktop_admin.gui.focus import Dialog
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import closing_buttons, push_button
from desktop_admin.gui.widgets.listing import paragraph
from desktop_admin.settings.connection import address_problem


class PersonDialog(Dialog):
    """``taken`` gives the names of the others by their addresses, case-folded; what is wrong is said as one types.

    ``refusal``: why these values were not taken; told until something else is typed. ``advanced`` becomes the second
    tab.
    """

    def __init__(
        self,
        parent: QWidget,
        person: Person,
        taken: Mapping[str, str],
        refusal: str = "",
        advanced: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._person = person
        self._taken = taken
        self._refusal = refusal
        title = self.tr("Edit the person") if person.id else self.tr("Add a person")
        self.setWindowTitle(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(grid(3), grid(3), grid(3), grid(2))
        layout.setSpacing(grid(0.5))
        heading = QLabel(person.name or title)
        set_role(heading, "heading")
        layout.addWidget(heading)
        general = QWidget()
        self._rows = QVBoxLayout(general)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(grid(0.5))
        self._add_fields()
        self._rows.addStretch()
        if advanced is None:
            layout.addWidget(general)
        else:
            layout.addWidget(self._tabs(general, advanced))
            self.resize(grid(76), grid(72))
        self.save = push_button(self.tr("Save") if person.id else self.tr("Add"), "save_person", "primary")
        layout.addSpacing(grid(2))
        layout.addLayout(closing_buttons(self, self.save))
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

    def _tabs(self, general: QWidget, advanced: QWidget) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setObjectName("tabs")
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        tabs.addTab(general, self.tr("General"))
        tabs.addTab(advanced, self.tr("Advanced"))
        return tabs

    def _add_fields(self) -> None:
        self.name = self._field(self.tr("Name"), "name", self._person.name)
        self.address = self._field(self.tr("Email address"), "address", self._person.address)
        self.address.setPlaceholderText("ada.byron@example.com")
        self.problem = paragraph()
        self._rows.addWidget(self.problem)
        self.extension = self._field(self.tr("Telephone extension (optional)"), "extension", self._person.extension)
        self.extension_problem = paragraph(role="problem")
        self._rows.addWidget(self.extension_problem)
        self.kept = QCheckBox(self.tr("Presence follows this person's calendar"))
        self.kept.setObjectName("calendar_integration")
        self.kept.setChecked(self._person.calendar_integration)
        self._rows.addSpacing(grid(1.5))
        self._rows.addWidget(self.kept)

    def _field(self, label: str, name: str, text: str) -> QLineEdit:
        words = QLabel(label)
        field = QLineEdit(text)
        field.setObjectName(name)
        field.setAccessibleName(label)
        field.setMinimumWidth(grid(50))
        words.setBuddy(field)
        self._rows.addSpacing(grid(1.5))
        self._rows.addWidget(words)
        self._rows.addWidget(field)
        return field

    def _check(self) -> None:
        typed = self.person()
        problem = self._refusal if typed == self._person else ""
        problem = problem or self._too_long(self.name, self.address) or self._address_problem(typed.address)
        wrong_extension = self._too_long(self.extension) or extension_problem(typed.extension) or ""
        _mark(self.address, problem)
        _mark(self.extension, wrong_extension)
        self.extension_problem.setText(f"▲ {wrong_extension}" if wrong_extension else "")
        self.extension_problem.setVisible(bool(wrong_extension))
        set_role(self.problem, "problem" if problem else "small")
        note = self.tr("Without an address the person is left out: there is no calendar to read.")
        self.problem.setText(f"▲ {problem}" if problem else "" if typed.address else note)
        self.save.setEnabled(bool(typed.name) and not problem and not wrong_extension)
        self.save.setToolTip("" if typed.name else self.tr("Write a name first."))

    def _too_long(self, *fields: QLineEdit) -> str:
        """Nothing that is pasted is cut: what is too long says so."""
        words = self.tr("%1: use at most %2 characters.")
        for field in fields:
            most = LONGEST[field.objectName()]
            if len(field.text().strip()) > most:
                return words.replace("%1", field.accessibleName()).replace("%2", str(most))
        return ""

    def _address_problem(self, address: str) -> str:
        if not address:
            return ""
        if wrong := address_problem(address):
            return wrong
        if holder := self._taken.get(fold_address(address), ""):
            return self.tr("%1 has this address already. Write another one.").replace("%1", holder)
        return ""


def _mark(field: QLineEdit, problem: str) -> None:
    field.setProperty("wrong", bool(problem))
    field.style().unpolish(field)
    field.style().polish(field)
