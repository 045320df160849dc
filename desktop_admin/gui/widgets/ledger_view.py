"""The ledger of issued aliases, and above it how far the numbers reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSettings, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.domain.alias import AliasForecast
from desktop_admin.domain.ledger import AliasState, LedgerEntry
from desktop_admin.gui import room_words, texts
from desktop_admin.gui.generated.ledger import Ui_Ledger
from desktop_admin.gui.icons import icon
from desktop_admin.gui.models.table import ROW_ROLE, Column, TableModel
from desktop_admin.gui.theme import colour, colours, grid, set_role
from desktop_admin.gui.widgets.buttons import push_button
from desktop_admin.gui.widgets.listing import Facts, paragraph, see_through_scroll
from desktop_admin.gui.widgets.shares import Share, ShareBar
from desktop_admin.gui.widgets.tables import set_up_table
from desktop_admin.gui.widgets.undo_bar import UndoBar
from desktop_admin.service.room_views import LedgerView as Ledger

ALIAS, STATE, SINCE, CONFERENCE = range(4)


class LedgerView(QWidget):
    """``asked`` comes when other entries are wanted: read :attr:`search` and :attr:`state`."""

    asked = Signal()
    delete_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, store: QSettings, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = Ui_Ledger()
        self.ui.setupUi(self)
        self._now = now
        self.model: TableModel[LedgerEntry] = TableModel(self._columns(), lambda each: each.issued.alias_id, self)
        self.bar = ShareBar()
        self.bar.setAccessibleName(self.tr("Numbers held and free"))
        self.ui.bar_row.addWidget(self.bar)
        self.undo = UndoBar()
        self.details = self._make_details()
        self._set_up(store)
        self.show_ledger(Ledger())
        self.ui.empty.hide()
        self.ui.numbers.hide()

    @property
    def search(self) -> str:
        return self.ui.filter.text().strip()

    @property
    def state(self) -> AliasState | None:
        value = self.ui.state.currentData()
        return AliasState(value) if value else None

    @property
    def chosen(self) -> LedgerEntry | None:
        index = self.ui.aliases.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def reset(self) -> None:
        """Another integration is shown."""
        for widget in (self.ui.filter, self.ui.state):
            widget.blockSignals(True)
        self.ui.filter.clear()
        self.ui.state.setCurrentIndex(0)
        for widget in (self.ui.filter, self.ui.state):
            widget.blockSignals(False)
        self.undo.withdraw()
        self.show_ledger(Ledger())
        self.ui.empty.hide()
        self.ui.numbers.hide()

    def show_ledger(self, view: Ledger) -> None:
        kept = self.chosen
        self.model.set_rows(view.entries)
        self._choose(kept.issued.alias_id if kept else None)
        total, shown = view.counts.total, len(view.entries)
        words = texts.number(view.found)
        if shown < view.found:
            words = self.tr("the newest %1 of %2").replace("%1", texts.number(shown)).replace("%2", words)
        elif view.found < total:
            words = self.tr("%1 of %2").replace("%1", words).replace("%2", texts.number(total))
        self.ui.matches.setText(words if total else "")
        self.ui.tools.setVisible(total > 0)
        self.ui.parts.setVisible(shown > 0)
        self.ui.nothing_found.setVisible(shown == 0 < total)
        self.ui.empty.setVisible(total == 0)
        self._list_states(view)
        self._show_chosen()

    def show_forecast(self, told: AliasForecast) -> None:
        self.ui.numbers.show()
        self.ui.forecast_sentence.setText(room_words.forecast_sentence(told))
        self.ui.forecast_words.setText(room_words.forecast_words(told))
        shade = colours().warning if told.is_likely else colours().accent
        free = told.space - told.held
        self.bar.set_shares(
            (Share(self.tr("held"), told.held, shade), Share(self.tr("free"), free, colours().idle_soft))
        )

    # -- inside ----------------------------------------------------------------------------------------------------

    def _choose(self, alias_id: str | None) -> None:
        place = self.model.place_of(alias_id) if alias_id else None
        if self.model.rowCount():
            flags = QItemSelectionModel.SelectionFlag
            index = self.model.index(place or 0, 0)
            self.ui.aliases.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _list_states(self, view: Ledger) -> None:
        counts = view.counts
        numbers = {"": counts.total, **{state.value: getattr(counts, state.value) for state in AliasState}}
        box = self.ui.state
        with QSignalBlocker(box):
            for row, (value, count) in enumerate(numbers.items()):
                word = room_words.state_word(AliasState(value)) if value else self.tr("Every state")
                if box.count() <= row:
                    box.addItem("", value)
                box.setItemText(row, f"{word} ({texts.number(count)})")

    def _show_chosen(self, _current: QModelIndex | None = None) -> None:
        entry = self.chosen
        self.details.setVisible(entry is not None)
        if entry is None:
            return
        issued, now = entry.issued, self._now()
        self._heading.setText(issued.alias)
        when = {
            self.tr("State"): room_words.state_word(entry.state),
            self.tr("Issued"): texts.moment(issued.created, now),
            self.tr("Used"): texts.moment(issued.used, now) if issued.used else "",
            self.tr("Released"): texts.moment(issued.released, now) if issued.released else "",
            self.tr("Deleted"): texts.moment(issued.deleted, now) if issued.deleted else "",
            self.tr("Conference"): entry.conference,
            self.tr("Organiser"): entry.organizer,
        }
        self._facts.set_facts(when.items())
        self._note.setText(self._what_it_means(entry.state))
        self._delete.setVisible(entry.state in (AliasState.ISSUED, AliasState.USED))
        self._restore.setVisible(entry.state is AliasState.DELETED)

    def _what_it_means(self, state: AliasState) -> str:
        return {
            AliasState.ISSUED: self.tr("No invitation uses it yet. After 30 days without one it is released."),
            AliasState.USED: self.tr("It is released the day after its meeting can be joined for the last time."),
            AliasState.RELEASED: self.tr("Its number can be issued again."),
            AliasState.DELETED: self.tr("Invitations with it are declined. Its number can be issued again."),
        }[state]

    def _make_details(self) -> QFrame:
        frame = QFrame()
        set_role(frame, "card")
        frame.setMinimumWidth(grid(45))
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(grid(2), grid(2), grid(2), grid(2))
        rows.setSpacing(grid(1.5))
        self._heading = paragraph(role="heading")
        self._facts = Facts()
        self._note = paragraph(role="small")
        self._delete = push_button(self.tr("Delete…"), "delete_alias", "danger")
        self._restore = push_button(self.tr("Undo the deletion"), "restore_alias", icon="undo")
        self._delete.clicked.connect(self.delete_wanted)
        self._restore.clicked.connect(self.restore_wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(self._delete)
        buttons.addWidget(self._restore)
        buttons.addStretch()
        for widget in (self._heading, self._facts, self._note):
            rows.addWidget(widget)
        rows.addLayout(buttons)
        rows.addStretch(1)
        home = QVBoxLayout(frame)
        home.setContentsMargins(0, 0, 0, 0)
        home.addWidget(see_through_scroll(content))
        return frame

    def _set_up(self, store: QSettings) -> None:
        ui = self.ui
        ui.parts.addWidget(self.details)
        ui.parts.setStretchFactor(0, 1)
        ui.parts.setStretchFactor(1, 0)
        table = ui.aliases
        table.setModel(self.model)
        needs = {SINCE: grid(56), CONFERENCE: grid(70)}
        set_up_table(table, store, "aliases", elastic=(CONFERENCE, ALIAS), needs=needs)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setIconSize(QSize(16, 16))
        table.selectionModel().currentRowChanged.connect(self._show_chosen)
        ui.filter.textChanged.connect(self.asked)
        ui.state.currentIndexChanged.connect(self.asked)
        ui.nothing_found.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _columns(self) -> tuple[Column[LedgerEntry], ...]:
        def mark(entry: LedgerEntry) -> object:
            name, shade = room_words.state_icon(entry.state)
            return icon(name, getattr(colours(), shade))

        return (
            Column("alias", self.tr("Alias"), lambda entry: entry.issued.alias),
            Column("state", self.tr("State"), lambda entry: room_words.state_word(entry.state), decoration=mark),
            Column("issued", self.tr("Issued"), lambda entry: texts.moment(entry.issued.created, self._now())),
            Column(
                "conference",
                self.tr("Conference"),
                lambda entry: entry.conference,
                colour=lambda entry: None if entry.is_booked else colour("muted"),
            ),
        )
