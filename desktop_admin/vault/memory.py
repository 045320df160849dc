"""Secrets that last as long as the program: for the demo and for tests."""

from __future__ import annotations


class MemoryVault:
    def __init__(self, secrets: dict[str, str] | None = None) -> None:
        self._secrets = dict(secrets or {})

    async def get(self, key: str) -> str | None:
        return self._secrets.get(key)

    async def put(self, key: str, secret: str) -> None:
        self._secrets[key] = secret

    async def delete(self, key: str) -> None:
        self._secrets.pop(key, None)
