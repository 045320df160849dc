"""Passcodes at rest: what is stored in clear, by an older version, is encrypted as soon as the key can be had."""

from __future__ import annotations

import asyncio
from pathlib import Path

from desktop_admin.domain.counted import counted
from desktop_admin.domain.passcode import Passcodes
from desktop_admin.domain.ports import Vault
from desktop_admin.domain.sealed import SealBroken, seal, unseal
from desktop_admin.errors import ConciergeError
from desktop_admin.service.keys import alias_key
from desktop_admin.storage import Database

UNREADABLE = (
    "The stored passcode cannot be decrypted: the key for signing aliases has changed. Enter both passcodes again."
)


async def seal_stored(database: Database, vault: Vault, integration_id: str) -> str:
    """Encrypts the passcodes of an integration that are in clear; "" or a sentence for the administrator."""
    async with database.begin() as work:
        in_clear = await work.stored_passcodes.in_clear(integration_id)
        sample = await work.stored_passcodes.sample(integration_id)
    if sample is None:
        return ""
    try:
        key = await alias_key(vault, integration_id)
    except ConciergeError as fault:
        return f"Passcodes of {_places(in_clear)} are not encrypted yet. {fault}" if in_clear else ""
    if not in_clear:
        return _tried(*sample, key)
    async with database.begin() as work:
        await work.stored_passcodes.seal(integration_id, lambda passcodes, owner: seal(passcodes, key, owner))
    # The old text is still in free pages and in the log of writes.
    await database.compact()
    copies = await asyncio.to_thread(_copies, database.file)
    older = f" Copies made before still hold them in clear: {', '.join(copies)}." if copies else ""
    return f"The stored passcodes of {_places(in_clear)} have been encrypted.{older}"


def _places(count: int) -> str:
    return counted(count, "room or meeting", "rooms or meetings")


def _tried(passcodes: Passcodes, owner: str, key: str) -> str:
    try:
        unseal(passcodes, key, owner)
    except SealBroken:
        return (
            "The stored passcodes cannot be decrypted, since the key for signing aliases has changed. Bring back the "
            "key that was used before, or enter the passcodes of rooms again."
        )
    return ""


def _copies(database: Path) -> list[str]:
    made = [*(database.parent / "backups").glob("*.zip"), *database.parent.glob(f"{database.name}.backup-*")]
    return sorted(file.name for file in made)
