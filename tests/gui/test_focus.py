"""The keyboard stays where it was used: a control that switches itself off hands it to no other one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from desktop_admin.domain.status import CheckStep
from desktop_admin.gui.dialogs.show import AskDialog
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.pages.connection import ConnectionPage
from desktop_admin.gui.pages.overview import OverviewPage
from desktop_admin.gui.pages.people import PeoplePage
from desktop_admin.gui.pages.presence import PresencePage
from tests.gui.conftest import Stage
from tests.helpers.fields import field
from tests.helpers.sample_company import Company


def press(key: Qt.Key = Qt.Key.Key_Space) -> None:
    """Whatever has the keyboard gets it."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def click(control: QWidget) -> None:
    QTest.mouseClick(control, Qt.MouseButton.LeftButton)


async def test_space_after_leave_alone_removes_nobody(real_window: MainWindow, stage: Stage) -> None:
    real_window.show_page("people")
    page = real_window.page
    assert isinstance(page, PeoplePage)
    await stage.until(lambda: page.model.rows, "the people")
    page.choose([view.person.id for view in page.model.rows[:2]])
    page.ui.leave.setFocus()
    press()
    await stage.until(lambda: not page.ui.leave.isEnabled(), "both are left alone")
    press()
    press(Qt.Key.Key_Return)
    assert len(page.model.records) == 40 and not real_window.findChildren(AskDialog)
    page.ui.people.selectRow(5)
    assert page.ui.leave.isEnabled() and QApplication.focusWidget() is page.ui.leave
    page.choose([])
    assert not page.ui.leave.isEnabled()
    press(Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() not in (None, page.ui.leave, page.ui.remove)


async def test_the_check_leaves_the_page_where_it_is_and_the_keyboard_on_its_button(
    real_window: MainWindow, company: Company, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail, goes_on = company.service.mail(company.head), asyncio.Event()
    check = mail.check

    async def slowly(mailbox: str, callback_url: str) -> AsyncGenerator[CheckStep, None]:
        async for step in check(mailbox, callback_url):
            yield step
            await goes_on.wait()

    monkeypatch.setattr(mail, "check", slowly)
    real_window.resize(1024, 700)
    real_window.show_page("connection")
    page = real_window.page
    assert isinstance(page, ConnectionPage)
    area = page.findChildren(QScrollArea)[0]
    area.ensureWidgetVisible(page.ui.start_check)
    await stage.until(lambda: not page.ui.start_check.visibleRegion().isEmpty(), "the button")
    seen: list[object] = []
    area.verticalScrollBar().valueChanged.connect(seen.append)
    click(page.ui.start_check)
    await stage.until(lambda: not page.ui.start_check.isEnabled(), "the check runs")
    focused = QApplication.focusWidget()
    assert focused is not None and focused.accessibleName() == page.ui.start_check.text()
    company.service.loop.call_soon_threadsafe(goes_on.set)
    await stage.until(page.ui.start_check.isEnabled, "the end of the check")
    assert QApplication.focusWidget() is page.ui.start_check
    assert not seen


async def test_after_activating_space_chooses_no_integration(
    real_window: MainWindow, company: Company, stage: Stage
) -> None:
    service = company.service
    service.do(service.concierge.commands.integrations.set_active(company.head, False))
    real_window.show_page("overview")
    page = real_window.page
    assert isinstance(page, OverviewPage)
    await stage.until(page.ui.activate.isVisible, "the offer to activate")
    click(page.ui.activate)
    await stage.until(lambda: not page.ui.activate.isVisible(), "it is active")
    focused = QApplication.focusWidget()
    assert focused is not None and focused.accessibleName() == page.ui.activate.text()
    press(Qt.Key.Key_Down)
    assert real_window.integration_id == company.head


async def test_the_replay_keeps_the_keyboard(real_window: MainWindow, company: Company, stage: Stage) -> None:
    real_window.show_page("presence")
    page = real_window.page
    assert isinstance(page, PresencePage)
    await stage.until(lambda: page.keywords.keywords, "the rules")
    page.ui.tabs.setCurrentWidget(page.ui.what_if_tab)
    click(field(page, "meeting_without_keyword"))
    click(page.what_if.replay)
    await stage.until(page.what_if.split.isVisible, "the result")
    press(Qt.Key.Key_Down)
    assert real_window.integration_id == company.head
    focused = QApplication.focusWidget()
    assert focused is not None and focused is not real_window.ui.integrations
