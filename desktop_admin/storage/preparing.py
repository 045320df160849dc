"""Makes the database file ready before anything works with it: checks it, backs it up, migrates it. Blocking.

Whatever speaks against using an existing file is found before the first byte is written.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from desktop_admin.storage import migrations
from desktop_admin.storage.faults import DatabaseForeign, DatabaseNewer, StorageError, damaged, storage_fault

CHECKED_WHOLE = 64 * 1024 * 1024
"""Bytes up to which a file is checked page by page at every start; a larger one only before it is migrated."""

_OWNER_ONLY = 0o600
_HEADER = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Schema:
    """The migrations that this version knows: where they stand, and the last one's name."""

    head: str = migrations.HEAD
    folders: tuple[Path, ...] = field(default=(migrations.VERSIONS,))


def prepare(file: Path, *, busy_timeout: float, schema: Schema | None = None) -> Path | None:
    """Leaves ``file`` with the newest schema, in WAL mode, for its owner alone (0600 where there are modes).

    Returns the backup that was made before an existing database was migrated, else None. Raises :class:`StorageError`.
    """
    schema = schema or Schema()
    with _in_words(file):
        is_new = _make(file)
        revision = None if is_new else inspect_file(file, busy_timeout, schema)
        _keep_private(file)
        backup = None
        if revision != schema.head:
            if revision is not None:
                backup = back_up(file, f"backup-{revision}", busy_timeout)
            migrations.upgrade(file, schema.folders, schema.head, busy_timeout)
        _claim(file, busy_timeout)
        return backup


def back_up(file: Path, label: str, busy_timeout: float) -> Path:
    """A consistent copy beside ``file``, also while others write to it (SQLite's backup API)."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    names = (f"{file.name}.{label}-{stamp}{extra}" for extra in ("", *(f"-{number}" for number in range(2, 1000))))
    copy = next(path for name in names if _make(path := file.with_name(name)))
    try:
        with _connected(file, busy_timeout) as source, _connected(copy, busy_timeout) as target:
            source.backup(target)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy


def compact(file: Path, busy_timeout: float) -> None:
    """Leaves nothing of what was deleted or overwritten, neither in free pages nor in the log of writes."""
    with _in_words(file), _connected(file, busy_timeout) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextlib.contextmanager
def _in_words(file: Path) -> Iterator[None]:
    try:
        yield
    except StorageError:
        raise
    except OSError as error:
        raise StorageError(
            f"The database {file} cannot be opened: {(error.strerror or 'it is refused').lower()}.",
            "Check the disk, and this user's rights to the file and its folder.",
        ) from error
    except Exception as error:
        fault = storage_fault(error, file)
        if fault is None:
            raise
        raise fault from error


def _make(file: Path) -> bool:
    """Whether the file is new. It is private before SQLite sees it; its -wal and -shm files take its mode."""
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, _OWNER_ONLY))
    except FileExistsError:
        return file.is_file() and file.stat().st_size == 0
    return True


def _keep_private(file: Path) -> None:
    for path in (file, *(file.with_name(file.name + suffix) for suffix in ("-wal", "-shm"))):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mode & 0o077:
                path.chmod(_OWNER_ONLY)


@contextlib.contextmanager
def _connected(file: Path, busy_timeout: float) -> Iterator[sqlite3.Connection]:
    """``mode=rw``: never makes a file."""
    with contextlib.closing(
        sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=busy_timeout, isolation_level=None)
    ) as connection:
        yield connection


def inspect_file(file: Path, busy_timeout: float, schema: Schema) -> str | None:
    """The revision of an existing database; None where it holds nothing yet. Reads only. Raises StorageError."""
    with file.open("rb") as stream:
        # SQLite itself takes a very short file of any content for a new database, and writes over it.
        if stream.read(len(_HEADER)) != _HEADER:
            raise damaged(file)
    with _connected(file, busy_timeout) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if migrations.VERSION_TABLE not in tables:
            if tables:
                raise DatabaseForeign(
                    f"The database {file} belongs to another program.", "Nothing was changed. Name another folder."
                )
            return None
        row = connection.execute(f"SELECT version_num FROM {migrations.VERSION_TABLE}").fetchone()  # noqa: S608 - our own name
        revision = None if row is None else str(row[0])
        if revision != schema.head and revision not in migrations.known(schema.folders):
            raise DatabaseNewer(
                f"The database {file} was made by a newer version of Exchange Concierge.",
                "Nothing was changed. Install that version, or use the backup that it made in the same folder.",
            )
        if revision != schema.head or file.stat().st_size <= CHECKED_WHOLE:
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise damaged(file)
        return revision


def _claim(file: Path, busy_timeout: float) -> None:
    """Finds out now whether the file can be written to, and turns WAL on (the file remembers it)."""
    with _connected(file, busy_timeout) as connection:
        connection.execute("BEGIN IMMEDIATE")
        # Beginning alone would not fail on a read-only file.
        connection.execute("PRAGMA user_version = 1")
        connection.execute("ROLLBACK")
        connection.execute("PRAGMA journal_mode = WAL")
