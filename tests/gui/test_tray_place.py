"""A panel that starts after us, or goes away: the tray follows, and the window is hidden only while there is one."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from desktop_admin.gui import tray_place
from desktop_admin.gui.tray_place import PATIENCE, TrayPlace
from tests.gui.conftest import Stage
from tests.helpers.sample_company import Company


async def test_a_tray_that_comes_later_is_used_and_one_that_goes_brings_the_window_back(
    stage: Stage, company: Company
) -> None:
    there = [False]
    desktop = await stage.opened(company.service, has_tray=lambda: there[0])
    assert desktop.tray is None and desktop._tray_look.isActive()
    desktop.window.close()
    await stage.answer(desktop.window, "stay")
    assert desktop.window.isVisible()
    there[0] = True
    desktop.look_for_tray()
    assert desktop.tray is not None and desktop.tray.icon.isVisible()
    tray = desktop.tray
    desktop.look_for_tray()
    assert desktop.tray is tray
    desktop.window.close()
    await stage.until(lambda: not desktop.window.isVisible(), "the window hides")
    there[0] = False
    desktop.look_for_tray()
    assert desktop.tray is None and desktop.window.isVisible()
    desktop.window.close()
    await stage.answer(desktop.window, "quit")
    await stage.until(desktop.ended.done, "the end")


def test_qt_is_not_asked_before_a_panel_is_on_the_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first answer stays: asked too early, it would never see the panel."""
    asked: list[bool] = []
    now, watcher = [100.0], [False]

    def available() -> bool:
        asked.append(watcher[0])
        return watcher[0]

    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", available)
    monkeypatch.setattr(tray_place, "has_watcher", lambda: watcher[0])
    monkeypatch.setattr(tray_place.time, "monotonic", lambda: now[0])
    place = TrayPlace()
    assert not place() and not asked
    watcher[0] = True
    assert place() and asked == [True]
    watcher[0] = False
    now[0] += PATIENCE
    assert not place() and asked == [True, False]
    monkeypatch.setattr(tray_place, "has_watcher", lambda: None)
    assert not TrayPlace()() and len(asked) == 3
