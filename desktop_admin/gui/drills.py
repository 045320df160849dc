"""Outages to try: in the demo, what Exchange can do wrong is a button."""

from __future__ import annotations

from typing import Protocol


class Drills(Protocol):
    """Makes the demo's Exchange misbehave."""

    async def begin(self, outage: str) -> None:
        """``outage``: heartbeats, network, busy or password; "" ends them all."""
        ...
