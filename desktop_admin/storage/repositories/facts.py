"""What was read of each person's calendar and automatic replies, and their overrides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, Select, Table, delete, insert, select

from desktop_admin.domain.appointment import Appointment, MyResponse, OutOfOffice, ShowAs
from desktop_admin.domain.people import Override, SetBy
from desktop_admin.storage.records import StoredFacts, StoredReading
from desktop_admin.storage.repositories.base import Repository, chunks, values_of
from desktop_admin.storage.tables import appointments, overrides, people, readings

_OUT_OF_OFFICE = TypeAdapter(OutOfOffice)


class Facts(Repository):
    async def get(self, person_id: int) -> StoredFacts | None:
        """None: nothing was read yet, and nothing was overridden."""
        return (await self._of(people.c.id == person_id)).get(person_id)

    async def of(self, person_ids: Sequence[int]) -> dict[int, StoredFacts]:
        """By person; people of whom nothing is known are left out. Read in parts, so that others have their turn."""
        found: dict[int, StoredFacts] = {}
        for part in chunks(person_ids):
            found |= await self._of(people.c.id.in_(part))
        return found

    async def save_readings(self, found: Sequence[StoredReading]) -> None:
        """Replaces what was known of these people; those who were removed meanwhile are left out.

        Raises ``ValueError`` for a private appointment that still has its subject or location: these are never stored.
        """
        if any(each.is_private and (each.subject or each.location) for one in found for each in one.appointments):
            raise ValueError("A private appointment came with its subject or location.")
        for part in chunks(found):
            ids = [one.person_id for one in part]
            there = {row.id for row in await self._rows(select(people.c.id).where(people.c.id.in_(ids)))}
            await self._replace_all(readings, ids, [_reading_row(one) for one in part if one.person_id in there])
            rows = [
                {"person_id": one.person_id, "position": place, **values_of(each)}
                for one in part
                if one.person_id in there
                for place, each in enumerate(one.appointments)
            ]
            await self._replace_all(appointments, ids, rows)

    async def save_override(self, person_id: int, override: Override | None) -> None:
        key = {"person_id": person_id}
        if override is None:
            await self._remove(overrides, key)
        elif await self._exists(person_id):
            await self._put(
                overrides, key, {"presence": override.presence, "since": override.since, "set_by": str(override.set_by)}
            )

    async def _replace_all(self, table: Table, person_ids: list[int], rows: list[dict[str, Any]]) -> None:
        """``rows`` instead of everything that is kept of these people, in two statements."""
        await self._connection.execute(delete(table).where(table.c.person_id.in_(person_ids)))
        if rows:
            await self._connection.execute(insert(table), rows)

    async def _exists(self, person_id: int) -> bool:
        return await self._row(select(people.c.id).where(people.c.id == person_id)) is not None

    async def _of(self, whom: ColumnElement[bool]) -> dict[int, StoredFacts]:
        def of(table: Any) -> Select[*tuple[Any, ...]]:
            return select(table).join(people, people.c.id == table.c.person_id).where(whom)

        read = {row.person_id: row for row in await self._rows(of(readings))}
        chosen = {
            row.person_id: Override(row.presence, row.since, SetBy(row.set_by))
            for row in await self._rows(of(overrides))
        }
        found: defaultdict[int, list[Appointment]] = defaultdict(list)
        for row in await self._rows(of(appointments).order_by(appointments.c.person_id, appointments.c.position)):
            found[row.person_id].append(_appointment(row))
        return {
            person_id: _facts(read.get(person_id), tuple(found[person_id]), chosen.get(person_id))
            for person_id in read.keys() | chosen.keys()
        }


def _reading_row(one: StoredReading) -> dict[str, Any]:
    return {
        "person_id": one.person_id,
        "read_from": one.read_from,
        "read_until": one.read_until,
        "read_at": one.read_at,
        "out_of_office": _written(one.out_of_office),
        "how": one.how,
    }


def _written(away: OutOfOffice | None) -> Any:
    return None if away is None else _OUT_OF_OFFICE.dump_python(away, mode="json")


def _facts(row: Row[*tuple[Any, ...]] | None, found: tuple[Appointment, ...], override: Override | None) -> StoredFacts:
    if row is None:
        return StoredFacts(override=override)
    away = None if row.out_of_office is None else _OUT_OF_OFFICE.validate_python(row.out_of_office)
    return StoredFacts(found, away, override, row.read_from, row.read_until, row.read_at, row.how)


def _appointment(row: Row[*tuple[Any, ...]]) -> Appointment:
    return Appointment(
        item_id=row.item_id,
        start=row.start,
        end=row.end,
        subject=row.subject,
        location=row.location,
        show_as=ShowAs(row.show_as),
        is_all_day=row.is_all_day,
        is_private=row.is_private,
        is_cancelled=row.is_cancelled,
        my_response=MyResponse(row.my_response),
        is_recurring=row.is_recurring,
    )
