"""Passcodes wherever they are stored, so that those of older versions are encrypted. Domain code sees them sealed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import select, update

from desktop_admin.domain.passcode import Passcodes
from desktop_admin.domain.sealed import is_sealed
from desktop_admin.storage.repositories.base import Repository
from desktop_admin.storage.tables import conferences, outbox, rooms

Seal = Callable[[Passcodes, str], Passcodes]
"""The passcodes of an owner (a room's id, a meeting's UID), encrypted."""

_HOLDERS: Final = ((rooms, rooms.c.id), (conferences, conferences.c.meeting_uid))


class StoredPasscodes(Repository):
    async def in_clear(self, integration_id: str) -> int:
        """How many rooms, conferences and replies have passcodes that are not encrypted."""
        return await self._each(integration_id, None)

    async def seal(self, integration_id: str, seal: Seal) -> int:
        """Encrypts them; returns how many there were."""
        return await self._each(integration_id, seal)

    async def sample(self, integration_id: str) -> tuple[Passcodes, str] | None:
        """Some sealed passcodes and their owner, to try a key with; None where nothing is stored."""
        for table, owner in _HOLDERS:
            some = (table.c.passcode != "") | (table.c.chair_passcode != "")
            query = select(table.c.passcode, table.c.chair_passcode, owner.label("owner"))
            row = await self._row(query.where(table.c.integration_id == integration_id, some).limit(1))
            if row is not None:
                return Passcodes(row.passcode, row.chair_passcode), row.owner
        return None

    async def _each(self, integration_id: str, seal: Seal | None) -> int:
        found = 0
        for table, owner in _HOLDERS:
            query = select(table.c.id, table.c.passcode, table.c.chair_passcode, owner.label("owner"))
            for row in await self._rows(query.where(table.c.integration_id == integration_id)):
                if is_sealed(row.passcode) and is_sealed(row.chair_passcode):
                    continue
                found += 1
                if seal is not None:
                    sealed = seal(Passcodes(row.passcode, row.chair_passcode), row.owner)
                    values = {"passcode": sealed.conference, "chair_passcode": sealed.chair}
                    await self._connection.execute(update(table).where(table.c.id == row.id).values(values))
        return found + await self._undone(integration_id, seal)

    async def _undone(self, integration_id: str, seal: Seal | None) -> int:
        """What a rehearsed reply would put back holds the conference as it was."""
        found = 0
        query = select(outbox.c.id, outbox.c.undo)
        mine = (outbox.c.integration_id == integration_id) & outbox.c.undo.is_not(None)
        for row in await self._rows(query.where(mine)):
            before: dict[str, Any] | None = row.undo.get("conference")
            if before is None or (is_sealed(before["passcode"]) and is_sealed(before["chair_passcode"])):
                continue
            found += 1
            if seal is not None:
                undo = copy.deepcopy(row.undo)
                sealed = seal(Passcodes(before["passcode"], before["chair_passcode"]), before["meeting_uid"])
                undo["conference"] |= {"passcode": sealed.conference, "chair_passcode": sealed.chair}
                await self._connection.execute(update(outbox).where(outbox.c.id == row.id).values(undo=undo))
        return found
