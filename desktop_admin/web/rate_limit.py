"""How much one source may ask."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

SOURCES_KEPT = 1000


class RateLimit:
    """A bucket of ``burst`` tokens for every source, refilled with ``rate`` tokens a second.

    The sources that asked last are remembered, ``SOURCES_KEPT`` of them.
    """

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, source: str) -> bool:
        """Whether ``source`` may ask once more; takes one token if so."""
        left = self._left(source)
        if left < 1:
            return False
        self._keep(source, left - 1)
        return True

    def _left(self, source: str) -> float:
        tokens, at = self._buckets.get(source, (self._burst, self._clock()))
        return min(tokens + (self._clock() - at) * self._rate, self._burst)

    def _keep(self, source: str, tokens: float) -> None:
        self._buckets[source] = (tokens, self._clock())
        self._buckets.move_to_end(source)
        while len(self._buckets) > SOURCES_KEPT:
            self._buckets.popitem(last=False)
