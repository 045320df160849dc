"""The board's and the editor's commands of the service in memory: strips, reasons, history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from desktop_admin.domain.people import Person
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.presence import PersonFacts, Verdict, decide_presence, presence_timeline
from desktop_admin.domain.presence_history import PresenceChange
from desktop_admin.errors import ConciergeError
from desktop_admin.service.bus import Bus
from desktop_admin.service.events import PeopleChanged
from desktop_admin.service.views import PersonStrip
from tests.helpers import fake_data


class FakeBoard:
    """Mixed into ``FakeService``, which says what is called and who is there."""

    bus: Bus
    now: datetime

    def _called(self, name: str, *arguments: Any) -> None:
        raise NotImplementedError

    def _shelf(self, integration_id: str) -> Any:
        raise NotImplementedError

    def _policy(self, integration_id: str) -> PresencePolicy:
        raise NotImplementedError

    async def follow_calendars(self, integration_id: str, person_ids: Sequence[int], follow: bool) -> None:
        self._called("follow_calendars", integration_id, tuple(person_ids), follow)
        people: dict[int, tuple[Person, PersonFacts]] = self._shelf(integration_id).people
        for number in person_ids:
            if number in people:
                person, facts = people[number]
                people[number] = (replace(person, calendar_integration=follow), facts)
        self.bus.publish(PeopleChanged(integration_id))

    async def newcomers(self, integration_id: str, text: str = "", limit: int = 1000) -> tuple[Person, ...]:
        self._called("newcomers", integration_id, text, limit)
        there = {person.address for person, _ in self._shelf(integration_id).people.values()}
        found = (each for each in fake_data.NEWCOMERS if each.address not in there)
        return tuple(each for each in found if text.casefold() in f"{each.name} {each.address}".casefold())[:limit]

    async def strips(
        self, integration_id: str, person_ids: Sequence[int], start: datetime, end: datetime
    ) -> tuple[PersonStrip, ...]:
        self._called("strips", integration_id, tuple(person_ids), start, end)
        policy = self._policy(integration_id)
        people: dict[int, tuple[Person, PersonFacts]] = self._shelf(integration_id).people
        found = [people[number] for number in person_ids if number in people]
        return tuple(
            PersonStrip(person.id, presence_timeline(facts, policy, start, end) if person.is_kept else ())
            for person, facts in found
        )

    async def explain(self, integration_id: str, person_id: int, at: datetime) -> Verdict:
        self._called("explain", integration_id, person_id, at)
        _, facts = self._shelf(integration_id).people[person_id]
        return decide_presence(facts, self._policy(integration_id), at)

    async def presence_history(
        self, integration_id: str, person_id: int, limit: int = 1000
    ) -> tuple[PresenceChange, ...]:
        """The last two days, as they follow from what is known."""
        self._called("presence_history", integration_id, person_id, limit)
        people = self._shelf(integration_id).people
        if person_id not in people:
            raise ConciergeError("This person is no longer in the list.")
        person, facts = people[person_id]
        if not person.is_kept:
            return ()
        segments = presence_timeline(facts, self._policy(integration_id), self.now - timedelta(days=2), self.now)
        changes = [
            PresenceChange(person_id, each.start, each.presence, each.cause.kind, each.cause.text) for each in segments
        ]
        return tuple(reversed(changes))[:limit]
