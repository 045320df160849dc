"""People, the presence list and the keyword table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, case, delete, func, insert, select, update

from desktop_admin.domain.directory import EntryKind
from desktop_admin.domain.people import MAX_KEYWORDS, Keyword, Person, PresenceEntry
from desktop_admin.storage.faults import AddressTaken, PersonGone, TooManyKeywords
from desktop_admin.storage.repositories.base import Repository, chunks
from desktop_admin.storage.tables import (
    directory_addresses,
    directory_entries,
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

    async def newcomers(self, integration_id: str, text: str, limit: int) -> tuple[Person, ...]:
        """People of the directory's cache none of whose addresses is anybody's here, by name, with the id 0.

        ``text`` stands in name or address; "" takes all.
        """
        cache, known = directory_entries, directory_addresses
        here = select(people.c.address_key).where(people.c.integration_id == integration_id, people.c.address_key != "")
        taken = select(known.c.entry_key).where(known.c.integration_id == integration_id, known.c.address_key.in_(here))
        rows = await self._rows(
            select(cache)
            .where(
                cache.c.integration_id == integration_id,
                cache.c.kind == EntryKind.PERSON,
                cache.c.address != "",
                cache.c.entry_key.not_in(taken),
                cache.c.name.icontains(text, autoescape=True) | cache.c.address.icontains(text, autoescape=True),
            )
            .order_by(func.lower(cache.c.name), cache.c.entry_key)
            .limit(limit)
        )
        return tuple(Person(0, row.name, row.address, row.extension) for row in rows)

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


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    return Person(row.id, row.name, row.address, row.extension, row.calendar_integration)
