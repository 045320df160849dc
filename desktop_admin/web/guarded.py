"""Connections from anybody: each has a little time, and there are never many at once."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

LONGEST = 15.0
MOST = 200


class Door:
    """The connections that are open, oldest first, and how long and how many they may be."""

    def __init__(self, longest: float = LONGEST, most: int = MOST) -> None:
        self.longest = longest
        self._most = most
        self._open: dict[GuardedProtocol, None] = {}

    def __call__(self, **arguments: Any) -> GuardedProtocol:
        return GuardedProtocol(self, **arguments)

    def __len__(self) -> int:
        return len(self._open)

    def enter(self, connection: GuardedProtocol) -> None:
        """Where it is full, the oldest makes room: an honest caller is gone within milliseconds."""
        self._open[connection] = None
        if len(self._open) > self._most:
            oldest = next(iter(self._open))
            self.leave(oldest)
            oldest.transport.abort()

    def leave(self, connection: GuardedProtocol) -> None:
        self._open.pop(connection, None)


class GuardedProtocol(H11Protocol):
    """uvicorn waits for a request's header for ever; this does not, nor for its body or for the answer to be read."""

    def __init__(self, door: Door, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._door = door
        self._late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn narrows it
        super().connection_made(transport)
        self._late = self.loop.call_later(self._door.longest, transport.abort)
        self._door.enter(self)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._late is not None:
            self._late.cancel()
        self._door.leave(self)
        super().connection_lost(exc)
