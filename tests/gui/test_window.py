"""The window: pages by keyboard, several integrations, unsaved changes, messages, and how it closes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from desktop_admin.crashes import Crash
from desktop_admin.errors import ConciergeError
from desktop_admin.gui.application import TOLD_OF_TRAY, Desktop
from desktop_admin.gui.dialogs.add_integration import AddIntegrationDialog
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.pages.registry import PAGES
from desktop_admin.gui.pages.starting import StartingPage
from desktop_admin.storage import restore
from desktop_admin.storage.faults import DatabaseCorrupt
from tests.gui.conftest import Stage, child
from tests.helpers.real_service import RealService
from tests.helpers.sample_company import Company


@pytest.fixture
def desktop(real_desktop: Desktop) -> Desktop:
    return real_desktop


@pytest.fixture
def window(real_window: MainWindow) -> MainWindow:
    return real_window


async def test_the_first_nine_pages_are_reached_by_their_number(window: MainWindow, stage: Stage) -> None:
    window.activateWindow()
    for place, entry in enumerate(PAGES[:9], start=1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + place), Qt.KeyboardModifier.ControlModifier)
        await stage.until(lambda key=entry.key: window.page_key == key, f"page {entry.key}")
        assert entry.translated_title in window.windowTitle()
        assert window.page is not None and window.page.isVisible()


async def test_pages_are_built_when_they_are_first_shown(window: MainWindow) -> None:
    assert len(window.built_pages) == 1


async def test_arrow_keys_walk_the_navigation(window: MainWindow, stage: Stage) -> None:
    window.ui.pages.setFocus()
    QTest.keyClick(window.ui.pages, Qt.Key.Key_Down)
    await stage.until(lambda: window.page_key == PAGES[1].key, "the second page")


async def test_another_integration_is_shown_on_every_page(window: MainWindow, stage: Stage, company: Company) -> None:
    window.show_page("connection")
    window.ui.integrations.setCurrentRow(1)
    await stage.until(lambda: window.integration_id == company.branch, "the other integration")
    view = window.desk.state.view(company.branch)
    assert view is not None
    assert child(window, QLineEdit, "name").text() == view.settings.name


async def test_unsaved_changes_are_asked_about(window: MainWindow, company: Company, stage: Stage) -> None:
    window.show_page("connection")
    name = child(window, QLineEdit, "name")
    before = name.text()
    name.setText("Changed")
    assert "•" in window.ui.pages.item(1).text()
    window.ui.integrations.setCurrentRow(1)
    await stage.answer(window, "stay")
    assert window.integration_id == company.head
    assert name.text() == "Changed"
    window.ui.integrations.setCurrentRow(1)
    await stage.answer(window, "discard")
    await stage.until(lambda: window.integration_id == company.branch, "the other integration")
    assert company.service.view(company.head).settings.name == before
    assert not company.service.called("integrations.save")


async def test_unsaved_changes_can_be_saved_on_the_way(window: MainWindow, company: Company, stage: Stage) -> None:
    window.show_page("connection")
    child(window, QLineEdit, "name").setText("Renamed")
    window.ui.integrations.setCurrentRow(1)
    await stage.answer(window, "save")
    await stage.until(lambda: window.integration_id == company.branch, "the other integration")
    assert company.service.view(company.head).settings.name == "Renamed"
    assert window.ui.integrations.item(0).text() == "Renamed"


async def test_an_integration_is_added_and_a_taken_name_refused(
    window: MainWindow, company: Company, stage: Stage
) -> None:
    window.ui.add_integration.click()
    await stage.until(lambda: window.findChildren(AddIntegrationDialog), "the dialog")
    dialog = window.findChildren(AddIntegrationDialog)[0]
    dialog.name.setText(company.service.view(company.head).settings.name.upper())
    assert not dialog.add.isEnabled()
    assert dialog.problem.text()
    dialog.name.setText("Warehouse")
    dialog.add.click()
    await stage.until(
        lambda: window.ui.integrations.count() == 3 and window.page_key == "connection", "the new integration"
    )
    assert company.service.called("integrations.add") == [({"name": "Warehouse"},)]


async def test_a_change_of_status_reaches_navigation_and_header(
    window: MainWindow, company: Company, stage: Stage
) -> None:
    company.service.break_off(company.head, "No answer.")
    await stage.until(lambda: "Offline" in window.ui.integrations.item(0).toolTip(), "the status in the navigation")


async def test_a_refused_command_is_told_in_its_own_words(window: MainWindow, company: Company, stage: Stage) -> None:
    company.service.do(company.service.concierge.commands.integrations.remove(company.head))
    QTest.keyClick(window, Qt.Key.Key_F5)
    await stage.until(window.banner.isVisible, "the message")
    said = " ".join(label.text() for label in window.banner.findChildren(QLabel))
    assert "This integration no longer exists." in said and "Choose another one in the list." in said


async def test_the_first_picture_comes_before_the_service_is_there(stage: Stage, company: Company) -> None:
    desktop = stage.made()
    window, may_start, begun = desktop.window, threading.Event(), threading.Event()
    pictures: list[bool] = []
    assert isinstance(window._starting, StartingPage)
    window._starting.painted.connect(lambda: pictures.append(begun.is_set()))

    def start() -> RealService:
        begun.set()
        may_start.wait(10)
        return company.service

    desktop.work.start("start", desktop.attach(start))
    await stage.until(begun.is_set, "the service begins to start")
    assert pictures and not pictures[0]
    assert window._starting.isVisible() and window._starting.words.text() == "Starting…"
    assert not window.ui.sidebar.isVisible() and not window.ui.footer.isVisible()
    may_start.set()
    await stage.until(lambda: window.page, "the first page")
    assert window.ui.sidebar.isVisible() and window._starting is None


async def test_with_a_tray_closing_hides_and_says_so_once(desktop: Desktop, stage: Stage) -> None:
    said: list[str] = []
    assert desktop.tray is not None
    desktop.tray.say = lambda title, text: said.append(text)  # type: ignore[method-assign] - no notification in a test
    for _ in range(2):
        desktop.window.close()
        await stage.until(lambda: not desktop.window.isVisible(), "the window hides")
        desktop.window.bring_up()
        assert desktop.window.isVisible()
    assert len(said) == 1
    assert desktop.desk.store.value(TOLD_OF_TRAY, type=bool)
    assert not desktop.ended.done()


async def test_without_a_tray_closing_asks_and_quits(stage: Stage, company: Company) -> None:
    desktop = await stage.opened(company.service, has_tray=lambda: False)
    desktop.window.close()
    await stage.answer(desktop.window, "stay")
    assert not desktop.ended.done()
    desktop.window.close()
    await stage.answer(desktop.window, "quit")
    await stage.until(desktop.ended.done, "the end")


async def test_quitting_asks_about_unsaved_changes(desktop: Desktop, stage: Stage) -> None:
    desktop.window.show_page("connection")
    child(desktop.window, QLineEdit, "name").setText("Changed")
    assert desktop.tray is not None
    desktop.tray.quit_wanted.emit()
    await stage.answer(desktop.window, "stay")
    assert not desktop.ended.done()
    desktop.tray.quit_wanted.emit()
    await stage.answer(desktop.window, "discard")
    await stage.until(desktop.ended.done, "the end")


async def test_a_service_that_cannot_start_says_what_to_do(stage: Stage) -> None:
    desktop = stage.made()

    def start() -> RealService:
        raise ConciergeError("The database cannot be read.", "Put the backup in its place.")

    desktop.work.start("start", desktop.attach(start))
    dialog = await stage.dialog(desktop.window)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "The database cannot be read." in said and "Put the backup in its place." in said
    await stage.answer(desktop.window, "quit")
    await stage.until(desktop.ended.done, "the end")
    assert desktop.ended.result() != 0


async def test_a_damaged_database_is_gone_back_from_in_the_window(
    stage: Stage, tmp_path: Path, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = stage.made()
    restored: list[Path] = []
    monkeypatch.setattr(restore, "restore", lambda _data, file: restored.append(file) or tmp_path / "replaced")
    fault = DatabaseCorrupt("The file is damaged.", "There is a backup of yesterday.")
    fault.backup = tmp_path / "yesterday.zip"

    def start() -> RealService:
        if not restored:
            raise fault
        return company.service

    desktop.work.start("start", desktop.attach(start))
    await stage.answer(desktop.window, "restore")
    await stage.until(lambda: desktop.desk.state.views, "the service's start")
    assert restored == [tmp_path / "yesterday.zip"]
    assert not desktop.ended.done()


async def test_a_crash_of_the_last_run_is_told(stage: Stage, company: Company) -> None:
    company.service.concierge.context.crash = Crash(None, "0.1.0", None)
    desktop = await stage.opened(company.service)
    await stage.until(lambda: "did not shut down cleanly" in shown_text(desktop.window), "the banner")


def shown_text(window: QWidget) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize("offers_demo", [True, False])
async def test_with_nothing_configured_two_offers_are_made(
    service: RealService, stage: Stage, offers_demo: bool
) -> None:
    desktop = await stage.opened(service, offers_demo=offers_demo)
    window = desktop.window
    assert not window.ui.sidebar.isVisible()
    assert child(window, QPushButton, "connect_exchange").isVisible()
    assert child(window, QPushButton, "try_demo").isVisible() is offers_demo
    if offers_demo:
        child(window, QPushButton, "try_demo").click()
        assert desktop.wants_demo and desktop.ended.done()


async def test_the_first_integration_leads_to_its_connection(service: RealService, stage: Stage) -> None:
    window = (await stage.opened(service)).window
    child(window, QPushButton, "connect_exchange").click()
    await stage.until(lambda: window.findChildren(AddIntegrationDialog), "the dialog")
    dialog = window.findChildren(AddIntegrationDialog)[0]
    dialog.name.setText("Head office")
    dialog.add.click()
    await stage.until(lambda: window.page_key == "connection", "the connection page")
    assert window.ui.sidebar.isVisible()


async def test_page_and_integration_are_remembered(stage: Stage, company: Company) -> None:
    first = (await stage.opened(company.service)).window
    first.show_integration(company.branch)
    first.show_page("log")
    first.remember()
    first.desk.store.sync()
    second = (await stage.opened(company.service)).window
    assert (second.integration_id, second.page_key) == (company.branch, "log")
    assert QGuiApplication.primaryScreen().availableGeometry().intersects(second.geometry())
