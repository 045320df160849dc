"""Conferences by what they are doing now: pages of them, found by words, however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Column, ColumnElement, Select, and_, exists, func, select, tuple_
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from desktop_admin.domain.conference import Conference, ConferenceState
from desktop_admin.domain.keyword import fold
from desktop_admin.domain.occurrences import Occurrence
from desktop_admin.storage.repositories.base import Repository
from desktop_admin.storage.repositories.conferences import conference_of
from desktop_admin.storage.repositories.occurrences import occurrence_of
from desktop_admin.storage.tables import conferences, occurrences

LONGEST_JOIN_BEFORE: Final = timedelta(minutes=180)
FEW: Final = 10_000


class ConferenceFilter(StrEnum):
    """RUNNING: people may join now. UPCOMING: they may now or later."""

    RUNNING = "running"
    UPCOMING = "upcoming"
    PAST = "past"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Found:
    """A conference and the occurrence that is next, or running; None for one that is over or cancelled."""

    conference: Conference
    next: Occurrence | None
    at: datetime
    """By this and the conference's id the list is ordered: where a page ended, the next one begins."""


class ConferenceSearch(Repository):
    async def page(
        self,
        integration_id: str,
        which: ConferenceFilter,
        now: datetime,
        search: str = "",
        after: tuple[datetime, str] | None = None,
        limit: int = 200,
    ) -> tuple[Found, ...]:
        """At most ``limit``, those that follow ``after``: running and upcoming ones by their next occurrence, others
        the latest first. Every word of ``search`` stands in name, subject, organiser, alias or location.
        """
        if which in (ConferenceFilter.RUNNING, ConferenceFilter.UPCOMING):
            return await self._coming(integration_id, which, now, search, after, limit)
        query = select(conferences).where(_mine(integration_id, search), _done(which, now))
        if after is not None:
            query = query.where(tuple_(conferences.c.start, conferences.c.id) < after)
        query = query.order_by(conferences.c.start.desc(), conferences.c.id.desc()).limit(limit)
        return tuple(Found(conference_of(row), None, row.start) for row in await self._rows(query))

    async def _coming(
        self,
        integration_id: str,
        which: ConferenceFilter,
        now: datetime,
        search: str,
        after: tuple[datetime, str] | None,
        limit: int,
    ) -> tuple[Found, ...]:
        earlier = occurrences.alias("earlier")
        is_first = ~exists().where(
            earlier.c.conference_id == occurrences.c.conference_id,
            _plain(earlier.c.join_until) > now,
            tuple_(earlier.c.start, earlier.c.recurrence_id) < tuple_(occurrences.c.start, occurrences.c.recurrence_id),
        )
        scheduled = _mine(integration_id, search) & (conferences.c.state == ConferenceState.SCHEDULED)
        query = (
            select(occurrences)
            .where(await self._of_conferences(scheduled, search), _plain(occurrences.c.join_until) > now, is_first)
            .order_by(occurrences.c.start, occurrences.c.conference_id)
            .limit(limit)
        )
        if which is ConferenceFilter.RUNNING:
            query = query.where(_joinable(now))
        if after is not None:
            query = query.where(
                occurrences.c.start >= after[0],
                tuple_(occurrences.c.start, occurrences.c.conference_id) > after,
            )
        nexts = {row.conference_id: occurrence_of(row) for row in await self._rows(query)}
        rows = await self._rows(select(conferences).where(conferences.c.id.in_(nexts)))
        found = [Found(conference_of(row), nexts[row.id], nexts[row.id].start) for row in rows]
        return tuple(sorted(found, key=lambda each: (each.at, each.conference.id)))

    async def _of_conferences(self, wanted: ColumnElement[bool], search: str) -> ColumnElement[bool]:
        """That an occurrence is one of the ``wanted`` conferences'. Few of them are listed, and their
        occurrences looked up; with many, a page is soon full when occurrences are looked through in their order.
        """
        if search:
            rows = await self._rows(select(conferences.c.id).where(wanted).limit(FEW + 1))
            if len(rows) <= FEW:
                return occurrences.c.conference_id.in_([row.id for row in rows])
        return exists().where(conferences.c.id == occurrences.c.conference_id, wanted)

    async def counts(self, integration_id: str, now: datetime, search: str = "") -> dict[ConferenceFilter, int]:
        """How many of each there are; running ones are among the upcoming ones too."""
        mine = _mine(integration_id, search)
        coming = and_(
            conferences.c.state == ConferenceState.SCHEDULED,
            conferences.c.last_end.is_(None) | (conferences.c.last_end > now),
        )
        running = select(func.count(occurrences.c.conference_id.distinct())).where(
            _joinable(now),
            exists().where(
                conferences.c.id == occurrences.c.conference_id,
                mine,
                conferences.c.state == ConferenceState.SCHEDULED,
            ),
        )
        return {
            ConferenceFilter.RUNNING: await self._number(running),
            ConferenceFilter.UPCOMING: await self._number(_count(mine, coming)),
            ConferenceFilter.PAST: await self._number(_count(mine, _done(ConferenceFilter.PAST, now))),
            ConferenceFilter.CANCELLED: await self._number(_count(mine, _done(ConferenceFilter.CANCELLED, now))),
        }

    async def _number(self, query: Select[int]) -> int:
        row = await self._row(query)
        return int(row[0]) if row else 0


def _count(*conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(conferences).where(*conditions)


def _mine(integration_id: str, search: str) -> ColumnElement[bool]:
    """Tombstones of meetings that were never booked hold no alias, and are nobody's conferences."""
    return and_(
        conferences.c.integration_id == integration_id,
        conferences.c.alias_id != "",
        *(conferences.c.search_text.contains(word, autoescape=True) for word in fold(search).split()),
    )


def _done(which: ConferenceFilter, now: datetime) -> ColumnElement[bool]:
    if which is ConferenceFilter.CANCELLED:
        return conferences.c.state == ConferenceState.CANCELLED
    return and_(conferences.c.state == ConferenceState.SCHEDULED, conferences.c.last_end <= now)


def _joinable(now: datetime) -> ColumnElement[bool]:
    # The bound of the start keeps all that is to come out of the search.
    return and_(
        occurrences.c.start <= now + LONGEST_JOIN_BEFORE,
        occurrences.c.join_from <= now,
        _plain(occurrences.c.join_until) > now,
    )


def _plain(column: Column[datetime]) -> ColumnElement[datetime]:
    """``+column``: SQLite then does not take the column's index, which would give it nearly every row."""
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type)
