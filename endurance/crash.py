"""``make crash``: kills the service at random instants and at every named point while invitations flow.

500 acts of organisers (invitations, updates, cancellations, calendar changes), at least 200 kills, and a look-alike
that loses, doubles, reorders and delays notifications, is busy, cuts connections and restarts. At the end everything is
compared from outside. Prints a table and writes build/crash.json; the exit status is 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_admin import paths
from desktop_admin.service.aliases import issue_alias
from desktop_admin.service.policies import scheduling_policy
from desktop_admin.settings.scheduling import SchedulingSettings
from desktop_admin.storage import Database
from endurance.organisers import Organisers
from endurance.trouble import Trouble
from endurance.verdict import settled, wrong
from endurance.victim import POINTS
from tests.helpers.ports import free_port
from tests.helpers.processes import ALIAS_KEY, SandboxProcess, ServiceProcess, wait_for

CONFIG = """
[listener]
host = "127.0.0.1"
port = {port}

[[integrations]]
name = "Head office"
active = true

[integrations.connection]
server = "{url}"
user_name = "{user}"
conferencing_mailbox = "{mailbox}"
callback_url = "{callback}"

[integrations.scheduling]
alias_domain = "{domain}"

[integrations.timing]
overdue = 1.0
heartbeat_seconds = 3.0
poll_every = 0.5
debounce = 0.02
people_poll_every = 2.0

