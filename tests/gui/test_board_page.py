"""The board: everybody's day as a strip, grouped, live, smooth with thousands; the reason at any instant of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop_admin.domain.appointment import Appointment
from desktop_admin.domain.people import Override, Person
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.models.board import DAY, Group, Grouping
from desktop_admin.gui.models.people_table import LEFT_ALONE
from desktop_admin.gui.pages.board import AHEAD, STRIPS_AT_ONCE, BoardPage
from desktop_admin.service.views import PersonView
from tests.helpers.real_service import RealService
from tests.helpers.sample_company import Company

BUSY, FREE, ALONE, ODD = 1, 2, 3, 4
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Staff:
    """``now`` is the moment around which everybody's appointments lie."""

    service: RealService
    head: str
    now: datetime

    def override(self, person_id: int) -> Override | None:
        details = self.service.concierge.commands.people.details(self.head, person_id, self.now.astimezone().date())
        return self.service.do(details).override


@pytest.fixture
def staff(bare_company: Company) -> Staff:
    """One in two meetings at once, one free until the afternoon, one left alone, one whose name is no word."""
    service, head = bare_company.service, bare_company.head
    now = service.clock.now()
    both = (
        Appointment("budget", now - HOUR, now + HOUR, "Budget"),
        Appointment("secret", now - HOUR / 2, now + HOUR / 2, is_private=True),
        Appointment("lunch", now + 2 * HOUR, now + 3 * HOUR, "Lunch"),
    )
    later = (Appointment("later", now + 4 * HOUR, now + 5 * HOUR, "Review"),)
    people = (
        Person(0, "Álvaro Busy", "p1@example.com", "1"),
        Person(0, "Ada Free", "p2@example.com", "2"),
        Person(0, "Carla", "", "3"),
        Person(0, "007", "p4@example.com", "4"),
    )
    found = service.add_people(head, people, {"p1@example.com": both, "p2@example.com": later})
    assert [person.id for person in found.values()] == [BUSY, FREE, ALONE, ODD]
    return Staff(service, head, now)


@pytest_asyncio.fixture
async def window(stage, staff) -> MainWindow:
    return (await stage.opened(staff.service)).window


@pytest_asyncio.fixture
async def page(window, stage) -> BoardPage:
    window.show_page("board")
    page = window.page
    assert isinstance(page, BoardPage)
    await stage.until(lambda: page.model.rows and page.pane.isVisible(), "the people")
    return page


def rows(page: BoardPage) -> list[str]:
    return [f"[{row.title} {row.count}]" if isinstance(row, Group) else row.person.name for row in page.model.rows]


async def group(page: BoardPage, by: Grouping) -> None:
    page.ui.grouping.setCurrentIndex(page.ui.grouping.findData(by.value))


async def many(page: BoardPage, staff: Staff, stage, count: int) -> None:
    people = [Person(0, f"Person {number:04}", f"q{number}@example.com", str(number)) for number in range(count)]
    staff.service.do(staff.service.concierge.commands.people.replace(staff.head, people, [BUSY, FREE, ALONE, ODD]))
    await stage.until(lambda: len(page.model.records) == count, f"{count} people")
    await stage.until(lambda: page.strips.has(_first(page).person.id), "the strips that are looked at")


def _first(page: BoardPage) -> PersonView:
    return next(row for row in page.model.rows if isinstance(row, PersonView))


async def choose(page: BoardPage, stage, person_id: int) -> None:
    page.choose(person_id)
    await stage.until(lambda: page.pane.details and page.pane.details.view.person.id == person_id, "the person")


# -- who stands where --------------------------------------------------------------------------------------------------


async def test_people_stand_beneath_their_presence_in_the_lists_order(page) -> None:
    assert rows(page) == [
        "[Available 2]",
        "Ada Free",
        "007",
        "[Meeting 1]",
        "Álvaro Busy",
        "[Without a value 1]",
        "Carla",
    ]


async def test_people_stand_beneath_their_first_letter_or_in_one_list(page) -> None:
    await group(page, Grouping.LETTER)
    assert rows(page) == ["[A 2]", "Ada Free", "Álvaro Busy", "[C 1]", "Carla", "[# 1]", "007"]
    await group(page, Grouping.NONE)
    assert rows(page) == ["Ada Free", "Álvaro Busy", "Carla", "007"]


async def test_the_grouping_is_remembered(page, window, stage, staff) -> None:
    await group(page, Grouping.LETTER)
    assert window.desk.store.value("board/grouping") == "letter"


