"""The tray and the single instance: the worst status, said once, and one window a data folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_admin.domain.status import Status
from desktop_admin.gui.application import Desktop
from desktop_admin.gui.single_instance import SingleInstance
from desktop_admin.gui.tray import News, Tray, tray_icon
from tests.gui.conftest import Stage
from tests.helpers.sample_company import Company


@pytest.fixture
def tray(real_desktop: Desktop) -> Tray:
    assert real_desktop.tray is not None
    return real_desktop.tray


async def test_each_status_has_its_own_picture(stage: Stage) -> None:
    pictures = {bytes(tray_icon(status).pixmap(32, 32).toImage().constBits()) for status in Status}
    assert len(pictures) == len(Status)


async def test_the_tool_tip_begins_with_the_one_worst_off(tray: Tray, company: Company, stage: Stage) -> None:
    assert tray.tool_tip() == "Exchange Concierge: Branch is offline · Head office: 1 invitation on hold"
    company.service.do(company.service.concierge.commands.integrations.set_active(company.branch, False))
    company.service.break_off(company.head, "No answer.")
    wanted = "Exchange Concierge: Head office is offline · Branch is not active"
    await stage.until(lambda: tray.tool_tip() == wanted, "the other sentence")


async def test_its_menu_switches_forces_opens_and_quits(
    tray: Tray, real_desktop: Desktop, company: Company, stage: Stage
) -> None:
    actions = {action.text(): action for action in tray.menu.actions() if action.text()}
    name = company.service.view(company.head).settings.name
    actions["Force now"].trigger()
    await stage.until(lambda: company.service.called("integrations.reconnect"), "force now")
    actions[f"Activate {name}"].trigger()
    await stage.until(
        lambda: company.service.called("integrations.set_active") == [(company.head, False)], "switching off"
    )
    real_desktop.window.hide()
    next(action for action in tray.menu.actions() if action.text() == "Open").trigger()
    assert real_desktop.window.isVisible()
    next(action for action in tray.menu.actions() if action.text() == "Quit").trigger()
    await stage.until(real_desktop.ended.done, "the end")


async def test_only_a_change_is_news(company: Company) -> None:
    view = company.service.view(company.head)
    news = News()

    def told(status: Status) -> bool:
        return news.of(replace(view, condition=replace(view.condition, status=status)))

    story = (Status.ONLINE, Status.OFFLINE, Status.OFFLINE, Status.CONNECTING, Status.OFFLINE, Status.ONLINE)
    assert [told(status) for status in story] == [False, True, False, False, False, True]


async def test_a_second_start_raises_the_first_window(stage: Stage, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    asked: list[bool] = []
    first.show_wanted.connect(lambda: asked.append(True))
    assert first.acquire()
    try:
        assert not second.acquire()
        assert second.ask_first_to_show()
        await stage.until(lambda: asked, "the wish to be shown")
    finally:
        first.release()
    assert second.acquire()
    second.release()
