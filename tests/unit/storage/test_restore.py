"""Restore: an archive decides nothing but contents, and one that fails leaves every file as it was."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import stat
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_admin import paths
from desktop_admin.app import stored
from desktop_admin.errors import ConciergeError
from desktop_admin.storage import Database, archive
from desktop_admin.storage.archive import DATABASE, MANIFEST, BackupUnusable
from desktop_admin.storage.backup import make_backup
from desktop_admin.storage.lock import DataFolderLock, FolderInUse
from desktop_admin.storage.restore import restore, restore_backup, undo_interrupted_restore
from desktop_admin.vault import MemoryVault
from tests.unit.storage.samples import everything, fill

Member = tuple[zipfile.ZipInfo, bytes]


async def _filled(folder: Path) -> None:
    database = Database(paths.database_path(folder))
    await database.open()
    await fill(database)
    await database.close()
    (folder / "alias-head.key").write_text("a signing key\n")


@pytest.fixture
async def backup(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    await _filled(tmp_path / "source")
    return make_backup(tmp_path / "source", tmp_path / "backup.zip", "0.1.0").file


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Something to lose, a database in the middle of its work among it; restore never looks into it."""
    folder = tmp_path / "a" / "data"
    folder.mkdir(parents=True)
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "alias-head.key", "alias-branch.key", "desktop.ini"):
        (folder / name).write_bytes(f"before: {name}".encode())
        (folder / name).chmod(0o600)
    return folder


