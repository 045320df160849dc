"""The table of commands: who may be asked, how arguments are bound and refused, what answers look like."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pytest

from desktop_admin.domain.people import Person
from desktop_admin.errors import ConciergeError, UsageFault
from desktop_admin.exchange import ExchangePushDecoder
from desktop_admin.paths import control_file
from desktop_admin.service.concierge import Concierge
from desktop_admin.service.context import ServiceContext
from desktop_admin.service.control import PEOPLE, CommandTable, IntegrationId, PersonId, Row, command, dumped
from desktop_admin.service.people_commands import PeopleCommands
from desktop_admin.storage import Database
from desktop_admin.vault import MemoryVault
from desktop_admin.web.control import ControlServer
from desktop_admin.web.control_client import ControlClient
from tests.helpers.clock import ManualClock
from tests.helpers.fake_mail import FakeMail

WHEN = datetime(2026, 11, 19, 10, 42, 17, tzinfo=UTC)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Painted:
    colour: Colour
    at: datetime


class WithOneMore(PeopleCommands):
    """A group with commands that this test adds: this class is the only place that knows of them."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self.done: list[tuple[Any, ...]] = []

    @command()
    async def paint(self, integration_id: IntegrationId, person_id: PersonId, colour: Colour) -> Painted:
        self.done.append((integration_id, person_id, colour))
        return Painted(colour, WHEN)

    @command(len)
    async def gather(
        self, integration_id: IntegrationId, ids: Annotated[Sequence[int], PEOPLE], row: Row = 1
    ) -> list[int]:
        self.done.append((integration_id, ids, row))
        return list(ids)

    @command()
    async def take(self, names: list[str], count: int = 1, loud: bool = False) -> None:
        self.done.append((names, count, loud))

    @command()
    async def break_down(self) -> None:
        raise KeyError("a secret of ours")

    async def not_for_everybody(self) -> str:
        return "a secret of ours"


@dataclass
class House:
    concierge: Concierge
    more: WithOneMore
    table: CommandTable
    id: str


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    concierge = Concierge(
        Database(tmp_path / "concierge.sqlite3"),
        MemoryVault(),
        lambda _endpoint, _credentials: FakeMail(),
        ExchangePushDecoder(),
        ManualClock(WHEN),
    )
    await concierge.open()
    view = await concierge.commands.integrations.add({"name": "Head office"})
    named = (("Ada", "ada@example.com"), ("Bo", "bo@example.com"), ("Bo", "bo2@example.com"))
    await concierge.commands.people.replace(view.id, [Person(0, name, address) for name, address in named], ())
    more = WithOneMore(concierge.context)
    yield House(
        concierge, more, CommandTable(concierge.context, replace(concierge.commands, people=more).groups), view.id
    )
    await concierge.stop()


async def test_a_command_that_is_added_in_one_place_is_asked_over_http(house: House, tmp_path: Path) -> None:
    server = ControlServer(house.table, control_file(tmp_path))
    await server.start()
    try:
        client = await asyncio.to_thread(ControlClient.find, tmp_path)
        assert client is not None
        answer = await asyncio.to_thread(
            client.ask, "people.paint", integration="head OFFICE", person="ada", colour="red"
        )
        assert answer == {"colour": "red", "at": "2026-11-19T10:42:17+00:00"}
        with pytest.raises(ConciergeError, match="colour: Input should be 'red'"):
            await asyncio.to_thread(client.ask, "people.paint", person="ada", colour="blue")
        with pytest.raises(ConciergeError, match=r"knows no “people\.not_for_everybody”"):
            await asyncio.to_thread(client.ask, "people.not_for_everybody")
        with pytest.raises(ConciergeError, match=r"failed at this \(KeyError\)") as broken:
            await asyncio.to_thread(client.ask, "people.break_down")
        assert "secret" not in str(broken.value)
    finally:
        await server.stop()
    ((integration_id, person_id, colour),) = house.more.done
    assert (integration_id, colour) == (house.id, Colour.RED)
    assert person_id == (await house.more.list(integration_id))[0].person.id


