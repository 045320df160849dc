"""The Templates page: words are checked as they are typed, kept while one looks elsewhere, saved only when right."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import QModelIndex, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QToolButton

from desktop_admin.domain.template import DEFAULT_TEMPLATES, MAX_LENGTH, TEMPLATES, TemplateKey
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.models.table import ROW_ROLE
from desktop_admin.gui.models.template_list import TemplateList
from desktop_admin.gui.pages.templates import MOST_PROBLEMS, TemplatesPage
from tests.gui.conftest import Stage, child, click_row
from tests.helpers.sample_company import Company

KEY = TemplateKey.DECLINE_TOO_LONG
OWN = "<p>Shorter, please.</p>"
WRONG = "<p>{{ nobody }}</p>"


@pytest_asyncio.fixture
async def page(real_window: MainWindow, stage: Stage) -> TemplatesPage:
    real_window.show_page("templates")
    page = real_window.page
    assert isinstance(page, TemplatesPage)
    await stage.until(page.editor.toPlainText, "the first text")
    page.choose(KEY)
    await stage.until(page.preview.toPlainText, "its preview")
    return page


def word_anew(company: Company, key: TemplateKey, source: str) -> None:
    company.service.do(company.service.concierge.commands.templates.save(company.head, {key: source}))


async def test_every_text_is_listed_once_beneath_a_heading(page: TemplatesPage) -> None:
    rows = [page.list.index(row).data(ROW_ROLE) for row in range(page.list.rowCount())]
    assert [key for key in rows if key] == list(TemplateKey)
    assert rows[0] is None
    headings = [row for row, key in enumerate(rows) if key is None]
    assert all(not page.list.flags(page.list.index(row)) & Qt.ItemFlag.ItemIsSelectable for row in headings)


def row_of(page: TemplatesPage, key: TemplateKey) -> QModelIndex:
    return page.list.index(page.list.place_of(key))


async def test_a_click_on_a_text_opens_it_and_what_is_typed_changes_it(page: TemplatesPage) -> None:
    other = TemplateKey.ACCEPT_NEW_SINGLE
    click_row(page.ui.texts, row_of(page, other))
    assert page.key is other and page.editor.toPlainText() == DEFAULT_TEMPLATES[other]
    page.editor.selectAll()
    QTest.keyClicks(page.editor, "Come")
    assert dict(page.texts.drafts) == {other: "Come"}


async def test_the_arrow_keys_open_the_next_text_past_a_heading(page: TemplatesPage) -> None:
    keys = list(TemplateKey)
    click_row(page.ui.texts, row_of(page, keys[0]))
    opened = [page.key]
    for _ in keys[1:]:
        QTest.keyClick(page.ui.texts, Qt.Key.Key_Down)
        opened.append(page.key)
        assert page.editor.toPlainText() == DEFAULT_TEMPLATES[page.key]
    assert opened == keys
    assert all(type(key) is TemplateKey for key in opened)


async def test_a_click_leaves_every_answer_at_once(page: TemplatesPage) -> None:
    """Another text's row, or the one that was open before."""
    for key in (TemplateKey.ACCEPT_NEW_SINGLE, TemplateKey.ACCEPT_NEW_SINGLE, KEY):
        QTest.mouseClick(page.ui.show_lab, Qt.MouseButton.LeftButton)
        assert page.ui.lab.isVisible()
        click_row(page.ui.texts, row_of(page, key))
        assert page.key is key and page.editor.isVisible() and not page.ui.show_lab.isChecked()


async def test_the_model_keeps_qts_rules(stage: Stage) -> None:
    model = TemplateList()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_matching("pane")
    model.set_marks([TemplateKey.PANE_TITLE], [], [TemplateKey.PANE_TITLE])
    assert model.rowCount() > 0
    model.show_matching("nothing is called so")
    assert model.rowCount() == 0


