"""Commands about people: the list, whose calendar is tracked, and everybody's presence over time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from desktop_admin.domain.address import fold_address
from desktop_admin.domain.people import LONGEST, Person
from desktop_admin.domain.presence import Verdict, decide_presence, presence_timeline
from desktop_admin.domain.presence_history import PresenceChange
from desktop_admin.domain.telephone import extension_problem
from desktop_admin.errors import ConciergeError
from desktop_admin.service.context import CommandGroup
from desktop_admin.service.control import PEOPLE, IntegrationId, Most, PersonId, command
from desktop_admin.service.events import PeopleChanged
from desktop_admin.service.known import Known
from desktop_admin.service.people_csv import read_people, write_people
from desktop_admin.service.presence import PresenceKeeper
from desktop_admin.service.views import PersonDetails, PersonStrip, PersonView, people_answer, person_answer
from desktop_admin.settings import SettingProblem, SettingsRefused
from desktop_admin.settings.connection import address_problem

AT_ONCE = 20
"""Strips made before others have their turn on the loop."""


@dataclass(frozen=True, slots=True)
class PeopleImported:
    """How many people a file added and changed."""

    added: int
    changed: int


class PeopleCommands(CommandGroup):
    @command(people_answer)
    async def list(self, integration_id: IntegrationId) -> tuple[PersonView, ...]:
        """Everybody's presence and its cause."""
        return self.context.supervisor(integration_id).presence.views()

    async def details(self, integration_id: str, person_id: int, day: date) -> PersonDetails:
        """The strip runs from midnight to midnight of ``day`` in the system's zone."""
        keeper = self.context.supervisor(integration_id).presence
        known = _person(keeper, person_id)
        start = datetime.combine(day, time.min).astimezone()
        end = datetime.combine(day + timedelta(days=1), time.min).astimezone()
        strip = presence_timeline(known.facts, keeper.policy, start, end) if known.verdict else ()
        now = self.context.around.clock.now()
        coming = sorted((each for each in known.facts.appointments if each.end > now), key=lambda each: each.start)
        return PersonDetails(
            view=known.view,
            appointments=tuple(coming),
            out_of_office=known.facts.out_of_office,
            override=known.facts.override,
            strip=strip,
        )

    async def save(self, integration_id: str, person: Person) -> Person:
        """Adds (id 0) or changes a person. Raises ``SettingsRefused``."""
        _refuse_wrong(person)
        async with self.context.around.database.begin() as work:
            _refuse_taken(person, await work.people.list(integration_id))
            saved = await work.people.save(integration_id, person)
        await self._people_changed(integration_id)
        return saved

    async def remove(self, integration_id: str, person_ids: Sequence[int]) -> None:
        async with self.context.around.database.begin() as work:
            await work.people.remove(person_ids)
        await self._people_changed(integration_id)

    async def replace(self, integration_id: str, saved: Sequence[Person], removed: Sequence[int]) -> None:
        """Many at once: all of them are taken, or none."""
        for person in saved:
            _refuse_wrong(person)
        async with self.context.around.database.begin() as work:
            await work.people.remove(removed)
            await work.people.save_many(integration_id, saved)
        await self._people_changed(integration_id)

    @command()
    async def import_csv(self, integration_id: IntegrationId, text: str) -> PeopleImported:
        """Takes all people of a CSV file's text, or refuses it with every bad line and takes nobody."""
        found = read_people(text, [view.person for view in await self.list(integration_id)])
        if found.problems:
            raise ConciergeError("\n".join(("Nobody was imported.", *found.problems)), "Correct the file.")
        await self.replace(integration_id, found.people, ())
        return PeopleImported(found.added, len(found.people) - found.added)

    @command()
    async def export_csv(self, integration_id: IntegrationId) -> str:
        """Everybody as the text of a CSV file."""
        return write_people(view.person for view in await self.list(integration_id))

    @command()
    async def track(
        self, integration_id: IntegrationId, person_ids: Annotated[Sequence[int], PEOPLE], tracked: bool
    ) -> Sequence[str]:
        """Starts or stops tracking the calendars of many people; those who are gone are passed over. Returns names."""
        async with self.context.around.database.begin() as work:
            await work.people.follow_calendars(integration_id, person_ids, tracked)
        await self._people_changed(integration_id)
        names = {view.person.id: view.person.name for view in await self.list(integration_id)}
        return [names[person_id] for person_id in person_ids if person_id in names]

    async def newcomers(self, integration_id: str, text: str = "", limit: int = 1000) -> tuple[Person, ...]:
        """People of the directory's cache who are not here yet, by name; ``text`` stands in name or address."""
        self.context.supervisor(integration_id)
        async with self.context.around.database.begin() as work:
            found = await work.directory.search(integration_id, text, not_people=True, limit=limit)
        return tuple(
            Person(0, each.name[: LONGEST["name"]], each.address, each.extension[: LONGEST["extension"]])
            for each in found
            if each.address
        )

    @command(person_answer)
    async def set_override(
        self, integration_id: IntegrationId, person_id: PersonId, presence: str | None
    ) -> PersonView | None:
        """Sets a person's presence by hand; None follows the calendar again. Returns the person as shown then."""
        supervisor = self.context.supervisor(integration_id)
        if presence is not None and presence not in [entry.name for entry in supervisor.presence.policy.presences]:
            raise ConciergeError(f"There is no presence “{presence}”.", "Choose one of the presence list.")
        await supervisor.presence.set_override(person_id, presence)
        known = supervisor.presence.known(person_id)
        return known.view if known is not None else None

    async def _people_changed(self, integration_id: str) -> None:
        await self.context.supervisor(integration_id).people_changed()
        self.context.around.bus.publish(PeopleChanged(integration_id))

    async def strips(
        self, integration_id: str, person_ids: Sequence[int], start: datetime, end: datetime
    ) -> tuple[PersonStrip, ...]:
        """The presence from ``start`` to ``end`` of each of these people; those without a value have no segments."""
        keeper = self.context.supervisor(integration_id).presence
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
        keeper = self.context.supervisor(integration_id).presence
        known = _person(keeper, person_id)
        if known.verdict is None:
            raise ConciergeError("Nothing is known of this person's presence.", "Their calendar has not been read.")
        return decide_presence(known.facts, keeper.policy, at)

    @command()
    async def list_changes(
        self, integration_id: IntegrationId, person_id: PersonId, limit: Most = 1000
    ) -> dict[str, Any]:
        """A person's ``name`` and the ``changes`` of their presence, the newest first."""
        changes = await self.history(integration_id, person_id, limit)
        person = _person(self.context.supervisor(integration_id).presence, person_id).person
        return {"name": person.name, "changes": [_change(each) for each in changes]}

    async def history(self, integration_id: str, person_id: int, limit: int = 1000) -> tuple[PresenceChange, ...]:
        """What became of the person's presence, the newest change first."""
        supervisor = self.context.supervisor(integration_id)
        _person(supervisor.presence, person_id)
        if self.context.running:
            await supervisor.history.write()
        async with self.context.around.database.begin() as work:
            return await work.presence_changes.of(person_id, limit)


