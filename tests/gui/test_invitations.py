"""The Invitations page: what became of each item, filtered as one types, with the answer shown and nothing loaded."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop_admin.domain.meeting import ItemId
from desktop_admin.domain.ports import MailFault
from desktop_admin.domain.status import Trouble
from desktop_admin.domain.why import Mark
from desktop_admin.gui.pages.invitations import InvitationsPage
from desktop_admin.gui.widgets.mail_view import MailView


async def opened(stage, window) -> InvitationsPage:
    window.show_page("invitations")
    page = window.page
    assert isinstance(page, InvitationsPage)
    await stage.until(page.items.rowCount, "the items")
    return page


def select(page: InvitationsPage, outcome: str, **more) -> None:
    """Selects the first shown item of that outcome."""
    for row in range(page.shown.rowCount()):
        index = page.shown.index(row, 0)
        item = page.items.row(page.shown.mapToSource(index))
        if item.outcome == outcome and all(getattr(item, key) == value for key, value in more.items()):
            page.ui.items.setCurrentIndex(index)
            return
    raise AssertionError(f"no {outcome} item is shown")


async def test_the_newest_item_is_told_about_at_once(stage, real_window, company):
    page = await opened(stage, real_window)
    newest = company.service.items(company.head)[0]
    assert page.ui.details.isVisible()
    assert page.ui.reason.text() == newest.reason
    assert newest.organizer in page.ui.value_organizer.text()


async def test_the_answer_is_shown_as_it_was_sent(stage, real_window, company):
    page = await opened(stage, real_window)
    select(page, "accepted")
    assert page.ui.reply.isVisible()
    sent = next(item.reply for item in company.service.items(company.head) if item.outcome == "accepted")
    shown = page.ui.reply.toPlainText()
    assert "@meet.example.com (from a telephone: 70" in shown and "<" not in shown
    assert page.ui.source.toPlainText() == sent and "<p>" in sent
    assert sent in [html for _, _, html in company.service.mail(company.head).answers]
    assert "sent" in page.ui.value_answered.text()


async def test_what_was_not_answered_says_why(stage, real_window):
    page = await opened(stage, real_window)
    select(page, "applied")
    assert not page.ui.reply.isVisible()
    assert "answers nobody" in page.ui.no_reply.text()
    assert not page.ui.value_answered.isVisible()


async def test_a_private_subject_does_not_show(stage, real_window, company):
    page = await opened(stage, real_window)
    private = next(item for item in company.service.items(company.head) if item.is_private)
    select(page, private.outcome, is_private=True)
    assert page.ui.subject.text() == "Private"


async def test_words_and_outcomes_filter(stage, real_window):
    page = await opened(stage, real_window)
    total = page.items.rowCount()
    page.ui.show_declined.setChecked(False)
    without = page.shown.rowCount()
    assert 0 < without < total
    page.ui.filter.setText("budget")
    subjects = [page.shown.index(row, 2).data() for row in range(page.shown.rowCount())]
    assert subjects
    assert page.ui.matches.text() == f"{len(subjects)} of {total}"
    page.ui.filter.setText("no such thing anywhere")
    assert page.shown.rowCount() == 0
    assert not page.ui.details.isVisible()
    words = page.ui.items.viewport().findChild(QLabel, "no_matches")
    assert words.isVisible() and "No matches" in words.text()
    page.ui.filter.clear()
    assert not words.isVisible()


async def test_where_there_are_more_than_are_shown_words_are_looked_for_among_all(
    stage, real_window, company, monkeypatch
):
    monkeypatch.setattr("desktop_admin.gui.pages.invitations.MOST", 3)
    page = await opened(stage, real_window)
    assert page.items.rowCount() == 3
    shown = page.shown.rowCount()
    assert page.ui.matches.text().endswith("of the newest 3")
    older = next(item for item in company.service.items(company.head) if item.subject == "Weekly planning")
    page.ui.filter.setText("planning WEEKLY")
    await stage.until(lambda: page.items.place_of(older.id) == 0, "the older one")
    page.ui.filter.setText("no such thing anywhere")
    await stage.until(lambda: page.items.rowCount() == 0, "that nothing is found")
    assert page.ui.filter.isEnabled()
    page.ui.filter.setFocus()
    QTest.keyClick(page.ui.filter, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.ui.filter, Qt.Key.Key_Delete)
    assert (page.items.rowCount(), page.shown.rowCount()) == (3, shown), "at once, without waiting for the service"
    assert page.ui.matches.text().endswith("of the newest 3")
    company.service.deliver(company.head, company.service.invitation("Meanwhile", "no tag"))
    await stage.until(lambda: page.shown.index(0, 2).data() == "Meanwhile", "what came meanwhile")


async def test_a_new_item_comes_first_and_the_chosen_one_stays(stage, real_window, company):
    page = await opened(stage, real_window)
    select(page, "declined")
    chosen = page.ui.reason.text()
    company.service.deliver(company.head, company.service.invitation("Fresh from Exchange", "no tag"))
    await stage.until(lambda: page.shown.index(0, 2).data() == "Fresh from Exchange", "the new item")
    assert page.ui.reason.text() == chosen


async def test_an_answer_that_was_sent_meanwhile_shows(stage, real_window, company):
    page = await opened(stage, real_window)
    service, busy = company.service, MailFault(Trouble.SERVER_FAULT, "The connection broke.")
    service.mail(company.head).faults["answer"] = [busy]
    message = service.invitation("Slow", "no tag")
    service.mail(company.head).inbox[message.item_id.id] = message
    service.do(service.concierge.commands.integrations.reconnect(company.head))
    await stage.until(lambda: page.items.rowCount() == 11, "the new item")
    page.ui.items.selectRow(0)
    assert "waits" in page.ui.value_answered.text()
    service.until_in_time(lambda: not service.view(company.head).waiting, "another try")
    await stage.until(lambda: "sent" in page.ui.value_answered.text(), "the answer's state")


async def test_each_rule_tells_what_it_saw_and_said(stage, real_window, company):
    page = await opened(stage, real_window)
    first = company.service.items(company.head)[0]
    told = [(row[1].rule, row[1].saw, row[1].said) for row in page.rules.rows]
    assert sorted(told[: len(first.rules)]) == sorted((rule.rule, rule.saw, rule.said) for rule in first.rules)
    assert told[0][0] == first.rules[-1].rule
    page.ui.tabs.setCurrentWidget(page.ui.why_tab)
    assert page.ui.rules.isVisible()


async def test_copy_gives_everything_as_text(stage, real_window):
    page = await opened(stage, real_window)
    select(page, "accepted")
    page.ui.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert page.ui.reason.text() in copied
    assert "Organiser: " in copied
    assert "<p>" in copied


async def test_another_integrations_items_replace_these(stage, real_window, company):
    page = await opened(stage, real_window)
    real_window.show_integration(company.branch)
    await stage.until(page.ui.empty.isVisible, "the empty page")
    assert page.ui.empty_help.text()
    assert not page.ui.filter.isEnabled()


async def test_the_filter_is_reached_by_keyboard(stage, real_window):
    page = await opened(stage, real_window)
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


async def rehearsing(stage, window, company) -> InvitationsPage:
    """Two answers wait for a word: a meeting's, and that of its change."""
    service, head = company.service, company.head
    service.do(service.concierge.commands.integrations.save(head, {"scheduling": {"rehearsal": True}}))
    first = service.invitation("Planning", service.issue(head).instructions)
    service.deliver(head, first, replace(first, item_id=ItemId("its change"), sequence=1, location="Room 5"))
    service.do(service.concierge.commands.integrations.save(head, {"scheduling": {"rehearsal": False}}))
    page = await opened(stage, window)
    await stage.until(page.ui.rehearsal.isVisible, "the rehearsal")
    return page


