"""Meetings of other organisers: through inbox and database nothing of them moves, and an alarm names the attempt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_admin.domain.conference import Conference, ConferenceState
from desktop_admin.domain.decision import Outcome
from desktop_admin.domain.directory import DirectoryState, person_entry
from desktop_admin.domain.meeting import Mailbox, MeetingMessage, MessageKind
from desktop_admin.domain.ports import AnswerKind
from desktop_admin.service.bus import Bus
from desktop_admin.service.foreign_changes import FOREIGN_ALARM, SHOWN_FOR
from desktop_admin.service.inbox import Inbox
from desktop_admin.service.story import Story, Teller
from tests.helpers.stored import stored_conference
from tests.service.test_inbox import HEAD, KEY, MAILBOX, POLICY, Desk, desk

__all__ = ["desk"]

EVE = Mailbox("eve@example.com", "Eve")
HUGE = 2**31 - 1


def by(message: MeetingMessage, who: Mailbox) -> MeetingMessage:
    return replace(message, organizer=who, sender=who)


async def stored(desk: Desk, uid: str = "u1") -> Conference | None:
    async with desk.database.begin() as work:
        return await stored_conference(work, HEAD, uid)


def alarm_text(desk: Desk) -> str:
    return next((each.text for each in desk.alarms.standing if each.key == FOREIGN_ALARM), "")


async def read_directory(desk: Desk, *people: tuple[str, ...]) -> None:
    async with desk.database.begin() as work:
        generation = await work.directory.begin(HEAD)
        entries = [person_entry(addresses[0], addresses[0], addresses) for addresses in people]
        await work.directory.add(HEAD, generation, entries)
        await work.directory.take(HEAD, generation, DirectoryState(desk.clock.now(), len(people), 0))


@pytest.mark.parametrize("own_tag", [False, True])
async def test_a_stranger_changes_nothing_and_the_organiser_goes_on(desk: Desk, own_tag: bool) -> None:
    body = (await desk.issue()).instructions
    desk.arrive(desk.request("one", "u1", body))
    await desk.catch_up()
    before = await stored(desk)
    await desk.clock.advance(60)
    with_tag = (await desk.issue()).instructions if own_tag else body
    later = desk.clock.now() + timedelta(days=3)
    moved = {"sequence": HUGE, "start": later, "end": later + timedelta(hours=1)}
    desk.arrive(by(desk.request("two", "u1", with_tag, **moved), EVE))
    desk.arrive(by(desk.request("three", "u1", "", kind=MessageKind.CANCELLATION, sequence=HUGE), EVE))
    changed, cancelled = await desk.catch_up()
    assert (changed.outcome, changed.code) == (Outcome.DECLINED, "not_organizer")
    assert (cancelled.outcome, cancelled.code) == (Outcome.IGNORED, "not_organizer")
    assert ("two", AnswerKind.DECLINE) in await desk.answers()
    assert not any(item == "three" for item, _ in await desk.answers())
    assert await stored(desk) == before
    assert "2 changes" in alarm_text(desk)
    assert "eve@example.com tried to cancel “Meeting u1”. Nothing was cancelled." in alarm_text(desk)
    await desk.clock.advance(60)
    desk.arrive(desk.request("four", "u1", body, sequence=1, subject="Still mine", is_out_of_date=True))
    (edit,) = await desk.catch_up()
    assert (edit.outcome, edit.code) == (Outcome.ACCEPTED, "edited_single")
    desk.arrive(desk.request("five", "u1", "", kind=MessageKind.CANCELLATION, sequence=2))
    (end,) = await desk.catch_up()
    assert end.outcome is Outcome.APPLIED
    ended = await stored(desk)
    assert ended is not None and ended.state is ConferenceState.CANCELLED


@pytest.mark.parametrize("together", [True, False])
async def test_a_strangers_cancellation_of_what_was_never_seen_keeps_nobody_out(desk: Desk, together: bool) -> None:
    desk.arrive(by(desk.request("one", "u1", "", kind=MessageKind.CANCELLATION, sequence=HUGE), EVE))
    if not together:
        await desk.catch_up()
    await desk.clock.advance(1)
    desk.arrive(desk.request("two", "u1", (await desk.issue()).instructions, is_out_of_date=True))
    accepted = (await desk.catch_up())[-1]
    assert (accepted.item_id, accepted.outcome) == ("two", Outcome.ACCEPTED)
    desk.arrive(desk.request("three", "u1", "", kind=MessageKind.CANCELLATION, sequence=1))
    (ended,) = await desk.catch_up()
    assert ended.outcome is Outcome.APPLIED
    found = await stored(desk)
    assert found is not None and (found.organizer.address, found.sequence) == ("ada@example.com", 1)


async def test_a_strangers_message_that_is_read_later_than_the_mark_it_made_keeps_nobody_out(desk: Desk) -> None:
    """Both came before this catch-up, but on two pages, the organiser's first."""
    desk.arrive(desk.request("two", "u1", (await desk.issue()).instructions, is_out_of_date=True))
    (ignored,) = await desk.catch_up()
    assert ignored.outcome is Outcome.IGNORED
    desk.arrive(by(desk.request("one", "u1", "", kind=MessageKind.CANCELLATION, sequence=HUGE), EVE))
    decided = {entry.item_id: entry.outcome for entry in await desk.catch_up()}
    assert decided["two"] is Outcome.ACCEPTED
    assert not desk.alarms.is_raised("held")


