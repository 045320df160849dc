"""Secrets in the system's keyring: Secret Service or KWallet, Windows Credential Manager, macOS Keychain."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from desktop_admin.vault.errors import VaultError, VaultLocked, VaultMissing, VaultRefused, VaultTimeout
from desktop_admin.vault.one_thread import OneThread

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "exchange-concierge"
TIME_LIMIT = 10.0
"""Seconds; a keyring may wait for a password in a window that nobody sees."""

T = TypeVar("T")


class KeyringVault:
    """Implements ``domain.ports.Vault``. Each call raises a :class:`VaultError` after ``time_limit`` at the latest."""

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        self._time_limit = time_limit
        self._thread = OneThread("keyring")

    async def get(self, key: str) -> str | None:
        return await self._call(lambda keyring: keyring.get_password(SERVICE, key))

    async def put(self, key: str, secret: str) -> None:
        await self._call(lambda keyring: keyring.set_password(SERVICE, key, secret))

    async def delete(self, key: str) -> None:
        """Deleting what is not there does nothing."""

        def delete(keyring: KeyringBackend) -> None:
            if keyring.get_password(SERVICE, key) is not None:
                keyring.delete_password(SERVICE, key)

        await self._call(delete)

    async def _call(self, work: Callable[[KeyringBackend], T]) -> T:
        try:
            return await self._thread.call(lambda: _in_words(work), self._time_limit)
        except TimeoutError:
            raise VaultTimeout(self._time_limit) from None


def _in_words(work: Callable[[KeyringBackend], T]) -> T:
    # Loading it takes long and looks for keyrings over D-Bus: not before it is needed, and not on another thread.
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    try:
        return work(_secure_keyring())
    except VaultError:
        raise
    except NoKeyringError:
        raise VaultMissing from None
    except (KeyringLocked, InitError):
        raise VaultLocked from None
    except Exception as fault:  # noqa: BLE001 - each backend raises what its platform raises
        raise VaultRefused(fault) from None


def _secure_keyring() -> KeyringBackend:
    """The keyring in use. Raises :class:`VaultMissing` for one that keeps nothing, or keeps it in clear."""
    import keyring
    from keyring.backends import fail, null

    chosen = keyring.get_keyring()
    kind = type(chosen)
    if isinstance(chosen, fail.Keyring):
        raise VaultMissing
    # keyrings.alt is a package of files in clear, or behind a password that is asked for in a terminal.
    if isinstance(chosen, null.Keyring) or kind.__module__.startswith("keyrings.alt.") or "Plaintext" in kind.__name__:
        raise VaultMissing(f": {kind.__module__}.{kind.__name__} would not keep them safe")
    return chosen
