"""Calendared rooms: the aliases of scheduled conferences that can still be joined."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from desktop_admin.domain.conference import Conference, ConferenceState
from desktop_admin.domain.keyword import fold
from desktop_admin.storage.repositories.base import Repository
from desktop_admin.storage.repositories.conferences import conference_of
from desktop_admin.storage.tables import conferences, journal


class Calendared(Repository):
    async def list(
        self, integration_id: str, after: datetime, search: str = "", limit: int | None = None
    ) -> tuple[Conference, ...]:
        """Those that may still be joined after ``after``, by the start of the first occurrence.

        Every word of ``search`` stands in the name, subject, alias, organiser or location.
        """
        query = select(conferences).where(_matching(integration_id, after, search))
        rows = await self._rows(query.order_by(conferences.c.start, conferences.c.id).limit(limit))
        return tuple(conference_of(row) for row in rows)

    async def count(self, integration_id: str, after: datetime, search: str = "") -> int:
        row = await self._row(select(func.count().label("found")).where(_matching(integration_id, after, search)))
        return int(row.found) if row else 0

    async def get(self, integration_id: str, alias_id: str) -> Conference | None:
        """The scheduled conference that has this alias."""
        row = await self._row(
            select(conferences)
            .where(
                conferences.c.integration_id == integration_id,
                conferences.c.alias_id == alias_id,
                conferences.c.state == ConferenceState.SCHEDULED,
            )
            .order_by(conferences.c.start.desc())
            .limit(1)
        )
        return conference_of(row) if row else None

    async def ended_with_alias(self, integration_id: str, alias_id: str, deleted: datetime) -> Conference | None:
        """The conference that ended when this alias was deleted, unless anything of its meeting has come since."""
        heard = (
            select(journal.c.id)
            .where(
                journal.c.integration_id == integration_id,
                journal.c.at > deleted,
                journal.c.uid == conferences.c.meeting_uid,
            )
            .exists()
        )
        row = await self._row(
            select(conferences).where(
                conferences.c.integration_id == integration_id,
                conferences.c.alias_id == alias_id,
                conferences.c.state == ConferenceState.CANCELLED,
                conferences.c.ended == deleted,
                ~heard,
            )
        )
        return conference_of(row) if row else None


def _matching(integration_id: str, after: datetime, search: str) -> ColumnElement[bool]:
    return and_(
        conferences.c.integration_id == integration_id,
        conferences.c.state == ConferenceState.SCHEDULED,
        conferences.c.alias_id != "",
        conferences.c.last_end.is_(None) | (conferences.c.last_end > after),
        *(conferences.c.search_text.contains(word, autoescape=True) for word in fold(search).split()),
    )
