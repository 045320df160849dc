"""What became of a person's presence, change by change, each with its cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop_admin.domain.presence import CauseKind, Verdict


@dataclass(frozen=True, slots=True)
class PresenceChange:
    """From ``at`` on (aware) the presence was ``presence`` because of ``text``.

    ``presence`` is "" and ``cause`` None from when on nothing was known of the person, or the person was left alone.
    """

    person_id: int
    at: datetime
    presence: str = ""
    cause: CauseKind | None = None
    text: str = ""

    def is_like(self, other: PresenceChange | None) -> bool:
        """Whether both say the same, whatever their times; None says that nothing is known."""
        mine = (self.presence, self.cause, self.text)
        return mine == ((other.presence, other.cause, other.text) if other else ("", None, ""))


def change_of(person_id: int, verdict: Verdict | None, at: datetime) -> PresenceChange:
    """The change that leads to ``verdict``. Its words name no private subject, as the verdict's do not."""
    if verdict is None:
        return PresenceChange(person_id, at)
    return PresenceChange(person_id, at, verdict.presence, verdict.cause.kind, verdict.cause.text)
