"""What if: the presence that a person's known time gives under today's rules and under changed ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.presence import PersonFacts, Segment, presence_timeline


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """A stretch of time with another presence than before; ``end`` is exclusive."""

    start: datetime
    end: datetime
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One person's time under both rules. Both timelines cover the same time without a gap."""

    before: tuple[Segment, ...]
    after: tuple[Segment, ...]
    parts: tuple[ChangedPart, ...]

    @property
    def changed(self) -> timedelta:
        return sum((part.end - part.start for part in self.parts), timedelta())


def difference(
    facts: PersonFacts, before: PresencePolicy, after: PresencePolicy, start: datetime, end: datetime
) -> Difference:
    """From ``start`` to ``end``; a part is as long as both presences stay as they are."""
    old = presence_timeline(facts, before, start, end)
    new = presence_timeline(facts, after, start, end)
    return Difference(old, new, tuple(_changed(old, new)))


def _changed(old: tuple[Segment, ...], new: tuple[Segment, ...]) -> Iterator[ChangedPart]:
    open_part: ChangedPart | None = None
    was, will = iter(old), iter(new)
    one, other = next(was), next(will)
    for begin, finish in pairwise(sorted({each.start for each in (*old, *new)} | {old[-1].end})):
        if one.end <= begin:
            one = next(was)
        if other.end <= begin:
            other = next(will)
        names = (one.presence, other.presence)
        if open_part is not None and (open_part.before, open_part.after) == names:
            open_part = ChangedPart(open_part.start, finish, *names)
            continue
        if open_part is not None:
            yield open_part
        open_part = ChangedPart(begin, finish, *names) if names[0] != names[1] else None
    if open_part is not None:
        yield open_part
