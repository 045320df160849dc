"""Reads the ledger of issued aliases; :mod:`desktop_admin.storage.repositories.aliases` writes it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from desktop_admin.domain.conference import ConferenceState, IssuedAlias
from desktop_admin.domain.ledger import AliasState, LedgerCounts, LedgerEntry
from desktop_admin.storage.repositories.aliases import is_held, issued_of
from desktop_admin.storage.repositories.base import Repository
from desktop_admin.storage.tables import aliases, conferences

_STATE = case(
    (aliases.c.deleted.is_not(None), AliasState.DELETED.value),
    (aliases.c.released.is_not(None), AliasState.RELEASED.value),
    (aliases.c.used.is_not(None), AliasState.USED.value),
    else_=AliasState.ISSUED.value,
)


class Ledger(Repository):
    async def entries(
        self, integration_id: str, state: AliasState | None = None, search: str = "", limit: int | None = None
    ) -> tuple[LedgerEntry, ...]:
        """The newest first. ``search`` stands in the alias, or in the conference's name or organiser's address."""
        return await self._entries(integration_id, _matching(state, search), limit)

    async def count(self, integration_id: str, state: AliasState | None = None, search: str = "") -> int:
        row = await self._row(
            select(func.count().label("found")).where(
                aliases.c.integration_id == integration_id, _matching(state, search)
            )
        )
        return int(row.found) if row else 0

    async def by_id(self, integration_id: str, alias_id: str) -> LedgerEntry | None:
        return next(iter(await self._entries(integration_id, aliases.c.alias_id == alias_id, 1)), None)

    async def by_alias(self, integration_id: str, alias: str) -> LedgerEntry | None:
        """The newest of this alias, whole or its number alone, in any case."""
        key = alias.casefold()
        same = or_(func.lower(aliases.c.alias) == key, func.lower(aliases.c.numeric_alias) == key)
        return next(iter(await self._entries(integration_id, same, 1)), None)

    async def counts(self, integration_id: str) -> LedgerCounts:
        rows = await self._rows(
            select(_STATE.label("state"), func.count().label("found"))
            .where(aliases.c.integration_id == integration_id)
            .group_by(_STATE)
        )
        return LedgerCounts(**{row.state: row.found for row in rows})

    async def moved_since(self, integration_id: str, since: datetime) -> tuple[int, int]:
        """How many aliases were issued, and how many were given back (released or deleted), after ``since``."""
        mine = aliases.c.integration_id == integration_id
        back = func.coalesce(aliases.c.deleted, aliases.c.released)
        row = await self._row(
            select(
                func.count().filter(aliases.c.created > since).label("issued"),
                func.count().filter(back > since).label("given_back"),
            ).where(mine)
        )
        return (row.issued, row.given_back) if row else (0, 0)

    async def idle_since(self, integration_id: str, before: datetime) -> tuple[IssuedAlias, ...]:
        """Held ones that served a meeting of which, at ``before`` already, nobody could join anything any more."""
        alive = (
            select(conferences.c.id)
            .where(
                conferences.c.alias_id == aliases.c.alias_id,
                conferences.c.state == ConferenceState.SCHEDULED,
                conferences.c.last_end.is_(None) | (conferences.c.last_end >= before),
            )
            .exists()
        )
        rows = await self._rows(
            select(aliases).where(
                aliases.c.integration_id == integration_id, aliases.c.used < before, is_held(), ~alive
            )
        )
        return tuple(issued_of(row) for row in rows)

    async def _entries(
        self, integration_id: str, which: ColumnElement[bool], limit: int | None
    ) -> tuple[LedgerEntry, ...]:
        page = (
            select(aliases)
            .where(aliases.c.integration_id == integration_id, which)
            .order_by(aliases.c.created.desc(), aliases.c.alias_id)
            .limit(limit)
            .subquery()
        )
        serving = conferences.alias()
        serves = (
            select(serving.c.id)
            .where(serving.c.alias_id == page.c.alias_id)
            .order_by((serving.c.state == ConferenceState.SCHEDULED).desc(), serving.c.start.desc())
            .limit(1)
            .correlate(page)
            .scalar_subquery()
        )
        served = (conferences.c.name, conferences.c.organizer_address, conferences.c.start, conferences.c.state)
        rows = await self._rows(
            select(page, *served)
            .select_from(page.outerjoin(conferences, conferences.c.id == serves))
            .order_by(page.c.created.desc(), page.c.alias_id)
        )
        return tuple(
            LedgerEntry(
                issued_of(row),
                row.name or "",
                row.organizer_address or "",
                row.start,
                row.state == ConferenceState.SCHEDULED,
            )
            for row in rows
        )


def _matching(state: AliasState | None, search: str) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [] if state is None else [_STATE.in_((state.value,))]
    for word in search.split():
        served = (
            select(conferences.c.id)
            .where(
                conferences.c.alias_id == aliases.c.alias_id,
                conferences.c.name.icontains(word, autoescape=True)
                | conferences.c.organizer_address.icontains(word, autoescape=True),
            )
            .exists()
        )
        parts.append(aliases.c.alias.icontains(word, autoescape=True) | served)
    return and_(true(), *parts)
