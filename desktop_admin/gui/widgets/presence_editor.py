"""The presence list with its buttons: names, order, colours and drawings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QSettings, QSignalBlocker, QSize, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_admin.domain.people import PresenceEntry
from desktop_admin.domain.presence_list import ICONS
from desktop_admin.gui.models.presence_rows import NAME, PresenceRows
from desktop_admin.gui.theme import colours, grid, theme
from desktop_admin.gui.widgets.buttons import icon_button, push_button
from desktop_admin.gui.widgets.dot import dot_icon
from desktop_admin.gui.widgets.keyword_table import KeywordTable
from desktop_admin.gui.widgets.listing import paragraph
from desktop_admin.gui.widgets.presence_mark import mark_icon
from desktop_admin.gui.widgets.tables import set_up_table


class PresenceEditor(QWidget):
    """``edited`` comes after every change by the user, ``renamed`` (old, new) before it.

    ``remove_wanted`` asks the page, which knows who would get another presence, to take the chosen entry out.
    """

    edited = Signal()
    renamed = Signal(str, str)
    remove_wanted = Signal()

    def __init__(self, store: QSettings, uses: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored: tuple[PresenceEntry, ...] = ()
        self.model = PresenceRows(uses, self)
        self.table = self._make_table(store)
        self.add = push_button(self.tr("Add a presence"), "add_presence", icon="add")
        self.up = icon_button("up", "presence_up", self.tr("Move up (Alt+Up)"))
        self.down = icon_button("down", "presence_down", self.tr("Move down (Alt+Down)"))
        self.remove = icon_button("remove", "remove_presence", self.tr("Remove the presence (Del)"))
        self.colour = QPushButton(self.tr("Colour…"))
        self.colour.setAutoDefault(False)
        self.drawing = QComboBox()
        self.drawing.setAccessibleName(self.tr("Drawing of the chosen presence"))
        self.note = paragraph("", "problem")
        self._lay_out()
        self._connect()
        self._refresh()

    @property
    def entries(self) -> tuple[PresenceEntry, ...]:
        return self.model.entries

    @property
    def names(self) -> Mapping[str, str]:
        return self.model.names

    @property
    def row(self) -> int:
        return self.table.currentIndex().row()

    def has_changes(self) -> bool:
        return self.model.entries != self._stored or bool(self.model.names)

    def set_stored(self, entries: Sequence[PresenceEntry]) -> None:
        self._stored = tuple(entries)
        row = self.row
        self.table.end_editing()
        self.model.set_entries(entries)
        self._choose(min(max(row, 0), len(self._stored) - 1))
        self._refresh()

    def revert(self) -> None:
        self.set_stored(self._stored)

    def _add(self) -> None:
        self._choose(self.model.add())
        self.table.edit(self.table.currentIndex())

    def _move(self, row: int, target: int) -> None:
        if self.model.move(row, target):
            self._choose(target)

    def _step(self, by: int) -> None:
        self._move(self.row, self.row + by)

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, NAME))

    def _put_drawing(self) -> None:
        if self.row >= 0:
            entry = self.entries[self.row]
            self.model.put(self.row, replace(entry, icon=str(self.drawing.currentData())))

    def _ask_for_colour(self) -> None:
        if self.row < 0:
            return
        row = self.row
        dialog = QColorDialog(QColor(self.entries[row].colour), self)
        dialog.setWindowTitle(self.tr("Colour of %1").replace("%1", self.entries[row].name))
        dialog.colorSelected.connect(
            lambda chosen: self.model.put(row, replace(self.entries[row], colour=chosen.name()))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _changed(self) -> None:
        self.note.hide()
        self._refresh()
        self.edited.emit()

    def _refused(self, why: str) -> None:
        self.note.setText(f"▲ {why}")
        self.note.show()

    def _refresh(self) -> None:
        row, count = self.row, self.model.rowCount()
        is_chosen = 0 <= row < count
        self.add.setEnabled(not self.model.is_full)
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < count - 1)
        self.remove.setEnabled(is_chosen and count > 1)
        self.colour.setEnabled(is_chosen)
        self.drawing.setEnabled(is_chosen)
        if not is_chosen:
            return
        entry = self.entries[row]
        self.colour.setIcon(dot_icon(entry.colour, colours().field_line))
        with QSignalBlocker(self.drawing):
            self.drawing.clear()
            for key in ("", *ICONS):
                self.drawing.addItem(mark_icon(replace(entry, icon=key)), _words(key), key)
            self.drawing.setCurrentIndex(self.drawing.findData(entry.icon))

    def _make_table(self, store: QSettings) -> KeywordTable:
        table = KeywordTable()
        table.setObjectName("presences")
        table.setAccessibleName(self.tr("Presences, the default first"))
        table.setModel(self.model)
        set_up_table(table, store, "presences", elastic=(NAME,), least={NAME: grid(24)})
        table.setIconSize(QSize(18, 18))
        table.set_up()
        return table

    def _lay_out(self) -> None:
        help_text = self.tr(
            "What a person's presence can be. The first is the default. A new name is carried over to keywords, "
            "settings and manual overrides."
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(grid(1))
        drawing_label = QLabel(self.tr("Drawing"))
        drawing_label.setBuddy(self.drawing)
        for widget in (self.add, self.up, self.down, self.remove):
            buttons.addWidget(widget)
        buttons.addStretch()
        buttons.addWidget(self.colour)
        buttons.addWidget(drawing_label)
        buttons.addWidget(self.drawing)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, grid(1.5), 0, 0)
        rows.setSpacing(grid(1.5))
        rows.addWidget(paragraph(help_text, "help"))
        rows.addLayout(buttons)
        rows.addWidget(self.note)
        rows.addWidget(self.table, 1)
        self.note.hide()

    def _connect(self) -> None:
        self.model.renamed.connect(self.renamed)
        self.model.edited.connect(self._changed)
        self.model.refused.connect(self._refused)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self.remove_wanted)
        self.up.clicked.connect(lambda: self._step(-1))
        self.down.clicked.connect(lambda: self._step(1))
        self.colour.clicked.connect(self._ask_for_colour)
        self.drawing.activated.connect(self._put_drawing)
        self.table.move_wanted.connect(self._move)
        self.table.remove_wanted.connect(self.remove_wanted)
        self.table.selectionModel().currentRowChanged.connect(self._refresh)
        theme().changed.connect(self._refresh)


def _words(key: str) -> str:
    translate = QCoreApplication.translate
    return {
        "": translate("PresenceEditor", "Dot"),
        "available": translate("PresenceEditor", "Tick"),
        "meeting": translate("PresenceEditor", "People"),
        "away": translate("PresenceEditor", "Door"),
        "busy": translate("PresenceEditor", "No entry"),
        "meal": translate("PresenceEditor", "Knife and fork"),
        "travel": translate("PresenceEditor", "Suitcase"),
        "home": translate("PresenceEditor", "House"),
        "focus": translate("PresenceEditor", "Target"),
    }[key]
