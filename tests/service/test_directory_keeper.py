"""The directory's cache: refreshed, never emptied by an outage, and asked for senders."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.directory import next_refresh
from desktop_admin.domain.people import Person
from desktop_admin.errors import ConciergeError
from desktop_admin.exchange import ExchangePushDecoder
from desktop_admin.service.concierge import Concierge
from desktop_admin.service.directory import DIRECTORY_ALARM
from desktop_admin.service.tasks import Tasks
from desktop_admin.settings import SettingsRefused
from desktop_admin.storage import Database
from desktop_admin.vault import MemoryVault
from tests.helpers.clock import ManualClock
from tests.helpers.fake_mail import FakeMail

PEOPLE = """name;address;other_addresses;extension;room
Anna Berg;anna.berg@example.com;anna@example.com;+49 30 1001;71001
Ben Moritz;ben@example.com;;1002;
Nobody;no address;;;
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "people.csv"
    made.write_text(PEOPLE, encoding="utf-8")
    return made


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def concierge(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Concierge]:
    made = Concierge(
        Database(tmp_path / "concierge.sqlite3"), MemoryVault(), lambda *_: FakeMail(), ExchangePushDecoder(), clock
    )
    await made.open()
    await made.commands.integrations.add({"name": "Head office"})
    yield made
    await made.stop()


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def take_away(file: Path) -> None:
    file.unlink()


def only(concierge: Concierge) -> str:
    (found,) = concierge.context.supervisors
    return found


async def choose(concierge: Concierge, file: Path, **more: Any) -> str:
    found = only(concierge)
    await concierge.commands.directory.save(found, {"source": "csv", "csv_file": str(file), **more})
    return found


async def knows(concierge: Concierge, *addresses: str) -> bool | None:
    async with concierge.context.around.database.begin() as work:
        found = await work.directory.entries_of(only(concierge), addresses)
    return None if found is None else bool(found)


async def rooms(concierge: Concierge) -> list[str]:
    async with concierge.context.around.database.begin() as work:
        return [alias for room in await work.rooms.list(only(concierge), RoomKind.ENTERPRISE) for alias in room.aliases]


async def test_people_rooms_and_bad_lines_of_a_file(concierge: Concierge, file: Path) -> None:
    found = await choose(concierge, file)
    state = (await concierge.commands.directory.refresh(found)).state
    assert (state.people, state.rooms, state.trouble) == (2, 1, "")
    assert [str(problem) for problem in state.problems] == ["Line 4: “no address” is no email address."]
    assert await rooms(concierge) == ["71001@meet.example.com"]


async def test_a_sender_is_known_by_any_address_in_any_case(concierge: Concierge, file: Path) -> None:
    assert await knows(concierge, "anna@example.com") is None
    await concierge.commands.directory.refresh(await choose(concierge, file))
    assert await knows(concierge, "ANNA@Example.com") is True
    assert await knows(concierge, "stranger@example.com", "ben@example.com") is True
    assert await knows(concierge, "stranger@example.com") is False


async def test_an_outage_keeps_what_was_read_and_raises_an_alarm_until_it_is_over(
    concierge: Concierge, file: Path
) -> None:
    found = await choose(concierge, file)
    await concierge.commands.directory.refresh(found)
    take_away(file)
    view = await concierge.commands.directory.refresh(found)
    assert view.state.people == 2
    assert "cannot be read" in view.state.trouble
    assert await knows(concierge, "anna@example.com") is True
    (alarm,) = concierge.context.supervisor(found).alarms.standing
    assert alarm.key == DIRECTORY_ALARM
    assert "What was read before is kept: 2 people." in alarm.text
    write(file, PEOPLE)
    assert (await concierge.commands.directory.refresh(found)).state.trouble == ""
    assert concierge.context.supervisor(found).alarms.standing == ()


async def test_an_empty_answer_never_empties_it(concierge: Concierge, file: Path) -> None:
    found = await choose(concierge, file)
    await concierge.commands.directory.refresh(found)
    write(file, "name,address\n")
    view = await concierge.commands.directory.refresh(found)
    assert "no people at all" in view.state.trouble
    assert await knows(concierge, "anna@example.com") is True
    assert await rooms(concierge) == ["71001@meet.example.com"]


async def test_whoever_left_is_no_longer_known_and_nothing_old_is_left_behind(concierge: Concierge, file: Path) -> None:
    found = await choose(concierge, file)
    await concierge.commands.directory.refresh(found)
    write(file, "name,address\nBen,ben@example.com\n")
    await concierge.commands.directory.refresh(found)
    assert await knows(concierge, "anna@example.com") is False
    assert await rooms(concierge) == []
    async with concierge.context.around.database.begin() as work:
        counted = (await work._connection.exec_driver_sql("SELECT count(*) FROM directory_entries")).scalar_one()
    assert counted == 1


async def test_what_was_read_is_there_after_a_restart(concierge: Concierge, file: Path) -> None:
    found = await choose(concierge, file)
    await concierge.commands.directory.refresh(found)
    keeper = concierge.context.supervisor(found).directory
    settings = concierge.context.supervisor(found).settings
    await keeper.load(settings.directory, "meet.example.com", True)
    assert keeper.view.state.people == 2
    assert keeper.view.state.problem_count == 1
    assert keeper.view.next_refresh == keeper.view.state.refreshed + timedelta(days=1)  # type: ignore[operator]  # read


