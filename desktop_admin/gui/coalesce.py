"""Gathers what the service tells until the desktop has time for it. Plain Python: no Qt, no lock, no clock."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace
from typing import Final

from desktop_admin.service.events import (
    CheckProgress,
    Event,
    ItemProcessed,
    LogLine,
    PresenceChanged,
    ServiceStopped,
)

MOST_KEPT: Final = 100_000
"""Beyond it the oldest log lines and items are dropped: the log page holds no more either."""


class Coalescer:
    """Events in the order of their last arrival. Of states only the latest is kept, log lines and items all."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._waiting: OrderedDict[Hashable, Event] = OrderedDict()
        self._number = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, event: Event) -> None:
        key = self._key(event)
        earlier = self._waiting.pop(key, None)
        if isinstance(event, PresenceChanged) and isinstance(earlier, PresenceChanged):
            event = _merged(earlier, event)
        self._waiting[key] = event
        if len(self._waiting) > self._most:
            self._drop_oldest()

    def take(self, limit: int) -> tuple[Event, ...]:
        """The oldest events, at most ``limit``; they are gone from here."""
        count = min(limit, len(self._waiting))
        return tuple(self._waiting.popitem(last=False)[1] for _ in range(count))

    def _key(self, event: Event) -> Hashable:
        match event:
            case LogLine() | ItemProcessed() | ServiceStopped():
                self._number += 1
                return self._number
            case CheckProgress():
                return type(event), event.integration_id, event.step.name
            case _:
                return type(event), event.integration_id

    def _drop_oldest(self) -> None:
        # States stay: each is one entry, and losing one would show something that is no longer so.
        for key, event in self._waiting.items():
            if isinstance(event, LogLine | ItemProcessed):
                del self._waiting[key]
                return


def _merged(earlier: PresenceChanged, later: PresenceChanged) -> PresenceChanged:
    people = {view.person.id: view for view in earlier.people}
    people.update((view.person.id, view) for view in later.people)
    return replace(later, people=tuple(people.values()))
