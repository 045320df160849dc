"""What the repositories have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import Row, Select, Table, and_, delete, insert, update

from desktop_admin.storage.connection import Connection

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")


def values_of(record: DataclassInstance) -> dict[str, Any]:
    """The fields of ``record`` by name. Unlike ``dataclasses.asdict`` it copies nothing, which is what takes long."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


_CHUNK: Final = 500
"""So many values go into one statement: far below what SQLite takes."""


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[place : place + _CHUNK] for place in range(0, len(values), _CHUNK))


class Repository:
    """Works inside the transaction of the connection that it is given."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def _rows(self, query: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
        return (await self._connection.execute(query)).all()

    async def _row(self, query: Select[*tuple[Any, ...]]) -> Row[*tuple[Any, ...]] | None:
        return (await self._connection.execute(query)).first()

    async def _update(self, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
        """Whether there was such a row."""
        done = await self._connection.execute(update(table).where(_matches(table, key)).values(**values))
        return done.rowcount > 0

    async def _put(self, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Changes the row that ``key`` names, or adds it. Safe, since writers take turns."""
        if not await self._update(table, key, values):
            await self._connection.execute(insert(table).values(**key, **values))

    async def _remove(self, table: Table, key: Mapping[str, Any]) -> None:
        await self._connection.execute(delete(table).where(_matches(table, key)))

    async def _replace(self, table: Table, key: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> None:
        """``rows`` in their order, numbered by ``position``, instead of everything that ``key`` names."""
        await self._remove(table, key)
        if rows:
            numbered = [{**key, "position": position, **row} for position, row in enumerate(rows)]
            await self._connection.execute(insert(table), numbered)


def _matches(table: Table, key: Mapping[str, Any]) -> Any:
    return and_(*(table.c[name] == value for name, value in key.items()))
