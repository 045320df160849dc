"""Occurrences are stored with their conference, two years ahead, and only what differs is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import event

from desktop_admin.domain.conference import ConferenceState, OccurrenceOverride
from desktop_admin.domain.meeting import Frequency, Recurrence
from desktop_admin.storage import Database, Work
from tests.unit.storage.samples import HOUR, NOON, SERIES

DAY = timedelta(days=1)
YEARS = timedelta(days=2 * 366)
SINGLE = replace(SERIES, recurrence=None, overrides=(), orphan=False, zone="UTC", is_all_day=False)
DAILY = replace(SINGLE, recurrence=Recurrence(Frequency.DAILY, NOON.date()))


def written(work: Work) -> list[str]:
    """The statements that change occurrences, each row counted, as they are executed from now on."""
    seen: list[str] = []
    connection = work._connection.sync_connection
    assert connection is not None

    def note(_connection, _cursor, statement, values, _context, executemany):
        if "occurrences" in statement and not statement.startswith("SELECT"):
            seen.extend([statement.split()[0]] * (len(values) if executemany else 1))

    event.listen(connection, "before_cursor_execute", note)
    return seen


async def test_a_single_meeting_has_one_with_its_join_window(database: Database) -> None:
    async with database.begin() as work:
        await work.conferences.save(SINGLE, NOON)
        (only,) = await work.occurrences.of(SINGLE.id)
    assert (only.recurrence_id, only.start, only.end) == (NOON, NOON, NOON + HOUR)
    assert (only.join_from, only.join_until) == (NOON - timedelta(minutes=5), NOON + HOUR + timedelta(minutes=10))


async def test_a_series_without_end_reaches_two_years_and_rolls(database: Database) -> None:
    async with database.begin() as work:
        await work.conferences.save(DAILY, NOON)
        stored = await work.occurrences.of(DAILY.id)
        assert stored[-1].start >= NOON + YEARS
        assert not await work.conferences.to_lay_out("head", NOON + 29 * DAY, 10)
        later = NOON + 31 * DAY
        (due,) = await work.conferences.to_lay_out("head", later, 10)
        await work.conferences.save(due, later)
        assert (await work.occurrences.of(DAILY.id))[-1].start >= later + YEARS
        assert not await work.conferences.to_lay_out("head", later, 10)


async def test_exceptions_stand_beside_the_series_and_only_they_are_written(database: Database) -> None:
    moved = OccurrenceOverride(NOON + DAY, NOON + DAY + HOUR, NOON + DAY + 2 * HOUR)
    gone = OccurrenceOverride(NOON + 2 * DAY, None, None)
    async with database.begin() as work:
        await work.conferences.save(DAILY, NOON)
        seen = written(work)
        await work.conferences.save(replace(DAILY, overrides=(moved, gone)), NOON)
        assert sorted(seen) == ["DELETE", "INSERT"]
        seen.clear()
        await work.conferences.save(replace(DAILY, overrides=(moved, gone)), NOON)
        assert seen == []
        first = (await work.occurrences.of(DAILY.id))[:3]
    assert [each.start for each in first] == [NOON, NOON + DAY + HOUR, NOON + 3 * DAY]
    assert [each.is_exception for each in first] == [False, True, False]


async def test_a_cancelled_one_has_none_and_tells_when_it_ended(database: Database) -> None:
    cancelled = replace(DAILY, state=ConferenceState.CANCELLED)
    async with database.begin() as work:
        await work.conferences.save(DAILY, NOON)
        await work.conferences.save(cancelled, NOON + HOUR)
        await work.conferences.save(cancelled, NOON + 9 * HOUR)
        assert await work.occurrences.of(DAILY.id) == ()
        assert await work.conferences.prune("head", NOON + HOUR, 10) == 0
        assert await work.conferences.prune("head", NOON + 2 * HOUR, 10) == 1
        assert await work.conferences.get(DAILY.id) is None


async def test_what_is_over_is_forgotten_after_its_time_and_nothing_else(database: Database) -> None:
    ends = replace(DAILY, id="ends", recurrence=Recurrence(Frequency.DAILY, NOON.date(), until=date(2026, 11, 23)))
    counted = replace(DAILY, id="counted", recurrence=Recurrence(Frequency.DAILY, NOON.date(), count=3))
    async with database.begin() as work:
        for each in (SINGLE, ends, counted, replace(DAILY, id="endless")):
            await work.conferences.save(each, NOON)
        assert [len(await work.occurrences.of(each)) for each in ("ends", "counted")] == [3, 3]
        over = NOON + 2 * DAY + HOUR + timedelta(minutes=10)
        assert await work.conferences.prune("head", over, 10) == 1
        assert await work.conferences.prune("head", over + timedelta(minutes=1), 10) == 2
        assert await work.conferences.get("endless") is not None


async def test_an_absurdly_late_meeting_breaks_nothing(database: Database) -> None:
    far = NOON.replace(year=9999)
    async with database.begin() as work:
        await work.conferences.save(replace(SINGLE, start=far, end=far + HOUR), NOON)
        assert await work.occurrences.of(SINGLE.id) == ()
