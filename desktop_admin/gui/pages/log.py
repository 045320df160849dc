"""The Log page: the connection's story as it happens, filtered as typed. New lines never move what one is reading."""

from __future__ import annotations

import asyncio
from collections import deque
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QModelIndex, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QToolButton

from desktop_admin.errors import ConciergeError
from desktop_admin.gui import formats, texts
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.dialogs.show import choose_new_file
from desktop_admin.gui.generated.log import Ui_Log
from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.models.log_lines import CAPACITY, LogFilter
from desktop_admin.gui.models.log_view import LEVEL_ICONS, LEVEL_ROLES, ShownLog, line_text
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.theme import grid, theme
from desktop_admin.gui.widgets.fitting import FoldingTools
from desktop_admin.gui.widgets.no_matches import NoMatches
from desktop_admin.gui.widgets.tables import set_up_table
from desktop_admin.service.events import Event, LogLevel, LogLine

MOST_AT_START = 20_000


class LogPage(Page):
    title = str(QT_TRANSLATE_NOOP("pages", "Log"))
    hears_all = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ui = Ui_Log()
        self.ui.setupUi(self.body)
        self._names: dict[str, str] = {}
        self._held: deque[LogLine] = deque(maxlen=CAPACITY)
        self._is_read = False
        self.model = ShownLog(lambda integration_id: self._names.get(integration_id, ""), parent=self)
        self._levels: dict[LogLevel, QToolButton] = {
            LogLevel.ERROR: self.ui.show_error,
            LogLevel.WARNING: self.ui.show_warning,
            LogLevel.INFO: self.ui.show_info,
            LogLevel.DEBUG: self.ui.show_debug,
        }
        self._set_up_table()
        self._set_up_buttons()
        self._connect()
        self._list_integrations()
        self._filter()

    # -- what the window calls -------------------------------------------------------------------------------------

    def integration_chosen(self) -> None:
        if not self._is_read:
            self.work.start("read", self._read())

    def activated(self) -> None:
        self._follow()

    def receive(self, events: tuple[Event, ...]) -> None:
        lines = [event for event in events if isinstance(event, LogLine)]
        if not lines:
            return
        if self.ui.pause.isChecked() or not self._is_read:
            self._held.extend(lines)
            self._show_held_back()
        else:
            self._add(lines)

    def focus_filter(self) -> None:
        self.ui.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ui.filter.selectAll()

    # -- lines -----------------------------------------------------------------------------------------------------

    async def _read(self) -> None:
        """What was told before the page was built; lines that came meanwhile follow it."""
        self.model.append(await self.commands.program.log_lines(0, MOST_AT_START))
        self._is_read = True
        self._resume()

    def _resume(self) -> None:
        if not self.ui.pause.isChecked():
            self._add(list(self._held))
            self._held.clear()
        self._show_held_back()

    def _add(self, lines: list[LogLine]) -> None:
        newest = self.model.last_number
        self.model.append([line for line in lines if line.number > newest])
        self._follow()

    def _follow(self) -> None:
        if self.ui.follow.isChecked() and not self.model.is_scanning:
            self.ui.lines.scrollToBottom()

    def _keep_place(self, parent: QModelIndex, first: int, last: int) -> None:
        """The oldest rows went: what one is reading stays where it is."""
        if not self.ui.follow.isChecked():
            bar = self.ui.lines.verticalScrollBar()
            bar.setValue(max(0, bar.value() - (last - first + 1)))

    def _scrolled(self) -> None:
        """Whoever scrolls up reads: following ends; at the end it begins again."""
        bar = self.ui.lines.verticalScrollBar()
        self.ui.follow.setChecked(bar.sliderPosition() == bar.maximum())

    # -- filter ----------------------------------------------------------------------------------------------------

    def _filter(self) -> None:
        levels = [level for level, button in self._levels.items() if button.isChecked()]
        integration = self.ui.integration.currentData() or ""
        self.model.set_filter(LogFilter.of(self.ui.filter.text(), levels, integration))

    def _list_integrations(self) -> None:
        chosen = self.ui.integration.currentData() or ""
        self._names = {view.id: view.settings.name for view in self.desk.state.views}
        box = self.ui.integration
        box.blockSignals(True)
        box.clear()
        box.addItem(self.tr("All integrations"), "")
        for integration_id, name in self._names.items():
            box.addItem(name, integration_id)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)
        box.setVisible(len(self._names) > 1)
        self.ui.lines.setColumnHidden(2, len(self._names) < 2)

    def _show_counts(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        if self.model.is_scanning:
            words = self.tr("Searching")
        elif shown == total:
            words = self.tr("%Ln lines", "", total)
        else:
            words = self.tr("%1 of %Ln lines", "", total).replace("%1", texts.number(shown))
        self.ui.matches.setText(words)
        self.ui.empty.setVisible(total == 0)
        self.ui.lines.setVisible(total > 0)

    def _show_held_back(self) -> None:
        paused = self.ui.pause.isChecked()
        words = self.tr("Paused, %Ln new lines", "", len(self._held))
        self.ui.held_back.setText(words if paused else "")
        set_icon(self.ui.pause, "play" if paused else "pause")

    # -- what the user does ----------------------------------------------------------------------------------------

    def copy(self) -> None:
        """The selected lines, or all that are shown."""
        rows = sorted({index.row() for index in self.ui.lines.selectionModel().selectedRows()})
        lines = [self.model.line(row) for row in rows] or list(self.model.matching())
        QGuiApplication.clipboard().setText("\n".join(self._texts(lines)))
        self.desk.messages.tell(self.tr("%Ln lines are in the clipboard.", "", len(lines)))

    async def _save_file(self) -> None:
        day = formats.file_day(self.desk.now())
        name = f"concierge-log-{day}.txt"
        chosen = await choose_new_file(self, self.tr("Save the log"), self.tr("Text (*.txt)"), name)
        if not chosen:
            return
        lines = self._texts(list(self.model.matching()))
        try:
            await asyncio.to_thread(Path(chosen).write_text, "\n".join([*lines, ""]), encoding="utf-8")
        except OSError as error:
            reason = (error.strerror or "").lower()
            raise ConciergeError(
                self.tr("The log could not be saved: %1.").replace("%1", reason),
                self.tr("Choose a folder that you may write to."),
            ) from error
        self.desk.messages.tell(self.tr("%Ln lines are saved in %1.", "", len(lines)).replace("%1", chosen))

    async def _save_diagnostics(self) -> None:
        day = formats.file_day(self.desk.now())
        name = f"concierge-diagnostics-{day}.zip"
        chosen = await choose_new_file(self, self.tr("Save diagnostics"), self.tr("Bundle (*.zip)"), name)
        if not chosen:
            return
        await self.commands.program.save_diagnostics(Path(chosen).absolute())  # noqa: ASYNC240 - asks the disk nothing
        words = self.tr("The bundle is saved in %1. Names, addresses and subjects are redacted.")
        self.desk.messages.tell(words.replace("%1", chosen), self.tr("Look through it before you send it."))

    def _texts(self, lines: list[LogLine]) -> list[str]:
        return [line_text(line, self._names.get(line.integration_id, "")) for line in lines]

    # -- making ----------------------------------------------------------------------------------------------------

    def _set_up_table(self) -> None:
        table = self.ui.lines
        FoldingTools(self.ui.rows, self.ui.filters, self.ui.filters, tuple(self._levels.values()), grid(30))
        table.setModel(self.model)
        set_up_table(table, self.desk.store, "log")
        self._no_matches = NoMatches(table, lambda: self.model.total > 0 and not self.model.is_scanning)
        self.model.counted.connect(self._no_matches.show_state)
        table.setSelectionMode(table.SelectionMode.ExtendedSelection)
        table.setVerticalScrollMode(table.ScrollMode.ScrollPerItem)
        table.setIconSize(QSize(16, 16))

    def _set_up_buttons(self) -> None:
        for level, button in self._levels.items():
            set_icon(button, LEVEL_ICONS[level], LEVEL_ROLES[level])
        for button in (self.ui.follow, self.ui.copy, self.ui.save):
            set_icon(button, button.objectName())
        set_icon(self.ui.diagnostics, "info")
        self._show_held_back()

    def _connect(self) -> None:
        ui = self.ui
        self.track(self.desk.state.listed, self._list_integrations)
        self.track(theme().changed, ui.lines.viewport().update)
        self.model.counted.connect(self._show_counts)
        self.model.modelReset.connect(self._follow)
        self.model.rowsRemoved.connect(self._keep_place)
        ui.filter.textChanged.connect(self._filter)
        ui.integration.currentIndexChanged.connect(self._filter)
        for button in self._levels.values():
            button.toggled.connect(self._filter)
        ui.follow.clicked.connect(self._follow)
        ui.pause.toggled.connect(self._resume)
        ui.copy.clicked.connect(self.copy)
        ui.save.clicked.connect(self.work.slot("save file", self._save_file))
        ui.diagnostics.clicked.connect(self.work.slot("diagnostics", self._save_diagnostics))
        ui.lines.verticalScrollBar().actionTriggered.connect(self._scrolled)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), ui.lines)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.copy)
        self._show_counts()
