"""Pauses before something that failed is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.retry_pauses import (
    backoff,
    calendar_pause,
    directory_pause,
    held_invitation_pause,
    reply_pause,
)

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
pauses = st.timedeltas(timedelta(milliseconds=1), timedelta(days=400))


@given(st.integers(-3, 10_000), pauses, pauses)
def test_each_pause_is_twice_the_one_before_up_to_the_most(attempt, first, most):
    pause = backoff(attempt, first, most)
    assert pause == min(first, most) if attempt <= 1 else pause == min(2 * backoff(attempt - 1, first, most), most)


def test_a_failure_that_goes_on_for_years_is_still_retried():
    assert backoff(10**9, MINUTE, timedelta(hours=1)) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("pause", "first", "second", "most"),
    [
        (calendar_pause, 5 * MINUTE, 10 * MINUTE, 60 * MINUTE),
        (held_invitation_pause, 30 * SECOND, MINUTE, 15 * MINUTE),
        (lambda attempt: reply_pause(attempt, None), 5 * SECOND, 10 * SECOND, 4 * MINUTE),
        (lambda attempt: directory_pause(attempt, refused=False), MINUTE, 2 * MINUTE, 60 * MINUTE),
    ],
)
def test_the_pauses_of_the_product(pause, first, second, most):
    assert (pause(1), pause(2), pause(40)) == (first, second, most)


def test_a_reply_waits_as_long_as_the_server_asks():
    assert reply_pause(1, 90.0) == 90 * SECOND
    assert reply_pause(40, 1.0) == 4 * MINUTE


def test_a_refused_sign_in_to_the_directory_is_not_repeated_quickly():
    assert {directory_pause(attempt, refused=True) for attempt in range(1, 9)} == {15 * MINUTE}
