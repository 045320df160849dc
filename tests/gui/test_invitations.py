"""The Invitations page: what became of each item, filtered as one types, with the answer shown and nothing loaded."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QLabel

from desktop_admin.domain.why import Mark
from desktop_admin.gui.pages.invitations import InvitationsPage
from desktop_admin.gui.widgets.mail_view import MailView
from desktop_admin.service.events import ItemProcessed
from tests.helpers.fake_service import FakeService


async def opened(stage, window) -> InvitationsPage:
    window.show_page("invitations")
    page = window.page
    assert isinstance(page, InvitationsPage)
    await stage.until(page.items.rowCount, "the items")
    return page


def head(fake: FakeService) -> str:
    return next(iter(fake.views))


def select(page: InvitationsPage, outcome: str, **more) -> None:
    """Selects the first shown item of that outcome."""
    for row in range(page.shown.rowCount()):
        index = page.shown.index(row, 0)
        item = page.items.row(page.shown.mapToSource(index))
        if item.outcome == outcome and all(getattr(item, key) == value for key, value in more.items()):
            page.ui.items.setCurrentIndex(index)
            return
    raise AssertionError(f"no {outcome} item is shown")


async def test_the_newest_item_is_told_about_at_once(stage, window, fake):
    page = await opened(stage, window)
    newest = fake.shelves[head(fake)].items[0]
    assert page.ui.details.isVisible()
    assert page.ui.reason.text() == newest.reason
    assert page.ui.value_organizer.text() == newest.organizer


async def test_the_answer_is_shown_as_it_was_sent(stage, window):
    page = await opened(stage, window)
    select(page, "accepted")
    assert page.ui.reply.isVisible()
    assert "Join at" in page.ui.reply.toPlainText()
    assert page.ui.source.toPlainText().startswith("<html>")
    assert "sent" in page.ui.value_answered.text()


async def test_what_was_not_answered_says_why(stage, window):
    page = await opened(stage, window)
    select(page, "applied")
    assert not page.ui.reply.isVisible()
    assert "answers nobody" in page.ui.no_reply.text()
    assert not page.ui.value_answered.isVisible()


async def test_a_private_subject_does_not_show(stage, window, fake):
    page = await opened(stage, window)
    private = next(item for item in fake.shelves[head(fake)].items if item.is_private)
    select(page, private.outcome, is_private=True)
    assert page.ui.subject.text() == "Private"


async def test_words_and_outcomes_filter(stage, window):
    page = await opened(stage, window)
    total = page.items.rowCount()
    page.ui.show_declined.setChecked(False)
    without = page.shown.rowCount()
    assert 0 < without < total
    page.ui.filter.setText("lunch")
    subjects = [page.shown.index(row, 2).data() for row in range(page.shown.rowCount())]
    assert subjects
    assert page.ui.matches.text() == f"{len(subjects)} of {total}"
    page.ui.filter.setText("no such thing anywhere")
    assert page.shown.rowCount() == 0
    assert not page.ui.details.isVisible()


async def test_where_there_are_more_than_are_shown_words_are_looked_for_among_all(stage, window, fake, monkeypatch):
    monkeypatch.setattr("desktop_admin.gui.pages.invitations.MOST", 3)
    page = await opened(stage, window)
    assert page.items.rowCount() == 3
    assert page.ui.matches.text().endswith("of the newest 3")
    shelf = fake.shelves[head(fake)]
    shelf.items = (*shelf.items, replace(shelf.items[-1], id=9_997, subject="Long ago", is_private=False))
    page.ui.filter.setText("long AGO")
    await stage.until(lambda: page.items.place_of(9_997) == 0, "the older one")
    page.ui.filter.setText("no such thing anywhere")
    await stage.until(lambda: page.items.rowCount() == 0, "that nothing is found")
    assert page.ui.filter.isEnabled()
    page.ui.filter.clear()
    await stage.until(lambda: page.items.rowCount() == 3, "the newest ones again")


async def test_a_new_item_comes_first_and_the_chosen_one_stays(stage, window, fake):
    page = await opened(stage, window)
    select(page, "declined")
    chosen = page.ui.reason.text()
    new = replace(fake.shelves[head(fake)].items[0], id=9_999, subject="Fresh from Exchange", outcome="accepted")
    fake.bus.publish(ItemProcessed(head(fake), new))
    await stage.until(lambda: page.shown.index(0, 2).data() == "Fresh from Exchange", "the new item")
    assert page.ui.reason.text() == chosen


async def test_an_answer_that_was_sent_meanwhile_shows(stage, window, fake):
    page = await opened(stage, window)
    item = replace(
        fake.shelves[head(fake)].items[0], id=9_998, outcome="accepted", reply_state="waiting", reply_at=None
    )
    fake.bus.publish(ItemProcessed(head(fake), item))
    await stage.until(lambda: page.items.place_of(9_998) == 0, "the new item")
    page.ui.items.selectRow(0)
    assert "waits" in page.ui.value_answered.text()
    fake.bus.publish(ItemProcessed(head(fake), replace(item, reply_state="sent", reply_at=fake.now)))
    await stage.until(lambda: "sent" in page.ui.value_answered.text(), "the answer's state")


async def test_each_rule_tells_what_it_saw_and_said(stage, window, fake):
    page = await opened(stage, window)
    first = fake.shelves[head(fake)].items[0]
    told = [(row[1].rule, row[1].saw, row[1].said) for row in page.rules.rows]
    assert sorted(told[: len(first.rules)]) == sorted((rule.rule, rule.saw, rule.said) for rule in first.rules)
    assert told[0][0] == first.rules[-1].rule
    page.ui.tabs.setCurrentWidget(page.ui.why_tab)
    assert page.ui.rules.isVisible()


async def test_copy_gives_everything_as_text(stage, window):
    page = await opened(stage, window)
    select(page, "accepted")
    page.ui.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert page.ui.reason.text() in copied
    assert "Organiser: " in copied
    assert "<html>" in copied


async def test_another_integrations_items_replace_these(stage, window, fake):
    page = await opened(stage, window)
    window.show_integration(list(fake.views)[1])
    await stage.until(page.ui.empty.isVisible, "the empty page")
    assert page.ui.empty_help.text()
    assert not page.ui.filter.isEnabled()


async def test_the_filter_is_reached_by_keyboard(stage, window):
    page = await opened(stage, window)
    page.focus_filter()
    await stage.until(page.ui.filter.hasFocus, "the filter's focus")


def test_nothing_is_loaded_from_outside(qtbot):
    view = MailView()
    qtbot.addWidget(view)
    view.setHtml('<img src="http://example.com/pixel.png"><p style="background:url(file:///etc/passwd)">text</p>')
    for kind in QTextDocument.ResourceType:
        found = view.loadResource(kind, QUrl("file:///etc/hostname"))
        assert found is None or found.size() == QSize(1, 1)
    assert not view.openLinks()
    assert "text" in view.toPlainText()


async def rehearsing(stage, window, fake) -> InvitationsPage:
    """Two answers of the newest items wait for a word."""
    shelf = fake.shelves[head(fake)]
    replied = [item for item in shelf.items if item.reply][:2]
    waiting = {item.id: replace(item, reply_state="rehearsed", reply_at=None) for item in replied}
    shelf.items = tuple(waiting.get(item.id, item) for item in shelf.items)
    page = await opened(stage, window)
    fake.show_rehearsed(head(fake))
    await stage.until(page.ui.rehearsal.isVisible, "the rehearsal")
    return page


async def test_without_rehearsal_nothing_is_said_of_it(stage, window):
    page = await opened(stage, window)
    assert not page.ui.rehearsal.isVisible()


async def test_a_rehearsed_answer_is_released(stage, window, fake):
    page = await rehearsing(stage, window, fake)
    assert "2 replies" in page.ui.rehearsal_text.text()
    row = next(row for row, item in enumerate(page.items.rows) if item.reply_state == "rehearsed")
    page.ui.items.setCurrentIndex(page.shown.mapFromSource(page.items.index(row, 0)))
    assert "waits for your word" in page.ui.value_answered.text()
    page.ui.release.click()
    await stage.until(lambda: "1 reply" in page.ui.rehearsal_text.text(), "one is left")
    assert not page.ui.release.isEnabled()


async def test_everything_is_released_after_a_question(stage, window, fake):
    page = await rehearsing(stage, window, fake)
    page.ui.release_all.click()
    await stage.answer(window, "release")
    await stage.until(lambda: not page.ui.rehearsal.isVisible(), "nothing waits")
    assert ("release_rehearsed", (head(fake), None)) in fake.calls


async def test_everything_is_discarded_after_a_question(stage, window, fake):
    page = await rehearsing(stage, window, fake)
    page.ui.discard_all.click()
    await stage.answer(window, "keep")
    assert page.ui.rehearsal.isVisible()
    page.ui.discard_all.click()
    await stage.answer(window, "discard")
    await stage.until(lambda: not page.ui.rehearsal.isVisible(), "nothing waits")
    assert ("discard_rehearsed", (head(fake), None)) in fake.calls


async def test_a_discard_says_what_goes_with_it(stage, window, fake):
    page = await rehearsing(stage, window, fake)
    rows = [row for row, item in enumerate(page.items.rows) if item.reply_state == "rehearsed"]
    row = min(rows, key=lambda each: page.items.rows[each].id)
    page.ui.items.setCurrentIndex(page.shown.mapFromSource(page.items.index(row, 0)))
    page.ui.discard.click()
    dialog = await stage.dialog(window)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "taken back" in words
    assert "1 later decision depends" in words
    await stage.answer(window, "discard")
    await stage.until(lambda: page.items.rows[row].reply_state == "discarded", "it is discarded")


async def test_rules_that_were_not_reached_are_told(stage, window):
    page = await opened(stage, window)
    select(page, "declined")
    said = [page.rules.index(row, 2).data() for row in range(page.rules.rowCount())]
    assert said[-1] == "not reached"
    assert page.rules.rows[0][1].mark is Mark.DECIDED
    page.ui.tabs.setCurrentWidget(page.ui.why_tab)
    rules = page.ui.rules
    first = page.rules.index(0, 2)
    await stage.until(lambda: rules.viewport().rect().contains(rules.visualRect(first)), "it is seen")
    assert page.rules.rows[-1][1].rule == "changes"