async def test_without_rehearsal_nothing_is_said_of_it(stage, real_window):
    page = await opened(stage, real_window)
    assert not page.ui.rehearsal.isVisible()


async def test_a_rehearsed_answer_is_released(stage, real_window, company):
    page = await rehearsing(stage, real_window, company)
    assert "2 replies" in page.ui.rehearsal_text.text()
    row = next(row for row, item in enumerate(page.items.rows) if item.reply_state == "rehearsed")
    page.ui.items.setCurrentIndex(page.shown.mapFromSource(page.items.index(row, 0)))
    assert "pending your approval" in page.ui.value_answered.text()
    page.ui.release.click()
    await stage.until(lambda: "1 reply" in page.ui.rehearsal_text.text(), "one is left")
    assert not page.ui.release.isEnabled()


async def test_everything_is_released_after_a_question(stage, real_window, company):
    page = await rehearsing(stage, real_window, company)
    page.ui.release_all.click()
    await stage.answer(real_window, "release")
    await stage.until(lambda: not page.ui.rehearsal.isVisible(), "nothing waits")
    service = company.service
    service.until_in_time(lambda: not service.view(company.head).waiting, "they are sent")
    assert [item.reply_state for item in service.items(company.head)[:2]] == ["sent", "sent"]


async def test_everything_is_discarded_after_a_question(stage, real_window, company):
    page = await rehearsing(stage, real_window, company)
    page.ui.discard_all.click()
    await stage.answer(real_window, "keep")
    assert page.ui.rehearsal.isVisible()
    page.ui.discard_all.click()
    await stage.answer(real_window, "discard")
    await stage.until(lambda: not page.ui.rehearsal.isVisible(), "nothing waits")
    assert [item.reply_state for item in company.service.items(company.head)[:2]] == ["discarded", "discarded"]


async def test_a_discard_says_what_goes_with_it(stage, real_window, company):
    page = await rehearsing(stage, real_window, company)
    rows = [row for row, item in enumerate(page.items.rows) if item.reply_state == "rehearsed"]
    row = min(rows, key=lambda each: page.items.rows[each].id)
    page.ui.items.setCurrentIndex(page.shown.mapFromSource(page.items.index(row, 0)))
    page.ui.discard.click()
    dialog = await stage.dialog(real_window)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "taken back" in words
    assert "1 later decision depends" in words
    await stage.answer(real_window, "discard")
    await stage.until(lambda: page.items.rows[row].reply_state == "discarded", "it is discarded")


async def test_rules_that_were_not_reached_are_told(stage, real_window):
    page = await opened(stage, real_window)
    select(page, "declined")
    said = [page.rules.index(row, 2).data() for row in range(page.rules.rowCount())]
    assert said[-1] == "not reached"
    assert page.rules.rows[0][1].mark is Mark.DECIDED
    page.ui.tabs.setCurrentWidget(page.ui.why_tab)
    rules = page.ui.rules
    first = page.rules.index(0, 2)
    await stage.until(lambda: rules.viewport().rect().contains(rules.visualRect(first)), "it is seen")
    assert page.rules.rows[-1][1].rule == "changes"
