"""The alarm for series whose time zone is not known."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from desktop_admin.domain.conference import Conference
from desktop_admin.domain.counted import counted
from desktop_admin.domain.status import Severity
from desktop_admin.service.alarms import ZONE_ALARM, Alarms
from desktop_admin.storage import Database

_NAMED: Final = 3
_MOST: Final = 1000


async def show_unknown_zones(alarms: Alarms, database: Database, integration_id: str, now: datetime) -> None:
    """Raises the alarm for the series of an unknown zone that go on after ``now``; clears it if there are none."""
    async with database.begin() as work:
        series = await work.conferences.of_unknown_zone(integration_id, now, _MOST)
    if not series:
        alarms.clear(ZONE_ALARM)
        return
    named = ", ".join(map(_words, series[:_NAMED]))
    more = f" and {len(series) - _NAMED:,} more" if len(series) > _NAMED else ""
    alarms.raise_(
        ZONE_ALARM,
        f"The time zone of {counted(len(series), 'series', 'series')} is not known: {named}{more}. The occurrences "
        "keep their time in UTC, so they are an hour off once the organiser's clocks change.",
        "Ask the organiser to send the series again in another time zone, or delete its alias.",
        Severity.WARNING,
        short=f"{counted(len(series), 'series', 'series')} in an unknown time zone",
    )


def _words(series: Conference) -> str:
    return f"“{series.name}” from {series.organizer.address}"
