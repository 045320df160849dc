"""Virtual meeting rooms that stand by themselves: enterprise ones (a person's own, from the directory) and custom ones.

Calendared rooms are conferences (:mod:`desktop_admin.domain.conference`). The aliases of all kinds share one space: no
two rooms of any kind hold the same one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.passcode import Passcodes, passcodes_problem
from desktop_admin.domain.policy import SchedulingPolicy

MAX_NAME: Final = 250
MAX_ALIAS: Final = 320
MAX_ALIASES: Final = 20
MAX_TEXT: Final = 2000
MAX_THEME: Final = 100

EDITABLE: Final[Mapping[RoomKind, frozenset[str]]] = {
    RoomKind.CALENDARED: frozenset({"theme", "join_before", "join_after"}),
    RoomKind.ENTERPRISE: frozenset({"theme", "passcode", "chair_passcode"}),
    RoomKind.CUSTOM: frozenset({"name", "description", "aliases", "theme", "passcode", "chair_passcode"}),
}
"""What an administrator may set of a room; the rest is the invitation's, or the directory's."""
WHO_SETS: Final[Mapping[RoomKind, str]] = {
    RoomKind.CALENDARED: "The invitation sets this. Change the meeting in its organiser's calendar.",
    RoomKind.ENTERPRISE: "The directory sets this. Change it there.",
    RoomKind.CUSTOM: "A custom room has no such value.",
}
LONGEST_WINDOW: Final = 180
"""Minutes."""

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ALIAS = re.compile(rf"[\w.!#$%&'*+/=?^`{{|}}~-]{{1,64}}(?:@(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Room:
    """A room of the kind ENTERPRISE or CUSTOM. ``entry_key`` names the directory's entry behind an enterprise one.

    ``aliases`` are whole ones (``board@meet.example.com``) or names alone (``board``, ``7001``).
    """

    id: str
    integration_id: str
    kind: RoomKind
    name: str
    created: datetime
    description: str = ""
    aliases: tuple[str, ...] = ()
    theme: str = ""
    passcode: str = field(default="", repr=False)
    chair_passcode: str = field(default="", repr=False)
    owner_address: str = ""
    owner_name: str = ""
    entry_key: str = ""


@dataclass(frozen=True, slots=True)
class AliasHolder:
    """Who holds an alias: ``name`` is the room's or the conference's, "" for one that was issued and not used yet."""

    alias: str
    kind: RoomKind
    owner_id: str
    integration_id: str
    name: str = ""


def held_names(aliases: Sequence[str], alias_domain: str) -> tuple[str, ...]:
    """Everything that a room with these aliases holds: each whole, and its part before the integration's own domain."""
    suffix = f"@{alias_domain}".casefold()
    names: dict[str, str] = {}
    for alias in aliases:
        names.setdefault(alias.casefold(), alias)
        if alias.casefold().endswith(suffix):
            number = alias[: -len(suffix)]
            names.setdefault(number.casefold(), number)
    return tuple(names.values())


def holder_words(holder: AliasHolder) -> str:
    """``the custom room “Board”``: who holds an alias, in words."""
    if holder.kind is RoomKind.CALENDARED and not holder.name:
        return "a calendared room that no invitation has used yet"
    kind = {
        RoomKind.CALENDARED: "the calendared room",
        RoomKind.ENTERPRISE: "the enterprise room",
        RoomKind.CUSTOM: "the custom room",
    }[holder.kind]
    return f"{kind} “{holder.name}”"


def room_problems(room: Room) -> dict[str, str]:
    """What is wrong with what was typed, in words, by the field's name; empty where all is well."""
    problems = {}
    if not room.name.strip():
        problems["name"] = "This is needed."
    elif len(room.name) > MAX_NAME:
        problems["name"] = f"Use at most {MAX_NAME} characters."
    if len(room.description) > MAX_TEXT:
        problems["description"] = f"Use at most {MAX_TEXT} characters."
    if len(room.theme) > MAX_THEME:
        problems["theme"] = f"Use at most {MAX_THEME} characters."
    if wrong := _aliases_problem(room.aliases):
        problems["aliases"] = wrong
    return problems


def passcode_problems(passcodes: Passcodes, policy: SchedulingPolicy) -> dict[str, str]:
    """The same of a room's passcodes, by field; those of a conference keep to the same rules."""
    problems = {}
    if wrong := passcodes_problem(Passcodes(conference=passcodes.conference), policy):
        problems["passcode"] = wrong
    if wrong := passcodes_problem(Passcodes(chair=passcodes.chair), policy):
        problems["chair_passcode"] = wrong
    if not problems and (wrong := passcodes_problem(passcodes, policy)):
        problems["chair_passcode"] = f"{wrong} Write another one."
    return problems


def _aliases_problem(aliases: Sequence[str]) -> str:
    if not aliases:
        return "Write at least one alias, like board@meet.example.com or 7001."
    if len(aliases) > MAX_ALIASES:
        return f"A room has at most {MAX_ALIASES} aliases."
    if len({alias.casefold() for alias in aliases}) < len(aliases):
        return "An alias stands here twice."
    return next((wrong for alias in aliases if (wrong := alias_problem(alias))), "")


def alias_problem(alias: str) -> str:
    """Why ``alias`` cannot be one, in words; "" where it can."""
    if len(alias) > MAX_ALIAS or not _ALIAS.fullmatch(alias):
        return f"“{alias[:60]}” is no alias. Write letters and digits without spaces, with or without @ and a domain."
    return ""
