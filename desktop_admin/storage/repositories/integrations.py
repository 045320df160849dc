"""Integrations, documents of the whole program, sync states and the history of connections."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select

from desktop_admin.domain.address import fold_address
from desktop_admin.storage.records import StoredIntegration
from desktop_admin.storage.repositories.base import Repository
from desktop_admin.storage.tables import documents, history, integrations, sync_states


class Integrations(Repository):
    async def list(self) -> tuple[StoredIntegration, ...]:
        """In the order of their creation."""
        rows = await self._rows(select(integrations).order_by(integrations.c.created, integrations.c.id))
        return tuple(StoredIntegration(row.id, row.document, row.created) for row in rows)

    async def get(self, integration_id: str) -> StoredIntegration | None:
        row = await self._row(select(integrations).where(integrations.c.id == integration_id))
        return StoredIntegration(row.id, row.document, row.created) if row else None

    async def add(self, integration_id: str, document: dict[str, Any], created: datetime) -> None:
        await self._connection.execute(
            insert(integrations).values(id=integration_id, document=document, created=created)
        )

    async def save(self, integration_id: str, document: dict[str, Any]) -> None:
        """Raises ``KeyError`` where there is none: a removed integration is not brought back by a late save."""
        if not await self._update(integrations, {"id": integration_id}, {"document": document}):
            raise KeyError(integration_id)

    async def remove(self, integration_id: str) -> None:
        """With everything that belongs to it."""
        await self._remove(integrations, {"id": integration_id})


class Documents(Repository):
    async def get(self, key: str) -> dict[str, Any] | None:
        row = await self._row(select(documents.c.document).where(documents.c.key == key))
        return row.document if row else None

    async def put(self, key: str, document: dict[str, Any]) -> None:
        await self._put(documents, {"key": key}, {"document": document})


class SyncStates(Repository):
    """How far each mailbox has been read, as the server's opaque text. Addresses are compared without case."""

    async def get(self, integration_id: str, mailbox: str) -> str | None:
        row = await self._row(
            select(sync_states.c.state).where(
                sync_states.c.integration_id == integration_id, sync_states.c.mailbox_key == fold_address(mailbox)
            )
        )
        return row.state if row else None

    async def put(self, integration_id: str, mailbox: str, state: str | None) -> None:
        """None forgets it: the mailbox is read from its beginning."""
        key = {"integration_id": integration_id, "mailbox_key": fold_address(mailbox)}
        if state is None:
            await self._remove(sync_states, key)
        else:
            await self._put(sync_states, key, {"state": state})


class History(Repository):
    """Which way an integration was connected (push, streaming, polling, ...), from when on."""

    async def add(self, integration_id: str, at: datetime, mode: str, reason: str = "") -> None:
        """``reason``: why it is not otherwise, in words; "" where all is well."""
        values = {"integration_id": integration_id, "at": at, "mode": mode, "reason": reason}
        await self._connection.execute(insert(history).values(**values))

    async def since(self, integration_id: str, at: datetime) -> tuple[tuple[datetime, str, str], ...]:
        """(at, mode, reason) from ``at`` on, oldest first, led by the last change before: what held at ``at``."""
        mine = select(history).where(history.c.integration_id == integration_id)
        before = mine.where(history.c.at < at).order_by(history.c.at.desc(), history.c.id.desc()).limit(1)
        after = mine.where(history.c.at >= at).order_by(history.c.at, history.c.id)
        rows = [*await self._rows(before), *await self._rows(after)]
        return tuple((row.at, row.mode, row.reason) for row in rows)

    async def prune(self, integration_id: str, before: datetime) -> None:
        """Forgets what ended before ``before``; what held at that moment stays."""
        older = (history.c.integration_id == integration_id) & (history.c.at < before)
        last = select(func.max(history.c.at)).where(older).scalar_subquery()
        await self._connection.execute(delete(history).where(older, history.c.at < last))
