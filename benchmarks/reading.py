"""Start of day: the calendars and automatic replies of many mailboxes, against the obvious exchangelib script."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.report import Row, row
from benchmarks.service_at_work import requests_by_operation, service_at_work, switch_on, until
from desktop_admin.exchange import connect_to_exchange
from tests.helpers.processes import SandboxProcess

MAILBOXES = 500
WORKERS = 8
DAYS = 7
READS = ("FindItem", "GetItem", "GetFolder", "GetUserOofSettingsRequest", "GetUserOofSettings", "FindFolder")


def measure(brief: bool) -> list[Row]:
    """Each reads every mailbox once, over the same server, one after the other."""
    count = 30 if brief else MAILBOXES
    with SandboxProcess(people=count) as sandbox:
        before = requests_by_operation(sandbox)
        ours = asyncio.run(_ours(sandbox, count))
        after = requests_by_operation(sandbox)
        script = _script(sandbox, count)
    requests = sum(after.get(name, 0) - before.get(name, 0) for name in READS)
    return [
        row("start of day, mailboxes a second", ours, "1/s", baseline=script, bound="ratio >= 2"),
        row("start of day, EWS requests a mailbox", requests / count, "requests", bound="value <= 2"),
    ]


async def _ours(sandbox: SandboxProcess, count: int) -> float:
    """Mailboxes a second, from going online to the last person's presence known."""
    async with service_at_work(sandbox, connect_to_exchange, people=count, inbox=False) as (concierge, integration_id):
        begun = time.perf_counter()
        await switch_on(concierge, integration_id)
        keeper = concierge.supervisor(integration_id).presence
        await until(lambda: all(view.read_at for view in keeper.views()), "reading", 600)
        return count / (time.perf_counter() - begun)


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
