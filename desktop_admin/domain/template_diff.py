"""What differs between two wordings of a text, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of the old text, the new one, or both."""

    change: Change
    text: str


def line_diff(old: str, new: str) -> tuple[DiffLine, ...]:
    """Every line of both texts in order; of a changed stretch first what went, then what came."""
    return tuple(_lines(old.splitlines(), new.splitlines()))


def _lines(old: list[str], new: list[str]) -> Iterator[DiffLine]:
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield from (DiffLine(Change.SAME, line) for line in old[old_from:old_to])
        else:
            yield from (DiffLine(Change.REMOVED, line) for line in old[old_from:old_to])
            yield from (DiffLine(Change.ADDED, line) for line in new[new_from:new_to])
