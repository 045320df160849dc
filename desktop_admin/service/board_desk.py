"""Commands about presence over time: everybody's day as a strip, the reason at any instant, the changes of the past."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from desktop_admin.domain.presence import Verdict, decide_presence, presence_timeline
from desktop_admin.domain.presence_history import PresenceChange
from desktop_admin.errors import ConciergeError
from desktop_admin.service.control import IntegrationId, Most, PersonId, command
from desktop_admin.service.desk import Desk
from desktop_admin.service.known import Known
from desktop_admin.service.presence import PresenceKeeper
from desktop_admin.service.views import PersonStrip

AT_ONCE = 20
"""Strips made before others have their turn on the loop."""


class BoardDesk(Desk):
    async def strips(
        self, integration_id: str, person_ids: Sequence[int], start: datetime, end: datetime
    ) -> tuple[PersonStrip, ...]:
        """The presence from ``start`` to ``end`` of each of these people; those without a value have no segments."""
        keeper = self.supervisor(integration_id).presence
        made = []
        for place, person_id in enumerate(person_ids, start=1):
            known = keeper.known(person_id)
            if known is not None:
                is_known = known.verdict is not None
                segments = presence_timeline(known.facts, keeper.policy, start, end) if is_known else ()
                made.append(PersonStrip(person_id, segments))
            if place % AT_ONCE == 0:
                await asyncio.sleep(0)
        return tuple(made)

    async def explain(self, integration_id: str, person_id: int, at: datetime) -> Verdict:
        """The presence at ``at`` as it follows from what is known now, with every appointment that was considered."""
        keeper = self.supervisor(integration_id).presence
        known = _person(keeper, person_id)
        if known.verdict is None:
            raise ConciergeError("Nothing is known of this person's presence.", "Their calendar has not been read.")
        return decide_presence(known.facts, keeper.policy, at)

    @command()
    async def list_changes(
        self, integration_id: IntegrationId, person_id: PersonId, limit: Most = 1000
    ) -> dict[str, Any]:
        """A person's ``name`` and the ``changes`` of their presence, the newest first."""
        changes = await self.presence_history(integration_id, person_id, limit)
        person = _person(self.supervisor(integration_id).presence, person_id).person
        return {"name": person.name, "changes": [_change(each) for each in changes]}

    async def presence_history(
        self, integration_id: str, person_id: int, limit: int = 1000
    ) -> tuple[PresenceChange, ...]:
        """What became of the person's presence, the newest change first."""
        supervisor = self.supervisor(integration_id)
        _person(supervisor.presence, person_id)
        if self.running:
            await supervisor.history.write()
        async with self.around.database.begin() as work:
            return await work.presence_changes.of(person_id, limit)


def _person(keeper: PresenceKeeper, person_id: int) -> Known:
    known = keeper.known(person_id)
    if known is None:
        raise ConciergeError("This person is no longer in the list.")
    return known


def _change(change: PresenceChange) -> dict[str, Any]:
    return {"at": change.at, "presence": change.presence or None, "rule": change.cause or None, "cause": change.text}