async def test_a_filter_leaves_whom_it_finds_and_says_so_where_nobody_is(page) -> None:
    page.ui.filter.setText("alvaro")
    assert rows(page) == ["[Meeting 1]", "Álvaro Busy"] and page.ui.matches.text() == "1 of 4 people"
    page.ui.filter.setText("nobody at all")
    assert page.ui.nobody_found.isVisible() and not page.ui.parts.isVisible()
    page.ui.show_everybody.click()
    assert len(rows(page)) == 7
    page.ui.whom.setCurrentIndex(page.ui.whom.findData(LEFT_ALONE))
    assert rows(page) == ["[Without a value 1]", "Carla"]


async def test_somebody_moves_to_another_group_and_stays_chosen(page, staff, stage) -> None:
    await choose(page, stage, FREE)
    page.set_override("Meeting")
    await stage.until(lambda: rows(page)[2:5] == ["[Meeting 2]", "Ada Free", "Álvaro Busy"], "the other group")
    assert page.chosen is not None and page.chosen.person.id == FREE
    assert staff.service.called("people.set_override") == [(staff.head, FREE, "Meeting")]
    await stage.until(page.pane.clear_choice.isVisible, "the choice")
    page.pane.clear_choice.click()
    await stage.until(lambda: rows(page)[0] == "[Available 2]", "back")
    assert staff.override(FREE) is None


async def test_headings_are_passed_over_by_the_keys(page, stage) -> None:
    page.choose(ODD)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.chosen is not None and page.chosen.person.id == BUSY


async def test_nobody_yet_says_where_people_come_from(page, staff, stage, window) -> None:
    staff.service.do(staff.service.concierge.commands.people.remove(staff.head, [BUSY, FREE, ALONE, ODD]))
    await stage.until(page.ui.empty.isVisible, "the words")
    page.ui.to_people.click()
    assert window.page_key == "people"


# -- the reason at an instant ------------------------------------------------------------------------------------------


def _place(page: BoardPage, person_id: int, at: datetime) -> QPoint:
    """Where ``at`` stands in the person's strip, in the table's viewport."""
    index = page.model.index(page.model.place_of(person_id), DAY)
    cell = page.table.visualRect(index)
    start, end, _ = page._times()
    share = (at - start) / (end - start)
    return QPoint(round(cell.left() + 12 + share * (cell.width() - 24)), cell.center().y())


def told(page: BoardPage) -> list[str]:
    return [label.text() for label in page.pane.why.findChildren(QLabel) if not label.isHidden() and label.text()]


async def test_a_click_on_a_strip_tells_winner_and_losers_then(page, staff, stage) -> None:
    await stage.until(lambda: page.strips.has(BUSY), "the strip")
    page.table.setColumnWidth(DAY, 400)
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=_place(page, BUSY, staff.now + 2.5 * HOUR))
    await stage.until(lambda: page.pane.why_heading.text().startswith("Why “Lunch”"), "the reason")
    assert page.pane.back_to_now.isVisible() and page.chosen.person.id == BUSY
    await stage.until(lambda: told(page), "its words")
    assert told(page)[0].startswith("Lunch") and "It decides: “Lunch” has the keyword “Lunch”." in told(page)
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=_place(page, BUSY, staff.now + HOUR / 4))
    await stage.until(lambda: page.pane.why_heading.text().startswith("Why “Meeting”"), "the other reason")
    await stage.until(lambda: told(page), "its words")
    words = told(page)
    assert [each.partition(",")[0] for each in words[::2]] == ["Budget", "Private appointment", "Lunch"]
    assert words[1::2] == [
        "It decides: “Budget” is in progress.",
        "Another appointment began earlier.",
        "It has not begun.",
    ]
    page.pane.back_to_now.click()
    await stage.until(lambda: page.pane.why_heading.text() == "Why?", "now again")
    await stage.until(lambda: "Another appointment began earlier." in told(page), "the reason now")