async def test_searching_narrows_the_list_and_keeps_the_text(page: TemplatesPage) -> None:
    before = page.editor.toPlainText()
    page.ui.filter.setText("series")
    keys = [page.list.index(row).data(ROW_ROLE) for row in range(page.list.rowCount())]
    assert TemplateKey.ACCEPT_NEW_SERIES in keys and KEY not in keys
    assert page.editor.toPlainText() == before
    page.ui.filter.setText("no such text")
    words = page.ui.texts.viewport().findChild(QLabel, "no_matches")
    assert words.isVisible()
    page.ui.filter.clear()
    assert not words.isVisible()
    assert page.ui.texts.currentIndex().data(ROW_ROLE) == KEY


async def test_a_text_is_saved_and_marked(page: TemplatesPage, company: Company, stage: Stage) -> None:
    assert not page.has_changes()
    page.editor.setPlainText(OWN)
    assert page.has_changes() and page.may_save()
    row = page.list.index(page.list.place_of(KEY))
    assert row.data().endswith("•")
    await page.save_now()
    assert company.service.called("templates.save") == [(company.head, {KEY: OWN})]
    assert not page.has_changes()
    assert not row.data().endswith("•")
    assert row.data(Qt.ItemDataRole.DecorationRole) is not None
    assert "customised" in row.data(Qt.ItemDataRole.AccessibleTextRole)


async def test_what_is_wrong_is_told_with_its_place(page: TemplatesPage, company: Company) -> None:
    page.editor.setPlainText("<p>\n{{ aliass }}</p>")
    assert not page.may_save()
    assert page.ui.problems.count() == 1
    words = page.ui.problems.item(0).text()
    assert words.startswith("Line 2, column 4:") and "aliass" in words
    (selection,) = page.editor.extraSelections()
    assert selection.cursor.selectedText() == "aliass"
    await page.save_now()
    assert not company.service.called("templates.save")
    page.editor.setPlainText("<p>\n{{ alias }}</p>")
    assert page.may_save() and not page.ui.problems.isVisible()


async def test_clicking_a_problem_goes_to_its_place(page: TemplatesPage) -> None:
    page.editor.setPlainText("<p>\n{{ aliass }} {{ alias | shout }}</p>")
    assert page.ui.problems.count() == 2
    page.ui.problems.itemClicked.emit(page.ui.problems.item(1))
    cursor = page.editor.textCursor()
    second = page.ui.problems.item(1).data(ROW_ROLE)
    assert (cursor.blockNumber() + 1, cursor.positionInBlock() + 1) == (second.line, second.column)
    QTest.keyClick(page, Qt.Key.Key_F8)
    first = page.ui.problems.item(0).data(ROW_ROLE)
    assert page.editor.textCursor().positionInBlock() + 1 == first.column


async def test_a_wrong_text_elsewhere_keeps_everything_from_being_saved(page: TemplatesPage) -> None:
    page.editor.setPlainText("<p>{{ nobody }}</p>")
    page.choose(TemplateKey.ACCEPT_NEW_SINGLE)
    assert page.editor.toPlainText() == DEFAULT_TEMPLATES[TemplateKey.ACCEPT_NEW_SINGLE]
    assert page.has_changes() and not page.may_save()
    wrong = page.list.index(page.list.place_of(KEY))
    assert "something is wrong" in wrong.data(Qt.ItemDataRole.AccessibleTextRole)
    page.choose(KEY)
    assert page.editor.toPlainText() == "<p>{{ nobody }}</p>"


async def test_several_texts_are_saved_together(page: TemplatesPage, company: Company) -> None:
    page.editor.setPlainText(OWN)
    page.choose(TemplateKey.CONFERENCE_SUBJECT)
    page.editor.setPlainText("")
    await page.save_now()
    saved = [(company.head, {KEY: OWN, TemplateKey.CONFERENCE_SUBJECT: ""})]
    assert company.service.called("templates.save") == saved


