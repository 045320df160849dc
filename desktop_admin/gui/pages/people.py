"""The People page: whose presence is kept and how that goes; adding, changing, bringing in and giving out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QItemSelectionModel, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView

from desktop_admin.domain.people import PresenceEntry
from desktop_admin.gui import texts
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.dialogs.people_file import ask_for_people_file, ask_where_to_export
from desktop_admin.gui.dialogs.show import Choice, ask
from desktop_admin.gui.dialogs.take_over import ask_whom_to_take_over
from desktop_admin.gui.generated.people import Ui_People
from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.models.people_table import (
    ADDRESS,
    CAUSE,
    EXTENSION,
    NAME,
    NEXT,
    PRESENCE,
    READ,
    TROUBLE,
    PeopleModel,
    Whom,
)
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.pages.people_reading import read_people
from desktop_admin.gui.person_editing import PersonEditing
from desktop_admin.gui.theme import grid, theme
from desktop_admin.gui.widgets.fitting import FoldingTools
from desktop_admin.gui.widgets.floating import Floating
from desktop_admin.gui.widgets.presence_mark import Looks
from desktop_admin.gui.widgets.reading_bar import ReadingBar
from desktop_admin.gui.widgets.tables import set_up_table
from desktop_admin.gui.widgets.undo_bar import UndoBar
from desktop_admin.gui.widgets.whom_box import WhomBox
from desktop_admin.service.events import Event, PeopleChanged, PresenceChanged, ReadingProgress
from desktop_admin.service.views import IntegrationView, PersonView


class PeoplePage(Page):
    title = str(QT_TRANSLATE_NOOP("pages", "People"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ui = Ui_People()
        self.ui.setupUi(self.body)
        self._presences: tuple[PresenceEntry, ...] = ()
        self._looks = Looks()
        self._is_read = False
        self._minute = -1
        self.filter = Whom()
        self.model = PeopleModel(self.filter, desk.now, self._looks, self._tick_one, self)
        self.whom = WhomBox(self.ui.whom)
        self.undo = UndoBar()
        self.reading = ReadingBar()
        self.editing = PersonEditing(self)
        self._set_up()
        self._connect()
        self._show_counts()

    # -- what the window calls -------------------------------------------------------------------------------------

    def integration_chosen(self) -> None:
        self._is_read = False
        self.undo.withdraw()
        self.reading.show_progress(None)
        self.model.set_records(())
        self.ui.filter.clear()
        self.whom.choose_everybody()
        self._show_counts()
        if self.integration_id:
            self.work.refresh("people", self._read)

    def view_changed(self, view: IntegrationView) -> None:
        self._show_counts()

    def receive(self, events: tuple[Event, ...]) -> None:
        for event in events:
            match event:
                case PresenceChanged(people=people):
                    self.model.update_records(people)
                    self.editing.moved([view.person.id for view in people])
                    self._show_counts()
                case PeopleChanged():
                    self.work.refresh("people", self._read)
                case ReadingProgress():
                    self.reading.show_progress(event)

    def tick(self) -> None:
        minute = int(self.desk.now().timestamp() // 60)
        if self._minute not in (-1, minute):
            self.ui.people.viewport().update()  # "3 min ago" is another time now
        self._minute = minute

    def focus_filter(self) -> None:
        self.ui.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ui.filter.selectAll()

    # -- reading ---------------------------------------------------------------------------------------------------

    async def _read(self) -> None:
        if (found := await read_people(self)) is None:
            return
        presences, people = found
        self._presences = presences
        self._looks.set_entries(presences)
        self._is_read = True
        self.model.set_records(people)
        self._show_counts()

    @property
    def chosen(self) -> tuple[PersonView, ...]:
        rows = sorted(index.row() for index in self.ui.people.selectionModel().selectedRows(NAME))
        return tuple(self.model.rows[row] for row in rows)

    def choose(self, person_ids: Iterable[int]) -> None:
        """Selects these people, as far as they are shown, and goes to the first of them."""
        flags = QItemSelectionModel.SelectionFlag
        selection = self.ui.people.selectionModel()
        selection.clearSelection()
        for place in sorted(place for each in person_ids if (place := self.model.place_of(each)) is not None):
            index = self.model.index(place, NAME)
            if not selection.hasSelection():
                selection.setCurrentIndex(index, flags.NoUpdate)
                self.ui.people.scrollTo(index)
            selection.select(index, flags.Select | flags.Rows)

    # -- what the user does ----------------------------------------------------------------------------------------

    async def _add(self) -> None:
        if added := await self.editing.add():
            await self._read()
            self.choose([added])

    async def _edit(self) -> None:
        view = self.model.row(self.ui.people.currentIndex())
        if view is not None and await self.editing.edit(view):
            await self._read()

    async def _cancel_reading(self) -> None:
        await self.commands.integrations.cancel_reading(self.integration_id)

    async def _import(self) -> None:
        known = [view.person for view in self.model.records]
        if people := await ask_for_people_file(self, known):
            await self.commands.people.replace(self.integration_id, people, ())
            await self._read()
            self.desk.messages.tell(self.tr("People imported: %1.").replace("%1", texts.number(len(people))))

    async def _export(self) -> None:
        people = [view.person for view in self.model.records]
        if path := await ask_where_to_export(self, people):
            words = self.tr("%Ln people were written to %1.", "", len(people))
            self.desk.messages.tell(words.replace("%1", str(path)))

    async def _take_over(self) -> None:
        integration_id = self.integration_id
        people = await ask_whom_to_take_over(self, self.commands, integration_id, self.desk.store)
        if people:
            await self.commands.people.replace(integration_id, people, ())
            await self._read()
            words = self.tr("People added from the directory: %1.")
            self.desk.messages.tell(words.replace("%1", texts.number(len(people))))

    async def _remove(self) -> None:
        people = [view.person for view in self.chosen]
        if not people:
            return
        integration_id = self.integration_id
        if len(people) == 1:
            title = self.tr("Remove %1?").replace("%1", people[0].name)
        else:
            title = self.tr("Remove %Ln people?", "", len(people))
        words = self.tr(
            "Their presence is no longer kept, and what was read of their calendars is deleted here. Nothing in "
            "Exchange is changed."
        )
        choices = (Choice("remove", self.tr("Remove"), "danger"), Choice("keep", self.tr("Keep")))
        if await ask(self, title, words, choices) == "remove":
            self.undo.withdraw()
            await self.commands.people.remove(integration_id, [person.id for person in people])
            await self._read()

    def _tick_one(self, person_id: int, follow: bool) -> None:
        """A tick in the table: of all chosen people where it is one of them, as one expects of a list."""
        chosen = [view.person.id for view in self.chosen]
        self._follow(chosen if person_id in chosen else [person_id], follow)

    def _follow_chosen(self, follow: bool) -> None:
        self._follow([view.person.id for view in self.chosen], follow)

    def _follow(self, person_ids: list[int], follow: bool) -> None:
        views = [self.model.record(each) for each in person_ids]
        moved = [view.person.id for view in views if view and view.person.calendar_integration is not follow]
        if moved:
            # Of the same people it is a double click; others are not lost while it runs.
            self.work.start(f"follow {hash((follow, *moved))}", self._follow_many(moved, follow))

    async def _follow_many(self, person_ids: list[int], follow: bool) -> None:
        integration_id = self.integration_id
        await self.commands.people.track(integration_id, person_ids, follow)
        await self._read()
        words = self.tr("Calendars followed from now on: %1.") if follow else self.tr("People left alone now: %1.")
        undo = partial(self._follow_back, integration_id, person_ids, not follow)
        if integration_id == self.integration_id:
            self.undo.offer(words.replace("%1", texts.number(len(person_ids))), undo)

    def _follow_back(self, integration_id: str, person_ids: list[int], follow: bool) -> None:
        self.work.start("follow back", self._take_back(integration_id, person_ids, follow))

    async def _take_back(self, integration_id: str, person_ids: list[int], follow: bool) -> None:
        await self.commands.people.track(integration_id, person_ids, follow)
        await self._read()

    # -- showing ---------------------------------------------------------------------------------------------------

    def _filter(self) -> None:
        self.filter.text, self.filter.kind = self.ui.filter.text(), self.whom.kind
        self.model.arrange()
        self._show_counts()

    def _show_everybody(self) -> None:
        self.ui.filter.clear()
        self.whom.choose_everybody()
        self.ui.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_counts(self) -> None:
        ui, shown, people = self.ui, self.model.rowCount(), self.model.records
        self.whom.show_counts(people, self._presences)
        total = len(people)
        words = self.tr("%Ln people", "", total) if shown == total else self.tr("%1 of %Ln people", "", total)
        words = words.replace("%1", texts.number(shown))
        age = texts.age(self.view, people, self.desk.now())
        ui.matches.setText(" · ".join(filter(None, (words, age))) if people else "")
        ui.tools.setVisible(bool(people))
        ui.people.setVisible(shown > 0)
        ui.nobody_found.setVisible(shown == 0 < len(people))
        ui.empty.setVisible(not people and self._is_read)
        self._show_chosen()

    def _show_chosen(self) -> None:
        """What can be done with whom is chosen."""
        chosen = self.chosen
        ui = self.ui
        ui.chosen_tools.setVisible(self.model.rowCount() > 0)
        words = self.tr("%Ln people selected", "", len(chosen))
        nobody = self.tr("Select people to edit them together.")
        ui.chosen_words.setText(chosen[0].person.name if len(chosen) == 1 else words if chosen else nobody)
        ui.remove.setEnabled(bool(chosen))
        ui.edit.setEnabled(len(chosen) == 1)
        ui.follow.setEnabled(any(not view.person.calendar_integration for view in chosen))
        ui.leave.setEnabled(any(view.person.calendar_integration for view in chosen))

    # -- making ----------------------------------------------------------------------------------------------------

    def _set_up(self) -> None:
        ui, table = self.ui, self.ui.people
        Floating(self.undo, self)
        ui.rows.insertWidget(1, self.reading)
        ui.chosen_words.setTextFormat(Qt.TextFormat.PlainText)
        for add, bring in ((ui.add_person, ui.import_people), (ui.first_person, ui.first_import)):
            set_icon(add, "add", "on_accent" if add is ui.first_person else "text")
            set_icon(bring, "folder")
        buttons = (ui.take_over, ui.import_people, ui.export_people, ui.add_person)
        FoldingTools(ui.rows, ui.tools, ui.tools_cells, buttons, grid(34))
        table.setModel(self.model)
        needs = {
            TROUBLE: grid(168),
            EXTENSION: grid(150),
            READ: grid(140),
            ADDRESS: grid(104),
            CAUSE: grid(54),
            NEXT: grid(74),
            PRESENCE: grid(40),
        }
        set_up_table(table, self.desk.store, "people", elastic=(CAUSE, NAME), needs=needs)
        table.setSortingEnabled(True)
        table.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setIconSize(QSize(16, 16))

    def _connect(self) -> None:
        ui, slot = self.ui, self.work.slot
        self.track(theme().changed, self.model.refresh)
        ui.filter.textChanged.connect(self._filter)
        ui.whom.currentIndexChanged.connect(self._filter)
        ui.show_everybody.clicked.connect(self._show_everybody)
        ui.people.selectionModel().selectionChanged.connect(self._show_chosen)
        ui.people.activated.connect(slot("edit", self._edit))
        for button in (ui.add_person, ui.first_person):
            button.clicked.connect(slot("add", self._add))
        for button in (ui.import_people, ui.first_import):
            button.clicked.connect(slot("import", self._import))
        for button in (ui.take_over, ui.first_take_over):
            button.clicked.connect(slot("take over", self._take_over))
        self.reading.cancel_wanted.connect(slot("cancel", self._cancel_reading))
        ui.export_people.clicked.connect(slot("export", self._export))
        ui.edit.clicked.connect(slot("edit", self._edit))
        ui.remove.clicked.connect(slot("remove", self._remove))
        ui.follow.clicked.connect(lambda: self._follow_chosen(True))
        ui.leave.clicked.connect(lambda: self._follow_chosen(False))
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), ui.people)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(slot("remove", self._remove))
