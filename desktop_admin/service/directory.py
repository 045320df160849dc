"""Keeps the cache of the directory: read on a schedule and on demand, never emptied by an outage or an empty answer."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from desktop_admin.directory import open_directory
from desktop_admin.domain.counted import counted, people
from desktop_admin.domain.directory import (
    MOST_PROBLEMS,
    DirectoryFactory,
    DirectoryFault,
    DirectoryProblem,
    DirectoryState,
    EntryKind,
    emptiness,
    next_refresh,
)
from desktop_admin.domain.ports import Clock, Vault
from desktop_admin.domain.room_sync import DirectoryRoom
from desktop_admin.domain.status import Severity
from desktop_admin.errors import ConciergeError
from desktop_admin.log_fields import Words
from desktop_admin.logs import register_secret
from desktop_admin.service.alarms import Alarms
from desktop_admin.service.directory_view import DirectoryView
from desktop_admin.service.keys import directory_password_key
from desktop_admin.service.room_sync import sync_enterprise_rooms
from desktop_admin.service.story import Teller
from desktop_admin.service.tasks import racing
from desktop_admin.settings import DirectoryKind, DirectorySettings
from desktop_admin.storage import Database, Work

DIRECTORY_ALARM = "directory"
_AT_ONCE = 1000


class DirectoryKeeper:
    """One integration's directory. ``changed`` is told of every new view."""

    def __init__(
        self,
        integration_id: str,
        database: Database,
        vault: Vault,
        clock: Clock,
        teller: Teller,
        alarms: Alarms,
        changed: Callable[[DirectoryView], None],
        opener: DirectoryFactory = open_directory,
    ) -> None:
        self._id = integration_id
        self._database = database
        self._vault = vault
        self._clock = clock
        self._teller = teller
        self._alarms = alarms
        self._changed = changed
        self._opener = opener
        self._settings = DirectorySettings()
        self._alias_domain = ""
        self._active = False
        self._state = DirectoryState()
        self._has_password = False
        self._reading: int | None = None
        self._failed: datetime | None = None
        self._failures = 0
        self._refused = False
        self._is_stale = False
        self._turn = asyncio.Lock()
        self._woken = asyncio.Event()

    @property
    def view(self) -> DirectoryView:
        return DirectoryView(self._state, self._due(), self._reading, self._has_password)

    async def load(self, settings: DirectorySettings, alias_domain: str, active: bool) -> None:
        """What is stored; nothing is read yet."""
        self._settings, self._alias_domain, self._active = settings, alias_domain, active
        async with self._database.begin() as work:
            self._state = await work.directory.state(self._id)
        await self._note_password()

    async def configure(
        self, settings: DirectorySettings, alias_domain: str, active: bool, *, password_changed: bool = False
    ) -> None:
        """Takes changed settings. Another source is read at once; without one what it gave is forgotten."""
        same = settings.reads_the_same(self._settings) and alias_domain == self._alias_domain and not password_changed
        self._settings, self._alias_domain, self._active = settings, alias_domain, active
        if not same:
            self._failed, self._failures, self._refused = None, 0, False
            self._is_stale = True
        await self._note_password()
        if settings.source is DirectoryKind.NONE and not same:
            await self._forget()
        self._woken.set()
        self._changed(self.view)

    async def run(self) -> None:
        """Reads whenever it is due, until cancelled."""
        while True:
            self._woken.clear()
            due = self._due()
            pause = (due - self._clock.now()).total_seconds() if due else None
            if pause is None:
                await self._woken.wait()
            elif pause > 0:
                async with racing(self._woken.wait(), self._clock.sleep(pause)) as waits:
                    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            else:
                await self.refresh()

    async def refresh(self) -> DirectoryView:
        """Reads the directory now. A failure is told in the view, the log and an alarm; the cache stays then."""
        async with self._turn:
            try:
                state = await self._read()
            except DirectoryFault as fault:
                await self._failed_by(fault)
            except ConciergeError as fault:
                await self._failed_by(DirectoryFault(fault.message, fault.remedy))
            else:
                await self._took(state)
            finally:
                self._reading = None
            # Whoever is cancelled leaves it to the next reading: stopping must not wait for it.
            with contextlib.suppress(ConciergeError):
                await self._tidy()
            self._changed(self.view)
            self._woken.set()
            return self.view

    def _due(self) -> datetime | None:
        if self._settings.source is DirectoryKind.NONE or not self._active:
            return None
        every = timedelta(minutes=self._settings.refresh_minutes)
        refreshed = None if self._is_stale else self._state.refreshed
        return next_refresh(refreshed, every, self._failed, self._failures, self._clock.now(), refused=self._refused)

    async def _read(self) -> DirectoryState:
        source = self._settings.source_of(await self._password())
        if source is None:
            raise DirectoryFault("No directory is chosen.", "Choose one on the Directory page.")
        async with self._database.begin() as work:
            before = await work.directory.state(self._id)
            generation = await work.directory.begin(self._id)
        problems: list[DirectoryProblem] = []
        read = left_out = 0
        self._reading = 0
        self._changed(self.view)
        directory = self._opener(source)
        try:
            async for batch in directory.read():
                for place in range(0, len(batch.entries), _AT_ONCE):
                    # A transaction each: whoever else wants to store something does not wait for the whole directory.
                    async with self._database.begin() as work:
                        part = batch.entries[place : place + _AT_ONCE]
                        problems += await work.directory.add(self._id, generation, part)
                problems += batch.problems
                left_out += batch.left_out
                read += len(batch.entries)
                self._reading = read
                self._changed(self.view)
        finally:
            await directory.close()
        return await self._take(before, generation, problems, left_out)

    async def _take(
        self, before: DirectoryState, generation: int, problems: list[DirectoryProblem], left_out: int
    ) -> DirectoryState:
        async with self._database.begin() as work:
            counts = await work.directory.count(self._id, generation)
            people, rooms = counts.get(EntryKind.PERSON, 0), counts.get(EntryKind.ROOM, 0)
            if empty := emptiness(people, before):
                raise DirectoryFault(empty, "Check the base DN, the filter, and what the account may read.")
            if not rooms and before.rooms and self._settings.room_attribute:
                rooms = before.rooms
                problems.append(
                    DirectoryProblem(f"No entry has a room number any more; the rooms read before are kept ({rooms}).")
                )
            else:
                problems += await self._sync_rooms(work, generation)
            state = DirectoryState(
                self._clock.now(), people, rooms, "", left_out, tuple(problems[:MOST_PROBLEMS]), len(problems)
            )
            await work.directory.take(self._id, generation, state)
        return state

    async def _sync_rooms(self, work: Work, generation: int) -> list[DirectoryProblem]:
        found = await work.directory.rooms(self._id, generation)
        entries: Sequence[DirectoryRoom] = [
            DirectoryRoom(
                room.key,
                room.name,
                (room.number if "@" in room.number else f"{room.number}@{self._alias_domain}",),
                owner_address=room.address,
                owner_name=room.name,
            )
            for room in found
        ]
        plan = await sync_enterprise_rooms(work, self._id, self._alias_domain, entries, self._clock.now())
        return [DirectoryProblem(problem) for problem in plan.problems]

    async def _took(self, state: DirectoryState) -> None:
        healed = self._failed is not None or self._alarms.is_raised(DIRECTORY_ALARM)
        self._state, self._failed, self._failures = state, None, 0
        self._refused = self._is_stale = False
        self._alarms.clear(DIRECTORY_ALARM)
        found = f"{people(state.people)}, {counted(state.rooms, 'room')}"
        told = f"The directory {'is read again' if healed else 'was read'}: {found}"
        told += f", {state.left_out} disabled accounts left out" if state.left_out else ""
        entries = "one entry" if state.problem_count == 1 else f"{state.problem_count} entries"
        told += f", {entries} with problems" if state.problem_count else ""
        self._teller.info("{words}.", words=Words(told))

    async def _failed_by(self, fault: DirectoryFault) -> None:
        again = self._failures > 0
        self._failed, self._failures, self._refused = self._clock.now(), self._failures + 1, fault.refused
        with contextlib.suppress(ConciergeError):
            async with self._database.begin() as work:
                await work.directory.save_trouble(self._id, str(fault))
        self._state = replace(self._state, trouble=str(fault))
        # Told once when it breaks; the alarm stays.
        log = self._teller.debug if again else self._teller.warning
        log("The directory could not be read. {fault}", fault=str(fault))
        kept = f" What was read before is kept: {people(self._state.people)}." if self._state.people else ""
        self._alarms.raise_(
            DIRECTORY_ALARM, f"{fault.text}{kept}", fault.remedy, Severity.WARNING, short="directory not read"
        )

    async def _forget(self) -> None:
        """The directory is no longer wanted, and the rooms that it gave go with it."""
        async with self._turn:
            async with self._database.begin() as work:
                await work.directory.forget(self._id)
                await sync_enterprise_rooms(work, self._id, self._alias_domain, (), self._clock.now())
            self._state = DirectoryState()
            self._alarms.clear(DIRECTORY_ALARM)
            await self._tidy()

    async def _tidy(self) -> None:
        left = True
        while left:
            async with self._database.begin() as work:
                left = await work.directory.tidy(self._id)

    async def _password(self) -> str:
        if not self._settings.needs_password:
            return ""
        try:
            password = await self._vault.get(directory_password_key(self._id)) or ""
        except ConciergeError as fault:
            raise DirectoryFault(fault.message, fault.remedy) from fault
        if password:
            register_secret(password)
        return password

    async def _note_password(self) -> None:
        try:
            self._has_password = bool(await self._password())
        except DirectoryFault:
            self._has_password = False
