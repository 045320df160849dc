"""Reads the calendars and automatic replies of many people: in batches where Exchange lets us, else one by one.

A batch is one request for up to 100 calendars and one for as many automatic replies. Whoever it does not tell enough
of is read by themselves: one request each for calendar and replies, in their name. A mailbox that answers slowly makes
way for the others and is read after them; one that does not answer is trouble of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from desktop_admin.domain.appointment import Appointment, OutOfOffice
from desktop_admin.domain.ports import MOST_IN_A_BATCH, CalendarGlance, Clock, MailFault, MailSystem, RepliesGlance
from desktop_admin.domain.status import Trouble
from desktop_admin.service.concurrency_limit import ConcurrencyLimit
from desktop_admin.service.reading_progress import Tally
from desktop_admin.service.tasks import for_each, racing

BATCH, MAILBOX = "batch", "mailbox"
OF_ONE_MAILBOX = (Trouble.MAILBOX_NOT_FOUND, Trouble.NO_IMPERSONATION, Trouble.SERVER_FAULT, Trouble.UNREACHABLE)
BATCH_READERS = 4
READERS = 8
SLOW_READERS = 2
PATIENCE = 5.0
"""Seconds after which a mailbox makes way for the others."""

BUSY_TRIES = 8
UNANSWERED_IN_A_ROW = 3
"""So many mailboxes that do not answer make one ask whether Exchange answers at all."""

T = TypeVar("T")
PutOff = Callable[[Sequence[str]], None]


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of one mailbox; None: not this time. ``fault``: why the rest could not be read.

    ``is_glance``: of the automatic replies only whether they are on now.
    """

    address: str
    how: str
    appointments: tuple[Appointment, ...] | None = None
    out_of_office: OutOfOffice | None = None
    fault: MailFault | None = None
    is_glance: bool = False

    @property
    def is_unanswered(self) -> bool:
        """A time-out or a broken connection: it may be this mailbox's trouble, or everybody's."""
        return self.fault is not None and self.fault.trouble is Trouble.UNREACHABLE


@dataclass(frozen=True, slots=True)
class Wish:
    """What to read: calendars from ``start`` to ``end``, automatic replies, or both.

    ``suffices`` says whether a glance at a calendar is enough to know its owner's presence; ``whole_replies`` whether
    the replies for outsiders are needed as well; ``glances_only`` leaves those out who would be read by themselves;
    ``alone`` reads everybody by themselves, and shows no progress; ``put_off`` is given those who answer slowly: nobody
    waits for them then.
    """

    start: datetime
    end: datetime
    calendars: bool = True
    replies: bool = True
    suffices: Callable[[tuple[Appointment, ...]], bool] = lambda _appointments: True
    whole_replies: bool = False
    glances_only: bool = False
    alone: bool = False
    put_off: PutOff | None = None


Seen = Callable[[Sequence[str], Sequence[RepliesGlance]], None]
Take = Callable[[Sequence[Found], Wish], Awaitable[None]]


