"""The People page: everybody in one table, many ticked at once and taken back, in and out by file and directory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QTabWidget

from desktop_admin.domain.appointment import Appointment, OutOfOffice, OutOfOfficeState
from desktop_admin.domain.people import Person
from desktop_admin.gui.dialogs.bad_lines import BadLines
from desktop_admin.gui.dialogs.person import PersonDialog
from desktop_admin.gui.dialogs.take_over import TakeOverDialog
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.models.people_table import (
    CAUSE,
    FOLLOWED,
    LEFT_ALONE,
    NAME,
    NEXT,
    NO_VALUE,
    READ,
    TROUBLE,
    TROUBLED,
)
from desktop_admin.gui.pages.people import PeoplePage
from desktop_admin.service.events import PresenceChanged, ReadingProgress
from desktop_admin.service.people_csv import read_people
from tests.gui.conftest import child
from tests.helpers.sample_company import Company

ADA, BRUNO, CARLA, DMITRI = 1, 2, 3, 4
HOUR = timedelta(hours=1)


@pytest.fixture
def staff(bare_company: Company) -> Company:
    """One in a meeting, one away from tomorrow on, one without an address, one switched off; read three minutes ago."""
    service = bare_company.service
    now = service.clock.now()
    meeting = (
        Appointment("budget", now - HOUR, now + HOUR, "Budget"),
        Appointment("secret", now + 2 * HOUR, now + 3 * HOUR, is_private=True),
    )
    away = OutOfOffice(
        OutOfOfficeState.SCHEDULED, now + 24 * HOUR, now + 72 * HOUR, "<p>Gone fishing.</p>", "<p>Gone fishing.</p>"
    )
    people = (
        Person(0, "Ada Álvarez", "ada@example.com", "4001"),
        Person(0, "Bruno Brandt", "bruno@example.com", "4002"),
        Person(0, "Carla Keller", "", "4003"),
        Person(0, "Dmitri Demir", "dmitri@example.com", "4004", calendar_integration=False),
    )
    found = service.add_people(bare_company.head, people, {"ada@example.com": meeting}, {"bruno@example.com": away})
    assert [person.id for person in found.values()] == [ADA, BRUNO, CARLA, DMITRI]
    service.clock.leap(180)
    return bare_company


@pytest_asyncio.fixture
async def window(stage, staff) -> MainWindow:
    return (await stage.opened(staff.service)).window


@pytest_asyncio.fixture
async def page(window, stage) -> PeoplePage:
    window.show_page("people")
    page = window.page
    assert isinstance(page, PeoplePage)
    await stage.until(lambda: page.model.rows, "the people")
    return page


def ids(page: PeoplePage) -> list[int]:
    return [view.person.id for view in page.model.rows]


def cell(page: PeoplePage, person_id: int, column: int, role: int = Qt.ItemDataRole.DisplayRole):
    return page.model.index(page.model.place_of(person_id), column).data(role)


def _person_dialogs(window) -> list[PersonDialog]:
    return [each for each in window.findChildren(PersonDialog) if each.isVisible()]


async def editor(window, stage) -> PersonDialog:
    await stage.until(lambda: _person_dialogs(window), "the editor")
    return _person_dialogs(window)[0]


# -- the table ---------------------------------------------------------------------------------------------------------


async def test_everybody_stands_there_with_cause_next_change_and_reading(page, staff) -> None:
    assert ids(page) == [ADA, BRUNO, CARLA, DMITRI] and page.ui.matches.text() == "4 people"
    assert cell(page, ADA, CAUSE) == "“Budget” is in progress."
    assert cell(page, ADA, NEXT) == "11:42"
    assert cell(page, ADA, READ) == "3 min · in a batch · streaming"
    assert cell(page, CARLA, CAUSE) == "Left out: there is no address."
    assert cell(page, DMITRI, CAUSE) == "Left out: calendar integration is off."
    assert cell(page, DMITRI, FOLLOWED, Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked
    assert cell(page, DMITRI, FOLLOWED, Qt.ItemDataRole.AccessibleTextRole) == "Not tracked"


async def test_how_a_calendar_is_read_and_what_is_wrong_with_it(page, staff, stage) -> None:
    view = page.model.record(ADA)
    troubled = replace(view, how="batch", watch="push", trouble="The mailbox was not found.")
    staff.service.bus.publish(PresenceChanged(staff.head, (troubled,)))
    await stage.until(lambda: page.model.record(ADA).trouble, "the trouble")
    assert cell(page, ADA, READ) == "3 min · in a batch · push"
    assert cell(page, ADA, TROUBLE) == "The mailbox was not found."
    assert "The mailbox was not found." in cell(page, ADA, CAUSE, Qt.ItemDataRole.ToolTipRole)
    page.ui.whom.setCurrentIndex(page.ui.whom.findData(TROUBLED))
    assert ids(page) == [ADA]


@pytest.mark.parametrize(("kind", "left"), [(LEFT_ALONE, [CARLA, DMITRI]), (NO_VALUE, [CARLA, DMITRI])])
async def test_whom_to_show(page, kind, left) -> None:
    page.ui.whom.setCurrentIndex(page.ui.whom.findData(kind))
    assert ids(page) == left and page.ui.matches.text() == "2 of 4 people"


async def test_the_search_knows_accents_addresses_and_extensions(page) -> None:
    for text, found in (("alvarez", [ADA]), ("BRUNO@", [BRUNO]), ("4003", [CARLA]), ("nobody", [])):
        page.ui.filter.setText(text)
        assert ids(page) == found
    assert page.ui.nobody_found.isVisible() and not page.ui.people.isVisible()
    page.ui.show_everybody.click()
    assert len(ids(page)) == 4


async def test_a_click_on_a_heading_sorts_and_ties_stand_by_name(page) -> None:
    page.ui.people.sortByColumn(NAME, Qt.SortOrder.DescendingOrder)
    assert ids(page) == [DMITRI, CARLA, BRUNO, ADA]
    page.ui.people.sortByColumn(FOLLOWED, Qt.SortOrder.DescendingOrder)
    assert ids(page) == [DMITRI, ADA, BRUNO, CARLA]
    page.ui.people.sortByColumn(NEXT, Qt.SortOrder.AscendingOrder)
    assert ids(page)[:2] == [ADA, BRUNO]


async def test_progress_of_the_reading_is_told_and_can_be_ended(page, staff, stage) -> None:
    staff.service.bus.publish(ReadingProgress(staff.head, 2, 4))
    await stage.until(lambda: page.reading.words.text() == "Reading calendars: 2 of 4", "the progress")
    staff.service.bus.publish(ReadingProgress(staff.head, 1200, 2000, 40.2, 20.0))
    words = "Reading calendars: 1,200 of 2,000 · 40 a second · 20 s left"
    await stage.until(lambda: page.reading.words.text().replace("\u202f", ",") == words, "rate and time left")
    page.reading.cancel.click()
    await stage.until(lambda: staff.service.called("integrations.cancel_reading"), "the end")
    assert not page.reading.cancel.isEnabled()
    staff.service.bus.publish(ReadingProgress(staff.head, 4, 4))
    await stage.until(lambda: not page.reading.isVisible(), "no bar")
    assert page.reading.cancel.isEnabled() and page.ui.matches.text() == "4 people"


async def test_one_mailbox_is_not_worth_a_bar(page, staff, stage) -> None:
    staff.service.bus.publish(ReadingProgress(staff.head, 2, 4))
    await stage.until(page.reading.isVisible, "the bar")
    staff.service.bus.publish(ReadingProgress(staff.head, 0, 1))
    await stage.until(lambda: not page.reading.isVisible(), "no bar")


async def test_five_thousand_are_sorted_and_searched_between_two_pictures(page, staff, stage) -> None:
    people = [Person(0, f"Ada {n}" if n % 40 else f"Bo {n}", f"p{n}@example.com", str(n)) for n in range(4996)]
    staff.service.do(staff.service.concierge.commands.people.replace(staff.head, people, ()))
    await stage.until(lambda: len(page.model.records) == 5000, "5000 people")
    asked = 0
    count = page.model.data

    def counted(index, role=Qt.ItemDataRole.DisplayRole):
        nonlocal asked
        asked += 1
        return count(index, role)

    page.model.data = counted  # type: ignore[method-assign]  # only counts
    page.ui.people.sortByColumn(CAUSE, Qt.SortOrder.AscendingOrder)
    page.ui.filter.setText("ada")
    assert asked == 0


# -- many at once ------------------------------------------------------------------------------------------------------


async def test_many_are_left_alone_and_taken_back_again(page, staff, stage) -> None:
    page.choose([ADA, BRUNO, DMITRI])
    assert page.ui.chosen_words.text() == "3 people selected" and not page.ui.edit.isEnabled()
    page.ui.leave.click()
    await stage.until(page.undo.isVisible, "the offer to undo")
    assert staff.service.called("people.track") == [(staff.head, [ADA, BRUNO], False)]
    assert page.undo.words.text() == "People left alone now: 2."
    assert not page.model.record(ADA).person.calendar_integration
    page.undo.undo.click()
    await stage.until(lambda: page.model.record(ADA).person.calendar_integration, "as it was")
    assert staff.service.called("people.track")[1:] == [(staff.head, [ADA, BRUNO], True)]
    assert not page.model.record(DMITRI).person.calendar_integration and not page.undo.isVisible()


async def test_a_tick_in_the_table_is_of_all_chosen_ones(page, staff, stage) -> None:
    page.choose([CARLA, DMITRI])
    index = page.model.index(page.model.place_of(DMITRI), FOLLOWED)
    page.model.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    await stage.until(lambda: page.model.record(DMITRI).person.calendar_integration, "the tick")
    other = page.model.index(page.model.place_of(ADA), FOLLOWED)
    page.model.setData(other, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    await stage.until(lambda: not page.model.record(ADA).person.calendar_integration, "no tick")
    assert [call[1:] for call in staff.service.called("people.track")] == [([DMITRI], True), ([ADA], False)]


async def test_a_tick_is_not_lost_while_another_is_on_its_way(page, staff, stage) -> None:
    for person in (ADA, BRUNO):
        index = page.model.index(page.model.place_of(person), FOLLOWED)
        page.model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    await stage.until(
        lambda: not any(page.model.record(each).person.calendar_integration for each in (ADA, BRUNO)), "no ticks"
    )
    assert [call[1:] for call in staff.service.called("people.track")] == [([ADA], False), ([BRUNO], False)]


async def test_removing_asks_first(page, staff, stage, window) -> None:
    page.choose([ADA, BRUNO])
    page.ui.people.setFocus()
    QTest.keyClick(page.ui.people, Qt.Key.Key_Delete)
    assert (await stage.dialog(window)).windowTitle() == "Remove 2 people?"
    await stage.answer(window, "keep")
    assert not staff.service.called("people.remove")
    page.ui.remove.click()
    await stage.answer(window, "remove")
    await stage.until(lambda: ids(page) == [CARLA, DMITRI], "they are gone")


# -- files and the directory -------------------------------------------------------------------------------------------


async def test_everybody_is_exported_and_comes_back(page, stage, monkeypatch, tmp_path: Path, staff) -> None:
    path = tmp_path / "people.csv"

    async def chosen(*_: object) -> str:
        return str(path)

    monkeypatch.setattr("desktop_admin.gui.dialogs.people_file.choose_new_file", chosen)
    page.ui.export_people.click()
    await stage.until(lambda: path.exists() and path.stat().st_size, "the file")
    known = [view.person for view in staff.service.people(staff.head).values()]
    found = read_people(path.read_text(encoding="utf-8-sig"), known)
    assert set(found.people) == set(known) and found.problems == ()


async def test_a_file_adds_and_changes_people(page, stage, window, monkeypatch, tmp_path: Path, staff) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,address\nAda Byron,ada@example.com\nElif,elif@example.com\nFarid,\n", encoding="utf-8")

    async def chosen(*_: object) -> str:
        return str(path)

    monkeypatch.setattr("desktop_admin.gui.dialogs.people_file.choose_file", chosen)
    page.ui.import_people.click()
    await stage.answer(window, "import")
    await stage.until(lambda: len(ids(page)) == 6, "the people")
    assert cell(page, ADA, NAME) == "Ada Byron"


async def test_a_bad_file_changes_nobody_and_says_where(
    page, stage, window, monkeypatch, tmp_path: Path, staff
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,address\nAda,nonsense\n" + ",a@example.com\n" * 40, encoding="utf-8")

    async def chosen(*_: object) -> str:
        return str(path)

    monkeypatch.setattr("desktop_admin.gui.dialogs.people_file.choose_file", chosen)
    saved = tmp_path / "problems.txt"

    async def new_file(*_: object) -> str:
        return str(saved)

    monkeypatch.setattr("desktop_admin.gui.dialogs.bad_lines.choose_new_file", new_file)
    page.ui.import_people.click()
    await stage.until(lambda: window.findChildren(BadLines), "the bad lines")
    dialog = window.findChildren(BadLines)[0]
    lines = dialog.list.toPlainText().splitlines()
    assert lines[0].startswith("Line 2: “nonsense” is no email address.")
    assert lines[1:] == [f"Line {line}: The name is missing." for line in range(3, 43)]
    dialog.save.click()
    await stage.until(saved.exists, "the list")
    await stage.until(lambda: not window.findChildren(BadLines), "the dialog is closed")
    assert saved.read_text(encoding="utf-8-sig").splitlines() == lines
    assert not staff.service.called("people.replace")


async def test_an_extension_that_is_no_telephone_number_is_refused_at_its_field(page, stage, window) -> None:
    page.ui.add_person.click()
    await stage.until(lambda: window.findChildren(PersonDialog), "the dialog")
    dialog = window.findChildren(PersonDialog)[0]
    QTest.keyClicks(dialog.name, "Cy")
    QTest.keyClicks(dialog.extension, "cy@example.com")
    assert not dialog.save.isEnabled()
    assert "telephone number" in dialog.extension_problem.text()
    dialog.extension.clear()
    QTest.keyClicks(dialog.extension, "+49 (30) 12*3#")
    assert dialog.save.isEnabled()
    assert not dialog.extension_problem.text()
    dialog.reject()


async def test_people_are_taken_over_from_the_directory(page, stage, window, staff) -> None:
    names = ("Ada", "Bruno", "Carla", "Dmitri", "Elif", "Farid")
    rows = [(f"{name} Newcomer", f"{name.lower()}.newcomer@example.com") for name in names]
    staff.service.use_directory(staff.head, rows)
    page.ui.take_over.click()
    await stage.until(lambda: window.findChildren(TakeOverDialog), "the dialog")
    dialog = window.findChildren(TakeOverDialog)[0]
    assert not dialog.take.isEnabled()
    dialog.table.selectRow(3)
    dialog.filter.setText("ada")
    dialog.table.selectAll()
    assert dialog.take.text() == "Take over 1"
    dialog.take.click()
    await stage.until(lambda: len(ids(page)) == 5, "the newcomer")
    (_, saved, _) = staff.service.called("people.replace")[0]
    assert [person.name for person in saved] == ["Ada Newcomer"]


# -- the editor --------------------------------------------------------------------------------------------------------


async def test_the_editor_changes_what_is_set(page, stage, window, staff) -> None:
    page.choose([BRUNO])
    page.ui.edit.click()
    dialog = await editor(window, stage)
    child(dialog, QLineEdit, "extension").setText("777")
    child(dialog, QPushButton, "save_person").click()
    await stage.until(lambda: staff.service.called("people.save"), "the change")
    changed = Person(BRUNO, "Bruno Brandt", "bruno@example.com", "777")
    assert staff.service.called("people.save")[0][1] == changed
    await stage.until(lambda: staff.service.people(staff.head)["Bruno Brandt"].person == changed, "it is stored")


async def test_what_the_service_refuses_is_said_and_kept(page, stage, window, staff) -> None:
    page.choose([BRUNO])
    page.ui.edit.click()
    dialog = await editor(window, stage)
    child(dialog, QLineEdit, "address").setText("new@example.com")
    staff.service.do(staff.service.concierge.commands.people.save(staff.head, Person(0, "Newcomer", "new@example.com")))
    dialog.save.click()
    await stage.until(lambda: any("Newcomer" in each.problem.text() for each in _person_dialogs(window)), "the words")
    again = _person_dialogs(window)[0]
    assert again.address.text() == "new@example.com"
    again.reject()


async def test_an_address_of_somebody_else_is_refused_as_it_is_typed(page, stage, window) -> None:
    page.ui.add_person.click()
    dialog = await editor(window, stage)
    assert dialog.findChild(QTabWidget, "tabs") is None
    dialog.name.setText("Double")
    dialog.address.setText("ADA@example.com")
    assert "Ada Álvarez has this address already" in dialog.problem.text() and not dialog.save.isEnabled()
    dialog.reject()


async def test_the_advanced_tab_tells_all_that_is_known(page, stage, window, staff) -> None:
    service = staff.service
    for presence in ("Lunch", None, "Lunch"):
        service.do(service.concierge.commands.people.set_override(staff.head, ADA, presence))
        service.do(service.concierge.commands.people.history(staff.head, ADA))
    page.choose([ADA])
    page.ui.edit.click()
    dialog = await editor(window, stage)
    advanced = page.editing._advanced
    dialog.findChild(QTabWidget, "tabs").setCurrentIndex(1)
    await stage.until(lambda: "Private appointment" in advanced.coming.text(), "what comes")
    await stage.until(lambda: "Lunch, since" in advanced.present.text(), "her own choice")
    assert "Surgery" not in advanced.coming.text() and "3 min ago" in advanced.reading.text()
    service.do(service.concierge.commands.people.set_override(staff.head, ADA, None))
    await stage.until(lambda: "“Budget” is in progress." in advanced.present.text(), "the calendar again")
    await stage.until(lambda: len(advanced.changes.rows) >= 3, "the history")
    assert "“Budget” is in progress." in [row.text for row in advanced.changes.rows]
    assert advanced.history.model().rowCount() == len(advanced.changes.rows) >= 3
    service.mail(staff.head).calendars.clear()
    service.refresh(staff.head)
    await stage.until(lambda: "No appointment affects presence right now." in advanced.present.text(), "the news")
    dialog.reject()


async def test_replies_that_only_wait_show_their_greeting_and_time(page, stage, window) -> None:
    page.choose([BRUNO])
    page.ui.edit.click()
    dialog = await editor(window, stage)
    advanced = page.editing._advanced
    dialog.findChild(QTabWidget, "tabs").setCurrentIndex(1)
    await stage.until(lambda: "Gone fishing." in advanced.replies.text(), "the greeting")
    assert "planned from" in advanced.replies.text()
    dialog.reject()
