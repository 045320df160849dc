"""The real service for tests of what stands before it: its own thread, its own database, a keyring in memory, an
Exchange made up (``fake_mail``), and time that stands still until it is moved.

Everything is seeded through the doors that people and Exchange use: commands, calendars, an inbox, a directory's file.
"""

from __future__ import annotations

import asyncio
import copy
import csv
import shutil
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from desktop_admin.domain.appointment import Appointment, OutOfOffice
from desktop_admin.domain.meeting import ItemId, Mailbox, MeetingMessage, MessageKind
from desktop_admin.domain.people import Person
from desktop_admin.domain.ports import Credentials, Endpoint, FoundServer, MailFault, Proxy
from desktop_admin.domain.status import Status, Trouble
from desktop_admin.exchange import ExchangePushDecoder
from desktop_admin.service.bus import Bus
from desktop_admin.service.commands import Commands
from desktop_admin.service.concierge import Concierge
from desktop_admin.service.directory_view import DirectoryView
from desktop_admin.service.events import Event
from desktop_admin.service.loop import LoopThread
from desktop_admin.service.room_views import RoomView
from desktop_admin.service.views import AliasView, IntegrationView, PersonView, ProcessedView
from desktop_admin.storage import Database
from desktop_admin.vault import MemoryVault
from tests.helpers.clock import ManualClock
from tests.helpers.fake_mail import FakeMail

T = TypeVar("T")
WITHIN = 20.0
ROOMS = "rooms@example.com"
ORGANIZER = Mailbox("ada@example.com", "Ada Lovelace")
FOUND_HOST = "outlook.example.net"
DATABASE = "concierge.sqlite3"
DIRECTORY_COLUMNS = ("name", "address", "other_addresses", "extension", "room")


def working_day() -> datetime:
    """A Thursday at 10:42 in the system's zone: the moment at which pictures and tests look at the company."""
    return datetime(2026, 11, 19, 10, 42, 17).astimezone().astimezone(UTC)


class Noted:
    """A group of the service's commands. ``calls`` gets the name and the arguments of each, in order."""

    def __init__(self, name: str, group: object, calls: list[tuple[str, tuple[Any, ...]]]) -> None:
        self._name = name
        self._group = group
        self._calls = calls

    def __getattr__(self, name: str) -> Callable[..., Coroutine[Any, Any, Any]]:
        command = getattr(self._group, name)

        async def noted(*arguments: Any, **named: Any) -> Any:
            self._calls.append((f"{self._name}.{name}", (*arguments, *named.values())))
            return await command(*arguments, **named)

        return noted


@dataclass(frozen=True)
class Stored:
    """What a service that was stopped left: its database, its passwords, its Exchanges, its time."""

    folder: Path
    vault: MemoryVault
    mail: Mapping[str, FakeMail]
    now: datetime


