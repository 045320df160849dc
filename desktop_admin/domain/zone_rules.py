"""The rules of a time zone as a text, for meetings whose sender's clocks no zone with a name keeps.

The text is a POSIX TZ rule (``<+01>-1<+02>,M3.5.0/2,M10.5.0/3``), or several with the local moments from which they
hold (``<+02>-2;2026-03-29T02:00:00=<+03>-3``), where the rules change from year to year.
"""

from __future__ import annotations

import re
import struct
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from io import BytesIO
from typing import Final
from zoneinfo import ZoneInfo

MARK: Final = "<"
"""No name of a zone holds it, every text of rules begins with it."""
MOST_PARTS: Final = 64

_RULE = re.compile(r"<[+-]\d+>[-+:\d]+(<[+-]\d+>([-+:\d]+)?,[JM][.\d]+(/[-+:\d]+)?,[JM][.\d]+(/[-+:\d]+)?)?")
_ZERO = timedelta()
_EVER = datetime(1, 1, 1, tzinfo=UTC).replace(tzinfo=None)
SOME_WINTER: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A moment of standard time, for a zone that is shown without a date."""


@lru_cache(maxsize=256)
def clock_of(rules: str) -> tzinfo:
    """The clock that keeps ``rules``. Raises ValueError on a text that holds none."""
    first, *later = rules.split(";")
    if len(later) >= MOST_PARTS:
        raise ValueError("These rules of a time zone change too often.")
    parts = [(_EVER, _posix(first))]
    for part in later:
        since, _, rule = part.partition("=")
        parts.append((datetime.fromisoformat(since), _posix(rule)))
    if any(since.tzinfo is not None for since, _rule in parts) or parts != sorted(parts, key=lambda part: part[0]):
        raise ValueError("The rules of a time zone do not follow one another.")
    return parts[0][1] if len(parts) == 1 else _Changing(tuple(parts))


def offset_words(rules: str, at: datetime = SOME_WINTER) -> str:
    """The offset ``at`` a moment, as ``UTC+01:00``. Raises ValueError on a text that holds no rules."""
    minutes = round((at.astimezone(clock_of(rules)).utcoffset() or _ZERO) / timedelta(minutes=1))
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _posix(rule: str) -> ZoneInfo:
    """A zone that has nothing but a rule: a TZif file (RFC 8536) without transitions, and the rule as its footer."""
    if _RULE.fullmatch(rule) is None:
        raise ValueError("These are not rules of a time zone.")
    block = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + struct.pack(">lbb", 0, 0, 0) + b"UTC\0"
    return ZoneInfo.from_file(BytesIO(block * 2 + b"\n" + rule.encode("ascii") + b"\n"), key=rule)


class _Changing(tzinfo):
    """A clock whose rules change. Each part holds from its moment, on the wall of the part before, until the next."""

    def __init__(self, parts: tuple[tuple[datetime, ZoneInfo], ...]) -> None:
        self._parts = [(_EVER.replace(tzinfo=UTC), parts[0][1])]
        for since, zone in parts[1:]:
            self._parts.append((since.replace(tzinfo=self._parts[-1][1]).astimezone(UTC), zone))

    def _asked(self, when: datetime | None) -> datetime | None:
        """The moment in the part that holds on the wall then: the earlier of two, as ``fold`` 0 says, or the later."""
        if when is None:
            return None
        fitting = []
        for place, (since, zone) in enumerate(self._parts):
            there = when.replace(tzinfo=zone)
            utc = there.replace(tzinfo=None) - (there.utcoffset() or _ZERO)
            until = self._parts[place + 1][0] if place + 1 < len(self._parts) else None
            if utc >= since.replace(tzinfo=None) and (until is None or utc < until.replace(tzinfo=None)):
                fitting.append(there)
        if not fitting:
            # An hour that the change leaves out: as before it.
            wall = when.replace(tzinfo=None, fold=0)
            past = [zone for since, zone in self._parts if since.astimezone(zone).replace(tzinfo=None) <= wall]
            return when.replace(tzinfo=past[-2] if len(past) > 1 else self._parts[0][1])
        return fitting[-1 if when.fold else 0]

    def utcoffset(self, when: datetime | None) -> timedelta | None:
        asked = self._asked(when)
        return None if asked is None else asked.utcoffset()

    def dst(self, when: datetime | None) -> timedelta | None:
        asked = self._asked(when)
        return None if asked is None else asked.dst()

    def tzname(self, when: datetime | None) -> str | None:
        asked = self._asked(when)
        return None if asked is None else asked.tzname()

    def fromutc(self, when: datetime) -> datetime:
        utc = when.replace(tzinfo=UTC)
        zone = next(zone for since, zone in reversed(self._parts) if since <= utc)
        wall = utc.astimezone(zone).replace(tzinfo=self)
        # The same hour of the wall twice: once by the old part, once by the new one.
        return wall if wall.utcoffset() == utc.astimezone(zone).utcoffset() else wall.replace(fold=1)
