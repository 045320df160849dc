"""Where an integration's secrets lie in the vault."""

from __future__ import annotations

import secrets

from desktop_admin.domain.ports import Vault
from desktop_admin.logs import register_secret


def password_key(integration_id: str) -> str:
    return f"integration/{integration_id}/password"


def directory_password_key(integration_id: str) -> str:
    return f"integration/{integration_id}/directory-password"


def proxy_password_key(integration_id: str) -> str:
    return f"integration/{integration_id}/proxy-password"


def alias_key_name(integration_id: str) -> str:
    return f"integration/{integration_id}/alias-key"


async def alias_key(vault: Vault, integration_id: str) -> str:
    """The key that signs this integration's alias tokens; made at its first use."""
    name = alias_key_name(integration_id)
    key = await vault.get(name)
    if key is None:
        key = secrets.token_urlsafe(32)
        await vault.put(name, key)
    register_secret(key)
    return key
