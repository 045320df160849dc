"""``make soak``: days in half an hour, with trouble; memory, threads, file handles, sockets and tasks must stay flat.

The service and the look-alike run on a fast clock (two days in 30 min). Organisers invite, move and cancel, people's
calendars change, Exchange misbehaves. Prints a table and writes build/soak.json; the exit status is 1 where something
grows.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from endurance.crash import issue_aliases
from endurance.fast_clock import as_text, from_text
from endurance.organisers import Organisers
from endurance.trouble import Trouble
from exchange_lookalike.api import Sandbox
from exchange_lookalike.notifications.pace import Pace
from tests.helpers.ews_client import EwsClient
from tests.helpers.ports import free_port
from tests.helpers.processes import ServiceProcess, wait_for

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

[integrations.scheduling]
alias_domain = "{domain}"

{people}
"""
PERSON = '[[integrations.people]]\nname = "{name}"\naddress = "{name}"\n'
FACTOR = 96.0
PEOPLE = 40
MEMORY_GROWTH = 1.10
COUNT_GROWTH = 3


@dataclass(frozen=True)
class Sample:
    """What the service's process holds: memory in MB, the rest counted."""

    memory: float
    threads: int
    handles: int
    sockets: int
    tasks: int


class LivingExchange:
    """The look-alike in a thread of this process, on the fast clock; it has what ``Organisers`` and ``Trouble`` ask."""

    def __init__(self, clock: Callable[[], datetime], factor: float) -> None:
        self._sandbox = Sandbox(people=PEOPLE, seed=11, clock=clock, pace=Pace(minute=60 / factor))
        self.told: dict[str, Any] = {}
        self._ready = threading.Event()
        self._ended: Callable[[], object] = lambda: None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="exchange")

    @property
    def people(self) -> list[dict[str, str]]:
        return [account for account in self.told["accounts"] if account["kind"] == "user"]

    def client(self, number: int) -> EwsClient:
        person = self.people[number]
        return EwsClient(str(self.told["url"]), person["address"], person["password"])

    @contextmanager
    def running(self) -> Any:
        self._thread.start()
        self._ready.wait()
        try:
            yield self
        finally:
            self._ended()
            self._thread.join()

    async def _run(self) -> None:
        ended, loop = asyncio.Event(), asyncio.get_running_loop()
        self._ended = lambda: loop.call_soon_threadsafe(ended.set)
        async with self._sandbox as sandbox:
            self.told = sandbox.described()
            self._ready.set()
            await ended.wait()


def sample(pid: int, folder: Path) -> Sample:
    """From /proc."""
    told = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    links = []
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            links.append(str(each.readlink()))
    return Sample(
        memory=int(told["VmRSS"].split()[0]) / 1024,
        threads=int(told["Threads"]),
        handles=len(links),
        sockets=sum(link.startswith("socket:") for link in links),
        tasks=int((folder / "tasks.txt").read_text() or 0),
    )


def grown(samples: list[Sample]) -> list[str]:
    """What is not flat: the last quarter's median against that of the second quarter."""
    quarter = len(samples) // 4
    early, late = samples[quarter : 2 * quarter], samples[-quarter:]
    found = []
    for name in asdict(samples[0]):
        before = statistics.median(getattr(each, name) for each in early)
        after = statistics.median(getattr(each, name) for each in late)
        allowed = before * MEMORY_GROWTH if name == "memory" else before + COUNT_GROWTH
        if after > allowed:
            found.append(f"{name}: {before:g} → {after:g}")
    return found


def soak(minutes: float, seed: int, folder: Path) -> dict[str, Any]:
    """A run of so many minutes; gives its figures."""
    start, began = datetime.now(UTC), time.time()
    clock = as_text(FACTOR, start, began)
    exchange = LivingExchange(from_text(clock).now, FACTOR)
    with exchange.running():
        told = exchange.told
        service = ServiceProcess(folder, told["service_account"]["password"])
        people = "\n".join(PERSON.format(name=each["address"]) for each in exchange.people)
        config = CONFIG.format(
            port=free_port(),
            url=told["url"],
            user=told["service_account"]["address"],
            mailbox=told["conferencing_mailbox"]["address"],
            domain=told["domain"],
            people=people,
        )
        applied = service.run("config", "apply", "-", text=config)
        if applied.returncode:
            raise RuntimeError(applied.stderr)
        steps = int(minutes * 60)
        instructions = asyncio.run(issue_aliases(folder, told["domain"], steps))
        organisers = Organisers(exchange, instructions, steps, seed, pause=1.0)
        trouble = Trouble(exchange, organisers, seed + 1, pause=12.0)
        process = service.spawn("-m", "endurance.soaked", clock)
        samples: list[Sample] = []
        try:
            wait_for((folder / "tasks.txt").exists, "the service's start", 60)
            organisers.start()
            trouble.start()
            while time.time() - began < minutes * 60 and process.poll() is None:
                time.sleep(max(0.5, minutes * 60 / 360))
                samples.append(sample(process.pid, folder))
            trouble.close()
            organisers.close()
            if organisers.failure is not None:
                raise organisers.failure
            process.terminate()
            stopping = time.monotonic()
            status = process.wait(15)
            stopped = time.monotonic() - stopping
        finally:
            process.kill()
            process.wait()
    growing = grown(samples)
    first, last = asdict(samples[len(samples) // 4]), asdict(samples[-1])
    return {
        "minutes": minutes,
        "seed": seed,
        "days": round(minutes * FACTOR / 1440, 2),
        "acts": organisers.acts,
        "faults": trouble.made,
        "samples": len(samples),
        "after_a_quarter": first,
        "at_the_end": last,
        "growing": growing,
        "exit_status": status,
        "seconds_to_stop": round(stopped, 2),
        "holds": not growing and status == 0 and stopped < 5,
    }


def main() -> int:
    """The exit status is 1 where something grows, or where the service did not stop in order within 5 s."""
    parser = argparse.ArgumentParser(prog="python -m endurance.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    chosen = parser.parse_args()
    if not Path("/proc/self/fd").exists():
        sys.exit("This reads /proc, which only Linux has.")
    with tempfile.TemporaryDirectory() as folder:
        told = soak(chosen.minutes, chosen.seed, Path(folder))
    target = Path("build", "soak.json")
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    for name, value in told.items():
        print(f"{name.replace('_', ' '):<16} {value}")
    return 0 if told["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
