"""Binds a Designer form to a group of settings: a widget named as an option shows, checks and gives back its value.

The label ``label_<option>``, help, placeholder and limits come from the option's declaration. Beneath each field stands
its help in grey, and instead of it, as soon as the value is wrong, what is wrong and what would be right.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel
from PySide6.QtCore import QCoreApplication, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_admin.gui.fields import Field, field_for
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.settings import OptionInfo, SettingProblem, options_of, problems_of

Kind = TypeVar("Kind", bound=QWidget)
Check = Callable[[Mapping[str, Any]], Iterable[SettingProblem]]


class Binder(QObject):
    """The fields of ``root`` that are options of ``group``. ``edited`` comes after each change by the user.

    ``keys`` limits it to some options; ``whole_at`` names the field that shows what is wrong with the group as a whole;
    ``check`` finds what the settings alone cannot know (a name that is taken).
    """

    edited = Signal()

    def __init__(
        self,
        root: QWidget,
        group: type[BaseModel],
        *,
        keys: Collection[str] | None = None,
        whole_at: str = "",
        check: Check | None = None,
    ) -> None:
        super().__init__(root)
        self._group = group
        self._whole_at = whole_at
        self._check = check
        self._fields: dict[str, Field] = {}
        self._notes: dict[str, FieldNote] = {}
        self._stored: dict[str, Any] = {}
        self._problems: tuple[SettingProblem, ...] = ()
        for info in options_of(group):
            widget = root.findChild(QWidget, info.key)
            if widget is not None and (keys is None or info.key in keys):
                self._bind(root, widget, info)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._fields)

    def widget(self, key: str, kind: type[Kind]) -> Kind:
        """The field of an option. Raises TypeError if it is another ``kind`` of widget."""
        widget = self._fields[key].widget
        if not isinstance(widget, kind):
            raise TypeError(f"The field of {key} is a {type(widget).__name__}.")
        return widget

    @property
    def problems(self) -> tuple[SettingProblem, ...]:
        return self._problems

    def values(self) -> dict[str, Any]:
        """The fields' values as the settings take them."""
        return {key: field.value() for key, field in self._fields.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Shows ``values`` as what is stored; options left out stand at their present value."""
        for key, field in self._fields.items():
            if key in values:
                with QSignalBlocker(field.widget):
                    field.set_value(values[key])
        self._stored = self.values()
        self.check()

    def fill(self, values: Mapping[str, Any]) -> None:
        """Types ``values`` in place of the user: they count as edited."""
        for key, value in values.items():
            if key in self._fields:
                with QSignalBlocker(self._fields[key].widget):
                    self._fields[key].set_value(value)
        self._edited()

    def has_changes(self) -> bool:
        return self.values() != self._stored

    def check(self) -> None:
        """Finds what is wrong and says it beneath the fields."""
        values = self.values()
        found = list(problems_of(self._group, values))
        if self._check is not None:
            found += self._check(values)
        self.show_problems(found)

    def show_problems(self, problems: Iterable[SettingProblem]) -> None:
        """Says ``problems`` beneath their fields until the next edit: also those that the service found.

        A path may be whole (``connection.server``) or begin within the group (``server``).
        """
        self._problems = tuple(problems)
        said: dict[str, str] = {}
        for problem in self._problems:
            said.setdefault(self._place(problem.path), problem.message)
        for key, note in self._notes.items():
            note.set_problem(said.get(key, ""))

    def _place(self, path: str) -> str:
        return next((part for part in path.split(".") if part in self._fields), self._whole_at)

    def _bind(self, root: QWidget, widget: QWidget, info: OptionInfo) -> None:
        field = self._fields[info.key] = field_for(widget, info)
        label_text = translated(info.label)
        label = root.findChild(QLabel, f"label_{info.key}")
        if label is not None:
            label.setText(label_text)
            label.setBuddy(widget)
        if isinstance(widget, QCheckBox):
            widget.setText(label_text)
        widget.setAccessibleName(label_text)
        widget.setAccessibleDescription(translated(info.help))
        if isinstance(widget, QComboBox) and issubclass(info.annotation, StrEnum):
            widget.setMinimumContentsLength(12)
        self._notes[info.key] = FieldNote(widget, translated(info.help))
        field.edited.connect(self._edited)

    def _edited(self) -> None:
        self.check()
        self.edited.emit()


class FieldNote(QLabel):
    """The line beneath a field: its help, or what is wrong with it. Takes its place in the field's own layout."""

    def __init__(self, field: QWidget, help_text: str) -> None:
        super().__init__(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._field = field
        self._help = help_text
        self.setObjectName(f"note_{field.objectName()}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        _put_beneath(field, self)
        self.set_problem("")

    def set_problem(self, problem: str) -> None:
        self._field.setProperty("wrong", bool(problem))
        self._field.style().unpolish(self._field)
        self._field.style().polish(self._field)
        set_role(self, "problem" if problem else "small")
        self.setText(f"▲ {problem}" if problem else self._help)
        self.setVisible(bool(self.text()))


def _put_beneath(field: QWidget, note: QWidget) -> None:
    """Puts ``field`` and ``note`` in a column that stands where ``field`` stood."""
    home = field.parentWidget()
    layout = home.layout() if home else None
    if home is None or layout is None:
        raise ValueError(f"{field.objectName()} stands in no layout, so nothing can be put beneath it.")
    column = QWidget(home)
    layout.replaceWidget(field, column, Qt.FindChildOption.FindChildrenRecursively)
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(grid(0.5))
    rows.addWidget(field)
    if isinstance(field, QAbstractSpinBox | QComboBox):
        rows.setAlignment(field, Qt.AlignmentFlag.AlignLeft)
    rows.addWidget(note)
    if field.sizePolicy().verticalPolicy() is not QSizePolicy.Policy.Expanding:
        rows.addStretch()


def translated(text: str) -> str:
    """Labels and help of ``desktop_admin.settings`` in the user's language."""
    return QCoreApplication.translate("settings", text) if text else ""
