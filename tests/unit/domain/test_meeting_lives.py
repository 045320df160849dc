"""Random lives of a meeting, told in any order and doubled, through the rules alone: in the end the conference takes
place when the organiser's calendar says. tests/service/test_meeting_sequences.py does the same with inbox and database.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_admin.domain.conference import Conference, ConferenceState, IssuedAlias
from desktop_admin.domain.conference_times import FAR, conference_times
from desktop_admin.domain.decision import Decision, Outcome
from desktop_admin.domain.decline_rules import Facts
from desktop_admin.domain.invitation import decide
from desktop_admin.domain.meeting import MeetingMessage
from desktop_admin.domain.occurrence_date import with_occurrence
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.token import TokenFound, TokenState
from tests.helpers.clock import START
from tests.helpers.organiser import Organiser, deeds, run_life

POLICY = SchedulingPolicy(alias_domain="example.com")
ISSUED = IssuedAlias("ab" * 16, "head", "vmr123456@example.com", "vmr123456", START)
VALID = TokenFound(TokenState.VALID, ISSUED.alias_id)
EXAMPLES = int(os.environ.get("MEETING_LIVES", "200"))


def by_day(message: MeetingMessage) -> MeetingMessage:
    """As a server tells it that names an occurrence by its day alone."""
    if message.recurrence_id is None:
        return message
    return replace(message, recurrence_id=None, occurrence_date=message.recurrence_id.date())


def told(messages: list[MeetingMessage]) -> tuple[Conference | None, list[Decision]]:
    conference, decisions = None, []
    for each in messages:
        message = with_occurrence(each, conference)
        facts = Facts(message, token=VALID, issued=ISSUED, conference=conference, new_conference_id="c1")
        decision = decide(facts, POLICY, START)
        conference = decision.conference or conference
        decisions.append(decision)
    return conference, decisions


def times(conference: Conference | None) -> list[tuple[datetime, datetime]]:
    if conference is None or conference.state is ConferenceState.CANCELLED:
        return []
    assert not conference.orphan
    return sorted((each.start, each.end) for each in conference_times(conference, START, FAR))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from([0, 3, 4, 5]), st.lists(deeds, max_size=8), st.data())
def test_the_order_of_telling_does_not_matter(length, done, data):
    organiser: Organiser = run_life(0, length, done, "", START + timedelta(days=2))
    doubled = data.draw(st.lists(st.sampled_from(organiser.sent), max_size=4))
    order = data.draw(st.permutations([*organiser.sent, *doubled]))
    conference, decisions = told(order)
    assert times(conference) == organiser.times()
    if organiser.is_alive:
        assert conference is not None
        assert organiser.subject in conference.subject
        assert conference.location == organiser.location
    assert {each.outcome for each in decisions} <= {
        Outcome.ACCEPTED,
        Outcome.DECLINED,
        Outcome.APPLIED,
        Outcome.IGNORED,
    }


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from([3, 4, 5]), st.lists(deeds, max_size=8), st.data())
def test_occurrences_that_are_named_by_their_day_alone_end_the_same_in_any_order(length, done, data):
    organiser = run_life(0, length, done, "", START + timedelta(days=2))
    sent = [by_day(each) if data.draw(st.booleans()) else each for each in organiser.sent]
    conference, _ = told(data.draw(st.permutations(sent)))
    assert times(conference) == organiser.times()


@given(st.sampled_from([0, 4]), st.lists(deeds, max_size=6))
def test_in_their_own_order_no_message_is_stale(length, done):
    organiser = run_life(0, length, done, "", START + timedelta(days=2))
    conference, decisions = told(organiser.sent)
    assert times(conference) == organiser.times()
    assert Outcome.IGNORED not in {each.outcome for each in decisions}
    again, later = told([*organiser.sent, *[replace(each, sequence=0) for each in organiser.sent if each.sequence]])
    assert again == conference
    assert {each.outcome for each in later[len(organiser.sent) :]} <= {Outcome.IGNORED}
