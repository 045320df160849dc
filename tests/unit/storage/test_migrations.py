"""Tables and migrations say the same; every step can be taken and taken back with data in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, create_engine, inspect

from desktop_admin.domain.directory import person_entry, room_of
from desktop_admin.domain.people import Person
from desktop_admin.storage import Database, migrations
from desktop_admin.storage.tables import metadata
from tests.unit.storage.samples import everything, fill


def _steps() -> list[str]:
    scripts = ScriptDirectory.from_config(migrations._config((migrations.VERSIONS,)))
    return [step.revision for step in scripts.walk_revisions()][::-1]


def _go(file: Path, target: str, *, back: bool = False) -> None:
    move = migrations.downgrade if back else migrations.upgrade
    move(file, (migrations.VERSIONS,), target, 1.0)


def test_the_head_that_is_named_is_the_last_step() -> None:
    assert _steps()[-1] == migrations.HEAD


def test_what_the_steps_build_is_what_the_tables_say(file: Path) -> None:
    _go(file, "head")
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        for table in metadata.sorted_tables:
            named = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
            assert {found["name"] for found in inspect(connection).get_check_constraints(table.name)} == named
            primary = inspect(connection).get_pk_constraint(table.name)["constrained_columns"]
            assert primary == [column.name for column in table.primary_key.columns]
            found_keys = {
                (key["constrained_columns"][0], key["referred_table"], key["options"].get("ondelete"))
                for key in inspect(connection).get_foreign_keys(table.name)
            }
            wanted = {(key.parent.name, key.column.table.name, key.ondelete) for key in table.foreign_keys}
            assert found_keys == wanted
    engine.dispose()


@pytest.mark.parametrize("step", _steps())
async def test_each_step_can_be_taken_back_and_taken_again_with_data(file: Path, step: str) -> None:
    database = Database(file)
    await database.open()
    await fill(database)
    await database.close()
    below = {after: before for before, after in zip(["base", *_steps()], _steps(), strict=False)}[step]
    _go(file, below, back=True)
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    _go(file, migrations.HEAD)
    await database.open()
    async with database.begin() as work:
        assert bool(await everything(work)) == (below != "base")
    await database.close()


async def test_addresses_of_before_are_found_by_their_new_form(file: Path) -> None:
    database = Database(file)
    await database.open()
    await fill(database)
    await database.close()
    _go(file, "0003", back=True)
    connection = sqlite3.connect(file)
    connection.execute(
        "UPDATE people SET address = 'ada@münchen.example', address_key = 'ada@münchen.example' WHERE id = 1"
    )
    connection.execute("UPDATE sync_states SET mailbox_key = 'rooms@münchen.example'")
    connection.commit()
    connection.close()
    _go(file, migrations.HEAD)
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT address_key FROM people WHERE id = 1").fetchone() == (
        "ada@xn--mnchen-3ya.example",
    )
    assert connection.execute("SELECT mailbox_key FROM sync_states").fetchone() == ("rooms@xn--mnchen-3ya.example",)
    connection.close()


CHANGED = {("conferences", "zone_is_known"), ("people", "source"), ("readings", "trouble")}


def _rows(file: Path) -> dict[str, list[dict[str, object]]]:
    """All that is stored, without what 0005 adds and 0006 removes."""
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'alembic_version'")
        return {
            table: [
                {key: row[key] for key in row.keys() if (table, key) not in CHANGED}  # noqa: SIM118 - no dict
                for row in connection.execute(f"SELECT rowid, * FROM {table} ORDER BY rowid")
            ]
            for (table,) in sorted(tuple(row) for row in tables)
        }


def _indices(file: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name").fetchall()


async def test_longer_texts_cost_neither_rows_nor_indices_nor_constraints(file: Path) -> None:
    database = Database(file)
    await database.open()
    await fill(database)
    ada = person_entry("ada", "Ada", ("ada@example.com", "/o=Example/cn=ada"), "101")
    async with database.begin() as work:
        await work.directory.add("head", 1, (ada, room_of(ada, "7001")))
    await database.close()
    rows, indices = _rows(file), _indices(file)
    assert all(rows[table] for table in ("conferences", "occurrences", "journal", "outbox", "directory_addresses"))
    for target, back in (("0004", True), (migrations.HEAD, False)):
        _go(file, target, back=back)
        assert (_rows(file), _indices(file)) == (rows, indices)
        with (
            closing(sqlite3.connect(file)) as connection,
            pytest.raises(sqlite3.IntegrityError, match="private_untold"),
        ):
            connection.execute("UPDATE journal SET is_private = 1, subject = 'Secret'")


async def test_columns_that_nobody_read_go_and_nothing_else_does(file: Path) -> None:
    database = Database(file)
    await database.open()
    await fill(database)
    async with database.begin() as work:
        last = await work.people.save("head", Person(0, "Late", "late@example.com"))
        await work.people.remove([last.id])
    await database.close()
    rows, indices = _rows(file), _indices(file)
    assert rows["people"] and rows["readings"] and rows["appointments"]
    for target, back in (("0005", True), (migrations.HEAD, False)):
        _go(file, target, back=back)
        assert (_rows(file), _indices(file)) == (rows, indices)
        with (
            closing(sqlite3.connect(file)) as connection,
            pytest.raises(sqlite3.IntegrityError, match="private_untold"),
        ):
            connection.execute("UPDATE appointments SET is_private = 1, subject = 'Secret'")
    await database.open()
    async with database.begin() as work:
        assert (await work.people.save("head", Person(0, "New", "new@example.com"))).id > last.id
    await database.close()
