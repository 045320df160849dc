"""Housekeeping of conferences and decisions: occurrences are laid out ahead, what is over is forgotten in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from desktop_admin.settings.scheduling import SchedulingSettings
from desktop_admin.storage import Database

LAID_OUT_AT_ONCE: Final = 20
FORGOTTEN_AT_ONCE: Final = 200
"""So little is done in one transaction that an invitation never waits long for its turn."""


async def keep_conferences(
    database: Database, integration_id: str, scheduling: SchedulingSettings, now: datetime
) -> None:
    while True:
        async with database.begin() as work:
            due = await work.conferences.to_lay_out(integration_id, now, LAID_OUT_AT_ONCE)
            for conference in due:
                await work.conferences.save(conference, now)
        if not due:
            break
    conferences_before = now - timedelta(days=scheduling.conferences_kept_days)
    journal_before = now - timedelta(days=scheduling.journal_kept_days)
    forgotten = FORGOTTEN_AT_ONCE
    while forgotten:
        async with database.begin() as work:
            forgotten = await work.conferences.prune(integration_id, conferences_before, FORGOTTEN_AT_ONCE)
            forgotten += await work.journal.prune(integration_id, journal_before, FORGOTTEN_AT_ONCE)
