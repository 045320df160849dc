"""Conferences in lists, found by words, kept for their time; and what is forgotten is never answered anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_admin.domain.conference import ConferenceState, OccurrenceOverride
from desktop_admin.domain.decision import Outcome
from desktop_admin.domain.journal import OutboxState
from desktop_admin.domain.meeting import Frequency, Mailbox, Recurrence
from desktop_admin.errors import ConciergeError
from desktop_admin.service.keeping import keep_conferences
from desktop_admin.settings.scheduling import SchedulingSettings
from tests.service.test_concierge import stage  # noqa: F401 - the fixture
from tests.unit.storage.samples import ANSWER, ENTRY, SERIES

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Book:
    def __init__(self, on, integration_id):
        self.concierge, self.id, self.now = on.concierge, integration_id, on.clock.now()
        start = self.now
        self.single = replace(
            SERIES, integration_id=self.id, recurrence=None, overrides=(), orphan=False, is_all_day=False, zone="UTC",
            organizer=Mailbox("ada@example.com", "Ada Müller"), start=start, end=start + HOUR, subject="", location="",
        )  # fmt: skip

    def conference(self, name, after, **more):
        begin = self.now + after
        made = replace(self.single, id=name, name=name, meeting_uid=name, alias=f"{name}@x", start=begin)
        return replace(made, end=begin + HOUR, **more)

    async def save(self, *conferences):
        async with self.concierge.context.around.database.begin() as work:
            for each in conferences:
                await work.conferences.save(each, self.now)

    async def names(self, which="upcoming", search="", **more):
        return [each.name for each in await self.concierge.commands.conferences.page(self.id, which, search, **more)]


@pytest.fixture
async def book(stage):  # noqa: F811 - the fixture
    view = await stage.add()
    made = Book(stage, view.id)
    daily = Recurrence(Frequency.DAILY, (made.now - DAY).date())
    await made.save(
        made.conference("later", 2 * DAY),
        made.conference("sooner", 6 * HOUR),
        made.conference("series", -DAY + 2 * HOUR, recurrence=daily, location="Straße 7"),
        made.conference("running", -HOUR / 2),
        made.conference("over", -3 * HOUR),
        made.conference("gone", DAY, state=ConferenceState.CANCELLED),
        made.conference("tombstone", DAY, state=ConferenceState.CANCELLED, alias_id="", alias=""),
    )
    return made


async def test_they_are_listed_by_their_next_occurrence(book):
    assert await book.names() == ["running", "series", "sooner", "later"]
    assert await book.names("running") == ["running"]
    assert await book.names("past") == ["over"]
    assert await book.names("cancelled") == ["gone"]
    counts = await book.concierge.commands.conferences.counts(book.id)
    assert (counts.running, counts.upcoming, counts.past, counts.cancelled) == (1, 4, 1, 1)
    with pytest.raises(ConciergeError, match="no “lost” conferences"):
        await book.names("lost")


async def test_pages_follow_each_other_without_gap_or_repetition(book):
    await book.save(*(book.conference(f"same {number}", 2 * DAY) for number in range(7)))
    seen, after = [], None
    while page := await book.concierge.commands.conferences.page(book.id, limit=3, after=after):
        seen += [each.name for each in page]
        after = (page[-1].cursor, page[-1].id)
    assert seen == ["running", "series", "sooner", "later", *(f"same {number}" for number in range(7))]


async def test_every_word_is_found_regardless_of_case_and_accents(book):
    assert await book.names(search="STRASSE series") == ["series"]
    assert await book.names(search="muller sooner@") == ["sooner"]
    assert await book.names(search="100%") == []
    assert (await book.concierge.commands.conferences.counts(book.id, "ser")).upcoming == 1


async def test_a_series_opens_into_what_is_planned_changed_and_cancelled(book):
    first = book.now + 2 * HOUR
    await book.save(
        book.conference(
            "weekly",
            2 * HOUR,
            recurrence=Recurrence(Frequency.WEEKLY, book.now.date(), count=3),
            overrides=(
                OccurrenceOverride(first + 7 * DAY, None, None),
                OccurrenceOverride(first + 14 * DAY, first + 14 * DAY + HOUR, first + 14 * DAY + 2 * HOUR),
            ),
        )
    )
    found = await book.concierge.commands.conferences.occurrences(book.id, "weekly")
    assert [(each.start - first, each.state) for each in found] == [
        (timedelta(0), "planned"),
        (7 * DAY, "cancelled"),
        (14 * DAY + HOUR, "changed"),
    ]
    assert found[0].is_joinable(found[0].join_from)
    assert not found[0].is_joinable(found[0].join_until)
    assert await book.concierge.commands.conferences.occurrences("another", "weekly") == ()


async def test_what_is_over_is_forgotten_after_its_days(book):
    scheduling = SchedulingSettings(conferences_kept_days=2)
    await keep_conferences(book.concierge.context.around.database, book.id, scheduling, book.now + DAY)
    assert await book.names("past") == ["over"]
    await keep_conferences(book.concierge.context.around.database, book.id, scheduling, book.now + 2 * DAY + HOUR)
    assert await book.names("past") == []
    assert await book.names("cancelled") == []
    assert await book.names() == ["series", "sooner", "later"]


async def test_a_forgotten_decision_leaves_the_item_known_and_nothing_of_it(book):
    async with book.concierge.context.around.database.begin() as work:
        for item, outcome, state in (
            ("done", Outcome.ACCEPTED, OutboxState.DONE),
            ("rehearsed", Outcome.ACCEPTED, OutboxState.REHEARSED),
            ("held", Outcome.HELD, None),
        ):
            entry = await work.journal.put(
                replace(ENTRY, integration_id=book.id, item_id=item, outcome=outcome, at=book.now)
            )
            if state is not None:
                await work.outbox.add(replace(ANSWER, integration_id=book.id, journal_id=entry.id, state=state))
    later = book.now + 31 * DAY
    await keep_conferences(
        book.concierge.context.around.database, book.id, SchedulingSettings(journal_kept_days=30), later
    )
    assert len(await book.concierge.commands.invitations.list(book.id)) == 2
    async with book.concierge.context.around.database.begin() as work:
        known = await work.journal.seen(book.id, "done")
        assert known is not None
        assert known.outcome is Outcome.ACCEPTED
        assert (known.subject, known.organizer, known.rules) == ("", "", ())
        assert await work.outbox.of(known.id) is None
        assert len(await work.outbox.rehearsed(book.id)) == 1
        assert len(await work.journal.held(book.id)) == 1
