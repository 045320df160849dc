"""The calendars' watches: a group that stays as it was is left alone when another one changes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from desktop_admin.domain.ports import Signal, SignalKind, Timing
from desktop_admin.service.alarms import CALENDARS_ALARM, CONNECTION_ALARM, Alarms
from desktop_admin.service.bus import Bus
from desktop_admin.service.calendar_groups import Target
from desktop_admin.service.calendar_watches import CalendarWatches
from desktop_admin.service.channel import IdleChannel
from desktop_admin.service.presence import PresenceKeeper
from desktop_admin.service.story import Story, Teller
from desktop_admin.service.subscription import Duties
from desktop_admin.storage import Database
from tests.helpers.clock import ManualClock, settle

INBOX = Target(("rooms@example.com",), inbox=True)
FIRST, SECOND = Target(("ada@example.com",), inbox=False), Target(("bo@example.com",), inbox=False)
MORE = Target(("bo@example.com", "cy@example.com"), inbox=False)


async def test_only_the_group_that_changed_is_subscribed_to_anew(tmp_path: Path) -> None:
    clock, subscribed = ManualClock(), []
    teller = Teller(Story(clock, Bus()), "head", "Head office")
    keeper = PresenceKeeper("head", Database(tmp_path / "c.sqlite3"), clock, teller, lambda _: None, lambda _: None)

    async def nothing() -> None:
        await asyncio.sleep(0)

    def duties(target: Target, moved) -> Duties:
        def channel() -> IdleChannel:
            subscribed.append(target)
            return IdleChannel(clock, timedelta(seconds=45))

        return Duties(nothing, channel, nothing, lambda _: None, lambda *_: None, lambda _: None, moved)

    alarms = Alarms(clock, lambda _: None)
    watches = CalendarWatches("Head office", clock, keeper, alarms, lambda name, failure: None)
    watches.start((INBOX, FIRST, SECOND), Timing(), duties)
    await settle()
    assert subscribed == [FIRST, SECOND]
    await watches.stop(1.0, but=(INBOX, FIRST, MORE))
    watches.start((INBOX, FIRST, MORE), Timing(), duties)
    await settle()
    assert subscribed == [FIRST, SECOND, MORE]
    await watches.stop(1.0)
    watches.start((INBOX, FIRST, MORE), Timing(), duties)
    await settle()
    assert subscribed[3:] == [FIRST, MORE]
    await watches.stop(1.0)


class Line:
    """A subscription whose heartbeats the test sends."""

    mode = "streaming"
    heartbeat = timedelta(seconds=45)

    def __init__(self) -> None:
        self.signals: asyncio.Queue[Signal] = asyncio.Queue()

    async def open(self) -> None:
        self.signals.put_nowait(Signal(SignalKind.HEARTBEAT))

    async def next(self) -> Signal:
        return await self.signals.get()

    def fell_silent(self) -> None:
        return

    async def close(self) -> None:
        return


async def test_calendars_without_heartbeats_are_an_alarm_until_they_come_again(tmp_path: Path) -> None:
    clock, lines = ManualClock(), []
    teller = Teller(Story(clock, Bus()), "head", "Head office")
    keeper = PresenceKeeper("head", Database(tmp_path / "c.sqlite3"), clock, teller, lambda _: None, lambda _: None)
    alarms = Alarms(clock, lambda _: None)

    async def nothing() -> None:
        await asyncio.sleep(0)

    def duties(target: Target, moved) -> Duties:
        def channel() -> Line:
            lines.append(Line())
            return lines[-1]

        return Duties(nothing, channel, nothing, lambda _: None, lambda *_: None, lambda _: None, moved)

    watches = CalendarWatches("Head office", clock, keeper, alarms, lambda name, failure: None)
    watches.start((INBOX, MORE), Timing(), duties)
    await settle()
    assert not alarms.is_raised(CALENDARS_ALARM)
    for _ in range(8):
        await clock.advance(45 / 2)
    await settle()
    (alarm,) = alarms.standing
    assert (alarm.key, alarm.short) == (CALENDARS_ALARM, "2 calendars without notifications")
    alarms.raise_(CONNECTION_ALARM, "Exchange sends no heartbeat.")
    watches.show_silent()
    assert [each.key for each in alarms.standing] == [CONNECTION_ALARM]
    alarms.clear(CONNECTION_ALARM)
    watches.show_silent()
    assert alarms.is_raised(CALENDARS_ALARM)
    for _ in range(40):
        if not alarms.standing:
            break
        await clock.advance(30)
        lines[-1].signals.put_nowait(Signal(SignalKind.HEARTBEAT))
        await settle()
    assert not alarms.standing
    await clock.advance(600)
    assert alarms.is_raised(CALENDARS_ALARM)
    await watches.stop(1.0)
    assert not alarms.standing
