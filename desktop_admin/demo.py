"""The demo: the service set up beside an embedded Exchange look-alike with a small company living in it.

Nothing of it stays: data and passwords are gone when it ends. The integration is set up and switched off, so that the
first click is the user's.
"""

from __future__ import annotations

import asyncio
import csv
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_admin.domain.people import Person
from desktop_admin.vault import MemoryVault

if TYPE_CHECKING:
    # Loading the service takes seconds on a slow machine: it is done when the demo starts, not before its window.
    from desktop_admin.app import RunningService
    from desktop_admin.service.bus import Bus
    from desktop_admin.service.commands import Commands
    from desktop_admin.service.concierge import Concierge
    from exchange_lookalike.api import SandboxThread

PEOPLE = 25
SEED = 7
NAME = "Demo company"
ROOMS = (
    ("Board room", "Third floor, 12 seats", "board"),
    ("Reception", "Visitors who have no invitation", "reception"),
    ("Support hotline", "Callers wait here for the next free colleague", "support"),
)
NEWCOMERS = ("Noor de Vries", "Oskar Lind", "Paula Kowalska")
"""Colleagues of the directory whose presence is not kept yet."""
OUT_OF_OFFICE_EVERY = 10.0
"""Seconds: in a demo nobody waits five minutes for an absence to show."""
HEARTBEAT = 10.0
OVERDUE = 5.0
POLL_EVERY = 20.0
"""Seconds: nor for an outage."""
OUTAGES: dict[str, dict[str, Any]] = {
    "": {},
    "heartbeats": {"set": [{"trouble": "no_heartbeat"}, {"trouble": "lose"}]},
    "network": {"set": {"trouble": "network_cut"}, "do": "drop_connections"},
    "busy": {"set": {"trouble": "busy", "back_off_ms": 5000}},
    "password": {"set": {"trouble": "unauthorized"}, "do": "drop_connections"},
}


@dataclass
class Demo:
    """The look-alike with its company, and the integration of it. Everything is written to ``folder`` alone."""

    folder: Path
    people: int = PEOPLE
    seed: int = SEED
    life: str = "fast"
    vault: MemoryVault = field(default_factory=MemoryVault)
    _issue: Callable[[], Awaitable[str]] | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @cached_property
    def exchange(self) -> SandboxThread:
        """Made when it is first asked for, which is off the main thread and after the window's first picture."""
        from exchange_lookalike.api import SandboxThread
        from exchange_lookalike.notifications.pace import Pace

        return SandboxThread(
            people=self.people,
            seed=self.seed,
            life=self.life,
            joining_instructions=self._instructions,
            pace=Pace(heartbeat=HEARTBEAT),
        )

    async def set_up(self, concierge: Concierge) -> str:
        """Adds the integration and everybody of the company; gives the integration's id."""
        view = await concierge.commands.integrations.add(self._settings(), self.exchange.service_account.password)
        people = [
            Person(0, account.name, account.address, calendar_integration=True)
            for account in self.exchange.directory
            if account.kind == "user"
        ]
        await concierge.commands.people.replace(view.id, people, ())
        for name, description, alias in ROOMS:
            room = {"name": name, "description": description, "aliases": [f"{alias}@{self.exchange.domain}"]}
            await concierge.commands.rooms.save(view.id, "", room)
        await concierge.commands.directory.save(view.id, {"source": "csv", "csv_file": str(self._directory(people))})
        await concierge.commands.directory.refresh(view.id)
        loop = asyncio.get_running_loop()

        async def issue() -> str:
            """Called on the look-alike's loop, done on the service's."""
            issuing = asyncio.run_coroutine_threadsafe(concierge.commands.aliases.issue(view.id), loop)
            return (await asyncio.wrap_future(issuing)).instructions

        self._issue = issue
        return view.id

    def _directory(self, people: list[Person]) -> Path:
        """The company as a directory tells it: some have a room of their own, some are not among our people yet."""
        file = self.folder / "directory.csv"
        rows = [["name", "address", "other_addresses", "extension", "room"]]
        for number, person in enumerate(people):
            short = f"{person.name.split()[0]}.{number}@{self.exchange.domain}".lower()
            room = str(7000 + number) if number % 6 == 0 else ""
            rows.append([person.name, person.address, short, str(100 + number), room])
        rows += [[name, f"{name.split()[0].lower()}@{self.exchange.domain}", "", "", ""] for name in NEWCOMERS]
        rows.append(["Coffee machine", "", "", "199", ""])
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
        return file

    async def _instructions(self) -> str:
        return await self._issue() if self._issue is not None else ""

    def _settings(self) -> dict[str, Any]:
        domain = self.exchange.domain
        return {
            "name": NAME,
            "description": "An Exchange look-alike inside this program. Nothing of it is real, and nothing is kept.",
            "connection": {
                "server": self.exchange.url,
                "user_name": self.exchange.service_account.address,
                "conferencing_mailbox": self.exchange.conferencing_mailbox.address,
            },
            "scheduling": {"alias_domain": domain},
            "timing": {
                "out_of_office_every": OUT_OF_OFFICE_EVERY,
                "heartbeat_seconds": HEARTBEAT,
                "overdue": OVERDUE,
                "poll_every": POLL_EVERY,
            },
        }


