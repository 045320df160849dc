"""What can be wrong with the place where passwords are kept, in words."""

from __future__ import annotations

import sys

from desktop_admin.errors import ConciergeError


class VaultError(ConciergeError):
    """A secret could not be read, kept or deleted."""


class VaultMissing(VaultError):
    """This machine has no keyring, or only one that would not keep a secret."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"There is no keyring to keep passwords in{detail}.", _what_to_install())


class VaultLocked(VaultError):
    """The keyring is locked, and nobody unlocked it."""

    def __init__(self) -> None:
        super().__init__("The keyring is locked.", "Unlock it with your password, then try again.")


class VaultTimeout(VaultError):
    """The keyring did not answer in time; it may be waiting for a password in a window that nobody sees."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The keyring did not answer within {seconds:g} s.",
            "Look for a window that asks for the keyring's password, then try again.",
        )


class VaultRefused(VaultError):
    """The keyring answered, but did not do it."""

    def __init__(self, fault: BaseException) -> None:
        # The library's own words could hold a secret; the kind of fault is told alone.
        super().__init__(
            f"The keyring did not do what was asked ({type(fault).__name__}).",
            "Open the system's password manager and see whether it works there.",
        )


class VaultReadOnly(VaultError):
    """Secrets from the environment are set where the program is started."""

    def __init__(self) -> None:
        super().__init__(
            "Secrets from the environment cannot be changed here.",
            "Change the systemd credential or the environment variable.",
        )


class UnreadableSecret(VaultError):
    """A secret from the environment has bytes that are not UTF-8: it was written in another encoding."""

    def __init__(self, place: str) -> None:
        super().__init__(f"The secret in {place} is not UTF-8 text.", "Write it again in UTF-8, without other bytes.")


class WeakSigningKey(VaultError):
    """A short key could be guessed, and with it anybody's alias tokens."""

    def __init__(self, shortest: int) -> None:
        super().__init__(
            "The key for signing aliases that the environment gives is too short.",
            f"Give one of at least {shortest} random characters.",
        )


def _what_to_install() -> str:
    if sys.platform.startswith("linux"):
        return (
            "Install a Secret Service such as gnome-keyring or KWallet and sign in to the desktop. Without a desktop, "
            "give the password as the systemd credential exchange-concierge-password or in the environment variable "
            "EXCHANGE_CONCIERGE_PASSWORD."
        )
    return "The system's own password manager must be switched on: Credential Manager on Windows, Keychain on macOS."
