"""The alarm about attempts to change meetings of other organisers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from desktop_admin.domain.counted import counted
from desktop_admin.domain.journal import JournalEntry
from desktop_admin.domain.meeting import MessageKind
from desktop_admin.domain.status import Severity
from desktop_admin.service.alarms import Alarms

FOREIGN_ALARM: Final = "foreign changes"
SHOWN_FOR: Final = timedelta(days=3)
"""The alarm outlasts a weekend; the decisions stay on the Invitations page."""
_NAMED: Final = 3


class ForeignChanges:
    """Attempts of the last three days, the newest last; the alarm goes with the last of them."""

    def __init__(self, alarms: Alarms) -> None:
        self._alarms = alarms
        self._attempts: dict[str, JournalEntry] = {}

    def add(self, entries: Iterable[JournalEntry], now: datetime) -> None:
        """Takes in ``entries`` and forgets what is older than three days."""
        self._attempts |= {each.item_id: each for each in entries}
        self._attempts = {key: each for key, each in self._attempts.items() if each.at + SHOWN_FOR > now}
        if not self._attempts:
            self._alarms.clear(FOREIGN_ALARM)
            return
        latest = [_words(each) for each in reversed(self._attempts.values())]
        count = "A change" if len(latest) == 1 else f"{len(latest)} changes"
        more = f" And {len(latest) - _NAMED} more." if len(latest) > _NAMED else ""
        self._alarms.raise_(
            FOREIGN_ALARM,
            f"{count} to meetings of other organisers {'was' if len(latest) == 1 else 'were'} refused. "
            f"{' '.join(latest[:_NAMED])}{more}",
            "Nothing was changed. Ask the sender about it. If the sender is the organiser under another address, add "
            "that address to the directory. If a room was taken in the organiser's name, delete its alias.",
            Severity.WARNING,
            short=f"{counted(len(latest), 'change', 'changes')} by others refused",
        )

    def next_due(self) -> datetime | None:
        """When the oldest attempt is forgotten."""
        return min((each.at + SHOWN_FOR for each in self._attempts.values()), default=None)


def _words(entry: JournalEntry) -> str:
    what = "cancel" if entry.kind is MessageKind.CANCELLATION else "change"
    who = entry.organizer or entry.sender or "An unknown sender"
    return f"{who} tried to {what} “{entry.subject or 'a private meeting'}”. {entry.reason}"