async def test_what_exchange_marks_as_out_of_date_is_ignored_where_nobody_else_wrote(desk: Desk) -> None:
    desk.arrive(desk.request("one", "u1", (await desk.issue()).instructions, is_out_of_date=True))
    (entry,) = await desk.catch_up()
    assert entry.outcome is Outcome.IGNORED


@pytest.mark.parametrize("in_directory", [True, False])
async def test_another_address_is_the_organisers_if_the_directory_says_so(desk: Desk, in_directory: bool) -> None:
    body = (await desk.issue()).instructions
    desk.arrive(desk.request("one", "u1", body))
    await desk.catch_up()
    married = Mailbox("ada.jones@example.com", "Ada")
    await read_directory(desk, ("ada.jones@example.com", "ada@example.com")[: 2 if in_directory else 1])
    desk.arrive(by(desk.request("two", "u1", body, sequence=1, subject="Renamed"), married))
    (entry,) = await desk.catch_up()
    assert entry.outcome is (Outcome.ACCEPTED if in_directory else Outcome.DECLINED)
    assert bool(alarm_text(desk)) is not in_directory


async def test_an_occurrence_of_somebody_elses_series_is_declined(desk: Desk) -> None:
    body = (await desk.issue()).instructions
    desk.arrive(desk.request("one", "u1", body))
    await desk.catch_up()
    before = await stored(desk)
    original = desk.clock.now() + timedelta(days=1)
    desk.arrive(by(desk.request("two", "u1", body, sequence=9, recurrence_id=original), EVE))
    (entry,) = await desk.catch_up()
    assert (entry.code, await stored(desk)) == ("not_organizer", before)


async def test_the_alarm_survives_a_restart_and_goes_after_three_days(desk: Desk) -> None:
    body = (await desk.issue()).instructions
    desk.arrive(desk.request("one", "u1", body))
    desk.arrive(by(desk.request("two", "u1", body, sequence=1), EVE))
    await desk.catch_up()
    for alarm in desk.alarms.standing:
        desk.alarms.clear(alarm.key)
    teller = Teller(Story(desk.clock, Bus()), HEAD, "Head office")
    again = Inbox(HEAD, MAILBOX, desk.database, desk.clock, teller, desk.alarms, KEY, POLICY, lambda *_: None)
    await again.load()
    assert "eve@example.com tried to change “Meeting u1”." in alarm_text(desk)
    assert again.next_due() == desk.clock.now() + SHOWN_FOR
    await desk.clock.advance(SHOWN_FOR.total_seconds())
    await again.catch_up(desk.mail)
    assert (alarm_text(desk), again.next_due()) == ("", None)


async def test_who_took_a_uid_first_and_called_it_off_keeps_nobody_out(desk: Desk) -> None:
    desk.arrive(by(desk.request("one", "u1", (await desk.issue()).instructions), EVE))
    desk.arrive(by(desk.request("two", "u1", "", kind=MessageKind.CANCELLATION, sequence=4), EVE))
    await desk.catch_up()
    await desk.clock.advance(60)
    desk.arrive(desk.request("three", "u1", (await desk.issue()).instructions, sequence=1))
    (booked,) = await desk.catch_up()
    assert booked.outcome is Outcome.ACCEPTED
