"""Mailboxes that refuse, vanish, answer slowly or never: each is shown at its person, and nobody else waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from desktop_admin.domain.people import Person
from desktop_admin.domain.status import Status
from desktop_admin.exchange import ExchangePushDecoder, connect_to_exchange
from desktop_admin.service.concierge import Concierge
from desktop_admin.service.views import PersonView
from desktop_admin.storage import Database
from desktop_admin.vault import MemoryVault
from exchange_lookalike.api import Sandbox
from exchange_lookalike.notifications.pace import Pace

WITHIN = 30.0


class Office:
    """A running service and its people, by number."""

    def __init__(self, sandbox: Sandbox, concierge: Concierge, integration_id: str) -> None:
        self.sandbox, self.concierge, self.id = sandbox, concierge, integration_id
        self.addresses = [each.address for each in sandbox.accounts if each.kind == "user"]

    def person(self, number: int) -> PersonView:
        views = self.concierge.context.supervisor(self.id).presence.views()
        return next(view for view in views if view.person.address == self.addresses[number])

    @property
    def streams(self) -> int:
        """Streams that the look-alike has open."""
        return int(self.sandbox.counters()["streams"])

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        try:
            async with asyncio.timeout(WITHIN):
                while not holds():  # noqa: ASYNC110 - what is waited for has no event to wait on
                    await asyncio.sleep(0.01)
        except TimeoutError:
            pytest.fail(f"{what} took too long; the people are {[self.person(n) for n in range(len(self.addresses))]}")

    def is_known(self, *numbers: int) -> bool:
        return all(self.person(number).verdict is not None for number in numbers)


@asynccontextmanager
async def office(
    tmp_path: Path, *, batches: bool, people: int = 8, quirks: Sequence[str] = ()
) -> AsyncIterator[Office]:
    """Not active yet, so that trouble can be switched on first. Requests are given up after a second."""
    async with Sandbox(people=people, quirks=quirks, pace=Pace(minute=4.0)) as sandbox:
        concierge = Concierge(
            Database(tmp_path / "c.sqlite3"), MemoryVault(), connect_to_exchange, ExchangePushDecoder()
        )
        await concierge.open()
        concierge.start()
        try:
            account = sandbox.service_account
            values = {
                "name": "head",
                "connection": {"server": sandbox.url, "user_name": account.address},
                "presence": {"read_in_batches": batches},
                "timing": {"request_timeout": 1.0, "heartbeat_seconds": 3.0},
            }
            view = await concierge.commands.integrations.add(values, account.password)
            made = Office(sandbox, concierge, view.id)
            crowd = [Person(0, address.partition("@")[0], address) for address in made.addresses]
            await concierge.commands.people.replace(view.id, crowd, ())
            yield made
        finally:
            await concierge.stop()


async def test_each_bad_mailbox_is_its_own_trouble(tmp_path):
    async with office(tmp_path, batches=False) as at:
        trouble, reads = at.sandbox.trouble, ("FindItem",)
        trouble.set("error", code="ErrorImpersonateUserDenied", mailbox=at.addresses[0], operations=reads)
        trouble.set("error", code="ErrorNonExistentMailbox", mailbox=at.addresses[1], operations=reads)
        trouble.set("latency", seconds=60, mailbox=at.addresses[2], operations=reads)
        trouble.set("error", code="ErrorMailboxStoreUnavailable", mailbox=at.addresses[3], operations=reads)
        await at.concierge.commands.integrations.set_active(at.id, True)
        await at.until(lambda: at.is_known(4, 5, 6, 7), "everybody else's presence")
        await at.until(lambda: all(at.person(number).trouble for number in range(4)), "the troubles")
        words = [at.person(number).trouble for number in range(4)]
        assert "may not act for" in words[0]
        assert "has no mailbox" in words[1]
        assert "does not answer in time" in words[2]
        assert "ErrorMailboxStoreUnavailable" in words[3]
        assert [at.person(number).trouble for number in range(4, 8)] == [""] * 4


async def test_a_calendar_is_known_although_the_automatic_replies_are_refused(tmp_path):
    async with office(tmp_path, batches=False) as at:
        operations = ("GetUserOofSettingsRequest", "GetUserOofSettings")
        at.sandbox.trouble.set("error", code="ErrorAccessDenied", mailbox=at.addresses[0], operations=operations)
        await at.concierge.commands.integrations.set_active(at.id, True)
        await at.until(lambda: at.is_known(*range(8)) and bool(at.person(0).trouble), "the trouble")
        assert "denies" in at.person(0).trouble


async def test_whom_a_batch_cannot_read_is_read_alone_and_shown_so(tmp_path):
    async with office(tmp_path, batches=True) as at:
        at.sandbox.trouble.set("error", code="ErrorAccessDenied", operations=("GetUserAvailabilityRequest",))
        await at.concierge.commands.integrations.set_active(at.id, True)
        await at.until(lambda: at.is_known(*range(8)), "everybody's presence")
        assert {at.person(number).how for number in range(8)} == {"mailbox"}


async def test_a_busy_exchange_is_asked_again_and_nobody_is_blamed(tmp_path):
    async with office(tmp_path, batches=True) as at:
        at.sandbox.trouble.set("busy", back_off_ms=300, count=3, operations=("GetUserAvailabilityRequest",))
        await at.concierge.commands.integrations.set_active(at.id, True)
        await at.until(lambda: at.is_known(*range(8)), "everybody's presence")
        assert [at.person(number).trouble for number in range(8)] == [""] * 8
        assert {at.person(number).how for number in range(8)} == {"batch"}


async def test_whom_nobody_can_subscribe_to_is_swept_and_the_others_of_the_group_are_heard_at_once(tmp_path):
    async with office(tmp_path, batches=True) as at:
        trouble, subscribing = at.sandbox.trouble, ("Subscribe",)
        trouble.set("error", code="ErrorMailboxStoreUnavailable", mailbox=at.addresses[0], operations=subscribing)
        trouble.set("latency", seconds=60, mailbox=at.addresses[1], operations=subscribing)
        await at.concierge.commands.integrations.set_active(at.id, True)
        await at.until(lambda: all(at.person(number).watch == "streaming" for number in range(2, 8)), "streaming")
        await at.until(lambda: all(at.person(number).watch == "sweep" for number in range(2)), "sweeping the others")
        assert "ErrorMailboxStoreUnavailable" in at.person(0).trouble
        assert "does not answer in time" in at.person(1).trouble
        assert at.is_known(*range(8)), "their calendars are known all the same"
        assert [at.person(number).trouble for number in range(2, 8)] == [""] * 6


async def test_a_server_that_streams_one_mailbox_at_a_time_gets_a_stream_for_each_and_few_requests(tmp_path):
    async with office(tmp_path, batches=True, people=13, quirks=["one_mailbox_a_stream"]) as at:
        await at.concierge.commands.integrations.set_active(at.id, True)
        ways = ["streaming"] * 10 + ["sweep"] * 3
        await at.until(lambda: at.streams == 10 and [at.person(n).watch for n in range(13)] == ways, "ten streams")
        asked = at.sandbox.counters()["requests"]
        assert asked["Subscribe"] <= 13 + 10 + 3
        assert asked["GetStreamingEvents"] <= 1 + 10 + 1
        told = [
            line.text
            for line in at.concierge.context.around.story.after(0, 999)
            if "does not stream several" in line.text
        ]
        assert len(told) == 1
        assert at.concierge.context.supervisor(at.id).condition.status is Status.ONLINE


async def test_one_mailbox_whose_subscription_is_lost_is_swept_and_the_others_go_on_streaming(tmp_path):
    async with office(tmp_path, batches=True) as at:
        await at.concierge.commands.integrations.set_active(at.id, True)
        await at.until(lambda: all(at.person(number).watch == "streaming" for number in range(8)), "streaming")
        before = at.sandbox.counters()["requests"]["Subscribe"]
        assert at.sandbox.forget_subscriptions(at.addresses[3]) == 1
        await at.until(lambda: at.person(3).watch == "sweep", "sweeping the one")
        assert "ErrorSubscriptionNotFound" in at.person(3).trouble
        assert {at.person(number).watch for number in range(8) if number != 3} == {"streaming"}
        assert at.sandbox.counters()["requests"]["Subscribe"] == before
