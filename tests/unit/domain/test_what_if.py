"""What if: the changed minutes are those at which both rules differ, no more and no fewer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given

from desktop_admin.domain.appointment import Appointment
from desktop_admin.domain.people import Keyword
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.presence import PersonFacts, decide_presence
from desktop_admin.domain.what_if import ChangedPart, difference
from tests.unit.domain.test_presence import BEGIN, MINUTES, facts, policies

END = BEGIN + timedelta(minutes=MINUTES)


@given(facts, policies, policies)
def test_every_minute_is_in_a_changed_part_or_the_same_under_both(facts, before, after):
    found = difference(facts, before, after, BEGIN, END)
    for minute in range(MINUTES):
        at = BEGIN + timedelta(minutes=minute)
        pair = (decide_presence(facts, before, at).presence, decide_presence(facts, after, at).presence)
        told = [(each.before, each.after) for each in found.parts if each.start <= at < each.end]
        assert told == ([pair] if pair[0] != pair[1] else [])
    for one, other in pairwise(found.parts):
        assert one.end <= other.start
        assert one.end < other.start or (one.before, one.after) != (other.before, other.after)


@given(facts, policies)
def test_the_same_rules_change_nothing(facts, policy):
    found = difference(facts, policy, policy, BEGIN, END)
    assert found.parts == () and found.changed == timedelta()


def test_a_new_keyword_changes_its_meeting_alone():
    hour = timedelta(hours=1)
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    calendar = (
        Appointment("1", noon, noon + hour, "Lunch"),
        Appointment("2", noon + 2 * hour, noon + 3 * hour, "Budget"),
    )
    after = PresencePolicy(keywords=(Keyword("lunch", "Lunch"),))
    found = difference(PersonFacts(calendar), PresencePolicy(), after, noon - hour, noon + 5 * hour)
    assert found.parts == (ChangedPart(noon, noon + hour, "Meeting", "Lunch"),)
    assert found.changed == hour
