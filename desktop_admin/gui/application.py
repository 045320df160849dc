"""Starts the desktop, keeps it running and ends it in order."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import qasync
from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop_admin.errors import ConciergeError
from desktop_admin.gui import icons, theme
from desktop_admin.gui.bridge import Bridge, EventSource, LateCommands
from desktop_admin.gui.desk import Desk, utc_now
from desktop_admin.gui.dialogs.show import Choice, ask
from desktop_admin.gui.drills import Drills
from desktop_admin.gui.formats import interface_locale
from desktop_admin.gui.garbage import Garbage
from desktop_admin.gui.interrupts import Interrupts
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.messages import Messages, Tone
from desktop_admin.gui.single_instance import SingleInstance
from desktop_admin.gui.state import ServiceState
from desktop_admin.gui.tray import Tray
from desktop_admin.gui.tray_place import TrayPlace
from desktop_admin.gui.work import Work
from desktop_admin.paths import resource
from desktop_admin.service.commands import Commands

logger = logging.getLogger(__name__)

STOP_WITHIN = 8.0
SETTINGS_FILE = "desktop.ini"
TRAY_LOOK_MS = 3000
TOLD_OF_TRAY = "window/told_of_tray"


class RunningService(Protocol):
    """A service on its own loop in its own thread."""

    @property
    def commands(self) -> Commands: ...

    @property
    def bus(self) -> EventSource: ...

    @property
    def loop(self) -> asyncio.AbstractEventLoop: ...

    def stop(self, deadline: float) -> object:
        """Ends it within ``deadline`` seconds; blocks, and is called off the main thread."""
        ...


StartService = Callable[[], RunningService]


class Desktop:
    """The window, the tray and what lies between them and the service. Lives on the main thread."""

    def __init__(
        self,
        app: QApplication,
        data_dir: Path,
        *,
        offers_demo: bool,
        has_tray: Callable[[], bool] | None = None,
        drills: Drills | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._app = app
        self._data_dir = data_dir
        self.messages = Messages()
        self._remote = LateCommands()
        self.desk = Desk(
            commands=self._remote.commands,
            state=ServiceState(),
            messages=self.messages,
            store=QSettings(str(data_dir / SETTINGS_FILE), QSettings.Format.IniFormat),
            now=now,
            drills=drills,
        )
        self.window = MainWindow(self.desk, offers_demo=offers_demo)
        self.work = Work("desktop", self.messages)
        self.tray: Tray | None = None
        self._has_tray = has_tray or TrayPlace()
        self._tray_look = QTimer(self.window, interval=TRAY_LOOK_MS)
        self._tray_look.timeout.connect(self.look_for_tray)
        self._bridge: Bridge | None = None
        self._service: RunningService | None = None
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.wants_demo = False
        self.window.close_wanted.connect(self.work.slot("close", self._close_window))
        self.window.demo_wanted.connect(self._demo_wanted)

    async def attach(self, start: StartService) -> None:
        """Starts the service off the main thread and shows what it has; one that cannot start ends the desktop."""
        await self.window.first_picture()
        try:
            service = self._service = await asyncio.to_thread(start)
        except ConciergeError as fault:
            if await self._restored(fault):
                await self.attach(start)
            else:
                self.end(fault.exit_status)
            return
        self._remote.attach(service.commands, service.loop)
        # Listening comes before reading: what changes in between is told, not missed.
        self._bridge = Bridge(service.bus)
        self._bridge.batch.connect(self.window.receive)
        self.desk.state.set_views(await self.desk.commands.integrations.list())
        self.look_for_tray()
        self._tray_look.start()
        await self._tell_of_crash()

    async def _restored(self, fault: ConciergeError) -> bool:
        """Tells why the service cannot start; where there is a backup, it can be gone back to from here."""
        from desktop_admin.storage.restore import restore  # only a start that fails needs it

        tr = self.window.tr
        leave = Choice("quit", tr("Quit"), "primary")
        backup: Path | None = getattr(fault, "backup", None)
        choices = (Choice("restore", tr("Go back to the backup")), leave) if backup is not None else (leave,)
        if await ask(self.window, fault.message, fault.remedy, choices) != "restore" or backup is None:
            return False
        try:
            kept = await asyncio.to_thread(restore, self._data_dir, backup)
        except ConciergeError as refused:
            await ask(self.window, refused.message, refused.remedy, (leave,))
            return False
        self.messages.tell(tr("The backup was restored. What it replaced is in %1.").replace("%1", str(kept)))
        return True

    async def _tell_of_crash(self) -> None:
        crash = await self.desk.commands.program.last_crash()
        if crash is not None:
            self.messages.tell(
                self.window.tr("Exchange Concierge did not shut down cleanly last time. Nothing was lost."),
                self.window.tr("If you did not switch it off yourself: the Log page saves diagnostics for your help."),
                Tone.WARNING,
            )

    async def quit(self) -> None:
        """Asks about unsaved changes, then ends everything."""
        if await self.window.may_leave():
            self.end(0)

    async def stop(self) -> None:
        """Pages, bridge, tray, then the service, within its deadline."""
        self.window.remember()
        self.window.hide()
        await self.window.closed()
        self._tray_look.stop()
        if self.tray is not None:
            self._drop_tray(self.tray)
        if self._bridge is not None:
            self._bridge.close()
            self._bridge = None
        await self.work.stop()
        if self._service is not None:
            await asyncio.to_thread(self._service.stop, STOP_WITHIN)
        self.desk.store.sync()

    def uncaught(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """``sys.excepthook``: exceptions in slots arrive here and nowhere else."""
        if issubclass(kind, KeyboardInterrupt):
            self.end(0)
        else:
            self.messages.failed("a slot", fault)

    def failed_in_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """The loop's exception handler."""
        fault = context.get("exception")
        if fault is None:
            logger.error("The desktop's loop says: %s", context.get("message"))
        else:
            self.messages.failed(str(context.get("message")), fault)

    def look_for_tray(self) -> None:
        """A panel may come after us, and go: without one the window must not stay hidden."""
        is_there = self._has_tray()
        if is_there and self.tray is None:
            self._show_tray()
        elif not is_there and self.tray is not None:
            self._drop_tray(self.tray)
            if not self.window.isVisible():
                self.window.bring_up()

    def _drop_tray(self, tray: Tray) -> None:
        self.tray = None
        tray.close()

    def _show_tray(self) -> None:
        tray = self.tray = Tray(self.desk, self.window)
        tray.open_wanted.connect(self.window.bring_up)
        tray.quit_wanted.connect(self.work.slot("quit", self._quit_from_tray))
        tray.force_wanted.connect(self.work.slot("force", self._force_all))
        tray.activation_wanted.connect(self._activation_wanted)
        tray.show()

    async def _quit_from_tray(self) -> None:
        if any(page.has_changes() for page in self.window.built_pages):
            self.window.bring_up()
        await self.quit()

    async def _force_all(self) -> None:
        for view in self.desk.state.views:
            if view.settings.active:
                await self.desk.commands.integrations.reconnect(view.id)

    def _activation_wanted(self, integration_id: str, active: bool) -> None:
        self.work.start(f"activate {integration_id}", self._set_active(integration_id, active))

    async def _set_active(self, integration_id: str, active: bool) -> None:
        await self.desk.commands.integrations.set_active(integration_id, active)

    async def _close_window(self) -> None:
        """The window's close button: with a tray the service goes on, without one the program ends."""
        if self.tray is not None:
            self.window.hide()
            self._tell_of_tray_once(self.tray)
        elif self._service is None or await self._is_sure_to_quit():
            await self.quit()

    def _tell_of_tray_once(self, tray: Tray) -> None:
        if not self.desk.store.value(TOLD_OF_TRAY, False, type=bool):
            self.desk.store.setValue(TOLD_OF_TRAY, True)
            text = self.window.tr("It keeps running here in the tray. To end it, choose Quit in this icon's menu.")
            tray.say("Exchange Concierge", text)

    async def _is_sure_to_quit(self) -> bool:
        if not any(view.settings.active for view in self.desk.state.views):
            return True
        tr = self.window.tr
        answer = await ask(
            self.window,
            tr("Quit Exchange Concierge?"),
            tr(
                "There is no tray on this desktop, so closing the window ends the program: invitations are not "
                "answered and presence stands still until it is started again."
            ),
            (Choice("quit", tr("Quit"), "primary"), Choice("stay", tr("Keep it open"))),
        )
        return answer == "quit"

    def _demo_wanted(self) -> None:
        self.wants_demo = True
        self.end(0)

    def end(self, status: int) -> None:
        if not self.ended.done():
            self.ended.set_result(status)


