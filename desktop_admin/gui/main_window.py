"""The main window: navigation at the left, one page at a time, messages above it and the subscription at its foot."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from desktop_admin.domain.status import Status
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.dialogs.add_integration import ask_for_integration
from desktop_admin.gui.dialogs.show import Choice, ask
from desktop_admin.gui.focus import FocusRest
from desktop_admin.gui.generated.main_window import Ui_MainWindow
from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.navigation import Navigation
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.pages.registry import PAGES
from desktop_admin.gui.pages.starting import StartingPage
from desktop_admin.gui.status_line import status_line
from desktop_admin.gui.tray import window_icon
from desktop_admin.gui.widgets.banner import Banner
from desktop_admin.gui.widgets.floating import Floating
from desktop_admin.gui.work import Work
from desktop_admin.service.events import Event

TICK_MS = 1000
FIRST_PICTURE = 2.0
"""Seconds after which the service is started although nothing could be painted."""
SMALLEST = QSize(920, 600)


class MainWindow(QMainWindow):
    """``close_wanted`` comes instead of closing: whoever owns the window decides. ``demo_wanted``: try the demo."""

    close_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, desk: Desk, *, offers_demo: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self._offers_demo = offers_demo
        self.work = Work("window", desk.messages)
        self.integration_id = ""
        self.page_key = ""
        self._pages: dict[str, Page] = {}
        self._welcome: QWidget | None = None
        self._shown_health: Status | None = None
        self.ui = Ui_MainWindow()
        self.ui.setupUi(self)
        self.setMinimumSize(SMALLEST)
        self._rest = FocusRest(self)
        self.banner = Banner()
        Floating(self.banner, self.ui.stack)
        set_icon(self.ui.add_integration, "add", "muted")
        self.navigation = Navigation(desk.state, self.ui.integrations, self.ui.pages)
        self._tick = QTimer(self, interval=TICK_MS)
        self._starting: StartingPage | None = StartingPage()
        self._painted = asyncio.Event()
        self._starting.painted.connect(self._painted.set)
        self.ui.stack.addWidget(self._starting)
        self.ui.sidebar.hide()
        self.ui.footer.hide()
        self._connect()
        self._make_shortcuts()
        self._restore()

    # -- pages -----------------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page in front; None while the welcome page is."""
        return self._pages.get(self.page_key) if self.integration_id else None

    @property
    def built_pages(self) -> tuple[Page, ...]:
        return tuple(self._pages.values())

    def show_page(self, key: str) -> None:
        """Brings a page to the front; it is built when it is first shown."""
        if not self.integration_id:
            return
        self.page_key = key
        page = self._pages.get(key) or self._build(key)
        self.navigation.choose_page(key)
        self.ui.stack.setCurrentWidget(page)
        self.setWindowTitle(self.tr("%1 – Exchange Concierge").replace("%1", page.translated_title()))
        page.activated()
        page.ticked()

    def show_integration(self, integration_id: str) -> None:
        """Shows another integration on every page. Unsaved changes have been asked about."""
        self.integration_id = integration_id
        if integration_id:
            self.desk.store.setValue("window/integration", integration_id)
        self.ui.sidebar.setVisible(bool(integration_id))
        self.ui.footer.setVisible(bool(integration_id))
        self.navigation.choose_integration(integration_id)
        for page in self._pages.values():
            page.set_integration(integration_id)
        self._second_passed()

    def receive(self, events: tuple[Event, ...]) -> None:
        """A batch from the bridge: first what the desktop knows, then the pages that show it."""
        self.desk.state.apply(events)
        for page in self._pages.values():
            if relevant := page.relevant(events):
                page.receive(relevant)

    def _build(self, key: str) -> Page:
        entry = next(entry for entry in PAGES if entry.key == key)
        page = self._pages[key] = entry.make(self.desk)
        page.changes_changed.connect(self._mark_unsaved)
        page.page_wanted.connect(self._page_wanted)
        self.ui.stack.addWidget(page)
        page.set_integration(self.integration_id)
        return page

    def _listed(self) -> None:
        """The list of integrations is another one: keep the chosen one, else take the first, else welcome."""
        self._started()
        self._show_health()
        known = [view.id for view in self.desk.state.views]
        self.ui.pages.setEnabled(bool(known))
        if not known:
            self._show_welcome()
            return
        if self.integration_id in known:
            return
        remembered = str(self.desk.store.value("window/integration", ""))
        self.show_integration(remembered if remembered in known else known[0])
        self.show_page(self.page_key or self._remembered_page())

    async def first_picture(self) -> None:
        """Returns once the start page is painted: until then nothing else shall take the processor."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FIRST_PICTURE if self.isVisible() else 0):
                await self._painted.wait()

    def _started(self) -> None:
        """The service is there: the start page has done its duty."""
        if self._starting is not None:
            self.ui.stack.removeWidget(self._starting)
            self._starting.deleteLater()
            self._starting = None

    def _show_welcome(self) -> None:
        self.show_integration("")
        self.navigation.choose_page("")
        if self._welcome is None:
            from desktop_admin.gui.pages.welcome import WelcomePage

            welcome = WelcomePage(offers_demo=self._offers_demo)
            welcome.connect_wanted.connect(self.work.slot("add", self.add_integration))
            welcome.demo_wanted.connect(self.demo_wanted)
            self._welcome = welcome
            self.ui.stack.addWidget(welcome)
        self.ui.stack.setCurrentWidget(self._welcome)
        self.setWindowTitle(self.tr("Exchange Concierge"))
        self._second_passed()

    def _remembered_page(self) -> str:
        remembered = str(self.desk.store.value("window/page", ""))
        keys = [entry.key for entry in PAGES]
        return remembered if remembered in keys else keys[0]

    def _show_health(self) -> None:
        status = self.desk.state.health.status
        if status is not self._shown_health:
            self._shown_health = status
            self.setWindowIcon(window_icon(status))

    def _view_changed(self, integration_id: str) -> None:
        self._show_health()
        if integration_id == self.integration_id:
            for page in self._pages.values():
                page.show_view()
            self._second_passed()

    # -- what the user does ----------------------------------------------------------------------------------------

    async def add_integration(self) -> None:
        if not await self.may_leave():
            return
        taken = {view.settings.name.casefold() for view in self.desk.state.views}
        name = await ask_for_integration(self, taken)
        if not name:
            return
        made = await self.desk.commands.integrations.add({"name": name})
        self.desk.state.set_views(await self.desk.commands.integrations.list())
        self.show_integration(made.id)
        self.show_page("connection")
        if self.page is not None:
            self.page.focus_first_empty()

    async def change_integration(self, integration_id: str) -> None:
        if await self.may_leave():
            self.show_integration(integration_id)
            self.show_page(self.page_key)

    async def force_now(self) -> None:
        view = self.desk.state.view(self.integration_id)
        if view is not None and view.settings.active:
            await self.desk.commands.integrations.reconnect(view.id)

    async def may_leave(self) -> bool:
        """Asks about unsaved changes, page by page. False where the user wants to stay, or saving was refused."""
        for page in self._pages.values():
            if page.has_changes() and not await self._settle(page):
                return False
        return True

    async def _settle(self, page: Page) -> bool:
        answer = await self._asked_about(page)
        if answer == "save":
            saved = await page.save()
            page.update_changes()
            return saved
        if answer == "discard":
            page.discard()
            page.update_changes()
        else:
            self._go_back_to(page)
        return answer == "discard"

    async def _asked_about(self, page: Page) -> str:
        """What to do with the page's changes; where they cannot be saved, that is not offered."""
        discard = Choice("discard", self.tr("Discard changes"), "danger")
        if page.may_save():
            title, words = self.tr("Save the changes first?"), self.tr("The page “%1” has unsaved changes.")
            stay = Choice("stay", self.tr("Keep editing"))
            choices = [Choice("save", self.tr("Save"), "primary"), discard, stay]
        else:
            title = self.tr("Discard your changes?")
            words = self.tr("The page “%1” has changes that cannot be saved until what is marked there is corrected.")
            choices = [discard, Choice("stay", self.tr("Keep editing"), "primary")]
        return await ask(self, title, words.replace("%1", page.translated_title()), choices)

    def _go_back_to(self, page: Page) -> None:
        if page is not self.page:
            self.show_page(page.objectName().removeprefix("page_"))
        if not page.may_save():
            page.show_wrong()

    def _page_wanted(self, key: str) -> None:
        key, _, topic = key.partition(":")
        if any(entry.key == key for entry in PAGES):
            self.show_page(key)
            if topic and self.page is not None:
                self.page.open_topic(topic)

    def _mark_unsaved(self) -> None:
        self.navigation.mark_unsaved({key for key, page in self._pages.items() if page.has_changes()})

    # -- the window itself -----------------------------------------------------------------------------------------

    def bring_up(self) -> None:
        """Shows the window in front of the others, also from the tray or minimised."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.remember()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and app.isSavingSession():
            event.accept()  # the user logs out: refusing would hold that up
            return
        event.ignore()
        self.close_wanted.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._second_passed()
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self._rest.takes() or super().focusNextPrevChild(forward)

    def remember(self) -> None:
        store = self.desk.store
        store.setValue("window/geometry", self.saveGeometry())
        if self.page_key:
            store.setValue("window/page", self.page_key)

    async def closed(self) -> None:
        """The program ends: every page ends what it is doing."""
        self._tick.stop()
        self.desk.messages.show_with(None)
        for page in self._pages.values():
            await page.closed()
        await self.work.stop()

    def _connect(self) -> None:
        state = self.desk.state
        state.listed.connect(self._listed)
        state.changed.connect(self._view_changed)
        self.navigation.page_wanted.connect(self.show_page)
        self.navigation.integration_wanted.connect(self._start_change)
        self.ui.add_integration.clicked.connect(self.work.slot("add", self.add_integration))
        self._tick.timeout.connect(self._second_passed)
        self.desk.messages.show_with(self.banner.show_message)

    def _start_change(self, integration_id: str) -> None:
        self.work.start("change", self.change_integration(integration_id))

    def _make_shortcuts(self) -> None:
        for place, entry in enumerate(PAGES[:9], start=1):
            self._shortcut(f"Ctrl+{place}", partial(self.show_page, entry.key))
        self._shortcut("F5", self.work.slot("force", self.force_now))
        self._shortcut(QKeySequence.StandardKey.Save, self._save)
        self._shortcut(QKeySequence.StandardKey.Find, self._focus_filter)

    def _shortcut(self, keys: str | QKeySequence.StandardKey, slot: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(slot)

    def _save(self) -> None:
        if self.page is not None:
            self.page.work.start("save", self.page.save_now())

    def _focus_filter(self) -> None:
        if self.page is not None:
            self.page.focus_filter()

    def _second_passed(self) -> None:
        self.ui.status_line.setText(status_line(self.desk.state.view(self.integration_id), self.desk.now()))
        if self.page is not None and self.isVisible() and not self.isMinimized():
            self.page.ticked()

    def _restore(self) -> None:
        geometry = self.desk.store.value("window/geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            room = QGuiApplication.primaryScreen().availableSize()
            self.resize(QSize(1280, 800).boundedTo(room))