def files_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder below, with mode and content."""
    return {
        str(path.relative_to(folder)): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    }


def rewrite(backup: Path, target: Path, change: Callable[[list[Member]], list[Member]], *, honest: bool = True) -> Path:
    """``backup`` with other members; where ``honest``, the manifest lists what is in it by then."""
    with zipfile.ZipFile(backup) as old:
        members = [(info, old.read(info)) for info in old.infolist()]
    members = change(members)
    with zipfile.ZipFile(target, "w") as new:
        for info, content in members:
            if info.filename == MANIFEST and honest:
                stated = json.loads(content)
                others = [each for each in members if each[0].filename != MANIFEST]
                stated["files"] = {each.filename: hashlib.sha256(body).hexdigest() for each, body in others}
                new.writestr(info, json.dumps(stated))
                continue
            with contextlib.suppress(UserWarning):
                new.writestr(info, content, compress_type=zipfile.ZIP_DEFLATED)
    return target


def added(name: str, content: bytes = b"evil", mode: int = 0) -> Callable[[list[Member]], list[Member]]:
    info = zipfile.ZipInfo("x")
    info.filename = info.orig_filename = name
    info.external_attr = mode << 16
    return lambda members: [*members, (info, content)]


EVIL = (
    "/tmp/alias-evil.key",
    "../alias-evil.key",
    "../../a/alias-evil.key",
    "backups/alias-evil.key",
    "..\\alias-evil.key",
    "C:alias-evil.key",
    "C:\\alias-evil.key",
    "\\\\server\\share\\alias-evil.key",
    "alias-evil.key:stream",
    "alias-..key",
    "alias-.key",
    "alias-evil.key\n",
    "alias-evil.key ",
    "alias-evil.key.",
    "alias-évil.key",
    "CON",
    "nul.key",
    "concierge.sqlite3-wal",
    "concierge.sqlite3-shm",
    "concierge.lock",
    "control.json",
    "desktop.ini",
    ".restore-1/old/x",
    "alias-evil.key/",
)


@pytest.mark.parametrize("name", EVIL)
def test_a_name_in_an_archive_decides_nothing_about_a_path(backup: Path, data: Path, tmp_path: Path, name: str) -> None:
    evil = rewrite(backup, tmp_path / "evil.zip", added(name))
    check_refused(data, evil, "does not belong there")
    assert not Path("/tmp/alias-evil.key").exists()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFDIR])
@pytest.mark.parametrize("name", ["alias-evil.key", DATABASE])
def test_links_devices_and_folders_are_refused(backup: Path, data: Path, tmp_path: Path, kind: int, name: str) -> None:
    def change(members: list[Member]) -> list[Member]:
        return added(name, b"/etc/passwd", kind | 0o777)([each for each in members if each[0].filename != name])

    check_refused(data, rewrite(backup, tmp_path / "evil.zip", change), "not a plain file")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("twin", ["alias-head.key", "alias-HEAD.key", DATABASE])
def test_two_files_that_would_be_one_are_refused(backup: Path, data: Path, tmp_path: Path, twin: str) -> None:
    """Also where only letter case differs, which Windows and macOS take for the same."""
    check_refused(data, rewrite(backup, tmp_path / "evil.zip", added(twin)), "is in it twice")


@pytest.mark.parametrize("honest", [True, False])
def test_a_file_that_the_manifest_does_not_list_is_refused(
    backup: Path, data: Path, tmp_path: Path, honest: bool
) -> None:
    change = added("alias-other.key")
    evil = rewrite(backup, tmp_path / "evil.zip", change, honest=honest)
    if honest:
        assert restore(data, evil) is not None
    else:
        check_refused(data, evil, "does not contain the files that it lists")


def test_a_bomb_is_refused_before_it_is_unpacked(backup: Path, data: Path, tmp_path: Path) -> None:
    """A gigabyte in a megabyte; the disk sees nothing of it."""
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(MANIFEST, old.read(MANIFEST))
        new.writestr("alias-head.key", old.read("alias-head.key"))
        with new.open(DATABASE, "w", force_zip64=True) as stream:
            for _ in range(100):
                stream.write(bytes(1024 * 1024))
    check_refused(data, bomb, "too large")


@pytest.mark.parametrize(("name", "size"), [("alias-big.key", 5_000), (MANIFEST, 2_000_000)])
def test_small_files_have_small_bounds(backup: Path, data: Path, tmp_path: Path, name: str, size: int) -> None:
    def change(members: list[Member]) -> list[Member]:
        return added(name, os.urandom(size))([each for each in members if each[0].filename != name])

    check_refused(data, rewrite(backup, tmp_path / "evil.zip", change, honest=name != MANIFEST), "too large")


def test_a_file_longer_than_it_says_is_refused(backup: Path, data: Path, tmp_path: Path) -> None:
    """The sizes in the directory are smaller than what the stream yields."""
    evil = tmp_path / "evil.zip"
    content = backup.read_bytes()
    with zipfile.ZipFile(backup) as old:
        size = old.getinfo(DATABASE).file_size
    evil.write_bytes(content.replace(size.to_bytes(4, "little"), (size // 2).to_bytes(4, "little")))
    check_refused(data, evil, "damaged")


def test_too_many_files_are_refused(backup: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    check_refused(data, backup, "too many files")


def test_a_disk_without_room_is_told_beforehand(backup: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9, 10**6))
    check_refused(data, backup, "not enough room")


def test_an_unknown_packing_is_refused(backup: Path, data: Path, tmp_path: Path) -> None:
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(evil, "w", zipfile.ZIP_LZMA) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
    check_refused(data, evil, "unknown way")


@pytest.mark.parametrize(
    "manifest",
    [
        b"[" * 500_000,
        b"{}",
        b"[]",
        b'{"kind": "exchange-concierge backup", "made": "2026-11-21T12:00:00", "version": "1", "files": {}}',
        b'{"kind": "exchange-concierge backup", "made": "2026-11-21T12:00:00Z", "version": "\\u001b[31m", "files": {}}',
        b'{"kind": "exchange-concierge backup", "made": "2026-11-21T12:00:00Z", "version": 1, "files": {}}',
        b"\xff\xfe",
    ],
)
def test_a_strange_manifest_is_refused(backup: Path, data: Path, tmp_path: Path, manifest: bytes) -> None:
    def change(members: list[Member]) -> list[Member]:
        return [(info, manifest if info.filename == MANIFEST else content) for info, content in members]

    check_refused(data, rewrite(backup, tmp_path / "evil.zip", change, honest=False), "not a backup of this program")


def check_refused(data: Path, file: Path, words: str) -> None:
    outside = data.parent.parent
    before = files_of(data), sorted(path for path in outside.rglob("*") if data not in path.parents)
    with pytest.raises(BackupUnusable) as caught:
        restore_backup(data, file)
    assert words in str(caught.value) and "Nothing was changed" in str(caught.value)
    assert before == (files_of(data), sorted(path for path in outside.rglob("*") if data not in path.parents))


def _redefine(table: str, old: str, new: str) -> str:
    """SQL that rewrites what a table's definition says, as an editor of the file would."""
    old, new = old.replace("'", "''"), new.replace("'", "''")
    said = f"replace(sql, '{old}', '{new}')"
    return f"PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = {said} WHERE name = '{table}'"