class Reader:
    """One integration's. ``take`` is given what was found, as it is found."""

    def __init__(self, clock: Clock, tally: Tally, take: Take) -> None:
        self._clock = clock
        self._tally = tally
        self._take = take
        self._limit = ConcurrencyLimit(clock)
        self._refused: dict[str, str] = {}
        self._batches = True
        self._canary = ""
        self._cancelled = 0

    @property
    def takes_glances(self) -> bool:
        """Whether Exchange lets us look at many at once, as far as is known."""
        return self._batches

    def begin(self, *, batches: bool) -> None:
        """A new connection: what was refused may be granted now. ``batches`` off reads everybody by themselves."""
        self._batches = batches
        self._refused.clear()

    def cancel(self) -> None:
        """What is being read now ends; requests under way are still taken."""
        self._cancelled += 1

    async def read(self, mail: MailSystem, addresses: Sequence[str], wish: Wish) -> None:
        """Raises ``MailFault`` when Exchange as a whole is the trouble; what was found before has been taken."""
        # What goes on all day, a few at a time, is no progress that anybody waits for.
        tally = Tally(self._clock, lambda _: None, lambda _: None) if wish.alone else self._tally
        job = _Job(self._cancelled, wish, tally, list(addresses))
        tally.more(len(addresses))
        try:
            await self._read_glances(mail, job, wish)
            await self._read_alone(mail, job, job.replies_left, replace(wish, calendars=False))
            if not wish.glances_only:
                await self._read_alone(mail, job, job.left, wish)
        finally:
            left = len(addresses) - len(job.settled)
            if left:
                tally.one(left, skipped=job.cancelled != self._cancelled)

    async def glance_at_replies(
        self, mail: MailSystem, addresses: Sequence[str], seen: Seen
    ) -> tuple[RepliesGlance, ...]:
        """Whose automatic replies are on, as far as Exchange tells that for many at once. ``seen`` is given who was
        asked for and what came of it, part by part. Raises ``MailFault``.
        """
        if not self._batches:
            return tuple(RepliesGlance(address, None) for address in addresses)
        found: list[RepliesGlance] = []

        async def one(part: Sequence[str]) -> None:
            glances: Sequence[RepliesGlance] = ()
            try:
                glances = await self._glances(mail.read_replies, part)
            finally:
                seen(part, glances)
            found.extend(glances)

        await for_each(_parts(addresses), one, BATCH_READERS)
        return tuple(found)

    # -- many at once

    async def _read_glances(self, mail: MailSystem, job: _Job, wish: Wish) -> None:
        """Whoever a glance is enough for is taken; the others stay in ``job.left``."""
        if wish.alone or not self._batches:
            return
        asked = [address for address in job.left if address not in self._refused]
        job.left = [address for address in job.left if address in self._refused]

        async def one(part: Sequence[str]) -> None:
            if job.cancelled != self._cancelled:
                return
            if not self._batches:
                job.left += part
                return
            found = await self._glance_at(mail, job, part, wish)
            enough = [each for each in found if each.appointments is not None or not wish.calendars]
            job.left += sorted(set(part) - {each.address for each in enough})
            await self._settle(job, enough)

        await for_each(_parts(asked), one, BATCH_READERS)

    async def _glance_at(self, mail: MailSystem, job: _Job, part: Sequence[str], wish: Wish) -> list[Found]:
        calendars: dict[str, CalendarGlance] = {}
        if wish.calendars:
            told = await self._glances(lambda some: mail.read_calendars(some, wish.start, wish.end), part)
            calendars = {glance.mailbox: glance for glance in told}
            self._refused |= {each.mailbox: each.why for each in calendars.values() if each.appointments is None}
            part = [
                address
                for address in part
                if (glance := calendars.get(address)) is not None
                and glance.appointments is not None
                and wish.suffices(glance.appointments)
            ]
        found = [Found(each, BATCH, calendars[each].appointments if wish.calendars else None) for each in part]
        if not wish.replies or not found:
            return found
        return self._with_replies(job, found, await self._glances(mail.read_replies, part), wish)

    def _with_replies(self, job: _Job, found: list[Found], replies: Sequence[RepliesGlance], wish: Wish) -> list[Found]:
        """Whose reply is not told whole, or not at all, is asked for it afterwards."""
        told = {glance.mailbox: glance for glance in replies}
        for each in found:
            glance = told.get(each.address)
            away = None if glance is None else glance.out_of_office
            if away is None or (away.internal_reply and (wish.whole_replies or (glance and not glance.is_whole))):
                job.replies_left.append(each.address)
        return [
            replace(each, out_of_office=told[each.address].out_of_office, is_glance=True)
            if each.address in told
            else each
            for each in found
        ]

    async def _glances(self, ask: Callable[[Sequence[str]], Awaitable[Sequence[T]]], part: Sequence[str]) -> list[T]:
        """Nothing where Exchange refuses batches altogether, or one does not come: these people are read alone.

        One that does not come is asked for once more, in halves and with fewer requests at a time: a server under load
        gives these, and reading a hundred mailboxes alone would cost it much more.
        """
        found = await self._glance(ask, part)
        if found is not None or not self._batches:
            return [*(found or ())]
        self._limit.lower()
        middle = (len(part) + 1) // 2
        halves: list[T] = []
        for half in (part[:middle], part[middle:]):
            found = await self._glance(ask, half) if half else ()
            if found is None:
                break
            halves += found
        return halves

    async def _glance(
        self, ask: Callable[[Sequence[str]], Awaitable[Sequence[T]]], part: Sequence[str]
    ) -> Sequence[T] | None:
        try:
            return await self._patiently(lambda: ask(part))
        except MailFault as fault:
            if fault.trouble not in OF_ONE_MAILBOX:
                raise
            if fault.trouble is not Trouble.UNREACHABLE:
                self._batches = False
            return None

    # -- one by one

    async def _read_alone(self, mail: MailSystem, job: _Job, whom: list[str], wish: Wish) -> None:
        slow: list[str] = []

        async def one(address: str) -> None:
            if job.cancelled != self._cancelled:
                return
            asking = self._ask_alone(mail, address, wish)
            async with racing(asking, self._clock.sleep(PATIENCE)) as (answer, patience):
                await asyncio.wait((answer, patience), return_when=asyncio.FIRST_COMPLETED)
                found = answer.result() if answer.done() else None
            if found is None:
                slow.append(address)
            else:
                await self._heed(mail, job, found)

        async def again(address: str) -> None:
            if job.cancelled == self._cancelled:
                await self._heed(mail, job, await self._ask_alone(mail, address, wish))

        await for_each(whom, one, READERS)
        if wish.put_off is not None:
            wish.put_off(slow)
        else:
            await for_each(slow, again, SLOW_READERS)
        if job.unanswered:
            await self._be_sure_of_exchange(mail, job)
            unanswered, job.unanswered = job.unanswered, []
            await self._settle(job, unanswered)

    async def _ask_alone(self, mail: MailSystem, address: str, wish: Wish) -> Found:
        found = Found(address, MAILBOX)
        try:
            if wish.calendars:
                appointments = await self._patiently(lambda: mail.read_appointments(address, wish.start, wish.end))
                found = replace(found, appointments=appointments)
            if wish.replies:
                out_of_office = await self._patiently(lambda: mail.read_out_of_office(address))
                found = replace(found, out_of_office=out_of_office)
        except MailFault as fault:
            if fault.trouble not in OF_ONE_MAILBOX:
                raise
            return replace(found, fault=fault)
        return found

    async def _heed(self, mail: MailSystem, job: _Job, found: Found) -> None:
        """Takes what was found; several mailboxes in a row without an answer may mean that Exchange gives none."""
        if found.is_unanswered:
            job.unanswered.append(found)
            if len(job.unanswered) % UNANSWERED_IN_A_ROW == 0:
                await self._be_sure_of_exchange(mail, job)
            return
        if found.fault is None:
            self._canary = found.address
        job.unanswered, waiting = [], job.unanswered
        await self._settle(job, [*waiting, found])

    async def _be_sure_of_exchange(self, mail: MailSystem, job: _Job) -> None:
        """Raises the fault unless Exchange still answers for the mailbox that it answered for last."""
        last = job.unanswered[-1].fault
        if last is not None and (not self._canary or self._canary in [each.address for each in job.unanswered]):
            raise last
        try:
            await self._patiently(lambda: mail.read_out_of_office(self._canary))
        except MailFault as fault:
            if fault.trouble is Trouble.UNREACHABLE:
                raise

    # -- both

    async def _settle(self, job: _Job, found: Sequence[Found]) -> None:
        if not found:
            return
        await self._take(found, job.wish)
        new = {each.address for each in found} - job.settled
        job.settled |= new
        if new:
            job.tally.one(len(new))

    async def _patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Asks again after the pause that a busy server named, some times. Raises ``MailFault``."""
        for _ in range(BUSY_TRIES - 1):
            try:
                async with self._limit.request():
                    return await ask()
            except MailFault as fault:
                if fault.trouble is not Trouble.SERVER_BUSY:
                    raise
        async with self._limit.request():
            return await ask()


@dataclass(slots=True)
class _Job:
    """One call of ``read``: who is left, or left with their replies, and who gave no answer since the last that did."""

    cancelled: int
    wish: Wish
    tally: Tally
    left: list[str]
    replies_left: list[str] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)
    unanswered: list[Found] = field(default_factory=list)


def _parts(addresses: Sequence[str]) -> list[Sequence[str]]:
    return [addresses[first : first + MOST_IN_A_BATCH] for first in range(0, len(addresses), MOST_IN_A_BATCH)]
