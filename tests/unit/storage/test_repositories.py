"""What goes in comes out, and what belongs together goes together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from desktop_admin.domain.appointment import Appointment
from desktop_admin.domain.conference import ConferenceState
from desktop_admin.domain.decision import Outcome
from desktop_admin.domain.journal import OutboxState
from desktop_admin.domain.notification_day import NotificationDay
from desktop_admin.domain.people import DEFAULT_PRESENCES, MAX_KEYWORDS, Keyword, Override, Person
from desktop_admin.domain.ports import AnswerFate
from desktop_admin.storage import (
    AddressTaken,
    AliasTaken,
    Database,
    PersonGone,
    StoredFacts,
    StoredReading,
    TooManyKeywords,
)
from desktop_admin.storage.repositories.conferences import surely_over
from tests.helpers.stored import stored_conference
from tests.unit.storage.samples import (
    ALIAS,
    ANSWER,
    APPOINTMENTS,
    AWAY,
    ENTRY,
    HOUR,
    NOON,
    SERIES,
    everything,
    fill,
)

ADA = Person(0, "Ada", "Ada@example.com", "101", False)


async def test_an_integration_goes_with_everything_that_belongs_to_it(database: Database) -> None:
    await fill(database)
    async with database.begin() as work:
        assert len(await everything(work)) == 11
        await work.integrations.remove("head")
        assert await everything(work) == []
        assert [each.id for each in await work.integrations.list()] == ["branch"]


async def test_integrations_and_documents(database: Database) -> None:
    async with database.begin() as work:
        await work.integrations.save("head", {"name": "Centre", "connection": {"port": 443}})
        stored = await work.integrations.get("head")
        assert stored is not None
        assert (stored.id, stored.document, stored.created) == (
            "head",
            {"name": "Centre", "connection": {"port": 443}},
            NOON,
        )
        assert await work.integrations.get("none") is None
        with pytest.raises(KeyError):
            await work.integrations.save("none", {})
        assert await work.documents.get("listener") is None
        await work.documents.put("listener", {"port": 1})
        await work.documents.put("listener", {"port": 2})
        assert await work.documents.get("listener") == {"port": 2}


async def test_people_are_kept_and_their_numbers_never_given_twice(database: Database) -> None:
    async with database.begin() as work:
        ada = await work.people.save("head", ADA)
        assert await work.people.list("head") == (replace(ADA, id=ada.id),)
        changed = await work.people.save("head", replace(ada, name="Lovelace", address=""))
        assert await work.people.get(ada.id) == changed
        await work.people.remove([ada.id])
        assert await work.people.get(ada.id) is None
        assert (await work.people.save("head", ADA)).id > ada.id
        with pytest.raises(PersonGone, match="removed meanwhile"):
            await work.people.save("head", changed)


async def test_an_address_belongs_to_one_person_of_an_integration_whatever_its_case(database: Database) -> None:
    async with database.begin() as work:
        ada = await work.people.save("head", ADA)
        with pytest.raises(AddressTaken, match="already the address of Ada"):
            await work.people.save("head", Person(0, "Grace", "aDA@EXAMPLE.com"))
        grace = await work.people.save("head", Person(0, "Grace", "grace@example.com"))
        with pytest.raises(AddressTaken):
            await work.people.save("head", replace(grace, address="ada@example.com"))
        await work.people.save("head", ada)
        await work.people.save("branch", ADA)
        await work.people.save("head", Person(0, "Nobody"))
        await work.people.save("head", Person(0, "Nobody else"))
        assert len(await work.people.list("head")) == 4


async def test_a_person_of_another_integration_cannot_be_changed(database: Database) -> None:
    async with database.begin() as work:
        ada = await work.people.save("head", ADA)
        with pytest.raises(PersonGone):
            await work.people.save("branch", ada)


async def test_presences_and_keywords_keep_their_order(database: Database) -> None:
    words = [Keyword(f"word {number}", "Busy", number % 2 == 0) for number in range(MAX_KEYWORDS)]
    async with database.begin() as work:
        await work.presences.replace("head", DEFAULT_PRESENCES)
        await work.presences.replace("head", DEFAULT_PRESENCES[::-1])
        assert await work.presences.list("head") == DEFAULT_PRESENCES[::-1]
        assert await work.presences.list("branch") == ()
        await work.keywords.replace("head", words)
        await work.keywords.replace("head", words[::-1])
        with pytest.raises(TooManyKeywords, match="41 keywords"):
            await work.keywords.replace("head", [*words, Keyword("one", "more")])
        assert await work.keywords.list("head") == tuple(words[::-1])
        await work.keywords.replace("head", [])
        assert await work.keywords.list("head") == ()


async def test_what_was_read_of_a_person(database: Database) -> None:
    async with database.begin() as work:
        ada = await work.people.save("head", ADA)
        assert await work.facts.get(ada.id) is None
        await work.facts.save_readings([StoredReading(ada.id, APPOINTMENTS, AWAY, NOON, NOON + 24 * HOUR, NOON - HOUR)])
        whole = StoredFacts(APPOINTMENTS, AWAY, None, NOON, NOON + 24 * HOUR, NOON - HOUR)
        assert await work.facts.get(ada.id) == whole
        await work.facts.save_override(ada.id, Override("Lunch", NOON))
        await work.facts.save_override(ada.id, Override("Busy", NOON + HOUR))
        await work.facts.save_readings([StoredReading(ada.id, APPOINTMENTS[:1], None, NOON, NOON + HOUR, NOON)])
        again = StoredFacts(APPOINTMENTS[:1], None, Override("Busy", NOON + HOUR), NOON, NOON + HOUR, NOON)
        assert await work.facts.of([ada.id, ada.id + 1]) == {ada.id: again}
        assert await work.facts.of([]) == {}
        await work.facts.save_override(ada.id, None)
        assert await work.facts.get(ada.id) == replace(again, override=None)


async def test_an_override_can_come_before_any_reading(database: Database) -> None:
    async with database.begin() as work:
        ada, grace = [await work.people.save("head", Person(0, name, f"{name}@example.com")) for name in ("a", "g")]
        await work.facts.save_override(grace.id, Override("Lunch", NOON))
        assert await work.facts.of([ada.id, grace.id]) == {grace.id: StoredFacts(override=Override("Lunch", NOON))}


async def test_a_late_reading_of_a_removed_person_lands_nowhere(database: Database) -> None:
    async with database.begin() as work:
        ada = await work.people.save("head", ADA)
        await work.people.remove([ada.id])
        await work.facts.save_readings([StoredReading(ada.id, APPOINTMENTS, AWAY, NOON, NOON, NOON)])
        await work.facts.save_override(ada.id, Override("Lunch", NOON))
        assert await work.facts.get(ada.id) is None


@pytest.mark.parametrize("leak", [{"subject": "Divorce"}, {"location": "Court"}])
async def test_a_private_subject_is_never_stored(database: Database, leak: dict[str, str]) -> None:
    private = Appointment("a", NOON, NOON + HOUR, is_private=True)
    async with database.begin() as work:
        ada = await work.people.save("head", ADA)
        with pytest.raises(ValueError, match="private"):
            await work.facts.save_readings([StoredReading(ada.id, (replace(private, **leak),), None, NOON, NOON, NOON)])  # type: ignore[arg-type]  # mypy cannot see the keys
        entry = await work.journal.put(replace(ENTRY, is_private=True))
        assert (entry.subject, entry.location) == ("", "")
        assert await work.journal.get(entry.id) == entry
        await work.facts.save_readings([StoredReading(ada.id, (private,), None, NOON, NOON, NOON)])
        with pytest.raises(IntegrityError, match="private_untold"):
            await work._connection.exec_driver_sql("UPDATE appointments SET subject = 'told'")


async def test_an_alias_is_held_by_one_alone_over_all_integrations(database: Database) -> None:
    async with database.begin() as work:
        await work.aliases.add(ALIAS)
        assert await work.aliases.get("head", "id-1") == ALIAS
        assert await work.aliases.get("branch", "id-1") is None
        assert await work.aliases.is_held(ALIAS.alias.upper())
        with pytest.raises(AliasTaken):
            await work.aliases.add(replace(ALIAS, alias_id="id-2", integration_id="branch", alias=ALIAS.alias.lower()))
        await work.aliases.save(replace(ALIAS, used=NOON, meeting_uid="uid", released=NOON + HOUR))
        assert not await work.aliases.is_held(ALIAS.alias)
        await work.aliases.add(replace(ALIAS, alias_id="id-2", integration_id="branch"))
        assert await work.aliases.is_held(ALIAS.alias)
        await work.aliases.save(replace(ALIAS, alias_id="id-2", integration_id="branch", deleted=NOON))
        assert not await work.aliases.is_held(ALIAS.alias)
        with pytest.raises(KeyError):
            await work.aliases.save(replace(ALIAS, alias_id="none"))


async def test_aliases_that_no_invitation_uses(database: Database) -> None:
    async with database.begin() as work:
        for number, changes in enumerate([{}, {"used": NOON}, {"released": NOON}, {"created": NOON - HOUR}]):
            await work.aliases.add(
                replace(ALIAS, alias_id=f"id-{number}", alias=f"{number}@x", numeric_alias=str(number), **changes)
            )  # type: ignore[arg-type]  # mypy cannot see the keys
        assert [each.alias_id for each in await work.aliases.unused_since("head", NOON + HOUR)] == ["id-3", "id-0"]
        assert [each.alias_id for each in await work.aliases.unused_since("head", NOON)] == ["id-3"]


async def test_a_conference_comes_out_as_it_went_in(database: Database) -> None:
    async with database.begin() as work:
        await work.conferences.save(SERIES, NOON)
        assert await stored_conference(work, "head", "uid-1") == SERIES
        single = replace(SERIES, recurrence=None, overrides=(), name="Once")
        await work.conferences.save(single, NOON)
        assert await stored_conference(work, "head", "uid-1") == single
        assert await stored_conference(work, "branch", "uid-1") is None


async def test_a_meetings_scheduled_conference_is_found_before_its_cancelled_one(database: Database) -> None:
    async with database.begin() as work:
        await work.conferences.save(replace(SERIES, id="old", start=NOON + HOUR, state=ConferenceState.CANCELLED), NOON)
        await work.conferences.save(replace(SERIES, id="new"), NOON)
        found = await stored_conference(work, "head", "uid-1")
        assert found is not None and found.id == "new"


async def test_who_else_holds_an_alias(database: Database) -> None:
    async with database.begin() as work:
        await work.conferences.save(SERIES, NOON)
        assert await work.conferences.holders_of("id-1", other_than_uid="uid-1") == ()
        assert await work.conferences.holders_of("id-1", other_than_uid="uid-2") == (SERIES,)
        assert await work.conferences.holders_of("id-2", other_than_uid="uid-2") == ()
        await work.conferences.save(replace(SERIES, state=ConferenceState.CANCELLED), NOON)
        assert await work.conferences.holders_of("id-1", other_than_uid="uid-2") == ()


async def test_names_that_are_taken(database: Database) -> None:
    names = ["Weekly", "Weekly 2", "Weekly_x", "weekly", "Week", "Weekly %"]
    async with database.begin() as work:
        for name in names:
            await work.conferences.save(replace(SERIES, id=name, name=name), NOON)
        await work.conferences.save(replace(SERIES, id="gone", name="Weekly 3", state=ConferenceState.CANCELLED), NOON)
        await work.conferences.save(replace(SERIES, id="there", name="Weekly 4", integration_id="branch"), NOON)
        taken = await work.conferences.names_taken("Weekly", "Weekly 2")
        assert taken == {"Weekly", "Weekly_x", "Weekly %", "Weekly 4"}


async def test_conferences_that_can_still_be_joined(database: Database) -> None:
    single = replace(SERIES, recurrence=None, overrides=(), join_after=60)
    endless = replace(SERIES, recurrence=replace(SERIES.recurrence, until=None))  # type: ignore[type-var]  # it is set above
    async with database.begin() as work:
        await work.conferences.save(replace(single, id="over", start=NOON - 3 * HOUR, end=NOON - 2 * HOUR), NOON)
        await work.conferences.save(replace(single, id="late", start=NOON - 2 * HOUR, end=NOON - HOUR / 2), NOON)
        endless = replace(endless, id="endless", start=NOON - 999 * HOUR, end=NOON - 998 * HOUR)
        await work.conferences.save(endless, NOON)
        await work.conferences.save(replace(single, id="next"), NOON)
        await work.conferences.save(replace(single, id="cancelled", state=ConferenceState.CANCELLED), NOON)
        found = await work.conferences.scheduled("head", NOON, 10)
        assert [each.id for each in found] == ["endless", "late", "next"]
        assert [each.id for each in await work.conferences.scheduled("head", NOON, 1)] == ["endless"]


def test_a_series_is_not_over_before_its_last_day_is_over_everywhere() -> None:
    assert SERIES.recurrence is not None
    over = surely_over(SERIES)
    assert over is not None
    assert over.date() >= date(2027, 3, 2)
    assert over - NOON < timedelta(days=110)


async def test_an_item_has_one_entry_in_the_journal(database: Database) -> None:
    async with database.begin() as work:
        assert await work.journal.seen("head", "AAMk=") is None
        held = await work.journal.put(replace(ENTRY, outcome=Outcome.HELD, at=NOON - HOUR))
        assert await work.journal.held("head") == (held,)
        decided = await work.journal.put(ENTRY)
        assert decided == replace(ENTRY, id=held.id)
        assert await work.journal.seen("head", "AAMk=") == decided == await work.journal.get(held.id)
        assert await work.journal.seen("head", "aamk=") is None
        assert await work.journal.seen("branch", "AAMk=") is None
        assert await work.journal.held("head") == ()


async def test_the_newest_entries_with_their_answers(database: Database) -> None:
    async with database.begin() as work:
        entries = [
            await work.journal.put(replace(ENTRY, item_id=f"{number}", at=NOON + number * HOUR)) for number in range(5)
        ]
        answer = await work.outbox.add(replace(ANSWER, journal_id=entries[3].id))
        assert await work.journal.recent("head", 2) == (entries[4], entries[3])
        assert await work.journal.recent_with_replies("head", 2) == ((entries[4], None), (entries[3], answer))


async def test_an_old_entry_is_found_by_words_of_several_fields(database: Database) -> None:
    old = replace(ENTRY, item_id="old", at=NOON - 100 * HOUR, subject="100% Budget", organizer="Eve@example.com")
    async with database.begin() as work:
        wanted = await work.journal.put(old)
        for number in range(5):
            await work.journal.put(replace(ENTRY, item_id=f"{number}", at=NOON + number * HOUR, subject="100 budgets"))
        answer = await work.outbox.add(replace(ANSWER, journal_id=wanted.id))
        assert await work.journal.recent("head", 2, "eve@ budget") == (wanted,)
        assert await work.journal.recent_with_replies("head", 2, "100%") == ((wanted, answer),)
        assert await work.journal.recent("head", 2, "eve@ nothing") == ()


async def test_counts_of_a_day(database: Database) -> None:
    async with database.begin() as work:
        for number, outcome in enumerate([Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.DECLINED]):
            await work.journal.put(replace(ENTRY, item_id=f"{number}", at=NOON + number * HOUR, outcome=outcome))
        assert await work.journal.counts("head", NOON, NOON + 2 * HOUR) == {
            Outcome.ACCEPTED: 2,
            Outcome.DECLINED: 0,
            Outcome.APPLIED: 0,
            Outcome.IGNORED: 0,
            Outcome.HELD: 0,
        }


async def test_an_answer_waits_until_its_fate_is_known(database: Database) -> None:
    async with database.begin() as work:
        entry = await work.journal.put(ENTRY)
        first, second, third = [await work.outbox.add(replace(ANSWER, journal_id=entry.id)) for _ in range(3)]
        assert await work.outbox.waiting("head") == (first, second, third)
        await work.outbox.mark_sending(first.id, NOON)
        await work.outbox.postpone(second.id, NOON + HOUR, 2)
        await work.outbox.mark_done(third.id, AnswerFate.ALREADY, NOON)
        sending = replace(first, state=OutboxState.SENDING, sent_at=NOON)
        postponed = replace(second, not_before=NOON + HOUR, attempts=2)
        assert await work.outbox.waiting("head") == (sending, postponed)
        assert await work.outbox.waiting("head", NOON) == (sending,)
        assert await work.outbox.waiting("head", NOON + HOUR) == (sending, postponed)
        assert await work.outbox.count_waiting("head") == 2
        done = replace(third, state=OutboxState.DONE, fate=AnswerFate.ALREADY, sent_at=NOON)
        assert (await work.journal.recent_with_replies("head", 1))[0][1] == done
        with pytest.raises(IntegrityError):
            await work.outbox.add(ANSWER)


async def test_sync_states_are_found_whatever_the_addresss_case(database: Database) -> None:
    async with database.begin() as work:
        await work.sync_states.put("head", "Rooms@example.com", "one")
        await work.sync_states.put("head", "rooms@example.com", "two")
        assert await work.sync_states.get("head", "ROOMS@example.com") == "two"
        assert await work.sync_states.get("branch", "rooms@example.com") is None
        await work.sync_states.put("head", "rooms@example.com", None)
        assert await work.sync_states.get("head", "rooms@example.com") is None


async def test_notifications_are_added_up_day_by_day(database: Database) -> None:
    async with database.begin() as work:
        await work.notifications.add("head", NotificationDay("2026-11-21", told=2, missed=1))
        await work.notifications.add("head", NotificationDay("2026-11-21", told=3, doubled=1, late=2))
        await work.notifications.add("head", NotificationDay("2026-11-20", told=1))
        today = NotificationDay("2026-11-21", told=5, missed=1, doubled=1, late=2)
        assert await work.notifications.since("head", "2026-11-21") == (today,)
        assert [day.told for day in await work.notifications.since("head", "2026-11-01")] == [1, 5]
        await work.notifications.prune("head", "2026-11-21")
        assert await work.notifications.since("head", "") == (today,)
        assert await work.notifications.since("branch", "") == ()


async def test_history_tells_what_held_at_a_moment_and_what_followed(database: Database) -> None:
    modes = ("connecting", "push", "polling", "push")
    changes = tuple((NOON + number * HOUR, mode, f"why {number}") for number, mode in enumerate(modes))
    async with database.begin() as work:
        for at, mode, reason in changes:
            await work.history.add("head", at, mode, reason)
        assert await work.history.since("head", NOON + 2.5 * HOUR) == changes[2:]
        assert await work.history.since("head", NOON - HOUR) == changes
        await work.history.prune("head", NOON + 2.5 * HOUR)
        assert await work.history.since("head", NOON - HOUR) == changes[2:]
        await work.history.prune("branch", NOON + 9 * HOUR)
        assert await work.history.since("branch", NOON) == ()
