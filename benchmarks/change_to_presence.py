"""How long it takes from a change in somebody's calendar to their changed presence, with everybody subscribed to."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

from benchmarks.report import Row, row
from benchmarks.service_at_work import CROWD_EVERY, service_at_work, switch_on, until
from desktop_admin.exchange import connect_to_exchange
from desktop_admin.service.events import PresenceChanged
from tests.helpers.processes import SandboxProcess

PEOPLE, CHANGES = 2000, 1000
BRIEF_PEOPLE, BRIEF_CHANGES = 40, 20
LOST_AFTER = 60.0


def measure(brief: bool) -> list[Row]:
    """An appointment that has begun is put into one calendar after the other, at an Exchange client's pace of one at a
    time; measured from sending it to the event with the presence that it makes. Notifications are not gathered.
    """
    people, changes = (BRIEF_PEOPLE, BRIEF_CHANGES) if brief else (PEOPLE, CHANGES)
    with SandboxProcess(people=people) as sandbox:
        times = asyncio.run(_changes(sandbox, people, changes))
    milliseconds = [each * 1000 for each in times]
    return [
        row(f"change to presence, {people} people, median", median(milliseconds), "ms"),
        row(f"change to presence, {people} people, 99th percentile", quantiles(milliseconds, n=100)[98], "ms"),
    ]


async def _changes(sandbox: SandboxProcess, people: int, changes: int) -> list[float]:
    """Seconds, of each change. Without a conferencing mailbox all ten streams are for people."""
    async with service_at_work(sandbox, connect_to_exchange, people=people, inbox=False) as (concierge, integration_id):
        await switch_on(concierge, integration_id)
        keeper = concierge.context.supervisor(integration_id).presence
        await until(
            lambda: all(view.watch == "streaming" for view in keeper.views()), "subscribing", 900, every=CROWD_EVERY
        )
        waiting: dict[str, asyncio.Future[float]] = {}

        def heard(event: object) -> None:
            now = time.perf_counter()
            if isinstance(event, PresenceChanged):
                for view in event.people:
                    if view.verdict is not None and view.verdict.presence == "Out of office":
                        for seen in view.verdict.considered:
                            told = waiting.get(seen.appointment.subject)
                            if told is not None and not told.done():
                                told.set_result(now)

        loop = asyncio.get_running_loop()
        concierge.bus.subscribe(heard)
        times = []
        for number in range(changes):
            subject = f"Change {number}"
            waiting[subject] = loop.create_future()
            begun = time.perf_counter()
            await asyncio.to_thread(_block, sandbox, number % people, subject)
            async with asyncio.timeout(LOST_AFTER):
                times.append(await waiting[subject] - begun)
        return times


def _block(sandbox: SandboxProcess, number: int, subject: str) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    with sandbox.client(number) as person:
        person.block(now - timedelta(minutes=1), now + timedelta(minutes=30), subject, "OOF")
