"""The cache of the directory. A reading is stored part by part as a generation that nobody sees until it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, bindparam, delete, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from desktop_admin.domain.address import fold_address, is_x500
from desktop_admin.domain.directory import (
    DirectoryEntry,
    DirectoryProblem,
    DirectoryState,
    EntryKind,
)
from desktop_admin.domain.keyword import fold
from desktop_admin.storage.repositories.base import Repository, chunks
from desktop_admin.storage.tables import directory_addresses, directory_entries, directory_states, people

_AT_ONCE = 5000

_LOADED = select(directory_states.c.generation).where(
    directory_states.c.integration_id == bindparam("integration_id"), directory_states.c.refreshed.is_not(None)
)
_KEYS_OF = select(directory_addresses.c.address_key, directory_addresses.c.entry_key).where(
    directory_addresses.c.integration_id == bindparam("integration_id"),
    directory_addresses.c.generation == bindparam("generation"),
    directory_addresses.c.address_key.in_(bindparam("addresses", expanding=True)),
)


class Directory(Repository):
    async def state(self, integration_id: str) -> DirectoryState:
        row = await self._row(select(directory_states).where(directory_states.c.integration_id == integration_id))
        if row is None:
            return DirectoryState()
        problems = tuple(DirectoryProblem(text, line) for line, text in row.report.get("problems", ()))
        return DirectoryState(
            row.refreshed,
            row.people,
            row.rooms,
            row.trouble,
            row.report.get("left_out", 0),
            problems,
            row.report.get("problem_count", 0),
        )

    async def begin(self, integration_id: str) -> int:
        """The number of a new generation, above all that were ever begun and are still there."""
        newest = select(func.coalesce(func.max(directory_entries.c.generation), 0).label("newest")).where(
            directory_entries.c.integration_id == integration_id
        )
        row = await self._row(newest)
        return max(int(row.newest) if row else 0, await self._current(integration_id)) + 1

    async def add(
        self, integration_id: str, generation: int, entries: Sequence[DirectoryEntry]
    ) -> tuple[DirectoryProblem, ...]:
        """Stores a part. Of two entries with one key the first counts, and of two people with one address; each address
        that two people hold is named in what is returned.
        """
        key = {"integration_id": integration_id, "generation": generation}
        rows = [
            {
                **key,
                "entry_key": entry.key,
                "kind": entry.kind,
                "name": entry.name,
                "address": entry.address,
                "extension": entry.extension,
                "number": entry.number,
                "search_text": fold(
                    " ".join((entry.name, entry.address, *entry.others, entry.extension, entry.number))
                ),
            }
            for entry in entries
        ]
        addresses = [
            {**key, "address_key": address, "entry_key": entry.key}
            for entry in entries
            if entry.kind is EntryKind.PERSON
            for address in entry.addresses
        ]
        if rows:
            await self._connection.execute(insert(directory_entries).on_conflict_do_nothing(), rows)
        if not addresses:
            return ()
        await self._connection.execute(insert(directory_addresses).on_conflict_do_nothing(), addresses)
        return await self._doubled(integration_id, generation, entries)

    async def _doubled(
        self, integration_id: str, generation: int, entries: Sequence[DirectoryEntry]
    ) -> tuple[DirectoryProblem, ...]:
        """The addresses of ``entries`` that somebody else holds, who came first."""
        people_of = [entry for entry in entries if entry.kind is EntryKind.PERSON]
        holders: dict[str, tuple[str, str]] = {}
        for chunk in chunks([address for entry in people_of for address in entry.addresses]):
            query = (
                select(directory_addresses.c.address_key, directory_entries.c.entry_key, directory_entries.c.name)
                .join(
                    directory_entries,
                    (directory_entries.c.integration_id == directory_addresses.c.integration_id)
                    & (directory_entries.c.generation == directory_addresses.c.generation)
                    & (directory_entries.c.entry_key == directory_addresses.c.entry_key),
                )
                .where(
                    *_in(directory_addresses, integration_id, generation), directory_addresses.c.address_key.in_(chunk)
                )
            )
            holders |= {row.address_key: (row.entry_key, row.name) for row in await self._rows(query)}
        return tuple(
            DirectoryProblem(f"{address} belongs to both {holder} and {entry.name}; {holder} keeps it.")
            for entry in people_of
            for address in entry.addresses
            for key, holder in (holders[address],)
            if key != entry.key
        )

    async def count(self, integration_id: str, generation: int) -> dict[EntryKind, int]:
        query = (
            select(directory_entries.c.kind, func.count().label("found"))
            .where(*_in(directory_entries, integration_id, generation))
            .group_by(directory_entries.c.kind)
        )
        return {EntryKind(row.kind): row.found for row in await self._rows(query)}

    async def take(self, integration_id: str, generation: int, state: DirectoryState) -> None:
        """From now on ``generation`` is what the directory says."""
        values = _written(state) | {"generation": generation}
        await self._put(directory_states, {"integration_id": integration_id}, values)

    async def save_trouble(self, integration_id: str, text: str) -> None:
        """Why the last reading failed; the cache stays."""
        key = {"integration_id": integration_id}
        if not await self._update(directory_states, key, {"trouble": text}):
            await self._put(directory_states, key, _written(DirectoryState(trouble=text)) | {"generation": 0})

    async def forget(self, integration_id: str) -> None:
        """No directory any more: as if none had been loaded. The entries go with :meth:`tidy`."""
        await self._remove(directory_states, {"integration_id": integration_id})

    async def tidy(self, integration_id: str) -> bool:
        """Removes a part of what is no longer, or never was, current; whether more may be left."""
        current = await self._current(integration_id)
        left = False
        for table, name in ((directory_entries, "entry_key"), (directory_addresses, "address_key")):
            old = (
                select(table.c.generation, table.c[name])
                .where(table.c.integration_id == integration_id, _other_than(table, current))
                .limit(_AT_ONCE)
            )
            found = await self._rows(old)
            for generation in {row.generation for row in found}:
                keys = [row[1] for row in found if row.generation == generation]
                for chunk in chunks(keys):
                    where = (*_in(table, integration_id, generation), table.c[name].in_(chunk))
                    await self._connection.execute(delete(table).where(*where))
            left = left or len(found) == _AT_ONCE
        return left

    async def find(self, integration_id: str, address: str) -> DirectoryEntry | None:
        """The person with this address, the first or a further one, in any case of letters."""
        row = await self._row(
            _current_entries(integration_id)
            .join(
                directory_addresses,
                (directory_addresses.c.integration_id == directory_entries.c.integration_id)
                & (directory_addresses.c.generation == directory_entries.c.generation)
                & (directory_addresses.c.entry_key == directory_entries.c.entry_key),
            )
            .where(directory_addresses.c.address_key == fold_address(address))
        )
        return await self._with_addresses(integration_id, row) if row else None

    async def entries_of(self, integration_id: str, addresses: Sequence[str]) -> dict[str, str] | None:
        """The keys of the people who have ``addresses``, by folded address; None where none was ever loaded."""
        state = await self._row(_LOADED, integration_id=integration_id)
        if state is None:
            return None
        found: dict[str, str] = {}
        for chunk in chunks([fold_address(each) for each in addresses]):
            rows = await self._rows(
                _KEYS_OF, integration_id=integration_id, generation=state.generation, addresses=list(chunk)
            )
            found |= {row.address_key: row.entry_key for row in rows}
        return found

    async def has_domain(self, integration_id: str, domain: str) -> bool:
        """Whether anybody has an address in ``domain``, which is folded. Reads all addresses: only for odd senders."""
        addresses = directory_addresses.c.address_key
        query = (
            select(addresses)
            .where(
                directory_addresses.c.integration_id == integration_id,
                directory_addresses.c.generation == await self._current(integration_id),
                addresses.endswith(f"@{domain}", autoescape=True),
            )
            .limit(1)
        )
        return await self._row(query) is not None

    async def rooms(self, integration_id: str, generation: int | None = None) -> tuple[DirectoryEntry, ...]:
        """Those of the current generation, or of one that is not taken yet."""
        if generation is None:
            generation = await self._current(integration_id)
        query = select(directory_entries).where(
            *_in(directory_entries, integration_id, generation), directory_entries.c.kind == EntryKind.ROOM
        )
        return tuple(_entry(row) for row in await self._rows(query.order_by(directory_entries.c.name)))

    async def search(
        self,
        integration_id: str,
        text: str = "",
        *,
        kind: EntryKind = EntryKind.PERSON,
        not_people: bool = False,
        limit: int = 200,
    ) -> tuple[DirectoryEntry, ...]:
        """By name. Every word of ``text`` stands in the name or an address. ``not_people``: only those of whom no
        address is that of somebody whose presence is kept.
        """
        query = _current_entries(integration_id).where(directory_entries.c.kind == kind)
        for word in fold(text).split():
            query = query.where(directory_entries.c.search_text.contains(word, autoescape=True))
        if not_people:
            kept = (
                select(directory_addresses.c.entry_key)
                .join(people, people.c.address_key == directory_addresses.c.address_key)
                .join(directory_states, directory_states.c.integration_id == directory_addresses.c.integration_id)
                .where(
                    people.c.integration_id == integration_id,
                    directory_addresses.c.integration_id == integration_id,
                    directory_addresses.c.generation == directory_states.c.generation,
                )
            )
            query = query.where(directory_entries.c.entry_key.not_in(kept))
        return tuple(_entry(row) for row in await self._rows(query.order_by(directory_entries.c.name).limit(limit)))

    async def _with_addresses(self, integration_id: str, row: Row[*tuple[Any, ...]]) -> DirectoryEntry:
        query = select(directory_addresses.c.address_key).where(
            *_in(directory_addresses, integration_id, row.generation),
            directory_addresses.c.entry_key == row.entry_key,
        )
        found = [each.address_key for each in await self._rows(query)]
        others = (each for each in found if each != fold_address(row.address) and not is_x500(each))
        return _entry(row, tuple(sorted(others)))

    async def _current(self, integration_id: str) -> int:
        row = await self._row(
            select(directory_states.c.generation).where(directory_states.c.integration_id == integration_id)
        )
        return int(row.generation) if row else 0


def _in(table: Table, integration_id: str, generation: int) -> tuple[Any, Any]:
    return table.c.integration_id == integration_id, table.c.generation == generation


def _other_than(table: Table, generation: int) -> ColumnElement[bool]:
    # As two ranges of the key; “not equal” would walk all of it.
    return or_(table.c.generation < generation, table.c.generation > generation)


def _current_entries(integration_id: str) -> Select[*tuple[Any, ...]]:
    return (
        select(directory_entries)
        .join(
            directory_states,
            (directory_states.c.integration_id == directory_entries.c.integration_id)
            & (directory_states.c.generation == directory_entries.c.generation),
        )
        .where(directory_states.c.integration_id == integration_id)
    )


def _written(state: DirectoryState) -> dict[str, Any]:
    return {
        "refreshed": state.refreshed,
        "people": state.people,
        "rooms": state.rooms,
        "trouble": state.trouble,
        "report": {
            "left_out": state.left_out,
            "problem_count": state.problem_count,
            "problems": [[problem.line, problem.text] for problem in state.problems],
        },
    }


def _entry(row: Row[*tuple[Any, ...]], others: tuple[str, ...] = ()) -> DirectoryEntry:
    return DirectoryEntry(row.entry_key, EntryKind(row.kind), row.name, row.address, others, row.extension, row.number)
