"""The Presence page: who is what and why, live without moving what one reads; the keyword table while one types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit

from desktop_admin.domain.appointment import Appointment, OutOfOffice, OutOfOfficeState, ShowAs
from desktop_admin.domain.people import Person
from desktop_admin.domain.presence import PersonFacts
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.dialogs.person import PersonDialog
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.models.people import CAUSE, NAME, NO_VALUE, UNTIL
from desktop_admin.gui.pages.presence import PresencePage
from desktop_admin.service.events import PeopleChanged, PresenceChanged, ReadingProgress
from desktop_admin.settings import SettingProblem, SettingsRefused
from tests.gui.conftest import Stage
from tests.helpers import fake_data
from tests.helpers.fake_service import FakeService

HEAD = fake_data.HEAD_OFFICE
IN_MEETING, FREE, AWAY, CHOSE, NO_ADDRESS, SWITCHED_OFF, PRIVATE = 1, 2, 3, 4, 5, 6, 7


def company(now: datetime) -> dict[int, tuple[Person, PersonFacts]]:
    """One of each kind, at a quarter to eleven."""

    def appointment(key: str, start: float, hours: float, subject: str, **more: object) -> Appointment:
        begins = now + timedelta(hours=start)
        return Appointment(key, begins, begins + timedelta(hours=hours), subject, **more)  # type: ignore[arg-type] # the facts of a test

    reply = "<p>Gone fishing.</p>"
    away = OutOfOffice(OutOfOfficeState.SCHEDULED, now - timedelta(days=1), now + timedelta(days=2), reply, reply)
    meeting = (
        appointment("won", -0.5, 1, "Lunch with the auditors"),
        appointment("lost", -0.25, 2, "Focus time"),
        appointment("later", 4, 1, "Budget 2027"),
        appointment("shown-free", -0.5, 1, "Birthday", show_as=ShowAs.FREE),
    )
    secret = (appointment("secret", -0.5, 1, "Surgery", is_private=True),)

    def person(number: int, name: str, facts: PersonFacts, **more: object) -> tuple[Person, PersonFacts]:
        made = Person(number, name, f"{name.split(maxsplit=1)[0].lower()}@example.com", str(4000 + number))
        return replace(made, **more), facts  # type: ignore[arg-type] # the facts of a test

    off = OutOfOffice()
    return {
        IN_MEETING: person(IN_MEETING, "Carla Keller", PersonFacts(meeting, off)),
        FREE: person(FREE, "Ada Álvarez", PersonFacts(meeting[2:3], off)),
        AWAY: person(AWAY, "Bruno Brandt", PersonFacts((), away)),
        CHOSE: person(CHOSE, "Dmitri Demir", PersonFacts((), off)),
        NO_ADDRESS: person(NO_ADDRESS, "Elif Eriksen", PersonFacts(), address=""),
        SWITCHED_OFF: person(SWITCHED_OFF, "Farid Fischer", PersonFacts(), calendar_integration=False),
        PRIVATE: person(PRIVATE, "Greta Grimaldi", PersonFacts(secret, off)),
    }


@pytest.fixture
def fake(fake: FakeService, monkeypatch: pytest.MonkeyPatch) -> FakeService:
    """A company of seven; the desktop's clock is the service's."""
    monkeypatch.setattr("desktop_admin.gui.application.Desk", partial(Desk, now=lambda: fake.now))
    fake.shelves[HEAD].people = company(fake.now)
    return fake


@pytest_asyncio.fixture
async def page(window: MainWindow, stage: Stage) -> PresencePage:
    window.show_page("presence")
    page = window.page
    assert isinstance(page, PresencePage)
    await stage.until(lambda: page.model.rows and page.pane.isVisible(), "the people")
    return page


def names(page: PresencePage) -> list[str]:
    return [page.shown.index(row, NAME).data() for row in range(page.shown.rowCount())]


def cell(page: PresencePage, person_id: int, column: int, role: int = Qt.ItemDataRole.DisplayRole) -> str:
    place = page.model.place_of(person_id)
    assert place is not None
    return str(page.model.index(place, column).data(role))


async def show_person(page: PresencePage, stage: Stage, person_id: int) -> None:
    page._choose(person_id)
    await stage.until(lambda: page.pane.details and page.pane.details.view.person.id == person_id, "the person")


async def many(page: PresencePage, fake: FakeService, stage: Stage, count: int) -> None:
    fake.shelves[HEAD].people = fake_data.people(fake.now, count)
    fake.bus.publish(PeopleChanged(HEAD))
    await stage.until(lambda: len(page.model.rows) == count, f"{count} people")


# -- people ------------------------------------------------------------------------------------------------------------


async def test_everybody_is_listed_by_name_with_cause_and_end(page: PresencePage) -> None:
    assert names(page) == sorted(names(page), key=lambda name: name.replace("Á", "A")) and len(names(page)) == 7
    assert cell(page, IN_MEETING, CAUSE).startswith("“Lunch with the auditors”")
    assert cell(page, IN_MEETING, UNTIL) == "11:12"
    assert cell(page, AWAY, UNTIL) == "Sat 10:42"
    assert cell(page, NO_ADDRESS, CAUSE) == "There is no address."
    assert cell(page, SWITCHED_OFF, CAUSE) == "Calendar integration is off."
    assert page.ui.matches.text() == "7 people"


async def test_an_unread_and_a_troubled_calendar_say_so(page: PresencePage) -> None:
    view = next(each for each in page.model.rows if each.person.id == FREE)
    page.receive((PresenceChanged(HEAD, (replace(view, verdict=None, read_at=None),)),))
    assert cell(page, FREE, CAUSE) == "The calendar has not been read yet."
    page.receive((PresenceChanged(HEAD, (replace(view, trouble="The mailbox is gone."),)),))
    assert cell(page, FREE, CAUSE) == "The mailbox is gone."


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("keller", "Carla Keller"),
        ("alvarez", "Ada Álvarez"),
        ("BRUNO@", "Bruno Brandt"),
        ("4007", "Greta Grimaldi"),
    ],
)
async def test_searching_finds_names_addresses_and_extensions(page: PresencePage, typed: str, found: str) -> None:
    page.ui.filter.setText(typed)
    assert names(page) == [found]
    assert page.ui.matches.text() == "1 of 7 people"


async def test_nobody_found_says_so_and_clears(page: PresencePage, stage: Stage) -> None:
    page.ui.filter.setText("nobody is called so")
    assert not names(page) and not page.pane.isVisible()
    assert page.ui.nobody_found.isVisible()
    page.ui.show_everybody.click()
    assert len(names(page)) == 7 and not page.ui.nobody_found.isVisible()
    await stage.until(page.pane.isVisible, "somebody is chosen again")


async def test_people_can_be_filtered_by_presence(page: PresencePage) -> None:
    box = page.ui.presence
    assert box.itemText(box.findData("Lunch")) == "Lunch (1)"
    box.setCurrentIndex(box.findData("Lunch"))
    assert names(page) == ["Carla Keller"]
    box.setCurrentIndex(box.findData(NO_VALUE))
    assert names(page) == ["Elif Eriksen", "Farid Fischer"]


async def test_sorting_by_end_puts_the_soonest_first(page: PresencePage) -> None:
    page.ui.people.sortByColumn(UNTIL, Qt.SortOrder.AscendingOrder)
    ends = [page.model.row(page.shown.mapToSource(page.shown.index(row, 0))) for row in range(7)]
    moments = [view.verdict.cause.until or view.verdict.next_change for view in ends if view and view.verdict]
    told = [at for at in moments if at]
    assert told == sorted(told) and moments[: len(told)] == told
    assert {NO_ADDRESS, SWITCHED_OFF} <= {view.person.id for view in ends[len(told) :] if view}


async def test_a_change_is_shown_at_once_and_the_choice_stays(
    page: PresencePage, fake: FakeService, stage: Stage
) -> None:
    await show_person(page, stage, FREE)
    await fake.set_override(HEAD, CHOSE, "Travelling")
    await stage.until(lambda: cell(page, CHOSE, CAUSE) == "The person's own choice.", "the change")
    assert page.chosen is not None and page.chosen.person.id == FREE


async def test_live_changes_neither_scroll_nor_choose(page: PresencePage, fake: FakeService, stage: Stage) -> None:
    await many(page, fake, stage, 500)
    await show_person(page, stage, 250)
    bar = page.ui.people.verticalScrollBar()
    bar.setValue(bar.maximum() // 3)
    at, top = bar.value(), page.ui.people.indexAt(page.ui.people.viewport().rect().topLeft()).data()
    people = [replace(view, read_at=fake.now) for view in page.model.rows]
    page.receive((PresenceChanged(HEAD, tuple(people)),))
    fake.bus.publish(PeopleChanged(HEAD))
    asked = len(fake.called("people"))
    await stage.until(lambda: len(fake.called("people")) > asked, "reading anew")
    assert bar.value() == at
    assert page.ui.people.indexAt(page.ui.people.viewport().rect().topLeft()).data() == top
    assert page.chosen is not None and page.chosen.person.id == 250


async def test_somebody_new_neither_scrolls_nor_chooses(page: PresencePage, fake: FakeService, stage: Stage) -> None:
    await many(page, fake, stage, 500)
    await show_person(page, stage, 250)
    bar = page.ui.people.verticalScrollBar()
    bar.setValue(bar.maximum() // 3)
    at = bar.value()
    await fake.save_person(HEAD, Person(0, "Zora Zander", "zora@example.com"))
    await stage.until(lambda: len(page.model.rows) == 501, "the new person")
    assert bar.value() == at
    assert page.chosen is not None and page.chosen.person.id == 250


async def test_reading_tells_how_far_it_is(page: PresencePage) -> None:
    page.receive((ReadingProgress(HEAD, 3, 7),))
    assert page.ui.matches.text() == "Reading calendars: 3 of 7"
    page.receive((ReadingProgress(HEAD, 7, 7),))
    assert page.ui.matches.text() == "7 people"


async def test_nobody_yet_says_how_to_begin(window: MainWindow, fake: FakeService, stage: Stage) -> None:
    fake.shelves[HEAD].people = {}
    window.show_page("presence")
    page = window.page
    assert isinstance(page, PresencePage)
    await stage.until(page.ui.empty.isVisible, "what to do")
    assert not page.ui.parts.isVisible() and not page.ui.tools.isVisible()
    page.ui.first_person.click()
    dialog = await person_dialog(page, stage)
    dialog.name.setText("Ada Byron")
    dialog.address.setText("ada@example.com")
    dialog.save.click()
    await stage.until(lambda: names(page) == ["Ada Byron"], "the first person")
    assert page.ui.parts.isVisible() and not page.ui.empty.isVisible()


async def test_each_integration_has_its_own_people(page: PresencePage, window: MainWindow, stage: Stage) -> None:
    await window.change_integration(fake_data.BRANCH)
    await stage.until(page.ui.empty.isVisible, "the branch, which has nobody")
    assert not page.pane.isVisible()
    await window.change_integration(HEAD)
    await stage.until(lambda: len(names(page)) == 7, "the head office's people")


# -- one person --------------------------------------------------------------------------------------------------------


async def test_the_pane_tells_what_decided_and_what_lost(page: PresencePage, stage: Stage) -> None:
    await show_person(page, stage, IN_MEETING)
    pane = page.pane
    assert pane.presence.text() == "Lunch" and pane.cause.text().startswith("“Lunch with the auditors”")
    why = pane.why.text()
    assert why.index("Lunch with the auditors") < why.index("Focus time") and "Birthday" in why
    marks = {label.accessibleName() for label in pane.why.findChildren(QLabel)}
    assert {"decides", "loses", "does not count"} <= marks
    assert "Budget 2027" not in why and "Budget 2027" in pane.coming.text()
    assert pane.next.text() == "Next: Busy at 11:12"
    assert "off" in pane.facts.text() and "3 min ago" in pane.facts.text()


async def test_a_private_appointment_never_shows_its_subject(page: PresencePage, stage: Stage) -> None:
    await show_person(page, stage, PRIVATE)
    told = page.pane.why.text() + page.pane.coming.text() + page.pane.cause.text() + cell(page, PRIVATE, CAUSE)
    assert "rivate" in told and "Surgery" not in told
    assert all("Surgery" not in stretch.says for stretch in page.pane.strip._stretches)


async def test_automatic_replies_come_with_greeting_and_return(page: PresencePage, stage: Stage) -> None:
    await show_person(page, stage, AWAY)
    facts = page.pane.facts.text()
    assert page.pane.presence.text() == "Out of office"
    assert "Gone fishing." in facts and "<p>" not in facts and "on until" in facts


async def test_who_is_left_alone_offers_no_choice(page: PresencePage, stage: Stage) -> None:
    await show_person(page, stage, SWITCHED_OFF)
    assert page.pane.presence.text() == "Left alone"
    assert not page.pane.choice.isVisible() and not page.pane.facts_heading.isVisible()


async def test_an_own_choice_is_set_and_cleared(page: PresencePage, fake: FakeService, stage: Stage) -> None:
    await show_person(page, stage, CHOSE)
    pane = page.pane
    assert not pane.set_choice.isEnabled() and not pane.clear_choice.isVisible()
    pane.choice.setCurrentText("Travelling")
    pane.set_choice.click()
    await stage.until(lambda: pane.presence.text() == "Travelling", "the choice")
    assert fake.called("set_override") == [(HEAD, CHOSE, "Travelling")]
    assert not pane.set_choice.isEnabled() and "Travelling" in pane.choice_note.text()
    pane.clear_choice.click()
    await stage.until(lambda: pane.presence.text() == "Available", "the calendar's value")
    assert fake.called("set_override")[-1] == (HEAD, CHOSE, None)
    assert pane.choice.currentIndex() == -1 and not pane.clear_choice.isVisible()


async def test_the_day_goes_on_with_the_clock(page: PresencePage, fake: FakeService, stage: Stage) -> None:
    await show_person(page, stage, IN_MEETING)
    asked = len(fake.called("person_details"))
    page.tick()
    page.tick()
    fake.now += timedelta(minutes=31)
    page.tick()
    await stage.until(lambda: len(fake.called("person_details")) == asked + 1, "the person, read anew")
    await stage.until(lambda: page.pane.next.text() == "Next: Available at 12:27", "what comes next")


# -- adding, editing, removing, importing ------------------------------------------------------------------------------


async def person_dialog(page: PresencePage, stage: Stage) -> PersonDialog:
    await stage.until(lambda: any(each.isVisible() for each in page.findChildren(PersonDialog)), "the dialog")
    return page.findChildren(PersonDialog)[0]


async def test_adding_chooses_the_new_person(page: PresencePage, stage: Stage) -> None:
    page.ui.add_person.click()
    dialog = await person_dialog(page, stage)
    assert not dialog.save.isEnabled()
    dialog.name.setText("  Zoe Nowak ")
    dialog.address.setText("zoe@example.com")
    dialog.extension.setText("4711")
    dialog.save.click()
    await stage.until(lambda: page.chosen is not None and page.chosen.person.name == "Zoe Nowak", "the new person")
    assert page.chosen is not None and page.chosen.person.extension == "4711"


@pytest.mark.parametrize(("address", "words"), [("zoe@", "no email address"), ("CARLA@example.com", "Carla Keller")])
async def test_a_wrong_address_is_told_as_it_is_typed(
    page: PresencePage, stage: Stage, address: str, words: str
) -> None:
    page.ui.add_person.click()
    dialog = await person_dialog(page, stage)
    dialog.name.setText("Zoe Nowak")
    dialog.address.setText(address)
    assert words in dialog.problem.text() and not dialog.save.isEnabled()
    dialog.reject()
    await stage.until(lambda: not page.findChildren(PersonDialog), "the dialog is gone")
    assert len(page.model.rows) == 7


async def test_editing_keeps_the_rest(page: PresencePage, fake: FakeService, stage: Stage) -> None:
    await show_person(page, stage, FREE)
    page.pane.edit_wanted.emit()
    dialog = await person_dialog(page, stage)
    dialog.kept.setChecked(False)
    dialog.save.click()
    await stage.until(lambda: cell(page, FREE, CAUSE) == "Calendar integration is off.", "the change")
    before = company(fake.now)[FREE][0]
    assert fake.called("save_person") == [(HEAD, replace(before, calendar_integration=False))]


async def test_a_refusal_keeps_what_was_typed(page: PresencePage, fake: FakeService, stage: Stage) -> None:
    fake.refuse["save_person"] = SettingsRefused([SettingProblem("address", "Somebody else has this address.")])
    page.ui.add_person.click()
    dialog = await person_dialog(page, stage)
    dialog.name.setText("Zoe Nowak")
    dialog.save.click()
    await stage.until(lambda: len(fake.called("save_person")) == 1, "the refusal")
    del fake.refuse["save_person"]
    told = "Somebody else has this address."
    await stage.until(lambda: any(told in each.problem.text() for each in page.findChildren(PersonDialog)), told)
    again = next(each for each in page.findChildren(PersonDialog) if told in each.problem.text())
    assert again.name.text() == "Zoe Nowak" and not again.save.isEnabled()
    again.address.setText("zoe@example.com")
    again.save.click()
    await stage.until(lambda: "Zoe Nowak" in names(page), "the person")


async def test_removing_asks_and_names_whom(
    page: PresencePage, window: MainWindow, fake: FakeService, stage: Stage
) -> None:
    await show_person(page, stage, FREE)
    window.activateWindow()
    page.ui.people.setFocus()
    QTest.keyClick(page.ui.people, Qt.Key.Key_Delete)
    dialog = await stage.dialog(window)
    assert dialog.windowTitle() == "Remove Ada Álvarez?"
    await stage.answer(window, "keep")
    assert not fake.called("remove_people")
    page.pane.remove_wanted.emit()
    await stage.answer(window, "remove")
    await stage.until(lambda: len(page.model.rows) == 6, "the person is gone")
    assert fake.called("remove_people") == [(HEAD, (FREE,))]


async def test_several_are_removed_together(
    page: PresencePage, window: MainWindow, fake: FakeService, stage: Stage
) -> None:
    window.activateWindow()
    page.ui.people.setFocus()
    page.ui.people.selectAll()
    QTest.keyClick(page.ui.people, Qt.Key.Key_Delete)
    assert (await stage.dialog(window)).windowTitle() == "Remove 7 people?"
    await stage.answer(window, "remove")
    await stage.until(page.ui.empty.isVisible, "nobody is left")
    assert len(fake.called("remove_people")[0][1]) == 7


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], int]:
    """Writes (text, encoding) into the file that is chosen."""
    path = tmp_path / "people.csv"

    async def chosen(*_arguments: object) -> str:
        return str(path)

    monkeypatch.setattr("desktop_admin.gui.dialogs.people_file.choose_file", chosen)
    return path.write_text


def said(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


async def test_people_come_from_a_file(
    page: PresencePage, window: MainWindow, fake: FakeService, stage: Stage, put: Callable[[str, str], int]
) -> None:
    put("Name;E-Mail;Phone\nJürgen Groß;j@example.com;12\nCarla K;CARLA@example.com;\n", "utf-8-sig")
    page.ui.import_people.click()
    assert "Added: 1. Changed: 1" in said(await stage.dialog(window))
    await stage.answer(window, "import")
    await stage.until(lambda: "Jürgen Groß" in names(page), "the new person")
    ((_, saved, removed),) = fake.called("replace_people")
    assert [(each.id, each.name, each.extension) for each in saved] == [
        (0, "Jürgen Groß", "12"),
        (IN_MEETING, "Carla K", "4001"),
    ]
    assert removed == ()


async def test_a_file_with_a_mistake_imports_nobody(
    page: PresencePage, window: MainWindow, fake: FakeService, stage: Stage, put: Callable[[str, str], int]
) -> None:
    put("name,address\nGood,good@example.com\nBad,bad@\n", "utf-8")
    page.ui.import_people.click()
    dialog = await stage.dialog(window)
    assert dialog.windowTitle() == "Nobody was imported"
    assert "Line 3" in said(dialog) and "Line 2" not in said(dialog)
    await stage.answer(window, "close")
    assert not fake.called("replace_people")


async def test_every_control_has_a_name(page: PresencePage) -> None:
    for kind in (QLineEdit, QComboBox):
        for control in page.findChildren(kind):
            assert control.accessibleName(), control.objectName()
    editor = page.keywords
    for button in (editor.add, editor.up, editor.down, editor.remove):
        assert button.accessibleName() or button.text()
