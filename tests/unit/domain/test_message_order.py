"""Order: sequence number, then the sender's time stamp; an occurrence has an order of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.message_order import staleness
from tests.unit.domain.test_scheduling import NOW, book, message, occurrence, series

MINUTE = timedelta(minutes=1)
orders = st.tuples(st.integers(0, 3), st.integers(0, 3))


def stale(told, conference) -> bool:
    saw, why = staleness(told, conference)
    assert f"sequence {told.sequence}" in saw
    return bool(why)


@given(orders, orders)
def test_what_is_older_is_stale_and_nothing_else(stored, told):
    conference = book(message(sequence=stored[0], stamp=NOW + stored[1] * MINUTE))
    assert stale(message(sequence=told[0], stamp=NOW + told[1] * MINUTE), conference) == (told < stored)


@given(orders, orders)
def test_an_occurrence_is_compared_with_itself(stored, told):
    conference = book(series(), occurrence(2, sequence=stored[0], stamp=NOW + stored[1] * MINUTE))
    again = occurrence(2, sequence=told[0], stamp=NOW + told[1] * MINUTE)
    assert stale(again, conference) == (told < stored)
    assert not stale(replace(again, recurrence_id=occurrence(1).recurrence_id), conference)


def test_nothing_is_older_than_nothing():
    assert not stale(message(stamp=None), None)


def test_what_exchange_calls_out_of_date_is_stale_whatever_is_stored():
    assert stale(message(sequence=9, is_out_of_date=True), None)


@pytest.mark.parametrize(
    ("stamp", "is_stale"), [(NOW - MINUTE, True), (NOW, False), (NOW + MINUTE, False), (None, False)]
)
def test_without_a_sequence_number_the_stamp_orders(stamp, is_stale):
    conference = book(message(sequence=5))
    assert stale(message(sequence=0, sequence_known=False, stamp=stamp), conference) is is_stale


def test_an_occurrence_of_before_the_series_was_changed_is_stale():
    conference = book(series(sequence=4))
    assert stale(occurrence(1, sequence=3), conference)
    assert not stale(occurrence(1, sequence=4), conference)
    assert not stale(occurrence(1, sequence=0, sequence_known=False), conference)


def test_a_series_is_not_older_than_occurrences_that_came_before_it():
    conference = book(occurrence(1, sequence=3, stamp=NOW + MINUTE))
    assert not stale(series(sequence=0), conference)
