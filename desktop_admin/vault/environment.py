"""Secrets for a machine without a keyring: systemd credentials (systemd.exec(5)) and environment variables."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from desktop_admin.vault.errors import UnreadableSecret, VaultReadOnly, WeakSigningKey

CREDENTIAL = "exchange-concierge"
VARIABLE = "EXCHANGE_CONCIERGE"
SHORTEST_SIGNING_KEY = 16
ALIAS_KEY = "alias-key"


def slug(name: str) -> str:
    """An integration's name as part of a credential's: ``Head office`` is ``head-office``; "" where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


class EnvironmentVault:
    """Where ``integration/ID/password`` is looked for, of an integration named "Head office", in this order:

    the systemd credentials ``exchange-concierge-password-head-office`` and ``exchange-concierge-password``,
    the variables ``EXCHANGE_CONCIERGE_PASSWORD_HEAD_OFFICE`` and ``EXCHANGE_CONCIERGE_PASSWORD``.
    The key for signing aliases is found likewise, with ``alias-key`` and ``ALIAS_KEY`` in their names.

    ``name_of`` gives the name of the integration with an id, "" where there is none.
    """

    def __init__(self, name_of: Callable[[str], str], environment: Mapping[str, str] | None = None) -> None:
        self._name_of = name_of
        self._environment = os.environ if environment is None else environment

    async def get(self, key: str) -> str | None:
        _, _, rest = key.partition("/")
        integration_id, _, kind = rest.partition("/")
        if not kind:
            return None
        found = next(self._found(kind, slug(self._name_of(integration_id))), None)
        if found is not None and kind == ALIAS_KEY and len(found) < SHORTEST_SIGNING_KEY:
            raise WeakSigningKey(SHORTEST_SIGNING_KEY)
        return found

    async def put(self, key: str, secret: str) -> None:
        raise VaultReadOnly

    async def delete(self, key: str) -> None:
        """Nothing of ours is there to be deleted."""

    def _found(self, kind: str, name: str) -> Iterator[str]:
        endings = [f"{kind}-{name}", kind] if name else [kind]
        if folder := self._environment.get("CREDENTIALS_DIRECTORY"):
            for ending in endings:
                if (secret := _content(Path(folder, f"{CREDENTIAL}-{ending}"))) is not None:
                    yield secret
        for ending in endings:
            variable = f"{VARIABLE}_{ending.replace('-', '_').upper()}"
            if secret := self._environment.get(variable):
                if not secret.isprintable() and any("\ud800" <= each <= "\udfff" for each in secret):
                    raise UnreadableSecret(f"the environment variable {variable}")
                yield secret


def _content(file: Path) -> str | None:
    """Without the newline that editors and ``echo`` leave at its end; None for a missing or empty file."""
    try:
        return file.read_text(encoding="utf-8").removesuffix("\n").removesuffix("\r") or None
    except OSError:
        return None
    except UnicodeDecodeError:
        raise UnreadableSecret(f"the systemd credential {file.name}") from None