async def test_a_refusal_of_the_service_keeps_what_was_typed(
    page: TemplatesPage, real_window: MainWindow, company: Company
) -> None:
    page.editor.setPlainText(WRONG)
    page.texts.found(KEY, ())  # as if the page saw nothing in it
    await page.save_now()
    assert page.has_changes() and page.editor.toPlainText() == WRONG
    assert any("“nobody”" in message.remedy for message in real_window.banner.messages)
    assert company.service.view(company.head).settings.scheduling.templates == {}


async def test_discarding_brings_back_what_is_stored(page: TemplatesPage) -> None:
    before = page.editor.toPlainText()
    page.editor.setPlainText("<p>{{ nobody }}")
    page._discard()
    assert page.editor.toPlainText() == before
    assert not page.has_changes() and page.may_save()


async def test_the_default_comes_back_and_can_be_undone(stage: Stage, company: Company) -> None:
    word_anew(company, KEY, OWN)
    desktop = await stage.opened(company.service)
    desktop.window.show_page("templates")
    page = desktop.window.page
    assert isinstance(page, TemplatesPage)
    page.choose(KEY)
    await stage.until(lambda: page.editor.toPlainText() == OWN, "the administrator's own text")
    page.ui.use_default.click()
    assert page.editor.toPlainText() == DEFAULT_TEMPLATES[KEY]
    assert not page.ui.use_default.isEnabled()
    page.editor.undo()
    assert page.editor.toPlainText() == OWN and not page.has_changes()
    page.editor.redo()
    await page.save_now()
    assert company.service.called("templates.save") == [(company.head, {KEY: None})]


async def test_each_text_offers_its_own_variables(page: TemplatesPage, stage: Stage) -> None:
    page.choose(TemplateKey.ACCEPT_NEW_SINGLE)

    def chips() -> tuple[str, ...]:
        return tuple(chip.text() for chip in page.chips.findChildren(QToolButton) if chip.isVisible())

    await stage.until(lambda: chips() == TEMPLATES[TemplateKey.ACCEPT_NEW_SINGLE].variables, "the text's variables")
    assert "for example" in child(page, QToolButton, "chip_start_time").toolTip()


async def test_a_chip_puts_its_variable_in_at_the_cursor(page: TemplatesPage) -> None:
    page.editor.setPlainText("<p>Room: </p>")
    cursor = page.editor.textCursor()
    cursor.setPosition(len("<p>Room: "))
    page.editor.setTextCursor(cursor)
    child(page, QToolButton, "chip_alias").click()
    assert page.editor.toPlainText() == "<p>Room: {{ alias }}</p>"


async def test_within_braces_only_the_name_is_put_in(page: TemplatesPage) -> None:
    page.editor.setPlainText("<p>{{  }}</p>")
    cursor = page.editor.textCursor()
    cursor.setPosition(len("<p>{{ "))
    page.editor.setTextCursor(cursor)
    page.editor.insert_variable("alias")
    assert page.editor.toPlainText() == "<p>{{ alias }}</p>"


async def test_the_preview_follows_what_is_typed(page: TemplatesPage, stage: Stage) -> None:
    page.editor.setPlainText("<p>Come to <b>{{ numeric_alias }}</b></p>")
    await stage.until(lambda: page.preview.toPlainText().startswith("Come to 70"), "the preview")
    page.editor.setPlainText("<p>{{ nobody }}</p>")
    await stage.until(page.ui.preview_note.isVisible, "why the preview stands still")
    assert page.preview.toPlainText().startswith("Come to 70")


async def test_the_preview_can_be_filled_with_an_invitation(
    page: TemplatesPage, company: Company, stage: Stage
) -> None:
    await stage.until(lambda: page.ui.example.count() > 1, "the newest invitations")
    page.ui.example.setCurrentIndex(1)
    chosen = page.ui.example.currentData()
    await stage.until(
        lambda: company.service.called("templates.preview")[-1][3] == chosen, "the preview of that invitation"
    )


