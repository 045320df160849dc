"""An open subscription to some mailboxes, by push or by streaming: a source of signals, and an end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Protocol

from desktop_admin.domain.group_subscription import Joining
from desktop_admin.domain.ports import Clock, MailFault, MailSystem, Signal, SignalKind, Subscription
from desktop_admin.domain.status import Trouble
from desktop_admin.service.pushes import SIGNALS_KEPT, Pushes, PushSeat, note
from desktop_admin.service.tasks import racing

CLOSE_WITHIN = 3.0


class Channel(Protocol):
    """``mode``: push or streaming; ``heartbeat``: how often a sign of life is due at the latest."""

    @property
    def mode(self) -> str: ...

    @property
    def heartbeat(self) -> timedelta: ...

    async def open(self) -> None:
        """Subscribes. Raises ``MailFault``."""
        ...

    async def next(self) -> Signal:
        """Waits for the next signal. Raises ``MailFault`` when the channel broke."""
        ...

    def fell_silent(self) -> None:
        """No sign of life came when one was due; the channel is closed next."""
        ...

    async def close(self) -> None: ...


class StreamChannel:
    mode = "streaming"

    def __init__(
        self, mail: MailSystem, mailboxes: tuple[str, ...], *, inbox: bool, minutes: int, heartbeat: timedelta
    ) -> None:
        self.heartbeat = heartbeat
        self._stream = mail.stream(mailboxes, inbox=inbox, minutes=minutes)
        self._signals: AsyncIterator[Signal] | None = None

    async def open(self) -> None:
        self._signals = await self._stream.__aenter__()

    async def next(self) -> Signal:
        if self._signals is None:
            raise RuntimeError("The channel is not open.")
        try:
            return await anext(self._signals)
        except StopAsyncIteration:
            return Signal(SignalKind.CLOSED)

    def fell_silent(self) -> None:
        return

    async def close(self) -> None:
        if self._signals is not None:
            self._signals = None
            with contextlib.suppress(MailFault, TimeoutError):
                async with asyncio.timeout(CLOSE_WITHIN):
                    await self._stream.__aexit__(None, None, None)


class PushChannel:
    """One push subscription a mailbox. ``callback`` gives the listener's public URL; it must be listening already.

    Exchange posts to a new subscription at once, to learn whether it can (Microsoft: push notification subscriptions).
    So it is open once the first post has arrived; where none does within ``reached_within`` seconds, it never will.
    """

    mode = "push"

    def __init__(
        self,
        mail: MailSystem,
        mailboxes: tuple[str, ...],
        pushes: Pushes,
        callback: Callable[[], Awaitable[str]],
        clock: Clock,
        *,
        inbox: bool,
        status_minutes: int,
        reached_within: float,
    ) -> None:
        # Exchange keeps to what the subscription asks for, so it is what is expected.
        self.heartbeat = timedelta(minutes=status_minutes)
        self._clock = clock
        self._reached_within = reached_within
        self._mail = mail
        self._mailboxes = mailboxes
        self._pushes = pushes
        self._callback = callback
        self._inbox = inbox
        self._status_minutes = status_minutes
        self._signals: asyncio.Queue[Signal] = asyncio.Queue(SIGNALS_KEPT)
        self._seats: list[tuple[PushSeat, Subscription]] = []
        self._base = ""

    async def open(self) -> None:
        base, refused = await self.subscribe()
        for signal in (await self._first_signal(base), *refused):
            note(self._signals, signal)

    async def subscribe(self) -> tuple[str, tuple[Signal, ...]]:
        """Subscribes without waiting for a post: the URL that Exchange will post to, and who was refused."""
        base = self._base = await self._callback()
        joining = Joining()
        for mailbox in self._mailboxes:
            try:
                await self._subscribe_patiently(base, mailbox, joining)
            except MailFault as fault:
                joining.refuse(mailbox, fault)
            else:
                joining.joined()
        return base, joining.ended()

    def silence(self) -> MailFault:
        """Why push does not work if Exchange posts, and then no heartbeat comes when one is due."""
        return MailFault(
            Trouble.CALLBACK_UNREACHABLE,
            f"Exchange has posted to {self._base}, and then sent no heartbeat there (one is due every "
            f"{self._status_minutes} min).",
        )

    async def _subscribe_patiently(self, base: str, mailbox: str, joining: Joining) -> None:
        tried = 0
        while True:
            try:
                return await self._subscribe(base, mailbox)
            except MailFault as fault:
                tried += 1
                if (pause := joining.pause(fault, tried)) is None:
                    raise
            await self._clock.sleep(pause)

    async def _first_signal(self, base: str) -> Signal:
        async with racing(self._signals.get(), self._clock.sleep(self._reached_within)) as (first, silence):
            await asyncio.wait((first, silence), return_when=asyncio.FIRST_COMPLETED)
            if first.done():
                return first.result()
        raise MailFault(
            Trouble.CALLBACK_UNREACHABLE,
            f"Exchange took the push subscription, and has not reached {base} within {self._reached_within:g} s.",
        )

    async def _subscribe(self, base: str, mailbox: str) -> None:
        seat = self._pushes.open((mailbox,), self._signals)
        try:
            subscription = await self._mail.subscribe_push(
                (mailbox,), f"{base}/push/{seat.secret}", self._status_minutes, inbox=self._inbox
            )
        except BaseException:
            self._pushes.close(seat)
            raise
        seat.subscription_id = subscription.id
        self._seats.append((seat, subscription))

    async def next(self) -> Signal:
        return await self._signals.get()

    def fell_silent(self) -> None:
        return

    async def close(self) -> None:
        for seat, _subscription in self._seats:
            self._pushes.close(seat)
        seats, self._seats = self._seats, []
        with contextlib.suppress(MailFault, TimeoutError):
            async with asyncio.timeout(CLOSE_WITHIN):
                for _seat, subscription in seats:
                    await self._mail.unsubscribe(subscription)


class IdleChannel:
    """No mailbox to subscribe to: nobody's calendar is kept, and no conferencing mailbox is set."""

    mode = "idle"

    def __init__(self, clock: Clock, heartbeat: timedelta) -> None:
        self.heartbeat = heartbeat
        self._clock = clock

    async def open(self) -> None:
        return

    async def next(self) -> Signal:
        await self._clock.sleep(self.heartbeat.total_seconds())
        return Signal(SignalKind.HEARTBEAT)

    def fell_silent(self) -> None:
        return

    async def close(self) -> None:
        return
