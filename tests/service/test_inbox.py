"""The conferencing inbox: each message is decided once, and its decision and answer are stored together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from desktop_admin.domain.conference import IssuedAlias
from desktop_admin.domain.decision import Outcome
from desktop_admin.domain.directory import DirectoryState, person_entry
from desktop_admin.domain.journal import JournalEntry, OutboxEntry
from desktop_admin.domain.meeting import ItemId, Mailbox, MeetingMessage, MessageKind
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.ports import AnswerKind, SyncStateInvalid
from desktop_admin.domain.retry_pauses import held_invitation_pause
from desktop_admin.service.alarms import Alarms
from desktop_admin.service.aliases import issue_alias
from desktop_admin.service.bus import Bus
from desktop_admin.service.inbox import Inbox
from desktop_admin.service.story import Story, Teller
from desktop_admin.service.views import AliasView
from desktop_admin.storage import Database
from desktop_admin.storage.connection import Answer, Transaction
from desktop_admin.storage.thread import DatabaseThread
from tests.helpers.clock import ManualClock
from tests.helpers.fake_mail import FakeMail
from tests.helpers.stored import stored_conference

T = TypeVar("T")
HEAD = "0f" * 16
MAILBOX = "rooms@example.com"
KEY = "a signing key that is long enough for it"
POLICY = SchedulingPolicy(alias_domain="example.com")


@dataclass
class Desk:
    database: Database
    clock: ManualClock
    mail: FakeMail
    alarms: Alarms
    inbox: Inbox
    told: list[tuple[JournalEntry, OutboxEntry | None]] = field(default_factory=list)

    async def issue(self) -> AliasView:
        return await issue_alias(self.database, HEAD, POLICY, KEY, self.clock.now())

    def arrive(self, message: MeetingMessage) -> None:
        self.mail.inbox[message.item_id.id] = message

    async def catch_up(self) -> list[JournalEntry]:
        """What this catch-up decided."""
        before = len(self.told)
        await self.inbox.catch_up(self.mail)
        return [entry for entry, _ in self.told[before:]]

    async def answers(self) -> list[tuple[str, AnswerKind]]:
        async with self.database.begin() as work:
            waiting = await work.outbox.waiting(HEAD)
        return [(entry.item_id.id, entry.kind) for entry in waiting]

    def request(self, item: str, uid: str, body: str, **more: object) -> MeetingMessage:
        begin = self.clock.now() + timedelta(days=1)
        message = MeetingMessage(
            ItemId(item),
            MessageKind.REQUEST,
            self.clock.now(),
            uid=uid,
            stamp=self.clock.now(),
            subject=f"Meeting {uid}",
            body=body,
            organizer=Mailbox("ada@example.com", "Ada"),
            sender=Mailbox("ada@example.com", "Ada"),
            start=begin,
            end=begin + timedelta(minutes=30),
            zone="Europe/Berlin",
        )
        return replace(message, **more)


async def test_a_page_is_one_trip_to_the_database_thread_with_few_statements(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    trips, statements = 0, 0
    call, execute = DatabaseThread.call, Transaction.execute

    async def counted(self: DatabaseThread, act: Callable[[], T]) -> T:
        nonlocal trips
        trips += 1
        return await call(self, act)

    def noted(self: Transaction, *asked: Any) -> Answer:
        nonlocal statements
        statements += 1
        return execute(self, *asked)

    bodies = [(await desk.issue()).instructions for _ in range(12)]
    monkeypatch.setattr(DatabaseThread, "call", counted)
    monkeypatch.setattr(Transaction, "execute", noted)
    seen = []
    for page in (bodies[:2], bodies[2:]):
        trips, statements = 0, 0
        for body in page:
            desk.arrive(desk.request(body, body, body))
        assert {entry.outcome for entry in await desk.catch_up()} == {Outcome.ACCEPTED}
        seen.append((trips, statements))
    (few_trips, few), (many_trips, many) = seen
    assert many_trips == few_trips
    assert many - few <= 8 * 20


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    database = Database(tmp_path / "concierge.sqlite3")
    await database.open()
    clock = ManualClock()
    async with database.begin() as work:
        await work.integrations.add(HEAD, {}, clock.now())
    teller = Teller(Story(clock, Bus()), HEAD, "Head office")
    alarms = Alarms(clock, lambda _: None)
    told: list[tuple[JournalEntry, OutboxEntry | None]] = []
    inbox = Inbox(
        HEAD, MAILBOX, database, clock, teller, alarms, KEY, POLICY, lambda *processed: told.append(processed)
    )
    yield Desk(database, clock, FakeMail(), alarms, inbox, told)
    await database.close()


async def test_an_invitation_with_our_instructions_is_accepted_and_uses_its_alias(desk):
    issued = await desk.issue()
    desk.arrive(desk.request("one", "u1", f"<p>Hello</p>{issued.instructions}"))
    (entry,) = await desk.catch_up()
    assert (entry.outcome, entry.alias) == (Outcome.ACCEPTED, issued.alias)
    assert await desk.answers() == [("one", AnswerKind.ACCEPT)]


async def test_a_second_catch_up_decides_nothing_again(desk):
    desk.arrive(desk.request("one", "u1", "<p>nothing</p>"))
    assert len(await desk.catch_up()) == 1
    assert await desk.catch_up() == []
    desk.mail._told.clear()  # the server tells everything again, as after a restored sync state
    assert await desk.catch_up() == []
    assert await desk.answers() == [("one", AnswerKind.DECLINE)]


async def test_a_lost_sync_state_is_read_from_the_beginning_and_answers_nothing_twice(desk):
    desk.arrive(desk.request("one", "u1", ""))
    await desk.catch_up()
    desk.arrive(desk.request("two", "u2", ""))
    real, refused = desk.mail.inbox_changes, []

    async def forgetful(mailbox: str, state: str | None):
        if state is not None and not refused:
            refused.append(state)
            raise SyncStateInvalid
        return await real(mailbox, state)

    desk.mail.inbox_changes = forgetful
    assert [entry.item_id for entry in await desk.catch_up()] == ["two"]
    assert refused


async def test_somebody_elses_instructions_are_in_conflict(desk):
    issued = await desk.issue()
    desk.arrive(desk.request("one", "u1", issued.instructions))
    desk.arrive(desk.request("two", "u2", issued.instructions))
    outcomes = {entry.uid: (entry.outcome, entry.code) for entry in await desk.catch_up()}
    assert outcomes["u1"][0] is Outcome.ACCEPTED
    assert outcomes["u2"] == (Outcome.DECLINED, "alias_conflict")


async def test_a_cancellation_frees_the_alias_and_answers_nobody(desk):
    issued = await desk.issue()
    desk.arrive(desk.request("one", "u1", issued.instructions))
    await desk.catch_up()
    await desk.clock.advance(60)
    desk.arrive(desk.request("two", "u1", "", kind=MessageKind.CANCELLATION, sequence=1))
    (entry,) = await desk.catch_up()
    assert entry.outcome is Outcome.APPLIED
    assert ("two", AnswerKind.FINISH) in await desk.answers()
    desk.arrive(desk.request("three", "u3", issued.instructions))
    (again,) = await desk.catch_up()
    assert again.outcome is Outcome.ACCEPTED
    desk.arrive(desk.request("four", "u4", issued.instructions))
    (other,) = await desk.catch_up()
    assert (other.outcome, other.code) == (Outcome.DECLINED, "alias_conflict")


async def test_a_freed_alias_that_somebody_else_holds_now_is_not_given_back(desk):
    issued = await desk.issue()
    desk.arrive(desk.request("one", "u1", issued.instructions))
    desk.arrive(desk.request("two", "u1", "", kind=MessageKind.CANCELLATION, sequence=1))
    await desk.catch_up()
    async with desk.database.begin() as work:
        another = IssuedAlias("ab" * 8, HEAD, issued.alias, issued.numeric_alias, desk.clock.now())
        await work.aliases.add(another)
    desk.arrive(desk.request("three", "u3", issued.instructions))
    (entry,) = await desk.catch_up()
    assert (entry.outcome, entry.code) == (Outcome.DECLINED, "alias_conflict")
    assert "a calendared room that no invitation has used yet" in entry.reason


async def test_an_unreadable_item_is_held_with_an_alarm_and_tried_again(desk):
    broken = desk.request("one", "u1", (await desk.issue()).instructions)
    desk.arrive(replace(broken, unreadable="It has no start."))
    (entry,) = await desk.catch_up()
    assert entry.outcome is Outcome.HELD
    assert await desk.answers() == []
    assert any("could not be decided" in alarm.text for alarm in desk.alarms.standing)
    assert await desk.catch_up() == []  # its pause is not over

    desk.arrive(broken)
    desk.mail._told.add("one")
    await desk.clock.advance(held_invitation_pause(1).total_seconds())
    (entry,) = await desk.catch_up()
    assert entry.outcome is Outcome.ACCEPTED
    assert desk.alarms.standing == ()


async def test_the_alarm_names_what_is_held_and_no_longer_what_was_decided(desk):
    for number in ("1", "2", "3", "4", "5"):
        desk.arrive(desk.request(number, f"u{number}", "", unreadable="It has no start."))
    await desk.catch_up()
    (alarm,) = desk.alarms.standing
    assert [number for number in "12345" if f"“Meeting u{number}”" in alarm.text] == ["3", "4", "5"]
    assert alarm.text.endswith(" And 2 more.")

    desk.arrive(replace(desk.mail.inbox["5"], unreadable=""))
    await desk.clock.advance(held_invitation_pause(1).total_seconds())
    await desk.catch_up()
    (alarm,) = desk.alarms.standing
    assert alarm.text.startswith("4 invitations ") and "Meeting u5" not in alarm.text


async def test_an_item_that_cannot_be_read_for_long_keeps_its_name_and_nothing_else_waits_for_it(desk):
    desk.arrive(desk.request("odd", "u1", "", unreadable="It has no start."))
    desk.arrive(desk.request("late", "u2", (await desk.issue()).instructions, unreadable="It has no end."))
    await desk.catch_up()
    # Read by its id alone, an item tells nothing of itself.
    desk.arrive(MeetingMessage(ItemId("odd"), MessageKind.OTHER, desk.clock.now(), unreadable="It has no start."))
    desk.arrive(replace(desk.mail.inbox["late"], unreadable=""))
    await desk.clock.advance(held_invitation_pause(1).total_seconds())
    (entry,) = await desk.catch_up()
    assert (entry.item_id, entry.outcome) == ("late", Outcome.ACCEPTED)
    (alarm,) = desk.alarms.standing
    assert "“Meeting u1” from ada@example.com. The message could not be read whole: It has no start." in alarm.text
    assert desk.inbox.next_due() == desk.clock.now() + held_invitation_pause(2)


async def test_a_template_that_fails_holds_the_item_instead_of_declining_it(desk):
    desk.inbox.policy = replace(POLICY, templates={"accept_new_single": "{{ 1 / 0 }}"})
    desk.arrive(desk.request("one", "u1", (await desk.issue()).instructions))
    (entry,) = await desk.catch_up()
    assert entry.outcome is Outcome.HELD
    assert await desk.answers() == []
    async with desk.database.begin() as work:
        assert await stored_conference(work, HEAD, "u1") is None


async def test_a_held_item_that_somebody_took_away_is_let_go(desk):
    desk.arrive(desk.request("one", "u1", "", unreadable="It has no start."))
    await desk.catch_up()
    del desk.mail.inbox["one"]
    await desk.clock.advance(held_invitation_pause(1).total_seconds())
    await desk.catch_up()
    assert desk.alarms.standing == ()
    assert desk.told[-1][0].outcome is Outcome.IGNORED


async def test_held_items_survive_a_restart(desk):
    desk.arrive(desk.request("one", "u1", "", unreadable="It has no start."))
    await desk.catch_up()
    again = Inbox(
        HEAD,
        MAILBOX,
        desk.database,
        desk.clock,
        Teller(Story(desk.clock, Bus()), HEAD, "Head office"),
        desk.alarms,
        KEY,
        POLICY,
        lambda *processed: desk.told.append(processed),
    )
    await again.load()
    assert again.next_due() == desk.clock.now()
    desk.arrive(replace(desk.mail.inbox["one"], unreadable=""))
    desk.mail._told.add("one")
    await again.catch_up(desk.mail)
    assert desk.told[-1][0].outcome is Outcome.DECLINED


async def _directory(desk, *addresses):
    entries = [person_entry(address, address, (address,)) for address in addresses]
    async with desk.database.begin() as work:
        await work.directory.add(HEAD, 1, entries)
        await work.directory.take(HEAD, 1, DirectoryState(desk.clock.now(), len(entries)))


@pytest.mark.parametrize(
    ("people", "checked", "outcome"),
    [
        (("ada@example.com",), True, Outcome.ACCEPTED),
        (("delegate@example.com",), True, Outcome.ACCEPTED),
        (("somebody@example.com",), True, Outcome.DECLINED),
        (("somebody@example.com",), False, Outcome.ACCEPTED),
        ((), True, Outcome.ACCEPTED),
    ],
    ids=["organiser known", "delegate known", "nobody known", "not checked", "no directory was ever read"],
)
async def test_the_directory_is_asked_for_organiser_and_delegate(desk, people, checked, outcome):
    desk.inbox.policy = replace(POLICY, check_sender=checked)
    if people:
        await _directory(desk, *people)
    issued = await desk.issue()
    desk.arrive(desk.request("one", "u1", issued.instructions, sender=Mailbox("Delegate@Example.com", "D")))
    (entry,) = await desk.catch_up()
    assert entry.outcome is outcome
    assert entry.code == ("unknown_sender" if outcome is Outcome.DECLINED else entry.code)


async def test_a_name_that_another_integrations_conference_has_gets_a_number(desk):
    """The conferencing platform has one list of names, whichever integration a conference came from."""
    branch = "ab" * 16
    async with desk.database.begin() as work:
        await work.integrations.add(branch, {}, desk.clock.now())
    desk.arrive(desk.request("one", "u1", (await desk.issue()).instructions, subject="Planning"))
    await desk.catch_up()
    teller = Teller(Story(desk.clock, Bus()), branch, "Branch")
    other = Inbox(branch, MAILBOX, desk.database, desk.clock, teller, desk.alarms, KEY, POLICY, lambda *_: None)
    issued = await issue_alias(desk.database, branch, POLICY, KEY, desk.clock.now())
    mail = FakeMail()
    mail.inbox["two"] = desk.request("two", "u2", issued.instructions, subject="Planning")
    await other.catch_up(mail)
    async with desk.database.begin() as work:
        first, second = await stored_conference(work, HEAD, "u1"), await stored_conference(work, branch, "u2")
    assert second.name == f"{first.name} 2"
