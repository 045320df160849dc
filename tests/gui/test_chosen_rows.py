"""What is chosen in a table can be read and told from the rows around it, measured on what is painted."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from desktop_admin.gui.colours import contrast
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.theme import theme
from tests.gui.conftest import Stage

TABLES = {"people": "people", "invitations": "items", "conferences": "items", "rooms": "rooms", "log": "lines"}


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def is_dark(request):
    yield request.param
    theme().show(is_dark=False)


def painted(image: QImage, area: QRect) -> Counter[str]:
    return Counter(
        image.pixelColor(x, y).name()
        for y in range(area.top(), area.bottom() + 1)
        for x in range(area.left(), area.right() + 1)
    )


@pytest.mark.parametrize("page", TABLES)
async def test_the_chosen_row_can_be_read_and_is_outlined(
    real_window: MainWindow, stage: Stage, page: str, is_dark: bool
) -> None:
    theme().show(is_dark=is_dark)
    real_window.show_page(page)
    table = next(each for each in real_window.page.findChildren(QTableView) if each.objectName() == TABLES[page])
    await stage.until(lambda: table.model().rowCount() >= 3, "three rows")
    column = next(each for each in range(2, table.model().columnCount()) if not table.isColumnHidden(each))
    area = table.visualRect(table.model().index(1, column))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert table.selectionModel().isRowSelected(1)
    await stage.until(lambda: not table.viewport().updatesEnabled() or bool(area.height()), "painting")
    image = table.viewport().grab().toImage()
    inside = painted(image, area.adjusted(2, 3, -2, -3))
    ground, _ = inside.most_common(1)[0]
    assert max(contrast(colour, ground) for colour in inside) >= 4.5
    beneath = image.pixelColor(QPoint(area.center().x(), area.bottom() + 4)).name()
    edges = {image.pixelColor(area.center().x(), y).name() for y in range(area.top() - 1, area.top() + 2)}
    assert max(contrast(edge, beneath) for edge in edges) >= 3, (edges, beneath)
