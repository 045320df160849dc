"""Commands about conferences: lists, page by page, and the occurrences of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from desktop_admin.errors import ConciergeError
from desktop_admin.service.conference_views import (
    ConferenceCounts,
    ConferenceView,
    OccurrenceView,
    conference_answer,
    conference_view,
    occurrence_answer,
    occurrence_views,
)
from desktop_admin.service.context import CommandGroup
from desktop_admin.service.control import IntegrationId, Most, command
from desktop_admin.storage import ConferenceFilter

PAGE: Final = 500


class ConferenceCommands(CommandGroup):
    async def page(
        self,
        integration_id: str,
        which: str = "upcoming",
        search: str = "",
        after: tuple[datetime, str] | None = None,
        limit: int = 200,
    ) -> tuple[ConferenceView, ...]:
        """At most ``limit`` of those that are running, upcoming, past or cancelled; ``after`` is (cursor, id) of the
        last one that is known. Every word of ``search`` stands in name, subject, organiser, alias or location.
        """
        self.context.supervisor(integration_id)
        if which not in set(ConferenceFilter):
            raise ConciergeError(f"There are no “{which}” conferences.", f"Use one of {', '.join(ConferenceFilter)}.")
        now = self.context.around.clock.now()
        async with self.context.around.database.begin() as work:
            found = await work.conference_search.page(
                integration_id, ConferenceFilter(which), now, search, after, limit
            )
        return tuple(conference_view(each.conference, each.next, each.at) for each in found)

    @command()
    async def list(
        self, integration_id: IntegrationId, which: str = "upcoming", search: str = "", limit: Most | None = None
    ) -> dict[str, Any]:
        """All ``conferences`` of a kind, or the first ``limit``; and the ``counts`` of each kind."""
        listed: list[ConferenceView] = []
        while limit is None or len(listed) < limit:
            after = (listed[-1].cursor, listed[-1].id) if listed else None
            size = PAGE if limit is None else min(PAGE, limit - len(listed))
            page = await self.page(integration_id, which, search, after, size)
            listed += page
            if len(page) < size:
                break
        now = self.context.around.clock.now()
        counts = await self.counts(integration_id, search)
        return {"conferences": [conference_answer(each, now) for each in listed], "counts": counts}

    @command()
    async def list_occurrences(self, integration_id: IntegrationId, conference: str) -> Sequence[dict[str, Any]]:
        """The occurrences of a conference, given by its id; ``joinable``: whether one can join it now."""
        now = self.context.around.clock.now()
        found = await self.occurrences(integration_id, conference)
        return [occurrence_answer(each, now) for each in found]

    async def counts(self, integration_id: str, search: str = "") -> ConferenceCounts:
        now = self.context.around.clock.now()
        async with self.context.around.database.begin() as work:
            counted = await work.conference_search.counts(integration_id, now, search)
        return ConferenceCounts(**{str(which): number for which, number in counted.items()})

    async def occurrences(self, integration_id: str, conference_id: str) -> tuple[OccurrenceView, ...]:
        """As far ahead as they are stored, with those that were cancelled; none of a conference that is gone."""
        async with self.context.around.database.begin() as work:
            conference = await work.conferences.get(conference_id)
            if conference is None or conference.integration_id != integration_id:
                return ()
            return occurrence_views(conference, await work.occurrences.of(conference_id))
