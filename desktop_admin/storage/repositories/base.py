"""What the repositories have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import Delete, Insert, Row, Select, Table, Update, bindparam, delete, insert, update

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

    async def _rows(self, query: Select[*tuple[Any, ...]], **values: Any) -> Sequence[Row[*tuple[Any, ...]]]:
        """``values`` fill the query's ``bindparam``: a query that is made once and filled costs a fifth."""
        return (await self._connection.execute(query, values)).all()

    async def _row(self, query: Select[*tuple[Any, ...]], **values: Any) -> Row[*tuple[Any, ...]] | None:
        return (await self._connection.execute(query, values)).first()

    async def _update(self, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
        """Whether there was such a row."""
        done = await self._connection.execute(updating(table, tuple(key)), {**values, **_key_values(key)})
        return done.rowcount > 0

    async def _put(self, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Changes the row that ``key`` names, or adds it. Safe, since writers take turns."""
        if not await self._update(table, key, values):
            await self._connection.execute(inserting(table), {**key, **values})

    async def _remove(self, table: Table, key: Mapping[str, Any]) -> None:
        await self._connection.execute(_removing(table, tuple(key)), _key_values(key))

    async def _replace(self, table: Table, key: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> None:
        """``rows`` in their order, numbered by ``position``, instead of everything that ``key`` names."""
        await self._remove(table, key)
        if rows:
            numbered = [{**key, "position": position, **row} for position, row in enumerate(rows)]
            await self._connection.execute(inserting(table), numbered)


@lru_cache(maxsize=256)
def inserting(table: Table) -> Insert:
    """Made once: making a statement takes several times as long as executing it. Its values come with the execution."""
    return insert(table)


@lru_cache(maxsize=256)
def updating(table: Table, key: tuple[str, ...]) -> Update:
    """Of the row that ``key`` names; its values are called ``key_…``, those to be set as their columns."""
    return update(table).where(*_matches(table, key))


@lru_cache(maxsize=256)
def _removing(table: Table, key: tuple[str, ...]) -> Delete:
    return delete(table).where(*_matches(table, key))


def _matches(table: Table, key: tuple[str, ...]) -> Iterator[Any]:
    return (table.c[name] == bindparam(f"key_{name}") for name in key)


def _key_values(key: Mapping[str, Any]) -> dict[str, Any]:
    return {f"key_{name}": value for name, value in key.items()}
