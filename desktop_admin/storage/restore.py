"""Goes back to a backup: all of it, or nothing. Blocking.

Everything is unpacked, checked and migrated in a folder of its own inside the data folder. Then what is there is moved
aside and the new files in, and one renaming makes that final. Until then whatever interrupts it (a full disk, a killed
process, a power cut) is undone: at once, or at the next start by :func:`undo_interrupted_restore`.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from desktop_admin.errors import ConciergeError
from desktop_admin.storage.archive import DATABASE, unpack, unusable
from desktop_admin.storage.faults import StorageError
from desktop_admin.storage.lock import DataFolderLock
from desktop_admin.storage.preparing import prepare
from desktop_admin.storage.schema_check import check_foreign_database

_STAGING = ".restore-"
_FRESH = "fresh"
_OLD = "old"
_PLAN = "plan.json"


def restore(data: Path, file: Path) -> Path | None:
    """Puts the backup ``file`` in the place of what is in ``data``, under the folder's lock.

    Returns the folder in which everything that was replaced is kept, None if there was nothing. Raises
    :class:`FolderInUse`, :class:`BackupUnusable` for a file that cannot be used, :class:`ConciergeError` for what the
    disk refuses.
    """
    with DataFolderLock(data):
        undo_interrupted_restore(data)
        return restore_backup(data, file)


def restore_backup(data: Path, file: Path, *, busy_timeout: float = 5.0) -> Path | None:
    """As :func:`restore`, for whoever holds the lock."""
    staging = data / f"{_STAGING}{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    try:
        names = _staged(staging, file, busy_timeout)
        kept = _replace(data, staging, names)
    except BaseException as error:
        _undo(data, staging)
        if isinstance(error, OSError):
            raise ConciergeError(
                f"The backup cannot be restored into {data}: {_reason(error)}.", "Nothing was changed."
            ) from error
        raise
    _clear(staging)
    return kept


def undo_interrupted_restore(data: Path) -> bool:
    """Puts back what a restore that never ended had moved aside; whether there was one. The lock is held.

    Raises :class:`ConciergeError` where the disk refuses it.
    """
    undone = [_undo(data, staging) for staging in data.glob(f"{_STAGING}*")]
    return any(undone)


def _staged(staging: Path, file: Path, busy_timeout: float) -> list[str]:
    """Unpacks the backup, checks it and brings it up to date; nothing outside ``staging`` is touched."""
    fresh = staging / _FRESH
    staging.mkdir(mode=0o700)
    fresh.mkdir(mode=0o700)
    names = unpack(file, fresh)
    try:
        check_foreign_database(fresh / DATABASE, busy_timeout)
        prepare(fresh / DATABASE, busy_timeout=busy_timeout)
    except (StorageError, sqlite3.Error) as fault:
        raise unusable(file, f"its database cannot be used. {getattr(fault, 'message', fault)}".rstrip(".")) from fault
    for name in names:
        _sync(fresh / name)
    return names


def _replace(data: Path, staging: Path, names: list[str]) -> Path | None:
    """Moves what is there aside and the new files in. The last step makes it final."""
    fresh, old = staging / _FRESH, staging / _OLD
    every = {*names, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"}
    present = [path for name in sorted(every) if os.path.lexists(path := data / name)]
    (staging / _PLAN).write_text(json.dumps(names), "utf-8")
    _sync(staging / _PLAN)
    old.mkdir(mode=0o700)
    for path in present:
        path.replace(old / path.name)
    for name in names:
        (fresh / name).replace(data / name)
    _sync(data)
    if not present:
        old.rmdir()
        return None
    kept = data / f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    old.rename(kept)
    _sync_if_possible(data)
    return kept


def _put_back(data: Path, staging: Path) -> bool:
    """Undoes :func:`_replace` from wherever it got to; can itself be interrupted and repeated. Whether it did."""
    fresh, old, plan = staging / _FRESH, staging / _OLD, staging / _PLAN
    if not old.is_dir():
        return False
    for name in json.loads(plan.read_text("utf-8")):
        # What has left its place there is here by now. What was here before went aside earlier.
        if not os.path.lexists(fresh / name) and os.path.lexists(data / name):
            (data / name).replace(fresh / name)
    for path in sorted(old.iterdir()):
        path.replace(data / path.name)
    old.rmdir()
    _sync_if_possible(data)
    return True


def _undo(data: Path, staging: Path) -> bool:
    """Puts everything back and removes ``staging``; whether there was something to put back.

    Where the disk refuses even that, what was there stays in ``staging`` and is put back at the next start.
    """
    try:
        undone = _put_back(data, staging)
    except OSError as error:
        raise ConciergeError(
            f"The restore into {data} was interrupted: {_reason(error)}. What was there before is in {staging / _OLD}.",
            "Check the disk, then start Exchange Concierge: it puts everything back.",
        ) from error
    _clear(staging)
    return undone


def _clear(staging: Path) -> None:
    for _ in range(2):
        # What one fault of the disk keeps here goes at the second time, or at the next start.
        shutil.rmtree(staging, ignore_errors=True)


def _reason(error: OSError) -> str:
    return (error.strerror or "it is refused").lower()


def _sync(path: Path) -> None:
    """What was written survives a power cut. Windows cannot do that for folders."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_if_possible(folder: Path) -> None:
    with contextlib.suppress(OSError):
        _sync(folder)
