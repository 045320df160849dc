"""Commands about what was done: the journal, its counts, the subscription's history, the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from desktop_admin.domain.notification_day import NotificationDay
from desktop_admin.domain.why import RuleTold, why
from desktop_admin.errors import ConciergeError
from desktop_admin.service.control import IntegrationId, Most, Row, command
from desktop_admin.service.desk import Desk
from desktop_admin.service.events import LogLine
from desktop_admin.service.views import DayCounts, ProcessedView, StripPart, processed_view


@dataclass(frozen=True, slots=True)
class Explained:
    """An item of the journal, and what each rule said of it."""

    item: ProcessedView
    rules: tuple[RuleTold, ...]


class JournalDesk(Desk):
    async def counts(self, integration_id: str, day: date) -> DayCounts:
        """Of ``day`` in the system's zone."""
        start = datetime.combine(day, time.min).astimezone()
        end = datetime.combine(day + timedelta(days=1), time.min).astimezone()
        async with self.around.database.begin() as work:
            counted = await work.journal.counts(integration_id, start, end)
        return DayCounts(**{str(outcome): number for outcome, number in counted.items()})

    @command()
    async def invitations(
        self, integration_id: IntegrationId, limit: Most = 200, search: str = ""
    ) -> tuple[ProcessedView, ...]:
        """The newest first. Every word of ``search`` stands in subject, organiser, sender, alias or reason."""
        async with self.around.database.begin() as work:
            rows = await work.journal.recent_with_replies(integration_id, limit, search)
        return tuple(processed_view(entry, answer) for entry, answer in rows)

    @command()
    async def why(self, integration_id: IntegrationId, item: Row) -> Explained:
        """An item of the journal with every rule in its order, also those that were not reached.

        Raises ``ConciergeError`` if there is no such item.
        """
        async with self.around.database.begin() as work:
            entry = await work.journal.get(item)
            answer = await work.outbox.of(item)
        if entry is None or entry.integration_id != integration_id:
            raise ConciergeError(f"There is no item {item}.", "“invitations” tells those that there are.")
        return Explained(processed_view(entry, answer), why(entry.kind, entry.outcome, entry.rules))

    async def subscription_strip(self, integration_id: str, hours: int = 24) -> tuple[StripPart, ...]:
        now = self.around.clock.now()
        since = now - timedelta(hours=hours)
        async with self.around.database.begin() as work:
            moves = await work.history.since(integration_id, since)
        edges = [*(max(at, since) for at, _mode, _reason in moves), now]
        return tuple(
            StripPart(start, end, mode, reason)
            for (start, end), (_at, mode, reason) in zip(pairwise(edges), moves, strict=True)
            if end > start
        )

    async def notification_days(self, integration_id: str, days: int = 14) -> tuple[NotificationDay, ...]:
        """Oldest first; days without a notification are left out."""
        first = self.around.clock.now() - timedelta(days=days - 1)
        async with self.around.database.begin() as work:
            return await work.notifications.since(integration_id, f"{first:%Y-%m-%d}")

    async def log_lines(self, after: int = 0, limit: int = 2000) -> tuple[LogLine, ...]:
        return self.around.story.after(after, limit)