def run_desktop(
    start: StartService,
    data_dir: Path,
    *,
    demo: bool = False,
    on_try_demo: Callable[[], int] | None = None,
    drills: Drills | None = None,
) -> int:
    """Runs the desktop until the user quits; gives the exit status.

    ``start`` makes and starts the service; it is called off the main thread once the window is on the screen, and only
    in the first instance: a second start shows the first one's window and returns 0. ``on_try_demo`` is called after
    everything has ended, when the user chose the demo on the welcome page; its result is the exit status.
    ``demo`` says that this is the demo, which does not offer itself; ``drills`` are the outages to try in it.
    """
    app = make_application()
    instance = SingleInstance(data_dir)
    if not instance.acquire():
        if not instance.ask_first_to_show():
            logger.warning("The desktop runs already, but its window does not answer.")
        return 0
    loop = qasync.QEventLoop(app)
    try:
        with loop:
            status, wants_demo = loop.run_until_complete(
                _run(app, instance, start, data_dir, offers_demo=on_try_demo is not None and not demo, drills=drills)
            )
    finally:
        instance.release()
    return on_try_demo() if wants_demo and on_try_demo is not None else status


def make_application() -> QApplication:
    """The one QApplication with our look."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("exchange-concierge")
    app.setApplicationDisplayName("Exchange Concierge")
    app.setDesktopFileName("exchange-concierge")
    app.setQuitOnLastWindowClosed(False)
    app.setWindowIcon(QIcon(str(resource("icons", "app.svg"))))
    QLocale.setDefault(interface_locale(QLocale.system()))
    _translate(app)
    theme.install(app)
    icons.follow_theme()
    return app


async def _run(
    app: QApplication,
    instance: SingleInstance,
    start: StartService,
    data_dir: Path,
    *,
    offers_demo: bool,
    drills: Drills | None,
) -> tuple[int, bool]:
    desktop = Desktop(app, data_dir, offers_demo=offers_demo, drills=drills)
    interrupts, garbage = Interrupts(), Garbage()
    hook = sys.excepthook
    sys.excepthook = desktop.uncaught
    asyncio.get_running_loop().set_exception_handler(desktop.failed_in_loop)
    instance.show_wanted.connect(desktop.window.bring_up)
    interrupts.asked.connect(lambda: desktop.end(0))
    desktop.window.show()
    desktop.work.start("start", _begin(desktop, start, garbage))
    try:
        status = await desktop.ended
        await desktop.stop()
    finally:
        sys.excepthook = hook
        interrupts.close()
        garbage.close()
    return status, desktop.wants_demo


async def _begin(desktop: Desktop, start: StartService, garbage: Garbage) -> None:
    await desktop.attach(start)
    garbage.settle()


def _translate(app: QApplication) -> None:
    """Qt's own texts and ours in the user's language, where a translation exists."""
    places = (("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),)
    for name, folder in (*places, ("concierge", str(resource("translations")))):
        translator = QTranslator(app)
        if translator.load(QLocale(), name, "_", folder):
            app.installTranslator(translator)
