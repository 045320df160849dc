"""The keyword table with its buttons, its counter and what to do while it is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QSettings, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_admin.domain.people import MAX_KEYWORDS, Keyword, PresenceEntry
from desktop_admin.gui import texts
from desktop_admin.gui.models.keyword_rows import COUNTED, PRESENCE, WORD, KeywordRows
from desktop_admin.gui.theme import grid, set_role, theme
from desktop_admin.gui.widgets.buttons import icon_button, push_button
from desktop_admin.gui.widgets.keyword_table import KeywordTable, PresenceDelegate, WordDelegate
from desktop_admin.gui.widgets.listing import paragraph
from desktop_admin.gui.widgets.tables import set_up_table


class KeywordEditor(QWidget):
    """``edited`` comes after every change by the user."""

    edited = Signal()

    def __init__(self, store: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored: tuple[Keyword, ...] = ()
        self.model = KeywordRows(self)
        self.table = self._make_table(store)
        self.add = push_button(self.tr("Add a keyword"), "add_keyword", icon="add")
        self.up = icon_button("up", "keyword_up", self.tr("Move up (Alt+Up)"))
        self.down = icon_button("down", "keyword_down", self.tr("Move down (Alt+Down)"))
        self.remove = icon_button("remove", "remove_keyword", self.tr("Remove the keyword (Del)"))
        self.bring = push_button(self.tr("Import…"), "import_keywords", icon="folder")
        self.export = push_button(self.tr("Export…"), "export_keywords", icon="save")
        self.count = QLabel()
        set_role(self.count, "help")
        self.empty = paragraph(
            self.tr(
                "No keyword yet. Add a word that stands in the subjects of appointments, such as Lunch, and the "
                "presence that it shall give."
            ),
            "help",
        )
        self._lay_out()
        self._connect()
        self._refresh()

    @property
    def keywords(self) -> tuple[Keyword, ...]:
        return self.model.keywords

    @property
    def is_valid(self) -> bool:
        return not self.model.problems

    def has_changes(self) -> bool:
        return self.model.keywords != self._stored

    def set_stored(self, keywords: Sequence[Keyword], presences: Sequence[PresenceEntry]) -> None:
        """Shows what is stored; the chosen row stays chosen."""
        self._stored = tuple(keywords)
        if (self.model.keywords, self.model.presences) != (self._stored, tuple(presences)):
            self.table.end_editing()
            row = self.table.currentIndex().row()
            self.model.set_keywords(keywords, presences)
            self._choose(min(row, len(self._stored) - 1), WORD)
        self._refresh()

    def revert(self) -> None:
        self.set_stored(self._stored, self.model.presences)

    def take(self, keywords: Sequence[Keyword]) -> None:
        """Shows ``keywords`` as typed by the user."""
        self.table.end_editing()
        self.model.set_keywords(keywords, self.model.presences)
        self._changed()

    def set_presences(self, presences: Sequence[PresenceEntry], names: Mapping[str, str]) -> None:
        """Another presence list, with the names that were given anew; the keywords' presences follow."""
        self.table.end_editing()
        self.model.set_presences(presences, names)

    def add_word(self, word: str) -> None:
        """A new row at the end with ``word`` in it; its presence is chosen next."""
        if not self.model.is_full:
            row = self.model.add(self.model.rowCount())
            self.model.setData(self.model.index(row, WORD), word)
            self._choose(row, PRESENCE)

    def add_row(self) -> None:
        """A new row below the chosen one, open for typing."""
        if self.model.is_full:
            return
        row = self.model.add(self.table.currentIndex().row() + 1 or self.model.rowCount())
        self._changed()
        self._choose(row, WORD)
        self.table.edit(self.model.index(row, WORD))

    def show_wrong(self) -> None:
        """Goes to the first row that cannot be saved."""
        self._choose(min(self.model.problems), WORD)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove_row(self) -> None:
        row = self.table.currentIndex().row()
        if row >= 0:
            self.model.remove(row)
            self._choose(min(row, self.model.rowCount() - 1), WORD)

    def move_row(self, row: int, target: int) -> None:
        if self.model.move(row, target):
            self._choose(target, max(WORD, self.table.currentIndex().column()))

    def _choose(self, row: int, column: int) -> None:
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, column))
            self.table.scrollTo(self.model.index(row, column))

    def _changed(self) -> None:
        self._refresh()
        self.edited.emit()

    def _refresh(self) -> None:
        count, row = self.model.rowCount(), self.table.currentIndex().row()
        self.table.setVisible(count > 0)
        self.empty.setVisible(count == 0)
        words = self.tr("%1 of %2").replace("%1", texts.number(count)).replace("%2", texts.number(MAX_KEYWORDS))
        full = self.tr("%1 – the table is full. Remove a keyword first.").replace("%1", words)
        self.count.setText(full if self.model.is_full else words)
        set_role(self.count, "caution" if self.model.is_full else "help")
        self.export.setEnabled(count > 0)
        self.add.setEnabled(not self.model.is_full)
        self.add.setToolTip(full if self.model.is_full else "")
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < count - 1)
        self.remove.setEnabled(row >= 0)

    def _make_table(self, store: QSettings) -> KeywordTable:
        table = KeywordTable()
        table.setObjectName("keywords")
        table.setAccessibleName(self.tr("Keywords, the highest first"))
        table.setModel(self.model)
        set_up_table(table, store, "keywords", elastic=(WORD,), least={WORD: grid(20), PRESENCE: grid(18)})
        table.setIconSize(QSize(16, 16))
        table.setItemDelegateForColumn(WORD, WordDelegate(table))
        table.setItemDelegateForColumn(PRESENCE, PresenceDelegate(table))
        table.set_up()
        return table

    def _lay_out(self) -> None:
        help_text = paragraph(
            self.tr(
                "A word in the subject of a running appointment gives its presence. Of several, the highest in the "
                "table decides: drag the rows into order."
            ),
            "help",
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(grid(1))
        for widget in (self.add, self.up, self.down, self.remove):
            buttons.addWidget(widget)
        buttons.addStretch()
        buttons.addWidget(self.count)
        buttons.addWidget(self.bring)
        buttons.addWidget(self.export)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, grid(1.5), 0, 0)
        rows.setSpacing(grid(1.5))
        rows.addWidget(help_text)
        rows.addLayout(buttons)
        rows.addWidget(self.empty)
        rows.addWidget(self.table, 1)
        rows.addStretch()
        rows.setStretchFactor(self.table, 100)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _connect(self) -> None:
        self.model.dataChanged.connect(self._data_changed)
        self.model.rowsRemoved.connect(self._changed)
        self.add.clicked.connect(self.add_row)
        self.remove.clicked.connect(self.remove_row)
        self.up.clicked.connect(lambda: self._step(-1))
        self.down.clicked.connect(lambda: self._step(1))
        self.table.move_wanted.connect(self.move_row)
        self.table.remove_wanted.connect(self.remove_row)
        self.table.selectionModel().currentRowChanged.connect(self._refresh)
        theme().changed.connect(self.table.viewport().update)

    def _data_changed(self, _first: QModelIndex, _last: QModelIndex, roles: list[int]) -> None:
        if roles != [COUNTED]:
            self._changed()

    def _step(self, by: int) -> None:
        row = self.table.currentIndex().row()
        self.move_row(row, row + by)
