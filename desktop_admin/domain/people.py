"""Persons whose presence is kept, the presence list and the keyword table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from desktop_admin.domain.telephone import LONGEST_EXTENSION

MAX_KEYWORDS: Final = 40
"""At most this many keywords stand in one integration's table."""

LONGEST: Final = {"name": 200, "address": 320, "extension": LONGEST_EXTENSION}
"""How many characters a person's words may have."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose presence is kept. Without an address or with ``calendar_integration`` off: left alone."""

    id: int
    name: str
    address: str = ""
    extension: str = ""
    calendar_integration: bool = True

    @property
    def is_kept(self) -> bool:
        return self.calendar_integration and bool(self.address)


@dataclass(frozen=True, slots=True)
class PresenceEntry:
    """An entry of the ordered presence list; the first one is the default. ``colour`` is ``#rrggbb``; ``icon`` one of
    ``presence_list.ICONS``, or "" for a plain dot.
    """

    name: str
    colour: str = "#808080"
    icon: str = ""


AVAILABLE: Final = "Available"
MEETING: Final = "Meeting"
OUT_OF_OFFICE: Final = "Out of office"

DEFAULT_PRESENCES: Final = (
    PresenceEntry(AVAILABLE, "#2e9e5b", "available"),
    PresenceEntry(MEETING, "#d08a1d", "meeting"),
    PresenceEntry(OUT_OF_OFFICE, "#8a63d2", "away"),
    PresenceEntry("Busy", "#cf4545", "busy"),
    PresenceEntry("Lunch", "#3f8fd2", "meal"),
    PresenceEntry("Travelling", "#2aa3a3", "travel"),
)


@dataclass(frozen=True, slots=True)
class Keyword:
    """``word`` in a running appointment's subject gives ``presence``; position in the table is precedence."""

    word: str
    presence: str
    anywhere: bool = False


DEFAULT_KEYWORDS: Final = (
    Keyword("Lunch", "Lunch"),
    Keyword("Travel", "Travelling"),
    Keyword("Flight", "Travelling"),
    Keyword("Holiday", OUT_OF_OFFICE),
    Keyword("Vacation", OUT_OF_OFFICE),
    Keyword("Focus", "Busy"),
)


class SetBy(StrEnum):
    ADMINISTRATOR = "administrator"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Override:
    """A presence set by hand; holds until the next appointment that counts begins after ``since``."""

    presence: str
    since: datetime
    set_by: SetBy = SetBy.ADMINISTRATOR
