"""A home for the keys that sign aliases, also where there is no keyring.

Such a key is no password: it opens no account, and whoever can read this folder can read the ledger of aliases as well.
So, unlike a password, it may lie in a file of its owner alone (0600) when a machine has no keyring.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
from pathlib import Path

from desktop_admin.domain.ports import Vault
from desktop_admin.errors import ConciergeError
from desktop_admin.vault.environment import ALIAS_KEY
from desktop_admin.vault.errors import VaultMissing

logger = logging.getLogger(__name__)

_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_IN_KEYRING = "keyring"
"""What the file says while the key itself lies in the keyring. Otherwise a start without that keyring would look like
a first start: a new key would be made, and every alias issued before would be refused."""


class SigningKeyHome:
    """``vault`` for everything; a signing key that it has no place for goes to ``alias-ID.key`` in ``folder``."""

    def __init__(self, vault: Vault, folder: Path) -> None:
        self._vault = vault
        self._folder = folder

    async def get(self, key: str) -> str | None:
        file = self._file(key)
        noted = _read(file) if file else None
        if noted not in (None, _IN_KEYRING):
            return noted
        try:
            return await self._vault.get(key)
        except VaultMissing:
            if file is None or noted == _IN_KEYRING:
                raise
            return None

    async def put(self, key: str, secret: str) -> None:
        file = self._file(key)
        if file is None:
            await self._vault.put(key, secret)
            return
        try:
            await self._vault.put(key, secret)
        except VaultMissing:
            _write(file, secret)
            logger.info("There is no keyring: the key for signing aliases is kept in %s.", file)
        else:
            _write(file, _IN_KEYRING)

    async def delete(self, key: str) -> None:
        file = self._file(key)
        # Without a keyring there is nothing in it.
        with contextlib.suppress(VaultMissing):
            await self._vault.delete(key)
        if file is not None:
            _forget(file)

    def _file(self, key: str) -> Path | None:
        parts = key.split("/")
        if len(parts) != 3 or parts[2] != ALIAS_KEY:
            return None
        # The id comes out of a database, and a restored one may be anybody's: it decides nothing about a path.
        if not _ID.fullmatch(parts[1]):
            raise ConciergeError(
                "The id of an integration in the database cannot be a file's name.", "Restore another backup."
            )
        return self._folder / f"alias-{parts[1]}.key"


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _refused(file, "read") from error


def _write(file: Path, text: str) -> None:
    """Whole or not at all, and private from the first moment."""
    fresh = file.with_name(f"{file.name}.new")
    try:
        with open(fresh, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream:
            stream.write(text + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
    except OSError as error:
        raise _refused(file, "written") from error


def _forget(file: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        file.unlink()


def _refused(file: Path, what: str) -> ConciergeError:
    return ConciergeError(
        f"The file {file} with the key for signing aliases cannot be {what}.", "Check this user's rights to it."
    )
