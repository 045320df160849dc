"""What exists while an integration is connected: the mail system, and what follows inbox, outbox and calendars."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.ports import Clock, MailFault, MailSystem
from desktop_admin.domain.status import Trouble
from desktop_admin.log_fields import Words
from desktop_admin.service.calendar_groups import Target
from desktop_admin.service.channel import Channel, IdleChannel, PushChannel, StreamChannel
from desktop_admin.service.inbox import Inbox
from desktop_admin.service.listening import Listening
from desktop_admin.service.notification_ledger import NotificationLedger
from desktop_admin.service.outbox import Outbox
from desktop_admin.service.presence import PresenceKeeper
from desktop_admin.service.push_or_stream import PushHealth, PushOrStream
from desktop_admin.service.pushes import Pushes
from desktop_admin.service.story import Teller
from desktop_admin.service.tasks import OnFailure, Tasks, racing
from desktop_admin.settings import IntegrationSettings
from desktop_admin.storage import StorageError

AFTER_FAULT = 5.0
CLOSE_WITHIN = 4.0


class Session:
    """From connecting to disconnecting. ``failed`` is told of each fault of the connection as a whole;
    ``push_told`` why streaming is used instead of push, None once push works.
    """

    def __init__(
        self,
        mail: MailSystem,
        settings: IntegrationSettings,
        inbox: Inbox | None,
        outbox: Outbox,
        presence: PresenceKeeper,
        pushes: Pushes,
        listening: Listening,
        clock: Clock,
        teller: Teller,
        failed: Callable[[MailFault], None],
        push_told: Callable[[MailFault | None], None],
        ledger: NotificationLedger,
        crashed: OnFailure,
    ) -> None:
        self.mail = mail
        self.inbox = inbox
        self._settings = settings
        self._outbox = outbox
        self._presence = presence
        self._pushes = pushes
        self._listening = listening
        self._told_listening = ""
        self._clock = clock
        self._teller = teller
        self._failed = failed
        self._push_health = PushHealth(push_told)
        self._ledger = ledger
        self._tasks = Tasks(f"session of {settings.name}", crashed)
        self._inbox_hint = asyncio.Event()

    def start(self) -> None:
        timing = self._settings.timing
        self._ledger.connected()
        self._keep("outbox", lambda: self._outbox.run(self.mail))
        self._presence.begin_reading(batches=self._settings.presence.read_in_batches)
        self._tasks.start("first reading", self._read_first())
        self._keep("changes", lambda: self._presence.run_changes(self.mail, timing.debounce))
        self._keep("sweeps", lambda: self._presence.run_sweeps(self.mail, timing.out_of_office_every))
        self._keep("calendar sweeps", lambda: self._presence.run_calendar_sweeps(self.mail, timing.people_poll_every))
        if self.inbox is not None:
            inbox = self.inbox
            self._keep("inbox", lambda: self._follow_inbox(inbox))

    async def close(self) -> None:
        await self._tasks.stop(CLOSE_WITHIN / 2)
        with contextlib.suppress(MailFault, TimeoutError):
            async with asyncio.timeout(CLOSE_WITHIN):
                await self.mail.close()

    def channel(self, target: Target) -> Channel:
        """A subscription to be opened: push where a callback URL is set, else streaming."""
        timing = self._settings.timing
        stream_heartbeat = timedelta(seconds=timing.heartbeat_seconds)
        if not target.mailboxes:
            return IdleChannel(self._clock, stream_heartbeat)
        first, *others = target.mailboxes
        if not target.inbox:
            self._presence.subscribing(target.mailboxes)
        line = "Subscribing to {address} and {count} more" if others else "Subscribing to {address}"
        self._teller.info(line, address=first, count=len(others))
        for other in others:
            self._teller.record("Subscribing to {address}", address=other)
        callback = self._settings.connection.callback_url
        stream = partial(
            StreamChannel,
            self.mail,
            target.mailboxes,
            inbox=target.inbox,
            minutes=timing.stream_minutes,
            heartbeat=stream_heartbeat,
        )
        if not callback:
            return stream()
        push = partial(
            PushChannel,
            self.mail,
            pushes=self._pushes,
            callback=lambda: self._listen(callback),
            clock=self._clock,
            inbox=target.inbox,
            status_minutes=timing.status_minutes if target.inbox else timing.people_status_minutes,
            reached_within=timing.overdue,
        )
        return PushOrStream(target.mailboxes, push, stream, self._push_health, self._clock)

    async def _listen(self, callback: str) -> str:
        """The callback URL, once the listener is up; how they fit together is told once. Raises ``MailFault``."""
        await self._listening.callback_url(callback)
        words = self._listening.words(callback)
        if words != self._told_listening:
            self._told_listening = words
            self._teller.info("{words}", words=Words(words))
        return callback

    async def catch_up(self, target: Target) -> None:
        """Raises ``MailFault``."""
        if target.inbox and self.inbox is not None:
            await self.inbox.catch_up(self.mail, self._outbox.poke)
            await self._ledger.caught_up()
            self._outbox.poke()
        else:
            await self._presence.catch_up(self.mail, target.mailboxes)

    def follow(self, policy: SchedulingPolicy) -> None:
        """Invitations are decided by ``policy`` from now on; what is held is tried at once."""
        if self.inbox is not None and self.inbox.follow(policy):
            self._inbox_hint.set()

    def changed(self, target: Target, mailboxes: tuple[str, ...]) -> None:
        if target.inbox:
            self._ledger.told()
            self._inbox_hint.set()
        else:
            self._presence.changed(mailboxes)

    async def _read_first(self) -> None:
        try:
            await self._presence.read_first(self.mail)
        except (MailFault, StorageError) as fault:
            told = _as_mail_fault(fault)
            if told.trouble is not Trouble.SERVER_BUSY:
                self._failed(told)

    async def _follow_inbox(self, inbox: Inbox) -> None:
        """Catches up after each hint, gathered for the debounce, and when something held is due, until cancelled."""
        while True:
            await self._until_hint(inbox)
            await self._clock.sleep(self._settings.timing.debounce)
            self._inbox_hint.clear()
            await inbox.catch_up(self.mail, self._outbox.poke)
            await self._ledger.caught_up()
            self._outbox.poke()

    async def _until_hint(self, inbox: Inbox) -> None:
        due = inbox.next_due()
        if due is None:
            await self._inbox_hint.wait()
            return
        pause = max((due - self._clock.now()).total_seconds(), 0)
        async with racing(self._inbox_hint.wait(), self._clock.sleep(pause)) as waits:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)

    def _keep(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        self._tasks.start(name, self._again_and_again(run))

    async def _again_and_again(self, run: Callable[[], Awaitable[None]]) -> None:
        """A worker outlives the faults of Exchange and of the disk; what it had to do waits."""
        while True:
            try:
                await run()
            except (MailFault, StorageError) as fault:
                told = _as_mail_fault(fault)
                self._inbox_hint.set()
                if told.trouble is not Trouble.SERVER_BUSY:
                    self._failed(told)
                await self._clock.sleep(told.retry_after or AFTER_FAULT)


def _as_mail_fault(fault: MailFault | StorageError) -> MailFault:
    """A full disk holds up the whole connection, as an outage does, and is got over in the same way."""
    return fault if isinstance(fault, MailFault) else MailFault(Trouble.STORAGE, str(fault))
