"""A meeting keeps its room: an update that lost its tag, and the two parts of a series that was split."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_admin.domain.conference import ConferenceState
from desktop_admin.domain.decision import Outcome
from desktop_admin.domain.decline_exceptions import SPLIT_WAIT
from desktop_admin.domain.meeting import Frequency, Mailbox, MeetingMessage, MessageKind, Recurrence
from desktop_admin.service.inbox import MOST_PARTS
from tests.helpers.stored import stored_conference
from tests.service.test_inbox import HEAD, POLICY, Desk, desk

__all__ = ["desk"]

DAY = timedelta(days=1)


def part(desk: Desk, item: str, uid: str, body: str, first: int, days: int, **more: object) -> MeetingMessage:
    """A daily series from the ``first`` day on."""
    start = desk.clock.now() + first * DAY
    recurrence = Recurrence(Frequency.DAILY, start.date(), count=days)
    times = {"start": start, "end": start + DAY / 48, "zone": "UTC", "recurrence": recurrence}
    return desk.request(item, uid, body, **(times | more))


async def state(desk: Desk, uid: str) -> tuple[str, str]:
    async with desk.database.begin() as work:
        found = await stored_conference(work, HEAD, uid)
        ledger = await work.ledger.by_alias(HEAD, found.alias) if found else None
    assert found is not None and ledger is not None
    return str(found.state), str(ledger.state)


@pytest.mark.parametrize("by_hand", [False, True])
@pytest.mark.parametrize("body", ["", "<p>See you there.</p>"])
async def test_an_update_that_lost_its_tag_keeps_the_room(desk: Desk, body: str, by_hand: bool) -> None:
    desk.inbox.policy = replace(POLICY, accept_location_number=by_hand)
    issued = await desk.issue()
    desk.arrive(desk.request("one", "u1", issued.instructions))
    desk.arrive(desk.request("two", "u1", body, sequence=1, subject="Renamed", location="Attic"))
    entry = (await desk.catch_up())[-1]
    assert (entry.outcome, entry.code, entry.alias) == (Outcome.ACCEPTED, "edited_single", issued.alias)


@pytest.mark.parametrize("tag", ["ECVMR:AAAABBBBCCCCDDDDEEEEFFFFGGGG2222333344445555:", "ECVMR:"])
async def test_an_altered_tag_is_refused_all_the_same(desk: Desk, tag: str) -> None:
    desk.arrive(desk.request("one", "u1", (await desk.issue()).instructions))
    desk.arrive(desk.request("two", "u1", tag, sequence=1))
    assert (await desk.catch_up())[-1].code == "invalid_alias"


async def test_nobody_else_keeps_it_and_a_cancelled_meeting_has_none(desk: Desk) -> None:
    eve = Mailbox("eve@example.com")
    desk.arrive(desk.request("one", "u1", (await desk.issue()).instructions))
    desk.arrive(desk.request("two", "u1", "", sequence=1, organizer=eve, sender=eve))
    assert (await desk.catch_up())[-1].outcome is Outcome.DECLINED
    desk.arrive(desk.request("three", "u1", "", kind=MessageKind.CANCELLATION, sequence=1))
    desk.arrive(desk.request("four", "u1", "", sequence=2))
    assert (await desk.catch_up())[-1].code == "invalid_alias"


async def test_both_parts_of_a_split_series_meet_in_its_room(desk: Desk) -> None:
    issued = await desk.issue()
    desk.arrive(part(desk, "one", "u1", issued.instructions, 1, 10))
    await desk.catch_up()
    desk.arrive(part(desk, "two", "u1", issued.instructions, 1, 4, sequence=1))
    desk.arrive(part(desk, "three", "u2", issued.instructions, 5, 6))
    shortened, following = await desk.catch_up()
    assert (shortened.outcome, following.outcome) == (Outcome.ACCEPTED, Outcome.ACCEPTED)
    assert following.code == "new_series" and following.alias == issued.alias
    desk.arrive(part(desk, "four", "u2", "", 5, 6, sequence=2, subject="Renamed"))
    (edited,) = await desk.catch_up()
    assert (edited.outcome, edited.code) == (Outcome.ACCEPTED, "edited_series")


async def test_the_parts_may_come_in_either_order_where_they_come_together(desk: Desk) -> None:
    issued = await desk.issue()
    desk.arrive(part(desk, "one", "u1", issued.instructions, 1, 10))
    await desk.catch_up()
    now = desk.clock.now()
    desk.arrive(part(desk, "three", "u2", issued.instructions, 5, 6, received=now))
    desk.arrive(part(desk, "two", "u1", issued.instructions, 1, 4, sequence=1, received=now + timedelta(seconds=1)))
    assert {entry.outcome for entry in await desk.catch_up()} == {Outcome.ACCEPTED}


@pytest.mark.parametrize("comes", [True, False])
async def test_a_second_part_that_comes_alone_waits_for_the_change_of_the_first(desk: Desk, comes: bool) -> None:
    issued = await desk.issue()
    desk.arrive(part(desk, "one", "u1", issued.instructions, 1, 10))
    await desk.catch_up()
    start = desk.clock.now()
    desk.arrive(part(desk, "three", "u2", issued.instructions, 5, 6, received=start))
    (alone,) = await desk.catch_up()
    assert alone.outcome is Outcome.HELD and "may still arrive" in alone.reason
    if comes:
        desk.arrive(part(desk, "two", "u1", issued.instructions, 1, 4, sequence=1))
    else:
        await desk.clock.advance(SPLIT_WAIT.total_seconds() - 1)
        assert [entry.outcome for entry in await desk.catch_up()] == [Outcome.HELD]
        await desk.clock.advance(SPLIT_WAIT.total_seconds())
    await desk.catch_up()
    await desk.clock.advance(SPLIT_WAIT.total_seconds())
    await desk.catch_up()
    async with desk.database.begin() as work:
        entry = await work.journal.seen(HEAD, "three")
    code = "new_series" if comes else "alias_conflict"
    assert entry is not None and entry.code == code


@pytest.mark.parametrize("order", list(itertools.permutations(["shortened", "following", "between"])))
@pytest.mark.parametrize("page_size", [1, 2, 50])
async def test_both_parts_keep_the_room_after_an_outage_on_whichever_page_they_come(
    desk: Desk, page_size: int, order: tuple[str, ...]
) -> None:
    issued = await desk.issue()
    desk.arrive(part(desk, "one", "u1", issued.instructions, 1, 10))
    await desk.catch_up()
    long_ago = desk.clock.now()
    await desk.clock.advance(2 * 86400)
    desk.mail.page_size = page_size
    messages = {
        "shortened": part(desk, "two", "u1", issued.instructions, -1, 4, sequence=1),
        "following": part(desk, "three", "u2", issued.instructions, 5, 6),
        "between": desk.request("between", "u3", ""),
    }
    for second, name in enumerate(order):
        desk.arrive(replace(messages[name], received=long_ago + timedelta(seconds=second)))
    await desk.catch_up()
    for item in ("two", "three"):
        async with desk.database.begin() as work:
            entry = await work.journal.seen(HEAD, item)
        assert entry is not None and (entry.outcome, entry.alias) == (Outcome.ACCEPTED, issued.alias)
    assert not desk.alarms.is_raised("held")


@pytest.mark.parametrize("page_size", [1, 50])
@pytest.mark.parametrize("second_first", [True, False])
async def test_a_first_part_that_is_over_by_the_end_of_the_outage_makes_room(
    desk: Desk, second_first: bool, page_size: int
) -> None:
    issued = await desk.issue()
    desk.arrive(part(desk, "one", "u1", issued.instructions, 1, 10))
    await desk.catch_up()
    long_ago = desk.clock.now()
    await desk.clock.advance(5 * 86400)
    desk.mail.page_size = page_size
    messages = [
        part(desk, "two", "u1", issued.instructions, -4, 2, sequence=1),
        part(desk, "three", "u2", issued.instructions, -2, 8),
    ]
    for second, message in enumerate(reversed(messages) if second_first else messages):
        desk.arrive(replace(message, received=long_ago + timedelta(seconds=second)))
    await desk.catch_up()
    for item, code in (("two", "edited_series"), ("three", "new_series")):
        async with desk.database.begin() as work:
            entry = await work.journal.seen(HEAD, item)
        assert entry is not None and (entry.code, entry.alias) == (code, issued.alias)
    desk.arrive(part(desk, "late", "u1", issued.instructions, -4, 2, sequence=2, subject="Renamed"))
    (past,) = await desk.catch_up()
    assert past.code == "past_series", "nothing of it was to come any more"


async def test_what_is_in_conflict_is_read_again_only_if_its_room_moved(desk: Desk) -> None:
    issued = await desk.issue()
    desk.arrive(part(desk, "one", "u1", issued.instructions, 1, 10))
    await desk.catch_up()
    for number in range(30):
        desk.arrive(part(desk, f"more {number}", f"more {number}", issued.instructions, 5, 6))
    assert {entry.outcome for entry in await desk.catch_up()} == {Outcome.HELD}
    desk.arrive(desk.request("other", "other", (await desk.issue()).instructions))
    assert [entry.uid for entry in await desk.catch_up()] == ["other"]
    desk.arrive(part(desk, "renamed", "u1", issued.instructions, 1, 10, subject="Renamed", sequence=1))
    assert len(await desk.catch_up()) == 1 + MOST_PARTS


async def test_a_backlog_that_breaks_off_between_the_parts_declines_nothing(desk: Desk) -> None:
    issued = await desk.issue()
    desk.arrive(part(desk, "one", "u1", issued.instructions, 1, 10))
    await desk.catch_up()
    long_ago = desk.clock.now()
    await desk.clock.advance(2 * 86400)
    desk.mail.page_size = 1
    desk.arrive(part(desk, "three", "u2", issued.instructions, 5, 6, received=long_ago))
    (alone,) = await desk.catch_up()
    assert alone.outcome is Outcome.HELD
    await desk.clock.advance(86400)
    desk.arrive(part(desk, "two", "u1", issued.instructions, -2, 4, sequence=1, received=long_ago))
    assert [entry.outcome for entry in await desk.catch_up()] == [Outcome.ACCEPTED, Outcome.ACCEPTED]


@pytest.mark.parametrize("first", ["u1", "u2"])
async def test_the_alias_is_free_only_when_both_parts_are_over(desk: Desk, first: str) -> None:
    body = (await desk.issue()).instructions
    desk.arrive(part(desk, "one", "u1", body, 1, 4))
    desk.arrive(part(desk, "two", "u2", body, 5, 6))
    await desk.catch_up()
    second = {"u1": "u2", "u2": "u1"}[first]
    for uid, alias in ((first, "used"), (second, "released")):
        desk.arrive(desk.request(f"end {uid}", uid, "", kind=MessageKind.CANCELLATION, sequence=3))
        await desk.catch_up()
        assert await state(desk, uid) == (ConferenceState.CANCELLED, alias)


@pytest.mark.parametrize(
    ("days", "who", "code"),
    [
        (3, "ada@example.com", "alias_conflict"),
        (5, "eve@example.com", "alias_conflict"),
        (5, "ADA@example.com", "new_series"),
    ],
)
async def test_only_the_organisers_own_series_and_without_overlap(desk: Desk, days: int, who: str, code: str) -> None:
    body = (await desk.issue()).instructions
    desk.arrive(part(desk, "one", "u1", body, 1, 4))
    await desk.catch_up()
    desk.arrive(part(desk, "two", "u2", body, days, 6, organizer=Mailbox(who), sender=Mailbox(who)))
    (entry,) = await desk.catch_up()
    if entry.outcome is Outcome.HELD:
        await desk.clock.advance(SPLIT_WAIT.total_seconds())
        (entry,) = await desk.catch_up()
    assert entry.code == code


async def test_an_edit_that_makes_the_parts_overlap_is_declined(desk: Desk) -> None:
    body = (await desk.issue()).instructions
    desk.arrive(part(desk, "one", "u1", body, 1, 4))
    desk.arrive(part(desk, "two", "u2", body, 5, 6))
    await desk.catch_up()
    desk.arrive(part(desk, "three", "u1", body, 1, 8, sequence=1))
    (entry,) = await desk.catch_up()
    assert entry.code == "alias_conflict"
    assert "another series of the organiser" in entry.reason
