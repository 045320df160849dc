"""From a notification to the reply that has been sent: the program's own time, and the EWS requests that it takes."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.report import Row, row
from benchmarks.service_at_work import requests_by_operation, service_at_work, switch_on, until
from desktop_admin.domain.ports import Credentials, Endpoint, MailSystem, Signal, SignalKind
from desktop_admin.exchange import connect_to_exchange
from tests.helpers.ews_client import EwsClient
from tests.helpers.processes import SandboxProcess

INVITATIONS = 60
REQUESTS_AT_MOST = 4
IN_THE_WAY = ("inbox_changes", "read_messages", "answer")
COUNTED = ("SyncFolderItems", "GetItem", "CreateItem", "FindItem", "DeleteItem", "UpdateItem", "MoveItem")


@dataclass
class Seen:
    """What one invitation took: when it was told, when its answer was confirmed, and the waiting for Exchange."""

    told: float = 0.0
    answered: float = 0.0
    waited: float = 0.0


@dataclass
class Record:
    """The invitation under way, filled in by the recording mail system."""

    now: Seen = field(default_factory=Seen)


class RecordingMail:
    """A mail system between the service and the real one: it notes times and passes everything on."""

    def __init__(self, inner: MailSystem, record: Record) -> None:
        self._inner = inner
        self._record = record

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)
        if name not in IN_THE_WAY:
            return method

        async def timed(*args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            try:
                return await method(*args, **kwargs)
            finally:
                ended = time.perf_counter()
                seen = self._record.now
                if seen.told and not seen.answered:
                    seen.waited += ended - begun
                    if name == "answer":
                        seen.answered = ended

        return timed

    @asynccontextmanager
    async def stream(self, *args: Any, **kwargs: Any) -> AsyncIterator[AsyncIterator[Signal]]:
        async with self._inner.stream(*args, **kwargs) as signals:
            yield self._noted(signals)

    async def _noted(self, signals: AsyncIterator[Signal]) -> AsyncIterator[Signal]:
        async for signal in signals:
            if signal.kind is SignalKind.CHANGED and not self._record.now.told:
                self._record.now.told = time.perf_counter()
            yield signal


def measure(brief: bool) -> list[Row]:
    """One invitation after the other, each with a notification of its own."""
    with SandboxProcess(people=4) as sandbox, sandbox.client(0) as organiser:
        return asyncio.run(_measure(sandbox, organiser, 8 if brief else INVITATIONS))


async def _measure(sandbox: SandboxProcess, organiser: EwsClient, count: int) -> list[Row]:
    record = Record()

    def factory(endpoint: Endpoint, credentials: Credentials) -> Any:
        return RecordingMail(connect_to_exchange(endpoint, credentials), record)

    mailbox = sandbox.told["conferencing_mailbox"]["address"]
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    seen: list[Seen] = []
    async with service_at_work(sandbox, factory) as (concierge, integration_id):
        await switch_on(concierge, integration_id)
        before = requests_by_operation(sandbox)
        for number in range(count):
            body = (await concierge.commands.aliases.issue(integration_id)).instructions
            record.now = Seen()
            await asyncio.to_thread(
                organiser.invite, mailbox, start + timedelta(hours=number), body, subject=f"Bench {number}"
            )
            await until(lambda: bool(record.now.answered), "an answer")
            seen.append(record.now)
            await until(lambda: concierge.context.supervisor(integration_id).view().waiting == 0, "the bookkeeping")
        after = requests_by_operation(sandbox)
    sent = sum(after.get(name, 0) - before.get(name, 0) for name in COUNTED) - count  # the organiser's own CreateItem
    own = statistics.median(one.answered - one.told - one.waited for one in seen) * 1000
    waited = statistics.median(one.waited for one in seen) * 1000
    whole = sorted((one.answered - one.told) * 1000 for one in seen)
    return [
        row("notification to reply sent, own time (median)", own, "ms", baseline=waited),
        row("notification to reply sent, whole (99th percentile)", whole[int(len(whole) * 0.99) - 1], "ms"),
        row("EWS requests an invitation", sent / count, "requests", bound=f"value <= {REQUESTS_AT_MOST}"),
    ]
