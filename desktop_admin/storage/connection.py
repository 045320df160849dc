"""A transaction, and the connection that repositories send their statements over."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection as Link
from sqlalchemy import CursorResult, Engine, Executable, Row

from desktop_admin.storage.thread import DatabaseThread

T = TypeVar("T")
BUSY_SLICE = 0.1
"""Seconds that SQLite waits for another program before it is asked whether anybody still wants the transaction."""

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Abandoned(Exception):
    """The caller was cancelled: the transaction ends without having changed anything."""


class Answer:
    """What a statement found (all of it), or how many rows it changed."""

    def __init__(self, found: CursorResult[Any]) -> None:
        self._rows = found.all() if found.returns_rows else []
        self.rowcount = found.rowcount

    def __iter__(self) -> Iterator[Row[*tuple[Any, ...]]]:
        return iter(self._rows)

    def all(self) -> Sequence[Row[*tuple[Any, ...]]]:
        return self._rows

    def first(self) -> Row[*tuple[Any, ...]] | None:
        return self._rows[0] if self._rows else None

    def scalar_one(self) -> Any:
        """The one value. Raises ``ValueError`` where there is not exactly one row."""
        ((value, *_),) = self._rows
        return value


class Transaction:
    """Everything here runs on the database's thread, but ``abandoned``: that is set by whoever was cancelled."""

    def __init__(self, engine: Engine, busy_timeout: float) -> None:
        self.abandoned = False
        self._engine = engine
        self._busy_timeout = busy_timeout
        self._link: Link | None = None

    @property
    def link(self) -> Link:
        if self._link is None:
            raise RuntimeError("The transaction has not begun, or is over.")
        return self._link

    def begin(self) -> None:
        """Takes the right to write at once: waiting for it later, after reading, could only end in a deadlock.

        Raises :class:`Abandoned`, and what SQLAlchemy raises where another program keeps the file too long.
        """
        self._link = self._engine.connect()
        try:
            self._link.begin()
            deadline = time.monotonic() + self._busy_timeout
            while not self._began(is_last=time.monotonic() >= deadline - BUSY_SLICE):
                pass
        except BaseException:
            self.rollback()
            raise

    def commit(self) -> None:
        try:
            self._go_on()
            self.link.commit()
        except BaseException:
            self.rollback()
            raise
        self._leave()

    def rollback(self) -> None:
        if self._link is not None:
            try:
                self._link.rollback()
            finally:
                self._leave()

    def execute(self, statement: Executable, values: Values | None = None) -> Answer:
        self._go_on()
        return Answer(self.link.execute(statement, values))

    def exec_driver_sql(self, statement: str, values: Any = None) -> Answer:
        self._go_on()
        return Answer(self.link.exec_driver_sql(statement, values))

    def _began(self, *, is_last: bool) -> bool:
        self._go_on()
        if is_last:
            self.link.exec_driver_sql("BEGIN IMMEDIATE")
            return True
        cursor = self.link.connection.cursor()
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                self.link.exec_driver_sql("BEGIN IMMEDIATE")
                return True
            return False
        finally:
            cursor.close()
        return True

    def _go_on(self) -> None:
        if self.abandoned:
            raise Abandoned

    def _leave(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link.close()


class Connection:
    """Statements of one transaction. Used on the event loop each goes to the database's thread and back; a transaction
    that runs on that thread as a whole has no ``thread`` to go to.
    """

    def __init__(self, transaction: Transaction, thread: DatabaseThread | None) -> None:
        self._transaction = transaction
        self._thread = thread

    @property
    def sync_connection(self) -> Link:
        """SQLAlchemy's own."""
        return self._transaction.link

    async def execute(self, statement: Executable, values: Values | None = None) -> Answer:
        """Raises what SQLAlchemy raises."""
        return await self._there(lambda: self._transaction.execute(statement, values))

    async def exec_driver_sql(self, statement: str, values: Any = None) -> Answer:
        """As SQLite's own text, not SQLAlchemy's."""
        return await self._there(lambda: self._transaction.exec_driver_sql(statement, values))

    async def _there(self, act: Callable[[], T]) -> T:
        return act() if self._thread is None else await self._thread.call(act)
