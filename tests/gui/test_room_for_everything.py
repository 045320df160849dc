"""At 1024 × 700 nothing is lost on any page: no tool is cut or outside, and every text that is cut has a tool tip."""

from __future__ import annotations

import pytest
import pytest_asyncio
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QTableView,
    QTabWidget,
    QToolTip,
    QWidget,
)

from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.pages.registry import PAGES
from desktop_admin.gui.widgets.cut_text import ElidedLabel, cell_tip, is_cut
from desktop_admin.gui.widgets.fitting import SETTLE
from tests.gui.conftest import Stage
from tests.helpers.real_service import RealService

SMALL = (1024, 700)
LEAST_FIELD = 120
"""Pixels in which one still sees what one types."""


@pytest_asyncio.fixture
async def small(real_window: MainWindow) -> MainWindow:
    real_window.resize(*SMALL)
    return real_window


async def shown(stage: Stage, window: MainWindow, key: str) -> Page:
    window.show_page(key)
    page = window.page
    assert page is not None
    await stage.until(lambda: not page.work._busy, "the page is read")
    QApplication.processEvents()
    for table in page.findChildren(QTableView):
        await stage.until(lambda each=table: not pending(each), "the columns are shared")
    return page


def pending(table: QTableView) -> bool:
    from desktop_admin.gui.widgets.fitting import FittingColumns

    return table.isVisible() and any(each._settle.isActive() for each in table.findChildren(FittingColumns))


def tabs_of(page: Page) -> list[QTabWidget]:
    return page.findChildren(QTabWidget)


def lost(window: MainWindow) -> list[str]:
    """What is visible and cannot be read or reached, in words."""
    found = []
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and (why := _why(window, widget)):
            name = widget.objectName() or type(widget).__name__
            found.append(f"{name} in {widget.parentWidget().objectName()}: {why}")
    return found + _overlaps(window)


def _overlaps(window: MainWindow) -> list[str]:
    """Things that lie on one another although they stand side by side."""
    kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QLabel)
    found = []
    for home in window.findChildren(QWidget):
        if not home.isVisible() or isinstance(home, kinds):
            continue
        beside = [each for each in home.children() if isinstance(each, kinds) and each.isVisible()]
        for place, one in enumerate(beside):
            others = (each for each in beside[place + 1 :] if one.geometry().intersects(each.geometry()))
            found += [f"{_name(one)} and {_name(each)} overlap" for each in others]
    return found


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return widget.objectName() or text or type(widget).__name__


def _why(window: MainWindow, widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton | QComboBox | QLineEdit) and not _is_within(window, widget):
        return "outside"
    if isinstance(widget, QAbstractButton) and widget.text() and widget.width() < widget.minimumSizeHint().width():
        return f"{widget.text()!r} is cut"
    if isinstance(widget, QLineEdit) and widget.placeholderText() and widget.width() < LEAST_FIELD:
        return "too narrow"
    if isinstance(widget, QLabel) and widget.text() and widget.textFormat() is not Qt.TextFormat.RichText:
        return _label(widget)
    return ""


def _label(label: QLabel) -> str:
    if isinstance(label, ElidedLabel):
        return "" if label.sizeHint().width() <= label.width() or label.toolTip() else f"{label.text()!r} is cut"
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        return f"{label.text()!r} has {label.height()} of {needed} px" if needed > label.height() + 1 else ""
    wide = label.sizeHint().width()
    return f"{label.text()!r} is cut" if wide > label.width() + 1 and not label.toolTip() else ""


def _is_within(window: MainWindow, widget: QWidget) -> bool:
    """In the window, or in something that scrolls up and down, and then within its width."""
    home: QWidget | None = widget.parentWidget()
    while home is not None and not isinstance(home, QScrollArea | MainWindow):
        home = home.parentWidget()
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    if isinstance(home, QScrollArea):
        left = home.viewport().mapTo(window, QPoint(0, 0)).x()
        return place.left() >= left and place.right() <= left + home.viewport().width()
    return window.rect().contains(place)


@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
async def test_nothing_is_lost_on_a_small_screen(small: MainWindow, stage: Stage, key: str) -> None:
    page = await shown(stage, small, key)
    assert (small.width(), small.height()) == SMALL
    assert lost(small) == []
    for tabs in tabs_of(page):
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            await stage.until(lambda: not page.work._busy, "the tab is read")
            QApplication.processEvents()
            assert lost(small) == [], tabs.tabText(place)


