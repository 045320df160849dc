"""The Overview: the sentence, alarms with their remedies, and another integration's data."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QPushButton

from desktop_admin.domain.status import Status
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.pages.overview import SHOWN_DECISIONS, OverviewPage
from desktop_admin.gui.status_line import status_line
from desktop_admin.gui.widgets.alarm_card import AlarmCard
from tests.gui.conftest import Stage, child
from tests.helpers import fake_data
from tests.helpers.fake_service import FakeService


def overview(window: MainWindow) -> OverviewPage:
    window.show_page("overview")
    assert isinstance(window.page, OverviewPage)
    return window.page


async def test_all_is_well_in_a_sentence(window: MainWindow, stage: Stage) -> None:
    page = overview(window)
    assert page.ui.headline.text() == "Everything works"
    assert not page.findChildren(AlarmCard)
    await stage.until(lambda: page._recent.rowCount() == SHOWN_DECISIONS, "the latest decisions")


async def test_another_integration_takes_the_place_of_the_first(window: MainWindow, stage: Stage) -> None:
    page = overview(window)
    await stage.until(page._recent.rowCount, "the decisions of the first")
    window.show_integration(fake_data.BRANCH)
    assert page.ui.headline.text().startswith("Offline: Exchange refuses the password")
    await stage.until(lambda: sum(card.isVisible() for card in page.findChildren(AlarmCard)) == 2, "both alarms")
    assert page._recent.rowCount() == 0 and not page.ui.decisions_empty.isHidden()


async def test_an_alarm_leads_to_its_remedy(window: MainWindow, fake: FakeService, stage: Stage) -> None:
    page = overview(window)
    window.show_integration(fake_data.BRANCH)
    card = page.findChildren(AlarmCard)[0]
    child(card, QPushButton, "try_again").click()
    await stage.until(lambda: fake.called("force_now") == [(fake_data.BRANCH,)], "trying again")
    child(card, QPushButton, "remedy").click()
    await stage.until(lambda: window.page_key == "connection", "the page of the remedy")


async def test_one_click_activates(window: MainWindow, fake: FakeService, stage: Stage) -> None:
    page = overview(window)
    await fake.set_active(fake_data.HEAD_OFFICE, False)
    await stage.until(page.ui.activate.isVisible, "the offer to activate")
    page.ui.activate.click()
    await stage.until(lambda: fake.called("set_active")[-1] == (fake_data.HEAD_OFFICE, True), "switching on")
    await stage.until(lambda: not page.ui.activate.isVisible(), "the offer goes")


async def test_a_change_of_status_is_told(window: MainWindow, fake: FakeService, stage: Stage) -> None:
    page = overview(window)
    offline = replace(fake.views[fake_data.HEAD_OFFICE].condition, status=Status.OFFLINE, reason="Nobody answers.")
    fake.change_condition(fake_data.HEAD_OFFICE, offline)
    await stage.until(lambda: page.ui.headline.text() == "Offline: Nobody answers", "the sentence")


async def test_one_person_is_one_and_a_subscription_of_nobody_is_not_needed(window: MainWindow, stage: Stage) -> None:
    page = overview(window)
    await stage.until(lambda: page._people, "the people")
    kept = next(view for view in page._people.values() if view.verdict is not None)
    for view, words in ((kept, "1 person"), (replace(kept, verdict=None), "1 person, 1 without a value")):
        page._people = {kept.person.id: view}
        page._show_people()
        assert page.ui.presence_note.text() == words
    assert page.view is not None
    assert status_line(replace(page.view, mode="idle"), page.desk.now()).startswith("Subscription not needed · ")
