"""Requests that a rule of declining speaks against, and that are not declined all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desktop_admin.domain.conference import ConferenceState, OccurrenceOverride, RoomKind
from desktop_admin.domain.decision import DeclineReason, Outcome
from desktop_admin.domain.decline_exceptions import EXCEPTIONS, SPLIT_WAIT, series_called_off, split_series_waits
from desktop_admin.domain.decline_rules import Holder
from desktop_admin.domain.invitation import decide
from tests.unit.domain.test_invitation import DAILY, HOUR, ISSUED, NOW, POLICY, facts, request

SERIES = request(recurrence=DAILY)
STORED = decide(facts(SERIES), POLICY, NOW).conference
STARTS = [STORED.start + timedelta(days=day) for day in range(5)]


def _without(*starts):
    return replace(STORED, overrides=tuple(OccurrenceOverride(start, None, None, stamp=NOW + HOUR) for start in starts))


def test_a_series_whose_occurrences_were_all_cancelled_before_is_ignored_and_frees_its_alias():
    decision = series_called_off(facts(SERIES, conference=_without(*STARTS)), POLICY, NOW, (), "past")
    assert decision.outcome is Outcome.IGNORED
    assert decision.conference.state is ConferenceState.CANCELLED
    assert decision.freed_alias_id == ISSUED.alias_id


def test_a_series_that_is_past_by_itself_is_no_exception():
    late = STARTS[-1] + timedelta(days=2)
    assert series_called_off(facts(SERIES, conference=_without(*STARTS)), POLICY, late, (), "past") is None
    assert series_called_off(facts(SERIES), POLICY, NOW, (), "past") is None


def test_the_second_part_of_a_split_series_waits_for_the_first_and_not_for_long():
    new = facts(SERIES)
    assert split_series_waits(new, POLICY, NOW, (), "Both meet.").outcome is Outcome.HELD
    held = replace(new, held_since=NOW - SPLIT_WAIT)
    assert split_series_waits(held, POLICY, NOW, (), "Both meet.") is None
    last = replace(new, held_since=NOW - SPLIT_WAIT + timedelta(seconds=1))
    assert split_series_waits(last, POLICY, NOW, (), "Both meet.") is not None


def test_nothing_is_worth_waiting_for_where_somebody_else_has_the_alias_or_the_meeting_is_known():
    holder = Holder(RoomKind.CUSTOM, "the custom room “Board”")
    assert split_series_waits(facts(SERIES, holder=holder), POLICY, NOW, (), "Taken.") is None
    assert split_series_waits(facts(SERIES, conference=STORED), POLICY, NOW, (), "Both meet.") is None


def test_only_two_reasons_have_an_exception():
    assert set(EXCEPTIONS) == {DeclineReason.PAST_SERIES, DeclineReason.ALIAS_CONFLICT}
