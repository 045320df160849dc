"""Start of day: the calendars and automatic replies of many mailboxes, against the obvious exchangelib script."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.report import Row, row
from benchmarks.service_at_work import CROWD_EVERY, requests_by_operation, service_at_work, switch_on, until
from desktop_admin.exchange import connect_to_exchange
from tests.helpers.processes import SandboxProcess

BATCHED, ALONE, BRIEF = 2000, 500, 40
WORKERS = 8
DAYS = 7
READS = (
    "FindItem",
    "GetItem",
    "GetFolder",
    "GetUserOofSettingsRequest",
    "GetUserOofSettings",
    "FindFolder",
    "GetUserAvailabilityRequest",
    "GetMailTips",
)


def measure(brief: bool) -> list[Row]:
    """Each reads every mailbox once, over the same server, one after the other."""
    rows = []
    for batches, count in ((True, BRIEF if brief else BATCHED), (False, BRIEF if brief else ALONE)):
        how = "in batches" if batches else "one by one"
        with SandboxProcess(people=count) as sandbox:
            ours, requests = asyncio.run(_ours(sandbox, count, batches))
            script = _script(sandbox, min(count, ALONE))
        rows += [
            row(
                f"start of day {how}, mailboxes a second",
                ours,
                "1/s",
                baseline=script,
                bound=f"ratio >= {10 if batches else 2}",
            ),
            row(
                f"start of day {how}, EWS requests a mailbox",
                requests / count,
                "requests",
                bound=f"value <= {0.05 if batches else 2}",
            ),
        ]
    return rows


async def _ours(sandbox: SandboxProcess, count: int, batches: bool) -> tuple[float, int]:
    """Mailboxes a second, from activating to the last person's presence known and stored; and requests that read.

    The requests are counted when everybody is subscribed to, or swept, and what changed meanwhile has been read.
    """
    async with service_at_work(sandbox, connect_to_exchange, people=count) as (concierge, integration_id):
        await concierge.commands.integrations.save(integration_id, {"presence": {"read_in_batches": batches}})
        before = requests_by_operation(sandbox)
        begun = time.perf_counter()
        await switch_on(concierge, integration_id)
        keeper = concierge.context.supervisor(integration_id).presence
        await until(lambda: all(view.read_at for view in keeper.views()), "reading", 600, every=CROWD_EVERY)
        lasted = time.perf_counter() - begun
        await until(lambda: all(view.watch for view in keeper.views()), "subscribing", 600, every=CROWD_EVERY)
        after = requests_by_operation(sandbox)
        return count / lasted, sum(after.get(name, 0) - before.get(name, 0) for name in READS)


def _script(sandbox: SandboxProcess, count: int) -> float:
    """What one would write first: ``account.calendar.view`` and ``oof_settings`` in a pool of threads."""
    import exchangelib

    told = sandbox.told
    credentials = exchangelib.Credentials(told["service_account"]["address"], told["service_account"]["password"])
    config = exchangelib.Configuration(
        service_endpoint=sandbox.url, credentials=credentials, auth_type=exchangelib.NTLM, max_connections=WORKERS
    )
    begin = exchangelib.EWSDateTime.from_datetime(datetime.now(UTC))
    end = begin + timedelta(days=DAYS)

    def read(address: str) -> tuple[list[Any], Any]:
        account = exchangelib.Account(address, config=config, autodiscover=False, access_type=exchangelib.IMPERSONATION)
        return list(account.calendar.view(start=begin, end=end)), account.oof_settings

    begun = time.perf_counter()
    with ThreadPoolExecutor(WORKERS) as pool:
        for appointments, _ in pool.map(read, [one["address"] for one in sandbox.people[:count]]):
            assert isinstance(appointments, list)
    return count / (time.perf_counter() - begun)
