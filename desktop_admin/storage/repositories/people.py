"""People, the presence list and the keyword table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from desktop_admin.domain.people import MAX_KEYWORDS, Keyword, Person, PresenceEntry
from desktop_admin.storage.faults import AddressTaken, PersonGone, TooManyKeywords
from desktop_admin.storage.repositories.base import Repository, chunks
from desktop_admin.storage.tables import keywords, people, presences


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
        values = {
            "name": person.name,
            "address": person.address,
            "address_key": person.address.casefold() or None,
            "extension": person.extension,
            "calendar_integration": person.calendar_integration,
        }
        if person.id:
            if not await self._update(people, {"id": person.id, "integration_id": integration_id}, values):
                raise PersonGone(f"{person.name} was removed meanwhile.", "Add this person anew.")
            return person
        added = await self._connection.execute(
            insert(people).values(integration_id=integration_id, **values).returning(people.c.id)
        )
        return replace(person, id=added.scalar_one())

    async def follow_calendars(self, integration_id: str, person_ids: Sequence[int], follow: bool) -> None:
        """Switches the calendar integration of these people of the integration on or off."""
        for part in chunks(person_ids):
            these = (people.c.integration_id == integration_id) & people.c.id.in_(part)
            await self._connection.execute(update(people).where(these).values(calendar_integration=follow))

    async def remove(self, person_ids: Sequence[int]) -> None:
        """With everything that was read of them."""
        for part in chunks(person_ids):
            await self._connection.execute(delete(people).where(people.c.id.in_(part)))

    async def _refuse_taken(self, integration_id: str, person: Person) -> None:
        row = await self._row(
            select(people.c.name).where(
                people.c.integration_id == integration_id,
                people.c.address_key == person.address.casefold(),
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


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    return Person(row.id, row.name, row.address, row.extension, row.calendar_integration)
