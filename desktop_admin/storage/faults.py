"""What can be wrong with the database, in words; SQLite's result codes tell the driver's faults apart."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from desktop_admin.domain.rooms import AliasHolder, holder_words
from desktop_admin.errors import ConciergeError


class StorageError(ConciergeError):
    """The database cannot be used. Nothing was written that was not wanted."""


class DatabaseNewer(StorageError):
    """It was made by a newer version of the program."""


class DatabaseForeign(StorageError):
    """It belongs to another program."""


class DatabaseCorrupt(StorageError):
    """It is damaged, or no database at all. ``backup`` is the newest one that can be gone back to."""

    backup: Path | None = None


class DatabaseReadOnly(StorageError):
    """It may be read only."""


class DatabaseLocked(StorageError):
    """Another program holds it."""


class DiskFull(StorageError):
    """There is no room left."""


class DatabaseUnreachable(StorageError):
    """It cannot be opened or read."""


class AddressTaken(ConciergeError):
    """Two people of one integration cannot have the same email address."""


class PersonGone(ConciergeError):
    """The person was removed meanwhile."""


class TooManyKeywords(ConciergeError):
    """The table holds no more."""


class AliasTaken(ConciergeError):
    """A room of any kind, of this or another integration, holds the alias already; ``holder`` says which."""

    def __init__(self, holder: AliasHolder) -> None:
        super().__init__(
            f"The alias {holder.alias} belongs to {holder_words(holder)}.",
            "Write another alias, or free that one first.",
        )
        self.holder = holder


class RoomNameTaken(ConciergeError):
    """Names are unique among the rooms and conferences of an integration."""


class RoomGone(ConciergeError):
    """The room was removed meanwhile."""


_NOT_OPENED = (
    DatabaseUnreachable,
    "The database {file} cannot be opened or read.",
    "Check the disk, and this user's rights to the file and its folder.",
)
_LOCKED = (DatabaseLocked, "The database {file} is in use by another program.", "Close that program, then try again.")
_READ_ONLY = (
    DatabaseReadOnly,
    "The database {file} cannot be written to.",
    "Give this user the right to write the file and its folder.",
)
_DAMAGED = (
    DatabaseCorrupt,
    "The file {file} is damaged, or is no database.",
    "Nothing was changed. Move it away and put the latest backup from the same folder in its place.",
)
_FAULTS: dict[int, tuple[type[StorageError], str, str]] = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_FULL: (DiskFull, "There is no room left to write {file}.", "Free some space on this disk."),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: _NOT_OPENED,
    sqlite3.SQLITE_IOERR: _NOT_OPENED,
    sqlite3.SQLITE_AUTH: _NOT_OPENED,
}
"""By primary result code (SQLite, "Result and Error Codes")."""


def storage_fault(error: BaseException, file: Path) -> StorageError | None:
    """What ``error`` (of sqlite3, or wrapped by SQLAlchemy) tells the administrator; None: a fault of the program."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    # The low byte is the primary code, whatever detail an extended one adds. Faults of Python's own have none.
    code = getattr(cause, "sqlite_errorcode", None) if isinstance(cause, sqlite3.Error) else None
    found = None if code is None else _FAULTS.get(code & 0xFF)
    if found is None:
        return None
    kind, message, remedy = found
    return kind(message.format(file=file), remedy)


def damaged(file: Path) -> StorageError:
    kind, message, remedy = _DAMAGED
    return kind(message.format(file=file), remedy)