async def test_without_a_directory_nothing_of_it_is_left(concierge: Concierge, file: Path) -> None:
    found = await choose(concierge, file)
    await concierge.commands.directory.refresh(found)
    await concierge.commands.directory.save(found, {"source": "none"})
    assert await knows(concierge, "anna@example.com") is None
    assert await rooms(concierge) == []


async def test_who_can_be_taken_over(concierge: Concierge, file: Path) -> None:
    found = await choose(concierge, file)
    await concierge.commands.directory.refresh(found)
    await concierge.commands.people.save(found, Person(0, "Anna", "anna@example.com"))
    assert [each.name for each in await concierge.commands.people.newcomers(found)] == ["Ben Moritz"]
    assert [each.name for each in await concierge.commands.people.newcomers(found, "moritz ben")] == ["Ben Moritz"]
    anna = await concierge.commands.directory.find(found, "anna.berg@EXAMPLE.com")
    assert anna is not None
    assert (anna.extension, anna.others) == ("+49 30 1001", ("anna@example.com",))


async def test_a_sample_stores_nothing(concierge: Concierge, file: Path) -> None:
    found = only(concierge)
    sample = await concierge.commands.directory.sample(found, {"source": "csv", "csv_file": str(file)})
    assert [entry.name for entry in sample.found.entries] == ["Anna Berg", "Anna Berg", "Ben Moritz"]
    assert len(sample.found.problems) == 1
    assert await knows(concierge, "anna@example.com") is None
    with pytest.raises(ConciergeError, match="cannot be read"):
        await concierge.commands.directory.sample(found, {"source": "csv", "csv_file": str(file) + "x"})


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"source": "ldap"}, "directory.server"),
        ({"source": "ldap", "server": "ldap://dc1"}, "directory.server"),
        ({"source": "ldap", "server": "dc1.example.com", "base_dn": "example.com"}, "directory.base_dn"),
        ({"source": "ldap", "server": "dc1.example.com", "base_dn": "DC=a", "filter": "mail=*"}, "directory.filter"),
        ({"source": "ldap", "server": "dc1", "base_dn": "DC=a", "security": "plain"}, "directory.allow_plain"),
        ({"source": "csv"}, "directory.csv_file"),
        ({"room_attribute": "ip phone"}, "directory.room_attribute"),
    ],
)
async def test_settings_that_cannot_be_are_refused(concierge: Concierge, values: dict[str, Any], path: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        await concierge.commands.directory.save(only(concierge), values, "secret")
    assert path in [problem.path for problem in refused.value.problems]


async def test_it_is_read_on_its_schedule_and_again_soon_after_a_failure(
    concierge: Concierge, clock: ManualClock, file: Path
) -> None:
    keeper = concierge.context.supervisor(await choose(concierge, file, refresh_minutes=60)).directory
    await keeper.configure(keeper._settings, "meet.example.com", True)
    tasks = Tasks("test")
    tasks.start("directory", keeper.run())

    async def until(condition: Callable[[], object]) -> None:
        deadline = asyncio.get_running_loop().time() + 20
        while not condition():
            assert asyncio.get_running_loop().time() < deadline, keeper.view
            await asyncio.sleep(0.005)

    await until(lambda: keeper.view.state.people == 2)
    first = keeper.view.state.refreshed
    take_away(file)
    await clock.advance(3600)
    await until(lambda: keeper.view.state.trouble)
    assert keeper.view.state.refreshed == first
    assert keeper.view.next_refresh == clock.now() + timedelta(minutes=1)
    write(file, PEOPLE)
    # Whatever waits for the next moment has to be waiting before time goes on.
    await until(lambda: keeper.view.reading is None)
    while keeper.view.state.trouble:
        await clock.advance(60)
        await asyncio.sleep(0.005)
    assert first is not None and keeper.view.state.refreshed is not None and keeper.view.state.refreshed > first
    await tasks.stop(5)


def test_when_it_is_read_again() -> None:
    now = ManualClock().now()
    day = timedelta(days=1)
    assert next_refresh(None, day, None, 0, now, refused=False) == now
    assert next_refresh(now, day, None, 0, now, refused=False) == now + day
    assert next_refresh(now, day, now, 1, now, refused=False) == now + timedelta(minutes=1)
    assert next_refresh(now, day, now, 4, now, refused=False) == now + timedelta(minutes=8)
    assert next_refresh(now, day, now, 40, now, refused=False) == now + timedelta(hours=1)
    assert next_refresh(now, day, now, 1, now, refused=True) == now + timedelta(minutes=15)


async def test_an_address_that_two_people_hold_is_named(concierge: Concierge, file: Path) -> None:
    write(
        file,
        """name;address;other_addresses
Anna Berg;anna@example.com;sales@example.com
Ben Moritz;ben@example.com;SALES@example.com
Anna Copy;Anna@example.com;
""",
    )
    state = (await concierge.commands.directory.refresh(await choose(concierge, file))).state
    assert [problem.text for problem in state.problems if "belongs" in problem.text] == [
        "sales@example.com belongs to both Anna Berg and Ben Moritz; Anna Berg keeps it.",
    ] + [problem.text for problem in state.problems if problem.text.startswith("anna@")]
    found = await concierge.commands.directory.find(only(concierge), "sales@example.com")
    assert found is not None and found.name == "Anna Berg"
