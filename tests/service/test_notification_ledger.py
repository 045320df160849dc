"""Missed, doubled, late: what Exchange told, held against what catching up found."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_admin.domain.notification_day import NotificationDay
from desktop_admin.service.alarms import MISSED_ALARM, Alarms
from desktop_admin.service.notification_ledger import ECHO, LATE, NotificationLedger
from desktop_admin.storage import Database
from tests.helpers.clock import START, ManualClock

DAY = f"{START:%Y-%m-%d}"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(tmp_path / "concierge.sqlite3")
    await made.open()
    async with made.begin() as work:
        await work.integrations.add("head", {}, START)
    yield made
    await made.close()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def alarms(clock: ManualClock) -> Alarms:
    return Alarms(clock, lambda _standing: None)


@pytest.fixture
async def ledger(database: Database, clock: ManualClock, alarms: Alarms) -> NotificationLedger:
    """Subscribed, and caught up once."""
    made = NotificationLedger("head", database, clock, alarms)
    made.connected()
    await made.caught_up()
    return made


async def days(database: Database) -> tuple[NotificationDay, ...]:
    async with database.begin() as work:
        return await work.notifications.since("head", "")


async def test_what_is_told_and_found_is_as_it_should_be(ledger, database, clock) -> None:
    ledger.told()
    ledger.found(clock.now())
    await ledger.caught_up()
    assert await days(database) == (NotificationDay(DAY, told=1),)


async def test_what_is_found_without_a_word_was_missed(ledger, database, clock) -> None:
    ledger.found(clock.now())
    ledger.found(clock.now())
    await ledger.caught_up()
    assert await days(database) == (NotificationDay(DAY, missed=2),)


async def test_what_came_while_nobody_was_subscribed_was_not_missed(ledger, database, clock) -> None:
    ledger.connected()
    ledger.found(clock.now())
    await ledger.caught_up()
    assert await days(database) == ()


async def test_a_notification_about_nothing_is_doubled_unless_it_is_our_own_echo(ledger, database, clock) -> None:
    ledger.answered()
    ledger.told()
    await ledger.caught_up()
    assert (await days(database))[0].doubled == 0
    await clock.advance(ECHO.total_seconds() + 1)
    ledger.told()
    ledger.told()
    await ledger.caught_up()
    assert await days(database) == (NotificationDay(DAY, told=3, doubled=1),)


async def test_a_late_one_is_late(ledger, database, clock) -> None:
    received = clock.now()
    await clock.advance((LATE + timedelta(seconds=1)).total_seconds())
    ledger.told()
    ledger.found(received)
    ledger.found(clock.now())
    await ledger.caught_up()
    assert (await days(database))[0].late == 1


async def test_nothing_is_written_where_nothing_happened(ledger, database) -> None:
    await ledger.caught_up()
    assert await days(database) == ()


async def test_what_was_missed_today_is_an_alarm_until_a_day_without(ledger, alarms, clock) -> None:
    ledger.found(clock.now())
    await ledger.caught_up()
    (alarm,) = alarms.standing
    assert (alarm.key, alarm.short) == (MISSED_ALARM, "1 missed notification today")
    assert alarm.text.startswith("Exchange sent no notification of 1 invitation today; it was found")
    ledger.found(clock.now())
    ledger.found(clock.now())
    await ledger.caught_up()
    assert alarms.standing[0].short == "3 missed notifications today"
    await ledger.caught_up()
    assert alarms.is_raised(MISSED_ALARM)
    await clock.advance(86400)
    await ledger.caught_up()
    assert not alarms.standing


async def test_what_polling_finds_during_an_outage_was_not_missed_once_the_outage_is_known(ledger, database, clock):
    ledger.relied_on(False)
    ledger.found(clock.now())
    await ledger.caught_up()  # the poll that the silence led to: this one the subscription should have told of
    ledger.found(clock.now())
    await ledger.caught_up()
    assert (await days(database))[0].missed == 1


async def test_a_restart_knows_what_was_missed_today(ledger, database, clock) -> None:
    ledger.found(clock.now())
    await ledger.caught_up()
    later = Alarms(clock, lambda _standing: None)
    again = NotificationLedger("head", database, clock, later)
    again.connected()
    await again.caught_up()
    assert later.is_raised(MISSED_ALARM)
