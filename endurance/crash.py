"""``make crash``: kills the service at random instants and at every named point while invitations flow.

500 acts of organisers (invitations, updates, cancellations, calendar changes), at least 200 kills, and a look-alike
that loses, doubles, reorders and delays notifications, is busy, cuts connections and restarts. At the end everything is
compared from outside. Prints a table and writes build/crash.json; the exit status is 1 if anything is wrong, or if too
many of the named points were not reached.

All waits follow the time that the service takes to start on this machine, which is measured first.
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
from exchange_lookalike.quirks import QUIRKS
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
WAY_OF = {"subscribed by push": "push", "subscribed by streaming": "streaming"}
"""Points that are passed only while changes are learnt in this way."""

START_WITHIN = 180.0
MISSED_AT_MOST = 2
"""Points that a run of one kill a point may miss; a long run misses none."""


@dataclass(frozen=True)
class Waits:
    """How long to wait on a machine on which the service needs ``start`` seconds until it is online."""

    start: float

    @property
    def for_a_point(self) -> float:
        return max(6.0, 2.5 * self.start + 3.0)

    @property
    def for_a_first_point(self) -> float:
        """A point that the run begins with is waited for until it is reached."""
        return max(60.0, 15 * self.start)

    @property
    def for_quiet(self) -> float:
        return max(180.0, 30 * self.start)

    @property
    def longest_life(self) -> float:
        """Of a service that is killed at a random instant: half of its lives end while it starts."""
        return max(3.0, 2 * self.start)


@dataclass
class Report:
    """The figures of a run."""

    seconds: float = 0.0
    start: float = 0.0
    kills: Counter[str] = field(default_factory=Counter)
    acts: dict[str, int] = field(default_factory=dict)
    troubles: dict[str, int] = field(default_factory=dict)
    responses: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return not any(self.wrong.values()) and len(self.points_never_reached) <= self.may_miss

    @property
    def may_miss(self) -> int:
        """Points that a run of so many kills may leave out: none where each has had several chances."""
        kills = sum(self.kills.values())
        if kills >= 5 * len(POINTS):
            return 0
        return MISSED_AT_MOST if kills >= len(POINTS) else len(POINTS)

    @property
    def points_never_reached(self) -> list[str]:
        return [point for point in POINTS if not self.kills[point]]

    def as_json(self) -> dict[str, Any]:
        return {
            "seconds": round(self.seconds, 1),
            "seconds_to_start": round(self.start, 1),
            "kills": sum(self.kills.values()),
            "points_reached": f"{len(POINTS) - len(self.points_never_reached)} of {len(POINTS)}",
            "kills_by_point": dict(self.kills),
            "points_never_reached": self.points_never_reached,
            "faults": sum(self.troubles.values()),
            "faults_by_kind": self.troubles,
            "acts": self.acts,
            "responses": self.responses,
            "answers_lost": len(self.wrong.get("answers lost", ())),
            "answers_doubled": len(self.wrong.get("answers doubled", ())),
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
        self._waits = Waits(self._measure_start())
        # Organisers are at work for about as long as the kills take.
        pause = kills * (self._waits.start + 1.0) / steps
        self._organisers = Organisers(exchange, instructions, steps, seed, pause)
        self._trouble = Trouble(exchange, self._organisers, seed + 1, pause * 6)
        self.report = Report(start=self._waits.start)

    def _measure_start(self) -> float:
        """Seconds from the start of the service until it is online."""
        begun = time.monotonic()
        with self._service:
            wait_for(lambda: self._status()["status"] == "online", "going online", START_WITHIN)
            return time.monotonic() - begun

    def go(self) -> Report:
        begun = time.monotonic()
        self._organisers.start()
        self._trouble.start()
        try:
            for point in self._first:
                self._kill_once(point, self._waits.for_a_first_point)
            while self._killed < self._kills or self._organisers.at_work:
                if self._killed % 10 == 9:
                    self._configure(self._random.choice(("push", "streaming")))
                self._kill_once(self._next_point(), self._waits.for_a_point)
                self._organisers.pause = self._pause_of_organisers(time.monotonic() - begun)
            if self._organisers.failure is not None:
                raise self._organisers.failure
        finally:
            self._trouble.close()
        self._judge()
        self._organisers.close()
        self.report.seconds = time.monotonic() - begun
        return self.report

    @property
    def _killed(self) -> int:
        return sum(self.report.kills.values())

    def _pause_of_organisers(self, seconds: float) -> float:
        """What is left to do, spread over the kills that are left; ``seconds`` have passed."""
        kills_left, acts_left = self._kills - self._killed, self._organisers.left
        return max(kills_left * seconds / max(self._killed, 1) / max(acts_left, 1), 0.05)

    def _next_point(self) -> str:
        """Each point once before any has its turn again; then those first that were not reached."""
        if not self._points:
            self._points = [*POINTS, ""]
            self._random.shuffle(self._points)
            self._points.sort(key=lambda point: point in self.report.points_never_reached)
        return self._points.pop()

    def _kill_once(self, point: str, wait: float) -> None:
        """One life of the service, to its violent end; "" is a random instant."""
        if not point:
            process = self._service.spawn()
            time.sleep(self._random.uniform(0.1, self._waits.longest_life))
            process.kill()
            process.wait()
            self.report.kills["a random instant"] += 1
            return
        if point in WAY_OF:
            self._configure(WAY_OF[point])
        # A point that was never reached must be; later its third passage may differ from its first.
        passage = self._random.choice((1, 1, 1, 2, 3, 5)) if self.report.kills[point] else 1
        process = self._service.spawn("-m", "endurance.victim", point, str(passage))
        try:
            process.wait(wait)
            assert process.returncode == -signal.SIGKILL, f"It ended by itself with {process.returncode} at “{point}”."
            self.report.kills[point] += 1
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            self.report.kills["a random instant"] += 1

    def _judge(self) -> None:
        """A last start without trouble: when nothing is left to do, everything must be as it has to be."""
        meetings, database = self._organisers.meetings, paths.database_path(self._service.data)
        with self._service:
            wait_for(lambda: self._status()["status"] == "online", "going online", self._waits.for_quiet)
            self._service.run("force-now")
            with contextlib.suppress(AssertionError):  # what is not settled by then is told by the verdict
                wait_for(lambda: settled(meetings, database), "an end of the work", self._waits.for_quiet)
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
                    lambda: all(each["presence"] for each in fresh.ask("people")),
                    "the fresh reading",
                    self._waits.for_quiet,
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


def look_alike(people: int, seed: int, quirks: Sequence[str] = ()) -> SandboxProcess:
    """Its streams have a heartbeat as often as the service expects one."""
    return SandboxProcess(people=people, seed=seed % 100, minute=4.0, quirks=quirks)


def main() -> int:
    """The exit status is 1 where anything was lost, doubled or differs."""
    parser = argparse.ArgumentParser(prog="python -m endurance.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--acts", type=int, default=500)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000, help="printed, to repeat a run")
    parser.add_argument(
        "--quirk", action="append", choices=(*QUIRKS, "all"), default=[], help="a look-alike that differs from Exchange"
    )
    chosen = parser.parse_args()
    if os.name != "posix":
        sys.exit("This needs SIGKILL, which is POSIX's.")
    print(f"{chosen.acts} acts, {chosen.kills} kills, seed {chosen.seed} …", file=sys.stderr, flush=True)
    quirks = list(QUIRKS) if "all" in chosen.quirk else chosen.quirk
    seed = chosen.seed
    with tempfile.TemporaryDirectory() as folder, look_alike(12, seed, quirks) as exchange:
        report = Run(exchange, Path(folder), chosen.acts, chosen.kills, seed).go()
    told = {"seed": seed, "quirks": quirks, **report.as_json()}
    target = Path("build", "crash.json")
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    for name, value in told.items():
        print(f"{name.replace('_', ' '):<18} {value}")
    if len(report.points_never_reached) > report.may_miss:
        print(f"Too few points were reached; at most {report.may_miss} may be missed.", file=sys.stderr)
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
