"""The board: everybody at a glance, each one's day as a strip, and the reason for any instant of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QItemSelectionModel,
    QPersistentModelIndex,
    QPoint,
    QSignalBlocker,
    QSize,
    Qt,
)
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QMenu, QVBoxLayout, QWidget

from desktop_admin.domain.people import PresenceEntry
from desktop_admin.errors import ConciergeError
from desktop_admin.gui import texts
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.generated.board import Ui_Board
from desktop_admin.gui.models.board import DAY, NAME, PRESENCE, UNTIL, BoardModel, BoardOrder, Group, Grouping
from desktop_admin.gui.models.people_table import Whom
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.pages.people_reading import read_people
from desktop_admin.gui.person_editing import PersonEditing
from desktop_admin.gui.theme import grid, theme
from desktop_admin.gui.widgets.board_strips import BoardStrips
from desktop_admin.gui.widgets.board_table import (
    BoardTable,
    HeadingDelegate,
    HoursHeader,
    StripDelegate,
    people_between,
)
from desktop_admin.gui.widgets.legend import Legend
from desktop_admin.gui.widgets.person_pane import PersonPane
from desktop_admin.gui.widgets.presence_mark import Looks, legend_entry
from desktop_admin.gui.widgets.tables import set_up_table
from desktop_admin.gui.widgets.whom_box import WhomBox
from desktop_admin.service.events import Event, PeopleChanged, PresenceChanged
from desktop_admin.service.views import IntegrationView, PersonView

STRIPS_AT_ONCE = 60
AHEAD = 12
"""Rows above and below the visible ones whose strips are fetched with them."""


class BoardPage(Page):
    title = str(QT_TRANSLATE_NOOP("pages", "Board"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ui = Ui_Board()
        self.ui.setupUi(self.body)
        self._presences: tuple[PresenceEntry, ...] = ()
        self._looks = Looks()
        self.legend = Legend(wraps=True)
        self._is_read = False
        self._day = _day_of(desk.now())
        self._minute = -1
        self._instant: datetime | None = None
        self.order = BoardOrder(Whom())
        self.model = BoardModel(self.order, desk.now, self._looks, self)
        self.strips = BoardStrips(self._looks, self)
        self.table = BoardTable()
        self.delegate = StripDelegate(self.strips, self._times, lambda: self._instant, self.table)
        self.pane = PersonPane()
        self.whom = WhomBox(self.ui.whom)
        self.editing = PersonEditing(self)
        self._set_up()
        self._connect()
        self._show_counts()

    # -- what the window calls -------------------------------------------------------------------------------------

    def integration_chosen(self) -> None:
        self._is_read, self._instant = False, None
        self.strips.clear()
        self.model.set_records(())
        self.ui.filter.clear()
        self.whom.choose_everybody()
        self._show_counts()
        self._show_pane()
        if self.integration_id:
            self.work.refresh("people", self._read)

    def view_changed(self, view: IntegrationView) -> None:
        self._show_counts()

    def receive(self, events: tuple[Event, ...]) -> None:
        for event in events:
            match event:
                case PresenceChanged(people=people):
                    self._presence_changed(people)
                case PeopleChanged():
                    self.work.refresh("people", self._read)

    def tick(self) -> None:
        now = self.desk.now()
        self.pane.tick(now)
        minute = int(now.timestamp() // 60)
        if self._minute not in (-1, minute):
            if _day_of(now) != self._day:
                self._day = _day_of(now)
                self.strips.clear()
            self._repaint_strips()
            self.work.refresh("details", self._read_details)
        self._minute = minute

    def focus_filter(self) -> None:
        self.ui.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ui.filter.selectAll()

    # -- reading ---------------------------------------------------------------------------------------------------

    async def _read(self) -> None:
        if (found := await read_people(self)) is None:
            return
        presences, people = found
        self._take_presences(presences)
        self._is_read = True
        self.strips.outdate(view.person.id for view in people)
        self.model.set_records(people)
        if self.chosen is None:
            self._choose_first()
        self._show_counts()
        self._repaint_strips()
        self._person_chosen()

    async def _read_strips(self) -> None:
        """Those that are looked at, and some rows around, so that scrolling finds them there."""
        integration_id, (start, end) = self.integration_id, self._day
        wanted = dict.fromkeys(self.strips.take_asked(STRIPS_AT_ONCE))
        if not wanted or not integration_id:
            return
        first, last = self._visible_rows()
        around = people_between(self.model, first - AHEAD, last + AHEAD)
        wanted.update(dict.fromkeys(each for each in around if not self.strips.has(each)))
        whose = tuple(wanted)[:STRIPS_AT_ONCE]
        self.strips.expect(whose)
        try:
            found = await self.commands.people.strips(integration_id, whose, start, end)
            if integration_id == self.integration_id and (start, end) == self._day:
                self.strips.put((each.person_id, each.segments) for each in found)
        finally:
            self.strips.expect(())
        self._repaint_strips()

    async def _read_details(self) -> None:
        chosen, integration_id = self.chosen, self.integration_id
        if chosen is None:
            return
        day = self.desk.now().astimezone().date()
        details = await self.commands.people.details(integration_id, chosen.person.id, day)
        if self._is_still(integration_id, chosen):
            self.pane.set_details(details, self.desk.now())
            self._show_pane()
            if self._instant is not None:
                self.work.refresh("explain", self._explain)

    async def _explain(self) -> None:
        """The reason at the chosen instant, of the chosen person."""
        chosen, at, integration_id = self.chosen, self._instant, self.integration_id
        if chosen is None or at is None:
            self.pane.explain(None, None, self.desk.now())
            return
        try:
            verdict = await self.commands.people.explain(integration_id, chosen.person.id, at)
        except ConciergeError:
            verdict = None  # left alone meanwhile: the pane says so
        if self._is_still(integration_id, chosen) and at == self._instant:
            self.pane.explain(at, verdict, self.desk.now())

    def _is_still(self, integration_id: str, view: PersonView) -> bool:
        still = self.chosen
        return integration_id == self.integration_id and still is not None and still.person.id == view.person.id

    def _take_presences(self, presences: tuple[PresenceEntry, ...]) -> None:
        self._presences = presences
        self._looks.set_entries(presences)
        self._show_legend()
        self.order.presences = [entry.name for entry in presences]
        self.strips.repaint()
        self.pane.set_presences(presences)

    def _show_legend(self) -> None:
        self.legend.set_entries(legend_entry(name, self._looks) for name in self._looks.names)

    def _presence_changed(self, people: Iterable[PersonView]) -> None:
        chosen = self.chosen
        moved = {row.person.id for row in self.model.update_records(people) if isinstance(row, PersonView)}
        self.strips.outdate(moved)
        self._show_counts()
        if chosen is not None and chosen.person.id in moved:
            self.work.refresh("details", self._read_details)

    # -- the chosen person and instant -----------------------------------------------------------------------------

    @property
    def chosen(self) -> PersonView | None:
        return self.model.person_at(self.table.currentIndex())

    def choose(self, person_id: int) -> None:
        index = self.model.place_of_person(person_id)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def choose_instant(self, at: datetime | None) -> None:
        """None: the present, which goes on."""
        self._instant = at
        self._repaint_strips()
        self.work.refresh("explain", self._explain)

    def _choose_first(self) -> None:
        first = next((row for row in self.model.rows if isinstance(row, PersonView)), None)
        if first is not None:
            self.choose(first.person.id)

    def _person_chosen(self) -> None:
        if self.chosen is not None:
            self.work.refresh("details", self._read_details)
        else:
            self._show_pane()

    def _pointed(self, index: QPersistentModelIndex, at: datetime) -> None:
        view = self.model.person_at(index)
        if view is not None:
            self.choose(view.person.id)
            self.choose_instant(at)

    def _instant_key(self, key: int, with_ctrl: bool) -> None:
        self.pane.move_instant(key, with_ctrl, self.desk.now())

    def _show_pane(self) -> None:
        self.pane.setVisible(self.chosen is not None and self.pane.details is not None)

    # -- what the user does ----------------------------------------------------------------------------------------

    def set_override(self, presence: str) -> None:
        """ "" follows the calendar again."""
        chosen = self.chosen
        if chosen is not None:
            # Clearing must not be dropped because what was set before is still being taken.
            self.work.start(f"override {chosen.person.id} {presence}", self._set_override(chosen.person.id, presence))

    async def _set_override(self, person_id: int, presence: str) -> None:
        await self.commands.people.set_override(self.integration_id, person_id, presence or None)
        await self._read_details()

    async def _edit(self) -> None:
        if self.chosen is not None:
            await self.editing.edit(self.chosen)

    def menu(self) -> QMenu | None:
        """What can be done with the chosen person; None where nobody is."""
        chosen = self.chosen
        if chosen is None:
            return None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if chosen.person.is_kept:
            heading = menu.addMenu(self.tr("Set the presence"))
            for entry in self._presences:
                action = heading.addAction(self._looks.icon(entry.name), entry.name)
                action.setData(entry.name)
            heading.triggered.connect(self._override_chosen)
            follow = menu.addAction(self.tr("Follow the calendar again"))
            follow.setData("")
            follow.triggered.connect(lambda: self.set_override(""))
            menu.addSeparator()
        menu.addAction(self.tr("Edit…")).triggered.connect(self.work.slot("edit", self._edit))
        return menu

    def _override_chosen(self, action: QAction) -> None:
        self.set_override(str(action.data()))

    def _show_menu(self, at: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.popup(self.table.viewport().mapToGlobal(at))

    def _filter(self) -> None:
        whom = self.order.whom
        whom.text, whom.kind = self.ui.filter.text(), self.whom.kind
        self.order.grouping = Grouping(self.ui.grouping.currentData())
        self.model.arrange()
        if self.chosen is None:
            self._choose_first()
        self._show_counts()

    def _show_everybody(self) -> None:
        self.ui.filter.clear()
        self.whom.choose_everybody()
        self.ui.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- showing ---------------------------------------------------------------------------------------------------

    def _times(self) -> tuple[datetime, datetime, datetime]:
        return (*self._day, self.desk.now())

    def _visible_rows(self) -> tuple[int, int]:
        first, last = self.table.rowAt(0), self.table.rowAt(self.table.viewport().height() - 1)
        return max(0, first), last if last >= 0 else self.model.rowCount() - 1

    def _repaint_strips(self) -> None:
        self.table.viewport().update()

    def _show_counts(self) -> None:
        people = [row for row in self.model.records if isinstance(row, PersonView)]
        self.whom.show_counts(people, self._presences)
        shown = sum(not isinstance(row, Group) for row in self.model.rows)
        total = len(people)
        words = self.tr("%Ln people", "", total) if shown == total else self.tr("%1 of %Ln people", "", total)
        words = words.replace("%1", texts.number(shown))
        age = texts.age(self.view, people, self.desk.now())
        self.ui.matches.setText(" · ".join(filter(None, (words, age))) if total else "")
        self.ui.tools.setVisible(total > 0)
        self.ui.parts.setVisible(shown > 0)
        self.ui.nobody_found.setVisible(shown == 0 < total)
        self.ui.empty.setVisible(total == 0 and self._is_read)

    def _recolour(self) -> None:
        self.strips.repaint()
        self.model.refresh()
        self.pane.recolour()
        self._show_legend()

    # -- making ----------------------------------------------------------------------------------------------------

    def _set_up(self) -> None:
        ui, table = self.ui, self.table
        ui.parts.addWidget(self._with_legend(table))
        ui.parts.addWidget(self.pane)
        ui.parts.setStretchFactor(0, 1)
        ui.parts.setStretchFactor(1, 0)
        with QSignalBlocker(ui.grouping):
            ui.grouping.addItem(self.tr("By presence"), Grouping.PRESENCE.value)
            ui.grouping.addItem(self.tr("By first letter"), Grouping.LETTER.value)
            ui.grouping.addItem(self.tr("In one list"), Grouping.NONE.value)
            kept = str(self.desk.store.value("board/grouping", ""))
            ui.grouping.setCurrentIndex(max(0, ui.grouping.findData(kept)))
        self.order.grouping = Grouping(ui.grouping.currentData())
        table.setHorizontalHeader(HoursHeader(self._times, table))
        table.setModel(self.model)
        needs, least = {UNTIL: grid(66), PRESENCE: grid(48)}, {DAY: grid(20)}
        set_up_table(table, self.desk.store, "board", elastic=(DAY,), needs=needs, least=least)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.setIconSize(QSize(16, 16))
        table.setItemDelegateForColumn(NAME, HeadingDelegate(table))
        table.setItemDelegateForColumn(DAY, self.delegate)

    def _with_legend(self, table: QWidget) -> QWidget:
        both = QWidget()
        rows = QVBoxLayout(both)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(grid(1))
        rows.addWidget(table, 1)
        rows.addWidget(self.legend)
        return both

    def _connect(self) -> None:
        ui = self.ui
        self.track(theme().changed, self._recolour)
        ui.filter.textChanged.connect(self._filter)
        ui.whom.currentIndexChanged.connect(self._filter)
        ui.grouping.currentIndexChanged.connect(self._regroup)
        ui.show_everybody.clicked.connect(self._show_everybody)
        ui.to_people.clicked.connect(lambda: self.page_wanted.emit("people"))
        self.strips.wanted.connect(lambda: self.work.refresh("strips", self._read_strips))
        self.table.selectionModel().currentRowChanged.connect(self._person_chosen)
        self.table.activated.connect(self.work.slot("edit", self._edit))
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.table.instant_key.connect(self._instant_key)
        self.table.escaped.connect(lambda: self.choose_instant(None))
        self.delegate.pointed.connect(self._pointed)
        self.pane.instant_wanted.connect(self.choose_instant)
        self.pane.override_wanted.connect(self.set_override)
        self.pane.edit_wanted.connect(self.work.slot("edit", self._edit))

    def _regroup(self) -> None:
        self.desk.store.setValue("board/grouping", self.ui.grouping.currentData())
        self._filter()


def _day_of(now: datetime) -> tuple[datetime, datetime]:
    """Midnight to midnight around ``now``, where this computer is."""
    day = now.astimezone().date()
    start = datetime.combine(day, time.min).astimezone()
    return start, datetime.combine(day + timedelta(days=1), time.min).astimezone()
