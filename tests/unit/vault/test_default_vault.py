"""Environment, keyring and key file together."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from desktop_admin.errors import ConciergeError
from desktop_admin.vault import (
    FallbackVault,
    KeyringVault,
    MemoryVault,
    SigningKeyHome,
    VaultLocked,
    VaultMissing,
    default_vault,
)

PASSWORD = "integration/id-1/password"
ALIAS_KEY = "integration/id-1/alias-key"
SIGNS = "0123456789abcdef0123456789abcdef"


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


class NoVault:
    """Every call ends the same way."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    async def get(self, key: str) -> str | None:
        raise self.fault

    async def put(self, key: str, secret: str) -> None:
        raise self.fault

    async def delete(self, key: str) -> None:
        raise self.fault


async def test_the_environment_goes_before_what_is_kept_and_is_never_written() -> None:
    kept, environment = MemoryVault({PASSWORD: "kept", "other": "kept"}), MemoryVault({PASSWORD: "given"})
    vault = FallbackVault(kept, environment)
    assert await vault.get(PASSWORD) == "given"
    assert await vault.get("other") == "kept"
    assert await vault.get("neither") is None
    await vault.put(PASSWORD, "new")
    assert (await kept.get(PASSWORD), await environment.get(PASSWORD)) == ("new", "given")
    await vault.delete(PASSWORD)
    assert (await kept.get(PASSWORD), await environment.get(PASSWORD)) == (None, "given")


async def test_what_the_environment_gives_needs_no_keyring() -> None:
    vault = FallbackVault(NoVault(VaultMissing()), MemoryVault({PASSWORD: "given"}))
    assert await vault.get(PASSWORD) == "given"
    with pytest.raises(VaultMissing):
        await vault.get("other")


async def test_without_a_keyring_a_signing_key_lies_in_a_private_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    vault = SigningKeyHome(NoVault(VaultMissing()), tmp_path)
    assert await vault.get(ALIAS_KEY) is None
    with caplog.at_level(logging.INFO):
        await vault.put(ALIAS_KEY, SIGNS)
    (file,) = files(tmp_path)
    assert str(file) in caplog.text and SIGNS not in caplog.text
    if os.name != "nt":
        assert file.stat().st_mode & 0o777 == 0o600
    assert await SigningKeyHome(NoVault(VaultMissing()), tmp_path).get(ALIAS_KEY) == SIGNS
    # A keyring that is there later does not know it: the key stays what it is.
    assert await SigningKeyHome(MemoryVault(), tmp_path).get(ALIAS_KEY) == SIGNS
    await vault.delete(ALIAS_KEY)
    assert files(tmp_path) == []


async def test_without_the_keyring_that_has_the_key_no_new_one_is_made(tmp_path: Path) -> None:
    keyring = MemoryVault()
    await SigningKeyHome(keyring, tmp_path).put(ALIAS_KEY, SIGNS)
    assert await SigningKeyHome(keyring, tmp_path).get(ALIAS_KEY) == SIGNS
    assert not any(SIGNS in file.read_text() for file in files(tmp_path))
    with pytest.raises(VaultMissing):
        await SigningKeyHome(NoVault(VaultMissing()), tmp_path).get(ALIAS_KEY)


async def test_a_locked_keyring_is_not_taken_for_a_missing_one(tmp_path: Path) -> None:
    vault = SigningKeyHome(NoVault(VaultLocked()), tmp_path)
    with pytest.raises(VaultLocked):
        await vault.get(ALIAS_KEY)
    with pytest.raises(VaultLocked):
        await vault.put(ALIAS_KEY, SIGNS)
    assert files(tmp_path) == []


async def test_a_password_never_lies_in_a_file(tmp_path: Path) -> None:
    vault = SigningKeyHome(NoVault(VaultMissing()), tmp_path)
    with pytest.raises(VaultMissing):
        await vault.put(PASSWORD, "s3cret")
    with pytest.raises(VaultMissing):
        await vault.get(PASSWORD)
    await vault.delete(PASSWORD)
    assert files(tmp_path) == []


@pytest.mark.parametrize("id_", ["..\\..\\evil", "..", "a.b", "", "x" * 65, "con:", "é"])
async def test_an_id_out_of_a_database_decides_nothing_about_a_path(tmp_path: Path, id_: str) -> None:
    home = SigningKeyHome(MemoryVault(), tmp_path)
    for use in (home.get, home.delete, lambda key: home.put(key, "secret")):
        with pytest.raises(ConciergeError, match="id of an integration"):
            await use(f"integration/{id_}/alias-key")
    assert files(tmp_path) == []


async def test_a_key_file_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "alias-id-1.key").mkdir()
    vault = SigningKeyHome(NoVault(VaultMissing()), tmp_path)
    with pytest.raises(ConciergeError, match="cannot be read"):
        await vault.get(ALIAS_KEY)
    with pytest.raises(ConciergeError, match="cannot be written"):
        await vault.put(ALIAS_KEY, SIGNS)


async def test_the_programs_own_vault_on_a_machine_without_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests' environment has a keyring that fails: the real library answers here."""
    vault = default_vault(tmp_path, {"id-1": "Head office"}.__getitem__)
    with pytest.raises(VaultMissing):
        await vault.get(PASSWORD)
    monkeypatch.setenv("EXCHANGE_CONCIERGE_PASSWORD_HEAD_OFFICE", "given")
    assert await vault.get(PASSWORD) == "given"
    await vault.put(ALIAS_KEY, SIGNS)
    assert await vault.get(ALIAS_KEY) == SIGNS
    monkeypatch.setenv("EXCHANGE_CONCIERGE_ALIAS_KEY", SIGNS[::-1])
    assert await vault.get(ALIAS_KEY) == SIGNS[::-1]
    with pytest.raises(VaultMissing):
        await KeyringVault().get(PASSWORD)
