"""Conferences: meetings that hold a virtual meeting room."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, bindparam, delete, select

from desktop_admin.domain.conference import Conference, ConferenceState, OccurrenceOverride
from desktop_admin.domain.conference_times import HORIZON
from desktop_admin.domain.keyword import fold
from desktop_admin.domain.meeting import Mailbox, Recurrence
from desktop_admin.domain.occurrences import laid_out
from desktop_admin.domain.recurrence import last_end
from desktop_admin.storage.repositories.base import Repository, chunks
from desktop_admin.storage.repositories.occurrences import Occurrences
from desktop_admin.storage.repositories.rooms import Rooms
from desktop_admin.storage.tables import conferences, integrations

_RECURRENCE = TypeAdapter(Recurrence)
_OVERRIDES = TypeAdapter(tuple[OccurrenceOverride, ...])
_LAST_LETTER = "\U0010ffff"
_ZONE_SLACK = timedelta(days=2)

_OF_UID = (
    select(conferences)
    .where(
        conferences.c.integration_id == bindparam("integration_id"),
        conferences.c.meeting_uid == bindparam("uid"),
    )
    .order_by(
        (conferences.c.state == ConferenceState.SCHEDULED).desc(),
        (conferences.c.alias_id != "").desc(),
        conferences.c.start.desc(),
    )
    .limit(100)
)
_UIDS_STORED = (
    select(conferences.c.meeting_uid)
    .where(
        conferences.c.integration_id == bindparam("integration_id"),
        conferences.c.meeting_uid.in_(bindparam("uids", expanding=True)),
    )
    .distinct()
)
_HOLDERS_OF = (
    select(conferences)
    .where(
        conferences.c.alias_id == bindparam("alias_id"),
        conferences.c.state == ConferenceState.SCHEDULED,
        conferences.c.meeting_uid != bindparam("uid"),
    )
    .order_by(conferences.c.last_end.is_(None).desc(), conferences.c.last_end.desc())
    .limit(20)
)
_ENDED = select(conferences.c.ended).where(conferences.c.id == bindparam("id"))
_NAMES_TAKEN = select(conferences.c.name).where(
    conferences.c.integration_id.in_(select(integrations.c.id)),
    # A range, unlike LIKE, is case-sensitive everywhere and found in the index.
    conferences.c.name >= bindparam("begin"),
    conferences.c.name < bindparam("end"),
    conferences.c.state == ConferenceState.SCHEDULED,
    conferences.c.id != bindparam("other_than"),
)


class Conferences(Repository):
    async def of_uid(self, integration_id: str, uid: str) -> tuple[Conference, ...]:
        """At most 100 that are stored under a meeting's UID: the scheduled one first, remembered cancellations last."""
        rows = await self._rows(_OF_UID, integration_id=integration_id, uid=uid)
        return tuple(conference_of(row) for row in rows)

    async def uids_stored(self, integration_id: str, uids: Collection[str]) -> frozenset[str]:
        """Those of ``uids`` under which something is stored."""
        rows = [
            row
            for part in chunks(sorted(uids))
            for row in await self._rows(_UIDS_STORED, integration_id=integration_id, uids=list(part))
        ]
        return frozenset(row.meeting_uid for row in rows)

    async def holders_of(self, alias_id: str, *, other_than_uid: str) -> tuple[Conference, ...]:
        """Other meetings' scheduled conferences that have this alias, those that last longest first; at most 20."""
        rows = await self._rows(_HOLDERS_OF, alias_id=alias_id, uid=other_than_uid)
        return tuple(conference_of(row) for row in rows)

    async def save(self, conference: Conference, now: datetime) -> None:
        """Adds or changes it, and its occurrences as they are to be kept at ``now``."""
        layout = laid_out(conference, now)
        values = _values(conference) | {"expanded_until": layout.until}
        if layout.until is None and layout.occurrences:
            values["last_end"] = max(each.join_until for each in layout.occurrences)
        values["ended"] = await self._ended(conference, now)
        await self._put(conferences, {"id": conference.id}, values)
        await Occurrences(self._connection).put(conference.id, layout.occurrences)

    async def remove(self, conference_id: str) -> None:
        """As if it had never been, its occurrences with it."""
        await self._remove(conferences, {"id": conference_id})

    async def get(self, conference_id: str) -> Conference | None:
        row = await self._row(select(conferences).where(conferences.c.id == conference_id))
        return conference_of(row) if row else None

    async def to_lay_out(self, integration_id: str, now: datetime, limit: int) -> tuple[Conference, ...]:
        """Those whose occurrences are not stored as far ahead as they must be at ``now``."""
        rows = await self._rows(
            select(conferences)
            .where(
                conferences.c.integration_id == integration_id,
                (conferences.c.expanded_until < now + HORIZON) | (conferences.c.search_text == ""),
            )
            .limit(limit)
        )
        return tuple(conference_of(row) for row in rows)

    async def prune(self, integration_id: str, before: datetime, limit: int) -> int:
        """Forgets at most ``limit`` of those that were over or cancelled before ``before``; how many."""
        over = (conferences.c.state == ConferenceState.SCHEDULED) & (conferences.c.last_end < before)
        ended = (conferences.c.state == ConferenceState.CANCELLED) & (conferences.c.ended < before)
        mine = select(conferences.c.id).where(conferences.c.integration_id == integration_id, over | ended)
        done = await self._connection.execute(delete(conferences).where(conferences.c.id.in_(mine.limit(limit))))
        return done.rowcount

    async def _ended(self, conference: Conference, now: datetime) -> datetime | None:
        if conference.state is not ConferenceState.CANCELLED:
            return None
        row = await self._row(_ENDED, id=conference.id)
        return (row.ended if row else None) or now

    async def of_unknown_zone(self, integration_id: str, now: datetime, limit: int) -> tuple[Conference, ...]:
        """At most ``limit`` scheduled series that are not over at ``now`` and whose time zone is not known."""
        rows = await self._rows(
            select(conferences)
            .where(
                conferences.c.integration_id == integration_id,
                conferences.c.state == ConferenceState.SCHEDULED,
                conferences.c.zone_is_known.is_(False),
                conferences.c.recurrence.is_not(None),
                conferences.c.last_end.is_(None) | (conferences.c.last_end > now),
            )
            .order_by(conferences.c.start, conferences.c.id)
            .limit(limit)
        )
        return tuple(conference_of(row) for row in rows)

    async def names_taken(self, like_prefix: str, other_than_id: str) -> frozenset[str]:
        """Names of rooms and of other scheduled conferences of all integrations that begin with ``like_prefix``."""
        end = like_prefix + _LAST_LETTER
        rows = await self._rows(_NAMES_TAKEN, begin=like_prefix, end=end, other_than=other_than_id)
        of_rooms = await Rooms(self._connection).names_taken(like_prefix)
        return of_rooms.union(row.name for row in rows)

    async def scheduled(self, integration_id: str, after: datetime, limit: int) -> tuple[Conference, ...]:
        """Scheduled conferences that may still be joined after ``after``, by the start of the first occurrence."""
        rows = await self._rows(
            select(conferences)
            .where(
                conferences.c.integration_id == integration_id,
                conferences.c.state == ConferenceState.SCHEDULED,
                conferences.c.last_end.is_(None) | (conferences.c.last_end > after),
            )
            .order_by(conferences.c.start, conferences.c.id)
            .limit(limit)
        )
        return tuple(conference_of(row) for row in rows)


