"""The alarm for people whose mailbox Exchange does not let us read: how many, who first, and why."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_admin.domain.counted import counted
from desktop_admin.domain.status import Severity
from desktop_admin.service.alarms import PEOPLE_ALARM, Alarms
from desktop_admin.service.views import PersonView

NAMED = 3
"""So many of them are named, the others counted."""


class PeopleAlarm:
    """One integration's. ``know`` takes everybody, ``note`` those that moved."""

    def __init__(self, alarms: Alarms) -> None:
        self._alarms = alarms
        self._troubled: dict[int, tuple[str, str]] = {}

    def know(self, people: Iterable[PersonView]) -> None:
        self._troubled = {}
        self.note(people)

    def note(self, people: Iterable[PersonView]) -> None:
        for view in people:
            if view.person.is_kept and view.trouble:
                self._troubled[view.person.id] = (view.person.name or view.person.address, view.trouble)
            else:
                self._troubled.pop(view.person.id, None)
        self._tell()

    def _tell(self) -> None:
        if not self._troubled:
            self._alarms.clear(PEOPLE_ALARM)
            return
        number = len(self._troubled)
        people = counted(number, "person", "people")
        first = sorted(self._troubled.values(), key=lambda each: each[0].casefold())[:NAMED]
        more = f" and {number - NAMED:,} more" if number > NAMED else ""
        named = f"{', '.join(name for name, _why in first)}{more}"
        self._alarms.raise_(
            PEOPLE_ALARM,
            f"Exchange does not let us read the calendar of {people}: {named}. {first[0][1]}",
            "If they have no mailbox, correct the address or untick them. They are tried again regularly.",
            Severity.WARNING,
            short=f"{counted(number, 'calendar', 'calendars')} cannot be read",
        )
