"""A flood of pushes: 5,000 a second at the listener, and invitations are answered all the same.

The flood comes from a process of its own over kept connections, with the right path, which is the worst case: each push
is read and parsed until the rate limit answers. Besides it, 1,000 connections are opened that say nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import resource
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.report import Row, row
from benchmarks.service_at_work import service_at_work, switch_on, until
from desktop_admin.exchange import connect_to_exchange
from desktop_admin.settings import ListenerSettings
from tests.helpers.ews_client import EwsClient
from tests.helpers.ports import free_port
from tests.helpers.processes import SandboxProcess

RATE = 5000
SILENT = 1000
CONNECTIONS = 20


def measure(brief: bool) -> list[Row]:
    """Answers one after the other, first in peace and then in the flood."""
    with SandboxProcess(people=4) as sandbox, sandbox.client(0) as organiser:
        return asyncio.run(_measure(sandbox, organiser, 4 if brief else 15))


async def _measure(sandbox: SandboxProcess, organiser: EwsClient, count: int) -> list[Row]:
    port = free_port()
    async with service_at_work(sandbox, connect_to_exchange) as (concierge, integration_id):
        async with concierge.context.around.database.begin() as work:
            await concierge.context.around.listening.store(work, ListenerSettings(host="127.0.0.1", port=port))
        callback = {"connection": {"callback_url": f"http://127.0.0.1:{port}"}}
        await concierge.commands.integrations.save(integration_id, callback)
        await switch_on(concierge, integration_id)
        supervisor = concierge.context.supervisor(integration_id)
        await until(lambda: supervisor.view().mode == "push", "a push subscription")
        peace = [await _answered(concierge, integration_id, sandbox, organiser, n) for n in range(count)]
        (secret, *_) = concierge.context.around.pushes.secrets()
        before = _memory()
        with subprocess.Popen(  # noqa: ASYNC220 - starting takes a moment, and nobody waits for anything else
            [sys.executable, "-m", "benchmarks.flood", str(port), secret], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as flood:
            assert flood.stdout is not None and flood.stdin is not None
            await asyncio.to_thread(flood.stdout.readline)
            flooded = [await _answered(concierge, integration_id, sandbox, organiser, count + n) for n in range(count)]
            flood.stdin.close()
            told = json.loads(await asyncio.to_thread(flood.stdout.read))
        grown = _memory() - before
        lost = count * 2 - sum(
            item.reply_state == "sent" for item in await concierge.commands.invitations.list(integration_id, 999)
        )
    return [
        row("flood of pushes, offered a second", told["rate"], "1/s", bound=f"value >= {RATE}"),
        row(
            "answer to an invitation in the flood (median)",
            statistics.median(flooded) * 1000,
            "ms",
            baseline=statistics.median(peace) * 1000,
            bound="ratio <= 4",
        ),
        row("answers lost in the flood", float(lost), "answers", bound="value <= 0"),
        row("memory grown in the flood", grown, "MB", baseline=before, bound="ratio <= 0.2"),
    ]


async def _answered(concierge: Any, integration_id: str, sandbox: Any, organiser: EwsClient, number: int) -> float:
    """Seconds from the organiser's sending to the answer that Exchange has taken."""
    body = (await concierge.commands.aliases.issue(integration_id)).instructions
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1, hours=number)
    mailbox, subject = sandbox.told["conferencing_mailbox"]["address"], f"Flood {number}"
    begun = time.perf_counter()
    await asyncio.to_thread(organiser.invite, mailbox, start, body, subject=subject)
    while True:
        items = await concierge.commands.invitations.list(integration_id, 5)
        if any(item.subject == subject and item.reply_state == "sent" for item in items):
            return time.perf_counter() - begun
        await asyncio.sleep(0.005)


def _memory() -> float:
    """The most that this process has held so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# -- the flood's own process -------------------------------------------------------------------------------------------


async def _flood(port: int, secret: str) -> None:
    """Until standard input ends; then one line of JSON."""
    request = _request(secret)
    sent = 0
    silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(SILENT)]
    loop = asyncio.get_running_loop()
    ended = loop.run_in_executor(None, sys.stdin.read)
    begun = time.perf_counter()
    print("on", flush=True)

    async def pour() -> None:
        nonlocal sent
        share = RATE * 1.2 / CONNECTIONS
        while not ended.done():
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                swallow = asyncio.gather(_swallow(reader))
                while not ended.done():
                    writer.write(request * 10)
                    await writer.drain()
                    sent += 10
                    await asyncio.sleep(10 / share)
                swallow.cancel()
                await asyncio.gather(swallow, return_exceptions=True)
                writer.close()
            except OSError:
                continue

    await asyncio.gather(*(pour() for _ in range(CONNECTIONS)))
    for _reader, writer in silent:
        writer.close()
    print(json.dumps({"rate": sent / (time.perf_counter() - begun)}))


async def _swallow(reader: asyncio.StreamReader) -> None:
    """Reads until the listener closes or breaks the connection, which a flood must expect."""
    with contextlib.suppress(OSError):
        while await reader.read(65536):
            pass


def _request(secret: str) -> bytes:
    body = (
        b'<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        b'<m:SendNotification xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" '
        b'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><m:ResponseMessages>'
        b'<m:SendNotificationResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>'
        b"<m:Notification><t:SubscriptionId>forged</t:SubscriptionId><t:MoreEvents>false</t:MoreEvents>"
        b"<t:StatusEvent><t:Watermark>AAA=</t:Watermark></t:StatusEvent></m:Notification>"
        b"</m:SendNotificationResponseMessage></m:ResponseMessages></m:SendNotification></s:Body></s:Envelope>"
    )
    head = f"POST /push/{secret} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


if __name__ == "__main__":
    asyncio.run(_flood(int(sys.argv[1]), sys.argv[2]))
