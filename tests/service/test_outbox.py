"""The outbox sends each answer once, whatever breaks in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_admin.domain.decision import Decision, Outcome
from desktop_admin.domain.journal import OutboxEntry, OutboxState, Undo, journal_entry
from desktop_admin.domain.meeting import ItemId, Mailbox, MeetingMessage, MessageKind
from desktop_admin.domain.ports import AnswerFate, AnswerKind, Cure, MailFault
from desktop_admin.domain.status import Trouble
from desktop_admin.service.bus import Bus
from desktop_admin.service.outbox import ALARM_AFTER, AT_ONCE, Outbox
from desktop_admin.service.story import Story, Teller
from desktop_admin.storage import Database
from tests.helpers.clock import ManualClock, settle
from tests.helpers.fake_mail import FakeMail

MAILBOX = "rooms@example.com"
BUSY = MailFault(Trouble.SERVER_FAULT, "Exchange failed.")


@dataclass
class Desk:
    database: Database
    clock: ManualClock
    mail: FakeMail
    outbox: Outbox
    settled: list[OutboxEntry] = field(default_factory=list)
    stuck: list[str | None] = field(default_factory=list)
    why: list[str] = field(default_factory=list)

    async def put(
        self,
        item: str,
        kind: AnswerKind = AnswerKind.ACCEPT,
        undo: Undo | None = None,
        *,
        uid: str = "",
        organizer: str = "ada@example.com",
    ) -> None:
        message = MeetingMessage(
            ItemId(item),
            MessageKind.REQUEST,
            self.clock.now(),
            uid=uid or f"uid {item}",
            organizer=Mailbox(organizer, ""),
        )
        self.mail.inbox[item] = message
        async with self.database.begin() as work:
            entry = await work.journal.put(
                journal_entry("head", message, Decision(Outcome.ACCEPTED, "fits"), self.clock.now())
            )
            await work.outbox.add(
                OutboxEntry(
                    "head",
                    MAILBOX,
                    ItemId(item),
                    kind,
                    self.clock.now(),
                    f"<p>{item}</p>",
                    journal_id=entry.id,
                    undo=undo,
                )
            )

    async def waiting(self) -> int:
        async with self.database.begin() as work:
            return await work.outbox.count_waiting("head")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    database = Database(tmp_path / "concierge.sqlite3")
    await database.open()
    clock = ManualClock()
    async with database.begin() as work:
        await work.integrations.add("head", {}, clock.now())
    settled: list[OutboxEntry] = []
    stuck: list[str | None] = []

    async def note(entry: OutboxEntry) -> None:
        settled.append(entry)

    why: list[str] = []

    def told(entry: OutboxEntry | None, reason: str) -> None:
        stuck.append(entry.item_id.id if entry else None)
        why.extend([reason] if reason else [])

    outbox = Outbox(
        "head",
        database,
        clock,
        Teller(Story(clock, Bus()), "head", "Head office"),
        note,
        told,
    )
    yield Desk(database, clock, FakeMail(), outbox, settled, stuck, why)
    await database.close()


async def test_what_waits_is_sent_in_order_and_settled(desk: Desk) -> None:
    for item in ("one", "two", "three"):
        await desk.put(item)
    assert await desk.outbox.flush(desk.mail) is None
    assert [item for item, _, _ in desk.mail.answers] == ["one", "two", "three"]
    assert [(entry.state, entry.fate) for entry in desk.settled] == [(OutboxState.DONE, AnswerFate.SENT)] * 3
    assert await desk.waiting() == 0


class SlowMail(FakeMail):
    """Every answer but the first takes until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.on_their_way: list[str] = []
        self.let_go = asyncio.Event()

    async def answer(self, mailbox: str, item_id: ItemId, kind: AnswerKind, html: str) -> AnswerFate:
        if self.answers:
            self.on_their_way.append(item_id.id)
            await self.let_go.wait()
        return await super().answer(mailbox, item_id, kind, html)


async def test_several_are_sent_at_a_time_and_those_of_a_meeting_one_after_the_other(desk: Desk) -> None:
    mail = desk.mail = SlowMail()
    await desk.put("first")
    for number in range(AT_ONCE + 2):
        await desk.put(f"{number}", uid="the same" if number in (0, 1) else "")
    async with asyncio.TaskGroup() as group:
        flushing = group.create_task(desk.outbox.flush(mail))
        await settle()
        assert mail.on_their_way == [f"{number}" for number in range(AT_ONCE + 1) if number != 1]
        mail.let_go.set()
        assert await flushing is None
    sent = [item for item, _, _ in mail.answers]
    assert sorted(sent) == sorted(["first", *(f"{number}" for number in range(AT_ONCE + 2))])
    assert sent.index("0") < sent.index("1")
    assert await desk.waiting() == 0