ALTERED = {
    "trigger": ("CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM outbox; END", "There is a trigger"),
    "view": ("CREATE VIEW v AS SELECT * FROM people", "There is a view"),
    "foreign table": ("CREATE TABLE mine (x)", "There is a table in it"),
    "virtual table": ("CREATE VIRTUAL TABLE mine USING fts5(x)", "There is a table in it"),
    "another column": ("ALTER TABLE people ADD COLUMN spy TEXT DEFAULT 'x'", "Its table people was altered"),
    "computed column": ("ALTER TABLE people ADD COLUMN spy AS (name || address)", "Its table people was altered"),
    "missing table": ("DROP TABLE occurrences", "Its table occurrences is missing"),
    "another index": ("CREATE UNIQUE INDEX spy ON people (name)", "Its table people was altered"),
    "expression index": ("CREATE INDEX spy ON people (lower(name))", "Its table people was altered"),
    "costly check": (
        _redefine("outbox", "PRIMARY KEY (", "CHECK (length(hex(randomblob(9))) > 0), PRIMARY KEY ("),
        "Its table outbox was altered",
    ),
    "dropped check": (_redefine("keywords", "position >= 0", "1"), "Its table keywords was altered"),
    "rows that vanish": (
        _redefine("outbox", "NOT NULL", "NOT NULL ON CONFLICT IGNORE"),
        "Its table outbox was altered",
    ),
    "another collation": (
        _redefine("conferences", "TEXT NOT NULL", "TEXT COLLATE NOCASE NOT NULL"),
        "Its table conferences",
    ),
    "late foreign keys": (_redefine("outbox", "CASCADE", "CASCADE DEFERRABLE INITIALLY DEFERRED"), "Its table outbox"),
    "table named as SQLite's own": (
        "CREATE TABLE mine (x); PRAGMA writable_schema = ON; UPDATE sqlite_master SET name = 'sqlite_mine', "
        "tbl_name = 'sqlite_mine', sql = 'CREATE TABLE sqlite_mine (x)' WHERE name = 'mine'",
        "There is a table in it",
    ),
    "row without its owner": ("PRAGMA foreign_keys = OFF; DELETE FROM integrations", "is damaged"),
    "newer": ("UPDATE alembic_version SET version_num = '9999'", "newer version"),
    "empty": (
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_master; PRAGMA writable_schema = OFF; VACUUM",
        "The database is empty",
    ),
}


@pytest.mark.parametrize("what", ALTERED)
def test_the_database_in_a_backup_is_what_the_program_makes(
    backup: Path, data: Path, tmp_path: Path, what: str
) -> None:
    script, words = ALTERED[what]

    def change(members: list[Member]) -> list[Member]:
        return [
            (info, altered(content, tmp_path, script) if info.filename == DATABASE else content)
            for info, content in members
        ]

    check_refused(data, rewrite(backup, tmp_path / "evil.zip", change), words)


def altered(content: bytes, folder: Path, script: str) -> bytes:
    file = folder / "altered.sqlite3"
    file.write_bytes(content)
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)
        connection.commit()
    return file.read_bytes()


def test_a_damaged_page_is_found(backup: Path, data: Path, tmp_path: Path) -> None:
    def change(members: list[Member]) -> list[Member]:
        return [
            (info, content[:8192] + os.urandom(4096) + content[12288:] if info.filename == DATABASE else content)
            for info, content in members
        ]

    check_refused(data, rewrite(backup, tmp_path / "evil.zip", change), "its database cannot be used")


async def test_a_database_with_statistics_of_its_own_is_fine(backup: Path, data: Path, tmp_path: Path) -> None:
    def change(members: list[Member]) -> list[Member]:
        return [
            (info, altered(content, tmp_path, "ANALYZE") if info.filename == DATABASE else content)
            for info, content in members
        ]

    assert restore(data, rewrite(backup, tmp_path / "good.zip", change)) is not None


def test_a_folder_in_use_is_left_alone(backup: Path, data: Path) -> None:
    with DataFolderLock(data), pytest.raises(FolderInUse):
        restore(data, backup)


