"""Push, or streaming if push does not work: a port in use or a firewall is no reason to learn of changes late."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from desktop_admin.domain.ports import Clock, MailFault, Signal, SignalKind
from desktop_admin.domain.status import Trouble
from desktop_admin.service.channel import PushChannel, StreamChannel
from desktop_admin.service.tasks import racing

logger = logging.getLogger(__name__)

UNUSABLE = (Trouble.LISTENER, Trouble.CALLBACK_UNREACHABLE)
"""Faults of push alone: streaming may work all the same."""


class PushHealth:
    """Which of an integration's push subscriptions do not work, and why. ``told`` hears it, and None once all do."""

    def __init__(self, told: Callable[[MailFault | None], None]) -> None:
        self._told = told
        self._faults: dict[tuple[str, ...], MailFault] = {}
        self._silences: dict[tuple[str, ...], MailFault] = {}
        self._last: str | None = None

    def fault(self, mailboxes: tuple[str, ...]) -> MailFault | None:
        """Why push to these mailboxes did not work the last time; None if it did, or is to be tried again."""
        return self._faults.get(mailboxes) or self._silences.get(mailboxes)

    def note(self, mailboxes: tuple[str, ...], fault: MailFault | None) -> None:
        """Push to these mailboxes does not work for this reason; None: it does."""
        if fault is None:
            self.forget(mailboxes)
        else:
            self._faults[mailboxes] = fault
        standing = next(iter(self._faults.values()), None)
        words = standing.text if standing is not None else ""
        if words != self._last:
            self._last = words
            self._told(standing)

    def remember(self, mailboxes: tuple[str, ...], silence: MailFault) -> None:
        """Push to these mailboxes gave no heartbeat. Nobody hears of it yet: Exchange may be silent everywhere."""
        self._silences[mailboxes] = silence

    def is_silent(self, mailboxes: tuple[str, ...]) -> bool:
        """Whether push to these mailboxes began well and gave no heartbeat then."""
        return mailboxes in self._silences

    def forget(self, mailboxes: tuple[str, ...]) -> None:
        """Push to these mailboxes is tried first the next time."""
        self._faults.pop(mailboxes, None)
        self._silences.pop(mailboxes, None)


class PushOrStream:
    """Push if it works, else a stream.

    If Exchange has not reached the callback URL, or has posted once and then sent no heartbeat, a stream is opened at
    once the next time, and a single push subscription beside it: its first post, or after silence its first heartbeat,
    ends the stream, so that the next subscription is a push again.
    """

    def __init__(
        self,
        mailboxes: tuple[str, ...],
        push: Callable[[tuple[str, ...]], PushChannel],
        stream: Callable[[], StreamChannel],
        health: PushHealth,
        clock: Clock,
    ) -> None:
        self._mailboxes = mailboxes
        self._new_push = push
        self._new_stream = stream
        self._health = health
        self._clock = clock
        self._chosen: PushChannel | StreamChannel = push(mailboxes)
        self._probe: PushChannel | None = None
        self._probed_since = clock.now()
        self._silence: MailFault | None = None
        """Why a stream was opened after push fell silent, until the stream has given a sign of life of its own."""
        self._has_streamed = False
        self._is_reached = False

    @property
    def mode(self) -> str:
        return self._chosen.mode

    @property
    def heartbeat(self) -> timedelta:
        return self._chosen.heartbeat

    async def open(self) -> None:
        fault = self._health.fault(self._mailboxes)
        if fault is None or fault.trouble is not Trouble.CALLBACK_UNREACHABLE:
            fault = await self._open_push()
        if fault is not None:
            await self._open_stream(fault)

    async def next(self) -> Signal:
        if self._probe is None:
            return self._heed(await self._chosen.next())
        if not self._is_reached:
            async with racing(self._chosen.next(), self._reached(self._probe)) as (streamed, posted):
                await asyncio.wait((streamed, posted), return_when=asyncio.FIRST_COMPLETED)
                self._is_reached = posted.done()
                if streamed.done():
                    return self._heed(streamed.result())
        self._health.forget(self._mailboxes)
        return Signal(SignalKind.SUPERSEDED, detail="Exchange reaches the callback URL again.")

    def fell_silent(self) -> None:
        if isinstance(self._chosen, PushChannel):
            self._health.remember(self._mailboxes, self._chosen.silence())

    async def close(self) -> None:
        if self._probe is not None:
            await self._probe.close()
        await self._chosen.close()

    def _heed(self, signal: Signal) -> Signal:
        """A stream begins with a heartbeat; by the next signal it is known that it lives, and push alone is silent."""
        if self._silence is not None and self._has_streamed:
            self._health.note(self._mailboxes, self._silence)
            self._silence = None
        self._has_streamed = True
        return signal

    async def _reached(self, probe: PushChannel) -> None:
        """Until the probe shows that push works: after silence by a heartbeat, since the first post came before too."""
        while True:
            signal = await probe.next()
            has_lasted = self._clock.now() >= self._probed_since + probe.heartbeat / 2
            if not self._health.is_silent(self._mailboxes) or (signal.kind is SignalKind.HEARTBEAT and has_lasted):
                return

    async def _open_push(self) -> MailFault | None:
        """None once Exchange has posted; else why push does not work. Raises any other fault."""
        try:
            await self._chosen.open()
        except MailFault as fault:
            if fault.trouble not in UNUSABLE:
                raise
            await self._chosen.close()
            return fault
        self._health.note(self._mailboxes, None)
        return None

    async def _open_stream(self, fault: MailFault) -> None:
        self._chosen = self._new_stream()
        try:
            await self._chosen.open()
        except MailFault as refused:
            self._health.forget(self._mailboxes)
            if refused.trouble in (Trouble.WRONG_PASSWORD, Trouble.NO_PASSWORD, Trouble.SERVER_BUSY):
                raise
            text = f"{fault.text} Streaming does not work either: {refused.text}"
            raise MailFault(fault.trouble, text, fault.remedy) from refused
        if self._health.is_silent(self._mailboxes):
            self._silence = fault
        else:
            self._health.note(self._mailboxes, fault)
        if fault.trouble is Trouble.CALLBACK_UNREACHABLE:
            await self._knock()

    async def _knock(self) -> None:
        """Asks Exchange to post to the callback URL, and does not wait for it."""
        probe = self._new_push(self._mailboxes[:1])
        self._probed_since = self._clock.now()
        try:
            await probe.subscribe()
        except MailFault as fault:
            logger.debug("A push subscription to try the callback URL was refused: %s", fault.text)
            await probe.close()
        else:
            self._probe = probe
