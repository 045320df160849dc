"""Cancellations: they end what they name, free the alias once nothing is left, and answer nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.cancellation import decide_cancellation
from desktop_admin.domain.conference import ConferenceState
from desktop_admin.domain.conference_times import is_over
from desktop_admin.domain.decision import Outcome, RuleSeen
from desktop_admin.domain.meeting import MessageKind
from desktop_admin.domain.message_order import staleness
from tests.unit.domain.test_scheduling import (
    DAY,
    FIRST,
    FIVE_DAYS,
    HOUR,
    ISSUED,
    NOW,
    POLICY,
    book,
    booked,
    message,
    occurrence,
    series,
    starts,
)

ORDER = RuleSeen("order", "sequence 1", "newest")


def cancel(conference, day=None, **more):
    named = {} if day is None else {"recurrence_id": FIRST + day * DAY}
    told = message(**({"kind": MessageKind.CANCELLATION, "sequence": 1} | named | more))
    return decide_cancellation(told, conference, "new", NOW, ORDER)


@pytest.mark.parametrize("made", [book(message()), book(series()), book(series(), occurrence(2)), book(occurrence(1))])
def test_the_whole_meeting_ends_and_its_alias_is_free(made):
    decision = cancel(made)
    assert (decision.outcome, decision.wants_reply) == (Outcome.APPLIED, False)
    assert (decision.conference.state, decision.freed_alias_id) == (ConferenceState.CANCELLED, ISSUED.alias_id)
    assert (decision.alias, bool(decision.reason)) == (ISSUED.alias, True)
    assert (decision.conference.sequence, decision.conference.orphan) == (1, False)


@given(st.lists(st.integers(0, 4), max_size=12))
def test_days_end_one_by_one_and_the_alias_is_freed_exactly_with_the_last(days):
    made, gone = book(series()), set()
    for day in days:
        decision = cancel(made, day)
        was_over = len(gone) == 5
        gone.add(day)
        made = decision.conference or made
        assert decision.outcome is Outcome.APPLIED
        assert starts(made) == [FIRST + each * DAY for each in range(5) if each not in gone]
        assert (decision.freed_alias_id is not None) == (len(gone) == 5 and not was_over)
    assert (made.state is ConferenceState.CANCELLED) == (len(gone) == 5)


def test_the_last_day_to_come_frees_the_alias_though_past_ones_took_place():
    start = FIRST - 5 * DAY
    made = book(message(start=start, recurrence=replace(FIVE_DAYS, start=start.date())))
    assert is_over(made, FIRST)
    decision = cancel(made, -1)
    assert decision.freed_alias_id == ISSUED.alias_id


def test_a_moved_day_that_is_cancelled_takes_place_nowhere():
    made = cancel(book(series(), occurrence(2)), 2, sequence=2).conference
    assert FIRST + 2 * DAY + HOUR not in starts(made)
    assert len(starts(made)) == 4


def test_cancelled_twice_changes_nothing():
    once = cancel(book(message())).conference
    twice = cancel(once)
    assert (twice.outcome, twice.conference, twice.freed_alias_id) == (Outcome.APPLIED, once, None)


def test_a_later_cancellation_of_what_was_cancelled_is_remembered_and_frees_nothing_again():
    once = cancel(book(message())).conference
    later = cancel(once, sequence=5)
    assert later.freed_alias_id is None
    assert staleness(message(sequence=4), later.conference)[1]


def test_days_that_were_cancelled_one_by_one_and_then_the_whole_free_the_alias_once():
    made, freed = book(occurrence(1), occurrence(2)), []
    for day in (1, 2, None):
        decision = cancel(made, day, sequence=2)
        freed.append(decision.freed_alias_id)
        made = decision.conference or made
    assert freed == [None, ISSUED.alias_id, None]
    assert staleness(occurrence(3, sequence=1), made)[1]


def test_an_unknown_meeting_is_remembered_so_that_its_late_request_is_stale():
    decision = cancel(None)
    memory = decision.conference
    assert (decision.outcome, memory.state, memory.alias, decision.freed_alias_id) == (
        Outcome.APPLIED,
        ConferenceState.CANCELLED,
        "",
        None,
    )
    assert staleness(message(sequence=0), memory)[1]
    assert not staleness(message(sequence=2), memory)[1]


def test_an_unknown_day_is_remembered_and_left_out_when_the_series_comes():
    memory = cancel(None, 2).conference
    made = booked(series(), memory, ISSUED, POLICY, frozenset(), "other")
    assert starts(made) == [FIRST + day * DAY for day in (0, 1, 3, 4)]
    assert staleness(occurrence(2, sequence=0), memory)[1]


def test_without_an_identity_nothing_is_remembered():
    assert cancel(None, uid="").conference is None


def test_a_memory_tells_neither_organiser_nor_subject():
    assert "Planning" not in repr(cancel(None).conference)
