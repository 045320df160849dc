"""Sends what was decided: answers wait in the outbox until Exchange has them, each exactly once.

An answer whose fate is unknown (the connection broke after sending, the program ended in between) is settled by
looking at the request: whether it is still in the inbox, and whether it or its meeting says that it has been answered.
Only what is still unanswered is sent again.

Several are sent at a time, those of one meeting in the order in which they were decided: one that has to be tried again
holds up its meeting, and no other.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from desktop_admin.domain.journal import OutboxEntry, OutboxState
from desktop_admin.domain.ports import AnswerFate, AnswerKind, Clock, Cure, MailFault, MailSystem
from desktop_admin.domain.retry_pauses import reply_pause
from desktop_admin.domain.status import Trouble
from desktop_admin.log_fields import Plain, Words
from desktop_admin.service.story import Teller
from desktop_admin.service.tasks import for_each, racing
from desktop_admin.storage import Database

logger = logging.getLogger(__name__)

ALARM_AFTER = 3
AT_ONCE = 6
"""Answers on their way at a time; some connections are left for what else is to be asked."""
WHOLE_CONNECTION = (
    *(Trouble.WRONG_PASSWORD, Trouble.NO_PASSWORD, Trouble.UNREACHABLE, Trouble.SERVER_BUSY, Trouble.PROXY),
)

_WORDS = {
    (AnswerKind.ACCEPT, AnswerFate.SENT): "The acceptance was sent.",
    (AnswerKind.DECLINE, AnswerFate.SENT): "The decline was sent.",
    (AnswerKind.FINISH, AnswerFate.SENT): "The cancelled meeting was taken out of the calendar.",
}
_FATES = {
    AnswerFate.ALREADY: "It had already been answered or removed; nothing was sent.",
    AnswerFate.OUTDATED: "The request is out of date; nothing was sent.",
    AnswerFate.REFUSED: "Exchange permanently refuses it; nothing was sent.",
    AnswerFate.UNKNOWN: "It may have been sent; Exchange does not show whether. It is not sent again.",
}
_NOT_FINISHED = "The cancelled meeting could not be removed from the mailbox"


class Outbox:
    """One integration's outbox. ``flush`` is called by one task alone; ``sent`` is told of each settled entry."""

    def __init__(
        self,
        integration_id: str,
        database: Database,
        clock: Clock,
        teller: Teller,
        sent: Callable[[OutboxEntry], Awaitable[None]],
        stuck: Callable[[OutboxEntry | None, str], None],
    ) -> None:
        self._id = integration_id
        self._database = database
        self._clock = clock
        self._teller = teller
        self._sent = sent
        self._stuck = stuck
        self._poke = asyncio.Event()
        self._in_alarm: set[int] = set()
        """The entries that the alarm is about."""

    def poke(self) -> None:
        """There may be something to send."""
        self._poke.set()

    async def run(self, mail: MailSystem) -> None:
        """Sends whatever waits, until cancelled. A refusal of the connection as a whole is raised as ``MailFault``."""
        while True:
            self._poke.clear()
            next_try = await self.flush(mail)
            await self._until_poked(next_try)

    async def flush(self, mail: MailSystem) -> datetime | None:
        """Sends what is due; returns when the next postponed entry is due, None when nothing waits."""
        meetings: dict[tuple[str, str], list[OutboxEntry]] = {}
        for entry in await self._database.run(lambda work: work.outbox.waiting(self._id)):
            meetings.setdefault(entry.meeting, []).append(entry)
        postponed: list[datetime] = []
        refusals: list[MailFault] = []

        async def send(entries: Sequence[OutboxEntry]) -> None:
            if refusals:
                return
            try:
                again = await self._settle_all(mail, entries)
            except MailFault as fault:
                # Those on their way go on to their end: a reply that is cut off has an unknown fate.
                refusals.append(fault)
                return
            if again is not None:
                postponed.append(again)

        # The first goes alone: a refusal of the whole connection is not asked for by several at once.
        left = iter(meetings.values())
        for entries in left:
            await send(entries)
            if not _is_postponed(entries[0], self._clock.now()):
                break
        await for_each(left, send, AT_ONCE)
        if refusals:
            raise refusals[0]
        return min(postponed, default=None)

    async def _settle_all(self, mail: MailSystem, entries: Sequence[OutboxEntry]) -> datetime | None:
        """Sends one meeting's, in their order; returns when to go on where one has to wait."""
        for entry in entries:
            if _is_postponed(entry, self._clock.now()):
                return entry.not_before
            again = await self._settle(mail, entry)
            if again is not None:
                return again
        return None

    async def _settle(self, mail: MailSystem, entry: OutboxEntry) -> datetime | None:
        """Sends one entry; returns when to try again where that failed."""
        try:
            fate = await self._send(mail, entry)
        except MailFault as fault:
            if fault.cure is not Cure.NOTHING:
                again = await self._postpone(entry, fault)
                if fault.trouble in WHOLE_CONNECTION:
                    raise
                return again
            fate = AnswerFate.REFUSED
            await self._note(
                entry, "No reply was sent" if entry.kind is not AnswerKind.FINISH else _NOT_FINISHED, fault
            )
        now = self._clock.now()
        await self._database.run(lambda work: work.outbox.mark_done(entry.id, fate, now))
        self._teller.debug(_FATES.get(fate) or _WORDS[entry.kind, fate])
        if entry.id in self._in_alarm:
            self._in_alarm.remove(entry.id)
            if not self._in_alarm:
                self._stuck(None, "")
        await self._sent(replace(entry, state=OutboxState.DONE, fate=fate, sent_at=now))
        return None

    async def _send(self, mail: MailSystem, entry: OutboxEntry) -> AnswerFate:
        if entry.state is OutboxState.SENDING:
            try:
                if not await mail.awaits_answer(entry.mailbox, entry.item_id):
                    return AnswerFate.SENT
            except MailFault as fault:
                if fault.cure is not Cure.NOTHING:
                    raise
                what = "the cancelled meeting was removed" if entry.kind is AnswerKind.FINISH else "the reply was sent"
                await self._note(entry, f"It is not known whether {what}", fault)
                return AnswerFate.UNKNOWN
        if (
            entry.state is OutboxState.WAITING
            and entry.undo is not None
            and not await mail.awaits_answer(entry.mailbox, entry.item_id)
        ):
            # What was rehearsed may have waited for days: somebody else may have dealt with it.
            return AnswerFate.OUTDATED
        now = self._clock.now()
        await self._database.run(lambda work: work.outbox.mark_sending(entry.id, now))
        if entry.kind is AnswerKind.FINISH:
            return await mail.finish_cancellation(entry.mailbox, entry.item_id)
        return await mail.answer(entry.mailbox, entry.item_id, entry.kind, entry.html)

    async def _postpone(self, entry: OutboxEntry, fault: MailFault) -> datetime:
        attempts = entry.attempts + 1
        again = self._clock.now() + reply_pause(attempts, fault.retry_after)
        async with self._database.begin() as work:
            await work.outbox.postpone(entry.id, again, attempts)
        self._teller.warning(
            "An answer could not be sent: {fault} It stays in the outbox and is tried again.", fault=Words(fault.text)
        )
        if fault.cure is Cure.ADMINISTRATOR:
            self._in_alarm.add(entry.id)
            self._stuck(entry, f"{fault.text} {fault.remedy}".strip())
        elif attempts >= ALARM_AFTER:
            self._in_alarm.add(entry.id)
            self._stuck(entry, fault.text)
        return again

    async def _note(self, entry: OutboxEntry, what: str, fault: MailFault) -> None:
        """What is refused for good is settled: its decision says what became of the reply, and why."""
        self._teller.warning("{what}: {fault}", what=Plain(what), fault=Words(fault.text))
        async with self._database.begin() as work:
            decided = await work.journal.get(entry.journal_id)
            if decided is not None:
                await work.journal.put(replace(decided, reason=f"{decided.reason} {what}: {fault.text}"))

    async def _until_poked(self, next_try: datetime | None) -> None:
        if next_try is None:
            await self._poke.wait()
            return
        pause = max((next_try - self._clock.now()).total_seconds(), 0)
        async with racing(self._poke.wait(), self._clock.sleep(pause)) as waits:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)


def _is_postponed(entry: OutboxEntry, now: datetime) -> bool:
    return entry.not_before is not None and entry.not_before > now
