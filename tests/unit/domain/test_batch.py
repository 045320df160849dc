"""What a batch cannot see must not change a presence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.appointment import Appointment, MyResponse, ShowAs
from desktop_admin.domain.batch import glance_suffices, lasts_whole_days
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.presence import PersonFacts, presence_timeline

START = datetime(2026, 11, 23, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("hours", "whole"),
    [(24, True), (23, True), (25, True), (48, True), (47, True), (12, False), (22, False), (36, False)],
)
def test_whole_days_are_told_by_their_length_also_where_clocks_change(hours: int, whole: bool) -> None:
    assert lasts_whole_days(START, START + timedelta(hours=hours)) is whole


@st.composite
def in_a_calendar(draw: st.DrawFn) -> Appointment:
    """As Exchange keeps them: cancelled and declined ones are shown as free, all-day ones last whole days."""
    is_all_day = draw(st.booleans())
    start = START + timedelta(hours=draw(st.integers(0, 140)))
    length = timedelta(days=draw(st.integers(1, 3))) if is_all_day else timedelta(hours=draw(st.integers(1, 60)))
    is_cancelled = draw(st.booleans())
    response = draw(st.sampled_from(MyResponse))
    is_free = is_cancelled or response is MyResponse.DECLINED
    show_as = ShowAs.FREE if is_free else draw(st.sampled_from([each for each in ShowAs if each is not ShowAs.NO_DATA]))
    return Appointment(
        f"{draw(st.integers(0, 10**9))}",
        start,
        start + length,
        subject=draw(st.sampled_from(["Lunch", "Board"])),
        show_as=show_as,
        is_all_day=is_all_day,
        is_cancelled=is_cancelled,
        my_response=response,
    )


policies = st.builds(
    PresencePolicy,
    count_tentative=st.booleans(),
    count_free=st.booleans(),
    count_working_elsewhere=st.booleans(),
    all_day_busy=st.booleans(),
    all_day_out_of_office=st.booleans(),
    all_day_tentative=st.booleans(),
    all_day_free=st.booleans(),
    all_day_working_elsewhere=st.booleans(),
    count_busy=st.booleans(),
    count_out_of_office=st.booleans(),
)


@given(st.lists(in_a_calendar(), max_size=6, unique_by=lambda each: each.item_id), policies)
def test_where_a_glance_suffices_presence_is_the_same_as_with_all_that_is_known(
    calendar: list[Appointment], policy: PresencePolicy
) -> None:
    seen = tuple(
        replace(
            each,
            is_all_day=lasts_whole_days(each.start, each.end),
            is_cancelled=False,
            my_response=MyResponse.UNKNOWN,
        )
        for each in calendar
    )
    if not glance_suffices(seen, policy):
        return
    known, glanced = (
        presence_timeline(PersonFacts(tuple(facts)), policy, START, START + WEEK) for facts in (calendar, seen)
    )
    assert [(each.start, each.end, each.presence) for each in known] == [
        (each.start, each.end, each.presence) for each in glanced
    ]


def test_free_ones_that_count_are_read_alone() -> None:
    assert not glance_suffices((), PresencePolicy(count_free=True))
