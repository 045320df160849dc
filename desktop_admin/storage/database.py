"""The database of one data folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool

from desktop_admin.storage.backup import backups_of
from desktop_admin.storage.connection import BUSY_SLICE, Connection, Transaction
from desktop_admin.storage.faults import DatabaseCorrupt, StorageError, storage_fault
from desktop_admin.storage.preparing import compact, prepare
from desktop_admin.storage.thread import DatabaseThread
from desktop_admin.storage.work import Work

BUSY_TIMEOUT = 5.0
T = TypeVar("T")


class Database:
    """One SQLite file, used on one event loop. Transactions take turns, in the order in which they were asked for."""

    def __init__(self, url_or_path: str | Path, *, busy_timeout: float = BUSY_TIMEOUT) -> None:
        """``url_or_path``: the file, or ``sqlite:///FILE``. ``busy_timeout``: seconds to wait for another program that
        holds the file. Raises :class:`StorageError` for any other kind of URL.
        """
        self.file = _file_of(url_or_path)
        self.backup: Path | None = None
        """The copy that :meth:`open` made before it migrated an existing database."""
        self._busy_timeout = busy_timeout
        self._engine: Engine | None = None
        self._thread = DatabaseThread()
        self._turn = asyncio.Lock()
        self._at_work: asyncio.Task[Any] | None = None

    async def open(self) -> None:
        """Makes the file, or checks, backs up and migrates it. Raises :class:`StorageError`, having changed nothing."""
        thread = DatabaseThread()
        try:
            self.backup = await thread.call(self._prepare)
        except BaseException:
            await thread.end(lambda: None)
            raise
        self._thread = thread
        self._engine = _engine(self.file, min(self._busy_timeout, BUSY_SLICE))

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

    async def close(self) -> None:
        """Waits for the transaction under way and for the thread. Closing twice does no harm.

        A cancelled transaction may still wait there for another program to free the file: it gives up soon.
        """
        async with self._turn:
            engine, self._engine = self._engine, None
            if engine is not None:
                await self._thread.end(engine.dispose)

    async def compact(self) -> None:
        """Writes the file again without what was deleted or overwritten, and empties its log of writes."""
        async with self._turn:
            thread = DatabaseThread()
            try:
                await thread.call(lambda: compact(self.file, self._busy_timeout))
            finally:
                await thread.end(lambda: None)

    async def run(self, act: Callable[[Work], Coroutine[Any, Any, T]]) -> T:
        """One transaction as a whole on the database's thread, for what needs many statements; what ``act`` returns.

        All of it is stored when ``act`` returns, none of it when it raises or the caller is cancelled. ``act`` awaits
        nothing but what its ``Work`` offers (``RuntimeError`` otherwise), and touches nothing that the event loop's
        thread changes meanwhile. Raises :class:`StorageError` for whatever is wrong with the file or the disk.
        """
        async with self._next() as transaction:

            def whole() -> T:
                transaction.begin()
                try:
                    result = _finished(act(Work(Connection(transaction, None))))
                except BaseException:
                    transaction.rollback()
                    raise
                transaction.commit()
                return result

            return await self._thread.call(whole)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Work]:
        """One transaction: all of it is stored when the block ends, none of it when it raises or is cancelled.

        Each statement goes to the database's thread and back; where there are many, :meth:`run` is faster. Nothing slow
        belongs inside: everybody else waits. Raises :class:`StorageError` for whatever is wrong with the file or the
        disk.
        """
        async with self._next() as transaction:
            await self._thread.call(transaction.begin)
            try:
                yield Work(Connection(transaction, self._thread))
            except Exception:
                await self._thread.call(transaction.rollback)
                raise
            await self._thread.call(transaction.commit)

    @asynccontextmanager
    async def _next(self) -> AsyncIterator[Transaction]:
        if self._at_work is not None and self._at_work is asyncio.current_task():
            raise RuntimeError("A transaction cannot begin inside another one of the same task.")
        async with self._turn:
            if self._engine is None:
                raise StorageError("The database is closed.")
            self._at_work = asyncio.current_task()
            transaction = Transaction(self._engine, self._busy_timeout)
            try:
                with self._faults_in_words():
                    yield transaction
            except BaseException:
                # Whoever is cancelled does not wait for the thread; the next transaction does.
                transaction.abandoned = True
                self._thread.behind(transaction.rollback)
                raise
            finally:
                self._at_work = None

    @contextmanager
    def _faults_in_words(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            fault = storage_fault(error, self.file)
            if fault is None:
                raise
            raise fault from error


def _finished(act: Coroutine[Any, Any, T]) -> T:
    """Runs ``act``, which never waits, without an event loop."""
    try:
        act.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    act.close()
    raise RuntimeError("A transaction on the database's thread awaited something other than the database.")


def _file_of(url_or_path: str | Path) -> Path:
    if isinstance(url_or_path, str) and "://" in url_or_path:
        try:
            url = make_url(url_or_path)
        except ArgumentError:
            url = None
        if url is None or url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
            raise StorageError(
                "This database address cannot be used.",
                "Write a file's path, or sqlite:/// and a file's path.",
            )
        return Path(str(url.database)).absolute()
    return Path(url_or_path).absolute()


def _engine(file: Path, busy_timeout: float) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        # Only the database's thread uses the connection; it is given back to the pool by whichever thread ends it.
        connect_args={"timeout": busy_timeout, "check_same_thread": False},
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        # Transactions begin and end where this program says so, not where Python's sqlite3 guesses.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        # A power cut must not take back an answer or an alias that the world has seen already.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    return engine
