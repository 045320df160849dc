"""The real service over a fresh data folder, connected to a look-alike in another process."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from desktop_admin import paths
from desktop_admin.domain.people import Person
from desktop_admin.domain.ports import MailSystemFactory
from desktop_admin.domain.status import Status
from desktop_admin.exchange import ExchangePushDecoder
from desktop_admin.service.concierge import Concierge
from desktop_admin.storage import Database
from desktop_admin.vault import MemoryVault
from tests.helpers.processes import SandboxProcess

ONLINE_WITHIN = 60.0
CROWD_EVERY = 0.05


@asynccontextmanager
async def service_at_work(
    sandbox: SandboxProcess, factory: MailSystemFactory, *, people: int = 0, inbox: bool = True
) -> AsyncIterator[tuple[Concierge, str]]:
    """The service and its integration's id, set up and not yet switched on."""
    told = sandbox.told
    with tempfile.TemporaryDirectory() as folder:
        database = Database(paths.database_path(Path(folder)))
        concierge = Concierge(database, MemoryVault(), factory, ExchangePushDecoder())
        await concierge.open()
        concierge.start()
        try:
            values: dict[str, Any] = {
                "name": "bench",
                "connection": {
                    "server": sandbox.url,
                    "user_name": told["service_account"]["address"],
                    "conferencing_mailbox": told["conferencing_mailbox"]["address"] if inbox else "",
                },
                "scheduling": {"alias_domain": told["domain"]},
                "timing": {"debounce": 0.0},
            }
            view = await concierge.commands.integrations.add(values, told["service_account"]["password"])
            crowd = [Person(0, one["address"], one["address"]) for one in sandbox.people[:people]]
            await concierge.commands.people.replace(view.id, crowd, ())
            yield concierge, view.id
        finally:
            await concierge.stop()


async def until(holds: Callable[[], bool], what: str, seconds: float = ONLINE_WITHIN, *, every: float = 0.002) -> None:
    """Looks every 2 ms; looking at thousands of people is work, and is done more rarely. Raises TimeoutError with
    ``what``.
    """
    try:
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110 - what is waited for has no event to wait on
                await asyncio.sleep(every)
    except TimeoutError:
        raise TimeoutError(f"{what} took more than {seconds:g} s") from None


async def switch_on(concierge: Concierge, integration_id: str) -> None:
    """Until it is online."""
    await concierge.commands.integrations.set_active(integration_id, True)
    supervisor = concierge.context.supervisor(integration_id)
    await until(lambda: supervisor.condition.status is Status.ONLINE, "going online")


def requests_by_operation(sandbox: SandboxProcess) -> dict[str, int]:
    """How many EWS requests the look-alike has answered, by operation."""
    answer = httpx.get(sandbox.told["control_url"], trust_env=False)
    counts: dict[str, int] = answer.json()["counters"]["requests"]
    return counts