@pytest.mark.parametrize("way", ["{}", "file://{}", "file:{}"])
async def test_the_preview_shows_no_picture_from_anywhere(page: TemplatesPage, tmp_path: Path, way: str) -> None:
    picture = tmp_path / "red.png"
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    assert image.save(str(picture))
    view = page.preview
    view.setHtml(f"<p><img src='{way.format(picture.as_posix())}' width='40' height='40'></p>")
    shown = view.grab().toImage()
    places = ((x, y) for x in range(0, shown.width(), 5) for y in range(0, shown.height(), 5))
    assert all(shown.pixelColor(x, y) != QColor("#ff0000") for x, y in places)


async def test_the_length_is_counted_and_bounded(page: TemplatesPage, stage: Stage) -> None:
    page.editor.setPlainText("x" * (MAX_LENGTH + 1))
    await stage.until(lambda: not page.may_save(), "the refusal of a text that is too long")
    assert page.ui.length.property("role") == "problem"
    page.editor.setPlainText("x" * MAX_LENGTH)
    await stage.until(page.may_save, "the check of a text that is just short enough")


async def test_a_long_wrong_text_is_never_taken_for_right(page: TemplatesPage, company: Company) -> None:
    long = "<p>{{ alias }}</p>\n" * 400
    page.editor.setPlainText(long + "{{ nobody }}")
    await page.save_now()
    assert not company.service.called("templates.save") and not page.may_save()
    page.editor.setPlainText(long)
    page.choose(TemplateKey.ACCEPT_NEW_SINGLE)
    assert page.may_save()
    page.choose(KEY)
    page.editor.setPlainText(long + "{{ nobody }}")
    page.choose(TemplateKey.ACCEPT_NEW_SINGLE)
    assert not page.may_save()


async def test_of_very_many_problems_some_are_told(page: TemplatesPage, stage: Stage) -> None:
    page.editor.setPlainText("{{ nobody }}" * 900)
    await stage.until(page.ui.problems.count, "what is wrong")
    assert page.ui.problems.count() == MOST_PROBLEMS


async def test_each_integration_has_its_own_texts(
    page: TemplatesPage, real_window: MainWindow, company: Company, stage: Stage
) -> None:
    page.editor.setPlainText(OWN)
    await page.save_now()
    await real_window.change_integration(company.branch)
    await stage.until(lambda: page.editor.toPlainText() == DEFAULT_TEMPLATES[KEY], "the branch's text")
    await real_window.change_integration(company.head)
    await stage.until(lambda: page.editor.toPlainText() == OWN, "the head office's text")


async def test_unsaved_texts_are_asked_about(
    page: TemplatesPage, real_window: MainWindow, company: Company, stage: Stage
) -> None:
    page.editor.setPlainText(OWN)
    real_window._start_change(company.branch)
    await stage.answer(real_window, "stay")
    assert real_window.integration_id == company.head and page.editor.toPlainText() == OWN


async def test_another_hands_change_does_not_overwrite_what_is_typed(
    page: TemplatesPage, company: Company, stage: Stage
) -> None:
    page.editor.setPlainText("<p>Mine</p>")
    other = TemplateKey.ACCEPT_NEW_SINGLE
    word_anew(company, other, "<p>Theirs</p>")
    await stage.until(lambda: page.texts.stored[other] == "<p>Theirs</p>", "the other's change")
    assert page.editor.toPlainText() == "<p>Mine</p>" and page.has_changes()


@pytest.mark.parametrize("source", ["{# a\nb #}{{ x }}", "<a href='{{ alias", "{% if", "&amp;&#65;<<>>\n" * 50])
async def test_half_written_texts_are_coloured_without_a_fault(page: TemplatesPage, source: str) -> None:
    page.editor.setPlainText(source)
    page.editor.recolour()
    assert page.editor.toPlainText() == source


async def test_what_differs_from_the_default_is_marked_by_signs(page: TemplatesPage) -> None:
    assert not page.ui.diff.isVisible()
    default = DEFAULT_TEMPLATES[KEY].splitlines()
    page.editor.setPlainText("\n".join([default[0], "<p>Shorter.</p>", *default[2:]]))
    assert page.ui.diff.isVisible()
    lines = page.ui.diff.toPlainText().splitlines()
    assert f"− {default[1]}" in lines and "+ <p>Shorter.</p>" in lines and f"  {default[0]}" in lines
    assert page.ui.diff_heading.text().endswith("− 1 line, + 1 line")
    page.ui.use_default.click()
    assert not page.ui.diff.isVisible()


