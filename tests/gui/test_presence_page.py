"""The Presence page: list, keywords and what counts change together; what that would do is shown before it is saved."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QToolButton

from desktop_admin.domain.people import DEFAULT_PRESENCES, Keyword, PresenceEntry
from desktop_admin.gui.dialogs import keyword_file
from desktop_admin.gui.dialogs.bad_lines import BadLines
from desktop_admin.gui.dialogs.heir import HeirDialog
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.models.keyword_rows import HITS
from desktop_admin.gui.models.presence_rows import NAME, NOTE, PresenceRows
from desktop_admin.gui.pages.presence import PresencePage
from desktop_admin.service.events import WhatIfProgress
from tests.gui.conftest import Stage
from tests.helpers.fields import field
from tests.helpers.sample_company import KEYWORDS, Company, store_keywords

LUNCH, MEETING = 4, 1


@pytest_asyncio.fixture
async def page(real_window: MainWindow, stage: Stage) -> PresencePage:
    real_window.show_page("presence")
    page = real_window.page
    assert isinstance(page, PresencePage)
    await stage.until(lambda: page.presences.entries and page.frequent.told.text(), "the rules")
    return page


def names(page: PresencePage) -> list[str]:
    return [each.name for each in page.presences.entries]


def used_by(page: PresencePage, row: int) -> str:
    return str(page.presences.model.index(row, NOTE).data())


def rename(page: PresencePage, row: int, name: str) -> bool:
    return page.presences.model.setData(page.presences.model.index(row, NAME), name)


# -- the list ----------------------------------------------------------------------------------------------------------


async def test_the_model_keeps_qts_rules(stage: Stage) -> None:
    model = PresenceRows(lambda _: "")
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_entries(DEFAULT_PRESENCES)
    assert model.move(0, 3) and not model.move(0, -1)
    model.add()
    model.remove(1, "Meeting")
    assert [each.name for each in model.entries] == [
        "Meeting",
        "Busy",
        "Available",
        "Lunch",
        "Travelling",
        "New presence",
    ]


async def test_chains_of_renames_and_removals_tell_what_became_of_each_stored_name(stage: Stage) -> None:
    model = PresenceRows(lambda _: "")
    model.set_entries([PresenceEntry(name) for name in "ABCD"])
    model.put(1, PresenceEntry("B2"))
    model.remove(2, "B2")
    model.put(1, PresenceEntry("B3"))
    assert dict(model.names) == {"B": "B3", "C": "B3"}
    model.remove(1, "A")
    assert dict(model.names) == {"B": "A", "C": "A"}
    model.put(0, PresenceEntry("New"))
    assert dict(model.names) == {"A": "New", "B": "New", "C": "New"}
    added = model.add()
    model.remove(1, model.entries[added].name)
    assert model.names["D"] == "New presence"


async def test_each_presence_says_who_uses_it(page: PresencePage) -> None:
    assert used_by(page, 0).startswith("The default")
    assert "meetings without a keyword" in used_by(page, MEETING)
    assert "keywords: 1" in used_by(page, LUNCH)


async def test_a_new_name_is_carried_over_everywhere_and_saved_in_one_go(
    page: PresencePage, company: Company, stage: Stage
) -> None:
    service = company.service
    first = next(iter(service.people(company.head).values()))
    service.do(service.concierge.commands.people.set_override(company.head, first.person.id, "Lunch"))
    assert rename(page, LUNCH, "Break") and rename(page, MEETING, "In a meeting")
    assert page.keywords.keywords[0] == Keyword("Lunch", "Break")
    assert page.counts.values()["meeting_presence"] == "In a meeting"
    assert page.has_changes() and page.may_save()
    await page.save_now()
    ((_, draft, carried),) = company.service.called("rules.save")
    assert carried == {"Lunch": "Break", "Meeting": "In a meeting"}
    assert draft.settings["meeting_presence"] == "In a meeting"
    assert not page.has_changes() and names(page)[LUNCH] == "Break"
    assert "manual overrides: 2" in used_by(page, LUNCH)


@pytest.mark.parametrize(("name", "why"), [("Busy", "already"), ("  ", "Write a name."), ("x" * 61, "at most")])
async def test_a_name_that_will_not_do_is_refused_where_it_is_typed(page: PresencePage, name: str, why: str) -> None:
    page.ui.tabs.setCurrentWidget(page.ui.presences_tab)
    assert not rename(page, LUNCH, name)
    assert why in page.presences.note.text() and page.presences.note.isVisible()
    assert names(page)[LUNCH] == "Lunch" and not page.has_changes()


async def test_a_presence_in_use_is_removed_only_with_an_heir(page: PresencePage, stage: Stage) -> None:
    page.presences.table.setCurrentIndex(page.presences.model.index(LUNCH, NAME))
    page.presences.remove.click()
    await stage.until(lambda: any(each.isVisible() for each in page.findChildren(HeirDialog)), "the question")
    dialog = page.findChildren(HeirDialog)[0]
    assert dialog.heir.findText("Lunch") < 0
    dialog.heir.setCurrentText("Travelling")
    dialog.remove.click()
    await stage.until(lambda: "Lunch" not in names(page), "its end")
    assert page.keywords.keywords[0] == Keyword("Lunch", "Travelling")
    assert dict(page.presences.names) == {"Lunch": "Travelling"}
    page._discard()
    assert names(page)[LUNCH] == "Lunch" and page.keywords.keywords == KEYWORDS and not page.has_changes()


async def test_who_keeps_it_changes_nothing(page: PresencePage, stage: Stage) -> None:
    page.presences.table.setCurrentIndex(page.presences.model.index(LUNCH, NAME))
    page.presences.remove.click()
    await stage.until(lambda: any(each.isVisible() for each in page.findChildren(HeirDialog)), "the question")
    page.findChildren(HeirDialog)[0].keep.click()
    await stage.until(lambda: not page.findChildren(HeirDialog), "the answer is taken")
    assert "Lunch" in names(page) and not page.has_changes()


async def test_one_that_nobody_uses_goes_at_once_and_order_colour_and_drawing_change(page: PresencePage) -> None:
    editor = page.presences
    row = editor.model.add()
    assert names(page)[row] == "New presence"
    editor.table.setCurrentIndex(editor.model.index(row, NAME))
    editor.drawing.setCurrentIndex(editor.drawing.findData("home"))
    editor.drawing.activated.emit(editor.drawing.currentIndex())
    assert editor.entries[row].icon == "home"
    QTest.keyClick(editor.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(page)[row - 1] == "New presence"
    assert page.keywords.model.presences == editor.entries


# -- what counts -------------------------------------------------------------------------------------------------------


async def test_the_matrix_is_saved_and_discarded(page: PresencePage, company: Company) -> None:
    page.counts.boxes["count_tentative"].click()
    page.counts.boxes["all_day_busy"].click()
    assert page.has_changes()
    page._discard()
    assert not page.counts.boxes["count_tentative"].isChecked() and not page.has_changes()
    page.counts.boxes["count_tentative"].click()
    await page.save_now()
    settings = company.service.view(company.head).settings.presence
    assert settings.count_tentative and settings.all_day_busy
    assert not page.has_changes()


async def test_every_option_of_the_group_has_its_control(page: PresencePage, company: Company) -> None:
    assert page.counts.values() == company.service.view(company.head).settings.presence.model_dump()


# -- coverage ----------------------------------------------------------------------------------------------------------


async def test_each_keyword_tells_its_hits_and_a_frequent_word_becomes_one(page: PresencePage, stage: Stage) -> None:
    assert "people" in str(page.keywords.model.index(0, HITS).data())
    assert not page.has_changes()
    words = page.frequent.words.findChildren(QToolButton)
    assert words
    word = words[0].text()
    words[0].click()
    assert page.keywords.keywords[-1].word == word and page.has_changes()
    await stage.until(
        lambda: "(" in str(page.keywords.model.index(len(page.keywords.keywords) - 1, HITS).data()), "hits"
    )
    assert word not in [each.text() for each in page.frequent.words.findChildren(QToolButton) if not each.isHidden()]


# -- what if -----------------------------------------------------------------------------------------------------------


async def test_what_a_change_would_do_is_shown_for_everybody_and_for_one(page: PresencePage, stage: Stage) -> None:
    pane = page.what_if
    page.ui.tabs.setCurrentWidget(page.ui.what_if_tab)
    assert not pane.replay.isEnabled() and not pane.split.isVisible()
    field(page, "meeting_without_keyword").click()
    assert pane.replay.isEnabled()
    pane.replay.click()
    await stage.until(lambda: pane.split.isVisible() and pane.side.isVisible(), "the result")
    assert pane.model.rows and pane.words.text().startswith("Presence would change for")
    await stage.until(lambda: pane.days.count() and "→" in pane.parts.text(), "what changes")
    assert pane.before._stretches and pane.before._stretches != pane.after._stretches
    page.counts.boxes["count_free"].click()
    assert not pane.split.isVisible() and pane.replay.isEnabled()


async def test_a_change_that_does_nothing_says_so(page: PresencePage, stage: Stage) -> None:
    page.ui.tabs.setCurrentWidget(page.ui.what_if_tab)
    page.keywords.take((*page.keywords.keywords, Keyword("Nobodyhasthis", "Busy")))
    page.what_if.replay.click()
    await stage.until(lambda: "Presence would not change" in page.what_if.words.text(), "the answer")
    assert not page.what_if.split.isVisible()


async def test_the_replay_tells_how_far_it_is_and_can_be_cancelled(
    page: PresencePage, company: Company, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []

    async def endless(integration_id: str, draft: object) -> None:
        begun.append(draft)
        await asyncio.Event().wait()

    monkeypatch.setattr(company.service.concierge.commands.rules, "what_if", endless)
    page.ui.tabs.setCurrentWidget(page.ui.what_if_tab)
    page.counts.boxes["count_free"].click()
    page.what_if.replay.click()
    await stage.until(lambda: begun, "the replay")
    page.receive((WhatIfProgress(company.head, 25, 60),))
    assert "25 of 60" in page.what_if.words.text() and page.what_if.cancel.isVisible()
    page.what_if.cancel.click()
    await stage.until(page.what_if.replay.isVisible, "the end")
    assert page.what_if.replay.isEnabled() and not page.what_if.progress.isVisible()


# -- files -------------------------------------------------------------------------------------------------------------


async def test_keywords_go_to_a_file_and_come_back(
    page: PresencePage, stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "keywords.csv"

    async def chosen(*_: object) -> str:
        return str(file)

    monkeypatch.setattr(keyword_file, "choose_new_file", chosen)
    monkeypatch.setattr(keyword_file, "choose_file", chosen)
    page.keywords.export.click()
    await stage.until(file.exists, "the file")
    kept = page.keywords.keywords
    page.keywords.take((Keyword("Other", "Busy"),))
    await stage.until(lambda: file.stat().st_size > 50, "all of it")
    page.keywords.bring.click()
    await stage.until(lambda: page.keywords.keywords == kept, "the table")
    assert not page.has_changes()


async def test_a_wrong_file_is_told_line_by_line_and_not_taken(
    page: PresencePage, real_window: MainWindow, stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "keywords.csv"
    file.write_text("Lunch,Nowhere\n", encoding="utf-8")

    async def chosen(*_: object) -> str:
        return str(file)

    monkeypatch.setattr(keyword_file, "choose_file", chosen)
    page.keywords.bring.click()
    await stage.until(lambda: real_window.findChildren(BadLines), "the bad lines")
    dialog = real_window.findChildren(BadLines)[0]
    assert dialog.list.toPlainText().startswith("Line 1: There is no presence “Nowhere”.")
    dialog.reject()
    assert page.keywords.keywords == KEYWORDS


async def test_another_integration_has_its_own_rules(
    page: PresencePage, company: Company, real_window: MainWindow, stage: Stage
) -> None:
    store_keywords(company, company.branch, Keyword("Theirs", "Busy"))
    await real_window.change_integration(company.branch)
    await stage.until(lambda: [each.word for each in page.keywords.keywords] == ["Theirs"], "the branch")
    await real_window.change_integration(company.head)
    await stage.until(lambda: page.keywords.keywords == KEYWORDS, "the head office")
    assert not page.has_changes()
