"""An existing file is never harmed: whatever speaks against it is told, and its bytes stay as they were."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from desktop_admin.domain.people import Person
from desktop_admin.storage import Database, StorageError, migrations, preparing
from desktop_admin.storage.faults import (
    DatabaseCorrupt,
    DatabaseForeign,
    DatabaseLocked,
    DatabaseNewer,
    DatabaseReadOnly,
)
from desktop_admin.storage.preparing import Schema, prepare
from tests.unit.storage.samples import NOON

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def later(tmp_path: Path) -> Callable[[str], Schema]:
    """A schema with one more step, made of the given lines."""

    def make(steps: str) -> Schema:
        folder = tmp_path / "later"
        folder.mkdir()
        head = '"""Later."""\nfrom alembic import op\nrevision = "9999"\ndown_revision = "' + migrations.HEAD + '"\n'
        body = "def upgrade():\n" + "".join(f"    {line}\n" for line in dedent(steps).strip().splitlines())
        (folder / "9999_later.py").write_text(head + body + "def downgrade():\n    pass\n")
        return Schema("9999", (migrations.VERSIONS, folder))

    return make


@pytest.fixture
async def filled(file: Path) -> Path:
    database = Database(file)
    await database.open()
    async with database.begin() as work:
        await work.integrations.add("head", {"name": "Head office"}, NOON)
        await work.people.save("head", Person(0, "Ada", "ada@example.com"))
    await database.close()
    return file


def _people(file: Path) -> list[tuple[str]]:
    connection = sqlite3.connect(file)
    try:
        return connection.execute("SELECT name FROM people").fetchall()
    finally:
        connection.close()


@posix_only
async def test_file_and_its_companions_are_private_from_the_first_moment(file: Path) -> None:
    before = os.umask(0)
    try:
        made: list[int] = []
        real = sqlite3.connect

        def watching(*arguments: object, **named: object) -> sqlite3.Connection:
            made.append(mode(file))
            return real(*arguments, **named)  # type: ignore[call-overload, no-any-return]  # passed on as they came

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(preparing.sqlite3, "connect", watching)
            prepare(file, busy_timeout=1)
        database = Database(file)
        await database.open()
        async with database.begin() as work:
            await work.integrations.add("head", {}, NOON)
        assert made and set(made) == {0o600}
        companions = {path.name: mode(path) for path in file.parent.glob("concierge*")}
        assert companions == {f"{file.name}{suffix}": 0o600 for suffix in ("", "-wal", "-shm")}
        await database.close()
    finally:
        os.umask(before)


@posix_only
def test_a_file_that_others_could_read_is_made_private(filled: Path) -> None:
    filled.chmod(0o644)
    prepare(filled, busy_timeout=1)
    assert mode(filled) == 0o600


def test_a_current_database_is_opened_without_a_backup_and_without_loading_alembic(filled: Path) -> None:
    program = """
        import sys; from pathlib import Path
        from desktop_admin.storage.preparing import prepare
        assert prepare(Path(sys.argv[1]), busy_timeout=1) is None
        assert "alembic" not in sys.modules
    """
    subprocess.run([sys.executable, "-c", dedent(program), str(filled)], check=True, timeout=60)
    assert [path.name for path in filled.parent.iterdir()] == [filled.name]


def test_an_older_database_is_backed_up_and_then_migrated(filled: Path, later: Callable[[str], Schema]) -> None:
    schema = later("""op.execute("UPDATE people SET name = 'Lovelace'")""")
    backup = prepare(filled, busy_timeout=1, schema=schema)
    assert backup is not None and backup.parent == filled.parent
    assert _people(backup) == [("Ada",)]
    assert _people(filled) == [("Lovelace",)]
    if os.name != "nt":
        assert mode(backup) == 0o600
    assert prepare(filled, busy_timeout=1, schema=schema) is None


async def test_a_backup_can_take_the_place_of_the_file(filled: Path, later: Callable[[str], Schema]) -> None:
    backup = prepare(filled, busy_timeout=1, schema=later("pass"))
    assert backup is not None
    database = Database(backup)
    await database.open()
    async with database.begin() as work:
        assert [person.name for person in await work.people.list("head")] == ["Ada"]
    await database.close()


def test_two_backups_of_one_second_stay_two(filled: Path) -> None:
    copies = {preparing.back_up(filled, "backup-0001", 1) for _ in range(3)}
    assert len(copies) == 3 and all(_people(copy) == [("Ada",)] for copy in copies)


def test_a_migration_that_fails_half_way_leaves_the_file_as_it_was(
    filled: Path, later: Callable[[str], Schema]
) -> None:
    schema = later("""
        op.execute("CREATE TABLE half (id INTEGER)")
        op.execute("UPDATE people SET name = 'nobody'")
        op.execute("THIS IS NO SQL")
    """)
    with pytest.raises(Exception, match="syntax error"):
        prepare(filled, busy_timeout=1, schema=schema)
    assert _people(filled) == [("Ada",)]
    assert prepare(filled, busy_timeout=1) is None


def test_a_migration_that_tears_rows_apart_is_taken_back(filled: Path, later: Callable[[str], Schema]) -> None:
    with pytest.raises(RuntimeError, match="people"):
        prepare(filled, busy_timeout=1, schema=later("""op.execute("DELETE FROM integrations")"""))
    assert _people(filled) == [("Ada",)]
    assert prepare(filled, busy_timeout=1) is None


def test_a_newer_database_is_left_alone(filled: Path, later: Callable[[str], Schema]) -> None:
    prepare(filled, busy_timeout=1, schema=later("pass"))
    _refused(filled, DatabaseNewer, "newer version")


def test_another_programs_database_is_left_alone(file: Path) -> None:
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE songs (title TEXT)")
    other.commit()
    other.close()
    _refused(file, DatabaseForeign, "another program")


@pytest.mark.parametrize("content", [b"not a database at all, but longer than a header would be" * 10, b"x"])
def test_a_file_that_is_no_database_is_left_alone(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    _refused(file, DatabaseCorrupt, "damaged")


def test_a_torn_page_is_found_and_left_alone(filled: Path) -> None:
    content = bytearray(filled.read_bytes())
    content[4096:-4096] = os.urandom(len(content) - 2 * 4096)
    filled.write_bytes(content)
    _refused(filled, DatabaseCorrupt, "damaged")


def test_a_cut_off_file_is_left_alone(filled: Path) -> None:
    filled.write_bytes(filled.read_bytes()[:9000])
    _refused(filled, DatabaseCorrupt, "damaged")


def test_a_locked_database_is_told(filled: Path) -> None:
    other = sqlite3.connect(filled, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(DatabaseLocked, match="in use by another program"):
            prepare(filled, busy_timeout=0.05)
    finally:
        other.close()


def test_a_read_only_database_is_told(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened as SQLite opens it for a user who may only read: file modes do not bind root, who may run these tests."""
    real = sqlite3.connect

    def reading_only(address: str, **named: Any) -> sqlite3.Connection:
        return real(address.replace("mode=rw", "mode=ro"), **named)

    monkeypatch.setattr(preparing.sqlite3, "connect", reading_only)
    _refused(filled, DatabaseReadOnly, "cannot be written")


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="file modes bind neither Windows nor root")
def test_a_file_without_the_right_to_write_is_told(filled: Path) -> None:
    filled.chmod(0o400)
    _refused(filled, DatabaseReadOnly, "cannot be written")


def test_a_folder_in_the_files_place_is_told(file: Path) -> None:
    file.mkdir()
    with pytest.raises(StorageError, match="cannot be opened"):
        prepare(file, busy_timeout=1)


def test_a_missing_folder_is_told(file: Path) -> None:
    with pytest.raises(StorageError, match="no such file or directory"):
        prepare(file.parent / "missing" / "file.sqlite3", busy_timeout=1)


def test_an_empty_file_of_a_start_that_was_cut_off_is_taken_over(file: Path) -> None:
    file.touch()
    assert prepare(file, busy_timeout=1) is None
    assert _people(file) == []


def _refused(file: Path, kind: type[StorageError], words: str) -> None:
    before = _contents(file.parent)
    with pytest.raises(kind, match=words) as refused:
        prepare(file, busy_timeout=0.05)
    assert refused.value.remedy and str(file) in refused.value.message
    after = _contents(file.parent)
    # A reader of a WAL database may leave its empty companions behind; whoever opens it next takes them away.
    assert {name: content for name, content in after.items() if not name.endswith(("-wal", "-shm"))} == before


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