NEVER = (
    *("", " ", ".", "people", "people.", ".list", "people.list ", "People.List", "people.list\n", "people..list"),
    *("people.list.__call__", "people.list.__func__", "people.__class__", "people.__dict__", "people.__init__"),
    *("people.context", "people.context.around.vault", "context.supervisors", "commands.people.list", "../ping"),
    *("concierge.stop", "integrations.context", "integrations.save_quietly", "integrations._store", "program.list"),
)


async def test_only_what_is_decorated_can_be_asked(house: House) -> None:
    undecorated = {name for name in dir(house.more) if not hasattr(getattr(WithOneMore, name, None), "__answer__")}
    assert {"not_for_everybody", "context", "done", "__init__", "_people_changed"} <= undecorated
    for name in (*undecorated, *(f"people.{each}" for each in undecorated), *NEVER):
        with pytest.raises(UsageFault, match="knows no"):
            await house.table.ask(name, {})
        assert name not in house.table.names


def test_what_only_the_desktop_does_is_not_among_the_commands(house: House) -> None:
    for name in ("integrations.add", "integrations.save", "integrations.remove", "program.save_listener"):
        assert name not in house.table.names
    assert {"program.status", "people.list", "people.track", "rooms.save", "aliases.issue"} <= set(house.table.names)


UNFIT: list[tuple[str, dict[str, Any], str]] = [
    ("people.take", {}, "names: Field required."),
    ("people.take", {"names": "Ada"}, "names: Input should be a valid"),
    ("people.take", {"names": ["Ada"], "count": "1"}, "count: Input should be a valid integer"),
    ("people.take", {"names": ["Ada"], "count": True}, "count: Input should be a valid integer"),
    ("people.take", {"names": ["Ada"], "count": 1.5}, "count: Input should be a valid integer"),
    ("people.take", {"names": ["Ada"], "count": None}, "count: Input should be a valid integer"),
    ("people.take", {"names": ["Ada"], "loud": 1}, "loud: Input should be a valid boolean"),
    ("people.take", {"names": [1]}, "names.0: Input should be a valid string"),
    ("people.take", {"names": ["Ada"], "more": 1}, "more: Extra inputs are not permitted"),
    ("people.take", {"names": ["Ada"], "self": 1}, "self: Extra inputs are not permitted"),
    ("people.paint", {"person": "Ada", "colour": ["red"]}, "colour: Input should be 'red'"),
    ("people.paint", {"person_id": 1, "colour": "red"}, "person: Field required"),
    ("people.paint", {"integration_id": "x", "person": "Ada", "colour": "red"}, "integration_id: Extra inputs"),
    ("people.gather", {"people": ["Ada"], "row": -1}, "row: Input should be greater than or equal to 0"),
    ("people.gather", {"people": ["Ada"], "row": 2**63}, "row: Input should be less than"),
    ("people.gather", {"people": ["Ada"], "row": 10**400}, "row: "),
    ("people.gather", {"people": ["\ud83d"]}, "All of it: Invalid JSON"),
    ("rooms.save", {"name": "", "values": {"join_before": "x"}}, "values.join_before: Input should be a valid"),
    ("rooms.save", {"name": "", "values": {"id": "x"}}, "values.id: Extra inputs are not permitted"),
    ("rooms.save", {"name": "", "values": {"aliases": "7001"}}, "values.aliases: Input should be a valid array"),
    ("invitations.list", {"limit": 0}, "limit: Input should be greater than or equal to 1"),
    ("templates.save", {"texts": {"accept": 1}}, "texts.accept: Input should be a valid string"),
]


