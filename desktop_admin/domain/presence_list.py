"""The presence list as an administrator edits it: what is wrong in it, and who uses an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop_admin.domain.people import Keyword, PresenceEntry
from desktop_admin.domain.policy import PresencePolicy

MAX_PRESENCES: Final = 30
MAX_NAME: Final = 60
ICONS: Final = ("available", "meeting", "away", "busy", "meal", "travel", "home", "focus")
"""The drawings that an entry may have; "" is a plain dot."""
_COLOUR: Final = re.compile("#[0-9a-fA-F]{6}")


def presence_problems(presences: Sequence[PresenceEntry]) -> dict[int, str]:
    """What is wrong, by row (from 0). An empty list is wrong at row 0."""
    if not presences:
        return {0: "The presence list needs at least its default."}
    problems: dict[int, str] = {}
    rows: dict[str, int] = {}
    for row, entry in enumerate(presences):
        name = " ".join(entry.name.split()).casefold()
        if not name:
            problems[row] = "Write a name."
        elif len(entry.name) > MAX_NAME:
            problems[row] = f"Use at most {MAX_NAME} characters."
        elif name in rows:
            problems[row] = f"“{entry.name}” stands in row {rows[name] + 1} already."
        elif not _COLOUR.fullmatch(entry.colour):
            problems[row] = "Write the colour as #rrggbb, such as #2e9e5b."
        elif entry.icon and entry.icon not in ICONS:
            problems[row] = f"There is no such icon. There are: {', '.join(ICONS)}."
        elif row >= MAX_PRESENCES:
            problems[row] = f"At most {MAX_PRESENCES} presences are kept. Remove one first."
        rows.setdefault(name, row)
    return problems


@dataclass(frozen=True, slots=True)
class PresenceUses:
    """Who uses an entry: how many keywords and own choices of people, and which rules."""

    keywords: int = 0
    overrides: int = 0
    is_meeting: bool = False
    is_out_of_office: bool = False

    def __bool__(self) -> bool:
        return bool(self.keywords or self.overrides or self.is_meeting or self.is_out_of_office)


def presence_uses(
    name: str, keywords: Iterable[Keyword], policy: PresencePolicy, overrides: Mapping[str, int]
) -> PresenceUses:
    """``overrides``: how many people chose each presence."""
    return PresenceUses(
        keywords=sum(each.presence == name for each in keywords),
        overrides=overrides.get(name, 0),
        is_meeting=policy.meeting_presence == name,
        is_out_of_office=policy.out_of_office_presence == name,
    )


def rules_problems(
    presences: Sequence[PresenceEntry], meeting_presence: str, out_of_office_presence: str, overrides: Mapping[str, int]
) -> dict[str, str]:
    """What names a presence that is not in the list, by its place: ``presence.meeting_presence`` and the like."""
    names = {entry.name for entry in presences}
    problems = {}
    for key, name in (("meeting_presence", meeting_presence), ("out_of_office_presence", out_of_office_presence)):
        if name not in names:
            problems[f"presence.{key}"] = f"There is no presence “{name}”. Choose one of the presence list."
    for name, count in overrides.items():
        if name not in names:
            who = "1 person has" if count == 1 else f"{count} people have"
            problems["presences"] = f"{who} chosen “{name}”. Say which presence they get instead."
    return problems
