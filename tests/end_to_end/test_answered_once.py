"""Killed at every named point between reading and bookkeeping, each invitation gets exactly one reply: also where the
server leaves answered requests in the inbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_admin.domain.decision import Outcome
from desktop_admin.domain.journal import JournalEntry, OutboxEntry
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.ports import Credentials, Endpoint
from desktop_admin.exchange.connection import ExchangeConnection
from desktop_admin.service.alarms import Alarms
from desktop_admin.service.aliases import issue_alias
from desktop_admin.service.bus import Bus
from desktop_admin.service.inbox import Inbox
from desktop_admin.service.outbox import Outbox
from desktop_admin.service.story import Story, Teller
from desktop_admin.storage import Database
from endurance.victim import POINTS, arm
from exchange_lookalike.api import Sandbox
from tests.helpers.clock import ManualClock
from tests.helpers.ews_client import EwsClient

HEAD = "ab" * 16
KEY = "a signing key that is long enough for it"
ELSEWHERE = {"subscribed by push", "subscribed by streaming", "calendar read, not stored"}
PASSED = [name for name in POINTS if name not in ELSEWHERE]


class Killed(BaseException):
    """The end of the process, as far as one test can have it."""


def kill() -> None:
    raise Killed


class Mailroom:
    """What reads and answers the conferencing mailbox, over one database file; each life begins with nothing else."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox = sandbox
        self.file = folder / "concierge.sqlite3"
        self.policy = SchedulingPolicy(alias_domain=sandbox.domain)
        self.decided: list[JournalEntry] = []

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        database = Database(self.file)
        await database.open()
        try:
            yield database
        finally:
            await database.close()

    async def set_up(self) -> None:
        async with self.database() as database, database.begin() as work:
            await work.integrations.add(HEAD, {"name": "Head office"}, datetime.now(UTC))

    async def instructions(self) -> str:
        """The joining instructions of another alias."""
        async with self.database() as database:
            return (await issue_alias(database, HEAD, self.policy, KEY, datetime.now(UTC))).instructions

    async def live(self) -> None:
        """Reads and answers until nothing is left to do."""
        clock, service = ManualClock(datetime.now(UTC)), self.sandbox.service_account
        teller = Teller(Story(clock, Bus()), HEAD, "Head office")
        mail = ExchangeConnection(Endpoint(self.sandbox.url), Credentials(service.address, service.password))
        async with self.database() as database:
            outbox = Outbox(HEAD, database, clock, teller, self._settled, lambda _entry, _why: None)
            inbox = Inbox(
                HEAD,
                self.sandbox.conferencing_mailbox.address,
                database,
                clock,
                teller,
                Alarms(clock, lambda _: None),
                KEY,
                self.policy,
                lambda entry, _answer: self.decided.append(entry),
            )
            try:
                await mail.connect()
                await inbox.load()
                await inbox.catch_up(mail)
                await outbox.flush(mail)
            finally:
                await mail.close()

    async def _settled(self, _entry: OutboxEntry) -> None:
        await asyncio.sleep(0)


class Organiser:
    """Somebody of the company, on a thread beside the look-alike's loop."""

    def __init__(self, sandbox: Sandbox) -> None:
        person = next(account for account in sandbox.accounts if account.kind == "user")
        self._client = EwsClient(sandbox.url, person.address, person.password)
        self._guest = sandbox.conferencing_mailbox.address

    async def invite(self, subject: str, text: str) -> None:
        start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
        await asyncio.to_thread(self._client.invite, self._guest, start, f"<p>{text}</p>", subject=subject)

    def close(self) -> None:
        self._client.__exit__(None, None, None)

    async def replies(self) -> list[tuple[str, str]]:
        found = await asyncio.to_thread(self._client.replies)
        return sorted((each.subject, each.item_class.rpartition(".")[2]) for each in found)


@asynccontextmanager
async def office(folder: Path, quirks: Sequence[str]) -> AsyncIterator[tuple[Mailroom, Organiser]]:
    async with Sandbox(people=1, quirks=quirks) as sandbox:
        mailroom, organiser = Mailroom(sandbox, folder), Organiser(sandbox)
        await mailroom.set_up()
        try:
            yield mailroom, organiser
        finally:
            organiser.close()
        assert not sandbox.dispatcher.failures


async def invite_twice(mailroom: Mailroom, organiser: Organiser, about: str) -> None:
    """One invitation to accept, one to decline."""
    await organiser.invite(f"{about}, with a room", await mailroom.instructions())
    await organiser.invite(f"{about}, without one", "See you there.")


def one_reply_each(*about: str) -> list[tuple[str, str]]:
    accepted = [(f"Accepted: {each}, with a room", "Pos") for each in about]
    return sorted([*accepted, *((f"Declined: {each}, without one", "Neg") for each in about)])


@pytest.mark.parametrize("quirks", [[], ["keeps_answered"]], ids=["as Exchange", "keeps answered"])
async def test_killed_at_every_point_each_invitation_gets_one_reply(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quirks: list[str]
) -> None:
    async with office(tmp_path, quirks) as (mailroom, organiser):
        for number, point in enumerate(PASSED, start=1):
            await invite_twice(mailroom, organiser, point)
            with monkeypatch.context() as patch:
                victim = POINTS[point]
                patch.setattr(victim.owner, victim.function, getattr(victim.owner, victim.function))
                arm(victim, 1, kill)
                with pytest.raises(Killed):
                    await mailroom.live()
            await mailroom.live()
            assert await organiser.replies() == one_reply_each(*PASSED[:number])


async def test_what_was_answered_before_this_program_knew_of_it_is_not_answered_again(tmp_path: Path) -> None:
    """A new installation, or a backup of the day before, beside a server that keeps what was answered."""
    async with office(tmp_path, ["keeps_answered"]) as (mailroom, organiser):
        await invite_twice(mailroom, organiser, "Planning")
        await mailroom.live()
        assert [each.outcome for each in mailroom.decided] == [Outcome.ACCEPTED, Outcome.DECLINED]
        mailroom.file = tmp_path / "another.sqlite3"
        mailroom.decided.clear()
        await mailroom.set_up()
        await mailroom.live()
        assert [each.outcome for each in mailroom.decided] == [Outcome.IGNORED] * 2
        assert await organiser.replies() == one_reply_each("Planning")