@dataclass(slots=True)
class DemoService:
    """The service beside the look-alike, as the desktop holds it."""

    service: RunningService
    demo: Demo

    @property
    def commands(self) -> Commands:
        return self.service.commands

    @property
    def bus(self) -> Bus:
        return self.service.bus

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        return self.service.loop

    def stop(self, deadline: float = 5.0) -> bool:
        """The service first, so that it takes leave of the look-alike; True when nothing hung."""
        stopped = self.service.stop(deadline)
        self.demo.exchange.stop()
        return stopped


def start_demo(demo: Demo) -> DemoService:
    """Starts look-alike and service, each on a thread of its own. Blocks until both are ready."""
    from desktop_admin.app import start_service

    demo.exchange.start()
    try:
        service = start_service(demo.data, demo.vault)
    except BaseException:
        demo.exchange.stop()
        raise
    running = DemoService(service, demo)
    try:
        asyncio.run_coroutine_threadsafe(demo.set_up(service.concierge), service.loop).result()
    except BaseException:
        running.stop()
        raise
    return running


async def run_demo_headless(demo: Demo) -> None:
    """The same demo in the terminal: set up, switched on, until it is told to stop."""
    from desktop_admin.app import serve_until_stopped

    await asyncio.to_thread(demo.exchange.start)
    try:
        await serve_until_stopped(demo.data, demo.vault, lambda concierge: _switch_on(demo, concierge))
    finally:
        await asyncio.to_thread(demo.exchange.stop)


async def _switch_on(demo: Demo, concierge: Concierge) -> None:
    await concierge.commands.integrations.set_active(await demo.set_up(concierge), True)


@dataclass(frozen=True, slots=True)
class DemoDrills:
    """Outages to try on the demo's look-alike, through its control endpoint."""

    demo: Demo

    async def begin(self, outage: str) -> None:
        """``outage``: heartbeats, network, busy or password; "" ends them all."""
        await asyncio.to_thread(self._ask, {"clear": True, **OUTAGES[outage]})

    def _ask(self, wish: dict[str, Any]) -> None:
        import httpx

        httpx.post(self.demo.exchange.sandbox.control_url, json=wish, trust_env=False, timeout=10).raise_for_status()


class DemoFolder:
    """A folder that is gone after use."""

    def __enter__(self) -> Path:
        self._folder = Path(tempfile.mkdtemp(prefix="exchange-concierge-demo-"))
        (self._folder / "data").mkdir(mode=0o700)
        return self._folder

    def __exit__(self, *_: object) -> None:
        # Windows keeps a log file that is still open; what cannot go is in the temporary folder anyway.
        shutil.rmtree(self._folder, ignore_errors=True)
