"""Whatever happens to meetings, in whatever order and however often it is told: what is stored in the end is what the
organiser's calendar says, and every request that asks for an answer gets exactly one.

The profile is bounded for the suite; MEETING_SEQUENCES=1000 tries that many.
"""

from __future__ import annotations

import asyncio
import os
import uuid
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_admin.domain.conference import ConferenceState
from desktop_admin.domain.conference_times import FAR, conference_times
from desktop_admin.domain.decision import Outcome
from desktop_admin.domain.journal import JournalEntry, OutboxEntry
from desktop_admin.domain.meeting import ItemId, MeetingMessage, MessageKind
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.ports import AnswerKind
from desktop_admin.service.alarms import Alarms
from desktop_admin.service.aliases import issue_alias
from desktop_admin.service.bus import Bus
from desktop_admin.service.inbox import Inbox
from desktop_admin.service.story import Story, Teller
from desktop_admin.storage import Database
from tests.helpers.clock import START, ManualClock
from tests.helpers.fake_mail import FakeMail
from tests.helpers.organiser import Organiser, deeds, run_life
from tests.helpers.stored import stored_conference

KEY = "a signing key that is long enough for it"
POLICY = SchedulingPolicy(alias_domain="example.com")
EXAMPLES = int(os.environ.get("MEETING_SEQUENCES", "20"))

lives = st.lists(st.tuples(st.sampled_from([0, 3, 4, 5]), st.lists(deeds, max_size=7)), min_size=1, max_size=3)


class Stage:
    """An inbox over a real database, with mail that is made up."""

    def __init__(self, database: Database, head: str) -> None:
        self.database = database
        self.head = head
        self.clock = ManualClock()
        self.mail = FakeMail()
        self.told: list[tuple[JournalEntry, OutboxEntry | None]] = []
        teller = Teller(Story(self.clock, Bus()), head, "Head office")
        alarms = Alarms(self.clock, lambda _: None)
        self.inbox = Inbox(
            head, "rooms@example.com", self.database, self.clock, teller, alarms, KEY, POLICY, self._processed
        )

    def _processed(self, entry: JournalEntry, answer: OutboxEntry | None) -> None:
        self.told.append((entry, answer))

    async def deliver(self, batches: list[list[MeetingMessage]]) -> None:
        for batch in batches:
            for message in batch:
                self.mail.inbox[message.item_id.id] = replace(message, received=self.clock.now())
                await self.clock.advance(1)
            await self.inbox.catch_up(self.mail)

    async def times(self, uid: str) -> list[tuple[datetime, datetime]]:
        async with self.database.begin() as work:
            found = await stored_conference(work, self.head, uid)
        if found is None or found.state is ConferenceState.CANCELLED:
            return []
        assert not found.orphan
        return sorted((each.start, each.end) for each in conference_times(found, START, FAR))


async def play(database: Database, plan: list[tuple[int, list[tuple]]], data: st.DataObject) -> None:
    head = uuid.uuid4().hex
    stage = Stage(database, head)
    async with database.begin() as work:
        await work.integrations.add(head, {}, START)
    issued = [await issue_alias(database, head, POLICY, KEY, START) for _ in plan]
    organisers = [
        run_life(n, length, done, issued[n].instructions, START + timedelta(days=2 + n))
        for n, (length, done) in enumerate(plan)
    ]
    messages = [message for organiser in organisers for message in organiser.sent]
    again = data.draw(st.lists(st.sampled_from(messages), max_size=4), label="doubled")
    copies = [replace(each, item_id=ItemId(f"{each.item_id.id}-copy-{n}")) for n, each in enumerate(again)]
    order = data.draw(st.permutations([*messages, *copies]), label="order")
    cut = data.draw(st.integers(0, len(order)), label="cut")
    await stage.deliver([order[:cut], order[cut:]])
    stage.mail._told.clear()  # the server tells everything once more, as after a restored sync state
    await stage.inbox.catch_up(stage.mail)
    for organiser, alias in zip(organisers, issued, strict=True):
        assert await stage.times(organiser.uid) == organiser.times()
        await check_ledger(stage, alias.alias, organiser)
    check_answers(stage, order)


async def check_ledger(stage: Stage, alias: str, organiser: Organiser) -> None:
    async with stage.database.begin() as work:
        entry = await work.ledger.by_alias(stage.head, alias)
        conference = await stored_conference(work, stage.head, organiser.uid)
    assert entry is not None
    assert conference is not None
    if organiser.is_alive:
        assert (entry.issued.meeting_uid, entry.issued.released) == (organiser.uid, None)
        assert (conference.alias, organiser.subject in conference.subject) == (alias, True)
        assert conference.location == organiser.location
    else:
        # One that was never used has nothing to be freed of: it is released when its time is up.
        assert entry.issued.released is not None or entry.issued.used is None


def check_answers(stage: Stage, delivered: list[MeetingMessage]) -> None:
    kinds = {message.item_id.id: message.kind for message in delivered}
    decided = Counter(entry.item_id for entry, _ in stage.told)
    assert decided == dict.fromkeys(kinds, 1), "every item is decided, and once"
    for entry, answer in stage.told:
        expected = {
            Outcome.ACCEPTED: AnswerKind.ACCEPT,
            Outcome.DECLINED: AnswerKind.DECLINE,
            Outcome.APPLIED: AnswerKind.FINISH,
            Outcome.IGNORED: None,
        }[entry.outcome]
        assert (answer.kind if answer else None) == expected
        assert (entry.outcome is Outcome.APPLIED) <= (kinds[entry.item_id] is MessageKind.CANCELLATION)
        assert entry.outcome is not Outcome.DECLINED or entry.code == "past_series", entry.reason


@pytest.mark.timeout(max(120, 3 * EXAMPLES))
def test_what_is_stored_is_what_the_calendar_says(tmp_path):
    """One loop and one real database for all lives; each has an integration of its own in it."""
    database = Database(tmp_path / "concierge.sqlite3")
    with asyncio.Runner() as runner:

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize="MEETING_SEQUENCES" not in os.environ,
            suppress_health_check=[HealthCheck.too_slow],
        )
        @given(plan=lives, data=st.data())
        def lived(plan, data):
            runner.run(play(database, plan, data))

        runner.run(database.open())
        try:
            lived()
        finally:
            runner.run(database.close())
