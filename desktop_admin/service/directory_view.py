"""The directory as front ends see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop_admin.domain.directory import DirectoryBatch, DirectoryEntry, DirectoryState

if TYPE_CHECKING:
    from desktop_admin.settings import IntegrationSettings


@dataclass(frozen=True, slots=True)
class DirectoryView:
    """The cache at a glance. ``next_refresh`` None: none is planned. ``reading``: so many entries were read so far by
    the reading under way, None where none is. ``has_password``: whether one is stored.
    """

    state: DirectoryState
    next_refresh: datetime | None = None
    reading: int | None = None
    has_password: bool = False


@dataclass(frozen=True, slots=True)
class DirectorySample:
    """What a reading would begin with. ``seconds``: how long the answer took."""

    found: DirectoryBatch
    seconds: float


def directory_answer(view: DirectoryView, settings: IntegrationSettings) -> dict[str, Any]:
    state = view.state
    return {
        "integration": settings.name,
        "source": settings.directory.source,
        "refreshed": state.refreshed,
        "next_refresh": view.next_refresh,
        "people": state.people,
        "rooms": state.rooms,
        "left_out": state.left_out,
        "trouble": state.trouble,
        "problem_count": state.problem_count,
        "problems": [str(problem) for problem in state.problems],
    }


def sample_answer(sample: DirectorySample) -> dict[str, Any]:
    return {
        "entries": [entry_answer(entry) for entry in sample.found.entries],
        "problems": [str(problem) for problem in sample.found.problems],
        "left_out": sample.found.left_out,
        "seconds": round(sample.seconds, 3),
    }


def entry_answer(entry: DirectoryEntry | None) -> dict[str, Any] | None:
    """None for an address that nobody has."""
    if entry is None:
        return None
    return {
        "kind": entry.kind,
        "name": entry.name,
        "address": entry.address,
        "other_addresses": entry.others,
        "extension": entry.extension,
        "room": entry.number,
    }
