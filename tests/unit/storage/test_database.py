"""Transactions: all or nothing, in turn, whatever happens in between."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from desktop_admin.domain.people import Person
from desktop_admin.storage import Database, StorageError
from desktop_admin.storage.faults import DatabaseLocked, DatabaseReadOnly, DiskFull
from desktop_admin.storage.work import Work
from tests.unit.storage.samples import NOON


async def _names(database: Database) -> list[str]:
    async with database.begin() as work:
        return [person.name for person in await work.people.list("head")]


async def test_what_a_block_wrote_is_there_afterwards_also_for_another_program(database: Database, file: Path) -> None:
    async with database.begin() as work:
        await work.people.save("head", Person(0, "Ada", "ada@example.com"))
    with sqlite3.connect(file) as other:
        assert other.execute("SELECT name FROM people").fetchall() == [("Ada",)]
    other.close()


async def test_an_exception_takes_everything_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.begin() as work:
            await work.people.save("head", Person(0, "Ada", "ada@example.com"))
            raise ZeroDivisionError
    assert await _names(database) == []


async def test_a_savepoint_takes_back_its_own_part_alone(database: Database) -> None:
    async with database.begin() as work:
        await work.people.save("head", Person(0, "Ada", "ada@example.com"))
        with pytest.raises(ZeroDivisionError):
            async with work.savepoint():
                await work.people.save("head", Person(0, "Grace", "grace@example.com"))
                raise ZeroDivisionError
        async with work.savepoint():
            await work.people.save("head", Person(0, "Edsger", "edsger@example.com"))
    assert await _names(database) == ["Ada", "Edsger"]


async def test_transactions_take_turns(database: Database) -> None:
    seen: list[int] = []

    async def add_one(work: Work) -> None:
        count = len(await work.people.list("head"))
        await asyncio.sleep(0)
        await work.people.save("head", Person(0, f"{count}", f"{count}@example.com"))
        seen.append(count)

    async def one() -> None:
        async with database.begin() as work:
            await add_one(work)

    await asyncio.gather(*(one() for _ in range(10)))
    assert seen == list(range(10))


async def test_a_cancelled_block_leaves_nothing_and_the_next_one_works(file: Path) -> None:
    """Wherever it is cancelled. A cancelled statement that stayed open would hold the lock of its transaction."""
    database = Database(file, busy_timeout=0.5)
    await database.open()
    async with database.begin() as work:
        await work.integrations.add("head", {}, NOON)

    async def two(number: int) -> None:
        async with database.begin() as work:
            await work.people.save("head", Person(0, "Ada", f"ada{number}@example.com"))
            await work.people.save("head", Person(0, "Grace", f"grace{number}@example.com"))

    for when in range(1, 80):
        async with asyncio.TaskGroup() as group:
            task = group.create_task(two(when))
            for _ in range(when):
                await asyncio.sleep(0)
            task.cancel()
        names = await _names(database)
        assert names.count("Ada") == names.count("Grace")
    await database.close()


async def test_no_thread_outlives_the_closing(file: Path) -> None:
    """Wherever the block is cancelled while another program holds the file: a thread that ends after the event loop
    fails when it reports to it.
    """
    before, cancelled = set(threading.enumerate()), 0
    other = sqlite3.connect(file, isolation_level=None)
    for when in range(1, 30):
        database = Database(file, busy_timeout=0.05)
        await database.open()
        other.execute("BEGIN IMMEDIATE")
        async with asyncio.TaskGroup() as group:
            task = group.create_task(_names(database))
            for _ in range(when):
                await asyncio.sleep(0)
            task.cancel()
        cancelled += task.cancelled()
        await database.close()
        assert set(threading.enumerate()) <= before, when
        other.execute("ROLLBACK")
    other.close()
    assert cancelled > 20


async def test_nobody_waits_for_a_transaction_that_was_cancelled(file: Path) -> None:
    """Another program holds the file, and the time to wait for it is longer than any test."""
    other = sqlite3.connect(file, isolation_level=None)
    for act in (_names, lambda database: database.run(_add_ada)):
        database = Database(file, busy_timeout=3600)
        await database.open()
        other.execute("BEGIN IMMEDIATE")
        async with asyncio.TaskGroup() as group:
            task = group.create_task(act(database))
            await asyncio.sleep(0.01)
            task.cancel()
        await database.close()
        other.execute("ROLLBACK")
    other.close()
    await database.open()
    assert await _names(database) == []
    await database.close()


async def _add_ada(work: Work) -> int:
    await work.people.save("head", Person(0, "Ada", "ada@example.com"))
    return threading.get_ident()


async def test_a_transaction_as_a_whole_is_one_piece_of_work_for_the_database_thread(database: Database) -> None:
    assert await database.run(_add_ada) != threading.get_ident()
    assert await _names(database) == ["Ada"]


async def test_an_exception_takes_a_whole_transaction_back(database: Database) -> None:
    async def fail(work: Work) -> None:
        await _add_ada(work)
        with pytest.raises(ZeroDivisionError):
            async with work.savepoint():
                raise ZeroDivisionError
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.run(fail)
    assert await _names(database) == []


async def test_a_whole_transaction_that_waits_for_something_else_is_refused(database: Database) -> None:
    async def wait(work: Work) -> None:
        await _add_ada(work)
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="something other than the database"):
        await database.run(wait)
    assert await _names(database) == []


async def test_a_block_inside_a_block_is_refused_rather_than_waiting_for_itself(database: Database) -> None:
    async with database.begin():
        with pytest.raises(RuntimeError, match="inside another"):
            async with database.begin():
                pytest.fail("it began")
        with pytest.raises(RuntimeError, match="inside another"):
            await database.run(_add_ada)
    assert await _names(database) == []


async def test_a_closed_database_says_so(database: Database) -> None:
    await database.close()
    await database.close()
    with pytest.raises(StorageError, match="closed"):
        async with database.begin():
            pytest.fail("it began")


async def test_another_program_that_holds_it_is_named_as_the_reason(file: Path) -> None:
    database = Database(file, busy_timeout=0.05)
    await database.open()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseLocked, match="in use by another program"):
        async with database.begin():
            pytest.fail("it began")
    other.execute("ROLLBACK")
    other.close()
    async with database.begin() as work:
        await work.integrations.add("late", {}, NOON)
    await database.close()


async def test_a_full_disk_is_told_and_takes_the_whole_block_back(database: Database) -> None:
    with pytest.raises(DiskFull, match="no room"):
        async with database.begin() as work:
            await work.people.save("head", Person(0, "Ada", "ada@example.com"))
            pages = (await work._connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
            await work._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            await work.documents.put("large", {"text": "x" * 5_000_000})
    assert await _names(database) == []


async def test_a_database_that_became_read_only_is_told(database: Database) -> None:
    with pytest.raises(DatabaseReadOnly, match="cannot be written"):
        async with database.begin() as work:
            await work._connection.exec_driver_sql("PRAGMA query_only = ON")
            await work.documents.put("listener", {})


async def test_a_fault_of_the_program_is_not_dressed_up_as_one_of_the_disk(database: Database) -> None:
    with pytest.raises(IntegrityError) as fault:
        async with database.begin() as work:
            await work.integrations.add("head", {"name": "Ada's office"}, NOON)
    # Tracebacks come into the log, and what is stored (names, subjects, passcodes) does not.
    assert "Ada" not in str(fault.value)


@pytest.mark.parametrize("address", ["postgresql://host/db", "sqlite://", "sqlite:///:memory:", "://"])
def test_an_address_that_names_no_file_is_refused(address: str) -> None:
    with pytest.raises(StorageError, match="cannot be used") as refused:
        Database(address)
    assert "sqlite:///" in refused.value.remedy


async def test_a_url_names_the_same_file_as_its_path(file: Path) -> None:
    database = Database(f"sqlite:///{file}")
    await database.open()
    await database.close()
    assert database.file == file
