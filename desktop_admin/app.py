"""The composition root: the only module that knows everybody. Start order, stop order, nothing else."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from desktop_admin import __version__, logs, paths
from desktop_admin.crashes import Crash, Run
from desktop_admin.domain.ports import Vault
from desktop_admin.exchange import ExchangePushDecoder, connect_to_exchange, find_server
from desktop_admin.service.bus import Bus
from desktop_admin.service.commands import Commands
from desktop_admin.service.concierge import Concierge
from desktop_admin.service.control import CommandTable
from desktop_admin.service.loop import LoopThread
from desktop_admin.storage import Database, DataFolderLock
from desktop_admin.storage.restore import undo_interrupted_restore
from desktop_admin.vault import default_vault
from desktop_admin.web.control import ControlServer

T = TypeVar("T")
logger = logging.getLogger(__name__)


def make_concierge(data: Path, vault: Vault | None = None) -> Concierge:
    """The service over the data folder ``data``, not yet open. Without ``vault``: environment, then keyring."""

    def name_of(integration_id: str) -> str:
        found = concierge.context.supervisors.get(integration_id)
        return found.settings.name if found is not None else ""

    concierge = Concierge(
        Database(paths.database_path(data)),
        vault or default_vault(data, name_of),
        connect_to_exchange,
        ExchangePushDecoder(),
        find_server=find_server,
    )
    return concierge


@asynccontextmanager
async def serving(
    data: Path, vault: Vault | None = None, stop: Callable[[], None] | None = None
) -> AsyncIterator[Concierge]:
    """The service at work, with the control API beside it; ``stop`` is what a command's wish to stop it calls. One
    process a data folder.
    """
    with _held(data), _marked(data) as crash:
        concierge = make_concierge(data, vault)
        concierge.context.crash = crash
        await concierge.open()
        control = ControlServer(
            CommandTable(concierge.context, concierge.commands.groups), paths.control_file(data), stop
        )
        try:
            await control.start()
            concierge.start()
            yield concierge
        finally:
            await control.stop()
            await concierge.stop()


@contextmanager
def _held(data: Path) -> Iterator[None]:
    """The data folder is this process's own, and what an interrupted restore left in it has been undone."""
    with DataFolderLock(data):
        if undo_interrupted_restore(data):
            logger.warning("The last restore of a backup was interrupted. What was there before has been put back.")
        yield


@contextmanager
def _marked(data: Path) -> Iterator[Crash | None]:
    """The run leaves its mark while it lasts; what the last one left is told."""
    run = Run(data, logs.folder_in_use() or paths.log_dir(data), __version__)
    crash = run.begin()
    if crash is not None:
        logger.warning("The last run did not stop in order. A report is in %s.", crash.report or "no file")
    try:
        yield crash
    finally:
        run.end()


@asynccontextmanager
async def stored(data: Path, vault: Vault | None = None) -> AsyncIterator[CommandTable]:
    """What is stored, while no service runs: commands read and change it, nothing connects."""
    with _held(data):
        concierge = make_concierge(data, vault)
        await concierge.open()
        try:
            yield CommandTable(concierge.context, concierge.commands.groups)
        finally:
            await concierge.stop()


async def serve_until_stopped(
    data: Path, vault: Vault | None = None, ready: Callable[[Concierge], Awaitable[None]] | None = None
) -> None:
    """Headless: until SIGINT or SIGTERM, or until the control API asks it to stop. ``ready`` is called once it runs."""
    stop = asyncio.Event()
    _stop_on_signals(stop)
    async with serving(data, vault, stop.set) as concierge:
        if ready is not None:
            await ready(concierge)
        await stop.wait()
    logger.info("Stopped.")


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:
            # Windows' loop takes no signal handlers; the interpreter's own are called between two of its steps.
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


@dataclass(slots=True)
class RunningService:
    """The service on its own thread, as the desktop holds it."""

    concierge: Concierge
    thread: LoopThread
    _leave: Callable[[], Awaitable[Any]]

    @property
    def commands(self) -> Commands:
        return self.concierge.commands

    @property
    def bus(self) -> Bus:
        return self.concierge.bus

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        return self.thread.loop

    def stop(self, deadline: float = 5.0) -> bool:
        """Stops everything in order; False when something hung beyond ``deadline`` seconds."""
        leaving = self.thread.submit(_awaited(self._leave))
        try:
            leaving.result(deadline)
        except TimeoutError:
            logger.warning("The service did not stop within %s s.", deadline)
        return self.thread.stop(deadline)


def start_service(data: Path, vault: Vault | None = None) -> RunningService:
    """Starts the service in a thread of its own. Raises ``ConciergeError`` where it cannot open its data."""
    thread = LoopThread()
    thread.start()
    context = serving(data, vault)
    try:
        concierge = thread.submit(_awaited(context.__aenter__)).result()
    except BaseException:
        thread.stop()
        raise
    return RunningService(concierge, thread, lambda: context.__aexit__(None, None, None))


async def _awaited(make: Callable[[], Awaitable[T]]) -> T:
    return await make()
