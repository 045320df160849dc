"""A backup's zip file, read with distrust: nothing in it decides where a file goes or how much of the disk it takes.

Only names of our own are accepted, each once, each a plain file. Sizes are bounded before and while they are unpacked.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop_admin.errors import ConciergeError

MANIFEST: Final = "backup.json"
KIND: Final = "exchange-concierge backup"
DATABASE: Final = "concierge.sqlite3"
KEY_FILES: Final = "alias-*.key"

LARGEST_DATABASE: Final = 4 * 1024**3
LARGEST_KEY: Final = 4096
LARGEST_MANIFEST: Final = 1024 * 1024
MOST_FILES: Final = 1000
FREELY: Final = 64 * 1024**2
HIGHEST_RATIO: Final = 200
"""A database beyond ``FREELY`` bytes that is packed tighter than this was made to fill a disk."""
ROOM_LEFT: Final = 64 * 1024**2
"""Bytes of the disk that stay free, whatever is unpacked."""

_OWNER_ONLY = 0o600
_CHUNK = 1024 * 1024
_KEY_NAME = re.compile(r"alias-[0-9A-Za-z_-]{1,64}\.key")
_VERSION = re.compile(r"[0-9A-Za-z.+-]{1,40}")
_ENCRYPTED = 0x1
_DOS_FOLDER = 0x10
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    EOFError,
    ValueError,
    OverflowError,
    MemoryError,
    RuntimeError,
)
"""What zipfile raises for a damaged or hostile file; RuntimeError for one that is encrypted."""


class BackupUnusable(ConciergeError):
    """The file is not a backup that can be restored. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; ``files``: SHA-256 by name."""

    made: datetime
    version: str
    files: dict[str, str]


def read_manifest(file: Path) -> Manifest:
    """Raises :class:`BackupUnusable`."""
    with _opened(file) as archive:
        return _manifest(archive, file)


def unpack(file: Path, folder: Path) -> list[str]:
    """Writes the backup's files into ``folder``, private, and returns their names.

    Raises :class:`BackupUnusable`, also for a file that differs from what the manifest says, and ``OSError``.
    """
    with _opened(file) as archive:
        digests = _manifest(archive, file).files
        members = {info.filename: info for info in archive.infolist()}
        if DATABASE not in digests:
            raise unusable(file, "there is no database in it")
        if digests.keys() != members.keys() - {MANIFEST}:
            raise unusable(file, "it does not contain the files that it lists")
        _check_room(file, folder, sum(info.file_size for info in members.values()))
        for name, digest in digests.items():
            if _unpacked(archive, members[name], folder / name) != digest:
                raise unusable(file, f"{name} in it is damaged")
        return list(digests)


def unusable(file: Path, why: str) -> BackupUnusable:
    return BackupUnusable(f"{file} cannot be restored: {why}.", "Nothing was changed. Choose another backup.")


def digest_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            _check_members(file, archive.infolist())
            yield archive
    except FileNotFoundError:
        raise BackupUnusable(f"There is no file {file}.", "Choose a backup that this program made.") from None
    except _DAMAGES as error:
        raise unusable(file, "it is damaged, or not a backup at all") from error


def _check_members(file: Path, members: list[zipfile.ZipInfo]) -> None:
    """Every entry is a plain file with a name of ours, small enough, and there once."""
    if len(members) > MOST_FILES:
        raise unusable(file, "there are too many files in it")
    seen: set[str] = set()
    for info in members:
        name = info.filename
        # What zipfile itself mends (a NUL, a backslash on Windows) was never written by us.
        if name != info.orig_filename or (limit := _limit(name)) is None:
            raise unusable(file, f"there is a file in it that does not belong there: {info.orig_filename[:80]!r}")
        if name.casefold() in seen:
            raise unusable(file, f"{name} is in it twice")
        seen.add(name.casefold())
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG) or info.external_attr & _DOS_FOLDER:
            raise unusable(file, f"{name} in it is not a plain file")
        if info.flag_bits & _ENCRYPTED or info.compress_type not in _READABLE:
            raise unusable(file, f"{name} in it is encrypted, or packed in an unknown way")
        if info.file_size > limit or info.file_size > FREELY + HIGHEST_RATIO * info.compress_size:
            raise unusable(file, f"{name} in it is too large")


def _limit(name: str) -> int | None:
    """Bytes that a file of this name may have; None for a name that is not ours."""
    if name == DATABASE:
        return LARGEST_DATABASE
    if name == MANIFEST:
        return LARGEST_MANIFEST
    return LARGEST_KEY if _KEY_NAME.fullmatch(name) else None


def _check_room(file: Path, folder: Path, needed: int) -> None:
    """The database is copied once more where it must be migrated."""
    if shutil.disk_usage(folder).free < 2 * needed + ROOM_LEFT:
        raise BackupUnusable(
            f"There is not enough room to restore {file}: it needs {needed // 1024**2 + 1} MB twice.",
            "Nothing was changed. Free some space on this disk.",
        )


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> str:
    """Its SHA-256. Never writes more than the archive announced, which has been checked."""
    digest, left = hashlib.sha256(), info.file_size
    with archive.open(info) as packed, target.open("xb") as plain:
        target.chmod(_OWNER_ONLY)
        while block := packed.read(_CHUNK):
            left -= len(block)
            if left < 0:
                raise zipfile.BadZipFile(f"{info.filename} is longer than announced")
            digest.update(block)
            plain.write(block)
    return digest.hexdigest()


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    content = archive.read(MANIFEST)
    try:
        stated = json.loads(content)
        made, version = datetime.fromisoformat(stated["made"]), stated["version"]
        if stated["kind"] != KIND or made.tzinfo is None or not _VERSION.fullmatch(version):
            raise ValueError(MANIFEST)
        return Manifest(made, version, {str(name): str(digest) for name, digest in stated["files"].items()})
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise unusable(file, "it is not a backup of this program") from error