class RealService:
    """A ``desktop_admin.gui.application.RunningService``; ``do`` and what follows are for the test's own thread.

    With ``after`` it goes on where another one stopped, as the program does after a restart.
    """

    def __init__(self, folder: Path, now: datetime | None = None, *, after: Stored | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.clock = ManualClock(now or (after.now if after else working_day()))
        self.vault = copy.deepcopy(after.vault) if after else MemoryVault()
        self.events: list[Event] = []
        self._mail = {server: mail.as_it_is() for server, mail in after.mail.items()} if after else {}
        if after:
            shutil.copy(after.folder / DATABASE, folder / DATABASE)
        self._thread = LoopThread("service")
        self._is_running = True
        self.concierge = Concierge(
            Database(folder / DATABASE),
            self.vault,
            self._connect,
            ExchangePushDecoder(),
            self.clock,
            _find_server,
        )
        self.concierge.bus.subscribe(self.events.append)
        self._calls: list[tuple[str, tuple[Any, ...]]] = []
        groups = {each.name: getattr(self.concierge.commands, each.name) for each in fields(Commands)}
        noted: dict[str, Any] = {name: Noted(name, group, self._calls) for name, group in groups.items()}
        self._noted = Commands(**noted)
        self._thread.start()
        self.do(self._open())

    # -- as the desktop holds it

    @property
    def commands(self) -> Commands:
        return self._noted

    @property
    def bus(self) -> Bus:
        return self.concierge.bus

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        return self._thread.loop

    def stop(self, deadline: float = WITHIN) -> bool:
        """May be called again: several desktops of a test share the service."""
        if self._is_running:
            self._is_running = False
            self._thread.submit(self.concierge.stop()).result(deadline)
        return self._thread.stop(deadline)

    def stored(self) -> Stored:
        """Stops it; another one can go on from there."""
        self.stop()
        return Stored(self.folder, self.vault, self._mail, self.clock.now())

    # -- what is seen

    def called(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of every call that a front end made of a command, in order."""
        return [arguments for each, arguments in self._calls if each == name]

    def view(self, integration_id: str) -> IntegrationView:
        return self.concierge.context.supervisor(integration_id).view()

    def people(self, integration_id: str) -> dict[str, PersonView]:
        """Everybody by name."""
        found = self.do(self.concierge.commands.people.list(integration_id))
        return {view.person.name: view for view in found}

    def items(self, integration_id: str) -> tuple[ProcessedView, ...]:
        """The journal, newest first."""
        return self.do(self.concierge.commands.invitations.list(integration_id))

    # -- time and waiting

    def do(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Runs it on the service's loop and waits for its result."""
        return self._thread.submit(coroutine).result(WITHIN)

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Time stands still meanwhile; the service's threads need a little of the real one."""
        self.do(_until(holds, what, lambda: asyncio.sleep(0.002)))

    def until_in_time(self, holds: Callable[[], object], what: str) -> None:
        """Time moves on meanwhile, as far as it must: some of what the service does waits for it."""
        self.do(_until(holds, what, lambda: self.clock.advance(0.1)))

    def advance(self, seconds: float) -> None:
        self.do(self.clock.advance(seconds))

    # -- integrations

    def add(
        self,
        name: str,
        *,
        active: bool = True,
        status: Status = Status.ONLINE,
        mailbox: str = ROOMS,
        prepare: Callable[[FakeMail], None] | None = None,
        **settings: Any,
    ) -> str:
        """An integration with a password, once it is ``status``; gives its id. ``prepare`` gets at its Exchange first;
        ``settings`` are groups by name.
        """
        server = f"{name.lower().replace(' ', '-')}.example.com"
        if prepare is not None:
            prepare(self.exchange(server))
        connection = {"server": server, "user_name": "svc@example.com", "conferencing_mailbox": mailbox}
        connection |= settings.pop("connection", {})
        values = {"name": name, "connection": connection, **settings}
        view = self.do(self.concierge.commands.integrations.add(values, "secret"))
        if active:
            self.do(self.concierge.commands.integrations.set_active(view.id, True))
            self.until(lambda: self.view(view.id).condition.status is status, f"{name} is {status}")
        return view.id

    def exchange(self, server: str) -> FakeMail:
        """The Exchange behind that name, which keeps what it has over all connections."""
        return self._mail.setdefault(server, FakeMail())

    def mail(self, integration_id: str) -> FakeMail:
        return self.exchange(self.view(integration_id).settings.connection.server)

    def refresh(self, integration_id: str) -> None:
        """Connects anew: the inbox is caught up and everybody is read."""
        self.advance(1)
        asked = self.clock.now()
        self.do(self.concierge.commands.integrations.reconnect(integration_id))
        self.until_in_time(lambda: self._is_read(integration_id, asked), "everybody is read")

    def _is_read(self, integration_id: str, since: datetime) -> bool:
        views = self.concierge.context.supervisor(integration_id).presence.views()
        kept = [view for view in views if view.person.is_kept]
        is_online = self.view(integration_id).condition.status is Status.ONLINE
        return is_online and all(view.read_at and view.read_at >= since for view in kept)

    def break_off(self, integration_id: str, why: str) -> None:
        """Exchange is gone, and the integration offline."""
        self.mail(integration_id).faults["connect"] = [MailFault(Trouble.UNREACHABLE, why)] * 50
        self.do(self.concierge.commands.integrations.reconnect(integration_id))
        self.until(lambda: self.view(integration_id).condition.status is Status.OFFLINE, "it is offline")

    # -- people

    def add_people(
        self,
        integration_id: str,
        people: Iterable[Person],
        calendars: Mapping[str, Sequence[Appointment]] | None = None,
        replies: Mapping[str, OutOfOffice] | None = None,
    ) -> dict[str, Person]:
        """Stored with ids of their own, and read where the integration is online; by name. Calendars and automatic
        replies are by address.
        """
        mail = self.mail(integration_id)
        mail.calendars |= {address: tuple(held) for address, held in (calendars or {}).items()}
        mail.replies |= replies or {}
        newcomers = [replace(person, id=0) for person in people]
        self.do(self.concierge.commands.people.replace(integration_id, newcomers, ()))
        if self.view(integration_id).condition.status is Status.ONLINE:
            self.refresh(integration_id)
        return {name: view.person for name, view in self.people(integration_id).items()}

    # -- invitations

    def issue(self, integration_id: str) -> AliasView:
        return self.do(self.concierge.commands.aliases.issue(integration_id))

    def invitation(self, uid: str, body: str, *, after: timedelta = timedelta(days=1), **more: Any) -> MeetingMessage:
        """A request of Ada's for an hour that begins ``after`` from now."""
        now = self.clock.now()
        begin = more.pop("start", now + after)
        plain = MeetingMessage(
            ItemId(f"item of {uid}"), MessageKind.REQUEST, now, uid=uid, stamp=now, subject=uid, body=body,
            organizer=ORGANIZER, sender=ORGANIZER, start=begin, end=begin + timedelta(hours=1), zone="Europe/Berlin",
        )  # fmt: skip
        return replace(plain, **more)

    def deliver(self, integration_id: str, *messages: MeetingMessage) -> tuple[ProcessedView, ...]:
        """Puts them into the inbox, one after the other, and waits until all are decided and no answer is on its way;
        gives what became of them, in their order.
        """
        before = len(self.items(integration_id))
        for number, message in enumerate(messages, start=1):
            self.mail(integration_id).inbox[message.item_id.id] = message
            self.advance(1)
            self.do(self.concierge.commands.integrations.reconnect(integration_id))
            self.until_in_time(
                lambda wanted=before + number: self._has_decided(integration_id, wanted), message.subject
            )
        return tuple(reversed(self.items(integration_id)[: len(messages)]))

    async def _has_decided(self, integration_id: str, number: int) -> bool:
        view = self.view(integration_id)
        if view.waiting or view.condition.status is not Status.ONLINE:
            return False
        return len(await self.concierge.commands.invitations.list(integration_id, number)) >= number

    # -- rooms and the directory

    def add_room(self, integration_id: str, name: str, *aliases: str, **values: Any) -> RoomView:
        return self.do(
            self.concierge.commands.rooms.save(integration_id, "", {"name": name, "aliases": aliases, **values})
        )

    def write_directory(self, rows: Iterable[Sequence[str]]) -> Path:
        """The directory's file, in ``DIRECTORY_COLUMNS``; what is missing at a row's end is empty."""
        file = self.folder / "directory.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerow(DIRECTORY_COLUMNS)
            writer.writerows([*row, *[""] * (len(DIRECTORY_COLUMNS) - len(row))] for row in rows)
        return file

    def use_directory(self, integration_id: str, rows: Iterable[Sequence[str]]) -> DirectoryView:
        """An integration's directory is a file with these rows, and has been read."""
        values = {"source": "csv", "csv_file": str(self.write_directory(rows))}
        self.do(self.concierge.commands.directory.save(integration_id, values))
        return self.do(self.concierge.commands.directory.refresh(integration_id))

    # -- inside

    async def _open(self) -> None:
        await self.concierge.open()
        self.concierge.start()

    def _connect(self, endpoint: Endpoint, credentials: Credentials) -> FakeMail:
        return self.exchange(endpoint.url.split("/")[2].partition(":")[0])


async def _until(holds: Callable[[], object], what: str, wait: Callable[[], Awaitable[None]]) -> None:
    deadline = time.monotonic() + WITHIN
    while True:
        found = holds()
        if await found if asyncio.iscoroutine(found) else found:
            return
        assert time.monotonic() < deadline, f"Within {WITHIN:.0f} s this did not come: {what}"
        await wait()


async def _find_server(
    address: str,
    credentials: Credentials,
    *,
    trusted: Sequence[str] = (),
    ca_file: str = "",
    proxy: Proxy | None = None,
) -> FoundServer:
    """Autodiscover that leads to another host, about which the user is asked."""
    if FOUND_HOST not in trusted:
        return FoundServer(ask_host=FOUND_HOST)
    return FoundServer(url=f"https://{FOUND_HOST}/EWS/Exchange.asmx")
