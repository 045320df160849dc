"""The Overview: the sentence, alarms with their remedies, and another integration's data."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_admin.domain.meeting import Frequency, Recurrence
from desktop_admin.domain.people import Person
from desktop_admin.domain.ports import MailFault
from desktop_admin.domain.status import Status, Trouble
from desktop_admin.gui import texts
from desktop_admin.gui.application import Desktop
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.pages.connection import ConnectionPage
from desktop_admin.gui.pages.overview import SHOWN_DECISIONS, OverviewPage
from desktop_admin.gui.status_line import status_line
from desktop_admin.gui.tray import tray_icon, window_icon
from desktop_admin.gui.widgets.alarm_card import AlarmCard
from tests.gui.conftest import Stage, child
from tests.helpers.real_service import RealService
from tests.helpers.sample_company import REFUSED, Company


def overview(window: MainWindow) -> OverviewPage:
    window.show_page("overview")
    assert isinstance(window.page, OverviewPage)
    return window.page


async def test_all_is_well_in_a_sentence(service: RealService, stage: Stage) -> None:
    service.add("Head office")
    page = overview((await stage.opened(service)).window)
    assert page.ui.headline.text() == "Everything works"
    assert page.ui.headline_dot.accessibleName() == "Online"
    assert not page.findChildren(AlarmCard)


async def test_the_worst_of_all_integrations_is_the_headline_wherever_one_looks(
    real_window: MainWindow, company: Company, stage: Stage
) -> None:
    """The head office has an item on hold, the branch is refused; with nothing wrong it is all green again."""
    page = overview(real_window)
    await stage.until(lambda: page._recent.rowCount() == SHOWN_DECISIONS, "the latest decisions")
    both = "Branch is offline · Head office: 1 invitation on hold"
    assert (page.ui.headline.text(), page.ui.headline_dot.accessibleName()) == (both, "Offline")
    real_window.show_integration(company.branch)
    assert page.ui.headline.text() == both
    assert page._recent.rowCount() == 0 and not page.ui.decisions_empty.isHidden()
    assert [card.isVisible() for card in page.findChildren(AlarmCard)].count(True) == 1
    company.service.do(company.service.concierge.commands.integrations.set_active(company.branch, False))
    await stage.until(
        lambda: page.ui.headline.text() == "Head office: 1 invitation on hold · Branch is not active", "the next worst"
    )
    assert page.ui.headline_dot.accessibleName() == "Degraded"


async def test_window_icon_tray_and_list_agree_with_the_headline(
    real_desktop: Desktop, company: Company, stage: Stage
) -> None:
    window, tray = real_desktop.window, real_desktop.tray
    assert tray is not None

    def drawn(icon: QIcon) -> bytes:
        return bytes(icon.pixmap(32, 32).toImage().constBits())

    names = [window.ui.integrations.item(row) for row in range(2)]
    spoken = [item.data(Qt.ItemDataRole.AccessibleTextRole) for item in names]
    assert spoken == [
        "Head office, Online, 1 invitation on hold",
        f"Branch, Offline, Offline: {REFUSED.rstrip('.')}",
    ]
    assert tray.tool_tip() == f"Exchange Concierge: {overview(window).ui.headline.text()}"
    assert drawn(window.windowIcon()) == drawn(window_icon(Status.OFFLINE))
    assert drawn(tray.icon.icon()) == drawn(tray_icon(Status.OFFLINE))
    company.service.do(company.service.concierge.commands.integrations.set_active(company.branch, False))
    await stage.until(lambda: drawn(window.windowIcon()) == drawn(window_icon(Status.DEGRADED)), "the triangle")
    assert drawn(tray.icon.icon()) == drawn(tray_icon(Status.DEGRADED))
    assert "needs attention" in page_header(window)


def page_header(window: MainWindow) -> str:
    assert window.page is not None
    return window.page.header.status.text()


async def test_kept_back_replies_are_shown_as_such_and_counted_as_nothing_else(
    bare_company: Company, stage: Stage
) -> None:
    service, head = bare_company.service, bare_company.head
    service.do(service.concierge.commands.integrations.set_active(bare_company.branch, False))
    service.do(
        service.concierge.commands.integrations.save(
            head, {"scheduling": {"rehearsal": True, "alias_domain": "example.com"}}
        )
    )
    page = overview((await stage.opened(service)).window)
    assert page.ui.headline.text() == "Head office: dry run, no replies are sent · Branch is not active"
    assert not page.ui.count_pending.isVisible()
    service.deliver(head, service.invitation("one", service.issue(head).instructions))
    await stage.until(page.ui.count_pending.isVisible, "the kept-back reply")
    shown = page.ui.count_pending, page.ui.count_accepted, page.ui.count_held
    assert [label.text() for label in shown] == ["1", "0", "0"]
    assert page.ui.headline.text() == "Head office: dry run, 1 reply unsent · Branch is not active"


async def test_what_was_never_read_is_said_to_be_so(bare_company: Company, stage: Stage) -> None:
    """Of the branch, whose sign-in is refused, nothing is known: not that everybody is free, nor how old it is."""
    service, branch = bare_company.service, bare_company.branch
    service.add_people(branch, (Person(0, "Ada Lovelace", "ada@example.com"),))
    window = (await stage.opened(service)).window
    window.show_integration(branch)
    page = overview(window)
    await stage.until(lambda: page.ui.presence_heading.text() == "Presence, not read yet", "the words on the overview")
    assert page.ui.today_heading.text() == "Invitations today, not read yet"
    for key in ("people", "board"):
        window.show_page(key)
        await stage.until(lambda: "not read yet" in window.page.ui.matches.text(), f"the words on the page {key}")


async def test_what_was_read_before_an_outage_is_shown_as_old_with_its_time(
    real_window: MainWindow, company: Company, stage: Stage
) -> None:
    page = overview(real_window)
    await stage.until(lambda: page._people, "the people")
    assert (page.ui.today_heading.text(), page.ui.presence_heading.text()) == ("Invitations today", "Presence now")
    mail = company.service.mail(company.head)
    mail.faults["connect"] = [MailFault(Trouble.UNREACHABLE, "Nobody answers.")] * 50
    company.service.advance(120)
    company.service.do(company.service.concierge.commands.integrations.reconnect(company.head))
    await stage.until(lambda: page.view and page.view.condition.status is Status.OFFLINE, "the outage")
    last = max(view.read_at for view in page._people.values() if view.read_at)
    as_of = f"as of {texts.moment(last, page.desk.now())}"
    assert page.ui.presence_heading.text() == f"Presence, {as_of}"
    assert page.ui.today_heading.text() == f"Invitations today, {as_of}"
    for key in ("people", "board"):
        real_window.show_page(key)
        await stage.until(lambda: as_of in real_window.page.ui.matches.text(), f"the age on the page {key}")
    mail.faults.clear()
    company.service.do(company.service.concierge.commands.integrations.reconnect(company.head))
    await stage.until(lambda: "as of" not in real_window.page.ui.matches.text(), "what is read again")
    real_window.show_page("overview")
    await stage.until(lambda: page.ui.presence_heading.text() == "Presence now", "what is read again")


async def test_an_alarm_leads_to_its_remedy(real_window: MainWindow, company: Company, stage: Stage) -> None:
    page = overview(real_window)
    real_window.show_integration(company.branch)

    def card() -> AlarmCard | None:
        return next((each for each in page.findChildren(AlarmCard) if each.isVisible()), None)

    await stage.until(card, "the alarm")
    child(page.findChildren(AlarmCard)[0], QPushButton, "try_again").click()
    await stage.until(lambda: company.service.called("integrations.reconnect") == [(company.branch,)], "trying again")
    await stage.until(card, "the alarm again")
    shown = card()
    assert shown is not None
    child(shown, QPushButton, "remedy").click()
    await stage.until(lambda: real_window.page_key == "connection", "the page of the remedy")


async def test_a_series_in_an_unknown_zone_leads_to_the_conferences(
    real_window: MainWindow, company: Company, stage: Stage
) -> None:
    service = company.service
    begin = service.clock.now() + timedelta(days=1)
    odd = service.invitation(
        "Odd zone",
        service.issue(company.head).instructions,
        zone="",
        zone_is_known=False,
        recurrence=Recurrence(Frequency.DAILY, begin.date(), count=3),
    )
    service.deliver(company.head, odd)
    page = overview(real_window)
    real_window.show_integration(company.head)

    def button() -> QPushButton | None:
        cards = [
            each
            for each in page.findChildren(AlarmCard)
            if each.isVisible() and any("Odd zone" in label.text() for label in each.findChildren(QLabel))
        ]
        return child(cards[0], QPushButton, "remedy") if cards else None

    await stage.until(button, "the alarm")
    found = button()
    assert found is not None and found.text() == "Show conferences"
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    await stage.until(lambda: real_window.page_key == "conferences", "the page of the remedy")


async def test_one_click_activates(real_window: MainWindow, company: Company, stage: Stage) -> None:
    page = overview(real_window)
    company.service.do(company.service.concierge.commands.integrations.set_active(company.head, False))
    await stage.until(page.ui.activate.isVisible, "the offer to activate")
    page.ui.activate.click()
    await stage.until(
        lambda: company.service.called("integrations.set_active") == [(company.head, True)], "switching on"
    )
    await stage.until(lambda: not page.ui.activate.isVisible(), "the offer goes")


async def test_one_person_is_one_and_a_subscription_of_nobody_is_not_needed(
    real_window: MainWindow, stage: Stage
) -> None:
    page = overview(real_window)
    await stage.until(lambda: page._people, "the people")
    kept = next(view for view in page._people.values() if view.verdict is not None)
    for view, words in ((kept, "1 person"), (replace(kept, verdict=None), "1 person, 1 without a value")):
        page._people = {kept.person.id: view}
        page._show_people()
        assert page.ui.presence_note.text() == words
    assert page.view is not None
    assert status_line(replace(page.view, mode="idle"), page.desk.now()).startswith("Subscription not needed · ")


async def test_an_alarms_button_runs_the_check_and_scrolls_to_it(
    real_window: MainWindow, company: Company, stage: Stage
) -> None:
    """Its results carry their time, can be copied, and are old once the status is another one."""
    real_window.show_integration(company.branch)
    page = overview(real_window)
    (card,) = page._cards
    await stage.until(lambda: card.isVisible() and not card.visibleRegion().isEmpty(), "the card is drawn")
    QTest.mouseClick(child(card, QPushButton, "remedy"), Qt.MouseButton.LeftButton)
    await stage.until(lambda: real_window.page_key == "connection", "the Connection page")
    connection = real_window.page
    assert isinstance(connection, ConnectionPage)
    await stage.until(lambda: connection.ui.check_note.text().startswith("Checked at "), "the check's end")
    assert company.service.called("integrations.start_check") == [(company.branch,)]
    shown = connection.ui.check_steps.visibleRegion().boundingRect()
    assert shown.height() >= connection.ui.check_steps.height() / 2
    QTest.mouseClick(connection.ui.copy_check, Qt.MouseButton.LeftButton)
    report = QGuiApplication.clipboard().text()
    assert report.startswith("Checked at ") and "Name: well." in report and "Sign-in: " in report
    company.service.mail(company.branch).faults.clear()
    company.service.do(company.service.concierge.commands.integrations.reconnect(company.branch))
    await stage.until(lambda: connection.ui.check_note.text().startswith("Old: checked at "), "the mark of age")


async def test_results_of_a_check_stay_old_once_the_state_was_another_one(
    real_window: MainWindow, company: Company, stage: Stage
) -> None:
    """Also if it comes back to the same word: offline for another reason, or online after an outage."""
    service = company.service
    real_window.show_integration(company.branch)
    real_window.show_page("connection")
    connection = real_window.page
    assert isinstance(connection, ConnectionPage)
    service.break_off(company.branch, "The server is gone.")
    await stage.until(lambda: "is gone" in connection.ui.status_reason.text(), "the first reason")
    QTest.mouseClick(connection.ui.start_check, Qt.MouseButton.LeftButton)
    await stage.until(lambda: connection.ui.check_note.text().startswith("Checked at "), "the check's end")
    service.break_off(company.branch, "The certificate is another one.")
    await stage.until(lambda: "certificate" in connection.ui.status_reason.text(), "the second reason")
    assert "the status has changed since" in connection.ui.check_note.text()
    service.mail(company.branch).faults.clear()
    service.do(service.concierge.commands.integrations.reconnect(company.branch))
    service.until(lambda: service.view(company.branch).condition.status is Status.ONLINE, "it is online")
    await stage.until(lambda: not connection.ui.status_reason.text(), "online in the window")
    QTest.mouseClick(connection.ui.start_check, Qt.MouseButton.LeftButton)
    await stage.until(lambda: connection.ui.check_note.text().startswith("Checked at "), "the second check's end")
    service.break_off(company.branch, "An outage.")
    await stage.until(lambda: connection.ui.check_note.text().startswith("Old: "), "the mark of age")
    service.mail(company.branch).faults.clear()
    service.do(service.concierge.commands.integrations.reconnect(company.branch))
    service.until(lambda: service.view(company.branch).condition.status is Status.ONLINE, "it is online again")
    await stage.until(lambda: not connection.ui.status_reason.text(), "online in the window again")
    assert connection.ui.check_note.text().startswith("Old: ")
    assert "the status has changed since" in connection.ui.check_note.text()