async def test_arguments_that_do_not_fit_are_named_and_nothing_is_done(
    house: House,
) -> None:
    for name, arguments, problem in UNFIT:
        with pytest.raises(UsageFault) as refused:
            await house.table.ask(name, arguments)
        assert f"The arguments of “{name}” do not fit.\n{problem}" in refused.value.message
    assert house.more.done == []


async def test_every_wrong_argument_has_a_line_and_no_value_is_repeated(house: House) -> None:
    with pytest.raises(UsageFault) as refused:
        await house.table.ask("aliases.issue", {"passcode": 31415926, "chair_passcode": ["27182818"]})
    assert [line.partition(":")[0] for line in refused.value.message.splitlines()[1:]] == ["passcode", "chair_passcode"]
    assert "31415926" not in str(refused.value)
    assert "27182818" not in str(refused.value)


async def test_what_is_nested_too_deeply_is_refused(house: House) -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(UsageFault, match="do not fit"):
        await house.table.ask("people.take", {"names": deep})


async def test_nobody_is_found_unless_everybody_is(house: House) -> None:
    with pytest.raises(ConciergeError, match="There is nobody “Cy”"):
        await house.table.ask("people.track", {"people": ["Ada", "Cy"], "tracked": False})
    with pytest.raises(ConciergeError, match="2 people are called “Bo”"):
        await house.table.ask("people.gather", {"people": ["Ada", "Bo"]})
    assert house.more.done == []
    assert await house.table.ask("people.gather", {"people": ["Ada", "BO2@example.com"]}) == 2
    integration_id = house.id
    assert all(view.person.calendar_integration for view in await house.more.list(integration_id))
    assert await house.table.ask("people.track", {"people": ["Ada", "bo@example.com"], "tracked": False}) == [
        "Ada",
        "Bo",
    ]
    assert [view.person.calendar_integration for view in await house.more.list(integration_id)] == [False, False, True]


async def test_the_integration_is_named_where_there_are_several(house: House) -> None:
    await house.concierge.commands.integrations.add({"name": "Branch"})
    with pytest.raises(ConciergeError, match="Say which integration is meant") as refused:
        await house.table.ask("people.gather", {"people": ["Ada"]})
    assert refused.value.remedy == "There are: “Head office”, “Branch”."
    with pytest.raises(ConciergeError, match="There is no integration “Attic”"):
        await house.table.ask("people.gather", {"integration": "Attic", "people": ["Ada"]})
    with pytest.raises(ConciergeError, match="There is nobody “Ada”"):
        await house.table.ask("people.gather", {"integration": "Branch", "people": ["Ada"]})
    assert house.more.done == []


async def test_without_an_integration_that_is_told(house: House) -> None:
    await house.concierge.commands.integrations.remove(house.id)
    with pytest.raises(ConciergeError, match="No integration is set up yet"):
        await house.table.ask("people.list", {})


async def test_commands_that_need_no_more_than_an_integration_answer_in_json(house: House) -> None:
    answered = set()
    for name in house.table.names:
        with contextlib.suppress(ConciergeError, KeyError):
            json.dumps(await house.table.ask(name, {}), allow_nan=False)
            answered.add(name)
    lists = {f"{group}.list" for group in ("people", "templates", "aliases", "rooms", "conferences", "invitations")}
    assert {"program.status", "rules.get", "directory.show", "approvals.list", *lists} <= answered


def test_answers_are_dumped_whole() -> None:
    told = {"colour": "red", "at": "2026-11-19T10:42:17+00:00"}
    record = Painted(Colour.RED, WHEN)
    assert dumped((record, [None, 1.5, {"one": record}])) == [told, [None, 1.5, {"one": told}]]
    assert dumped([date(2026, 1, 2), time(8), timedelta(hours=1)]) == ["2026-01-02", "08:00:00", 3600.0]


def test_what_has_no_form_in_json_is_a_fault() -> None:
    with pytest.raises(TypeError, match="object has no form in JSON"):
        dumped({"one": object()})
