"""Backups: one zip file with the database as it was at one moment, and how to go back to it. Blocking.

Passwords and keys that lie in the system keyring are not in it. Restoring checks the whole backup first, keeps what it
replaces, and then takes all of it or nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop_admin.errors import ConciergeError
from desktop_admin.storage import migrations
from desktop_admin.storage.faults import StorageError
from desktop_admin.storage.preparing import Schema, inspect_file

MANIFEST = "backup.json"
FOLDER = "backups"
KEPT = 3
"""So many daily backups are kept."""

_KIND = "exchange-concierge backup"
_DATABASE = "concierge.sqlite3"
_KEYS = "alias-*.key"
_OWNER_ONLY = 0o600


class BackupUnusable(ConciergeError):
    """The file is no backup that can be gone back to. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file: when it was made, and by which version of the program."""

    file: Path
    made: datetime
    version: str


def make_backup(data: Path, target: Path, version: str, *, busy_timeout: float = 5.0) -> Backup:
    """Writes the data folder's backup to ``target``, whole or not at all, for its owner alone.

    Also while the program runs (SQLite's backup API). Raises :class:`ConciergeError`.
    """
    database = data / _DATABASE
    if not database.is_file():
        raise ConciergeError(f"There is nothing to back up in {data}.", "Name the data folder with --data-dir.")
    made = datetime.now(UTC)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
            copy = Path(folder) / _DATABASE
            _copy_database(database, copy, busy_timeout)
            parts = [copy, *sorted(data.glob(_KEYS))]
            packed = Path(folder) / "packed"
            with zipfile.ZipFile(packed, "x", zipfile.ZIP_DEFLATED) as archive:
                told = {"kind": _KIND, "made": made.isoformat(), "version": version, "schema": migrations.HEAD}
                archive.writestr(MANIFEST, json.dumps(told | {"files": {part.name: _digest(part) for part in parts}}))
                for part in parts:
                    archive.write(part, part.name)
            packed.chmod(_OWNER_ONLY)
            packed.replace(target)
    except OSError as error:
        reason = (error.strerror or "it is refused").lower()
        raise ConciergeError(
            f"The backup {target} cannot be written: {reason}.", "Name a folder with room that you may write to."
        ) from error
    return Backup(target, made, version)


def read_backup(file: Path) -> Backup:
    """What ``file`` says of itself. Raises :class:`BackupUnusable`."""
    try:
        with _opened(file) as archive:
            told = _manifest(archive, file)
    except OSError as error:
        raise _unusable(file, (error.strerror or "it is damaged").lower()) from error
    return Backup(file, told.made, told.version)


def restore_backup(data: Path, file: Path, *, busy_timeout: float = 5.0) -> Path | None:
    """Puts the backup in the place of what lies in ``data``; nobody may be using that folder.

    Gives the folder in which everything that was replaced is kept, None where there was nothing. Raises
    :class:`BackupUnusable` for a file that cannot be used, :class:`ConciergeError` where it cannot be written.
    """
    try:
        with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as folder:
            fresh = Path(folder)
            names = _unpack(file, fresh, busy_timeout)
            return _exchange(data, fresh, names)
    except OSError as error:
        reason = (error.strerror or "it is refused").lower()
        raise ConciergeError(f"The backup cannot be restored into {data}: {reason}.", "Nothing was changed.") from error


def backups_of(data: Path) -> tuple[Backup, ...]:
    """The daily backups of a data folder, newest first. Files that are none are left out."""
    found = []
    for file in (data / FOLDER).glob("*.zip"):
        with contextlib.suppress(BackupUnusable):
            found.append(read_backup(file))
    return tuple(sorted(found, key=lambda each: each.made, reverse=True))


def keep_daily_backup(data: Path, version: str, now: datetime) -> Backup | None:
    """Makes today's backup where there is none yet, and removes all but the newest three. None: there was one."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"concierge-{now:%Y-%m-%d}.zip"
    if target.exists():
        return None
    made = make_backup(data, target, version)
    for old in backups_of(data)[KEPT:]:
        old.file.unlink(missing_ok=True)
    return made


def _copy_database(source: Path, target: Path, busy_timeout: float) -> None:
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        contextlib.closing(sqlite3.connect(address, uri=True, timeout=busy_timeout)) as present,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        try:
            present.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.DatabaseError as error:
            raise StorageError(
                f"The database {source} cannot be copied: {error}.", "Restore an earlier backup instead."
            ) from error


def _unpack(file: Path, folder: Path, busy_timeout: float) -> list[str]:
    """The backup's files in ``folder``, all of them checked."""
    with _opened(file) as archive:
        files = _manifest(archive, file).files
        if _DATABASE not in files:
            raise _unusable(file, "it holds no database")
        for name, digest in files.items():
            if name != _DATABASE and not Path(name).match(_KEYS):
                raise _unusable(file, f"it holds a strange file “{name[:80]}”")
            with archive.open(name) as packed, (folder / name).open("xb") as plain:
                shutil.copyfileobj(packed, plain)
            (folder / name).chmod(_OWNER_ONLY)
            if _digest(folder / name) != digest:
                raise _unusable(file, f"{name} in it is damaged")
    try:
        inspect_file(folder / _DATABASE, busy_timeout, Schema())
    except StorageError as fault:
        raise _unusable(file, f"its database cannot be used. {fault.message}") from fault
    return list(files)


def _exchange(data: Path, fresh: Path, names: list[str]) -> Path | None:
    """Moves what is there aside and the fresh files in. Moves everything back where that fails halfway."""
    present = [data / name for name in {*names, _DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm"}]
    present = [path for path in present if path.exists()]
    aside = data / f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    aside.mkdir(mode=0o700)
    moved: list[tuple[Path, Path]] = []
    try:
        for path in present:
            path.replace(aside / path.name)
            moved.append((path, aside / path.name))
        for name in names:
            (fresh / name).replace(data / name)
    except OSError:
        for original, kept in moved:
            kept.replace(original)
        aside.rmdir()
        raise
    if not moved:
        aside.rmdir()
        return None
    return aside


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except FileNotFoundError:
        raise BackupUnusable(f"There is no file {file}.", "Name a backup that this program made.") from None
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError) as error:
        # RuntimeError: encrypted, or packed in a way that nobody here knows.
        raise _unusable(file, "it is damaged, or no backup at all") from error


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What a backup says of itself; ``files``: SHA-256 by name."""

    made: datetime
    version: str
    files: dict[str, str]


def _manifest(archive: zipfile.ZipFile, file: Path) -> _Manifest:
    try:
        told = json.loads(archive.read(MANIFEST))
        if told["kind"] != _KIND:
            raise ValueError(told["kind"])
        files = {str(name): str(digest) for name, digest in told["files"].items()}
        return _Manifest(datetime.fromisoformat(told["made"]), str(told["version"]), files)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _unusable(file, "it is no backup of this program") from error


def _unusable(file: Path, why: str) -> BackupUnusable:
    return BackupUnusable(f"{file} cannot be restored: {why}.", "Nothing was changed. Choose another backup.")


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
