"""The Conferences page: pages of rows as one scrolls, found as one types, a series opened, who may join now."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractItemView

from desktop_admin.domain.meeting import (
    Frequency,
    ItemId,
    Mailbox,
    MeetingMessage,
    MessageKind,
    MovedOccurrence,
    Recurrence,
    Weekday,
)
from desktop_admin.domain.template import TemplateKey
from desktop_admin.gui import formats
from desktop_admin.gui.pages.conferences import PAGE, ConferencesPage
from desktop_admin.service.events import RoomsChanged
from tests.helpers.sample_company import Company

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


@pytest.fixture
def meetings(bare_company: Company) -> Company:
    """One that runs, a series with a changed and a cancelled occurrence, three more, and one that was cancelled."""
    service, head = bare_company.service, bare_company.head
    service.do(service.concierge.commands.templates.save(head, {TemplateKey.CONFERENCE_NAME: "{{ subject }}"}))

    def planned(name: str, organizer: str, after: timedelta, **more: Any) -> MeetingMessage:
        passcode = "4711" if name == "Weekly planning" else ""
        issued = service.do(service.concierge.commands.aliases.issue(head, passcode))
        sender = Mailbox(f"{organizer.split(maxsplit=1)[0].lower()}@example.com", organizer)
        return service.invitation(name, issued.instructions, after=after, organizer=sender, sender=sender, **more)

    weekly = planned("Weekly planning", "Grace Hopper", 1.5 * HOUR)
    begin = weekly.start
    weekly = replace(
        weekly,
        recurrence=Recurrence(Frequency.WEEKLY, begin.date(), weekdays=(list(Weekday)[begin.weekday()],)),
        moved_occurrences=(MovedOccurrence(begin + WEEK, begin + WEEK + 2 * HOUR, begin + WEEK + 3 * HOUR),),
        deleted_occurrences=(begin + 3 * WEEK,),
    )
    gone = planned("Retrospective", "Ada Lovelace", 5 * HOUR)
    cancelled = replace(gone, item_id=ItemId("its end"), kind=MessageKind.CANCELLATION, sequence=1)
    decided = service.deliver(
        head,
        planned("Design review", "Ada Lovelace", -HOUR / 3),
        weekly,
        planned("Interview, room 4", "Edsger Dijkstra", 3 * HOUR),
        planned("Budget 2027", "Barbara Liskov", 24 * HOUR),
        planned("All hands", "Frances Allen", 72 * HOUR),
        gone,
        cancelled,
    )
    assert [item.outcome for item in decided] == ["accepted"] * 6 + ["applied"]
    return bare_company


@pytest.fixture
async def window(stage, meetings):
    return (await stage.opened(meetings.service)).window


def multiply(company: Company, name: str, count: int) -> None:
    """So many more like the stored conference ``name``, each with its number, straight into the database."""
    numbered = ("id", "conference_id", "meeting_uid", "alias_id", "alias", "name", "search_text")
    first = "SELECT min(o.rowid) FROM occurrences o JOIN conferences c ON c.id = o.conference_id WHERE c.name = :name"
    chosen_rows = {"conferences": "name = :name", "occurrences": f"rowid = ({first})"}
    with closing(sqlite3.connect(company.service.folder / "concierge.sqlite3")) as database, database:
        for table, chosen in chosen_rows.items():
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            names = ", ".join(f'"{each}"' for each in columns)
            values = ", ".join(f"\"{each}\" || ' ' || i" if each in numbered else f'"{each}"' for each in columns)
            database.execute(
                f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
                f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, n WHERE {chosen}",
                {"name": name, "count": count},
            )


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


async def test_words_and_kinds_choose_what_is_listed(stage, window, meetings):
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


async def test_what_was_chosen_stays_when_rooms_change(stage, window, meetings):
    page = await opened(stage, window)
    choose(page, "Budget 2027")
    asked = len(meetings.service.called("conferences.page"))
    meetings.service.bus.publish(RoomsChanged(page.integration_id))
    await stage.until(lambda: len(meetings.service.called("conferences.page")) > asked, "the list anew")
    await stage.until(lambda: page.ui.name.text() == "Budget 2027", "the chosen one")


async def test_a_cleared_search_shows_at_once_what_was_there_before_it(stage, window, meetings):
    page = await opened(stage, window)
    before = [row.name for row in page.items.rows]
    asked = len(meetings.service.called("conferences.page"))
    page.ui.filter.setText("no such conference anywhere")
    await stage.until(lambda: page.items.rowCount() == 0, "that nothing is found")
    page.ui.filter.clear()
    assert [row.name for row in page.items.rows] == before, "without waiting for the service"
    assert page.ui.splitter.isVisible()
    await stage.until(lambda: len(meetings.service.called("conferences.page")) > asked + 1, "what came meanwhile")
    assert [row.name for row in page.items.rows] == before


async def test_a_hundred_thousand_are_searched_and_scrolled_without_a_stall(stage, window, meetings):
    multiply(meetings, "Weekly planning", 100_000)
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
