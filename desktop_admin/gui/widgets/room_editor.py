"""One room beside the list: fields for what can be set, plain text for the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, SignalInstance
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.rooms import EDITABLE, LONGEST_WINDOW
from desktop_admin.gui import room_words, texts
from desktop_admin.gui.forms import FieldNote
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import icon_button, push_button
from desktop_admin.gui.widgets.listing import Facts, paragraph, see_through_scroll
from desktop_admin.service.room_views import RoomView

Values = Mapping[str, Any]
_SECRET = ("passcode", "chair_passcode")


@dataclass(frozen=True, slots=True)
class _Field:
    """``home`` holds label, widget and note, and is hidden where the room has no such value."""

    home: QWidget
    note: FieldNote
    value: Callable[[], Any]
    show: Callable[[Any], None]
    widget: QWidget


class RoomEditor(QFrame):
    """``edited`` comes after each change by the user; ``remove_wanted`` from the button that ends the room.

    Passcodes are written only: what is stored never comes here.
    """

    edited = Signal()
    remove_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._room: RoomView | None = None
        self._fields: dict[str, _Field] = {}
        self._cleared: set[str] = set()
        self._clear_buttons: dict[str, QToolButton] = {}
        set_role(self, "card")
        self.setMinimumWidth(grid(45))
        self.heading = paragraph(role="heading")
        self.alias = paragraph(role="help")
        self.facts = Facts()
        self.who_sets = paragraph(role="small")
        self.remove = push_button(self.tr("Remove…"), "remove_room", "danger")
        self.remove.clicked.connect(self.remove_wanted)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(grid(2), grid(2), grid(2), grid(2))
        rows.setSpacing(grid(1.5))
        rows.addWidget(self.heading)
        rows.addWidget(self.alias)
        self._make_fields(rows)
        rows.addWidget(self.facts)
        rows.addWidget(self.who_sets)
        last = QHBoxLayout()
        last.addWidget(self.remove)
        last.addStretch()
        rows.addLayout(last)
        rows.addStretch(1)
        home = QVBoxLayout(self)
        home.setContentsMargins(0, 0, 0, 0)
        home.addWidget(see_through_scroll(content))

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_room(self, room: RoomView, draft: Values, problems: Mapping[str, str]) -> None:
        """``draft`` is laid over what is stored. What is typed already is left alone."""
        is_other = self._room is None or self._room.id != room.id
        self._room = room
        self._cleared = {key for key in _SECRET if draft.get(key) == ""}
        editable = EDITABLE[room.kind]
        for key, field in self._fields.items():
            field.home.setVisible(key in editable)
            value = draft.get(key, "" if key in _SECRET else getattr(room, key))
            with QSignalBlocker(field.widget):
                if is_other or field.value() != value:
                    field.show(value)
        self._tell_stored()
        self.set_problems(problems)
        self.heading.setText(str(draft.get("name", room.name)) or self.tr("New room"))
        self.alias.setText("\n".join(room.aliases))
        self.alias.setHidden(room.kind is RoomKind.CUSTOM)
        self.facts.set_facts(self._facts(room))
        self.who_sets.setText(room_words.who_sets(room.kind))
        self.who_sets.setVisible(room.kind is not RoomKind.CUSTOM)
        self.remove.setVisible(room.kind is not RoomKind.ENTERPRISE)
        is_calendared = room.kind is RoomKind.CALENDARED
        words = self.tr("Delete its alias…") if is_calendared else self.tr("Remove…")
        self.remove.setText(words if room.id else self.tr("Do not add"))

    def set_problems(self, problems: Mapping[str, str]) -> None:
        for key, field in self._fields.items():
            field.note.set_problem(problems.get(key, ""))

    def draft(self) -> dict[str, Any]:
        """What the fields say otherwise than what is stored."""
        room = self._room
        if room is None:
            return {}
        said = {key: field.value() for key, field in self._fields.items() if key in EDITABLE[room.kind]}
        plain = {key: value for key, value in said.items() if key not in _SECRET and value != getattr(room, key)}
        return plain | {key: said[key] for key in _SECRET if said.get(key) or key in self._cleared}

    def focus_first(self) -> None:
        first = next((each for each in self._fields.values() if not each.home.isHidden()), None)
        if first is not None:
            first.widget.setFocus()

    def _facts(self, room: RoomView) -> list[tuple[str, str]]:
        if room.kind is RoomKind.CUSTOM:
            return []
        owner = "\n".join(filter(None, (room.owner_name, room.owner_address)))
        when = texts.span(room.start, room.end, room.zone, self._now()) if room.start and room.end else ""
        is_calendared = room.kind is RoomKind.CALENDARED
        facts = [
            (self.tr("Description"), room.description),
            (self.tr("Organiser") if is_calendared else self.tr("Owner"), owner),
            (self.tr("First time") if room.is_series else self.tr("Time"), when),
        ]
        if is_calendared:
            facts.append((self.tr("Passcodes"), self._passcode_words(room)))
        return facts

    def _passcode_words(self, room: RoomView) -> str:
        if room.has_passcode and room.has_chair_passcode:
            return self.tr("one for everybody, one for the chairperson")
        if room.has_chair_passcode:
            return self.tr("one for the chairperson")
        return self.tr("one for everybody") if room.has_passcode else self.tr("none")

    # -- what the user does ----------------------------------------------------------------------------------------

    def _typed(self, key: str, *_value: object) -> None:
        self._cleared.discard(key)
        self._changed()

    def _clear(self, key: str, *_checked: object) -> None:
        self._cleared.add(key)
        field = self._fields[key]
        with QSignalBlocker(field.widget):
            field.show("")
        self._changed()

    def _changed(self) -> None:
        self._tell_stored()
        self.edited.emit()

    def _tell_stored(self) -> None:
        """A passcode's field says only whether one is stored."""
        room = self._room
        for key in _SECRET:
            has = room is not None and (room.has_passcode if key == "passcode" else room.has_chair_passcode)
            is_gone = key in self._cleared
            self._clear_buttons[key].setVisible(has and not is_gone)
            field = self._fields[key].widget
            if isinstance(field, QLineEdit):
                stored = self.tr("Will be removed") if is_gone else self.tr("Stored – type to replace it")
                field.setPlaceholderText(stored if has else self.tr("None"))

    # -- making ----------------------------------------------------------------------------------------------------

    def _make_fields(self, rows: QVBoxLayout) -> None:
        window = self.tr("%1 minutes at most.").replace("%1", str(LONGEST_WINDOW))
        self._add(rows, "name", self.tr("Name"), QLineEdit())
        aliases = QPlainTextEdit()
        aliases.setTabChangesFocus(True)
        aliases.setFixedHeight(grid(10))
        self._add(
            rows, "aliases", self.tr("Aliases, one per line"), aliases, self.tr("board@meet.example.com, or 7001.")
        )
        self._add(rows, "description", self.tr("Description"), QLineEdit())
        self._add(rows, "theme", self.tr("Theme"), QLineEdit(), self.tr("Empty for the platform's default."))
        self._add(rows, "join_before", self.tr("Join before"), _minutes(), window)
        self._add(rows, "join_after", self.tr("Join after"), _minutes(), window)
        digits = self.tr("Digits only; the two differ.")
        for key, label in (("passcode", self.tr("Passcode")), ("chair_passcode", self.tr("Chairperson's passcode"))):
            field = QLineEdit()
            field.setEchoMode(QLineEdit.EchoMode.Password)
            says = self.tr("Remove the stored passcode") if key == "passcode" else self.tr("Remove the stored one")
            button = icon_button("remove", f"clear_{key}", says)
            button.clicked.connect(partial(self._clear, key))
            self._clear_buttons[key] = button
            self._add(rows, key, label, field, digits if key == "chair_passcode" else "", button)

    def _add(
        self, rows: QVBoxLayout, key: str, label: str, widget: QWidget, says: str = "", beside: QWidget | None = None
    ) -> None:
        home = QWidget()
        cells = QVBoxLayout(home)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setSpacing(grid(0.5))
        caption = QLabel(label)
        caption.setBuddy(widget)
        widget.setObjectName(f"room_{key}")
        widget.setAccessibleName(label)
        row = QHBoxLayout()
        row.addWidget(widget, 1)
        if beside is not None:
            row.addWidget(beside)
        cells.addWidget(caption)
        cells.addLayout(row)
        rows.addWidget(home)
        value, show, changed = _door(widget)
        self._fields[key] = _Field(home, FieldNote(widget, says), value, show, widget)
        changed.connect(partial(self._typed, key))


def _minutes() -> QSpinBox:
    field = QSpinBox()
    field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    field.setRange(0, LONGEST_WINDOW)
    field.setSuffix(" min")
    field.lineEdit().setTextMargins(grid(1), 0, 0, 0)
    return field


def _door(widget: QWidget) -> tuple[Callable[[], Any], Callable[[Any], None], SignalInstance]:
    """How a field's value is read and shown, and the signal of its change."""
    match widget:
        case QLineEdit():
            return lambda: widget.text().strip(), lambda value: widget.setText(str(value)), widget.textChanged
        case QSpinBox():
            return widget.value, lambda value: widget.setValue(int(value)), widget.valueChanged
        case QPlainTextEdit():
            return (
                lambda: tuple(line.strip() for line in widget.toPlainText().splitlines() if line.strip()),
                lambda value: widget.setPlainText("\n".join(value)),
                widget.textChanged,
            )
    raise TypeError(f"A {type(widget).__name__} shows no value of a room.")
