"""The keyword table of the Presence page: ordered, edited in place, what is wrong or in vain said while one types."""

from __future__ import annotations

import pytest
import pytest_asyncio
from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPersistentModelIndex, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QComboBox, QLineEdit

from desktop_admin.domain.people import DEFAULT_PRESENCES, MAX_KEYWORDS, Keyword
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.models.keyword_rows import ANYWHERE, NOTE, PRESENCE, WORD, KeywordRows
from desktop_admin.gui.pages.presence import PresencePage
from tests.gui.conftest import Stage
from tests.helpers.sample_company import KEYWORDS, Company, store_keywords


@pytest_asyncio.fixture
async def keywords(real_window: MainWindow, stage: Stage) -> PresencePage:
    real_window.show_page("presence")
    page = real_window.page
    assert isinstance(page, PresencePage)
    await stage.until(lambda: page.keywords.keywords, "the keywords")
    page.ui.tabs.setCurrentWidget(page.ui.keywords_tab)
    await stage.until(page.keywords.table.isVisible, "the table")
    return page


def words(page: PresencePage) -> list[str]:
    return [each.word for each in page.keywords.keywords]


def note(page: PresencePage, row: int) -> str:
    return str(page.keywords.model.index(row, NOTE).data())


async def test_the_keyword_model_keeps_qts_rules(stage: Stage) -> None:
    model = KeywordRows()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_keywords(KEYWORDS, DEFAULT_PRESENCES)
    assert model.add(99) == 7
    model.remove(0)
    assert [each.word for each in model.keywords] == [*(each.word for each in KEYWORDS[1:]), ""]


async def test_a_moved_row_takes_its_index_along(stage: Stage) -> None:
    model = KeywordRows()
    model.set_keywords(KEYWORDS, DEFAULT_PRESENCES)
    followed = QPersistentModelIndex(model.index(0, WORD))
    assert model.move(0, 3) and (followed.row(), followed.data()) == (3, "Lunch")
    assert model.move(6, 0) and (followed.row(), followed.data()) == (4, "Lunch")
    assert not model.move(2, 2) and not model.move(0, -1) and not model.move(0, 7)


async def test_rows_can_be_dropped_between_rows_only(stage: Stage) -> None:
    model = KeywordRows()
    model.set_keywords(KEYWORDS, DEFAULT_PRESENCES)
    drops = Qt.ItemFlag.ItemIsDropEnabled
    assert model.flags(QModelIndex()) & drops and not model.flags(model.index(0, WORD)) & drops
    assert model.supportedDragActions() == Qt.DropAction.MoveAction


async def test_a_keyword_is_added_and_typed_in_place(keywords: PresencePage, company: Company, stage: Stage) -> None:
    editor = keywords.keywords
    assert not keywords.has_changes()
    editor.table.setCurrentIndex(editor.model.index(1, WORD))
    editor.add.click()
    assert words(keywords)[2] == "" and note(keywords, 2) == "Write a word." and not keywords.may_save()
    field = editor.table.viewport().findChildren(QLineEdit)[0]
    QTest.keyClicks(field, "lunch")
    assert "row 1" in note(keywords, 2) and not keywords.may_save()
    QTest.keyClicks(field, " break")
    assert note(keywords, 2).startswith("Never decides: “Lunch” in row 1") and keywords.may_save()
    field.setText("")
    QTest.keyClicks(field, "  Team   day ")
    assert not note(keywords, 2)
    await keywords.save_now()
    saved = company.service.called("rules.save")[0][1]
    assert [each.word for each in saved.keywords[1:4]] == ["Travel", "Team day", "Flight"]
    assert not keywords.has_changes()


async def test_a_presence_is_chosen_from_the_list(keywords: PresencePage) -> None:
    editor = keywords.keywords
    editor.table.edit(editor.model.index(0, PRESENCE))
    box = editor.table.viewport().findChildren(QComboBox)[0]
    assert [box.itemText(row) for row in range(box.count())] == [entry.name for entry in DEFAULT_PRESENCES]
    box.setCurrentText("Busy")
    box.activated.emit(box.currentIndex())
    assert editor.keywords[0] == Keyword("Lunch", "Busy")
    assert keywords.has_changes()


