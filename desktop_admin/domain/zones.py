"""Time zones by their IANA names, or by rules of their own."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop_admin.domain.zone_rules import MARK, SOME_WINTER, clock_of, offset_words


def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name or of a text of rules (:mod:`zone_rules`); UTC where the name says nothing."""
    try:
        return clock_of(name) if name.startswith(MARK) else ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


_UTC: Final = ("", "UTC", "Etc/UTC", "Etc/GMT", "GMT")


def zone_words(name: str, at: datetime = SOME_WINTER) -> str:
    """What a person reads of a zone: its name, the offset ``at`` a moment of one without a name, UTC if unknown."""
    if name in _UTC:
        return "UTC"
    try:
        return offset_words(name, at) if name.startswith(MARK) else ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