@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
async def test_every_cell_that_is_cut_has_a_tool_tip(small: MainWindow, stage: Stage, key: str) -> None:
    page = await shown(stage, small, key)
    for table in (each for each in page.findChildren(QTableView) if each.isVisible()):
        model = table.model()
        columns = [column for column in range(model.columnCount()) if not table.isColumnHidden(column)]
        cut = [
            index
            for row in range(min(20, model.rowCount()))
            for index in (model.index(row, column) for column in columns)
            if is_cut(table, index) and table.viewport().rect().contains(table.visualRect(index).center())
        ]
        for index in cut:
            assert str(index.data()) in cell_tip(table, index)
        if cut:
            at = table.visualRect(cut[0]).center()
            tip = QHelpEvent(QHelpEvent.Type.ToolTip, at, table.viewport().mapToGlobal(at))
            QApplication.sendEvent(table.viewport(), tip)
            assert str(cut[0].data()) in QToolTip.text()
            QToolTip.hideText()


@pytest.mark.parametrize("key", ["people", "invitations", "overview", "log"])
async def test_columns_take_the_width_there_is(small: MainWindow, stage: Stage, key: str) -> None:
    """Where there is room nothing is cut and nothing is left over."""
    small.resize(2400, 1000)
    page = await shown(stage, small, key)
    await stage.until(lambda: any(each.isVisible() for each in page.findChildren(QTableView)), "a table")
    table = next(each for each in page.findChildren(QTableView) if each.isVisible())
    await stage.until(lambda: not pending(table), "the columns are shared")
    model, header = table.model(), table.horizontalHeader()
    assert model.rowCount()
    assert header.length() == table.viewport().width()
    columns = [column for column in range(model.columnCount()) if not table.isColumnHidden(column)]
    cut = [str(index.data()) for column in columns if is_cut(table, index := model.index(0, column))]
    assert cut == []


@pytest.mark.parametrize("size", [SMALL, (1280, 800)])
async def test_the_list_of_invitations_keeps_every_column(
    small: MainWindow, stage: Stage, size: tuple[int, int]
) -> None:
    small.resize(*size)
    page = await shown(stage, small, "invitations")
    table = next(each for each in page.findChildren(QTableView) if each.isVisible())
    await stage.until(lambda: not pending(table), "the columns are shared")
    header = table.horizontalHeader()
    assert [each for each in range(table.model().columnCount()) if table.isColumnHidden(each)] == []
    assert header.length() == table.viewport().width()
    assert all(header.sectionSize(each) >= header.sectionSizeHint(each) for each in range(header.count()))


@pytest.mark.parametrize("tab", [0, 3])
async def test_the_lists_of_rooms_begin_right_below_their_tools(small: MainWindow, stage: Stage, tab: int) -> None:
    page = await shown(stage, small, "rooms")
    bar = page.findChildren(QTabBar)[0]
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(tab).center())
    await stage.until(lambda: any(each.isVisible() for each in page.findChildren(QTableView)), "a table")
    (tools,) = (each for each in page.findChildren(QWidget, "tools") if each.isVisible())
    await stage.until(lambda: tools.height() == tools.sizeHint().height(), "tools no taller than they need")


async def test_a_width_that_the_user_chose_stays(small: MainWindow, stage: Stage) -> None:
    page = await shown(stage, small, "people")
    table = next(each for each in page.findChildren(QTableView) if each.isVisible())
    table.horizontalHeader().resizeSection(1, 222)
    small.resize(1400, 800)
    QApplication.processEvents()
    assert table.columnWidth(1) == 222
    assert table.horizontalHeader().length() == table.viewport().width()
    assert SETTLE < 500


@pytest.mark.parametrize("size", [SMALL, (920, 600), (1280, 800)])
async def test_the_welcome_page_is_whole(stage: Stage, service: RealService, size: tuple[int, int]) -> None:
    desktop = await stage.opened(service)
    desktop.window.resize(*size)
    QApplication.processEvents()
    assert desktop.window.ui.stack.currentWidget().objectName() == "Welcome"
    assert lost(desktop.window) == []


async def test_a_long_name_of_an_integration_is_cut_with_a_tool_tip(small: MainWindow, stage: Stage) -> None:
    page = await shown(stage, small, "overview")
    label = page.findChildren(ElidedLabel)[0]
    label.setText("A very long name " * 20)
    QApplication.processEvents()
    assert label.toolTip() == label.text()
    label.setText("Short")
    assert label.toolTip() == ""
