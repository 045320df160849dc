"""The table of commands: who may be asked, how arguments are bound and refused, what answers look like."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
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
from desktop_admin.service.control import PEOPLE, CommandTable, IntegrationId, PersonId, Row, command, dumped
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


class WithOneMore(Concierge):
    """The service with a command that this test adds: this class is the only place that knows of it."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
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


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[WithOneMore]:
    made = WithOneMore(
        Database(tmp_path / "concierge.sqlite3"),
        MemoryVault(),
        lambda _endpoint, _credentials: FakeMail(),
        ExchangePushDecoder(),
        ManualClock(WHEN),
    )
    await made.open()
    view = await made.add_integration({"name": "Head office"})
    people = [
        Person(0, "Ada", "ada@example.com"),
        Person(0, "Bo", "bo@example.com"),
        Person(0, "Bo", "bo2@example.com"),
    ]
    await made.replace_people(view.id, people, ())
    yield made
    await made.stop()


@pytest.fixture
def table(service: WithOneMore) -> CommandTable:
    return CommandTable(service)


async def test_a_command_that_is_added_in_one_place_is_asked_over_http(service: WithOneMore, tmp_path: Path) -> None:
    server = ControlServer(CommandTable(service), control_file(tmp_path))
    await server.start()
    try:
        client = await asyncio.to_thread(ControlClient.find, tmp_path)
        assert client is not None
        answer = await asyncio.to_thread(client.ask, "paint", integration="head OFFICE", person="ada", colour="red")
        assert answer == {"colour": "red", "at": "2026-11-19T10:42:17+00:00"}
        with pytest.raises(ConciergeError, match="colour: Input should be 'red'"):
            await asyncio.to_thread(client.ask, "paint", person="ada", colour="blue")
        with pytest.raises(ConciergeError, match="knows no “not_for_everybody”"):
            await asyncio.to_thread(client.ask, "not_for_everybody")
        with pytest.raises(ConciergeError, match=r"failed at this \(KeyError\)") as broken:
            await asyncio.to_thread(client.ask, "break_down")
        assert "secret" not in str(broken.value)
    finally:
        await server.stop()
    ((integration_id, person_id, colour),) = service.done
    assert (integration_id, colour) == (next(iter(service.supervisors)), Colour.RED)
    assert person_id == (await service.people(integration_id))[0].person.id


NEVER = (
    *(
        "",
        " ",
        "paint ",
        "Paint",
        "paint\n",
        "0",
        "None",
        "ask",
        "names",
        "../ping",
        "around",
        "around.vault",
        "_tasks",
    ),
    *(
        "paint.__call__",
        "paint.__func__",
        "__class__",
        "__dict__",
        "__answer__",
        "people.people",
        "supervisors",
        "crash",
    ),
)


async def test_only_what_is_decorated_can_be_asked(table: CommandTable) -> None:
    undecorated = {name for name in dir(WithOneMore) if not hasattr(getattr(WithOneMore, name), "__answer__")}
    assert {"not_for_everybody", "supervisor", "__init__", "_store"} <= undecorated
    for name in (*undecorated, *NEVER):
        with pytest.raises(UsageFault, match="knows no"):
            await table.ask(name, {})
        assert name not in table.names


def test_secrets_and_what_only_the_desktop_does_are_not_among_the_commands(table: CommandTable) -> None:
    for name in ("add_integration", "save_settings", "remove_integration", "save_listener", "stop", "start", "open"):
        assert name not in table.names
    assert {"status", "people", "track", "save_room", "issue_alias"} <= set(table.names)


UNFIT: list[tuple[str, dict[str, Any], str]] = [
    ("take", {}, "names: Field required."),
    ("take", {"names": "Ada"}, "names: Input should be a valid"),
    ("take", {"names": ["Ada"], "count": "1"}, "count: Input should be a valid integer"),
    ("take", {"names": ["Ada"], "count": True}, "count: Input should be a valid integer"),
    ("take", {"names": ["Ada"], "count": 1.5}, "count: Input should be a valid integer"),
    ("take", {"names": ["Ada"], "count": None}, "count: Input should be a valid integer"),
    ("take", {"names": ["Ada"], "loud": 1}, "loud: Input should be a valid boolean"),
    ("take", {"names": [1]}, "names.0: Input should be a valid string"),
    ("take", {"names": ["Ada"], "more": 1}, "more: Extra inputs are not permitted"),
    ("take", {"names": ["Ada"], "self": 1}, "self: Extra inputs are not permitted"),
    ("paint", {"person": "Ada", "colour": ["red"]}, "colour: Input should be 'red'"),
    ("paint", {"person_id": 1, "colour": "red"}, "person: Field required"),
    ("paint", {"integration_id": "x", "person": "Ada", "colour": "red"}, "integration_id: Extra inputs"),
    ("gather", {"people": ["Ada"], "row": -1}, "row: Input should be greater than or equal to 0"),
    ("gather", {"people": ["Ada"], "row": 2**63}, "row: Input should be less than"),
    ("gather", {"people": ["Ada"], "row": 10**400}, "row: "),
    ("gather", {"people": ["\ud83d"]}, "All of it: Invalid JSON"),
    ("save_room", {"name": "", "values": {"join_before": "x"}}, "values.join_before: Input should be a valid"),
    ("save_room", {"name": "", "values": {"id": "x"}}, "values.id: Extra inputs are not permitted"),
    ("save_room", {"name": "", "values": {"aliases": "7001"}}, "values.aliases: Input should be a valid array"),
    ("invitations", {"limit": 0}, "limit: Input should be greater than or equal to 1"),
    ("save_templates", {"texts": {"accept": 1}}, "texts.accept: Input should be a valid string"),
]


