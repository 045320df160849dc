"""Time zones by their IANA names, or by rules of their own."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop_admin.domain.zone_rules import MARK, clock_of, offset_words


def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name or of a text of rules (:mod:`zone_rules`); UTC where the name says nothing."""
    try:
        return clock_of(name) if name.startswith(MARK) else ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


_UTC: Final = ("", "UTC", "Etc/UTC", "Etc/GMT", "GMT")


def zone_words(name: str) -> str:
    """What a person reads of a zone: its name, the offset of one that has none, UTC where none is known."""
    try:
        return offset_words(name) if name.startswith(MARK) else "UTC" if name in _UTC else name
    except ValueError:
        return "UTC"
