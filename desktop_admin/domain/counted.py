"""Counts in English sentences of the service and the command line: 1 person, 3 people."""

from __future__ import annotations


def counted(count: int, one: str, many: str = "") -> str:
    """``count`` with the noun in its number; ``many`` where it is not ``one`` with an s."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def people(count: int) -> str:
    return counted(count, "person", "people")
