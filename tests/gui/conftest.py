"""A stage for the desktop: the real window on qasync's loop, before the real service on a thread of its own."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar, cast

import pytest
import pytest_asyncio
import qasync
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton, QWidget

from desktop_admin.gui.application import Desktop, make_application
from desktop_admin.gui.desk import utc_now
from desktop_admin.gui.dialogs.show import AskDialog
from desktop_admin.gui.drills import Drills
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.pages.page import Page
from tests.helpers.real_service import RealService
from tests.helpers.sample_company import Company, open_company

T = TypeVar("T", bound=QObject)
WITHIN = 10.0
CALM_WITHIN = 0.3
"""Seconds that the desktop may take for anything a test waits for."""

_kept: list[QApplication] = []


def _desktop_loop() -> asyncio.AbstractEventLoop:
    _kept[:] = [make_application()]
    return cast(asyncio.AbstractEventLoop, qasync.QEventLoop(_kept[0]))


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Coroutines of this folder run where the desktop's do."""
    return {"qasync": _desktop_loop}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Python's collector runs on whatever thread has made the most; what belongs to Qt must end on this one.

    A fixture's end would be too early: the test's arguments are let go of after it.
    """
    if Path(__file__).parent not in item.path.parents:
        return (yield)
    gc.collect()
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.enable()


class Stage:
    """Opens desktops for a test, answers their questions, and ends them."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app = app
        self.folder = folder
        self._open: list[Desktop] = []

    def made(
        self,
        *,
        offers_demo: bool = True,
        has_tray: Callable[[], bool] = lambda: True,
        drills: Drills | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> Desktop:
        """A desktop on the screen, without its service."""
        desktop = Desktop(self.app, self.folder, offers_demo=offers_demo, has_tray=has_tray, drills=drills, now=now)
        self._open.append(desktop)
        desktop.window.show()
        return desktop

    async def opened(
        self,
        service: RealService,
        *,
        offers_demo: bool = True,
        has_tray: Callable[[], bool] = lambda: True,
        drills: Drills | None = None,
    ) -> Desktop:
        """A desktop that shows what ``service`` has, by the service's time."""
        desktop = self.made(offers_demo=offers_demo, has_tray=has_tray, drills=drills, now=service.clock.now)
        await desktop.attach(lambda: service)
        await self.keyboard(desktop.window)
        return desktop

    async def keyboard(self, window: QWidget) -> None:
        """The window has the keyboard, which no window manager gives it here: at first, and after a dialog."""
        window.activateWindow()
        await self.until(window.isActiveWindow, "the window has the keyboard")

    async def until(self, condition: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + WITHIN
        while not condition():
            if time.monotonic() > deadline:
                pytest.fail(f"Within {WITHIN:.0f} s this did not come: {what}")
            await asyncio.sleep(0.005)
        await self._calm()

    async def _calm(self) -> None:
        """Until what was begun is over, unless it waits for an answer: the same thing is not begun twice meanwhile."""
        windows = [desktop.window for desktop in self._open]
        works = [each.work for window in windows for each in (window, *window.findChildren(Page))]
        deadline = time.monotonic() + CALM_WITHIN
        while time.monotonic() < deadline:
            if not any(work._busy for work in works):
                return
            await asyncio.sleep(0.005)

    async def dialog(self, window: QWidget) -> AskDialog:
        """The question that is asked, as soon as it is."""
        await self.until(lambda: _questions(window), "a question")
        return _questions(window)[0]

    async def answer(self, window: QWidget, key: str) -> None:
        """Clicks the button ``key`` of the question that is asked, and waits until it is gone."""
        dialog = await self.dialog(window)
        child(dialog, QPushButton, f"choice_{key}").click()
        await self.until(lambda: not window.findChildren(AskDialog), "the answer is taken")

    async def close(self) -> None:
        for desktop in self._open:
            await desktop.stop()
            desktop.window.deleteLater()
        self._open.clear()
        self.app.processEvents()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _questions(window: QWidget) -> list[AskDialog]:
    return [each for each in window.findChildren(AskDialog) if each.isVisible()]


def child(parent: QWidget, kind: type[T], name: str) -> T:
    """The widget ``name`` within ``parent``."""
    found = next((each for each in parent.findChildren(kind) if each.objectName() == name), None)
    assert found is not None, f"There is no {name}."
    return found


def click_row(view: QAbstractItemView, index: QModelIndex | QPersistentModelIndex) -> None:
    """As a person does: it is scrolled to and clicked in its middle."""
    view.scrollTo(index)
    place = view.visualRect(index).intersected(view.viewport().rect())
    assert not place.isEmpty(), "It cannot be seen."
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    made = Stage(_kept[0], tmp_path)
    yield made
    await made.close()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RealService]:
    """The real service without an integration (``tests.helpers.real_service``)."""
    made = RealService(tmp_path / "service")
    yield made
    made.stop()


@pytest.fixture
def bare_company(tmp_path: Path) -> Iterator[Company]:
    """The real service with a head office online and a branch that is refused, nobody and nothing in them."""
    made = open_company(tmp_path / "service", at_work=False)
    yield made
    made.service.stop()


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """The same at work: people, invitations, rooms, a directory (``tests.helpers.sample_company``)."""
    made = open_company(tmp_path / "service")
    yield made
    made.service.stop()


@pytest_asyncio.fixture
async def real_desktop(stage: Stage, company: Company) -> Desktop:
    return await stage.opened(company.service)


@pytest_asyncio.fixture
async def real_window(real_desktop: Desktop) -> MainWindow:
    """The window before the company on the real service."""
    return real_desktop.window
