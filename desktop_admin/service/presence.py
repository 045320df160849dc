"""Keeps everybody's presence: reads calendars and automatic replies, and changes presence at the exact boundary."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from desktop_admin.domain.people import Override, Person
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.ports import Clock, MailFault, MailSystem
from desktop_admin.domain.presence import PersonFacts, Verdict, decide_presence
from desktop_admin.domain.status import Trouble
from desktop_admin.service.story import Teller
from desktop_admin.service.tasks import for_each, racing
from desktop_admin.service.throttle import Throttle
from desktop_admin.service.views import PersonView
from desktop_admin.storage import Database, StoredReading

NOT_ONE_MAILBOX = (Trouble.WRONG_PASSWORD, Trouble.NO_PASSWORD, Trouble.UNREACHABLE, Trouble.SERVER_BUSY)
PAST_KEPT = timedelta(days=1)
READERS = 8
EXACTLY = timedelta(microseconds=1)


@dataclass(slots=True)
class Known:
    """What is known of one person, and the presence that follows from it."""

    person: Person
    facts: PersonFacts = field(default_factory=PersonFacts)
    read_at: datetime | None = None
    read_until: datetime | None = None
    trouble: str = ""
    verdict: Verdict | None = None

    @property
    def view(self) -> PersonView:
        return PersonView(self.person, self.verdict, self.read_at, self.trouble)


class PresenceKeeper:
    """One integration's people. ``told`` is given those whose presence, cause or next change is another one."""

    def __init__(
        self,
        integration_id: str,
        database: Database,
        clock: Clock,
        teller: Teller,
        told: Callable[[tuple[PersonView, ...]], None],
        progress: Callable[[int, int], None],
    ) -> None:
        self._id = integration_id
        self._database = database
        self._clock = clock
        self._teller = teller
        self._told = told
        self._progress = progress
        self._throttle = Throttle(clock)
        self._known: dict[int, Known] = {}
        self._by_address: dict[str, Known] = {}
        self._policy = PresencePolicy()
        self._read_days = 7
        self._dirty: set[str] = set()
        self._something_changed = asyncio.Event()
        self._next_moved = asyncio.Event()

    async def load(self, policy: PresencePolicy, read_days: int) -> None:
        """People and what was read of them before; presence is known from the first moment on."""
        async with self._database.begin() as work:
            people = await work.people.list(self._id)
            stored = await work.facts.all(self._id)
        self._policy, self._read_days = policy, read_days
        self._known = {}
        for person in people:
            known = Known(person)
            if (facts := stored.get(person.id)) is not None:
                known.facts = PersonFacts(facts.appointments, facts.out_of_office, facts.override)
                known.read_at, known.read_until, known.trouble = facts.read_at, facts.read_until, facts.trouble
            self._known[person.id] = known
        self._by_address = {
            known.person.address.lower(): known for known in self._known.values() if known.person.is_kept
        }
        self._evaluate(self._known.values(), quietly=True)

    @property
    def policy(self) -> PresencePolicy:
        return self._policy

    @property
    def addresses(self) -> tuple[str, ...]:
        """Everybody whose calendar is kept."""
        return tuple(known.person.address for known in self._by_address.values())

    def views(self) -> tuple[PersonView, ...]:
        return tuple(known.view for known in self._known.values())

    def known(self, person_id: int) -> Known | None:
        return self._known.get(person_id)

    def changed(self, mailboxes: Iterable[str]) -> None:
        """These calendars may have changed: they are read soon."""
        self._dirty.update(mailbox.lower() for mailbox in mailboxes)
        self._something_changed.set()

    def refused(self, mailboxes: Iterable[str], why: str) -> None:
        """Mailboxes that Exchange does not give us: shown at the person, nobody else waits for them."""
        for mailbox in mailboxes:
            if known := self._by_address.get(mailbox.lower()):
                self._note_trouble(known, why)

    async def set_override(self, person_id: int, presence: str | None) -> None:
        known = self._known[person_id]
        override = Override(presence, self._clock.now()) if presence else None
        async with self._database.begin() as work:
            await work.facts.save_override(person_id, override)
        known.facts = replace(known.facts, override=override)
        self._evaluate([known])

    async def read(self, mail: MailSystem, addresses: Sequence[str]) -> None:
        """Reads these calendars and automatic replies. Raises ``MailFault`` when Exchange as a whole is the trouble."""
        whom = [known for address in addresses if (known := self._by_address.get(address.lower()))]
        if not whom:
            return
        tell = self._teller.info if len(whom) == len(self._by_address) else self._teller.debug
        tell(f"Reading calendars and out-of-office of {len(whom)} people.")
        done = 0

        async def one(known: Known) -> None:
            nonlocal done
            await self._read_one(mail, known)
            done += 1
            if len(whom) > 1:
                self._progress(done, len(whom))

        await for_each(whom, one, READERS)

    async def read_out_of_office(self, mail: MailSystem) -> None:
        """Reads everybody's automatic replies, and nothing else."""

        async def one(known: Known) -> None:
            try:
                async with self._throttle.request():
                    state = await mail.read_out_of_office(known.person.address)
            except MailFault as fault:
                if fault.trouble in NOT_ONE_MAILBOX:
                    raise
                self._note_trouble(known, f"{fault.text} {fault.remedy}".strip())
                return
            if state != known.facts.out_of_office:
                known.facts = replace(known.facts, out_of_office=state)
                await self._store(known)
                self._evaluate([known])

        await for_each([known for known in self._by_address.values() if not known.trouble], one, READERS)

    async def run_changes(self, mail: MailSystem, debounce: float) -> None:
        """Reads what changed, gathered for ``debounce`` seconds, until cancelled."""
        while True:
            await self._something_changed.wait()
            await self._clock.sleep(debounce)
            self._something_changed.clear()
            dirty, self._dirty = self._dirty, set()
            try:
                await self.read(mail, sorted(dirty))
            except BaseException:
                self._dirty |= dirty
                raise

    async def run_sweeps(self, mail: MailSystem, every: float) -> None:
        """Automatic replies every ``every`` seconds, and calendars whose window comes near its end, until cancelled."""
        while True:
            await self._clock.sleep(every)
            await self.read_out_of_office(mail)
            soon = self._clock.now() + timedelta(days=self._read_days)
            self.changed(
                known.person.address
                for known in self._by_address.values()
                if known.read_until is not None and known.read_until < soon
            )

    async def run_time(self) -> None:
        """One timer for all people: presence changes when an appointment begins or ends, until cancelled."""
        while True:
            self._next_moved.clear()
            now = self._clock.now()
            self._evaluate([known for known in self._by_address.values() if _is_due(known, now)])
            upcoming = min((at for known in self._by_address.values() if (at := _next(known))), default=None)
            pause = (upcoming - self._clock.now() + EXACTLY).total_seconds() if upcoming else 3600.0
            async with racing(self._next_moved.wait(), self._clock.sleep(min(max(pause, 0), 60.0))) as waits:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)

    async def _read_one(self, mail: MailSystem, known: Known) -> None:
        address = known.person.address
        now = self._clock.now()
        start, end = now - PAST_KEPT, now + timedelta(days=self._read_days + 1)
        try:
            async with self._throttle.request():
                appointments = await mail.read_appointments(address, start, end)
            async with self._throttle.request():
                out_of_office = await mail.read_out_of_office(address)
        except MailFault as fault:
            if fault.trouble in NOT_ONE_MAILBOX:
                raise
            self._note_trouble(known, f"{fault.text} {fault.remedy}".strip())
            return
        self._teller.debug(f"Read calendar and out-of-office of {address}: {len(appointments)} appointments.")
        known.facts = replace(known.facts, appointments=appointments, out_of_office=out_of_office)
        known.read_at, known.read_until, known.trouble = now, end, ""
        await self._store(known, start)
        self._evaluate([known])

    async def _store(self, known: Known, read_from: datetime | None = None) -> None:
        now = self._clock.now()
        async with self._database.begin() as work:
            await work.facts.save_readings(
                [
                    StoredReading(
                        known.person.id,
                        known.facts.appointments,
                        known.facts.out_of_office,
                        read_from=read_from or now,
                        read_until=known.read_until or now,
                        read_at=known.read_at or now,
                    )
                ]
            )

    def _note_trouble(self, known: Known, why: str) -> None:
        if known.trouble != why:
            known.trouble = why
            self._teller.warning(f"The calendar of {known.person.address} cannot be read: {why}")
            self._told((known.view,))

    def _evaluate(self, whom: Iterable[Known], *, quietly: bool = False) -> None:
        now = self._clock.now()
        moved = []
        for known in whom:
            before = known.verdict
            known.verdict = decide_presence(known.facts, self._policy, now) if _can_judge(known) else None
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
        was = f"{before.presence} → " if before else ""
        self._teller.info(f"{known.person.name}: {was}{after.presence} ({after.cause.text})")


def _can_judge(known: Known) -> bool:
    return known.person.is_kept and (known.read_at is not None or known.facts.override is not None)


def _next(known: Known) -> datetime | None:
    return known.verdict.next_change if known.verdict else None


def _is_due(known: Known, now: datetime) -> bool:
    at = _next(known)
    return at is not None and at <= now
