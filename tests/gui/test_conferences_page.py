"""The Conferences page: pages of rows as one scrolls, found as one types, a series opened, who may join now."""

from __future__ import annotations

import asyncio
import time

from PySide6.QtWidgets import QAbstractItemView

from desktop_admin.gui import formats
from desktop_admin.gui.pages.conferences import PAGE, ConferencesPage
from desktop_admin.service.events import RoomsChanged


async def opened(stage, window) -> ConferencesPage:
    window.show_page("conferences")
    page = window.page
    assert isinstance(page, ConferencesPage)
    await stage.until(page.items.rowCount, "the conferences")
    return page


def choose(page: ConferencesPage, name: str) -> None:
    row = next(row for row, each in enumerate(page.items.rows) if each.name == name)
    page.ui.items.setCurrentIndex(page.items.index(row, 0))


async def test_the_running_one_stands_first_and_says_so(stage, window):
    page = await opened(stage, window)
    assert page.ui.name.text() == "Design review"
    assert page.ui.state.text() == "Joinable now · single meeting"
    assert not page.ui.occurrences.isVisible()
    await stage.until(lambda: page.ui.show_upcoming.text() == "Upcoming (5)", "the counts")
    assert page.ui.show_running.text() == "Running (1)"


async def test_a_series_opens_into_its_occurrences(stage, window):
    page = await opened(stage, window)
    choose(page, "Weekly planning")
    await stage.until(page.times.rowCount, "the occurrences")
    assert page.ui.occurrences.isVisible()
    shown = [page.times.index(row, 1).data() for row in range(4)]
    assert shown == ["", "changed", "", "cancelled"]
    first = page.times.rows[0]
    assert page.times.index(0, 0).data() == formats.span(first.start, first.end, "Europe/Berlin", page.desk.now())
    assert page.ui.value_passcodes.text() == "conference: set"


async def test_words_and_kinds_choose_what_is_listed(stage, window, fake):
    page = await opened(stage, window)
    page.ui.filter.setText("weekly GRACE")
    await stage.until(lambda: page.items.rowCount() == 1, "what was searched")
    assert page.ui.name.text() == "Weekly planning"
    page.ui.filter.setText("nobody")
    await stage.until(page.ui.empty.isVisible, "that nothing is found")
    assert page.ui.empty_title.text() == "Nothing is found"
    page.ui.filter.clear()
    page.ui.show_cancelled.click()
    await stage.until(lambda: page.ui.state.text().startswith("Cancelled"), "the cancelled one")


async def test_what_was_chosen_stays_when_rooms_change(stage, window, fake):
    page = await opened(stage, window)
    choose(page, "Budget 2027")
    asked = len([call for call in fake.calls if call[0] == "conferences"])
    fake.bus.publish(RoomsChanged(page.integration_id))
    await stage.until(lambda: len([c for c in fake.calls if c[0] == "conferences"]) > asked, "the list anew")
    await stage.until(lambda: page.ui.name.text() == "Budget 2027", "the chosen one")


async def test_a_hundred_thousand_are_searched_and_scrolled_without_a_stall(stage, window, fake):
    fake.make_conferences(100_000)
    page = await opened(stage, window)
    assert page.items.rowCount() == PAGE
    longest, last, watching = 0.0, time.monotonic(), True

    async def watch() -> None:
        nonlocal longest, last
        while watching:
            await asyncio.sleep(0.005)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()

    async with asyncio.TaskGroup() as group:
        group.create_task(watch())
        page.ui.items.scrollToBottom()
        await stage.until(lambda: page.items.rowCount() > PAGE, "the next page")
        page.ui.filter.setText("weekly planning 12345")
        await stage.until(lambda: 0 < page.items.rowCount() < PAGE, "what was searched")
        watching = False
    assert page.items.rows[0].name == "Weekly planning 12345"
    assert page.ui.items.horizontalScrollMode() is QAbstractItemView.ScrollMode.ScrollPerPixel
    # The search itself takes far longer, in the service's thread.
    assert longest < 1.0
