"""Rehearsal: everything is decided and stored, and nothing goes out before an administrator's word."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_admin.domain.conference import ConferenceState
from desktop_admin.domain.meeting import ItemId, Mailbox, MeetingMessage, MessageKind
from desktop_admin.domain.status import Status
from desktop_admin.errors import ConciergeError
from desktop_admin.service.events import ItemProcessed
from tests.helpers.stored import stored_conference
from tests.service.test_concierge import stage  # noqa: F401 - the fixture

WRITES = {"answer", "finish_cancellation"}


@pytest.fixture
async def rehearsal(stage):  # noqa: F811 - the fixture
    view = await stage.add()
    await stage.concierge.commands.integrations.save(view.id, {"scheduling": {"rehearsal": True}})
    await stage.concierge.commands.integrations.set_active(view.id, True)
    made = Rehearsal(stage, view.id)
    await eventually(lambda: made.view.condition.status is Status.ONLINE)
    return made


async def eventually(condition):
    """The database works in a thread of its own: asked until a deadline."""
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - what happens there tells nobody
            await asyncio.sleep(0.002)


class Rehearsal:
    def __init__(self, on, integration_id):
        self.stage, self.id = on, integration_id
        self.concierge, self.mail, self.clock = on.concierge, on.mail, on.clock

    async def arrive(self, item, uid, body, **more):
        begin = self.clock.now() + timedelta(days=1)
        ada = Mailbox("ada@example.com", "Ada")
        message = MeetingMessage(
            ItemId(item), MessageKind.REQUEST, self.clock.now(), uid=uid, stamp=self.clock.now(), subject="Budget",
            body=body, organizer=ada, sender=ada, start=begin, end=begin + timedelta(hours=1), zone="UTC",
        )  # fmt: skip
        self.mail.inbox[item] = replace(message, **more)
        decided = len(self.events)
        await self.concierge.commands.integrations.reconnect(self.id)
        await eventually(lambda: len(self.events) > decided and self.view.condition.status is Status.ONLINE)

    @property
    def events(self):
        return [event for event in self.stage.events if isinstance(event, ItemProcessed)]

    @property
    def view(self):
        return self.concierge.context.supervisor(self.id).view()

    async def conference(self, uid):
        async with self.concierge.context.around.database.begin() as work:
            return await stored_conference(work, self.id, uid)

    async def states(self):
        return [each.reply_state for each in reversed(await self.concierge.commands.invitations.list(self.id))]

    async def sent(self, number=0):
        """Which items were answered, once nothing waits to be sent."""
        await eventually(lambda: self.view.waiting == 0 and len(self.mail.answers) >= number)
        return [item for item, _kind, _html in self.mail.answers]

    def written(self):
        return WRITES & set(self.mail.calls)


async def test_everything_is_decided_and_nothing_is_written(rehearsal):
    issued = await rehearsal.concierge.commands.aliases.issue(rehearsal.id)
    await rehearsal.arrive("one", "uid 1", issued.instructions)
    await rehearsal.arrive("two", "uid 2", "no tag")
    await rehearsal.arrive("three", "uid 1", "", kind=MessageKind.CANCELLATION, sequence=1)
    assert await rehearsal.states() == ["rehearsed"] * 3
    assert (await rehearsal.conference("uid 1")).state is ConferenceState.CANCELLED
    assert not rehearsal.written()
    assert (rehearsal.view.rehearsed, rehearsal.view.waiting) == (3, 0)
    replies = [each.reply for each in await rehearsal.concierge.commands.approvals.list(rehearsal.id)]
    assert [bool(reply) for reply in replies] == [True, True, False]


async def test_released_ones_are_sent_and_what_left_the_inbox_is_outdated(rehearsal):
    for item in ("one", "two", "three"):
        await rehearsal.arrive(item, f"uid {item}", "no tag")
    waiting = await rehearsal.concierge.commands.approvals.list(rehearsal.id)
    assert await rehearsal.concierge.commands.approvals.approve(rehearsal.id, [waiting[1].id]) == 1
    assert await rehearsal.sent() == ["two"]
    del rehearsal.mail.inbox["one"]
    assert await rehearsal.concierge.commands.approvals.approve(rehearsal.id) == 2
    assert await rehearsal.sent() == ["two", "three"]
    assert await rehearsal.states() == ["outdated", "sent", "sent"]
    assert rehearsal.view.rehearsed == 0


async def test_discarding_takes_back_conference_and_alias(rehearsal):
    issued = await rehearsal.concierge.commands.aliases.issue(rehearsal.id)
    await rehearsal.arrive("one", "uid 1", issued.instructions)
    assert await rehearsal.concierge.commands.approvals.discard(rehearsal.id) == 1
    assert await rehearsal.conference("uid 1") is None
    entry = await rehearsal.concierge.commands.aliases.find(rehearsal.id, issued.alias)
    assert (entry.issued.used, entry.issued.meeting_uid) == (None, None)
    assert await rehearsal.states() == ["discarded"]
    await rehearsal.concierge.commands.integrations.reconnect(rehearsal.id)
    assert await rehearsal.sent() == []
    assert await rehearsal.states() == ["discarded"]


async def test_a_name_that_somebody_else_took_meanwhile_is_not_taken_back(rehearsal):
    first, second = [await rehearsal.concierge.commands.aliases.issue(rehearsal.id) for _ in range(2)]
    await rehearsal.arrive("one", "uid 1", first.instructions)
    before = (await rehearsal.conference("uid 1")).name
    await rehearsal.arrive("two", "uid 1", first.instructions, sequence=1, subject="Renamed")
    await rehearsal.arrive("three", "uid 2", second.instructions)
    assert (await rehearsal.conference("uid 2")).name == before
    two = (await rehearsal.concierge.commands.approvals.list(rehearsal.id))[1]
    await rehearsal.concierge.commands.approvals.discard(rehearsal.id, [two.id])
    assert (await rehearsal.conference("uid 1")).name == f"{before} 2"


async def test_later_decisions_of_the_meeting_go_with_the_one_they_rest_on(rehearsal):
    issued = await rehearsal.concierge.commands.aliases.issue(rehearsal.id)
    await rehearsal.arrive("one", "uid 1", issued.instructions)
    first = await rehearsal.conference("uid 1")
    await rehearsal.arrive("two", "uid 1", issued.instructions, sequence=1, location="Room 5")
    await rehearsal.arrive("three", "uid 1", "", kind=MessageKind.CANCELLATION, sequence=2)
    one, two, three = await rehearsal.concierge.commands.approvals.list(rehearsal.id)
    assert [each.id for each in await rehearsal.concierge.commands.approvals.depending_on(rehearsal.id, two.id)] == [
        three.id
    ]
    assert await rehearsal.concierge.commands.approvals.discard(rehearsal.id, [two.id]) == 2
    assert await rehearsal.conference("uid 1") == first
    assert (await rehearsal.concierge.commands.aliases.find(rehearsal.id, issued.alias)).issued.released is None
    assert [each.id for each in await rehearsal.concierge.commands.approvals.list(rehearsal.id)] == [one.id]


async def test_what_a_sent_answer_rests_on_stays(rehearsal):
    issued = await rehearsal.concierge.commands.aliases.issue(rehearsal.id)
    await rehearsal.arrive("one", "uid 1", issued.instructions)
    await rehearsal.arrive("two", "uid 1", issued.instructions, sequence=1, location="Room 5")
    one, two = await rehearsal.concierge.commands.approvals.list(rehearsal.id)
    await rehearsal.concierge.commands.approvals.approve(rehearsal.id, [two.id])
    assert await rehearsal.sent() == ["two"]
    assert await rehearsal.concierge.commands.approvals.discard(rehearsal.id, [one.id]) == 1
    assert (await rehearsal.conference("uid 1")).location == "Room 5"
    assert await rehearsal.states() == ["discarded", "sent"]


async def test_an_alias_that_somebody_else_has_by_now_keeps_everything_as_it_is(rehearsal):
    issued = await rehearsal.concierge.commands.aliases.issue(rehearsal.id)
    await rehearsal.arrive("one", "uid 1", issued.instructions)
    await rehearsal.concierge.commands.approvals.approve(rehearsal.id)
    await rehearsal.arrive("two", "uid 1", "", kind=MessageKind.CANCELLATION, sequence=1)
    await rehearsal.concierge.commands.rooms.save(rehearsal.id, "", {"name": "Lobby", "aliases": [issued.alias]})
    with pytest.raises(ConciergeError, match="somebody else has the alias"):
        await rehearsal.concierge.commands.approvals.discard(rehearsal.id)
    assert (await rehearsal.conference("uid 1")).state is ConferenceState.CANCELLED
    assert (await rehearsal.states())[-1] == "rehearsed"


async def test_switched_off_it_says_how_many_still_wait(rehearsal):
    await rehearsal.arrive("one", "uid 1", "no tag")
    assert rehearsal.view.alarms == ()
    await rehearsal.concierge.commands.integrations.save(rehearsal.id, {"scheduling": {"rehearsal": False}})
    (alarm,) = rehearsal.view.alarms
    assert "1 reply is still pending" in alarm.text
    await rehearsal.arrive("two", "uid 2", "no tag")
    assert await rehearsal.sent() == ["two"]
    await rehearsal.concierge.commands.approvals.approve(rehearsal.id)
    assert await rehearsal.sent() == ["two", "one"]
    assert rehearsal.view.alarms == ()


async def test_an_item_that_does_not_wait_is_refused(rehearsal):
    with pytest.raises(ConciergeError, match="No rehearsed answer waits"):
        await rehearsal.concierge.commands.approvals.approve(rehearsal.id, [7])
