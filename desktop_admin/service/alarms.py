"""An integration's alarms: each stays until what it names is well."""

from __future__ import annotations

from collections.abc import Callable

from desktop_admin.domain import health
from desktop_admin.domain.ports import Clock
from desktop_admin.domain.status import Alarm, Severity

CONNECTION_ALARM = health.CONNECTION_ALARM
CHECK_ALARM = "check"
OUTBOX_ALARM = "outbox"
HELD_ALARM = "held"
PEOPLE_ALARM = "people"
ZONE_ALARM = "zones"
CALENDARS_ALARM = "calendar notifications"
MISSED_ALARM = "missed notifications"
CRASH_ALARM = "program"
REHEARSAL_ALARM = health.UNSENT_ALARM
LISTENER_ALARM = "listener"
EXCHANGE_CERTIFICATE = "certificate"
LISTENER_CERTIFICATE = "listener certificate"


class Alarms:
    """At most one alarm a key. ``changed`` is told the whole list whenever it is another one."""

    def __init__(self, clock: Clock, changed: Callable[[tuple[Alarm, ...]], None]) -> None:
        self._clock = clock
        self._changed = changed
        self._standing: dict[str, Alarm] = {}

    @property
    def standing(self) -> tuple[Alarm, ...]:
        return tuple(sorted(self._standing.values(), key=lambda alarm: alarm.since))

    def is_raised(self, key: str) -> bool:
        return key in self._standing

    def get(self, key: str) -> Alarm | None:
        return self._standing.get(key)

    def raise_(
        self, key: str, text: str, remedy: str = "", severity: Severity = Severity.SERIOUS, *, short: str = ""
    ) -> None:
        """Raises an alarm, or words a standing one anew; it keeps the time since when it stands."""
        before = self._standing.get(key)
        since = before.since if before else self._clock.now()
        alarm = Alarm(key, text, remedy, since, severity, short)
        if alarm != before:
            self._standing[key] = alarm
            self._changed(self.standing)

    def clear(self, key: str) -> None:
        if self._standing.pop(key, None) is not None:
            self._changed(self.standing)
