"""A weekend's invitations: decided and answered end to end, against the obvious exchangelib script, one by one."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import httpx

from benchmarks.report import Row, row
from benchmarks.service_at_work import requests_by_operation, service_at_work, switch_on, until
from desktop_admin.exchange import connect_to_exchange
from tests.helpers.processes import SandboxProcess

BACKLOG, BRIEF = 5000, 60
SCRIPTED = 200
LATENCY = 0.1
"""Seconds for which the look-alike keeps every answer back: a server elsewhere, not one in the same machine."""


def measure(brief: bool) -> list[Row]:
    """Each answers invitations that wait in an inbox of the same kind; every answer of the server takes 0.1 s more."""
    count = BRIEF if brief else BACKLOG
    with SandboxProcess(people=2) as sandbox:
        ours = asyncio.run(_ours(sandbox, count))
    with SandboxProcess(people=2) as sandbox:
        script = _script(sandbox, min(count, SCRIPTED))
    return [
        row(
            f"backlog of {count:,}, answers a second against one by one",
            ours,
            "1/s",
            baseline=script,
            bound="ratio >= 5",
        ),
        row(f"backlog of {count:,}, decided and answered a second", ours, "1/s"),
    ]


async def _ours(sandbox: SandboxProcess, count: int) -> float:
    """Answers a second, from switching on to the last one settled in the outbox."""
    async with service_at_work(sandbox, connect_to_exchange) as (concierge, integration_id):
        bodies = [(await concierge.commands.aliases.issue(integration_id)).instructions for _ in range(count)]
        await asyncio.to_thread(_invite, sandbox, bodies)
        before = _sent(sandbox)
        _keep_back(sandbox)
        begun = time.perf_counter()
        await switch_on(concierge, integration_id)
        supervisor = concierge.context.supervisor(integration_id)
        await until(lambda: _sent(sandbox) - before >= count, "answering", 1800, every=1.0)
        await until(lambda: supervisor.view().waiting == 0, "the bookkeeping")
        lasted = time.perf_counter() - begun
        assert _sent(sandbox) - before == count, "An answer was sent twice."
        return count / lasted


def _script(sandbox: SandboxProcess, count: int) -> float:
    """What one would write first: each request that is in the inbox, oldest first, is accepted."""
    import exchangelib

    told = sandbox.told
    _invite(sandbox, ["The room, please."] * count)
    credentials = exchangelib.Credentials(told["service_account"]["address"], told["service_account"]["password"])
    config = exchangelib.Configuration(
        service_endpoint=sandbox.url, credentials=credentials, auth_type=exchangelib.NTLM
    )
    _keep_back(sandbox)
    begun = time.perf_counter()
    account = exchangelib.Account(
        told["conferencing_mailbox"]["address"],
        config=config,
        autodiscover=False,
        access_type=exchangelib.IMPERSONATION,
    )
    accepted = 0
    for request in account.inbox.all().order_by("datetime_received"):
        if isinstance(request, exchangelib.items.MeetingRequest):
            request.accept(message_disposition="SendAndSaveCopy", body="Accepted.")
            accepted += 1
    lasted = time.perf_counter() - begun
    assert accepted == count, f"{accepted} of {count} were accepted"
    return count / lasted


def _invite(sandbox: SandboxProcess, bodies: list[str]) -> None:
    mailbox = sandbox.told["conferencing_mailbox"]["address"]
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    with sandbox.client(0) as organiser:
        for number, body in enumerate(bodies):
            organiser.invite(mailbox, start + timedelta(minutes=30 * number), body, subject=f"Backlog {number}")


def _keep_back(sandbox: SandboxProcess) -> None:
    asked = {"set": {"trouble": "latency", "seconds": LATENCY}}
    httpx.post(sandbox.told["control_url"], json=asked, trust_env=False).raise_for_status()


def _sent(sandbox: SandboxProcess) -> int:
    return requests_by_operation(sandbox).get("CreateItem", 0)
