"""The Rooms page: rooms of every kind with their aliases, and the ledger of aliases that were issued."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QItemSelectionModel, QModelIndex, QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QTabBar

from desktop_admin.domain.conference import RoomKind
from desktop_admin.errors import ConciergeError
from desktop_admin.gui import room_words, texts
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.dialogs.show import Choice, ask
from desktop_admin.gui.generated.rooms import Ui_Rooms
from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.models.table import ROW_ROLE, Column, TableModel
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.room_drafts import draft_problems
from desktop_admin.gui.theme import colour, grid, theme
from desktop_admin.gui.widgets.floating import Floating
from desktop_admin.gui.widgets.ledger_view import LedgerView
from desktop_admin.gui.widgets.room_editor import RoomEditor
from desktop_admin.gui.widgets.tables import set_up_table
from desktop_admin.gui.widgets.undo_bar import UndoBar
from desktop_admin.service.events import DirectoryChanged, Event, ItemProcessed, RoomsChanged
from desktop_admin.service.room_views import RoomsView, RoomView
from desktop_admin.settings import SettingsRefused

NAME, TIME, ALIASES, ABOUT = range(4)
LEDGER = len(RoomKind)
"""The tab after those of the rooms."""
_NEW = RoomView("", RoomKind.CUSTOM, "", "", (), "", False, False, "", "")


class RoomsPage(Page):
    title = str(QT_TRANSLATE_NOOP("pages", "Rooms"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ui = Ui_Rooms()
        self.ui.setupUi(self.body)
        self.kinds = QTabBar()
        self.editor = RoomEditor(desk.now)
        self.ledger = LedgerView(desk.store, desk.now)
        self.undo = UndoBar()
        self.model: TableModel[RoomView] = TableModel(self._columns(), lambda room: room.id, self)
        self._found = 0
        self._is_read = False
        self._drafts: dict[str, dict[str, Any]] = {}
        self._rooms: dict[str, RoomView] = {}
        self._problems: dict[str, Mapping[str, str]] = {}
        self._set_up()
        self._connect()
        self._show_kind()

    # -- what the window calls -------------------------------------------------------------------------------------

    def integration_chosen(self) -> None:
        self._drafts.clear()
        self._problems.clear()
        self.undo.withdraw()
        self.ledger.reset()
        with QSignalBlocker(self.ui.filter):
            self.ui.filter.clear()
        self._show_kind()

    def receive(self, events: tuple[Event, ...]) -> None:
        if any(isinstance(event, RoomsChanged | DirectoryChanged | ItemProcessed) for event in events):
            self._read_again()

    def has_changes(self) -> bool:
        return bool(self._drafts)

    def may_save(self) -> bool:
        return not any(self._problems.get(room_id) for room_id in self._drafts)

    async def save(self) -> bool:
        for room_id, values in list(self._drafts.items()):
            try:
                saved = await self.commands.rooms.save(self.integration_id, room_id, values)
            except SettingsRefused as refused:
                self._problems[room_id] = {problem.path: problem.message for problem in refused.problems}
                self._go_to(room_id)
                return False
            except ConciergeError:
                # It is gone: nothing is left that could be saved.
                self._forget(room_id)
                raise
            self._forget(room_id)
            self._rooms[saved.id] = saved
            if not room_id:
                await self._read_rooms()
                self._choose(saved.id)
        await self._read_rooms()
        return True

    def show_wrong(self) -> None:
        self._go_to(next(room_id for room_id in self._drafts if self._problems.get(room_id)))
        super().show_wrong()

    def discard(self) -> None:
        for room_id in list(self._drafts):
            self._forget(room_id)
        self._drop_new()
        self._show_room()

    def focus_filter(self) -> None:
        line = self.ledger.ui.filter if self.kind is None else self.ui.filter
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.selectAll()

    # -- reading ---------------------------------------------------------------------------------------------------

    @property
    def kind(self) -> RoomKind | None:
        """None where the ledger is shown."""
        place = self.kinds.currentIndex()
        return list(RoomKind)[place] if place < LEDGER else None

    def _read_again(self) -> None:
        if self.integration_id:
            if self.kind is None:
                self.work.refresh("ledger", self._read_ledger)
            else:
                self.work.refresh("rooms", self._read_rooms)

    async def _read_rooms(self) -> None:
        asked, kind = self.integration_id, self.kind
        if not asked or kind is None:
            return
        view = await self.commands.rooms.of_kind(asked, kind, self.ui.filter.text().strip())
        if asked == self.integration_id and kind is self.kind:
            self._show_rooms(view)

    async def _read_ledger(self) -> None:
        asked, search, state = self.integration_id, self.ledger.search, self.ledger.state
        if not asked:
            return
        view = await self.commands.aliases.list(asked, state, search)
        told = await self.commands.aliases.forecast(asked)
        if asked == self.integration_id:
            self.ledger.show_ledger(view)
            self.ledger.show_forecast(told)

    def _show_rooms(self, view: RoomsView) -> None:
        chosen = self.chosen
        is_adding = "" in self._drafts and self.kind is RoomKind.CUSTOM
        rooms = ((_NEW,) if is_adding else ()) + view.rooms
        self._is_read, self._found = True, view.found
        self._rooms.update((room.id, room) for room in rooms)
        if [room.id for room in rooms] == [room.id for room in self.model.rows]:
            for room in rooms:
                self.model.put(room)
        else:
            self.model.set_rows(rooms)
            self._choose(chosen.id if chosen else None)
        self._show_counts()
        self._show_room()

    # -- the chosen room -------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> RoomView | None:
        index = self.ui.rooms.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def _choose(self, room_id: str | None) -> None:
        """That room, or the first where it is not listed."""
        place = self.model.place_of(room_id) if room_id is not None else None
        if self.model.rowCount():
            flags = QItemSelectionModel.SelectionFlag
            index = self.model.index(place or 0, 0)
            self.ui.rooms.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _go_to(self, room_id: str) -> None:
        """Shows the room whose draft was refused."""
        room = self._rooms.get(room_id, _NEW)
        self.kinds.setCurrentIndex(list(RoomKind).index(room.kind))
        if self.model.place_of(room_id) is None:
            self.model.put(room, first=True)
        self._choose(room_id)
        self._show_room()

    def _show_room(self, _current: QModelIndex | None = None) -> None:
        room = self.chosen
        self.editor.setVisible(room is not None)
        if room is not None:
            self.editor.show_room(room, self._drafts.get(room.id, {}), self._problems.get(room.id, {}))

    def _edited(self) -> None:
        room = self.chosen
        if room is None:
            return
        draft = self.editor.draft()
        view = self.view
        problems = draft_problems(room, draft, view.settings.scheduling) if view is not None else {}
        self._problems[room.id] = problems
        self.editor.set_problems(problems)
        if draft or not room.id:
            self._drafts[room.id] = draft
        else:
            self._forget(room.id)
        self.model.put(room)
        self.update_changes()

    def _forget(self, room_id: str) -> None:
        self._drafts.pop(room_id, None)
        self._problems.pop(room_id, None)

    def _drop_new(self) -> None:
        if self.model.place_of("") is not None:
            self.model.set_rows([room for room in self.model.rows if room.id])
            self._choose(None)
            self._show_counts()

    # -- what the user does ----------------------------------------------------------------------------------------

    def _add(self) -> None:
        self._drafts.setdefault("", {})
        self._rooms[""] = _NEW
        self._go_to("")
        self._show_counts()
        self.update_changes()
        self.editor.focus_first()

    def _start_remove(self) -> None:
        room = self.chosen
        if room is None:
            return
        if not room.id:
            self._forget("")
            self._drop_new()
            self.update_changes()
        elif room.kind is RoomKind.CUSTOM:
            self.work.start("remove", self._remove(room))
        elif room.kind is RoomKind.CALENDARED:
            self.work.start("delete", self._delete_alias(room.id, room.aliases[0], room.name))

    async def _remove(self, room: RoomView) -> None:
        integration_id = self.integration_id
        title = self.tr("Remove “%1”?").replace("%1", room.name)
        words = self.tr("Nobody can join it any more at %1. These aliases are free then.")
        words = words.replace("%1", ", ".join(room.aliases))
        if room.has_passcode or room.has_chair_passcode:
            words += " " + self.tr("Its passcodes are forgotten.")
        choices = (Choice("remove", self.tr("Remove"), "danger"), Choice("keep", self.tr("Keep")))
        if await ask(self, title, words, choices) == "remove":
            await self.commands.rooms.remove_many(integration_id, [room.id])
            self._forget(room.id)
            self.update_changes()
            told = self.tr("“%1” was removed.").replace("%1", room.name)
            self.undo.offer(told, partial(self._start_undo, integration_id, room))
            await self._read_rooms()

    def _start_undo(self, integration_id: str, room: RoomView) -> None:
        self.work.start("undo", self._add_again(integration_id, room))

    async def _add_again(self, integration_id: str, room: RoomView) -> None:
        """Its passcodes are gone: they never left the service."""
        values = {key: getattr(room, key) for key in ("name", "description", "aliases", "theme")}
        saved = await self.commands.rooms.save(integration_id, "", values)
        await self._read_rooms()
        self._choose(saved.id)

    def _start_delete(self) -> None:
        entry = self.ledger.chosen
        if entry is not None:
            conference = entry.conference if entry.is_booked else ""
            self.work.start("delete", self._delete_alias(entry.issued.alias_id, entry.issued.alias, conference))

    async def _delete_alias(self, alias_id: str, alias: str, conference: str) -> None:
        integration_id = self.integration_id
        words = self.tr("Invitations that carry it are declined from now on, and its number can be issued again.")
        if conference:
            ends = self.tr("The conference “%1” ends: nobody can join it any more, and nobody is told by mail.")
            words = f"{ends.replace('%1', conference)} {words}"
        choices = (Choice("delete", self.tr("Delete"), "danger"), Choice("keep", self.tr("Keep")))
        title = self.tr("Delete the alias %1?").replace("%1", alias)
        if await ask(self, title, words, choices) == "delete":
            await self.commands.aliases.delete(integration_id, alias_id)
            bar = self.ledger.undo if self.kind is None else self.undo
            told = self.tr("The alias %1 was deleted.").replace("%1", alias)
            bar.offer(told, partial(self._start_restore, integration_id, alias_id))
            self._read_again()

    def _start_restore(self, integration_id: str = "", alias_id: str = "") -> None:
        """The one whose deletion was offered to be undone, or the chosen one of the ledger."""
        entry = self.ledger.chosen
        if not alias_id and entry is not None:
            integration_id, alias_id = self.integration_id, entry.issued.alias_id
        self.work.start(f"restore {alias_id}", self._restore(integration_id, alias_id))

    async def _restore(self, integration_id: str, alias_id: str) -> None:
        entry = await self.commands.aliases.restore(integration_id, alias_id)
        words = self.tr("Invitations with %1 are accepted again.").replace("%1", entry.issued.alias)
        self.desk.messages.tell(words)
        self._read_again()

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show_kind(self, _place: int = 0) -> None:
        kind = self.kind
        self.ui.views.setCurrentWidget(self.ledger if kind is None else self.ui.room_view)
        if kind is not None:
            heading, words = room_words.empty_words(kind)
            self.ui.empty_heading.setText(heading)
            self.ui.empty_words.setText(words)
            self.ui.first_room.setVisible(kind is RoomKind.CUSTOM)
            self.ui.add_room.setVisible(kind is RoomKind.CUSTOM)
            self._is_read = False
            self.ui.rooms.setColumnHidden(TIME, kind is not RoomKind.CALENDARED)
            self.model.set_rows(())
            self._show_counts()
            self._show_room()
        self._read_again()

    def _show_counts(self) -> None:
        shown = self.model.rowCount()
        listed = len([room for room in self.model.rows if room.id])
        searches = bool(self.ui.filter.text().strip())
        words = texts.number(self._found)
        if listed < self._found:
            words = self.tr("the first %1 of %2").replace("%1", texts.number(listed)).replace("%2", words)
        self.ui.matches.setText(words if shown else "")
        self.ui.tools.setVisible(shown > 0 or searches)
        self.ui.parts.setVisible(shown > 0)
        self.ui.nothing_found.setVisible(self._is_read and shown == 0 and searches)
        self.ui.empty.setVisible(self._is_read and shown == 0 and not searches)

    def _recolour(self) -> None:
        self.model.refresh()
        self.ledger.model.refresh()

    # -- making ----------------------------------------------------------------------------------------------------

    def _set_up(self) -> None:
        ui = self.ui
        self.kinds.setObjectName("kinds")
        self.kinds.setAccessibleName(self.tr("Kind of room"))
        self.kinds.setDrawBase(False)
        for kind in RoomKind:
            self.kinds.addTab(room_words.kind_word(kind))
        self.kinds.addTab(self.tr("Issued aliases"))
        ui.kind_row.addWidget(self.kinds)
        ui.kind_row.addStretch()
        ui.views.addWidget(self.ledger)
        for bar in (self.undo, self.ledger.undo):
            Floating(bar, self)
        ui.parts.addWidget(self.editor)
        ui.parts.setStretchFactor(0, 1)
        ui.parts.setStretchFactor(1, 0)
        set_icon(ui.add_room, "add", "text")
        set_icon(ui.first_room, "add", "on_accent")
        table = ui.rooms
        table.setModel(self.model)
        set_up_table(table, self.desk.store, "rooms", elastic=(NAME, ALIASES), needs={ABOUT: grid(76)})
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def _connect(self) -> None:
        ui = self.ui
        self.track(theme().changed, self._recolour)
        self.kinds.currentChanged.connect(self._show_kind)
        ui.filter.textChanged.connect(self._read_again)
        for button in (ui.add_room, ui.first_room):
            button.clicked.connect(self._add)
        ui.rooms.selectionModel().currentRowChanged.connect(self._show_room)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), ui.rooms)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._start_remove)
        self.editor.edited.connect(self._edited)
        self.editor.remove_wanted.connect(self._start_remove)
        self.ledger.asked.connect(self._read_again)
        self.ledger.delete_wanted.connect(self._start_delete)
        self.ledger.restore_wanted.connect(self._start_restore)

    def _columns(self) -> tuple[Column[RoomView], ...]:
        now = self.desk.now
        return (
            Column("name", self.tr("Name"), self._name),
            Column("time", self.tr("Time"), lambda each: texts.moment(each.start, now()) if each.start else ""),
            Column("aliases", self.tr("Aliases"), lambda room: ", ".join(room.aliases)),
            Column(
                "about",
                self.tr("About"),
                lambda room: room.owner_name or room.owner_address or room.description,
                colour=lambda _: colour("muted"),
            ),
        )

    def _name(self, room: RoomView) -> str:
        draft = self._drafts.get(room.id)
        name = str((draft or {}).get("name", room.name)) or self.tr("New room")
        return f"{name} •" if draft is not None else name