async def test_the_arrow_keys_walk_over_the_day_and_to_its_changes(page, staff, stage) -> None:
    await choose(page, stage, BUSY)
    QTest.keyClick(page.table, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    await stage.until(lambda: "“Available”" in page.pane.why_heading.text(), "the end of the meeting")
    assert staff.service.called("people.explain")[-1][2] == staff.now + HOUR
    QTest.keyClick(page.table, Qt.Key.Key_Left)
    await stage.until(lambda: "“Meeting”" in page.pane.why_heading.text(), "within the meeting")
    assert staff.service.called("people.explain")[-1][2].minute % 15 == 0
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    await stage.until(lambda: page.pane.why_heading.text() == "Why?", "now again")


async def test_the_panes_strip_is_as_good_as_the_boards(page, staff, stage) -> None:
    await choose(page, stage, BUSY)
    page.pane.strip.setFocus()
    QTest.keyClick(page.pane.strip, Qt.Key.Key_End)
    await stage.until(lambda: "23:59" in page.pane.why_heading.text(), "the day's end")
    QTest.mouseClick(page.pane.strip, Qt.MouseButton.LeftButton, pos=QPoint(1, 5))
    await stage.until(lambda: "00:0" in page.pane.why_heading.text(), "the day's begin")


async def test_another_person_is_explained_at_the_same_instant(page, staff, stage) -> None:
    await choose(page, stage, BUSY)
    page.choose_instant(staff.now + 4.5 * HOUR)
    await stage.until(lambda: "“Available”" in page.pane.why_heading.text(), "the one")
    await choose(page, stage, FREE)
    await stage.until(lambda: "“Meeting”" in page.pane.why_heading.text(), "the other")


async def test_an_override_is_set_and_cleared_by_the_menu(page, staff, stage) -> None:
    await choose(page, stage, FREE)
    menu = page.menu()
    choices = {action.text(): action for action in menu.actions()[0].menu().actions()}
    choices["Lunch"].trigger()
    await stage.until(lambda: staff.override(FREE), "the override")
    assert staff.override(FREE) == Override("Lunch", staff.service.clock.now())
    next(action for action in menu.actions() if action.text() == "Follow the calendar again").trigger()
    await stage.until(lambda: staff.override(FREE) is None, "none")
    menu.close()
    await choose(page, stage, ALONE)
    menu = page.menu()
    assert [action.text() for action in menu.actions()] == ["Edit…"]
    menu.close()


# -- thousands ---------------------------------------------------------------------------------------------------------


async def test_a_frame_paints_the_visible_rows_and_no_more(page, staff, stage) -> None:
    await many(page, staff, stage, 5000)
    await group(page, Grouping.NONE)
    visible = page.table.viewport().height() // page.table.rowHeight(0) + 2
    page.delegate.painted = page.strips.drawn = 0
    frames = 30
    bar = page.table.verticalScrollBar()
    for frame in range(frames):
        bar.setValue(frame * bar.maximum() // frames)
        page.table.viewport().repaint()
    assert visible <= page.delegate.painted <= frames * visible
    page.delegate.painted = 0
    page.table.viewport().repaint()
    assert page.delegate.painted <= visible


async def test_strips_are_fetched_for_whom_one_sees_and_painted_once(page, staff, stage) -> None:
    await many(page, staff, stage, 5000)
    await group(page, Grouping.NONE)
    page.table.verticalScrollBar().setValue(2500)
    page.table.viewport().repaint()
    middle = page.model.rows[2505].person.id
    await stage.until(lambda: page.strips.has(middle), "the strips in the middle")
    asked = [ids for _, ids, _, _ in staff.service.called("people.strips")]
    assert all(len(ids) <= STRIPS_AT_ONCE for ids in asked)
    assert sum(len(ids) for ids in asked) <= 10 * (AHEAD + STRIPS_AT_ONCE)
    page.table.viewport().repaint()
    page.strips.drawn = 0
    page.table.viewport().repaint()
    assert page.strips.drawn == 0


async def test_a_changed_presence_is_painted_anew_and_nobody_elses(page, staff, stage) -> None:
    await stage.until(lambda: page.strips.has(BUSY) and page.strips.has(FREE), "the strips")
    await choose(page, stage, FREE)
    page.set_override("Lunch")
    await stage.until(lambda: any(each.presence == "Lunch" for each in page.strips.of(FREE) or ()), "the new strip")
    assert staff.service.called("people.strips")[-1][1] == (FREE,)


async def test_another_day_begins_with_fresh_strips(page, staff, stage) -> None:
    await stage.until(lambda: page.strips.has(BUSY), "the strip")
    page.ticked()
    staff.service.clock.leap(24 * 3600)
    page.ticked()
    await stage.until(lambda: page.strips.has(BUSY), "tomorrow's strip")
    assert page.strips.of(BUSY)[0].start == page._day[0] == staff.service.called("people.strips")[-1][2]
