"""The calendars' watches: a group that stays as it was is left alone when another one changes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from desktop_admin.domain.ports import Timing
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

    watches = CalendarWatches("Head office", clock, keeper, lambda name, failure: None)
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