async def test_arguments_that_do_not_fit_are_named_and_nothing_is_done(
    service: WithOneMore, table: CommandTable
) -> None:
    for name, arguments, problem in UNFIT:
        with pytest.raises(UsageFault) as refused:
            await table.ask(name, arguments)
        assert f"The arguments of “{name}” do not fit.\n{problem}" in refused.value.message
    assert service.done == []


async def test_every_wrong_argument_has_a_line_and_no_value_is_repeated(table: CommandTable) -> None:
    with pytest.raises(UsageFault) as refused:
        await table.ask("issue_alias", {"passcode": 31415926, "chair_passcode": ["27182818"]})
    assert [line.partition(":")[0] for line in refused.value.message.splitlines()[1:]] == ["passcode", "chair_passcode"]
    assert "31415926" not in str(refused.value)
    assert "27182818" not in str(refused.value)


async def test_what_is_nested_too_deeply_is_refused(table: CommandTable) -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(UsageFault, match="do not fit"):
        await table.ask("take", {"names": deep})


async def test_nobody_is_found_unless_everybody_is(service: WithOneMore, table: CommandTable) -> None:
    with pytest.raises(ConciergeError, match="There is nobody “Cy”"):
        await table.ask("track", {"people": ["Ada", "Cy"], "tracked": False})
    with pytest.raises(ConciergeError, match="2 people are called “Bo”"):
        await table.ask("gather", {"people": ["Ada", "Bo"]})
    assert service.done == []
    assert await table.ask("gather", {"people": ["Ada", "BO2@example.com"]}) == 2
    (integration_id,) = service.supervisors
    assert all(view.person.calendar_integration for view in await service.people(integration_id))
    assert await table.ask("track", {"people": ["Ada", "bo@example.com"], "tracked": False}) == ["Ada", "Bo"]
    assert [view.person.calendar_integration for view in await service.people(integration_id)] == [False, False, True]


async def test_the_integration_is_named_where_there_are_several(service: WithOneMore, table: CommandTable) -> None:
    await service.add_integration({"name": "Branch"})
    with pytest.raises(ConciergeError, match="Say which integration is meant") as refused:
        await table.ask("gather", {"people": ["Ada"]})
    assert refused.value.remedy == "There are: “Head office”, “Branch”."
    with pytest.raises(ConciergeError, match="There is no integration “Attic”"):
        await table.ask("gather", {"integration": "Attic", "people": ["Ada"]})
    with pytest.raises(ConciergeError, match="There is nobody “Ada”"):
        await table.ask("gather", {"integration": "Branch", "people": ["Ada"]})
    assert service.done == []


async def test_without_an_integration_that_is_told(service: WithOneMore, table: CommandTable) -> None:
    await service.remove_integration(next(iter(service.supervisors)))
    with pytest.raises(ConciergeError, match="No integration is set up yet"):
        await table.ask("people", {})


async def test_every_command_has_a_docstring_and_answers_in_json(table: CommandTable) -> None:
    """What needs no more than an integration is asked of an empty one."""
    answered = []
    for name in table.names:
        with contextlib.suppress(UsageFault, ConciergeError, KeyError):
            json.dumps(await table.ask(name, {}), allow_nan=False)
            answered.append(name)
    assert {"status", "people", "templates", "presence_rules", "aliases", "list_rooms", "show_directory"} <= set(
        answered
    )


def test_answers_are_dumped_whole() -> None:
    told = {"colour": "red", "at": "2026-11-19T10:42:17+00:00"}
    record = Painted(Colour.RED, WHEN)
    assert dumped((record, [None, 1.5, {"one": record}])) == [told, [None, 1.5, {"one": told}]]
    assert dumped([date(2026, 1, 2), time(8), timedelta(hours=1)]) == ["2026-01-02", "08:00:00", 3600.0]


def test_what_has_no_form_in_json_is_a_fault() -> None:
    with pytest.raises(TypeError, match="object has no form in JSON"):
        dumped({"one": object()})
