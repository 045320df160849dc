"""What was typed is not thrown away by one click, not cut, not put where nobody chose; what is wrong is led to."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from desktop_admin.domain.people import MAX_KEYWORDS, Keyword
from desktop_admin.domain.template import TemplateKey
from desktop_admin.gui.application import Desktop
from desktop_admin.gui.dialogs.add_integration import AddIntegrationDialog
from desktop_admin.gui.dialogs.person import PersonDialog
from desktop_admin.gui.dialogs.show import AskDialog
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.models.keyword_rows import PRESENCE, WORD
from desktop_admin.gui.models.presence_rows import NAME
from desktop_admin.gui.pages.connection import ConnectionPage
from desktop_admin.gui.pages.people import PeoplePage
from desktop_admin.gui.pages.presence import PresencePage
from desktop_admin.gui.pages.rooms import RoomsPage
from desktop_admin.gui.pages.templates import TemplatesPage
from desktop_admin.gui.theme import colours
from tests.gui.conftest import Stage, child, click_row
from tests.helpers.fields import field
from tests.helpers.real_service import RealService
from tests.helpers.sample_company import Company

LEFT = Qt.MouseButton.LeftButton


@pytest_asyncio.fixture
async def keywords(real_window: MainWindow, stage: Stage) -> PresencePage:
    real_window.show_page("presence")
    page = real_window.page
    assert isinstance(page, PresencePage)
    await stage.until(lambda: page.keywords.keywords, "the keywords")
    page.ui.tabs.setCurrentWidget(page.ui.keywords_tab)
    return page


def words(page: PresencePage) -> list[str]:
    return [each.word for each in page.keywords.keywords]


def type_words(text: str) -> None:
    """Whatever has the keyboard gets it, letter by letter."""
    for letter in text:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, letter)


def dialog_words(dialog: AskDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def choices(dialog: AskDialog) -> set[str]:
    return {button.objectName() for button in dialog.findChildren(QPushButton)}


# -- discarding --------------------------------------------------------------------------------------------------------


async def test_discard_asks_before_many_new_keywords_are_gone(keywords: PresencePage, stage: Stage) -> None:
    typed = (*keywords.keywords.keywords, *(Keyword(f"Word {n}", "Busy") for n in range(30)))
    keywords.keywords.take(typed)
    discard = child(keywords, QPushButton, "discard")
    QTest.mouseClick(discard, LEFT)
    await stage.answer(keywords.window(), "stay")
    assert len(words(keywords)) == 37 and keywords.has_changes()
    QTest.mouseClick(discard, LEFT)
    dialog = await stage.dialog(keywords.window())
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    await stage.until(lambda: not keywords.findChildren(AskDialog), "Enter keeps them")
    assert len(words(keywords)) == 37
    QTest.mouseClick(discard, LEFT)
    await stage.answer(keywords.window(), "discard")
    assert len(words(keywords)) == 7 and not keywords.has_changes()


# -- a form that cannot be saved ---------------------------------------------------------------------------------------


async def test_quitting_with_a_wrong_field_says_so_and_leads_to_it(
    real_desktop: Desktop, company: Company, stage: Stage
) -> None:
    window = real_desktop.window
    window.resize(1024, 700)
    window.show_page("connection")
    page = window.page
    assert isinstance(page, ConnectionPage) and real_desktop.tray is not None
    field(page, "callback_url").setText("ftp://here")
    window.show_page("log")
    real_desktop.tray.quit_wanted.emit()
    dialog = await stage.dialog(window)
    assert choices(dialog) == {"choice_discard", "choice_stay"}
    assert dialog.windowTitle() == "Discard your changes?" and "Save" not in dialog_words(dialog)
    assert "“Connection”" in dialog_words(dialog) and "corrected" in dialog_words(dialog)
    await stage.answer(window, "stay")
    await stage.until(lambda: window.page is page, "the page with what is wrong")
    await stage.keyboard(window)
    assert QApplication.focusWidget() is field(page, "callback_url")
    area = page.findChildren(QScrollArea)[0]
    assert not field(page, "callback_url").visibleRegion().isEmpty() and area.verticalScrollBar().value() > 0
    assert not real_desktop.ended.done()
    real_desktop.tray.quit_wanted.emit()
    await stage.answer(window, "discard")
    await stage.until(real_desktop.ended.done, "the end")
    assert company.service.view(company.head).settings.connection.callback_url == ""


async def test_ctrl_s_leads_to_what_keeps_it_from_being_saved(
    real_window: MainWindow, keywords: PresencePage, stage: Stage
) -> None:
    """On every page that can be wrong: a row of a table, a text, a room, a field."""

    def save() -> None:
        QTest.keyClick(real_window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    keywords.keywords.take((*keywords.keywords.keywords, Keyword("Lunch", "Busy")))
    keywords.ui.tabs.setCurrentWidget(keywords.ui.what_if_tab)
    save()
    await stage.until(keywords.keywords.table.hasFocus, "the table")
    assert keywords.keywords.table.currentIndex().row() == 7
    real_window.show_page("templates")
    texts = real_window.page
    assert isinstance(texts, TemplatesPage)
    await stage.until(texts.editor.toPlainText, "the texts")
    texts.choose(TemplateKey.ACCEPT_NEW_SINGLE)
    texts.editor.setPlainText("<p>\n{{ nobody }}</p>")
    texts.choose(TemplateKey.DECLINE_TOO_LONG)
    save()
    await stage.until(lambda: texts.key is TemplateKey.ACCEPT_NEW_SINGLE, "the wrong text")
    assert texts.editor.hasFocus() and texts.editor.textCursor().blockNumber() == 1
    real_window.show_page("rooms")
    rooms = real_window.page
    assert isinstance(rooms, RoomsPage)
    rooms.kinds.setCurrentIndex(2)
    await stage.until(lambda: rooms.model.rowCount() == 3, "the rooms")
    aliases = child(rooms.editor, QPlainTextEdit, "room_aliases")
    aliases.setPlainText("two words")
    click_row(rooms.ui.rooms, rooms.model.index(1, 0))
    save()
    await stage.until(aliases.hasFocus, "the field")
    assert aliases.toPlainText() == "two words"


# -- nothing is cut ----------------------------------------------------------------------------------------------------


def paste(field: QWidget, text: str) -> None:
    QApplication.clipboard().setText(text)
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


async def test_a_pasted_name_that_is_too_long_is_told_of_and_not_cut(real_window: MainWindow, stage: Stage) -> None:
    QTest.mouseClick(real_window.ui.add_integration, LEFT)
    await stage.until(lambda: real_window.findChildren(AddIntegrationDialog), "the dialog")
    dialog = real_window.findChildren(AddIntegrationDialog)[0]
    paste(dialog.name, "x" * 200)
    assert dialog.name.text() == "x" * 200
    assert "at most 80" in dialog.problem.text() and not dialog.add.isEnabled()
    dialog.name.setText("y" * 80)
    assert dialog.add.isEnabled() and not dialog.problem.text()
    dialog.reject()


async def test_a_person_and_a_room_take_a_long_paste_whole_and_say_what_is_too_long(
    real_window: MainWindow, stage: Stage
) -> None:
    real_window.show_page("people")
    page = real_window.page
    assert isinstance(page, PeoplePage)
    await stage.until(lambda: page.model.rows, "the people")
    QTest.mouseClick(page.ui.add_person, LEFT)
    await stage.until(lambda: real_window.findChildren(PersonDialog), "the dialog")
    dialog = real_window.findChildren(PersonDialog)[0]
    for name, most in (("name", 200), ("address", 320), ("extension", 64)):
        field = child(dialog, QLineEdit, name)
        long = f"{'1' * most}@example.com"
        paste(field, long)
        assert field.text() == long
        problem = dialog.extension_problem if name == "extension" else dialog.problem
        assert f"at most {most}" in problem.text() and not dialog.save.isEnabled(), name
        field.setText("1" if name != "address" else "a@example.com")
    assert dialog.save.isEnabled()
    dialog.reject()
    real_window.show_page("rooms")
    rooms = real_window.page
    assert isinstance(rooms, RoomsPage)
    rooms.kinds.setCurrentIndex(2)
    await stage.until(lambda: rooms.model.rowCount() == 3, "the rooms")
    field = child(rooms.editor, QLineEdit, "room_name")
    field.clear()
    paste(field, "x" * 1000)
    assert field.text() == "x" * 1000
    assert "at most" in rooms.editor._fields["name"].note.text() and not rooms.may_save()
    rooms.discard()


def test_no_field_of_the_desktop_cuts_what_is_pasted(repository: Path) -> None:
    code = [*(repository / "desktop_admin" / "gui").rglob("*.py"), *(repository / "ui_forms").glob("*.ui")]
    cutting = [file.name for file in code if "maxlength" in file.read_text(encoding="utf-8").lower()]
    assert cutting == []


# -- typing lands where one chose --------------------------------------------------------------------------------------


async def test_typing_after_the_last_keyword_overwrites_none(keywords: PresencePage, stage: Stage) -> None:
    editor = keywords.keywords
    editor.take(tuple(Keyword(f"Word {n}", "Busy") for n in range(MAX_KEYWORDS - 1)))
    click_row(editor.table, editor.model.index(3, WORD))
    QTest.mouseClick(editor.add, LEFT)
    type_words("Last")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    stage.app.sendPostedEvents()
    before = words(keywords)
    assert before[4] == "Last" and len(before) == MAX_KEYWORDS and not editor.add.isEnabled()
    QTest.mouseClick(editor.add, LEFT)
    type_words("Another")
    stage.app.sendPostedEvents()
    assert words(keywords) == before


async def test_typing_after_add_was_used_up_by_keyboard_overwrites_none(keywords: PresencePage, stage: Stage) -> None:
    editor = keywords.keywords
    editor.take(tuple(Keyword(f"Word {n}", "Busy") for n in range(MAX_KEYWORDS)))
    click_row(editor.table, editor.model.index(3, WORD))
    editor.add.setFocus()
    before = words(keywords)
    type_words("Another")
    assert words(keywords) == before


async def test_rows_are_edited_by_mouse_and_keys_without_a_word_of_qts(keywords: PresencePage, stage: Stage) -> None:
    """Qt says of an editor that is committed after its end that it belongs to no view; a warning fails this test."""
    table, model = keywords.keywords.table, keywords.keywords.model

    def editor() -> QWidget:
        """The one that is open."""
        kinds = (QLineEdit, QComboBox)
        (found,) = [each for kind in kinds for each in table.viewport().findChildren(kind) if each.isVisible()]
        return found

    for row, end in enumerate((Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape)):
        place = table.visualRect(model.index(row, WORD)).center()
        QTest.mouseClick(table.viewport(), LEFT, pos=place)
        QTest.mouseDClick(table.viewport(), LEFT, pos=place)
        QTest.keyClicks(editor(), f"word {row}")
        QTest.keyClick(editor(), end)
        stage.app.sendPostedEvents()
    for end in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        place = table.visualRect(model.index(3, PRESENCE)).center()
        QTest.mouseClick(table.viewport(), LEFT, pos=place)
        QTest.mouseDClick(table.viewport(), LEFT, pos=place)
        box = editor()
        assert isinstance(box, QComboBox)
        box.showPopup()
        QTest.keyClick(box.view(), Qt.Key.Key_Down)
        QTest.keyClick(box.view(), end)
        await stage.keyboard(keywords.window())
    assert model.keywords[3].presence != "Out of office"
    for number, away in enumerate((table.viewport(), keywords.keywords.up, child(keywords, QPushButton, "save"))):
        click_row(table, model.index(1, WORD))
        QTest.mouseDClick(table.viewport(), LEFT, pos=table.visualRect(model.index(1, WORD)).center())
        QTest.keyClicks(editor(), f"other {number}")
        QTest.mouseClick(away, LEFT, pos=away.rect().center() if away is not table.viewport() else QPoint(5, 5))
        stage.app.sendPostedEvents()
    await stage.until(lambda: not keywords.has_changes(), "it is saved")
    keywords.ui.tabs.setCurrentWidget(keywords.ui.presences_tab)
    presences = keywords.presences
    for end in (Qt.Key.Key_Return, Qt.Key.Key_Tab):
        place = presences.table.visualRect(presences.model.index(4, NAME)).center()
        QTest.mouseClick(presences.table.viewport(), LEFT, pos=place)
        QTest.mouseDClick(presences.table.viewport(), LEFT, pos=place)
        QTest.keyClicks(QApplication.focusWidget(), "Break")
        QTest.keyClick(QApplication.focusWidget(), end)
        stage.app.sendPostedEvents()
        keywords._discard()
        stage.app.sendPostedEvents()
    assert presences.table.state() is QAbstractItemView.State.NoState


async def test_enter_ends_the_editing_at_once(keywords: PresencePage, stage: Stage) -> None:
    """What comes right after it finds no editor that is still to be committed; Qt would warn, which fails this test."""

    def enter() -> QLineEdit:
        click_row(keywords.keywords.table, model.index(2, WORD))
        keywords.keywords.table.edit(model.index(2, WORD))
        (field,) = [each for each in table.viewport().findChildren(QLineEdit) if each.isVisible()]
        QTest.keyClicks(field, "Break")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert not field.isVisible() and words(keywords)[2] == "Break"
        return field

    table, model = keywords.keywords.table, keywords.keywords.model
    QTest.keyClick(enter(), Qt.Key.Key_Return)
    stage.app.sendPostedEvents()
    enter()
    keywords.presences.model.setData(keywords.presences.model.index(4, NAME), "Meal")
    stage.app.sendPostedEvents()
    enter()
    keywords._discard()
    stage.app.sendPostedEvents()
    assert words(keywords)[2] == "Flight"


# -- where one begins --------------------------------------------------------------------------------------------------


async def test_after_adding_the_first_empty_field_has_the_keyboard(service: RealService, stage: Stage) -> None:
    window = (await stage.opened(service)).window
    card = child(window, QPushButton, "connect_exchange")
    card.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(card, Qt.Key.Key_Return)
    await stage.until(lambda: window.findChildren(AddIntegrationDialog), "Enter presses the card")
    dialog = window.findChildren(AddIntegrationDialog)[0]
    QTest.keyClicks(dialog.name, "Head office")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    await stage.until(lambda: window.page_key == "connection", "the connection page")
    page = window.page
    assert isinstance(page, ConnectionPage)
    await stage.keyboard(window)
    await stage.until(field(page, "server").hasFocus, "the server's field")
    type_words("mail.example.com")
    assert field(page, "server").text() == "mail.example.com" and not page.ui.active.isChecked()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
async def test_a_key_presses_the_demos_card(service: RealService, stage: Stage, key: Qt.Key) -> None:
    desktop = await stage.opened(service)
    card = child(desktop.window, QPushButton, "try_demo")
    card.setFocus()
    QTest.keyClick(card, key)
    assert desktop.wants_demo


async def test_only_the_focused_card_has_a_ring(service: RealService, stage: Stage) -> None:
    window = (await stage.opened(service)).window
    focused, pointed = (child(window, QPushButton, name) for name in ("connect_exchange", "try_demo"))
    focused.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.mouseMove(pointed, pointed.rect().center())
    pointed.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)

    def edge(card: QPushButton) -> str:
        return card.grab().toImage().pixelColor(card.width() // 2, 0).name()

    assert edge(focused) == colours().accent and edge(pointed) != colours().accent
