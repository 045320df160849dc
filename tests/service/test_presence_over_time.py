"""Strips, reasons and history as front ends ask for them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_admin.domain.appointment import Appointment, OutOfOffice
from desktop_admin.domain.directory import DirectoryEntry, DirectoryState, EntryKind
from desktop_admin.domain.people import Person
from desktop_admin.domain.presence import CauseKind
from desktop_admin.errors import ConciergeError
from desktop_admin.exchange import ExchangePushDecoder
from desktop_admin.service.concierge import Concierge
from desktop_admin.settings import SettingsRefused
from desktop_admin.storage import Database
from desktop_admin.storage.records import StoredReading
from desktop_admin.vault import MemoryVault
from tests.helpers.clock import START, ManualClock
from tests.helpers.fake_mail import FakeMail

HOUR = timedelta(hours=1)
MIDNIGHT = START - 8 * HOUR
MEETINGS = (
    Appointment("one", START - HOUR, START + HOUR, "Budget"),
    Appointment("two", START - HOUR / 2, START + HOUR / 2, is_private=True),
)


@pytest.fixture
async def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def concierge(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Concierge]:
    made = Concierge(
        Database(tmp_path / "c.sqlite3"), MemoryVault(), lambda *_: FakeMail(), ExchangePushDecoder(), clock
    )
    await made.open()
    yield made
    await made.stop()


async def company(concierge: Concierge) -> tuple[str, int, int]:
    """Ada with two meetings around eight, and Bo without an address."""
    made = (await concierge.commands.integrations.add({"name": "Head office"})).id
    async with concierge.context.around.database.begin() as work:
        ada = await work.people.save(made, Person(0, "Ada", "ada@example.com"))
        bo = await work.people.save(made, Person(0, "Bo"))
        week = MIDNIGHT + 8 * 24 * HOUR
        await work.facts.save_readings([StoredReading(ada.id, MEETINGS, OutOfOffice(), MIDNIGHT, week, START)])
    await concierge.context.supervisor(made).people_changed()
    return made, ada.id, bo.id


async def test_strips_cover_what_was_asked_and_pass_over_who_is_gone(concierge: Concierge) -> None:
    made, ada, bo = await company(concierge)
    first, second = await concierge.commands.people.strips(made, [ada, 99, bo], MIDNIGHT, MIDNIGHT + 24 * HOUR)
    assert (first.person_id, second.person_id, second.segments) == (ada, bo, ())
    assert [each.presence for each in first.segments] == ["Available", "Meeting", "Available"]
    assert (first.segments[0].start, first.segments[-1].end) == (MIDNIGHT, MIDNIGHT + 24 * HOUR)


async def test_a_reason_names_winner_and_loser_and_no_private_subject(concierge: Concierge) -> None:
    made, ada, bo = await company(concierge)
    verdict = await concierge.commands.people.explain(made, ada, START)
    won = {each.appointment.item_id: each.won for each in verdict.considered if each.running}
    assert (verdict.presence, won) == ("Meeting", {"one": True, "two": False})
    earlier = await concierge.commands.people.explain(made, ada, START - 2 * HOUR)
    assert earlier.cause.kind is CauseKind.DEFAULT
    with pytest.raises(ConciergeError, match="Nothing is known"):
        await concierge.commands.people.explain(made, bo, START)
    with pytest.raises(ConciergeError, match="no longer"):
        await concierge.commands.people.explain(made, 99, START)


async def test_the_history_tells_every_change_with_its_cause(concierge: Concierge, clock: ManualClock) -> None:
    made, ada, _ = await company(concierge)
    concierge.start()
    await clock.advance(60)
    await concierge.commands.people.set_override(made, ada, "Lunch")
    await clock.advance(60)
    await concierge.commands.people.set_override(made, ada, None)
    await clock.advance(3600)
    told = [(each.presence, each.cause) for each in reversed(await concierge.commands.people.history(made, ada))]
    assert told == [
        ("Meeting", CauseKind.MEETING),
        ("Lunch", CauseKind.OVERRIDE),
        ("Meeting", CauseKind.MEETING),
        ("Available", CauseKind.DEFAULT),
    ]
    assert (await concierge.commands.people.history(made, ada, limit=1))[0].at - START < timedelta(hours=1, seconds=1)
    with pytest.raises(ConciergeError, match="no longer"):
        await concierge.commands.people.history(made, 99)


async def test_calendars_of_many_are_followed_or_left_alone_at_once(concierge: Concierge) -> None:
    made, ada, bo = await company(concierge)
    other = (await concierge.commands.integrations.add({"name": "Branch"})).id
    stranger = await concierge.commands.people.save(other, Person(0, "Cy", "cy@example.com"))
    await concierge.commands.people.track(made, [ada, bo, stranger.id, 99], False)
    assert [view.person.calendar_integration for view in await concierge.commands.people.list(made)] == [False, False]
    assert [view.person.calendar_integration for view in await concierge.commands.people.list(other)] == [True]
    assert (await concierge.commands.people.list(made))[0].verdict is None
    await concierge.commands.people.track(made, [ada], True)
    view = (await concierge.commands.people.list(made))[0]
    assert view.verdict is not None and view.verdict.presence == "Meeting"


async def test_many_people_are_refused_as_a_whole(concierge: Concierge) -> None:
    made, _, _ = await company(concierge)
    with pytest.raises(SettingsRefused):
        await concierge.commands.people.replace(
            made, [Person(0, "Di", "di@example.com"), Person(0, "Ed", "nonsense")], ()
        )
    with pytest.raises(SettingsRefused) as refused:
        await concierge.commands.people.save(made, Person(0, "Flo", "flo@example.com", "flo@example.com"))
    assert [each.path for each in refused.value.problems] == ["extension"]
    assert len(await concierge.commands.people.list(made)) == 2


async def test_newcomers_are_those_of_the_directory_who_are_not_here(concierge: Concierge) -> None:
    made, _, _ = await company(concierge)
    entries = [
        DirectoryEntry("1", EntryKind.PERSON, "Ada", "first@example.com", ("ADA@example.com",)),
        DirectoryEntry("2", EntryKind.PERSON, "Zoe", "zoe@example.com", extension="7"),
        DirectoryEntry("3", EntryKind.ROOM, "Room 4", "room4@example.com", number="4"),
    ]
    async with concierge.context.around.database.begin() as work:
        generation = await work.directory.begin(made)
        await work.directory.add(made, generation, entries)
        await work.directory.take(made, generation, DirectoryState(START, 2, 1))
    assert await concierge.commands.people.newcomers(made) == (Person(0, "Zoe", "zoe@example.com", "7"),)
    assert await concierge.commands.people.newcomers(made, "nobody") == ()
