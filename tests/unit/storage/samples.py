"""One record of every kind, with every field away from its default."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from desktop_admin.domain.appointment import Appointment, MyResponse, OutOfOffice, OutOfOfficeState, ShowAs
from desktop_admin.domain.conference import Conference, IssuedAlias, OccurrenceOverride
from desktop_admin.domain.decision import Outcome, RuleSeen
from desktop_admin.domain.journal import JournalEntry, OutboxEntry
from desktop_admin.domain.meeting import Frequency, ItemId, Mailbox, MessageKind, Recurrence, Weekday
from desktop_admin.domain.notification_day import NotificationDay
from desktop_admin.domain.people import DEFAULT_PRESENCES, Keyword, Override, Person, SetBy
from desktop_admin.domain.ports import AnswerKind
from desktop_admin.storage import Database, StoredReading, Work
from tests.helpers.stored import stored_conference

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

APPOINTMENTS = (
    Appointment("a1", NOON, NOON + HOUR, "Lunch", "Canteen", ShowAs.TENTATIVE, False, False, True, MyResponse.ACCEPTED),
    Appointment("a2", NOON, NOON + 24 * HOUR, show_as=ShowAs.OUT_OF_OFFICE, is_all_day=True, is_private=True),
    Appointment("a0", NOON - HOUR, NOON, "Stand-up", is_recurring=True),
)
AWAY = OutOfOffice(OutOfOfficeState.SCHEDULED, NOON, NOON + 48 * HOUR, "<p>gone</p>", "<p>Gone</p>")
ALIAS = IssuedAlias("id-1", "head", "Vmr123456@meet.example.com", "Vmr123456", NOON)
SERIES = Conference(
    id="c1",
    integration_id="head",
    meeting_uid="uid-1",
    alias_id="id-1",
    alias=ALIAS.alias,
    numeric_alias=ALIAS.numeric_alias,
    name="Weekly",
    description="What we do",
    subject="Weekly meeting",
    location="Room 1",
    organizer=Mailbox("ada@example.com", "Ada"),
    start=NOON,
    end=NOON + HOUR,
    zone="Europe/Berlin",
    is_all_day=True,
    recurrence=Recurrence(
        Frequency.WEEKLY,
        date(2026, 11, 21),
        interval=2,
        weekdays=(Weekday.MONDAY, Weekday.FRIDAY),
        first_day_of_week=Weekday.SUNDAY,
        until=date(2027, 3, 1),
    ),
    overrides=(
        OccurrenceOverride(NOON + 48 * HOUR, None, None, sequence=2, stamp=NOON),
        OccurrenceOverride(NOON + 96 * HOUR, NOON + 97 * HOUR, NOON + 98 * HOUR, "Moved", "Room 2"),
    ),
    orphan=True,
    sequence=3,
    stamp=NOON - HOUR,
    join_before=5,
    join_after=10,
    theme="dark",
    passcode="1234",
    chair_passcode="5678",
    by_hand=("theme",),
    delegate="grace@example.com",
    zone_is_known=False,
)
ENTRY = JournalEntry(
    integration_id="head",
    item_id="AAMk=",
    received=NOON - HOUR,
    at=NOON,
    kind=MessageKind.REQUEST,
    outcome=Outcome.ACCEPTED,
    reason="All is well.",
    organizer="ada@example.com",
    sender="grace@example.com",
    subject="Weekly meeting",
    location="Room 1",
    alias=ALIAS.alias,
    start=NOON,
    end=NOON + HOUR,
    zone="Europe/Berlin",
    is_series=True,
    uid="uid-1",
    recurrence_id=NOON,
    code="new_series",
    rules=(RuleSeen("incomplete", "all there", "passed"), RuleSeen("alias_conflict", "free", "passed", passed=False)),
    message={"organizer_name": "Ada", "is_all_day": False},
)
ANSWER = OutboxEntry("head", "rooms@example.com", ItemId("AAMk=", "CQ=="), AnswerKind.ACCEPT, NOON, "<p>Welcome</p>")


async def fill(database: Database) -> None:
    """Every table of an integration "head" gets something; "branch" must exist already or is not needed."""
    async with database.begin() as work:
        if await work.integrations.get("head") is None:
            await work.integrations.add("head", {"name": "Head office"}, NOON)
        person = await work.people.save("head", Person(0, "Ada", "ada@example.com", "101", False))
        await work.presences.replace("head", DEFAULT_PRESENCES)
        await work.keywords.replace("head", [Keyword("lunch", "Lunch", anywhere=True), Keyword("trip", "Travelling")])
        await work.facts.save_readings([StoredReading(person.id, APPOINTMENTS, AWAY, NOON, NOON + 24 * HOUR, NOON)])
        await work.facts.save_override(person.id, Override("Lunch", NOON, SetBy.PERSON))
        await work.aliases.add(ALIAS)
        await work.conferences.save(SERIES, NOON)
        entry = await work.journal.put(ENTRY)
        await work.outbox.add(
            OutboxEntry("head", "rooms@example.com", ItemId("AAMk="), AnswerKind.ACCEPT, NOON, journal_id=entry.id)
        )
        await work.sync_states.put("head", "rooms@example.com", "state")
        await work.history.add("head", NOON, "push", "All is well.")
        await work.notifications.add("head", NotificationDay("2026-11-21", 4, 3, 2, 1))


async def everything(work: Work) -> list[Any]:
    """What is stored of "head", table by table; empty lists are left out."""
    people = await work.people.list("head")
    parts: list[Any] = [
        people,
        await work.presences.list("head"),
        await work.keywords.list("head"),
        await work.facts.of([person.id for person in people]),
        await work.aliases.get("head", "id-1"),
        await stored_conference(work, "head", "uid-1"),
        await work.journal.recent("head", 10),
        await work.outbox.waiting("head"),
        await work.sync_states.get("head", "rooms@example.com"),
        await work.history.since("head", NOON),
        await work.notifications.since("head", ""),
    ]
    return [part for part in parts if part]
