"""What the command line asks about invitations and conferences: why, the lists, and what was rehearsed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from desktop_admin.domain.decision import Outcome
from desktop_admin.domain.meeting import MessageKind
from desktop_admin.domain.why import why
from desktop_admin.service.conference_views import ConferenceView, OccurrenceView
from desktop_admin.service.control_desk import ControlDesk


class MeetingControl(ControlDesk):
    async def why(self, integration: str, item: int) -> dict[str, Any]:
        """An item of the journal with every rule in its order, also those that were not reached."""
        found = await self._concierge.processed_item(self._named(integration).id, item)
        rules = why(MessageKind(found.kind), Outcome(found.outcome), found.rules)
        return {"item": _plain(asdict(found)), "rules": [asdict(each) for each in rules]}

    async def conferences(
        self, integration: str, which: str = "upcoming", search: str = "", limit: int | None = None
    ) -> dict[str, Any]:
        """All of them, or the first ``limit``; and how many there are of each."""
        integration_id = self._named(integration).id
        listed: list[ConferenceView] = []
        while limit is None or len(listed) < limit:
            after = (listed[-1].cursor, listed[-1].id) if listed else None
            size = 500 if limit is None else min(500, limit - len(listed))
            page = await self._concierge.conferences(integration_id, which, search, after, size)
            listed += page
            if len(page) < size:
                break
        counts = await self._concierge.conference_counts(integration_id, search)
        now = self._concierge.around.clock.now()
        return {"conferences": [_conference(each, now) for each in listed], "counts": asdict(counts)}

    async def conference(self, integration: str, conference: str) -> dict[str, Any]:
        """The occurrences of a conference, given by its id."""
        now = self._concierge.around.clock.now()
        found = await self._concierge.conference_occurrences(self._named(integration).id, conference)
        return {"occurrences": [_occurrence(each, now) for each in found]}

    async def rehearsed(self, integration: str) -> dict[str, Any]:
        waiting = await self._concierge.rehearsed(self._named(integration).id)
        return {"items": [_plain(asdict(each)) for each in waiting]}

    async def release_rehearsed(self, integration: str, items: Sequence[int] | None = None) -> dict[str, Any]:
        released = await self._concierge.release_rehearsed(self._named(integration).id, items)
        return {"items": released, "told": [f"Released: {released}. They are sent as soon as Exchange is reached."]}

    async def discard_rehearsed(self, integration: str, items: Sequence[int] | None = None) -> dict[str, Any]:
        gone = await self._concierge.discard_rehearsed(self._named(integration).id, items)
        told = f"Discarded: {gone}, later decisions of the same meetings among them. What they decided was taken back."
        return {"items": gone, "told": [told]}


def _conference(view: ConferenceView, now: datetime) -> dict[str, Any]:
    told = _plain({name: value for name, value in asdict(view).items() if name not in ("next", "cursor")})
    return told | {"next": _occurrence(view.next, now) if view.next is not None else None}


def _occurrence(each: OccurrenceView, now: datetime) -> dict[str, Any]:
    return _plain(asdict(each)) | {"joinable": each.is_joinable(now)}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}
