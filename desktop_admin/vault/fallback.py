"""Two places for secrets: what the environment says goes before what is kept."""

from __future__ import annotations

from desktop_admin.domain.ports import Vault


class FallbackVault:
    """Reads from ``environment`` first, then from ``primary``; writes to ``primary`` alone."""

    def __init__(self, primary: Vault, environment: Vault) -> None:
        self._primary = primary
        self._environment = environment

    async def get(self, key: str) -> str | None:
        found = await self._environment.get(key)
        return found if found is not None else await self._primary.get(key)

    async def put(self, key: str, secret: str) -> None:
        await self._primary.put(key, secret)

    async def delete(self, key: str) -> None:
        await self._primary.delete(key)
