"""Keeps everybody's presence: reads calendars and automatic replies, and changes presence at the exact boundary."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from desktop_admin.domain.address import fold_address
from desktop_admin.domain.batch import glance_suffices
from desktop_admin.domain.people import Override
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.ports import Clock, MailSystem
from desktop_admin.domain.presence import Verdict, decide_presence, override_is_over
from desktop_admin.log_fields import Words
from desktop_admin.service.changed_calendars import ChangedCalendars
from desktop_admin.service.changes_due import ChangesDue
from desktop_admin.service.known import Known, shown_presence
from desktop_admin.service.planned_replies import whom_to_ask
from desktop_admin.service.reading import BATCH, Found, PutOff, Reader, Wish
from desktop_admin.service.reading_log import Reading, ReadingLog
from desktop_admin.service.reading_progress import Progress, Tally
from desktop_admin.service.story import Teller
from desktop_admin.service.tasks import for_each, racing
from desktop_admin.service.views import PersonView
from desktop_admin.storage import Database

PAST_KEPT = timedelta(days=1)
EXACTLY = timedelta(microseconds=1)
LONGEST_REST = 60.0
JUDGED_AT_ONCE = 200
SWEEP = "sweep"


class PresenceKeeper:
    """One integration's people. ``told`` is given those whose presence, cause or next change is another one."""

    def __init__(
        self,
        integration_id: str,
        database: Database,
        clock: Clock,
        teller: Teller,
        told: Callable[[tuple[PersonView, ...]], None],
        progress: Callable[[Progress], None],
    ) -> None:
        self._id = integration_id
        self._database = database
        self._clock = clock
        self._teller = teller
        self._told = told
        self._reader = Reader(clock, Tally(clock, progress, teller.info), self._take)
        self._reading_log = ReadingLog(teller)
        self._first_read = asyncio.Event()
        self._known: dict[int, Known] = {}
        self._due: ChangesDue[int] = ChangesDue()
        self._by_address: dict[str, Known] = {}
        self._addresses: tuple[str, ...] = ()
        self._policy = PresencePolicy()
        self._read_days = 7
        self._unsubscribed: set[str] = set()
        self._changes = ChangedCalendars(clock)
        self._next_moved = asyncio.Event()

    async def load(self, policy: PresencePolicy, read_days: int) -> None:
        """People and rules as they are stored now.

        What is known of people stays; newcomers are known from what was read of them before. Whoever is another one
        than before is judged, and everybody where the rules are others: in parts, so that others have their turn.
        """
        before = self._known
        async with self._database.begin() as work:
            people = await work.people.list(self._id)
            new = {
                each.id for each in people if each.id not in before or before[each.id].person.address != each.address
            }
            stored = await work.facts.of(sorted(new))
        ended = self._ended_choices(before.values())
        are_others = policy != self._policy
        self._policy, self._read_days = policy, read_days
        self._known = {}
        to_judge: list[Known] = []
        for person in people:
            known = before[person.id] if person.id not in new else Known(person)
            if are_others or known.person != person or person.id in new:
                to_judge.append(known)
            known.person = person
            if (facts := stored.get(person.id)) is not None:
                known.remembers(facts)
            self._known[person.id] = known
        for gone in before.keys() - self._known.keys():
            self._due.set(gone, None)
        self._by_address = {
            fold_address(known.person.address): known for known in self._known.values() if known.person.is_kept
        }
        self._addresses = tuple(known.person.address for known in self._by_address.values())
        await self._forget_choices(ended)
        for start in range(0, len(to_judge), JUDGED_AT_ONCE):
            self._evaluate(to_judge[start : start + JUDGED_AT_ONCE], quietly=True)
            await asyncio.sleep(0)

    def choose_instead(self, names: Mapping[str, str]) -> None:
        """Presences have other names (old → new), in people's own choices as well; rules that know them follow."""
        for known in self._known.values():
            chosen = known.facts.override
            if chosen is not None and chosen.presence in names:
                known.facts = replace(known.facts, override=replace(chosen, presence=names[chosen.presence]))

    @property
    def policy(self) -> PresencePolicy:
        return self._policy

    @property
    def addresses(self) -> tuple[str, ...]:
        """Everybody whose calendar is kept; the same object until people change."""
        return self._addresses

    def views(self) -> tuple[PersonView, ...]:
        return tuple(known.view for known in self._known.values())

    def known(self, person_id: int) -> Known | None:
        return self._known.get(person_id)

    def changed(self, mailboxes: Iterable[str]) -> None:
        """These calendars may have changed: they are read soon."""
        self._changes.note(mailboxes)

    def subscribing(self, mailboxes: Iterable[str]) -> None:
        """These are about to be subscribed to: whoever was refused before may not be now."""
        self._unsubscribed.difference_update(fold_address(mailbox) for mailbox in mailboxes)

    def refused(self, mailboxes: Iterable[str], why: str) -> None:
        """Mailboxes that could not be subscribed to: shown at the person, who is swept; nobody else waits for them."""
        for known in filter(None, map(self._find, mailboxes)):
            self._unsubscribed.add(fold_address(known.person.address))
            if known.trouble != why:
                line, address = "{address} is looked at from time to time: {why}", known.person.address
                self._teller.warning(line, address=address, why=Words(why))
            known.watch, known.trouble = SWEEP, why
            self._told((known.view,))

    def watched(self, mailboxes: Iterable[str], watch: str) -> None:
        """How changes of these calendars are learnt of now: push, streaming, or sweep; "" while they are not.

        One whose subscription was refused is swept whatever becomes of the others of its group.
        """
        moved = []
        for mailbox in mailboxes:
            known = self._find(mailbox)
            now = SWEEP if watch and fold_address(mailbox) in self._unsubscribed else watch
            if known is not None and known.watch != now:
                known.watch = now
                moved.append(known.view)
        if moved:
            self._told(tuple(moved))

    async def set_override(self, person_id: int, presence: str | None) -> None:
        known = self._known[person_id]
        override = Override(presence, self._clock.now()) if presence else None
        async with self._database.begin() as work:
            await work.facts.save_override(person_id, override)
        known.facts = replace(known.facts, override=override)
        self._evaluate([known])

    def begin_reading(self, *, batches: bool) -> None:
        """A new connection: the first reading is to come."""
        self._reader.begin(batches=batches)
        self._reading_log.connected()
        self._unsubscribed.clear()
        self._first_read.clear()

    async def first_reading(self) -> None:
        """Until the first reading of this connection has ended."""
        await self._first_read.wait()

    async def read_first(self, mail: MailSystem) -> None:
        """As many as batches give, before anything is subscribed. Raises ``MailFault``."""
        try:
            await self._read(mail, self.addresses, glances_only=True)
        finally:
            self._first_read.set()

    async def catch_up(self, mail: MailSystem, addresses: Sequence[str]) -> None:
        """After subscribing: whoever the first reading has just given is read for what changed since; others wholly.

        One that answers slowly is left to :meth:`run_changes`: what is told of the others does not wait for it.
        """
        await self._first_read.wait()
        fresh = [each for each in addresses if (known := self._find(each)) and known.how == BATCH and not known.trouble]
        await self._read(mail, fresh, replies=False, put_off=self.changed)
        await self._read(mail, sorted(set(addresses) - set(fresh)), put_off=self.changed)

    async def read(self, mail: MailSystem, addresses: Sequence[str]) -> None:
        """Reads these calendars and automatic replies. Raises ``MailFault`` when Exchange as a whole is the trouble."""
        await self._read(mail, addresses)

    def cancel_reading(self) -> None:
        """Whoever has not been read by now is not: what is known of them stays."""
        self._reader.cancel()

    async def read_out_of_office(self, mail: MailSystem) -> None:
        """Everybody's automatic replies: a glance at all of them, and a look at those where it says something new."""
        now = self._clock.now()
        there = [known for known in self._by_address.values() if not known.trouble and known.read_at is not None]
        whom = [known.person.address for known in there]
        glances = await self._reader.glance_at_replies(mail, whom, self._reading_log.looked)
        is_news = [
            glance.mailbox
            for glance in glances
            if (known := self._find(glance.mailbox))
            and known.wants_more_than(glance, now, whole=self._policy.external_greeting)
        ]
        if whom and self._reader.takes_glances:
            self._reading_log.round_ended(whom, glances, len(is_news))
        await self._read(mail, is_news, calendars=False)

    async def read_planned_replies(self, mail: MailSystem, every: float) -> None:
        """Some people's automatic replies by themselves, at a sweep that comes every ``every`` seconds. Where that is
        refused nobody is blamed: the calendar is known.
        """
        if not self._reader.takes_glances:
            return
        now = self._clock.now()
        whom = whom_to_ask(self._by_address.values(), now, every)
        await self._read(mail, [known.person.address for known in whom], calendars=False, alone=True)
        for known in whom:
            known.replies_asked = now

    async def run_changes(self, mail: MailSystem, debounce: float) -> None:
        """Reads calendars that changed, gathered for ``debounce`` seconds, until cancelled."""
        await self._changes.run(lambda whom: self._read(mail, whom, replies=False), debounce)

    async def run_sweeps(self, mail: MailSystem, every: float) -> None:
        """Every ``every`` seconds automatic replies, calendars whose window comes near its end, and those whose last
        reading failed, until cancelled. None of them waits for another one's slow mailboxes.
        """

        async def again_and_again(sweep: Callable[[], Awaitable[None]]) -> None:
            while True:
                await self._clock.sleep(every)
                await sweep()

        sweeps = (
            lambda: self.roll(mail),
            lambda: self.read_out_of_office(mail),
            lambda: self.read_planned_replies(mail, every),
        )
        await for_each(sweeps, again_and_again, len(sweeps))

    async def run_calendar_sweeps(self, mail: MailSystem, every: float) -> None:
        """Calendars without a subscription of their own, every ``every`` seconds, until cancelled."""
        while True:
            await self._clock.sleep(every)
            recently = self._clock.now() - timedelta(seconds=every / 2)
            due = [
                known.person.address
                for known in self._by_address.values()
                if known.watch == SWEEP and known.retry_at is None and (known.read_at or recently) <= recently
            ]
            await self._read(mail, due, replies=False)

    async def roll(self, mail: MailSystem) -> None:
        """Reads whoever's window ends before the days that are read ahead, and whoever is due to be tried again."""
        now = self._clock.now()
        soon = now + timedelta(days=self._read_days)
        await self._read(
            mail, [known.person.address for known in self._by_address.values() if known.is_stale(now, soon)]
        )

    async def run_time(self) -> None:
        """One timer for all people: presence changes when an appointment begins or ends, until cancelled."""
        while True:
            self._next_moved.clear()
            now = self._clock.now()
            self._evaluate([self._known[each] for each in self._due.due(now) if each in self._known])
            upcoming = self._due.next()
            pause = (upcoming - self._clock.now() + EXACTLY).total_seconds() if upcoming else LONGEST_REST
            async with racing(self._next_moved.wait(), self._clock.sleep(min(max(pause, 0), LONGEST_REST))) as waits:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)

    def judge_again(self) -> None:
        """Everybody, now: the clock or the zone is another one than it was."""
        self._evaluate(self._known.values())
        self._next_moved.set()

    async def _read(
        self,
        mail: MailSystem,
        addresses: Sequence[str],
        *,
        calendars: bool = True,
        replies: bool = True,
        glances_only: bool = False,
        alone: bool = False,
        put_off: PutOff | None = None,
    ) -> None:
        whom = [each for each in addresses if self._find(each)]
        if not whom:
            return
        if calendars and replies:
            tell = self._teller.info if len(whom) == len(self._by_address) else self._teller.debug
            tell("Reading calendars and automatic replies; people: {count}.", count=len(whom))
        now, policy = self._clock.now(), self._policy
        wish = Wish(
            start=now - PAST_KEPT,
            end=now + timedelta(days=self._read_days + 1),
            calendars=calendars,
            replies=replies,
            suffices=lambda appointments: glance_suffices(appointments, policy),
            whole_replies=policy.external_greeting,
            glances_only=glances_only,
            alone=alone,
            put_off=put_off,
        )
        await self._reader.read(mail, whom, wish)

    async def _take(self, found: Sequence[Found], wish: Wish) -> None:
        """What was read: known and judged at once, then stored."""
        now = self._clock.now()
        ended = self._ended_choices(known for each in found if (known := self._find(each.address)))
        moved, to_store, healed, readings = [], [], [], []
        for each in found:
            known = self._find(each.address)
            if known is None:
                continue
            had_trouble = bool(known.trouble)
            before, is_news = known.facts.out_of_office, known.learns(each, now, wish.end)
            readings.append(Reading(each, before, known.facts.out_of_office))
            if is_news:
                moved.append(known)
            if is_news or known.is_to_be_stored:
                to_store.append(known)
            if each.fault is not None and not wish.alone:
                self._note_trouble(known, f"{each.fault.text} {each.fault.remedy}".strip())
            elif had_trouble and not known.trouble:
                healed.append(known)
        self._reading_log.took(readings, wish)
        await self._forget_choices(ended)
        self._evaluate(moved)
        if healed:
            self._told(tuple(known.view for known in healed))
        await self._store(to_store, wish.start)

    async def _store(self, read: Sequence[Known], read_from: datetime) -> None:
        """Automatic replies of somebody whose calendar was never read are known, and not stored."""
        rows = [row for known in read if (row := known.reading(read_from)) is not None]
        if rows:
            async with self._database.begin() as work:
                await work.facts.save_readings(rows)
        for known in read:
            known.stored_until = known.read_until

    def _ended_choices(self, whom: Iterable[Known]) -> set[int]:
        now = self._clock.now()
        return {known.person.id for known in whom if override_is_over(known.facts, self._policy, now)}

    async def _forget_choices(self, ended: set[int]) -> None:
        """Own choices that had ended and would come back, because what ended them is gone or counts no longer."""
        whom = [known for each in ended if (known := self._known.get(each)) and known.facts.override]
        revived = {known.person.id for known in whom} - self._ended_choices(whom)
        for person_id in revived:
            self._known[person_id].facts = replace(self._known[person_id].facts, override=None)
        if revived:
            async with self._database.begin() as work:
                for person_id in revived:
                    await work.facts.save_override(person_id, None)

    def _find(self, address: str) -> Known | None:
        return self._by_address.get(fold_address(address))

    def _note_trouble(self, known: Known, why: str) -> None:
        before = known.trouble
        known.failed(why, self._clock.now())
        if before != why:
            line = "The calendar of {address} cannot be read: {why}"
            self._teller.warning(line, address=known.person.address, why=Words(why))
            self._told((known.view,))

    def _evaluate(self, whom: Iterable[Known], *, quietly: bool = False) -> None:
        now = self._clock.now()
        moved = []
        for known in whom:
            before = known.verdict
            known.verdict = decide_presence(known.facts, self._policy, now) if known.can_be_judged else None
            self._due.set(known.person.id, known.verdict.next_change if known.verdict else None)
            if known.verdict != before:
                moved.append(known.view)
                self._tell_change(known, before, quietly)
        if moved:
            self._told(tuple(moved))
            self._next_moved.set()

    def _tell_change(self, known: Known, before: Verdict | None, quietly: bool) -> None:
        after = known.verdict
        if quietly or after is None or (before is not None and before.presence == after.presence):
            return
        was = shown_presence(before.presence if before else "Unknown")
        line, now = "{name}: {before} → {presence} ({cause})", shown_presence(after.presence)
        self._teller.info(line, name=known.person.name, before=was, presence=now, cause=after.cause.text)
