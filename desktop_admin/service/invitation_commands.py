"""Commands about what was decided: the journal of invitations, its counts, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from desktop_admin.domain.why import RuleTold, why
from desktop_admin.errors import ConciergeError
from desktop_admin.service.context import CommandGroup
from desktop_admin.service.control import IntegrationId, Most, Row, command
from desktop_admin.service.views import DayCounts, ProcessedView, processed_view


@dataclass(frozen=True, slots=True)
class Explained:
    """An item of the journal, and what each rule said of it."""

    item: ProcessedView
    rules: tuple[RuleTold, ...]


class InvitationCommands(CommandGroup):
    async def counts(self, integration_id: str, day: date) -> DayCounts:
        """Of ``day`` in the system's zone."""
        start = datetime.combine(day, time.min).astimezone()
        end = datetime.combine(day + timedelta(days=1), time.min).astimezone()
        async with self.context.around.database.begin() as work:
            counted = await work.journal.counts(integration_id, start, end)
        return DayCounts(**{str(outcome): number for outcome, number in counted.items()})

    @command()
    async def list(
        self, integration_id: IntegrationId, limit: Most = 200, search: str = ""
    ) -> tuple[ProcessedView, ...]:
        """The newest first. Every word of ``search`` stands in subject, organiser, sender, alias or reason."""
        async with self.context.around.database.begin() as work:
            rows = await work.journal.recent_with_replies(integration_id, limit, search)
        return tuple(processed_view(entry, answer) for entry, answer in rows)

    @command()
    async def why(self, integration_id: IntegrationId, item: Row) -> Explained:
        """An item of the journal with every rule in its order, also those that were not reached.

        Raises ``ConciergeError`` if there is no such item.
        """
        async with self.context.around.database.begin() as work:
            entry = await work.journal.get(item)
            answer = await work.outbox.of(item)
        if entry is None or entry.integration_id != integration_id:
            raise ConciergeError(f"There is no item {item}.", "“invitations” tells those that there are.")
        return Explained(processed_view(entry, answer), why(entry.kind, entry.outcome, entry.rules))
