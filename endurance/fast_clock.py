"""Days in minutes: a clock that runs faster than the world's."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta


class FastClock:
    """Implements ``desktop_admin.domain.ports.Clock``, ``factor`` times as fast, from ``start`` on.

    Two processes with the same ``start`` and ``began`` (``time.time()``) have the same time.
    """

    def __init__(self, factor: float, start: datetime, began: float) -> None:
        self._factor = factor
        self._start = start
        self._began = began

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(time.time() - self._began) * self._factor)

    def monotonic(self) -> float:
        return time.monotonic() * self._factor

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._factor)


def from_text(told: str) -> FastClock:
    """The clock that :func:`as_text` wrote."""
    factor, start, began = told.split("|")
    return FastClock(float(factor), datetime.fromisoformat(start).astimezone(UTC), float(began))


def as_text(factor: float, start: datetime, began: float) -> str:
    return f"{factor}|{start.isoformat()}|{began}"
