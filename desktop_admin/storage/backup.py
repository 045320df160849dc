"""Backups: one zip file with the database as it was at one moment. Blocking.

Passwords and keys that are in the system keyring are not in it. ``restore`` goes back to one.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop_admin.errors import ConciergeError
from desktop_admin.storage import migrations
from desktop_admin.storage.archive import (
    DATABASE,
    KEY_FILES,
    KIND,
    MANIFEST,
    BackupUnusable,
    digest_of,
    read_manifest,
    unusable,
)
from desktop_admin.storage.faults import StorageError

__all__ = [
    "FOLDER",
    "KEPT",
    "Backup",
    "BackupUnusable",
    "backups_of",
    "keep_daily_backup",
    "make_backup",
    "read_backup",
]

FOLDER = "backups"
KEPT = 3
"""So many daily backups are kept."""

_OWNER_ONLY = 0o600


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
    database = data / DATABASE
    if not database.is_file():
        raise ConciergeError(f"There is nothing to back up in {data}.", "Name the data folder with --data-dir.")
    if target.parent.resolve() == data.resolve():
        raise ConciergeError(
            f"The backup {target} would be in the data folder itself, among the files that it is a copy of.",
            "Choose another folder, or the folder backups inside it.",
        )
    made = datetime.now(UTC)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
            copy = Path(folder) / DATABASE
            _copy_database(database, copy, busy_timeout)
            parts = [copy, *sorted(data.glob(KEY_FILES))]
            packed = Path(folder) / "packed"
            with zipfile.ZipFile(packed, "x", zipfile.ZIP_DEFLATED) as archive:
                told = {"kind": KIND, "made": made.isoformat(), "version": version, "schema": migrations.HEAD}
                archive.writestr(MANIFEST, json.dumps(told | {"files": {part.name: digest_of(part) for part in parts}}))
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
        told = read_manifest(file)
    except OSError as error:
        raise unusable(file, (error.strerror or "it is damaged").lower()) from error
    return Backup(file, told.made, told.version)


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
