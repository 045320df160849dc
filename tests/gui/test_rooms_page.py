"""The Rooms page: what may be set of which room, what ends with an alias, and how far the numbers reach."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QSpinBox, QToolButton

from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.ledger import AliasState
from desktop_admin.errors import ConciergeError
from desktop_admin.service.events import RoomsChanged
from tests.gui.conftest import child
from tests.helpers.sample_company import Company

CALENDARED, ENTERPRISE, CUSTOM, LEDGER = range(4)


@pytest.fixture
async def page(stage, real_window):
    real_window.show_page("rooms")
    await stage.until(lambda: real_window.page.model.rowCount() > 0, "rooms")
    return real_window.page


async def _open(stage, page, tab):
    page.kinds.setCurrentIndex(tab)
    model = page.ledger.model if tab == LEDGER else page.model
    await stage.until(model.rowCount, "rows")


def _words(dialog):
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def _stored(company: Company, name: str, kind: RoomKind = RoomKind.CUSTOM):
    """As the service has it; None where it is gone."""
    found = company.service.do(company.service.concierge.commands.rooms.of_kind(company.head, kind)).rooms
    return next((room for room in found if room.name == name), None)


def _names(page):
    return [room.name for room in page.model.rows]


def _field(page, key, kind=QLineEdit):
    return child(page.editor, kind, f"room_{key}")


def _shown(page):
    keys = ("name", "aliases", "description", "theme", "join_before", "join_after", "passcode", "chair_passcode")
    return {key for key in keys if page.editor._fields[key].home.isVisible()}


async def test_each_kind_has_its_rooms_and_its_fields(stage, page):
    assert _shown(page) == {"theme", "join_before", "join_after"}
    assert "invitation sets" in page.editor.who_sets.text()
    assert page.chosen.aliases[0] in page.editor.alias.text()
    await _open(stage, page, ENTERPRISE)
    assert _shown(page) == {"theme", "passcode", "chair_passcode"}
    assert page.editor.remove.isHidden()
    await _open(stage, page, CUSTOM)
    assert _names(page) == ["Board room", "Reception", "Support hotline"]
    assert _shown(page) == {"name", "aliases", "description", "theme", "passcode", "chair_passcode"}
    assert page.ui.add_room.isVisible()


async def test_a_search_asks_the_service_and_says_when_nothing_matches(stage, page):
    await _open(stage, page, CUSTOM)
    page.ui.filter.setText("7100")
    await stage.until(lambda: _names(page) == ["Support hotline"], "the hotline")
    page.ui.filter.setText("nobody")
    await stage.until(page.ui.nothing_found.isVisible, "the words")
    assert not page.ui.empty.isVisible()
    page.ui.filter.clear()
    await stage.until(lambda: len(_names(page)) == 3, "all of them")


async def test_changes_wait_for_save_and_go_with_discard(stage, page, company):
    await _open(stage, page, CUSTOM)
    _field(page, "theme").setText("dark")
    assert page.has_changes()
    assert page.model.index(0, 0).data() == "Board room •"
    page.ui.rooms.selectRow(1)
    assert _field(page, "theme").text() == ""
    page.ui.rooms.selectRow(0)
    assert _field(page, "theme").text() == "dark"
    page.discard()
    assert not page.has_changes()
    assert _field(page, "theme").text() == ""
    _field(page, "theme").setText("dark")
    await page.save_now()
    assert _stored(company, "Board room").theme == "dark"
    assert [call[2] for call in company.service.called("rooms.save")] == [{"theme": "dark"}]
    assert not page.has_changes()
    assert page.model.index(0, 0).data() == "Board room"


async def test_a_stored_passcode_is_never_shown_and_can_be_replaced_or_removed(stage, page, company):
    await _open(stage, page, CUSTOM)
    passcode, clear = _field(page, "passcode"), child(page.editor, QToolButton, "clear_passcode")
    assert passcode.text() == ""
    assert passcode.placeholderText().startswith("Stored")
    assert passcode.echoMode() is QLineEdit.EchoMode.Password
    assert child(page.editor, QToolButton, "clear_chair_passcode").isHidden()
    clear.click()
    assert page.has_changes()
    assert passcode.placeholderText() == "Will be removed"
    passcode.setText("4711")
    await page.save_now()
    assert company.service.called("rooms.save")[-1][2] == {"passcode": "4711"}
    assert _stored(company, "Board room").has_passcode
    clear.click()
    await page.save_now()
    assert not _stored(company, "Board room").has_passcode
    assert passcode.placeholderText() == "None"


@pytest.mark.parametrize(
    ("key", "kind", "typed", "words"),
    [
        ("name", QLineEdit, "", "needed"),
        ("aliases", QPlainTextEdit, "two words", "no alias"),
        ("passcode", QLineEdit, "12", "4 to 16 digits"),
        ("chair_passcode", QLineEdit, "abcd", "digits"),
    ],
)
async def test_what_is_wrong_is_said_beneath_its_field_at_once(stage, page, key, kind, typed, words):
    await _open(stage, page, CUSTOM)
    field = _field(page, key, kind)
    field.setPlainText(typed) if kind is QPlainTextEdit else field.setText(typed)
    assert words in page.editor._fields[key].note.text()
    assert not page.may_save()
    page.discard()
    assert words not in page.editor._fields[key].note.text()


async def test_a_room_is_added_and_a_refusal_stands_beside_its_field(stage, page, company):
    await _open(stage, page, CUSTOM)
    page.ui.add_room.click()
    assert page.model.index(0, 0).data() == "New room •"
    _field(page, "name").setText("Lounge")
    _field(page, "aliases", QPlainTextEdit).setPlainText("7001\n")
    await page.save_now()
    assert "belongs to the custom room" in page.editor._fields["aliases"].note.text()
    assert page.has_changes()
    assert not page.may_save()
    _field(page, "aliases", QPlainTextEdit).setPlainText("7002")
    await page.save_now()
    assert _stored(company, "Lounge").aliases == ("7002",)
    assert page.chosen.name == "Lounge"
    assert not page.has_changes()


async def test_a_new_room_that_is_not_wanted_after_all(stage, page):
    await _open(stage, page, CUSTOM)
    page.ui.add_room.click()
    page.editor.remove.click()
    assert not page.has_changes()
    assert "" not in [room.id for room in page.model.rows]


async def test_a_refused_draft_of_another_kind_is_shown(stage, page, company):
    await _open(stage, page, CUSTOM)
    page.ui.add_room.click()
    await _open(stage, page, ENTERPRISE)
    await page.save_now()
    assert page.kind is RoomKind.CUSTOM
    assert "needed" in page.editor._fields["name"].note.text()


async def test_removing_names_what_goes_and_can_be_undone(stage, real_window, page, company):
    await _open(stage, page, CUSTOM)
    page.editor.remove.click()
    dialog = await stage.dialog(real_window)
    assert "board@meet.example.com, 7001" in _words(dialog)
    await stage.answer(real_window, "keep")
    assert _stored(company, "Board room")
    page.editor.remove.click()
    await stage.answer(real_window, "remove")
    await stage.until(lambda: _names(page) == ["Reception", "Support hotline"], "it is gone")
    page.undo.undo.click()
    await stage.until(lambda: "Board room" in _names(page), "it is back")
    assert _stored(company, "Board room").aliases == ("board@meet.example.com", "7001")


async def test_a_join_window_of_a_calendared_room(stage, page, company):
    name = page.chosen.name
    _field(page, "join_before", QSpinBox).setValue(5)
    await page.save_now()
    assert company.service.called("rooms.save")[-1][2] == {"join_before": 5}
    assert _stored(company, name, RoomKind.CALENDARED).join_before == 5


async def test_deleting_a_calendared_rooms_alias_says_that_its_conference_ends(stage, real_window, page, company):
    room = page.chosen
    page.editor.remove.click()
    dialog = await stage.dialog(real_window)
    assert f"The conference “{room.name}” ends" in _words(dialog)
    await stage.answer(real_window, "delete")
    await stage.until(lambda: room.id not in [each.id for each in page.model.rows], "it is gone")
    page.undo.undo.click()
    service = company.service
    alias = room.aliases[0]

    def state():
        return service.do(service.concierge.commands.aliases.find(company.head, alias)).state

    await stage.until(lambda: state() is not AliasState.DELETED, "it is restored")


async def test_the_ledger_filters_and_tells_what_became_of_an_alias(stage, real_window, page, company):
    await _open(stage, page, LEDGER)
    ledger, service = page.ledger, company.service
    entry = service.do(service.concierge.commands.aliases.list(company.head, AliasState.ISSUED)).entries[0]
    service.do(service.concierge.commands.aliases.delete(company.head, entry.issued.alias_id))
    await stage.until(ledger.ui.numbers.isVisible, "the forecast")
    assert ledger.ui.forecast_sentence.text() == "Plenty of numbers left"
    assert "of 1,000,000 numbers" in ledger.ui.forecast_words.text()
    ledger.ui.state.setCurrentIndex(ledger.ui.state.findData(AliasState.DELETED.value))
    await stage.until(lambda: {row.state for row in ledger.model.rows} == {AliasState.DELETED}, "only deleted ones")
    child(ledger, QPushButton, "restore_alias").click()
    await stage.until(lambda: service.called("aliases.restore") == [(company.head, entry.issued.alias_id)], "restoring")
    ledger.ui.filter.setText("no such alias")
    await stage.until(ledger.ui.nothing_found.isVisible, "the words")
    ledger.ui.filter.clear()
    ledger.ui.state.setCurrentIndex(0)
    await stage.until(lambda: len(ledger.model.rows) == 6, "all of them")
    child(ledger, QPushButton, "delete_alias").click()
    await stage.answer(real_window, "delete")
    await stage.until(lambda: service.called("aliases.delete"), "the deletion")


async def test_scarce_numbers_are_told_with_what_would_help(stage, page, company):
    """More than a tenth of all numbers of five digits were given out some time ago."""
    service = company.service
    service.do(service.concierge.commands.integrations.save(company.head, {"scheduling": {"alias_suffix_length": 5}}))

    async def give_out():
        names = [f"70{number:05}" for number in range(10_100)]
        async with service.concierge.context.around.database.begin() as work:
            for begin in range(0, len(names), 300):
                some = tuple(names[begin : begin + 300])
                await work.holding.hold(company.head, RoomKind.CUSTOM, f"room {begin}", some)

    service.do(give_out())
    await _open(stage, page, LEDGER)
    await stage.until(page.ledger.ui.numbers.isVisible, "the forecast")
    assert page.ledger.ui.forecast_sentence.text() == "The numbers get scarce: use 6 digits"
    assert "More than one draw in ten collides" in page.ledger.ui.forecast_words.text()


async def test_what_others_change_is_shown(stage, page, company):
    await _open(stage, page, CUSTOM)
    service = company.service
    service.do(service.concierge.commands.rooms.remove_many(company.head, [_stored(company, "Board room").id]))
    await stage.until(lambda: "Board room" not in _names(page), "it is gone")
    service.bus.publish(RoomsChanged(company.branch))
    assert len(_names(page)) == 2


async def test_a_room_that_is_gone_leaves_no_draft_behind(stage, page, company):
    await _open(stage, page, CUSTOM)
    _field(page, "theme").setText("dark")
    service = company.service
    service.do(service.concierge.commands.rooms.remove_many(company.head, [page.chosen.id]))
    with pytest.raises(ConciergeError):
        await page.save_now()
    assert not page.has_changes()


async def test_an_integration_without_rooms_says_how_to_start(stage, real_window, page, company):
    page.set_integration(company.branch)
    await stage.until(page.ui.empty.isVisible, "the empty page")
    assert "No invitation" in page.ui.empty_heading.text()
    page.kinds.setCurrentIndex(CUSTOM)
    await stage.until(page.ui.empty.isVisible, "the empty page")
    page.ui.first_room.click()
    assert page.has_changes()
    page.discard()
    page.kinds.setCurrentIndex(LEDGER)
    await stage.until(page.ledger.ui.empty.isVisible, "the empty ledger")


async def test_the_tools_take_one_line_and_the_table_the_rest(stage, page):
    for tab in (CALENDARED, CUSTOM, LEDGER):
        await _open(stage, page, tab)
        ui = page.ledger.ui if tab == LEDGER else page.ui
        await stage.until(ui.parts.isVisible, "the table")
        await stage.until(lambda ui=ui: ui.tools.height() <= 2 * ui.tools.sizeHint().height(), "one line")
        assert ui.parts.height() > ui.tools.height() * 4
