"""The disk is full, or another program holds the database, while the service works: it says so, and goes on after."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_admin.domain.meeting import ItemId, Mailbox, MeetingMessage, MessageKind
from desktop_admin.domain.people import Person
from desktop_admin.domain.ports import AnswerKind, Signal, SignalKind
from desktop_admin.domain.status import Status, Trouble
from desktop_admin.exchange import ExchangePushDecoder
from desktop_admin.service.concierge import HOUSEKEEPING_EVERY, Concierge
from desktop_admin.service.supervisor import Supervisor
from desktop_admin.storage import Database
from desktop_admin.vault import MemoryVault
from tests.helpers.clock import ManualClock
from tests.helpers.fake_mail import FakeMail

ROOMS = "rooms@example.com"


@dataclass
class Stage:
    file: Path
    clock: ManualClock
    mail: FakeMail
    concierge: Concierge
    integration: str

    @property
    def supervisor(self) -> Supervisor:
        return self.concierge.context.supervisor(self.integration)

    @asynccontextmanager
    async def database_held(self) -> AsyncIterator[None]:
        """Another program writes and does not come to an end: to us the same as a disk without room."""
        other = sqlite3.connect(self.file, isolation_level=None, timeout=0)
        while not other.in_transaction:
            with suppress(sqlite3.OperationalError):
                other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(0.001)
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()

    async def invite(self) -> None:
        issued = await self.concierge.commands.aliases.issue(self.integration)
        ada, begin = Mailbox("ada@example.com", "Ada"), self.clock.now() + timedelta(days=1)
        self.mail.inbox["one"] = MeetingMessage(
            ItemId("one"),
            MessageKind.REQUEST,
            self.clock.now(),
            uid="u1",
            stamp=self.clock.now(),
            subject="Budget",
            body=issued.instructions,
            organizer=ada,
            sender=ada,
            start=begin,
            end=begin + timedelta(minutes=30),
            zone="Europe/Berlin",
        )

    async def until(self, holds: Callable[[], bool], *, seconds: float = 1.0) -> None:
        """Moves time on, with Exchange's heartbeats; the database's thread needs a little of the real one."""
        deadline = time.monotonic() + 30
        while not holds():
            assert time.monotonic() < deadline, (self.supervisor.condition, self.supervisor.alarms.standing)
            self.mail.signals.put_nowait(Signal(SignalKind.HEARTBEAT))
            await self.clock.advance(seconds)
            await asyncio.sleep(0.005)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    clock, mail, file = ManualClock(patience=0), FakeMail(), tmp_path / "concierge.sqlite3"
    database = Database(file, busy_timeout=0.01)
    concierge = Concierge(database, MemoryVault(), lambda *_: mail, ExchangePushDecoder(), clock)
    await concierge.open()
    concierge.start()
    connection = {"server": "mail.example.com", "user_name": "svc@example.com", "conferencing_mailbox": ROOMS}
    scheduling = {"alias_domain": "example.com"}
    given = {"name": "Head office", "connection": connection, "scheduling": scheduling}
    view = await concierge.commands.integrations.add(given, "secret")
    made = Stage(file, clock, mail, concierge, view.id)
    await concierge.commands.integrations.set_active(view.id, True)
    await made.until(lambda: made.supervisor.condition.status is Status.ONLINE, seconds=0)
    yield made
    await concierge.stop()


async def test_an_invitation_that_cannot_be_stored_waits_and_is_answered_once(stage: Stage) -> None:
    await stage.invite()
    async with stage.database_held():
        stage.mail.signals.put_nowait(Signal(SignalKind.CHANGED, (ROOMS,)))
        await stage.until(lambda: stage.supervisor.condition.status in (Status.DEGRADED, Status.OFFLINE))
        told = stage.supervisor.condition
        assert told.trouble is Trouble.STORAGE
        assert "in use by another program" in told.reason
        (alarm,) = stage.supervisor.alarms.standing
        assert "in use by another program" in alarm.text
        assert stage.mail.answers == []
    await stage.until(lambda: bool(stage.mail.answers), seconds=10)

    def online_once_heard() -> bool:
        """Only a sign of life makes it online again."""
        stage.mail.signals.put_nowait(Signal(SignalKind.HEARTBEAT, (ROOMS,)))
        return stage.supervisor.condition.status is Status.ONLINE

    await stage.until(online_once_heard)
    assert [kind for _, kind, _ in stage.mail.answers] == [AnswerKind.ACCEPT]
    assert stage.supervisor.alarms.standing == ()


async def test_the_subscriptions_life_goes_on_although_its_story_cannot_be_stored(stage: Stage) -> None:
    async with stage.database_held():
        stage.mail.signals.put_nowait(Signal(SignalKind.LOST))
        await stage.until(lambda: stage.supervisor.condition.status is not Status.ONLINE)
        await stage.clock.advance(600)
    await stage.until(lambda: stage.supervisor.condition.status is Status.ONLINE, seconds=10)


async def test_changes_of_presence_are_written_once_there_is_room_again(stage: Stage) -> None:
    person = await stage.concierge.commands.people.save(stage.integration, Person(0, "Ada", "ada@example.com"))
    await stage.concierge.commands.people.set_override(stage.integration, person.id, "Busy")
    async with stage.database_held():
        await stage.clock.advance(1)
        await asyncio.sleep(0.1)
    for _ in range(200):
        await stage.clock.advance(10)
        await asyncio.sleep(0.005)
        async with stage.concierge.context.around.database.begin() as work:
            changes = await work.presence_changes.of(person.id)
        if changes and changes[0].presence == "Busy":
            break
    assert changes[0].presence == "Busy"


async def test_housekeeping_that_failed_is_done_the_next_time(stage: Stage) -> None:
    await stage.concierge.commands.aliases.issue(stage.integration)
    async with stage.database_held():
        stage.clock.leap(timedelta(days=31).total_seconds())
        await stage.clock.advance(1)
        await asyncio.sleep(0.1)
    for _ in range(200):
        await stage.clock.advance(HOUSEKEEPING_EVERY.total_seconds())
        await asyncio.sleep(0.005)
        async with stage.concierge.context.around.database.begin() as work:
            counts = await work.ledger.counts(stage.integration)
        if counts.released:
            break
    assert counts.released == 1
