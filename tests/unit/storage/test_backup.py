"""Backup and restore: whole or not at all, and what is replaced is kept."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_admin import paths
from desktop_admin.errors import ConciergeError
from desktop_admin.storage import Database
from desktop_admin.storage.archive import MANIFEST
from desktop_admin.storage.backup import (
    BackupUnusable,
    backups_of,
    keep_daily_backup,
    make_backup,
    read_backup,
)
from desktop_admin.storage.restore import restore_backup
from tests.unit.storage.samples import everything, fill

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
async def data(tmp_path: Path) -> AsyncIterator[Path]:
    """A data folder with something of everything, and a signing key in a file."""
    folder = tmp_path / "data"
    folder.mkdir()
    database = Database(paths.database_path(folder))
    await database.open()
    await fill(database)
    (folder / "alias-head.key").write_text("a signing key\n")
    yield folder
    await database.close()


async def stored(folder: Path) -> list[object]:
    database = Database(paths.database_path(folder))
    await database.open()
    try:
        async with database.begin() as work:
            return await everything(work)
    finally:
        await database.close()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm")))


async def test_what_was_backed_up_comes_back_elsewhere(data: Path, tmp_path: Path) -> None:
    """Also while the database is open, as here."""
    before = await stored(data)
    backup = make_backup(data, tmp_path / "copy.zip", "0.1.0")
    assert read_backup(backup.file) == backup
    if os.name == "posix":
        assert backup.file.stat().st_mode & 0o077 == 0
    new = tmp_path / "new"
    new.mkdir()
    assert restore_backup(new, backup.file) is None
    assert await stored(new) == before
    assert (new / "alias-head.key").read_text() == "a signing key\n"


async def test_what_is_replaced_is_kept(data: Path, tmp_path: Path) -> None:
    backup = make_backup(data, tmp_path / "copy.zip", "0.1.0")
    before = await stored(data)
    database = Database(paths.database_path(data))
    await database.open()
    async with database.begin() as work:
        await work.integrations.add("branch", {"name": "Branch"}, NOW)
    await database.close()
    kept = restore_backup(data, backup.file)
    assert kept is not None
    assert await stored(data) == before
    with sqlite3.connect(kept / "concierge.sqlite3") as replaced:
        names = {name for (name,) in replaced.execute("SELECT id FROM integrations")}
    replaced.close()
    assert "branch" in names
    assert not any(name.startswith(".restore-") for name in names_in(data))


@pytest.mark.parametrize("spoil", ["cut", "empty", "text", "foreign", "digest", "strange", "no database", "newer"])
async def test_a_backup_that_cannot_be_used_changes_nothing(data: Path, tmp_path: Path, spoil: str) -> None:
    file = make_backup(data, tmp_path / "copy.zip", "0.1.0").file
    spoiled = tmp_path / "spoiled.zip"
    if spoil in ("cut", "empty", "text"):
        content = file.read_bytes()
        spoiled.write_bytes({"cut": content[: len(content) // 2], "empty": b"", "text": b"hello"}[spoil])
    else:
        _rewrite(file, spoiled, spoil)
    before = await stored(data)
    names = names_in(data)
    with pytest.raises(BackupUnusable) as caught:
        restore_backup(data, spoiled)
    assert "Nothing was changed" in str(caught.value)
    assert await stored(data) == before
    assert names_in(data) == names


async def test_whatever_byte_of_a_backup_is_damaged_it_is_refused_in_words(data: Path, tmp_path: Path) -> None:
    """The daily ones are looked through when a database turns out damaged: one more fault must not hide that."""
    whole = make_backup(data, tmp_path / "whole.zip", "1.0").file.read_bytes()
    (data / "backups").mkdir()
    (tmp_path / "empty").mkdir()
    damaged = data / "backups" / "damaged.zip"
    faults = set()
    for at in [*range(0, 600, 7), *range(600, len(whole), len(whole) // 60), *range(len(whole) - 200, len(whole), 7)]:
        damaged.write_bytes(whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :])
        backups_of(data)
        try:
            restore_backup(tmp_path / "empty", damaged)
        except ConciergeError as fault:
            faults.add(type(fault))
    assert BackupUnusable in faults


def test_a_backup_that_is_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(BackupUnusable, match=r"directory|denied"):
        read_backup(tmp_path)


def _rewrite(file: Path, target: Path, spoil: str) -> None:
    with zipfile.ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    told = json.loads(parts[MANIFEST])
    match spoil:
        case "foreign":
            told["kind"] = "something else"
        case "digest":
            parts["alias-head.key"] = b"another key"
        case "strange":
            parts["../../evil"] = b"x"
            told["files"]["../../evil"] = "00"
        case "no database":
            del told["files"]["concierge.sqlite3"]
        case "newer":
            parts["concierge.sqlite3"] = _newer(parts["concierge.sqlite3"], target.parent)
            told["files"]["concierge.sqlite3"] = hashlib.sha256(parts["concierge.sqlite3"]).hexdigest()
    parts[MANIFEST] = json.dumps(told).encode()
    with zipfile.ZipFile(target, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)


def _newer(content: bytes, folder: Path) -> bytes:
    file = folder / "newer.sqlite3"
    file.write_bytes(content)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    return file.read_bytes()


async def test_a_failing_move_puts_everything_back(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = make_backup(data, tmp_path / "copy.zip", "0.1.0")
    before = await stored(data)
    replace, moves = Path.replace, 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == 3:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(ConciergeError, match="no space left"):
        restore_backup(data, backup.file)
    monkeypatch.undo()
    assert await stored(data) == before
    assert not any(name.startswith("replaced-") for name in names_in(data))


async def test_no_place_to_write_to(data: Path, tmp_path: Path) -> None:
    with pytest.raises(ConciergeError, match="cannot be written"):
        make_backup(data, tmp_path / "missing" / "copy.zip", "0.1.0")


def test_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(ConciergeError, match="nothing to back up"):
        make_backup(tmp_path, tmp_path / "copy.zip", "0.1.0")


async def test_one_backup_a_day_and_three_are_kept(data: Path) -> None:
    for day in range(5):
        assert keep_daily_backup(data, "0.1.0", NOW + timedelta(days=day)) is not None
        assert keep_daily_backup(data, "0.1.0", NOW + timedelta(days=day, hours=3)) is None
    found = backups_of(data)
    assert [each.file.name for each in found] == [f"concierge-2026-11-{day}.zip" for day in (25, 24, 23)]
    shutil.copy(found[0].file, data / "backups" / "zzz.zip")
    (data / "backups" / "broken.zip").write_bytes(b"no zip")
    assert len(backups_of(data)) == 4
