"""The database of one data folder."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import aiosqlite
from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from desktop_admin.storage.backup import backups_of
from desktop_admin.storage.faults import DatabaseCorrupt, StorageError, storage_fault
from desktop_admin.storage.preparing import compact, prepare
from desktop_admin.storage.work import Work

BUSY_TIMEOUT = 5.0
JOIN_TIMEOUT = 2.0
"""Seconds beyond the busy timeout that closing waits for a connection's thread."""


class Database:
    """One SQLite file, used on one event loop. Transactions take turns, in the order in which they were asked for."""

    def __init__(self, url_or_path: str | Path, *, busy_timeout: float = BUSY_TIMEOUT) -> None:
        """``url_or_path``: the file, or ``sqlite+aiosqlite:///FILE``. ``busy_timeout``: seconds to wait for another
        program that holds the file. Raises :class:`StorageError` for any other kind of URL.
        """
        self.file = _file_of(url_or_path)
        self.backup: Path | None = None
        """The copy that :meth:`open` made before it migrated an existing database."""
        self._busy_timeout = busy_timeout
        self._engine: AsyncEngine | None = None
        self._threads: list[Thread] = []
        self._turn = asyncio.Lock()
        self._at_work: asyncio.Task[Any] | None = None

    async def open(self) -> None:
        """Makes the file, or checks, backs up and migrates it. Raises :class:`StorageError`, having changed nothing."""
        with ThreadPoolExecutor(1, thread_name_prefix="database-open") as worker:
            self.backup = await asyncio.get_running_loop().run_in_executor(worker, self._prepare)
        self._engine = _engine(self.file, self._busy_timeout, self._connect)

    def _prepare(self) -> Path | None:
        try:
            return prepare(self.file, busy_timeout=self._busy_timeout)
        except DatabaseCorrupt as fault:
            newest = next(iter(backups_of(self.file.parent)), None)
            if newest is not None:
                fault.backup = newest.file
                made = newest.made.astimezone()
                fault.remedy = (
                    f"Nothing was changed. There is a backup of {made:%Y-%m-%d %H:%M}; to go back to it: "
                    f"exchange-concierge restore {newest.file}"
                )
            raise

    def _connect(self, *args: Any, **options: Any) -> aiosqlite.Connection:
        """A connection whose thread :meth:`close` knows of."""
        connection = aiosqlite.connect(*args, **options)
        thread = connection._thread
        thread.daemon = True
        self._threads = [each for each in self._threads if each.is_alive()] + [thread]
        return connection

    async def close(self) -> None:
        """Waits for the transaction under way and for the threads of all connections. Closing twice does no harm.

        A cancelled transaction gives its connection up at once, but the thread may still wait for another program to
        free the file, and reports to the event loop when it ends: the loop must still be there. It waits no longer than
        the busy timeout.
        """
        async with self._turn:
            engine, self._engine = self._engine, None
            if engine is not None:
                await engine.dispose()
            threads, self._threads = [each for each in self._threads if each.is_alive()], []
            if threads:
                with ThreadPoolExecutor(1, thread_name_prefix="database-close") as worker:
                    loop = asyncio.get_running_loop()
                    await loop.run_in_executor(worker, _join, threads, self._busy_timeout + JOIN_TIMEOUT)

    async def compact(self) -> None:
        """Writes the file anew without what was deleted or overwritten, and empties its log of writes."""
        async with self._turn:
            with ThreadPoolExecutor(1, thread_name_prefix="database-compact") as worker:
                await asyncio.get_running_loop().run_in_executor(worker, compact, self.file, self._busy_timeout)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Work]:
        """One transaction: all of it is stored when the block ends, none of it when it raises or is cancelled.

        Nothing slow belongs inside: everybody else waits. Raises :class:`StorageError` for whatever is wrong with the
        file or the disk.
        """
        if self._at_work is not None and self._at_work is asyncio.current_task():
            raise RuntimeError("A transaction cannot begin inside another one of the same task.")
        async with self._turn:
            if self._engine is None:
                raise StorageError("The database is closed.")
            self._at_work = asyncio.current_task()
            try:
                async with self._engine.begin() as connection:
                    yield Work(connection)
            except DBAPIError as error:
                fault = storage_fault(error, self.file)
                if fault is None:
                    raise
                raise fault from error
            finally:
                self._at_work = None


def _file_of(url_or_path: str | Path) -> Path:
    if isinstance(url_or_path, str) and "://" in url_or_path:
        try:
            url = make_url(url_or_path)
        except ArgumentError:
            url = None
        if url is None or url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
            raise StorageError(
                "This database address cannot be used.",
                "Write a file's path, or sqlite+aiosqlite:/// and a file's path.",
            )
        return Path(str(url.database)).absolute()
    return Path(url_or_path).absolute()


def _join(threads: list[Thread], seconds: float) -> None:
    ends = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, ends - time.monotonic()))


def _engine(file: Path, busy_timeout: float, connect: Callable[..., aiosqlite.Connection]) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(file)),
        connect_args={"timeout": busy_timeout, "async_creator_fn": connect},
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        # Transactions begin and end where this program says so, not where Python's sqlite3 guesses.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        # A power cut must not take back an answer or an alias that the world has seen already.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        # Taking the right to write at once: waiting for it later, after reading, could only end in a deadlock.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine.sync_engine, "invalidate")
    def _leave(connection: Any, _record: object, _fault: BaseException | None) -> None:
        # A cancelled statement is still open: SQLite would keep the transaction, and its lock, beyond the closing.
        connection.rollback()

    return engine
