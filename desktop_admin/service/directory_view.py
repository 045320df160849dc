"""The directory as front ends see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop_admin.domain.directory import DirectoryBatch, DirectoryState


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
