"""Messages and offers to undo come and go above the page's title: what one is about to click stays where it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton, QWidget

from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.messages import Message, Tone
from desktop_admin.gui.pages.log import LogPage
from desktop_admin.gui.pages.people import PeoplePage
from desktop_admin.gui.pages.registry import PAGES
from desktop_admin.gui.widgets import banner
from tests.gui.conftest import Stage, child

LONG = Message("Something long happened. " * 8, "And this is what helps against it. " * 4, Tone.SERIOUS)


def places(page: QWidget) -> dict[str, QPoint]:
    """Where every button, field and table of a page is."""
    shown = [each for each in page.findChildren(QWidget) if each.isVisible() and each.focusPolicy()]
    return {f"{type(each).__name__} {each.objectName()} {id(each)}": each.mapToGlobal(QPoint(0, 0)) for each in shown}


async def test_no_page_moves_for_a_message(real_window: MainWindow, stage: Stage) -> None:
    real_window.resize(1024, 700)
    for entry in PAGES:
        real_window.show_page(entry.key)
        page = real_window.page
        assert page is not None
        await stage.until(page.isVisible, entry.key)
        before: dict[str, QPoint] = {}
        while before != (before := places(page.body)):
            stage.app.sendPostedEvents()  # a page that has just been shown is laid out in more than one step
        real_window.banner.show_message(LONG)
        stage.app.sendPostedEvents()
        assert real_window.banner.isVisible() and places(page.body) == before
        real_window.banner.remove(LONG)


async def test_a_message_of_two_lines_covers_the_title_alone(real_window: MainWindow, stage: Stage) -> None:
    real_window.resize(1024, 700)
    real_window.show_page("people")
    page = real_window.page
    assert page is not None
    await stage.until(page.isVisible, "the page")
    words = "The service did not answer in time, so the list may be old. " * 2
    real_window.banner.show_message(Message("One."))
    real_window.banner.show_message(Message(words, "Try again in a minute, or look at the log.", Tone.WARNING))
    await stage.until(lambda: real_window.banner.height() > 30, "the message")
    bottom = real_window.banner.mapTo(real_window, real_window.banner.rect().bottomLeft()).y()
    assert bottom <= page.header.mapTo(real_window, page.header.rect().bottomLeft()).y()
    words_shown = next(each for each in real_window.banner.findChildren(QLabel) if each.text().startswith(words[:20]))
    assert words_shown.height() >= words_shown.heightForWidth(words_shown.width())


async def test_copied_lines_are_told_without_moving_the_log(real_window: MainWindow, stage: Stage) -> None:
    real_window.show_page("log")
    page = real_window.page
    assert isinstance(page, LogPage)
    await stage.until(page.model.rowCount, "the lines")
    before = places(page)
    QTest.mouseClick(page.ui.copy, Qt.MouseButton.LeftButton)
    await stage.until(real_window.banner.isVisible, "the message")
    assert places(page) == before


async def test_the_offer_to_undo_covers_nothing_that_can_be_clicked(real_window: MainWindow, stage: Stage) -> None:
    real_window.resize(1024, 700)
    real_window.show_page("people")
    page = real_window.page
    assert isinstance(page, PeoplePage)
    await stage.until(lambda: page.model.rows, "the people")
    page.choose([page.model.rows[0].person.id])
    before = places(page.body)
    QTest.mouseClick(page.ui.leave, Qt.MouseButton.LeftButton)
    await stage.until(page.undo.isVisible, "the offer")
    assert places(page.body) == before
    bar = page.undo.geometry()
    buttons = [each for each in page.findChildren(QAbstractButton) if each.isVisible()]
    under = [each for each in buttons if not page.undo.isAncestorOf(each)]
    assert len(under) > 5
    assert not any(bar.contains(each.mapTo(page, each.rect().center())) for each in under)
    QTest.mouseClick(page.undo.undo, Qt.MouseButton.LeftButton)
    await stage.until(lambda: page.model.rows[0].person.calendar_integration, "as it was")


async def test_the_newest_message_is_shown_and_closing_it_shows_the_one_before(
    real_window: MainWindow, stage: Stage
) -> None:
    shown = real_window.banner
    for name in ("One", "Two", "Three", "Four", "Four"):
        shown.show_message(Message(name))
    assert [each.text for each in shown.messages] == ["Two", "Three", "Four"]

    def close() -> QToolButton:
        (visible,) = [each for each in shown.findChildren(QToolButton, "close_message") if each.isVisible()]
        return visible

    for left in (["Two", "Three"], ["Two"], []):
        QTest.mouseClick(close(), Qt.MouseButton.LeftButton)
        assert [each.text for each in shown.messages] == left
    assert not shown.isVisible()


async def test_what_only_informs_goes_by_itself(
    real_window: MainWindow, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(banner, "INFORMS_MS", 20)
    real_window.banner.show_message(Message("Saved.", tone=Tone.INFO))
    real_window.banner.show_message(Message("Broken."))
    await stage.until(lambda: [each.text for each in real_window.banner.messages] == ["Broken."], "it goes")
    assert child(real_window.banner, QToolButton, "close_message").isVisible()
