"""The Presence page: whose presence is what and why, and the keywords by which calendars give it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from PySide6.QtCore import QT_TRANSLATE_NOOP, QItemSelectionModel, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView

from desktop_admin.domain.people import Keyword, Person, PresenceEntry
from desktop_admin.gui import texts
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.dialogs.people_file import ask_for_people_file
from desktop_admin.gui.dialogs.person import ask_for_person
from desktop_admin.gui.dialogs.show import Choice, ask
from desktop_admin.gui.generated.presence import Ui_Presence
from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.models.people import (
    ADDRESS,
    CAUSE,
    EVERYBODY,
    NAME,
    NO_VALUE,
    UNTIL,
    PeopleFilter,
    people_columns,
    presence_of,
    sort_by_name,
)
from desktop_admin.gui.models.table import TableModel
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.theme import colours, grid, theme
from desktop_admin.gui.widgets.dot import dot_icon
from desktop_admin.gui.widgets.fitting import FittingColumns
from desktop_admin.gui.widgets.keyword_editor import KeywordEditor
from desktop_admin.gui.widgets.person_pane import PersonPane
from desktop_admin.gui.widgets.tables import set_up_table
from desktop_admin.service.events import Event, PeopleChanged, PresenceChanged, ReadingProgress
from desktop_admin.service.views import PersonView
from desktop_admin.settings import SettingsRefused


class PresencePage(Page):
    title = str(QT_TRANSLATE_NOOP("pages", "Presence"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ui = Ui_Presence()
        self.ui.setupUi(self.body)
        self._presences: tuple[PresenceEntry, ...] = ()
        self._shades: dict[str, str] = {}
        self._is_read = False
        self._reading = ""
        self._minute = -1
        self.model = TableModel(people_columns(desk.now, self._shades), lambda view: view.person.id, self)
        self.shown = PeopleFilter(self)
        self.shown.setSourceModel(self.model)
        self.pane = PersonPane()
        self.keywords = KeywordEditor(desk.store)
        self._set_up()
        self._connect()
        self._show_counts()

    # -- what the window calls -------------------------------------------------------------------------------------

    def integration_chosen(self) -> None:
        self._is_read, self._reading = False, ""
        self.model.set_rows(())
        self.ui.filter.clear()
        self.ui.presence.setCurrentIndex(0)
        self.keywords.set_stored((), self._presences)
        self._show_counts()
        self._show_person()
        if self.integration_id:
            self.work.refresh("people", self._read)

    def receive(self, events: tuple[Event, ...]) -> None:
        moved: set[int] = set()
        for event in events:
            match event:
                case PresenceChanged(people=people):
                    for view in people:
                        if self.model.place_of(view.person.id) is not None:
                            self.model.put(view)
                            moved.add(view.person.id)
                case PeopleChanged():
                    self.work.refresh("people", self._read)
                case ReadingProgress(done=done, total=total):
                    words = self.tr("Reading calendars: %1 of %2").replace("%1", texts.number(done))
                    self._reading = words.replace("%2", texts.number(total)) if done < total else ""
        if moved or any(isinstance(event, ReadingProgress) for event in events):
            self._show_counts()
        chosen = self.chosen
        if chosen is not None and chosen.person.id in moved:
            self.work.refresh("details", self._read_details)

    def tick(self) -> None:
        now = self.desk.now()
        self.pane.tick(now)
        minute = int(now.timestamp() // 60)
        if self._minute not in (-1, minute):
            self.work.refresh("details", self._read_details)
        self._minute = minute

    def has_changes(self) -> bool:
        return self._is_read and self.keywords.has_changes()

    def may_save(self) -> bool:
        return self.keywords.is_valid

    async def save(self) -> bool:
        keywords = tuple(_tidy(each) for each in self.keywords.keywords)
        await self.commands.save_keywords(self.integration_id, keywords)
        self.keywords.set_stored(keywords, self._presences)
        return True

    def discard(self) -> None:
        self.keywords.revert()
        self._show_counts()

    def focus_filter(self) -> None:
        self.ui.tabs.setCurrentWidget(self.ui.people_tab)
        self.ui.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ui.filter.selectAll()

    # -- reading ---------------------------------------------------------------------------------------------------

    async def _read(self) -> None:
        integration_id = self.integration_id
        if not integration_id:
            return
        presences = await self.commands.presences(integration_id)
        people = await self.commands.people(integration_id)
        keywords = await self.commands.keywords(integration_id)
        if integration_id != self.integration_id:
            return
        self._presences = presences
        self._shades.clear()
        self._shades.update((entry.name, entry.colour) for entry in presences)
        self.pane.set_presences(presences)
        if not self.has_changes():
            self.keywords.set_stored(keywords, presences)
        self._is_read = True
        self._show_people(people)
        self.update_changes()

    def _show_people(self, people: tuple[PersonView, ...]) -> None:
        """The same people again leave selection and scroll bar as they are."""
        if [view.person.id for view in people] == [view.person.id for view in self.model.rows]:
            for view in people:
                self.model.put(view)
        else:
            chosen = self.chosen
            bar = self.ui.people.verticalScrollBar()
            at = bar.value()
            self.model.set_rows(people)
            if chosen is not None:
                self._choose(chosen.person.id)
            if self.chosen is None:
                self._choose_first()
            bar.setValue(at)
        self._show_counts()
        self._person_chosen()

    async def _read_details(self) -> None:
        chosen, integration_id = self.chosen, self.integration_id
        if chosen is None:
            return
        day = self.desk.now().astimezone().date()
        details = await self.commands.person_details(integration_id, chosen.person.id, day)
        still = self.chosen
        if integration_id == self.integration_id and still is not None and still.person.id == chosen.person.id:
            self.pane.set_details(details, self.desk.now())
            self._show_person()

    # -- the chosen person -----------------------------------------------------------------------------------------

    @property
    def chosen(self) -> PersonView | None:
        return self.model.row(self.shown.mapToSource(self.ui.people.currentIndex()))

    def _choose_first(self) -> None:
        first = self.model.row(self.shown.mapToSource(self.shown.index(0, 0)))
        if first is not None:
            self._choose(first.person.id)

    def _choose(self, person_id: int) -> None:
        place = self.model.place_of(person_id)
        if place is None:
            return
        index = self.shown.mapFromSource(self.model.index(place, 0))
        flags = QItemSelectionModel.SelectionFlag
        self.ui.people.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _person_chosen(self) -> None:
        if self.chosen is not None:
            self.work.refresh("details", self._read_details)
        else:
            self._show_person()

    def _show_person(self) -> None:
        self.pane.setVisible(self.chosen is not None and self.pane.details is not None)

    # -- what the user does ----------------------------------------------------------------------------------------

    def _taken(self, person_id: int) -> dict[str, str]:
        others = (view.person for view in self.model.rows if view.person.id != person_id)
        return {person.address.casefold(): person.name for person in others if person.address}

    async def _add(self) -> None:
        await self._ask_and_save(None)

    async def _import(self) -> None:
        known = [view.person for view in self.model.rows]
        if people := await ask_for_people_file(self, known):
            await self.commands.replace_people(self.integration_id, people, ())
            await self._read()
            words = self.tr("People imported: %1.").replace("%1", texts.number(len(people)))
            self.desk.messages.tell(words)

    async def _edit(self) -> None:
        if self.chosen is not None:
            await self._ask_and_save(self.chosen.person)

    async def _ask_and_save(self, person: Person | None) -> None:
        integration_id, taken = self.integration_id, self._taken(person.id if person else 0)
        typed = await ask_for_person(self, person or Person(0, ""), taken)
        while typed is not None and typed != person:
            try:
                saved = await self.commands.save_person(integration_id, typed)
            except SettingsRefused as refused:
                typed = await ask_for_person(self, typed, taken, refused.problems[0].message)
                continue
            await self._read()
            self._choose(saved.id)
            return

    async def _remove(self) -> None:
        rows = {index.row() for index in self.ui.people.selectionModel().selectedRows()}
        found = [self.model.row(self.shown.mapToSource(self.shown.index(row, 0))) for row in sorted(rows)]
        people = [view.person for view in found if view is not None]
        if not people:
            return
        integration_id = self.integration_id
        if len(people) == 1:
            title = self.tr("Remove %1?").replace("%1", people[0].name)
        else:
            title = self.tr("Remove %1 people?").replace("%1", texts.number(len(people)))
        words = self.tr(
            "Their presence is no longer kept, and what was read of their calendars is deleted here. Nothing in "
            "Exchange is changed."
        )
        choices = (Choice("remove", self.tr("Remove"), "danger"), Choice("keep", self.tr("Keep")))
        if await ask(self, title, words, choices) == "remove":
            await self.commands.remove_people(integration_id, [person.id for person in people])
            await self._read()

    async def _set_override(self, presence: str) -> None:
        if self.chosen is not None:
            await self.commands.set_override(self.integration_id, self.chosen.person.id, presence or None)
            await self._read_details()

    # -- showing ---------------------------------------------------------------------------------------------------

    def _filter(self) -> None:
        self.shown.set_filter(self.ui.filter.text(), self.ui.presence.currentData() or EVERYBODY)
        if self.chosen is None and self.shown.rowCount():
            self._choose_first()
        self._show_counts()

    def _show_everybody(self) -> None:
        self.ui.filter.clear()
        self.ui.presence.setCurrentIndex(0)
        self.ui.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_counts(self) -> None:
        shown, total = self.shown.rowCount(), len(self.model.rows)
        self._list_presences()
        if self._reading:
            words = self._reading
        elif shown == total:
            words = self.tr("%1 people").replace("%1", texts.number(total)) if total else ""
        else:
            words = self.tr("%1 of %2 people").replace("%1", texts.number(shown)).replace("%2", texts.number(total))
        self.ui.matches.setText(words)
        self.ui.parts.setVisible(shown > 0)
        self.ui.nobody_found.setVisible(shown == 0 < total)
        self.ui.tools.setVisible(total > 0)
        self.ui.empty.setVisible(total == 0 and self._is_read)
        count = texts.number(len(self.keywords.keywords))
        self.ui.tabs.setTabText(1, self.tr("Keywords (%1)").replace("%1", count))

    def _list_presences(self) -> None:
        """The filter's choices with their counts, rewritten only where they differ: it may be open."""
        counted = Counter(presence_of(view) for view in self.model.rows)
        names = [entry.name for entry in self._presences]
        entries = [
            (self.tr("Every presence"), EVERYBODY),
            *((f"{name} ({texts.number(counted[name])})", name) for name in names),
            (self.tr("Without a value (%1)").replace("%1", texts.number(counted[None])), NO_VALUE),
        ]
        box = self.ui.presence
        if [box.itemData(row) for row in range(box.count())] != [data for _, data in entries]:
            chosen = box.currentData()
            with QSignalBlocker(box):
                box.clear()
                for text, data in entries:
                    box.addItem(text, data)
                    if data in self._shades:
                        box.setItemIcon(box.count() - 1, dot_icon(self._shades[data], colours().field_line))
                box.setCurrentIndex(max(0, box.findData(chosen)))
        for row, (text, _) in enumerate(entries):
            if box.itemText(row) != text:
                box.setItemText(row, text)

    def _recolour(self) -> None:
        self.model.refresh()
        self.pane.recolour()

    # -- making ----------------------------------------------------------------------------------------------------

    def _set_up(self) -> None:
        ui = self.ui
        ui.tabs.tabBar().setDrawBase(False)
        ui.parts.addWidget(self.pane)
        ui.parts.setStretchFactor(0, 1)
        ui.parts.setStretchFactor(1, 0)
        ui.keyword_rows.addWidget(self.keywords)
        for add, bring in ((ui.add_person, ui.import_people), (ui.first_person, ui.first_import)):
            set_icon(add, "add", "on_accent" if add is ui.first_person else "text")
            set_icon(bring, "folder")
        table = ui.people
        table.setModel(self.shown)
        table.setSortingEnabled(True)
        sort_by_name(self.shown)
        set_up_table(table, self.desk.store, "people", (grid(21), grid(17), grid(34), grid(13)))
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setIconSize(QSize(16, 16))
        FittingColumns(table, {ADDRESS: grid(112), CAUSE: grid(54), UNTIL: grid(74)}, (CAUSE, NAME))

    def _connect(self) -> None:
        ui = self.ui
        self.track(theme().changed, self._recolour)
        ui.filter.textChanged.connect(self._filter)
        ui.presence.currentIndexChanged.connect(self._filter)
        ui.show_everybody.clicked.connect(self._show_everybody)
        ui.people.selectionModel().currentRowChanged.connect(self._person_chosen)
        ui.people.activated.connect(self.work.slot("edit", self._edit))
        for add, bring in ((ui.add_person, ui.import_people), (ui.first_person, ui.first_import)):
            add.clicked.connect(self.work.slot("add", self._add))
            bring.clicked.connect(self.work.slot("import", self._import))
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), ui.people)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.work.slot("remove", self._remove))
        self.pane.edit_wanted.connect(self.work.slot("edit", self._edit))
        self.pane.remove_wanted.connect(self.work.slot("remove", self._remove))
        self.pane.override_wanted.connect(self._start_override)
        self.keywords.edited.connect(self._keywords_edited)

    def _start_override(self, presence: str) -> None:
        # Clearing must not be dropped because what was set before is still being read.
        self.work.start(f"override {presence}", self._set_override(presence))

    def _keywords_edited(self) -> None:
        self._show_counts()
        self.update_changes()


def _tidy(keyword: Keyword) -> Keyword:
    return replace(keyword, word=" ".join(keyword.word.split()))
