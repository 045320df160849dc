"""Notices when the computer slept, its clock was set, or its zone is another one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from desktop_admin.domain.ports import Clock

LOOK_EVERY = 5.0
TOLERATED = 2.0
"""Seconds by which the clock may run differently between two looks: time servers move it by less."""

LATE = 30.0
"""Seconds by which a look comes late that nothing but a sleep explains."""

LOCALTIME = Path("/etc/localtime")


class Jump(StrEnum):
    """FORWARD: the computer slept, or its clock was put on; BACK: it was put back; ZONE: the zone, or summer time."""

    FORWARD = "forward"
    BACK = "back"
    ZONE = "zone"


class ClockWatch:
    """Compares the wall clock with the one that only goes forward. ``jumped`` is told which way, by how many seconds.

    A sleep that the second clock does not count (Linux) shows as a difference; one that it counts (Windows, macOS)
    shows as a look that comes late.
    """

    def __init__(
        self, clock: Clock, jumped: Callable[[Jump, float], None], zone: Callable[[], str] | None = None
    ) -> None:
        self._clock = clock
        self._jumped = jumped
        self._zone = zone or SystemZone()
        self._seen = self._look()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._clock.sleep(LOOK_EVERY)
            self.compare()

    def compare(self) -> None:
        before, now = self._seen, self._look()
        self._seen = now
        moved = (now[0] - before[0]).total_seconds()
        ahead = moved - (now[1] - before[1])
        late = now[1] - before[1] - LOOK_EVERY
        if ahead < -TOLERATED:
            self._jumped(Jump.BACK, -ahead)
        elif ahead > TOLERATED or late > LATE:
            self._jumped(Jump.FORWARD, max(ahead, late))
        elif now[2] != before[2]:
            self._jumped(Jump.ZONE, 0.0)

    def _look(self) -> tuple[datetime, float, str]:
        return self._clock.now(), self._clock.monotonic(), self._zone()


class SystemZone:
    """Tells one zone from another, and summer time from winter time. A zone that was changed meanwhile is taken over:
    a program of Unix reads its zone once, and again when TZ is another one than before.
    """

    def __init__(self) -> None:
        self._stamp = _stamp()

    def __call__(self) -> str:
        reads = getattr(time, "tzset", None)
        if reads is not None and "TZ" not in os.environ and (stamp := _stamp()) != self._stamp:
            self._stamp = stamp
            os.environ["TZ"] = f":{LOCALTIME}"
            reads()
            del os.environ["TZ"]
            reads()
        return f"{time.localtime().tm_gmtoff} {time.tzname}"


def _stamp() -> tuple[int, int]:
    try:
        found = LOCALTIME.lstat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_ino
