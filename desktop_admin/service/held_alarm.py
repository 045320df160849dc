"""The alarm for invitations on hold: how many, and what is wrong with the latest."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_admin.domain.counted import counted
from desktop_admin.domain.journal import JournalEntry
from desktop_admin.service.alarms import HELD_ALARM, Alarms

NAMED = 3
"""So many are named, the latest first."""


def held_words(entry: JournalEntry) -> str:
    return f"“{entry.subject or 'private'}” from {entry.organizer or 'an unknown organiser'}. {entry.reason}"


def show_held(alarms: Alarms, words: Sequence[str]) -> None:
    """``words`` of each item on hold, oldest first; without any the alarm is cleared."""
    if not words:
        alarms.clear(HELD_ALARM)
        return
    latest = list(reversed(words))[:NAMED]
    number = "One invitation" if len(words) == 1 else f"{len(words):,} invitations"
    more = f" And {len(words) - NAMED:,} more." if len(words) > NAMED else ""
    alarms.raise_(
        HELD_ALARM,
        f"{number} could not be decided: {' '.join(latest)}{more}",
        "Nothing is lost and nothing was answered. Look at the templates and the log; it is tried again by itself, "
        "and at once when a template or another setting of scheduling changes.",
        short=f"{counted(len(words), 'invitation', 'invitations')} on hold",
    )