async def test_one_that_is_tried_again_holds_up_its_meeting_and_nobody_elses(desk: Desk) -> None:
    await desk.put("request", uid="known to all")
    await desk.put("update", uid="known to all")
    await desk.put("another's", uid="known to all", organizer="mallory@example.com")
    desk.mail.faults["answer"] = [BUSY]
    again = await desk.outbox.flush(desk.mail)
    assert [item for item, _, _ in desk.mail.answers] == ["another's"]
    assert await desk.outbox.flush(desk.mail) == again
    assert again is not None
    await desk.clock.advance((again - desk.clock.now()).total_seconds())
    await desk.outbox.flush(desk.mail)
    assert [item for item, _, _ in desk.mail.answers] == ["another's", "request", "update"]


async def test_after_a_refusal_nothing_more_is_sent_and_what_is_on_its_way_ends_whole(desk: Desk) -> None:
    mail = desk.mail = SlowMail()
    for number in range(AT_ONCE + 3):
        await desk.put(f"{number}")
    async with asyncio.TaskGroup() as group:
        flushing = group.create_task(_refused(desk))
        await settle()
        mail.faults["answer"] = [MailFault(Trouble.SERVER_BUSY, "Too busy.")]
        mail.let_go.set()
        await flushing
    assert len(mail.answers) == AT_ONCE
    assert await desk.waiting() == 3


async def _refused(desk: Desk) -> None:
    with pytest.raises(MailFault, match="Too busy"):
        await desk.outbox.flush(desk.mail)


async def test_an_answer_that_arrived_although_the_connection_broke_is_not_sent_again(desk: Desk) -> None:
    await desk.put("one")
    desk.mail.lose_answers = 1
    again = await desk.outbox.flush(desk.mail)
    assert again is not None
    assert await desk.waiting() == 1
    await desk.clock.advance((again - desk.clock.now()).total_seconds())
    assert await desk.outbox.flush(desk.mail) is None
    assert len(desk.mail.answers) == 1
    assert desk.mail.calls.count("awaits_answer") == 1
    assert await desk.waiting() == 0


async def test_an_answer_that_did_not_arrive_is_sent_again_with_growing_pauses_and_an_alarm(desk: Desk) -> None:
    await desk.put("one")
    desk.mail.faults["answer"] = [BUSY] * ALARM_AFTER
    pauses = []
    for _ in range(ALARM_AFTER):
        again = await desk.outbox.flush(desk.mail)
        assert again is not None
        pauses.append((again - desk.clock.now()).total_seconds())
        await desk.clock.advance(pauses[-1])
    assert pauses == [5, 10, 20]
    assert desk.stuck == ["one"]
    await desk.outbox.flush(desk.mail)
    assert len(desk.mail.answers) == 1
    assert desk.stuck == ["one", None]


async def test_one_answer_that_fails_does_not_hold_up_the_others(desk: Desk) -> None:
    await desk.put("one")
    await desk.put("two")
    desk.mail.faults["answer"] = [BUSY]
    await desk.outbox.flush(desk.mail)
    assert [item for item, _, _ in desk.mail.answers] == ["two"]


@pytest.mark.parametrize("trouble", [Trouble.WRONG_PASSWORD, Trouble.PROXY])
async def test_a_refused_sign_in_or_a_proxy_in_the_way_is_not_tried_with_every_answer(
    desk: Desk, trouble: Trouble
) -> None:
    await desk.put("one")
    await desk.put("two")
    desk.mail.faults["answer"] = [MailFault(trouble, "Refused.")] * 2
    with pytest.raises(MailFault):
        await desk.outbox.flush(desk.mail)
    assert desk.mail.calls.count("answer") == 1


async def test_the_pause_that_exchange_asks_for_is_kept(desk: Desk) -> None:
    await desk.put("one")
    desk.mail.faults["answer"] = [MailFault(Trouble.SERVER_FAULT, "Later.", retry_after=120)]
    again = await desk.outbox.flush(desk.mail)
    assert again is not None
    assert (again - desk.clock.now()).total_seconds() == 120


async def test_a_cancellation_is_finished_without_an_answer(desk: Desk) -> None:
    await desk.put("one", AnswerKind.FINISH)
    await desk.outbox.flush(desk.mail)
    assert desk.mail.answers == []
    assert desk.mail.inbox == {}
    assert desk.settled[0].fate is AnswerFate.SENT