def surely_over(conference: Conference) -> datetime | None:
    """A moment by which nobody can join any more; None for a series without end.

    Of a series that ends by date it may be up to two days late: its last day is a date in its own zone.
    """
    ends = [conference.end, *(each.end for each in conference.overrides if each.end is not None)]
    recurrence = conference.recurrence
    if recurrence is not None:
        duration = conference.end - conference.start
        if recurrence.until is not None:
            ends.append(datetime.combine(recurrence.until, time(), UTC) + _ZONE_SLACK + duration)
        elif (last := last_end(recurrence, conference.start, conference.end, conference.zone)) is not None:
            ends.append(last)
        else:
            return None
    return max(ends) + timedelta(minutes=conference.join_after)


def _values(conference: Conference) -> dict[str, Any]:
    values = {name: getattr(conference, name) for name in _PLAIN}
    recurrence = conference.recurrence
    return values | {
        "integration_id": conference.integration_id,
        "organizer_address": conference.organizer.address,
        "organizer_name": conference.organizer.name,
        "recurrence": None if recurrence is None else _RECURRENCE.dump_python(recurrence, mode="json"),
        "overrides": _OVERRIDES.dump_python(conference.overrides, mode="json"),
        "last_end": surely_over(conference),
        "by_hand": list(conference.by_hand),
        "search_text": search_text(conference),
    }


def search_text(conference: Conference) -> str:
    """What is searched, folded. A private subject is not among it: the stored name and subject do not tell it."""
    return fold(
        "\n".join(
            (
                conference.name,
                conference.subject,
                conference.alias,
                conference.numeric_alias,
                conference.organizer.address,
                conference.organizer.name,
                conference.location,
            )
        )
    )


def conference_of(row: Row[*tuple[Any, ...]]) -> Conference:
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Conference(
        **plain | {"state": ConferenceState(row.state)},
        id=row.id,
        integration_id=row.integration_id,
        organizer=Mailbox(row.organizer_address, row.organizer_name),
        recurrence=None if row.recurrence is None else _RECURRENCE.validate_python(row.recurrence),
        overrides=_OVERRIDES.validate_python(row.overrides),
        by_hand=tuple(row.by_hand),
    )


_PLAIN = (
    "meeting_uid",
    "alias_id",
    "alias",
    "numeric_alias",
    "name",
    "description",
    "subject",
    "location",
    "start",
    "end",
    "zone",
    "is_all_day",
    "orphan",
    "sequence",
    "stamp",
    "join_before",
    "join_after",
    "theme",
    "passcode",
    "chair_passcode",
    "state",
    "delegate",
    "zone_is_known",
)
"""Fields that are columns as they are."""
