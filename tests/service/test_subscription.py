"""The watch carries out the state machine: over a made-up channel and a clock that stands still until moved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from desktop_admin.domain.connection_life import TOO_BRIEF, UNPROVEN, Happening, State
from desktop_admin.domain.ports import MailFault, Signal, SignalKind, Timing
from desktop_admin.domain.status import Status, Trouble
from desktop_admin.service.subscription import Duties, Watch
from desktop_admin.service.tasks import Tasks
from tests.helpers.clock import ManualClock, settle

HEARTBEAT = timedelta(seconds=45)
TIMING = Timing()


class FakeChannel:
    mode = "streaming"

    def __init__(self, world: World) -> None:
        self._world = world
        self.heartbeat = world.heartbeat
        self.opened = world.clock.now()
        self.signals: asyncio.Queue[Signal | MailFault] = asyncio.Queue()
        self.closed = False

    async def open(self) -> None:
        self._world.happened.append("subscribe")
        for signal in self._world.each_begins_with:
            self.signals.put_nowait(signal)
        if self._world.subscribing:
            raise self._world.subscribing

    async def next(self) -> Signal:
        signal = await self.signals.get()
        if isinstance(signal, MailFault):
            raise signal
        return signal

    def fell_silent(self) -> None:
        self._world.silent += 1

    async def close(self) -> None:
        self.closed = True
        self._world.happened.append("unsubscribe")


class World:
    """Exchange as the watch meets it; each fault stays until it is taken away."""

    def __init__(self, heartbeat: timedelta = HEARTBEAT) -> None:
        self.clock = ManualClock()
        self.heartbeat = heartbeat
        self.happened: list[str] = []
        self.connecting: MailFault | None = None
        self.subscribing: MailFault | None = None
        self.catching_up: MailFault | None = None
        self.channels: list[FakeChannel] = []
        self.each_begins_with: list[Signal | MailFault] = []
        self.states: list[State] = []
        self.statuses: list[Status] = []
        self.reasons: list[str] = []
        self.changed: list[tuple[str, ...]] = []
        self.refused: list[tuple[str, ...]] = []
        self.lost: list[tuple[str, ...]] = []
        self.silent = 0
        self.watch = Watch(
            self.clock,
            TIMING,
            Duties(
                self._connect,
                self._channel,
                self._catch_up,
                self.changed.append,
                lambda mailboxes, _why: self.refused.append(mailboxes),
                self.lost.append,
                self._moved,
            ),
        )

    @property
    def channel(self) -> FakeChannel:
        return self.channels[-1]

    def end_of_this_one(self, signals: list[Signal | MailFault]) -> None:
        for signal in signals:
            self.channel.signals.put_nowait(signal)

    async def _connect(self) -> None:
        self.happened.append("connect")
        if self.connecting:
            raise self.connecting

    def _channel(self) -> FakeChannel:
        self.channels.append(FakeChannel(self))
        return self.channels[-1]

    async def _catch_up(self) -> None:
        self.happened.append("catch up")
        if self.catching_up:
            raise self.catching_up

    async def _moved(self) -> None:
        life = self.watch.life
        if not self.states or self.states[-1] is not life.state:
            self.states.append(life.state)
        if not self.statuses or self.statuses[-1] is not life.status:
            self.statuses.append(life.status)
        if life.reason and life.reason not in self.reasons[-1:]:
            self.reasons.append(life.reason)

    async def beat(self, *, after: float) -> None:
        await self.clock.advance(after)
        self.channel.signals.put_nowait(Signal(SignalKind.HEARTBEAT))
        await settle()


@asynccontextmanager
async def watching(heartbeat: timedelta = HEARTBEAT) -> AsyncIterator[World]:
    world = World(heartbeat)
    tasks = Tasks("test")
    tasks.start("watch", world.watch.run())
    world.watch.order(Happening.ACTIVATED)
    await settle()
    try:
        yield world
    finally:
        await tasks.stop(1)


def unreachable() -> MailFault:
    return MailFault(Trouble.UNREACHABLE, "Exchange does not answer.")


async def test_activation_connects_subscribes_and_catches_up_before_it_is_online() -> None:
    async with watching() as world:
        assert world.happened == ["connect", "subscribe", "catch up"]
        assert world.states == [State.CONNECTING, State.SUBSCRIBING, State.LIVE]
        assert world.watch.mode == "streaming"
    assert world.channel.closed


async def test_a_change_is_a_hint_and_a_sign_of_life() -> None:
    async with watching() as world:
        await world.clock.advance(40)
        world.channel.signals.put_nowait(Signal(SignalKind.CHANGED, ("rooms@example.com",)))
        await settle()
        assert world.changed == [("rooms@example.com",)]
        assert world.watch.last_sign == world.clock.now()


async def test_a_refused_mailbox_is_told_and_the_stream_goes_on() -> None:
    async with watching() as world:
        world.channel.signals.put_nowait(Signal(SignalKind.REFUSED, ("gone@example.com",), "no such mailbox"))
        await settle()
        assert world.refused == [("gone@example.com",)]
        assert world.watch.life.state is State.LIVE


async def test_silence_beyond_the_allowance_polls_at_once_and_a_heartbeat_ends_it() -> None:
    async with watching() as world:
        world.happened.clear()
        await world.clock.advance(HEARTBEAT.total_seconds() + 30 - 1)
        assert world.watch.life.state is State.LIVE
        await world.clock.advance(1)
        assert world.states[-2:] == [State.POLLING, State.PROVING]
        # The inbox is looked at before subscribing, and once more after it.
        assert world.happened == ["unsubscribe", "catch up", "subscribe", "catch up"]
        await world.beat(after=45)
        assert world.states[-1] is State.LIVE
        assert world.watch.last_sign == world.clock.now()


async def test_an_outage_of_heartbeats_is_one_degraded_state_until_one_arrives() -> None:
    """Each subscription begins with a heartbeat, however silent it will be: that one proves nothing."""
    async with watching() as world:
        await world.beat(after=0)
        last = world.watch.last_sign
        for _ in range(600):
            await world.clock.advance(10)
            if world.channel.opened == world.clock.now():
                await world.beat(after=0)
        assert world.watch.last_sign == last
        assert world.statuses == [Status.CONNECTING, Status.ONLINE, Status.DEGRADED]
        assert world.reasons == ["Exchange sends no heartbeat (one is due every 45 s)."]
        assert world.watch.mode == "polling"
        # 100 minutes: every 4 minutes the inbox is checked, and a subscription is tried that may be heard.
        polls = 100 * 60 / TIMING.poll_every.total_seconds()
        assert polls - 2 <= world.happened.count("subscribe") <= polls + 2
        await world.clock.advance(120)
        await world.beat(after=45)
        assert world.statuses[-2:] == [Status.DEGRADED, Status.ONLINE]


async def test_a_subscription_that_owes_no_heartbeat_yet_is_kept_while_the_inbox_is_polled() -> None:
    """A push every ten minutes at the least: replaced with each poll, it would never prove itself."""
    async with watching(heartbeat=timedelta(minutes=10)) as world:
        await world.clock.advance(630)
        await world.beat(after=0)
        world.happened.clear()
        await world.clock.advance(500)
        assert world.happened == ["catch up", "catch up"]
        assert world.states[-1] is State.PROVING
        await world.beat(after=100)
        assert world.states[-1] is State.LIVE


async def test_a_change_proves_a_new_subscription_too() -> None:
    async with watching() as world:
        await world.clock.advance(75)
        world.channel.signals.put_nowait(Signal(SignalKind.CHANGED, ("rooms@example.com",)))
        await settle()
        assert world.statuses == [Status.CONNECTING, Status.ONLINE, Status.DEGRADED, Status.ONLINE]


async def test_an_outage_of_heartbeats_is_not_over_because_exchange_was_connected_to_again() -> None:
    async with watching() as world:
        await world.clock.advance(75)
        world.watch.order(Happening.FORCED)
        await settle()
        await world.beat(after=0)
        assert world.watch.life.reason == UNPROVEN
        assert world.statuses == [Status.CONNECTING, Status.ONLINE, Status.DEGRADED, Status.CONNECTING, Status.DEGRADED]
        await world.beat(after=45)
        assert world.statuses[-1] is Status.ONLINE


@pytest.mark.parametrize("signal", [Signal(SignalKind.LOST), Signal(SignalKind.CLOSED), unreachable()])
async def test_subscriptions_that_end_as_soon_as_they_begin_are_no_storm(signal: Signal | MailFault) -> None:
    async with watching() as world:
        for _ in range(3600):
            world.channel.signals.put_nowait(Signal(SignalKind.HEARTBEAT))
            world.channel.signals.put_nowait(signal)
            await world.clock.advance(1)
        assert world.happened.count("subscribe") <= 2 + 6 + 3600 / TIMING.poll_every.total_seconds()
        assert world.statuses == [Status.CONNECTING, Status.ONLINE, Status.DEGRADED]


async def test_each_heartbeat_begins_the_allowance_anew() -> None:
    async with watching() as world:
        for _ in range(5):
            await world.clock.advance(70)
            world.channel.signals.put_nowait(Signal(SignalKind.HEARTBEAT))
            await settle()
        assert world.states == [State.CONNECTING, State.SUBSCRIBING, State.LIVE]


async def test_without_a_subscription_the_inbox_is_polled_every_four_minutes_resubscribing_each_time() -> None:
    async with watching() as world:
        world.subscribing = MailFault(Trouble.SERVER_FAULT, "Exchange gives no subscription.")
        world.channel.signals.put_nowait(Signal(SignalKind.LOST, detail="ErrorSubscriptionNotFound"))
        await settle()
        assert world.watch.life.state is State.POLLING
        world.happened.clear()
        await world.clock.advance(239)
        assert world.happened == []
        await world.clock.advance(1)
        assert world.happened == ["catch up", "subscribe", "unsubscribe"]
        assert world.watch.life.reason == "Exchange gives no subscription."
        world.subscribing = None
        await world.clock.advance(240)
        assert world.watch.life.state is State.PROVING
        assert world.watch.life.reason == UNPROVEN
        await world.beat(after=45)
        assert world.watch.life.state is State.LIVE
        assert world.watch.life.reason == ""


async def test_the_regular_end_of_a_stream_subscribes_anew_without_an_alarm() -> None:
    async with watching() as world:
        await world.beat(after=45)
        world.channel.signals.put_nowait(Signal(SignalKind.CLOSED))
        await settle()
        assert State.POLLING not in world.states
        assert world.watch.life.state is State.LIVE
        assert len(world.channels) == 2
        assert world.statuses == [Status.CONNECTING, Status.ONLINE]


async def test_an_outage_while_polling_is_offline_and_retried_with_growing_pauses() -> None:
    async with watching() as world:
        world.catching_up = world.connecting = unreachable()
        world.channel.signals.put_nowait(unreachable())
        await settle()
        assert world.watch.life.state is State.OFFLINE
        world.happened.clear()
        pauses = []
        for _ in range(8):
            due = world.watch.life.due
            assert due is not None
            pauses.append((due - world.clock.now()).total_seconds())
            await world.clock.advance(pauses[-1])
        assert pauses == sorted(pauses)
        assert pauses[-1] == TIMING.poll_every.total_seconds()
        assert world.happened == ["connect"] * 8
        world.catching_up = world.connecting = None
        await world.clock.advance(240)
        assert world.watch.life.state is State.LIVE


async def test_a_refused_password_is_tried_once_then_after_fifteen_minutes_or_by_hand() -> None:
    world = World()
    world.connecting = MailFault(Trouble.WRONG_PASSWORD, "Exchange refused the password.")
    tasks = Tasks("test")
    tasks.start("watch", world.watch.run())
    try:
        world.watch.order(Happening.ACTIVATED)
        await settle()
        assert world.watch.life.state is State.REFUSED
        await world.clock.advance(15 * 60 - 1)
        assert world.happened == ["connect"]
        await world.clock.advance(1)
        assert world.happened == ["connect", "connect"]
        world.connecting = None
        world.watch.order(Happening.FORCED)
        await settle()
        assert world.watch.life.state is State.LIVE
    finally:
        await tasks.stop(1)


async def test_the_pause_that_the_server_names_is_kept() -> None:
    async with watching() as world:
        world.subscribing = MailFault(Trouble.SERVER_BUSY, "Exchange is busy.", retry_after=600)
        world.channel.signals.put_nowait(Signal(SignalKind.LOST))
        await settle()
        world.happened.clear()
        await world.clock.advance(599)
        assert world.happened == []
        await world.clock.advance(1)
        assert world.happened[0] == "catch up"


async def test_deactivation_unsubscribes_whatever_is_under_way() -> None:
    async with watching() as world:
        world.watch.order(Happening.DEACTIVATED)
        await settle()
        assert world.watch.life.state is State.DISABLED
        assert world.channel.closed
        assert world.watch.mode == "none"


@pytest.mark.parametrize("happening", [Happening.ACTIVATED, Happening.DUE, Happening.POLLED, Happening.CONNECTED])
async def test_what_means_nothing_while_live_changes_nothing(happening: Happening) -> None:
    async with watching() as world:
        life = world.watch.life
        world.watch.order(happening)
        await settle()
        assert world.watch.life == life


HEARD, CHANGE = Signal(SignalKind.HEARTBEAT), Signal(SignalKind.CHANGED, ("ada@example.com",))
LOST = Signal(SignalKind.LOST, ("ada@example.com",), "ErrorInvalidSubscription")
CUT = MailFault(Trouble.UNREACHABLE, "Exchange's stream was cut off.")
UNHEARD_OF = MailFault(Trouble.SERVER_FAULT, "Exchange refused (ErrorInvalidRequest).")


@pytest.mark.parametrize(
    "signals",
    [
        [LOST],
        [HEARD, LOST],
        [CHANGE, LOST],
        [CHANGE, HEARD, LOST],
        [HEARD, CUT],
        [CHANGE, CUT],
        [UNHEARD_OF],
        [Signal(SignalKind.CLOSED)],
        [CHANGE, Signal(SignalKind.CLOSED)],
        [Signal(SignalKind.REFUSED, ("bo@example.com",), "No such mailbox."), LOST],
    ],
)
async def test_subscriptions_that_end_as_soon_as_they_begin_are_made_ever_more_rarely(
    signals: list[Signal | MailFault],
) -> None:
    """15 a second were seen, and a green status beside them."""
    async with watching() as world:
        world.each_begins_with = signals
        world.end_of_this_one(signals)
        await settle()
        subscribed = []
        for _ in range(3600):
            await world.clock.advance(1)
            subscribed.append(world.happened.count("subscribe"))
        assert subscribed[-1] <= 25
        assert subscribed[-1] - subscribed[1800] <= 1800 / 240 + 1
        assert world.watch.life.status is not Status.ONLINE
        assert world.happened.count("catch up") <= 2 * subscribed[-1] + 2
        assert world.happened.count("connect") <= 1


@pytest.mark.parametrize("end", [LOST, CUT, UNHEARD_OF, Signal(SignalKind.CLOSED)])
@pytest.mark.parametrize("age", [23, 46, 120])
async def test_subscriptions_that_end_too_early_each_after_a_heartbeat_are_made_ever_more_rarely(
    age: int, end: Signal | MailFault
) -> None:
    """Each has shown a sign of life; with 200 calendars in a group that alone would be 15 requests a second."""
    async with watching() as world:
        subscribed = []
        for _ in range(5400):
            await world.clock.advance(1)
            opened_for = (world.clock.now() - world.channel.opened).total_seconds()
            if opened_for == age:
                world.end_of_this_one([HEARD, end])
            elif opened_for % HEARTBEAT.total_seconds() == 0:
                world.end_of_this_one([HEARD])
            subscribed.append(world.happened.count("subscribe"))
        assert subscribed[1800] <= 15
        assert subscribed[-1] - subscribed[1800] <= 3600 / 240 + 1
        assert world.statuses.count(Status.ONLINE) <= 2, "it does not flap"
        assert world.watch.life.status is Status.DEGRADED
        assert TOO_BRIEF in world.reasons
        for _ in range(12):
            await world.beat(after=HEARTBEAT.total_seconds())
        assert (world.watch.life.state, world.watch.life.brief) == (State.LIVE, 0)


async def test_who_connects_again_after_subscriptions_that_ended_too_early_is_not_online_at_once() -> None:
    async with watching() as world:
        for _ in range(2):
            await world.beat(after=HEARTBEAT.total_seconds())
            world.channel.signals.put_nowait(LOST)
            await settle()
        world.watch.broke(MailFault(Trouble.UNREACHABLE, "No answer."))
        await settle()
        world.watch.broke(MailFault(Trouble.UNREACHABLE, "No answer."))
        await world.clock.advance(250)
        assert world.happened.count("connect") > 1
        assert world.watch.life.status is Status.DEGRADED


async def test_one_that_lasts_ends_the_pauses() -> None:
    async with watching() as world:
        world.each_begins_with = [CHANGE, LOST]
        world.end_of_this_one([LOST])
        await world.clock.advance(600)
        world.each_begins_with = []
        await world.clock.advance(240)
        await world.clock.advance(HEARTBEAT.total_seconds())
        world.channel.signals.put_nowait(HEARD)
        await settle()
        assert (world.watch.life.state, world.watch.life.failures) == (State.LIVE, 0)
        before = len(world.channels)
        world.channel.signals.put_nowait(LOST)
        await settle()
        assert len(world.channels) == before + 1


@pytest.mark.parametrize(
    ("signal", "named"),
    [(LOST, ("ada@example.com",)), (Signal(SignalKind.CLOSED), ()), (UNHEARD_OF, ())],
)
async def test_whom_the_server_does_not_take_together_is_told_only_right_after_it_began(
    signal: Signal | MailFault, named: tuple[str, ...]
) -> None:
    async with watching() as world:
        world.channel.signals.put_nowait(signal)
        await settle()
        assert world.lost == [named]
    async with watching() as world:
        await world.clock.advance(HEARTBEAT.total_seconds())
        world.channel.signals.put_nowait(signal)
        await settle()
        assert world.lost == []