async def test_all_texts_go_back_to_their_defaults_and_can_be_brought_back(
    page: TemplatesPage, company: Company
) -> None:
    page.editor.setPlainText(OWN)
    page.choose(TemplateKey.PANE_TITLE)
    page.editor.setPlainText("Rooms")
    await page.save_now()
    page.ui.use_defaults.click()
    assert page.has_changes() and not page.ui.use_defaults.isEnabled()
    assert page.editor.toPlainText() == DEFAULT_TEMPLATES[TemplateKey.PANE_TITLE]
    page._discard()
    assert page.editor.toPlainText() == "Rooms" and page.ui.use_defaults.isEnabled()
    page.ui.use_defaults.click()
    await page.save_now()
    assert company.service.called("templates.save")[-1][1] == {KEY: None, TemplateKey.PANE_TITLE: None}
    assert company.service.view(company.head).settings.scheduling.templates == {}


async def test_the_lab_shows_every_answer_with_what_is_not_saved_yet(
    page: TemplatesPage, company: Company, stage: Stage
) -> None:
    page.editor.setPlainText("<p>Draft</p><p>{{ nobody }}</p>")
    page.choose(TemplateKey.ACCEPT_NEW_SINGLE)
    page.editor.setPlainText("<p>Come to {{ numeric_alias }}</p>")
    page.ui.show_lab.click()
    cards = page.ui.lab.cards
    await stage.until(lambda: page.ui.lab.wrong() == 1, "what is wrong in the lab")
    assert cards[TemplateKey.ACCEPT_NEW_SINGLE].mail.toPlainText().startswith("Come to 70")
    assert "nobody" in cards[KEY].problems.text() and not cards[KEY].mail.isVisible()
    assert page.ui.lab_verdict.text() == "▲ Failing to render: 1"
    assert all(card.mail.toPlainText() for key, card in cards.items() if key is not KEY)
    cards[KEY].change.click()
    assert page.key is KEY and page.ui.work.isVisible() and not page.ui.show_lab.isChecked()
    page.editor.setPlainText("<p>Right again</p>")
    page.ui.show_lab.click()
    await stage.until(lambda: cards[KEY].mail.toPlainText() == "Right again", "the corrected answer")
    page.ui.lab_example.setCurrentIndex(1)
    chosen = page.ui.lab_example.currentData()
    await stage.until(lambda: company.service.called("templates.lab")[-1][2] == chosen, "the lab of that invitation")


async def test_any_invitation_can_fill_the_preview(page: TemplatesPage, company: Company, stage: Stage) -> None:
    await stage.until(lambda: page.ui.example.count() > 1, "the invitations")
    offered = {page.ui.example.itemData(row) for row in range(1, page.ui.example.count())}
    assert offered == {item.id for item in company.service.items(company.head) if item.start}


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/x.png", "https://example.com/x.css", "//server/x.png", "data:image/png;base64,iVBOR", "cid:1"],
)
async def test_a_preview_loads_nothing(page: TemplatesPage, address: str) -> None:
    view = page.preview
    view.setHtml(
        f"<link rel='stylesheet' href='{address}'><p style=\"background-image:url('{address}')\">"
        f"<img src='{address}'><a href='{address}'>click</a></p><object data='{address}'></object>"
    )
    view.grab()
    assert view.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl(address)) is None
    assert view.loadResource(QTextDocument.ResourceType.HtmlResource.value, QUrl(address)) is None
    picture = view.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(address))
    assert (picture.width(), picture.height(), picture.pixelColor(0, 0).alpha()) == (1, 1, 0)
    before = view.toPlainText()
    view.anchorClicked.emit(QUrl(address))
    assert view.toPlainText() == before and not view.openLinks() and not view.openExternalLinks()
