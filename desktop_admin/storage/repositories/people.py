"""People, the presence list and the keyword table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, bindparam, case, delete, func, insert, select, update

from desktop_admin.domain.address import fold_address
from desktop_admin.domain.people import MAX_KEYWORDS, Keyword, Person, PresenceEntry
from desktop_admin.storage.faults import AddressTaken, PersonGone, TooManyKeywords
from desktop_admin.storage.repositories.base import Repository, chunks
from desktop_admin.storage.tables import (
    keywords,
    overrides,
    people,
    presences,
)


class People(Repository):
    async def list(self, integration_id: str) -> tuple[Person, ...]:
        """In the order in which they were added."""
        rows = await self._rows(select(people).where(people.c.integration_id == integration_id).order_by(people.c.id))
        return tuple(_person(row) for row in rows)

    async def get(self, person_id: int) -> Person | None:
        row = await self._row(select(people).where(people.c.id == person_id))
        return _person(row) if row else None

    async def save(self, integration_id: str, person: Person) -> Person:
        """Adds (id 0) or changes a person, returned with its id. Raises :class:`AddressTaken`, :class:`PersonGone`."""
        await self._refuse_taken(integration_id, person)
        values = _values(person)
        if person.id:
            if not await self._update(people, {"id": person.id, "integration_id": integration_id}, values):
                raise PersonGone(f"{person.name} was removed meanwhile.", "Add this person anew.")
            return person
        added = await self._connection.execute(
            insert(people).values(integration_id=integration_id, **values).returning(people.c.id)
        )
        return replace(person, id=added.scalar_one())

    async def save_many(self, integration_id: str, persons: Sequence[Person]) -> None:
        """Adds (id 0) or changes many in a few statements. Raises :class:`AddressTaken`, :class:`PersonGone`."""
        changed = {person.id: person for person in persons if person.id}
        added = [person for person in persons if not person.id]
        there: set[int] = set()
        for part in chunks(list(changed)):
            mine = (people.c.integration_id == integration_id) & people.c.id.in_(part)
            there.update(row.id for row in await self._rows(select(people.c.id).where(mine)))
            # Nobody stands in the way of somebody who takes over the address of another one of these.
            await self._connection.execute(update(people).where(mine).values(address_key=None))
        for person in changed.values():
            if person.id not in there:
                raise PersonGone(f"{person.name} was removed meanwhile.", "Add this person anew.")
        await self._refuse_any_taken(integration_id, [*changed.values(), *added])
        if changed:
            fields: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _values(persons[0])}
            rows = [
                {"this": each.id, **{f"new_{name}": value for name, value in _values(each).items()}}
                for each in changed.values()
            ]
            await self._connection.execute(update(people).where(people.c.id == bindparam("this")).values(fields), rows)
        if added:
            rows = [{"integration_id": integration_id, **_values(each)} for each in added]
            await self._connection.execute(insert(people), rows)

    async def follow_calendars(self, integration_id: str, person_ids: Sequence[int], follow: bool) -> None:
        """Switches the calendar integration of these people of the integration on or off."""
        for part in chunks(person_ids):
            these = (people.c.integration_id == integration_id) & people.c.id.in_(part)
            await self._connection.execute(update(people).where(these).values(calendar_integration=follow))

    async def remove(self, person_ids: Sequence[int]) -> None:
        """With everything that was read of them."""
        for part in chunks(person_ids):
            await self._connection.execute(delete(people).where(people.c.id.in_(part)))

    async def _refuse_any_taken(self, integration_id: str, persons: Sequence[Person]) -> None:
        """Whoever has one of these addresses, among themselves or among the others."""
        holders: dict[str, str] = {}
        wanted = [person for person in persons if person.address]
        for part in chunks([fold_address(person.address) for person in wanted]):
            mine = (people.c.integration_id == integration_id) & people.c.address_key.in_(part)
            rows = await self._rows(select(people.c.address_key, people.c.name).where(mine))
            holders.update((row.address_key, row.name) for row in rows)
        for person in wanted:
            key = fold_address(person.address)
            if key in holders:
                raise AddressTaken(
                    f"{person.address} is already the address of {holders[key]}.", "Give each person one of their own."
                )
            holders[key] = person.name

    async def _refuse_taken(self, integration_id: str, person: Person) -> None:
        row = await self._row(
            select(people.c.name).where(
                people.c.integration_id == integration_id,
                people.c.address_key == fold_address(person.address),
                people.c.id != person.id,
            )
        )
        if row is not None:
            raise AddressTaken(
                f"{person.address} is already the address of {row.name}.", "Give each person one of their own."
            )


class Presences(Repository):
    async def list(self, integration_id: str) -> tuple[PresenceEntry, ...]:
        mine = select(presences).where(presences.c.integration_id == integration_id)
        rows = await self._rows(mine.order_by(presences.c.position))
        return tuple(PresenceEntry(row.name, row.colour, row.icon) for row in rows)

    async def replace(self, integration_id: str, entries: Sequence[PresenceEntry]) -> None:
        rows = [{"name": entry.name, "colour": entry.colour, "icon": entry.icon} for entry in entries]
        await self._replace(presences, {"integration_id": integration_id}, rows)

    async def chosen(self, integration_id: str) -> dict[str, int]:
        """How many people have chosen each presence themselves, in the list or not."""
        mine = overrides.join(people, people.c.id == overrides.c.person_id)
        counted = select(overrides.c.presence, func.count().label("people")).select_from(mine)
        rows = await self._rows(counted.where(people.c.integration_id == integration_id).group_by(overrides.c.presence))
        return {row.presence: row.people for row in rows}

    async def choose_instead(self, integration_id: str, names: Mapping[str, str]) -> None:
        """Whoever has chosen an old name has chosen the new one, since when they did."""
        if not names:
            return
        mine = select(people.c.id).where(people.c.integration_id == integration_id)
        presence = case(names, value=overrides.c.presence)
        await self._connection.execute(
            update(overrides)
            .where(overrides.c.person_id.in_(mine), overrides.c.presence.in_(names))
            .values(presence=presence)
        )


class Keywords(Repository):
    async def list(self, integration_id: str) -> tuple[Keyword, ...]:
        """Highest precedence first."""
        mine = select(keywords).where(keywords.c.integration_id == integration_id)
        rows = await self._rows(mine.order_by(keywords.c.position))
        return tuple(Keyword(row.word, row.presence, row.anywhere) for row in rows)

    async def replace(self, integration_id: str, words: Sequence[Keyword]) -> None:
        """Raises :class:`TooManyKeywords` beyond 40, and changes nothing then."""
        if len(words) > MAX_KEYWORDS:
            raise TooManyKeywords(
                f"These are {len(words)} keywords; the table holds {MAX_KEYWORDS}.",
                "Remove the ones that matter least.",
            )
        rows = [{"word": each.word, "presence": each.presence, "anywhere": each.anywhere} for each in words]
        await self._replace(keywords, {"integration_id": integration_id}, rows)


def _values(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "address": person.address,
        "address_key": fold_address(person.address) or None,
        "extension": person.extension,
        "calendar_integration": person.calendar_integration,
    }


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    return Person(row.id, row.name, row.address, row.extension, row.calendar_integration)
