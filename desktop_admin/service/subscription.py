"""Keeps one subscription alive: carries out what the state machine of ``domain.connection_life`` asks for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop_admin.domain.connection_life import Action, Happening, Life, State, advance
from desktop_admin.domain.ports import Clock, MailFault, Signal, SignalKind, Timing
from desktop_admin.domain.status import Trouble
from desktop_admin.service.channel import Channel
from desktop_admin.service.tasks import racing
from desktop_admin.storage import StorageError

logger = logging.getLogger(__name__)

REFUSALS = (Trouble.WRONG_PASSWORD, Trouble.NO_PASSWORD)


@dataclass(frozen=True, slots=True)
class Befallen:
    """What happened, with what is to be told of it. ``lasted``: not to a subscription that has just begun;
    ``is_old``: not to one that would end too early.
    """

    happening: Happening
    trouble: Trouble | None = None
    reason: str = ""
    retry_after: float | None = None
    remedy: str = ""
    lasted: bool = True
    is_old: bool = True


@dataclass(frozen=True, slots=True)
class Duties:
    """What a watch does through its owner. Each coroutine raises ``MailFault`` when it cannot.

    ``changed`` is told which mailboxes may have changed, ``refused`` which ones Exchange does not give and why;
    ``lost`` which ones it named when it ended a subscription that had just begun, none if it did not say;
    ``moved`` that the life, the mode or the last sign is another one.
    """

    connect: Callable[[], Awaitable[None]]
    channel: Callable[[], Channel]
    catch_up: Callable[[], Awaitable[None]]
    changed: Callable[[tuple[str, ...]], None]
    refused: Callable[[tuple[str, ...], str], None]
    lost: Callable[[tuple[str, ...]], None]
    moved: Callable[[], Awaitable[None]]


class Watch:
    """One subscription's life, from activation to deactivation. ``run`` is its only task."""

    def __init__(self, clock: Clock, timing: Timing, duties: Duties) -> None:
        self.life = Life()
        self.last_sign: datetime | None = None
        self._clock = clock
        self._timing = timing
        self._duties = duties
        self._channel: Channel | None = None
        self._opened = self._heard = clock.now()
        """When the channel was opened, and when it last gave any signal."""
        self._is_proven = False
        self._orders: asyncio.Queue[Befallen] = asyncio.Queue()
        self._latest: Befallen | None = None
        """The last order, until it has been settled."""
        self._step = asyncio.Event()

    def retime(self, timing: Timing) -> None:
        """Other pauses, from the next step on."""
        self._timing = timing

    @property
    def mode(self) -> str:
        """How changes are learnt of at present: push, streaming, or polling; "none" while not connected.

        A subscription that has not proved itself yet is polling still.
        """
        if self.life.state in (State.POLLING, State.PROVING):
            return "polling"
        return self._channel.mode if self._channel is not None else "none"

    def order(self, happening: Happening) -> None:
        """An order from outside (activated, forced …): whatever is under way gives way to it."""
        self._order(Befallen(happening))

    def broke(self, fault: MailFault) -> None:
        """Somebody else met a fault of the connection as a whole."""
        self._order(_fault(fault))

    def _order(self, befallen: Befallen) -> None:
        self._latest = befallen
        self._orders.put_nowait(befallen)

    async def settled(self) -> Life:
        """The life once an attempt to connect that is ordered or under way has its outcome; at once if none is."""
        while self._latest is not None or self.life.action is Action.CONNECT:
            await self._step.wait()
        return self.life

    async def run(self) -> None:
        try:
            while True:
                befallen = await self._until_something_happens()
                await self._settle(befallen)
        finally:
            await self._drop_channel()

    async def _settle(self, befallen: Befallen) -> None:
        before = self.life
        self.life = advance(
            before,
            befallen.happening,
            self._clock.now(),
            self._timing,
            trouble=befallen.trouble,
            reason=befallen.reason,
            retry_after=befallen.retry_after,
            remedy=befallen.remedy,
            lasted=befallen.lasted,
            is_old=befallen.is_old,
        )
        if befallen is self._latest:
            self._latest = None
        self._step.set()
        self._step = asyncio.Event()
        if self.life.state not in (State.LIVE, State.PROVING):
            await self._drop_channel()
        if self.life != before or befallen.happening is Happening.SIGN_OF_LIFE:
            await self._duties.moved()

    async def _until_something_happens(self) -> Befallen:
        """The action's own outcome, or an order from outside, whichever comes first."""
        if not self._orders.empty():
            return self._orders.get_nowait()
        async with racing(self._act(), self._orders.get()) as (acting, ordered):
            await asyncio.wait((acting, ordered), return_when=asyncio.FIRST_COMPLETED)
            return ordered.result() if ordered.done() else acting.result()

    async def _act(self) -> Befallen:
        try:
            befallen = await self._carry_out(self.life.action)
        except MailFault as fault:
            befallen = _fault(fault)
        except StorageError as fault:
            return Befallen(Happening.FAILED, Trouble.STORAGE, str(fault))
        except Exception as fault:
            logger.exception("The subscription met a fault of the program.")
            return Befallen(Happening.FAILED, Trouble.INTERNAL, f"A fault of this program: {type(fault).__name__}.")
        return replace(befallen, lasted=self._has_lasted(), is_old=self._is_old())

    async def _carry_out(self, action: Action) -> Befallen:
        match action:
            case Action.CONNECT:
                await self._duties.connect()
                return Befallen(Happening.CONNECTED)
            case Action.SUBSCRIBE:
                await self._subscribe()
                return Befallen(Happening.SUBSCRIBED)
            case Action.POLL:
                return await self._poll()
            case Action.WATCH:
                return await self._watch()
            case Action.PROVE:
                return await self._prove()
            case Action.WAIT | Action.REST:
                return await self._wait()

    async def _subscribe(self) -> None:
        await self._drop_channel()
        channel = self._duties.channel()
        try:
            await channel.open()
            self._channel = channel
            self._opened = self._heard = self._clock.now()
            self._is_proven = False
            await self._duties.catch_up()
        except BaseException:
            self._channel = None
            await channel.close()
            raise

    async def _poll(self) -> Befallen:
        """The inbox first: it must not wait for a subscription that may never come."""
        await self._duties.catch_up()
        channel = self._channel
        if channel is not None and self._clock.now() < self._heard + self._allowed(channel):
            return Befallen(Happening.SUBSCRIBED)
        if channel is not None:
            channel.fell_silent()
        try:
            await self._subscribe()
        except MailFault as fault:
            if fault.trouble in REFUSALS:
                raise
            return replace(_fault(fault), happening=Happening.POLLED)
        return Befallen(Happening.SUBSCRIBED)

    def _allowed(self, channel: Channel) -> timedelta:
        return channel.heartbeat + self._timing.overdue

    async def _watch(self) -> Befallen:
        channel = self._channel
        if channel is None:
            return Befallen(Happening.LOST)
        signal = await self._next_signal(channel, self._allowed(channel).total_seconds())
        if signal is None:
            channel.fell_silent()
            silence = f"Exchange sends no heartbeat (one is due every {_span(channel.heartbeat.total_seconds())})."
            return Befallen(Happening.OVERDUE, Trouble.SUBSCRIPTION_PENDING, silence)
        return self._heed(channel, signal)

    async def _prove(self) -> Befallen:
        """Waits for the sign that shows a new subscription to be alive, at most until the next poll is due."""
        channel = self._channel
        due = self.life.due
        if channel is None or due is None:
            return Befallen(Happening.LOST)
        while (left := (due - self._clock.now()).total_seconds()) > 0:
            try:
                signal = await self._next_signal(channel, left)
            except MailFault as fault:
                if fault.trouble in REFUSALS:
                    raise
                # The connection may be well: this is the subscription's end, and not yet an outage.
                return replace(_fault(fault), happening=Happening.LOST)
            if signal is None:
                break
            befallen = self._heed(channel, signal)
            if befallen.happening is not Happening.SIGN_OF_LIFE or self._is_proven:
                return befallen
        return Befallen(Happening.DUE)

    def _heed(self, channel: Channel, signal: Signal) -> Befallen:
        self._heard = self._clock.now()
        match signal.kind:
            case SignalKind.SUPERSEDED:
                return Befallen(Happening.ENDED)
            case SignalKind.CLOSED if self._has_lasted():
                if self._is_old():
                    return Befallen(Happening.ENDED)
                ended = "Exchange ends one subscription after the other too early."
                return Befallen(Happening.ENDED, Trouble.SUBSCRIPTION_PENDING, ended)
            case SignalKind.CLOSED:
                self._cut_short(())
                ended = "Exchange ended the subscription right after it had begun."
                return Befallen(Happening.LOST, Trouble.SUBSCRIPTION_PENDING, ended)
            case SignalKind.LOST:
                self._cut_short(signal.mailboxes)
                detail = f": {signal.detail.rstrip('.')}" if signal.detail else ""
                return Befallen(Happening.LOST, Trouble.SUBSCRIPTION_PENDING, f"The subscription was lost{detail}.")
            case SignalKind.CHANGED:
                self._duties.changed(signal.mailboxes)
                self._is_proven |= self._is_proof() or not self.life.must_last
            case SignalKind.REFUSED:
                self._duties.refused(signal.mailboxes, signal.detail)
            case SignalKind.HEARTBEAT:
                # Each subscription begins with a heartbeat, one that will be silent too: a later one counts.
                self._is_proven |= self._is_proof()
        if self._is_proven or self.life.state is State.LIVE:
            self.last_sign = self._heard
        return Befallen(Happening.SIGN_OF_LIFE)

    async def _next_signal(self, channel: Channel, allowed: float) -> Signal | None:
        async with racing(channel.next(), self._clock.sleep(allowed)) as (signal, silence):
            await asyncio.wait((signal, silence), return_when=asyncio.FIRST_COMPLETED)
            try:
                return signal.result() if signal.done() else None
            except MailFault as fault:
                if fault.trouble is Trouble.SERVER_FAULT:
                    self._cut_short(())
                raise

    def _has_lasted(self) -> bool:
        """Whether the subscription is old enough for its signs of life, and its end, to say something."""
        channel = self._channel
        return channel is None or self._clock.now() >= self._opened + channel.heartbeat / 2

    def _is_old(self) -> bool:
        """Whether the subscription does not end too early if it ends now."""
        return self._has_lasted() and self._clock.now() >= self._opened + self._timing.lasting

    def _is_proof(self) -> bool:
        """Whether a sign of life shows that the subscription is well."""
        return self._is_old() if self.life.must_last else self._has_lasted()

    def _cut_short(self, named: tuple[str, ...]) -> None:
        """Exchange ended the subscription; if it had just begun, it may not take these mailboxes together."""
        if not self._has_lasted():
            self._duties.lost(named)

    async def _wait(self) -> Befallen:
        due = self.life.due
        if due is None:
            await asyncio.Event().wait()
            raise AssertionError
        await self._clock.sleep(max((due - self._clock.now()).total_seconds(), 0))
        return Befallen(Happening.DUE)

    async def _drop_channel(self) -> None:
        channel, self._channel = self._channel, None
        if channel is not None:
            await channel.close()


def _fault(fault: MailFault) -> Befallen:
    happening = Happening.REFUSED if fault.trouble in REFUSALS else Happening.FAILED
    return Befallen(happening, fault.trouble, fault.text, fault.retry_after, fault.remedy)


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 120 else f"{seconds:.0f} s"
