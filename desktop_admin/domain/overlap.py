"""Whether two conferences ever take place at the same time. The two parts of a series that was split do not."""

from __future__ import annotations

from datetime import datetime

from desktop_admin.domain.conference import Conference
from desktop_admin.domain.conference_times import HORIZON, conference_times


def first_overlap(one: Conference, other: Conference, now: datetime) -> datetime | None:
    """When both take place for the first time after ``now``, as far ahead as is looked; None: never."""
    until = max(now, one.start, other.start) + HORIZON
    times = sorted(
        (each.start, each.end, which)
        for which, conference in enumerate((one, other))
        for each in conference_times(conference, now, until)
    )
    ends = [now, now]
    for start, end, which in times:
        if start < ends[1 - which]:
            return start
        ends[which] = max(ends[which], end)
    return None
