"""Where secrets are kept: the system's keyring; without one, what systemd or the environment gives."""

from collections.abc import Callable
from pathlib import Path

from desktop_admin.domain.ports import Vault
from desktop_admin.vault.environment import EnvironmentVault
from desktop_admin.vault.errors import (
    VaultError,
    VaultLocked,
    VaultMissing,
    VaultReadOnly,
    VaultRefused,
    VaultTimeout,
    WeakSigningKey,
)
from desktop_admin.vault.fallback import FallbackVault
from desktop_admin.vault.keyring_vault import KeyringVault
from desktop_admin.vault.memory import MemoryVault
from desktop_admin.vault.signing_keys import SigningKeyHome

__all__ = [
    "EnvironmentVault",
    "FallbackVault",
    "KeyringVault",
    "MemoryVault",
    "SigningKeyHome",
    "VaultError",
    "VaultLocked",
    "VaultMissing",
    "VaultReadOnly",
    "VaultRefused",
    "VaultTimeout",
    "WeakSigningKey",
    "default_vault",
]


def default_vault(data: Path, name_of: Callable[[str], str] = lambda _integration_id: "") -> Vault:
    """Environment first, then the keyring; a signing key without either goes to a file in ``data``.

    ``name_of`` gives an integration's name by its id: only with it are secrets found that the environment gives to one
    integration alone.
    """
    return FallbackVault(SigningKeyHome(KeyringVault(), data), EnvironmentVault(name_of))
