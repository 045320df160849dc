"""What counts for presence: a matrix of show-as by length, and the switches and presences of the rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_admin.domain.people import PresenceEntry
from desktop_admin.gui.forms import translated
from desktop_admin.gui.settings_form import SettingsForm
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.listing import paragraph
from desktop_admin.gui.widgets.presence_mark import Looks
from desktop_admin.settings import OptionInfo, PresenceSettings, options_of

_SHOWN = ("busy", "tentative", "free", "working_elsewhere", "out_of_office")
_COLUMNS = ("count", "all_day")
_PRESENCES = ("meeting_presence", "out_of_office_presence")


class WhatCounts(QWidget):
    """``edited`` comes after every change by the user."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options: dict[str, OptionInfo] = {info.key: info for info in options_of(PresenceSettings)}
        self._stored: dict[str, Any] = {}
        self.boxes: dict[str, QCheckBox] = {}
        self.choices: dict[str, QComboBox] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, grid(1.5), 0, grid(2))
        rows.setSpacing(grid(1.5))
        rows.addWidget(paragraph(self.tr("Which appointments make a presence, by how they are shown."), "help"))
        rows.addLayout(self._matrix())
        rows.addLayout(self._presences())
        form = QFormLayout()
        form.setObjectName("counting_form")
        form.setHorizontalSpacing(grid(2))
        form.setVerticalSpacing(grid(1.5))
        rows.addLayout(form)
        rows.addStretch()
        self.form = SettingsForm(self, PresenceSettings)
        self.form.edited.connect(self.edited)
        labels = [label for label in self.findChildren(QLabel) if label.buddy() is not None]
        for label in labels:
            label.setMinimumWidth(max(each.sizeHint().width() for each in labels))

    def values(self) -> dict[str, Any]:
        """Options of ``PresenceSettings``."""
        checked = {key: box.isChecked() for key, box in self.boxes.items()}
        chosen = {key: box.currentText() for key, box in self.choices.items()}
        return checked | chosen | self.form.values()

    def has_changes(self) -> bool:
        return bool(self._stored) and self.values() != self._stored

    def set_stored(self, settings: PresenceSettings, presences: Sequence[PresenceEntry]) -> None:
        values = settings.model_dump()
        for key, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(values[key])
        self.form.set_values(values)
        self._list(presences, lambda key: str(values[key]))
        self._stored = self.values()

    def set_presences(self, presences: Sequence[PresenceEntry], names: Mapping[str, str]) -> None:
        """Another presence list; ``names`` (old → new) are carried over into what is chosen."""
        self._list(presences, lambda key: names.get(self.choices[key].currentText(), self.choices[key].currentText()))

    def revert(self, presences: Sequence[PresenceEntry]) -> None:
        if self._stored:
            self.set_stored(PresenceSettings.model_validate(self._stored), presences)

    def _list(self, presences: Sequence[PresenceEntry], chosen: Callable[[str], str]) -> None:
        looks = Looks(presences)
        for key, box in self.choices.items():
            name = chosen(key)
            with QSignalBlocker(box):
                box.clear()
                for entry in presences:
                    box.addItem(looks.icon(entry.name), entry.name)
                if box.findText(name) < 0:
                    box.addItem(name)
                box.setCurrentText(name)

    def _matrix(self) -> QGridLayout:
        cells = QGridLayout()
        cells.setHorizontalSpacing(grid(4))
        cells.setVerticalSpacing(grid(1))
        for column, text in enumerate((self.tr("Shown as"), self.tr("Within the day"), self.tr("All-day"))):
            heading = QLabel(text)
            set_role(heading, "strong")
            cells.addWidget(heading, 0, column)
        for row, (shown, words) in enumerate(zip(_SHOWN, _shown_words(), strict=True), start=1):
            cells.addWidget(QLabel(words), row, 0)
            for column, kind in enumerate(_COLUMNS, start=1):
                box = self._cell(f"{kind}_{shown}")
                cells.addWidget(box, row, column, Qt.AlignmentFlag.AlignLeft)
        cells.setColumnStretch(3, 1)
        return cells

    def _presences(self) -> QGridLayout:
        cells = QGridLayout()
        cells.setHorizontalSpacing(grid(2))
        cells.setVerticalSpacing(grid(1))
        for row, key in enumerate(_PRESENCES):
            info, box = self._options[key], QComboBox()
            box.setObjectName(key)
            box.setAccessibleName(translated(info.label))
            box.setMinimumContentsLength(18)
            box.currentIndexChanged.connect(self.edited)
            self.choices[key] = box
            label = QLabel(translated(info.label))
            label.setBuddy(box)
            cells.addWidget(label, row * 2, 0)
            cells.addWidget(box, row * 2, 1)
            cells.addWidget(paragraph(translated(info.help), "small"), row * 2 + 1, 1, 1, 2)
        cells.setColumnStretch(2, 1)
        return cells

    def _cell(self, key: str) -> QCheckBox:
        info, box = self._options[key], QCheckBox()
        box.setObjectName(key)
        box.setAccessibleName(translated(info.label))
        box.setToolTip(translated(info.help or info.label))
        box.toggled.connect(self.edited)
        self.boxes[key] = box
        return box


def _shown_words() -> tuple[str, ...]:
    translate = QCoreApplication.translate
    return (
        translate("WhatCounts", "Busy"),
        translate("WhatCounts", "Tentative"),
        translate("WhatCounts", "Free"),
        translate("WhatCounts", "Working elsewhere"),
        translate("WhatCounts", "Out of office"),
    )
