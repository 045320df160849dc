"""Whom to take over from the directory: those of its cache who are not here yet, searched and ticked."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QSettings
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QTableView, QVBoxLayout, QWidget

from desktop_admin.domain.collation import sort_key
from desktop_admin.domain.keyword import fold
from desktop_admin.domain.people import Person
from desktop_admin.gui import texts
from desktop_admin.gui.dialogs.show import show
from desktop_admin.gui.focus import Dialog
from desktop_admin.gui.models.arranged import ArrangedModel
from desktop_admin.gui.models.table import Column
from desktop_admin.gui.theme import colour, grid, set_role
from desktop_admin.gui.widgets.buttons import push_button
from desktop_admin.gui.widgets.listing import paragraph
from desktop_admin.gui.widgets.tables import set_up_table
from desktop_admin.service.commands import Commands

MOST = 20_000


class TakeOverDialog(Dialog):
    """``people`` are those of the directory who are not here yet; :meth:`chosen` gives the selected ones."""

    def __init__(self, parent: QWidget, people: tuple[Person, ...], store: QSettings) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Take over from the directory"))
        self.resize(grid(90), grid(70))
        self._words = ""
        columns: tuple[Column[Person], ...] = (
            Column("name", self.tr("Name"), lambda each: each.name),
            Column("address", self.tr("Address"), lambda each: each.address, colour=lambda _: colour("muted")),
            Column("extension", self.tr("Extension"), lambda each: each.extension, colour=lambda _: colour("muted")),
        )
        self.model = ArrangedModel[Person](
            columns, lambda each: each.address, lambda each: [one for one in each if self._takes(one)], self
        )
        self.model.set_records(sorted(people, key=lambda each: sort_key(each.name)))
        self._searched = {each.address: fold(f"{each.name}\n{each.address}") for each in people}
        self.filter = QLineEdit(clearButtonEnabled=True, placeholderText=self.tr("Search name or address"))
        self.filter.setObjectName("filter")
        self.filter.setAccessibleName(self.tr("Search name or address"))
        self.table = QTableView()
        self.table.setAccessibleName(self.tr("People of the directory"))
        self.table.setModel(self.model)
        set_up_table(self.table, store, "take_over")
        self.everybody = push_button(self.tr("Choose all"), "choose_all")
        self.take = push_button("", "take_over", "primary")
        self._lay_out(len(people))
        self.filter.textChanged.connect(self._filter)
        self.everybody.clicked.connect(self.table.selectAll)
        self.take.clicked.connect(self.accept)
        self.table.selectionModel().selectionChanged.connect(self._show_chosen)
        self.model.modelReset.connect(self._show_chosen)
        self._show_chosen()

    def chosen(self) -> tuple[Person, ...]:
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(self.model.rows[row] for row in rows)

    def _takes(self, person: Person) -> bool:
        return not self._words or self._words in self._searched[person.address]

    def _filter(self, text: str) -> None:
        """Who was chosen and is still shown stays chosen."""
        chosen = {each.address for each in self.chosen()}
        self._words = fold(text.strip())
        self.model.arrange()
        selection, flags = self.table.selectionModel(), QItemSelectionModel.SelectionFlag
        for place, person in enumerate(self.model.rows):
            if person.address in chosen:
                selection.select(self.model.index(place, 0), flags.Select | flags.Rows)

    def _show_chosen(self) -> None:
        count = len(self.table.selectionModel().selectedRows())
        words = self.tr("Take over %1") if count else self.tr("Take over")
        self.take.setText(words.replace("%1", texts.number(count)))
        self.take.setEnabled(count > 0)

    def _lay_out(self, count: int) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(grid(3), grid(3), grid(3), grid(2))
        layout.setSpacing(grid(1))
        heading = QLabel(self.tr("Take over from the directory"))
        set_role(heading, "heading")
        layout.addWidget(heading)
        if not count:
            words = self.tr(
                "Everybody of the directory is here already, or the directory has not been read yet. The Directory "
                "page tells."
            )
            layout.addWidget(paragraph(words, "help"))
            layout.addStretch()
        else:
            words = self.tr("%Ln people in the directory are not here yet.", "", count)
            layout.addWidget(paragraph(words, "help"))
            layout.addWidget(self.filter)
            layout.addWidget(self.table, 1)
        cancel = push_button(self.tr("Cancel") if count else self.tr("Close"), "cancel")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(grid(1))
        if count:
            buttons.addWidget(self.everybody)
        buttons.addStretch()
        buttons.addWidget(cancel)
        if count:
            self.take.setDefault(True)
            buttons.addWidget(self.take)
        layout.addLayout(buttons)


async def ask_whom_to_take_over(
    parent: QWidget, commands: Commands, integration_id: str, store: QSettings
) -> tuple[Person, ...]:
    """Whom of the directory to add; nobody where the user thought better of it."""
    people = await commands.people.newcomers(integration_id, "", MOST)
    dialog = TakeOverDialog(parent, people, store)
    accepted = await show(dialog) == QDialog.DialogCode.Accepted
    return dialog.chosen() if accepted else ()