async def test_anywhere_is_ticked(keywords: PresencePage) -> None:
    model = keywords.keywords.model
    assert model.setData(model.index(0, ANYWHERE), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert keywords.keywords.keywords[0].anywhere


async def test_rows_move_with_alt_and_arrows(keywords: PresencePage) -> None:
    table = keywords.keywords.table
    table.setCurrentIndex(keywords.keywords.model.index(0, WORD))
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert words(keywords)[:2] == ["Travel", "Lunch"] and table.currentIndex().row() == 1
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert words(keywords)[:2] == ["Lunch", "Travel"] and table.currentIndex().row() == 0
    assert not keywords.has_changes()


async def test_the_buttons_move_and_remove(keywords: PresencePage) -> None:
    editor = keywords.keywords
    editor.table.setCurrentIndex(editor.model.index(0, WORD))
    assert not editor.up.isEnabled()
    editor.down.click()
    assert words(keywords)[:2] == ["Travel", "Lunch"] and editor.up.isEnabled()
    editor.remove.click()
    assert "Lunch" not in words(keywords) and editor.table.currentIndex().row() == 1


@pytest.mark.parametrize(
    ("row", "above", "order"),
    [
        (0, 3, ["Travel", "Flight", "Lunch", "Holiday"]),
        (3, 0, ["Holiday", "Lunch", "Travel", "Flight"]),
        (1, 1, ["Lunch", "Travel", "Flight", "Holiday"]),
    ],
)
async def test_a_row_is_dragged_into_place(keywords: PresencePage, row: int, above: int, order: list[str]) -> None:
    table = keywords.keywords.table
    table.setCurrentIndex(keywords.keywords.model.index(row, WORD))
    place = table.visualRect(keywords.keywords.model.index(above, WORD)).topLeft()

    class Dropped(QDropEvent):
        def source(self) -> QObject:
            return table

    data = QMimeData()
    event = Dropped(
        QPointF(place.x() + 4, place.y() + 2),
        Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    table.dropEvent(event)
    assert words(keywords)[:4] == order and len(words(keywords)) == 7
    assert event.dropAction() is Qt.DropAction.IgnoreAction


async def test_a_full_table_says_why_nothing_can_be_added(keywords: PresencePage) -> None:
    editor = keywords.keywords
    editor.model.set_keywords([Keyword(f"Word {n}", "Busy") for n in range(MAX_KEYWORDS)], DEFAULT_PRESENCES)
    editor._changed()
    assert not editor.add.isEnabled() and "full" in editor.add.toolTip() and "40 of 40" in editor.count.text()
    editor.add_row()
    assert len(editor.keywords) == MAX_KEYWORDS
    editor.table.setCurrentIndex(editor.model.index(0, WORD))
    editor.remove.click()
    assert editor.add.isEnabled()


async def test_discarding_brings_the_stored_table_back(keywords: PresencePage) -> None:
    keywords.keywords.move_row(0, 2)
    assert keywords.has_changes()
    keywords._discard()
    assert keywords.keywords.keywords == KEYWORDS and not keywords.has_changes()


async def test_unsaved_keywords_are_asked_about(
    keywords: PresencePage, real_window: MainWindow, stage: Stage, company: Company
) -> None:
    keywords.keywords.move_row(0, 2)
    real_window._start_change(company.branch)
    await stage.answer(real_window, "stay")
    assert real_window.integration_id == company.head and words(keywords)[2] == "Lunch"


async def test_another_hands_change_leaves_what_is_typed(
    keywords: PresencePage, company: Company, stage: Stage
) -> None:
    keywords.keywords.move_row(0, 2)
    store_keywords(company, company.head, Keyword("Theirs", "Busy"))
    asked = len(company.service.called("rules.get"))
    await stage.until(lambda: len(company.service.called("rules.get")) > asked, "reading anew")
    assert words(keywords)[2] == "Lunch" and keywords.has_changes()


async def test_what_is_stored_meanwhile_is_shown_where_nothing_is_typed(
    keywords: PresencePage, company: Company, stage: Stage
) -> None:
    store_keywords(company, company.head, Keyword("Theirs", "Busy"))
    await stage.until(lambda: words(keywords) == ["Theirs"], "the other's table")
    assert not keywords.has_changes()


async def test_no_keyword_yet_says_what_one_is(keywords: PresencePage, company: Company, stage: Stage) -> None:
    store_keywords(company, company.head)
    await stage.until(keywords.keywords.empty.isVisible, "what to do")
    assert not keywords.keywords.table.isVisible() and keywords.keywords.add.isEnabled()