def _person(keeper: PresenceKeeper, person_id: int) -> Known:
    known = keeper.known(person_id)
    if known is None:
        raise ConciergeError("This person is no longer in the list.")
    return known


def _change(change: PresenceChange) -> dict[str, Any]:
    return {"at": change.at, "presence": change.presence or None, "rule": change.cause or None, "cause": change.text}


def _refuse_wrong(person: Person) -> None:
    """Raises ``SettingsRefused`` for a person with no name, a malformed address or extension, or words too long."""
    problems = []
    if not person.name.strip():
        problems.append(SettingProblem("name", "This is needed."))
    for key, most in LONGEST.items():
        if len(getattr(person, key)) > most:
            problems.append(SettingProblem(key, f"Use at most {most} characters."))
    if person.address and (problem := address_problem(person.address)):
        problems.append(SettingProblem("address", problem))
    if problem := extension_problem(person.extension):
        problems.append(SettingProblem("extension", problem))
    if problems:
        raise SettingsRefused(problems)


def _refuse_taken(person: Person, people: Sequence[Person]) -> None:
    """Raises ``SettingsRefused`` where somebody else has the address: there is one calendar to read."""
    address = fold_address(person.address)
    holder = next((each for each in people if each.id != person.id and fold_address(each.address) == address), None)
    if address and holder is not None:
        raise SettingsRefused([SettingProblem("address", f"{holder.name} has this address already. Use another one.")])
