"""Who is due when: one timer for all people wakes at the earliest moment and asks only those whose moment has come."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
_SLACK = 64


class ChangesDue(Generic[Key]):
    """Each key has at most one moment. Setting one costs O(log n); what nobody waits for any more is swept aside."""

    def __init__(self) -> None:
        self._at: dict[Key, datetime] = {}
        self._heap: list[tuple[datetime, int, Key]] = []
        self._count = 0

    def __len__(self) -> int:
        return len(self._at)

    def set(self, key: Key, at: datetime | None) -> None:
        """``key`` is due at ``at`` (aware) and not before; None: never."""
        if self._at.get(key) == at:
            return
        if at is None:
            self._at.pop(key, None)
        else:
            self._at[key] = at
            # The number keeps keys, which need no order, from being compared.
            self._count += 1
            heappush(self._heap, (at, self._count, key))
        if len(self._heap) > 2 * len(self._at) + _SLACK:
            self._heap = [entry for entry in self._heap if self._holds(entry)]
            heapify(self._heap)

    def clear(self) -> None:
        self._at.clear()
        self._heap.clear()

    def next(self) -> datetime | None:
        """The earliest moment at which anybody is due."""
        while self._heap and not self._holds(self._heap[0]):
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def due(self, now: datetime) -> list[Key]:
        """Those whose moment is ``now`` or past, earliest first. They are asked once: each needs a new moment."""
        found = []
        while (at := self.next()) is not None and at <= now:
            key = heappop(self._heap)[2]
            del self._at[key]
            found.append(key)
        return found

    def _holds(self, entry: tuple[datetime, int, Key]) -> bool:
        return self._at.get(entry[2]) == entry[0]