@dataclass
class Disk:
    """Refuses file operations below one folder: the one numbered ``at``, or, ``for_good``, every one from there on.

    Python's audit hooks see each of them (open, rename, mkdir, remove, rmdir, chmod, scandir, SQLite's opening);
    a hook cannot be taken back, so that one serves all tests.
    """

    folder: str = ""
    at: int = -1
    for_good: bool = False
    seen: list[str] = field(default_factory=list)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.folder or event.partition(".")[0] not in ("open", "os", "sqlite3"):
            return
        if not any(self.folder in str(each) for each in arguments[:2]):
            return
        number = len(self.seen)
        self.seen.append(event)
        if number == self.at or (self.for_good and number > self.at >= 0):
            raise OSError(28, "No space left on device")


_disk = Disk()
_hooked: list[bool] = []


@pytest.fixture
def disk() -> Iterator[Disk]:
    if not _hooked:
        sys.addaudithook(_disk)
        _hooked.append(True)
    yield _disk
    _disk.folder, _disk.at, _disk.for_good = "", -1, False


async def _contents(folder: Path) -> list[object]:
    database = Database(paths.database_path(folder))
    await database.open()
    try:
        async with database.begin() as work:
            return await everything(work)
    finally:
        await database.close()


async def test_whatever_operation_fails_everything_is_as_it_was(
    backup: Path, data: Path, tmp_path: Path, disk: Disk
) -> None:
    """One after the other; where the restore is already final when one fails, it is whole."""
    before, wanted = files_of(data), await _contents(tmp_path / "source")
    refused, at = 0, 0
    while True:
        disk.folder, disk.at, disk.seen = str(data), at, []
        try:
            restore_backup(data, backup)
        except ConciergeError as fault:
            disk.folder = ""
            refused += 1
            assert "Nothing was changed" in str(fault), (at, disk.seen[at])
            assert files_of(data) == before, (at, disk.seen[at])
        else:
            disk.folder = ""
            assert [name for name in files_of(data) if name.startswith(".restore-")] == []
            assert await _contents(data) == wanted
            if at >= len(disk.seen):
                break
            shutil.rmtree(data)
            _again(data, before)
        at += 1
    assert refused > 25, "each move and each file written is an operation that can fail"


async def test_a_restore_that_was_cut_off_anywhere_is_undone_at_the_next_start(
    backup: Path, data: Path, tmp_path: Path, disk: Disk
) -> None:
    """From one operation on nothing works any more, not even undoing: as when the process is killed there."""
    before, wanted = files_of(data), await _contents(tmp_path / "source")
    undone, at = 0, 0
    while True:
        disk.folder, disk.at, disk.for_good, disk.seen = str(data), at, True, []
        try:
            restore_backup(data, backup)
        except ConciergeError:
            disk.folder = ""
            undone += undo_interrupted_restore(data)
            assert files_of(data) == before, (at, disk.seen[at])
        else:
            disk.folder = ""
            undo_interrupted_restore(data)
            assert [name for name in files_of(data) if name.startswith(".restore-")] == []
            assert await _contents(data) == wanted
            if at >= len(disk.seen):
                break
            shutil.rmtree(data)
            _again(data, before)
        at += 1
    assert undone > 5, "some of them in the middle of the moves"


def _again(data: Path, before: dict[str, tuple[int, bytes]]) -> None:
    data.mkdir()
    for name, (mode, content) in before.items():
        (data / name).write_bytes(content)
        (data / name).chmod(stat.S_IMODE(mode))


async def test_a_start_undoes_what_an_interrupted_restore_left(tmp_path: Path, backup: Path) -> None:
    """The process died with everything moved aside and one of the new files in."""
    data, wanted = tmp_path / "source", await _contents(tmp_path / "source")
    staging = data / ".restore-20261121"
    for folder in ("fresh", "old"):
        (staging / folder).mkdir(parents=True)
    (staging / "plan.json").write_text(json.dumps([DATABASE, "alias-head.key"]))
    for name in (DATABASE, "alias-head.key"):
        (data / name).replace(staging / "old" / name)
    (data / DATABASE).write_bytes(b"the new one, not yet whole")
    (staging / "fresh" / "alias-head.key").write_text("a new key")
    async with stored(data, MemoryVault()):
        pass
    assert await _contents(data) == wanted
    assert (data / "alias-head.key").read_text() == "a signing key\n"
    assert not staging.exists()
