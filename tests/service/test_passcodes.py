"""Passcodes at rest: no file of the data folder and no backup shows one."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from desktop_admin.domain.passcode import Passcodes
from desktop_admin.domain.sealed import unseal
from desktop_admin.service.keys import alias_key, alias_key_name
from desktop_admin.service.passcodes import seal_stored
from desktop_admin.settings import SettingsRefused
from desktop_admin.storage.backup import make_backup
from desktop_admin.vault import VaultLocked
from tests.helpers.stored import stored_conference
from tests.service.test_rooms_and_aliases import BOARD, House, house  # noqa: F401 - a fixture

CODES = {"passcode": "48291536", "chair_passcode": "77261559"}


def traces(folder: Path, *secrets: str) -> list[str]:
    """The files below ``folder`` that show one of ``secrets``, also inside a backup."""
    found = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        contents = [file.read_bytes()]
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                contents += [archive.read(name) for name in archive.namelist()]
        if any(
            secret.encode(text) in content
            for secret in secrets
            for text in ("utf-8", "utf-16-le")
            for content in contents
        ):
            found.append(file.name)
    return found


async def test_neither_a_room_nor_a_meeting_nor_what_is_to_be_undone_shows_one(house: House, tmp_path: Path) -> None:  # noqa: F811
    """Database, log of writes and backup, while everything is open."""
    room = await house.concierge.commands.rooms.save(house.id, "", {**BOARD, **CODES})
    issued = await house.concierge.commands.aliases.issue(house.id, "31415926", "27182818")
    await house.invite(issued.instructions)
    secrets = (*CODES.values(), "31415926", "27182818")
    (tmp_path / "elsewhere").mkdir()
    make_backup(tmp_path, tmp_path / "elsewhere" / "backup.zip", "1")
    assert names(tmp_path) == ["concierge.sqlite3-wal"] and traces(tmp_path, *secrets) == []
    key = await alias_key(house.concierge.context.around.vault, house.id)
    async with house.concierge.context.around.database.begin() as work:
        stored = await work.rooms.get(room.id)
        conference = await stored_conference(work, house.id, "uid")
    assert unseal(Passcodes(stored.passcode, stored.chair_passcode), key, room.id) == Passcodes(*CODES.values())
    meeting = Passcodes(conference.passcode, conference.chair_passcode)
    assert unseal(meeting, key, "uid") == Passcodes("31415926", "27182818")
    again = await house.invite(issued.instructions)
    assert "passcode" not in again.reason, "the same ones are no change"


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("*-wal")]


def put_in_clear(folder: Path, room_id: str) -> None:
    """As the version before stored them."""
    with closing(sqlite3.connect(folder / "concierge.sqlite3")) as connection, connection:
        connection.execute(
            "UPDATE rooms SET passcode = '48291536', chair_passcode = '77261559' WHERE id = ?", (room_id,)
        )
        connection.execute("UPDATE conferences SET passcode = '48291536'")
        undo = (
            '{"conference_id": "c", "conference": {"passcode": "48291536", "chair_passcode": "", "meeting_uid": "u"}}'
        )
        connection.execute("UPDATE outbox SET undo = ?", (undo,))


async def _older(home: House, tmp_path: Path) -> str:
    room = await home.concierge.commands.rooms.save(home.id, "", BOARD)
    issued = await home.concierge.commands.aliases.issue(home.id, "31415926")
    await home.invite(issued.instructions)
    put_in_clear(tmp_path, room.id)
    assert traces(tmp_path, *CODES.values()) != []
    return room.id


async def test_those_of_an_older_version_are_encrypted_and_nothing_is_left_of_them(
    house: House,  # noqa: F811
    tmp_path: Path,
) -> None:
    room_id = await _older(house, tmp_path)
    around = house.concierge.context.around
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "concierge-2026-11-20.zip").write_bytes(b"older")
    words = await seal_stored(around.database, around.vault, house.id)
    assert "passcodes of 3 rooms or meetings have been encrypted" in words
    assert "Copies made before still hold them in clear: concierge-2026-11-20.zip" in words
    assert traces(tmp_path, *CODES.values()) == []
    async with around.database.begin() as work:
        room = await work.rooms.get(room_id)
    key = await alias_key(around.vault, house.id)
    assert unseal(Passcodes(room.passcode, room.chair_passcode), key, room_id) == Passcodes(*CODES.values())
    assert await seal_stored(around.database, around.vault, house.id) == ""


async def test_a_locked_keyring_is_told_and_tried_again(
    house: House,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room_id = await _older(house, tmp_path)
    around = house.concierge.context.around

    async def locked(_key: str) -> str | None:
        raise VaultLocked

    with monkeypatch.context() as patch:
        patch.setattr(around.vault, "get", locked)
        words = await seal_stored(around.database, around.vault, house.id)
        assert words.startswith("Passcodes of 3 rooms or meetings are not encrypted yet. The keyring is locked.")
        with pytest.raises(VaultLocked):
            await house.concierge.commands.rooms.save(house.id, room_id, {"passcode": "1234567"})
        await house.concierge.commands.rooms.save(house.id, room_id, {"theme": "dark"})
    assert "have been encrypted" in await seal_stored(around.database, around.vault, house.id)


async def test_with_another_key_it_is_said_and_both_can_be_entered_again(house: House) -> None:  # noqa: F811
    room = await house.concierge.commands.rooms.save(house.id, "", {**BOARD, **CODES})
    around = house.concierge.context.around
    await around.vault.put(alias_key_name(house.id), "another key, as after a loss")
    words = await seal_stored(around.database, around.vault, house.id)
    assert "cannot be decrypted" in words and "Bring back the key" in words
    with pytest.raises(SettingsRefused, match="Enter both passcodes again") as refused:
        await house.concierge.commands.rooms.save(house.id, room.id, {"passcode": "1234567"})
    assert refused.value.problems[0].path == "chair_passcode"
    changed = await house.concierge.commands.rooms.save(
        house.id, room.id, {"passcode": "1234567", "chair_passcode": "7654321"}
    )
    assert changed.has_passcode and changed.has_chair_passcode
    assert await seal_stored(around.database, around.vault, house.id) == ""
    removed = await house.concierge.commands.rooms.save(house.id, room.id, {"passcode": ""})
    assert not removed.has_passcode and removed.has_chair_passcode


@pytest.mark.parametrize("typed", ["sealed1:AAAA", "sealed1:"])
async def test_a_sealed_one_cannot_be_typed(house: House, typed: str) -> None:  # noqa: F811
    with pytest.raises(SettingsRefused):
        await house.concierge.commands.rooms.save(house.id, "", {**BOARD, "passcode": typed})