{people}
"""
PERSON = '[[integrations.people]]\nname = "{name}"\naddress = "{name}"\n'
QUIET_WITHIN = 180.0
POINT_WAITED_FOR = 6.0
FIRST_POINT_WAITED_FOR = 60.0


@dataclass
class Report:
    """The figures of a run."""

    seconds: float = 0.0
    kills: Counter[str] = field(default_factory=Counter)
    acts: dict[str, int] = field(default_factory=dict)
    troubles: dict[str, int] = field(default_factory=dict)
    responses: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return not any(self.wrong.values()) and not (self.is_long and self.points_never_reached)

    @property
    def is_long(self) -> bool:
        """Long enough that every point must have had its kill."""
        return sum(self.kills.values()) >= 5 * len(POINTS)

    @property
    def points_never_reached(self) -> list[str]:
        return [point for point in POINTS if not self.kills[point]]

    def as_json(self) -> dict[str, Any]:
        return {
            "seconds": round(self.seconds, 1),
            "kills": sum(self.kills.values()),
            "kills_by_point": dict(self.kills),
            "points_never_reached": self.points_never_reached,
            "faults": sum(self.troubles.values()),
            "faults_by_kind": self.troubles,
            "acts": self.acts,
            "responses": self.responses,
            "answers_lost": len(self.wrong["answers lost"]),
            "answers_doubled": len(self.wrong["answers doubled"]),
            "wrong": self.wrong,
        }


class Run:
    """One run in a folder of its own."""

    def __init__(
        self,
        exchange: SandboxProcess,
        folder: Path,
        steps: int,
        kills: int,
        seed: int,
        pause: float,
        first: Sequence[str] = (),
    ) -> None:
        """``first``: points to begin with, in this order; each is waited for until it is reached."""
        self._exchange = exchange
        self._random = random.Random(seed)
        self._kills = kills
        self._port = free_port()
        self._service = ServiceProcess(folder, exchange.told["service_account"]["password"])
        self._mode = ""
        self._points: list[str] = []
        self._first = tuple(first)
        self._configure("streaming")
        instructions = asyncio.run(issue_aliases(folder, exchange.told["domain"], steps))
        self._organisers = Organisers(exchange, instructions, steps, seed, pause)
        self._trouble = Trouble(exchange, self._organisers, seed + 1, pause * 6)
        self.report = Report()

    def go(self) -> Report:
        begun = time.monotonic()
        self._organisers.start()
        self._trouble.start()
        try:
            points = self._points = [*POINTS, ""] * (self._kills // (len(POINTS) + 1) + 1)
            self._random.shuffle(points)
            for point in self._first:
                self._kill_once(point, FIRST_POINT_WAITED_FOR)
            while sum(self.report.kills.values()) < self._kills or self._organisers.at_work:
                if sum(self.report.kills.values()) % 10 == 9:
                    self._configure(self._random.choice(("push", "streaming")))
                self._kill_once(points.pop() if points else "")
            if self._organisers.failure is not None:
                raise self._organisers.failure
        finally:
            self._trouble.close()
        self._judge()
        self._organisers.close()
        self.report.seconds = time.monotonic() - begun
        return self.report

    def _kill_once(self, point: str, wait: float = POINT_WAITED_FOR) -> None:
        """One life of the service, to its violent end; "" is a random instant."""
        if not point:
            process = self._service.spawn()
            time.sleep(self._random.uniform(0.2, 3.0))
            process.kill()
            process.wait()
            self.report.kills["a random instant"] += 1
            return
        passage = 1 if point in self._first else self._random.choice((1, 1, 1, 2, 3, 5))
        process = self._service.spawn("-m", "endurance.victim", point, str(passage))
        try:
            process.wait(wait)
            assert process.returncode == -signal.SIGKILL, f"It ended by itself with {process.returncode} at “{point}”."
            self.report.kills[point] += 1
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            self.report.kills["a random instant"] += 1
            if not self.report.kills[point]:
                # Tried again, sooner or later: a busy machine may need longer to get there.
                self._points.insert(self._random.randint(0, len(self._points)), point)

    def _judge(self) -> None:
        """A last start without trouble: when nothing is left to do, everything must be as it has to be."""
        meetings, database = self._organisers.meetings, paths.database_path(self._service.data)
        with self._service:
            wait_for(lambda: self._status()["status"] == "online", "going online", QUIET_WITHIN)
            self._service.run("force-now")
            with contextlib.suppress(AssertionError):  # what is not settled by then is told by the verdict
                wait_for(lambda: settled(meetings, database), "an end of the work", QUIET_WITHIN)
            presence = {each["address"]: each["presence"] for each in self._service.ask("people")}
        answers = self._organisers.answers()
        self.report.wrong = wrong(meetings, answers, database)
        self.report.wrong["presences that differ"] = self._presences_that_differ(presence)
        self.report.acts, self.report.troubles = self._organisers.acts, self._trouble.made
        self.report.responses = sum(map(len, answers.values()))

    def _presences_that_differ(self, kept: dict[str, str]) -> list[str]:
        """Against a service that starts from nothing and reads everything anew."""
        with tempfile.TemporaryDirectory() as folder:
            fresh = ServiceProcess(Path(folder), self._exchange.told["service_account"]["password"])
            applied = fresh.run("config", "apply", "-", text=self._config(callback="", mailbox=""))
            assert applied.returncode == 0, applied.stderr
            with fresh:
                wait_for(
                    lambda: all(each["presence"] for each in fresh.ask("people")), "the fresh reading", QUIET_WITHIN
                )
                read = {each["address"]: each["presence"] for each in fresh.ask("people")}
        return [f"{who}: kept {kept[who]}, fresh {presence}" for who, presence in read.items() if kept[who] != presence]

    def _status(self) -> dict[str, Any]:
        return dict(self._service.ask("status")["integrations"][0])

    def _configure(self, mode: str) -> None:
        if mode == self._mode:
            return
        self._mode = mode
        callback = f"http://127.0.0.1:{self._port}" if mode == "push" else ""
        applied = self._service.run("config", "apply", "-", text=self._config(callback=callback))
        assert applied.returncode == 0, applied.stderr

    def _config(self, *, callback: str, mailbox: str | None = None) -> str:
        told = self._exchange.told
        return CONFIG.format(
            port=self._port,
            url=told["url"],
            user=told["service_account"]["address"],
            mailbox=told["conferencing_mailbox"]["address"] if mailbox is None else mailbox,
            callback=callback,
            domain=told["domain"],
            people="\n".join(PERSON.format(name=person["address"]) for person in self._exchange.people),
        )


async def issue_aliases(folder: Path, domain: str, count: int) -> list[tuple[str, str]]:
    """Aliases with their joining instructions, as the add-in would fetch them before people invite."""
    database = Database(paths.database_path(folder))
    await database.open()
    try:
        async with database.begin() as work:
            (integration,) = await work.integrations.list()
        policy = scheduling_policy(SchedulingSettings(alias_domain=domain))
        views = [
            await issue_alias(database, integration.id, policy, ALIAS_KEY, datetime.now(UTC)) for _ in range(count)
        ]
        return [(view.alias, view.instructions) for view in views]
    finally:
        await database.close()


def _exchange(seed: int) -> SandboxProcess:
    """Its streams have a heartbeat as often as the service expects one."""
    return SandboxProcess(people=12, seed=seed % 100, minute=4.0)


def main() -> int:
    """The exit status is 1 where anything was lost, doubled or differs."""
    parser = argparse.ArgumentParser(prog="python -m endurance.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--acts", type=int, default=500)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000, help="printed, to repeat a run")
    chosen = parser.parse_args()
    if os.name != "posix":
        sys.exit("This needs SIGKILL, which is POSIX's.")
    print(f"{chosen.acts} acts, {chosen.kills} kills, seed {chosen.seed} …", file=sys.stderr, flush=True)
    pause = chosen.kills * 2.2 / chosen.acts
    with tempfile.TemporaryDirectory() as folder, _exchange(chosen.seed) as exchange:
        report = Run(exchange, Path(folder), chosen.acts, chosen.kills, chosen.seed, pause).go()
    told = {"seed": chosen.seed, **report.as_json()}
    target = Path("build", "crash.json")
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    for name, value in told.items():
        print(f"{name.replace('_', ' '):<18} {value}")
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
