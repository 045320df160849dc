"""Rooms: what they hold, what may be typed, and what an administrator sets beside the invitation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.conference import ConferenceState, IssuedAlias, RoomKind
from desktop_admin.domain.ledger import AliasState, alias_state
from desktop_admin.domain.meeting import ItemId, Mailbox, MeetingMessage, MessageKind
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.rooms import AliasHolder, Room, held_names, holder_words, room_problems
from desktop_admin.domain.scheduling import booked

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ROOM = Room("r1", "head", RoomKind.CUSTOM, "Board", NOW, aliases=("board@meet.example.com", "7001"))
ISSUED = IssuedAlias("a1", "head", "vmr1@meet.example.com", "vmr1", NOW)


def test_a_room_holds_its_aliases_whole_and_their_numbers_at_the_own_domain():
    aliases = ("Board@Meet.example.com", "board@other.example.com", "7001")
    assert held_names(aliases, "meet.example.com") == (
        "Board@Meet.example.com",
        "Board",
        "board@other.example.com",
        "7001",
    )


@given(st.lists(st.text("abAB@", min_size=1, max_size=4), max_size=5))
def test_nothing_is_held_twice_by_one_room(aliases):
    names = [name.casefold() for name in held_names(aliases, "a")]
    assert len(names) == len(set(names))
    assert {alias.casefold() for alias in aliases} <= set(names)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 251}, "name"),
        ({"description": "x" * 2001}, "description"),
        ({"theme": "x" * 101}, "theme"),
        ({"aliases": ()}, "aliases"),
        ({"aliases": ("7001", "7001")}, "aliases"),
        ({"aliases": ("Board@x.com", "board@X.com")}, "aliases"),
        ({"aliases": tuple(str(number) for number in range(21))}, "aliases"),
        ({"aliases": ("two words",)}, "aliases"),
        ({"aliases": ("board@",)}, "aliases"),
        ({"aliases": ("board@-x.com",)}, "aliases"),
        ({"aliases": ("",)}, "aliases"),
        ({"aliases": ("a" * 65,)}, "aliases"),
        ({"aliases": ("bo\u00e4rd",)}, "aliases"),
        ({"aliases": ("a\n",)}, "aliases"),
    ],
)
def test_what_cannot_be_a_room_is_said_by_field(changes, field):
    assert list(room_problems(replace(ROOM, **changes))) == [field]


def test_a_good_room_has_no_problems():
    assert room_problems(replace(ROOM, aliases=("7001", "vmr-1.b_2@meet.example.com", "a@host"))) == {}


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        (RoomKind.CALENDARED, "", "a calendared room that no invitation has used yet"),
        (RoomKind.CALENDARED, "Weekly", "the calendared room “Weekly”"),
        (RoomKind.ENTERPRISE, "Ada", "the enterprise room “Ada”"),
        (RoomKind.CUSTOM, "Board", "the custom room “Board”"),
    ],
)
def test_a_holder_is_told_in_words(kind, name, words):
    assert holder_words(AliasHolder("7001", kind, "id", "head", name)) == words


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, AliasState.ISSUED),
        ({"used": NOW}, AliasState.USED),
        ({"used": NOW, "released": NOW}, AliasState.RELEASED),
        ({"used": NOW, "deleted": NOW}, AliasState.DELETED),
        ({"deleted": NOW, "released": NOW}, AliasState.DELETED),
    ],
)
def test_the_state_of_an_issued_alias(changes, state):
    assert alias_state(replace(ISSUED, **changes)) is state


def test_what_was_set_by_hand_outlives_an_edit_of_the_meeting_and_nothing_else_does():
    invited = MeetingMessage(
        item_id=ItemId("item"),
        kind=MessageKind.REQUEST,
        received=NOW,
        uid="uid",
        organizer=Mailbox("ada@example.com", "Ada"),
        subject="Weekly",
        start=NOW + timedelta(hours=1),
        end=NOW + timedelta(hours=2),
    )
    first = booked(invited, None, ISSUED, SchedulingPolicy(theme="plain"), frozenset(), "c1")
    by_hand = replace(first, theme="dark", join_after=15, by_hand=("theme", "join_after"))
    later = booked(replace(invited, sequence=1), by_hand, ISSUED, SchedulingPolicy(join_before=5), frozenset(), "c1")
    assert (later.theme, later.join_before, later.join_after) == ("dark", 5, 15)
    assert later.by_hand == ("theme", "join_after")
    cancelled = replace(by_hand, state=ConferenceState.CANCELLED)
    again = booked(replace(invited, sequence=2), cancelled, ISSUED, SchedulingPolicy(), frozenset(), "c1")
    assert (again.theme, again.join_after, again.by_hand) == ("", 60, ())
