"""Who may use an alias that others hold or held, and when it is free again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.alias_ownership import (
    alias_of_room,
    freed_alias,
    held_by_others,
    keeps_its_room,
    take_over_issued,
    use_room,
)
from desktop_admin.domain.authority import KnownPeople
from desktop_admin.domain.conference import ConferenceState, RoomKind
from desktop_admin.domain.invitation import decide
from desktop_admin.domain.meeting import Frequency, Mailbox, Recurrence
from desktop_admin.domain.rooms import AliasHolder, Room
from tests.unit.domain.test_invitation import DAILY, HOUR, ISSUED, NOW, POLICY, facts, request

DAY = timedelta(days=1)
PEOPLE = KnownPeople({"ada@example.com": "ada", "countess@example.com": "ada"}, is_read=True)
USED = replace(ISSUED, used=NOW - DAY, meeting_uid="other")
RELEASED = replace(USED, released=NOW - HOUR)
BOARD = AliasHolder(ISSUED.alias, RoomKind.CUSTOM, "board", "head", "Board")
ROOM = Room(
    "r1", "head", RoomKind.ENTERPRISE, "Ada's", NOW, aliases=("7001@example.com",), owner_address="ada@example.com"
)


def meeting(**more):
    made = decide(facts(request(uid="other", **more)), POLICY, NOW - 60 * DAY).conference
    assert made is not None
    return made


COMING, OVER = meeting(), meeting(start=NOW - 10 * DAY)
SERIES = meeting(recurrence=DAILY)


def take(message, issued, others=(), holders=()):
    return take_over_issued(facts(message), issued, others, holders, PEOPLE, NOW)


def test_an_alias_that_nobody_used_serves_the_meeting():
    assert take(request(), ISSUED) == facts(issued=ISSUED)


def test_an_alias_serves_one_meeting():
    found = take(request(), USED, [COMING])
    assert found.holder.is_meeting
    assert "another meeting, which takes place on 2026-11-24 at 10:00" in found.holder.words


@pytest.mark.parametrize("issued", [USED, RELEASED])
def test_an_alias_may_be_used_again_once_nobody_can_join_its_meeting(issued):
    found = take(request(), issued, [OVER])
    assert (found.holder, found.issued) == (None, ISSUED)


def test_a_meeting_can_be_joined_until_its_window_closes():
    at = COMING.end + timedelta(minutes=COMING.join_after)
    assert take_over_issued(facts(request()), USED, [COMING], (), PEOPLE, at - HOUR / 60).holder is not None
    assert take_over_issued(facts(request()), USED, [COMING], (), PEOPLE, at).holder is None


def test_a_released_alias_that_a_room_has_by_now_is_that_rooms():
    found = take(request(), RELEASED, [OVER], [BOARD])
    assert found.holder.words == "the custom room “Board”"
    assert found.issued.released is None


def test_a_deleted_alias_is_never_used_again():
    deleted = replace(RELEASED, deleted=NOW)
    assert take(request(), deleted, [COMING], [BOARD]) == facts(issued=deleted)


@pytest.mark.parametrize("organizer", ["ada@example.com", "countess@example.com"])
def test_series_of_one_organiser_may_share_an_alias(organizer):
    found = take(request(recurrence=DAILY, organizer=Mailbox(organizer)), USED, [SERIES])
    assert found.holder is None
    assert found.siblings == (SERIES,)


@pytest.mark.parametrize(
    ("message", "other"),
    [
        (request(), SERIES),
        (request(recurrence=DAILY), COMING),
        (request(recurrence=DAILY, organizer=Mailbox("ben@example.com")), SERIES),
        (request(recurrence=DAILY, organizer=None), SERIES),
    ],
)
def test_nothing_else_shares_an_alias(message, other):
    found = take(message, USED, [other])
    assert found.holder is not None
    assert found.siblings == ()


@given(st.permutations([OVER, SERIES, meeting(recurrence=Recurrence(Frequency.DAILY, date(2026, 11, 24), count=9))]))
def test_the_order_of_the_other_meetings_does_not_matter(others):
    shared = take(request(recurrence=DAILY), USED, others)
    assert shared.holder is None
    assert OVER not in shared.siblings
    stranger = replace(COMING, organizer=Mailbox("ben@example.com"))
    assert take(request(recurrence=DAILY), USED, [*others, stranger]).holder is not None


def test_a_room_serves_its_owner_alone():
    named = AliasHolder("7001", RoomKind.ENTERPRISE, "r1", "head", "Ada's")
    own = use_room(facts(request(organizer=Mailbox("countess@example.com"))), ROOM, named, PEOPLE)
    assert (own.holder, own.is_room, own.issued.alias) == (None, True, "7001@example.com")
    assert use_room(facts(request(organizer=Mailbox("ben@example.com"))), ROOM, named, PEOPLE).holder is not None
    assert use_room(facts(request(organizer=None)), ROOM, named, PEOPLE).holder is not None


def test_a_room_may_be_named_by_its_number_or_its_whole_alias():
    assert alias_of_room(ROOM, "7001") == alias_of_room(ROOM, "7001@EXAMPLE.com")
    assert alias_of_room(ROOM, "7002").alias == "7002"


def test_a_room_keeps_its_own_names_and_no_others():
    assert held_by_others("board", [BOARD]) == ()
    assert held_by_others("r1", [BOARD]) == (BOARD,)


def test_an_update_without_a_tag_keeps_the_room_of_a_live_meeting():
    assert keeps_its_room(COMING)
    assert not keeps_its_room(None)
    assert not keeps_its_room(replace(COMING, state=ConferenceState.CANCELLED))
    assert not keeps_its_room(replace(COMING, alias_id=""))


def test_a_cancellation_frees_the_alias_that_its_meeting_has():
    assert freed_alias(USED, "other", [], NOW).released == NOW
    assert freed_alias(USED, "other", [OVER], NOW).released == NOW
    assert freed_alias(USED, "uid", [], NOW) is None
    assert freed_alias(RELEASED, "other", [], NOW) is None


def test_the_alias_stays_with_the_rest_of_a_split_series():
    rest = replace(SERIES, meeting_uid="rest")
    assert freed_alias(USED, "other", [OVER, rest], NOW) == replace(USED, meeting_uid="rest")