async def test_what_exchange_refuses_for_good_is_settled_once_with_the_reason(desk: Desk) -> None:
    await desk.put("one")
    await desk.put("two")
    refusal = MailFault(Trouble.SERVER_FAULT, "The organiser has no address.", cure=Cure.NOTHING)
    desk.mail.faults["answer"] = [refusal]
    assert await desk.outbox.flush(desk.mail) is None
    assert [(entry.item_id.id, entry.fate) for entry in desk.settled] == [
        ("one", AnswerFate.REFUSED),
        ("two", AnswerFate.SENT),
    ]
    assert desk.stuck == [] and await desk.waiting() == 0
    async with desk.database.begin() as work:
        entry = await work.journal.get(desk.settled[0].journal_id)
    assert entry is not None and entry.reason.endswith("No reply was sent: The organiser has no address.")
    assert await desk.outbox.flush(desk.mail) is None
    assert desk.mail.calls.count("answer") == 2


@pytest.mark.parametrize("kind", [AnswerKind.ACCEPT, AnswerKind.FINISH])
async def test_a_reply_that_may_have_been_sent_is_not_said_to_be_unsent(desk: Desk, kind: AnswerKind) -> None:
    """The connection broke while it was sent, and what would show its fate is refused for good."""
    await desk.put("one", kind)
    desk.mail.faults["finish_cancellation" if kind is AnswerKind.FINISH else "answer"] = [BUSY]
    again = await desk.outbox.flush(desk.mail)
    assert again is not None
    await desk.clock.advance((again - desk.clock.now()).total_seconds())
    desk.mail.faults["awaits_answer"] = [MailFault(Trouble.SERVER_FAULT, "The item is corrupt.", cure=Cure.NOTHING)]
    assert await desk.outbox.flush(desk.mail) is None
    assert (desk.settled[0].fate, await desk.waiting()) == (AnswerFate.UNKNOWN, 0)
    assert (desk.mail.answers, len(desk.mail.inbox)) == ([], 1), "and it is not sent once more"
    async with desk.database.begin() as work:
        entry = await work.journal.get(desk.settled[0].journal_id)
    what = "the cancelled meeting was removed" if kind is AnswerKind.FINISH else "the reply was sent"
    assert entry is not None and entry.reason.endswith(f"It is not known whether {what}: The item is corrupt.")


async def test_what_was_never_sent_is_said_to_be_unsent_where_the_item_cannot_be_looked_at(desk: Desk) -> None:
    """A reply of the dry run that was released: its item is looked at before anything is sent."""
    await desk.put("one", undo=Undo())
    desk.mail.faults["awaits_answer"] = [MailFault(Trouble.SERVER_FAULT, "The item is corrupt.", cure=Cure.NOTHING)]
    assert await desk.outbox.flush(desk.mail) is None
    assert desk.settled[0].fate is AnswerFate.REFUSED
    async with desk.database.begin() as work:
        entry = await work.journal.get(desk.settled[0].journal_id)
    assert entry is not None and entry.reason.endswith("No reply was sent: The item is corrupt.")


async def test_one_that_failed_before_and_is_refused_for_good_leaves_the_alarm(desk: Desk) -> None:
    await desk.put("one")
    final = MailFault(Trouble.SERVER_FAULT, "No.", cure=Cure.NOTHING)
    desk.mail.faults["answer"] = [BUSY] * ALARM_AFTER + [final]
    for _ in range(ALARM_AFTER):
        again = await desk.outbox.flush(desk.mail)
        assert again is not None
        await desk.clock.advance((again - desk.clock.now()).total_seconds())
    assert await desk.outbox.flush(desk.mail) is None
    assert desk.stuck == ["one", None]


async def test_what_needs_the_administrator_is_an_alarm_at_once_that_says_what(desk: Desk) -> None:
    await desk.put("one")
    await desk.put("two")
    full = MailFault(Trouble.SERVER_FAULT, "The mailbox is full.", "Raise its quota.", cure=Cure.ADMINISTRATOR)
    desk.mail.faults["answer"] = [full, full, full]
    again = await desk.outbox.flush(desk.mail)
    assert again is not None
    assert desk.stuck == ["one", "two"]
    assert set(desk.why) == {"The mailbox is full. Raise its quota."}
    await desk.clock.advance((again - desk.clock.now()).total_seconds())
    again = await desk.outbox.flush(desk.mail)
    assert again is not None
    assert desk.stuck == ["one", "two", "one"], "as long as one is kept back the alarm stays"
    await desk.clock.advance((again - desk.clock.now()).total_seconds())
    await desk.outbox.flush(desk.mail)
    assert (desk.stuck[-1], await desk.waiting()) == (None, 0)
