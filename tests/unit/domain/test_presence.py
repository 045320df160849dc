"""Presence: the precedence of the rule, checked minute by minute against a plain reading of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.appointment import Appointment, MyResponse, OutOfOffice, OutOfOfficeState, ShowAs
from desktop_admin.domain.people import Keyword, Override
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.presence import CauseKind, PersonFacts, decide_presence, presence_timeline

BEGIN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
POLICY = PresencePolicy(keywords=(Keyword("lunch", "Lunch"), Keyword("travel", "Travelling")))
MINUTES = 60

moments = st.integers(0, MINUTES).map(lambda minute: BEGIN + timedelta(minutes=minute))
appointments = st.builds(
    lambda number, start, length, subject, show_as, all_day, private, cancelled, response: Appointment(
        str(number),
        start,
        start + timedelta(minutes=length),
        "" if private else subject,
        "",
        show_as,
        all_day,
        private,
        cancelled,
        response,
    ),
    st.integers(0, 99),
    moments,
    st.integers(0, 40),
    st.sampled_from(["talk", "Lunch", "travel to lunch", "Travel"]),
    st.sampled_from(ShowAs),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from([MyResponse.ACCEPTED, MyResponse.DECLINED]),
)
replies = st.none() | st.builds(
    OutOfOffice, st.sampled_from(OutOfOfficeState), moments, moments, st.just("<p>away</p>"), st.just("")
)
overrides = st.none() | st.builds(Override, st.just("Busy"), moments)
facts = st.builds(
    PersonFacts,
    st.lists(appointments, max_size=6, unique_by=lambda each: each.item_id).map(tuple),
    replies,
    overrides,
)


def counts(appointment: Appointment) -> bool:
    if appointment.is_cancelled or appointment.my_response is MyResponse.DECLINED:
        return False
    if appointment.end <= appointment.start:
        return False
    return appointment.show_as in (ShowAs.BUSY, ShowAs.OUT_OF_OFFICE)


def plainly(facts: PersonFacts, at: datetime) -> str:
    """The rule as one would read it aloud."""
    override = facts.override
    if override and override.since <= at:
        later = [each.start for each in facts.appointments if counts(each) and each.start > override.since]
        if not later or at < min(later):
            return override.presence
    away = facts.out_of_office
    if away and away.state is OutOfOfficeState.ENABLED:
        return "Out of office"
    if away and away.state is OutOfOfficeState.SCHEDULED and away.start <= at < away.end:
        return "Out of office"
    running = [each for each in facts.appointments if counts(each) and each.start <= at < each.end]
    if any(each.show_as is ShowAs.OUT_OF_OFFICE for each in running):
        return "Out of office"
    for keyword in POLICY.keywords:
        if any(not each.is_private and keyword.word in each.subject.lower().split() for each in running):
            return keyword.presence
    return "Meeting" if running else "Available"


@given(facts)
def test_every_minute_is_as_the_rule_says(facts):
    for minute in range(-1, MINUTES + 45):
        at = BEGIN + timedelta(minutes=minute)
        assert decide_presence(facts, POLICY, at).presence == plainly(facts, at)


@given(facts, moments)
def test_the_verdict_holds_until_its_next_change(facts, at):
    verdict = decide_presence(facts, POLICY, at)
    until = verdict.next_change or at + timedelta(hours=3)
    assert until > at
    minute = at
    while minute < until:
        assert decide_presence(facts, POLICY, minute).presence == verdict.presence
        minute += timedelta(minutes=1)


@given(facts)
def test_the_timeline_has_no_gap_and_agrees_with_every_instant(facts):
    end = BEGIN + timedelta(minutes=MINUTES)
    parts = presence_timeline(facts, POLICY, BEGIN, end)
    assert parts[0].start == BEGIN
    assert parts[-1].end == end
    for before, after in pairwise(parts):
        assert before.end == after.start
        assert (before.presence, before.cause) != (after.presence, after.cause)
    for part in parts:
        assert decide_presence(facts, POLICY, part.start).presence == part.presence


@given(facts, moments)
def test_there_is_one_winner_at_most_and_every_loser_has_a_reason(facts, at):
    verdict = decide_presence(facts, POLICY, at)
    winners = [each for each in verdict.considered if each.won]
    assert len(winners) <= 1
    assert all(each.why for each in verdict.considered)
    rests_on_one = verdict.cause.kind in (CauseKind.OUT_OF_OFFICE, CauseKind.KEYWORD, CauseKind.MEETING)
    assert bool(winners) is rests_on_one


def at_work(**more) -> Appointment:
    values = {"item_id": "1", "start": BEGIN, "end": BEGIN + timedelta(hours=1), "subject": "Talk"}
    return Appointment(**(values | more))


def presence(appointment: Appointment, policy: PresencePolicy = POLICY) -> str:
    return decide_presence(PersonFacts((appointment,)), policy, BEGIN).presence


@pytest.mark.parametrize(
    ("show_as", "option"),
    [
        (ShowAs.TENTATIVE, "count_tentative"),
        (ShowAs.FREE, "count_free"),
        (ShowAs.WORKING_ELSEWHERE, "count_working_elsewhere"),
    ],
)
def test_what_does_not_count_by_itself_counts_where_the_setting_says_so(show_as, option):
    assert presence(at_work(show_as=show_as)) == "Available"
    assert presence(at_work(show_as=show_as), PresencePolicy(**{option: True})) == "Meeting"


def test_only_keywords_count_where_the_setting_says_so():
    policy = PresencePolicy(keywords=(Keyword("lunch", "Lunch"),), meeting_without_keyword=False)
    assert presence(at_work(), policy) == "Available"
    assert presence(at_work(subject="Lunch"), policy) == "Lunch"


def test_a_private_subject_never_shows_and_never_matches():
    verdict = decide_presence(PersonFacts((at_work(subject="", is_private=True),)), POLICY, BEGIN)
    assert verdict.presence == "Meeting"
    assert verdict.cause.text == "A private appointment is on."


def test_the_greeting_is_plain_text_and_the_return_time_the_end():
    back = BEGIN + timedelta(days=2)
    away = OutOfOffice(
        OutOfOfficeState.SCHEDULED, BEGIN, back, "<p>Back <b>soon</b> &amp; rested</p>", "<p>outside</p>"
    )
    verdict = decide_presence(PersonFacts((), away), POLICY, BEGIN)
    assert (verdict.greeting, verdict.return_time) == ("Back soon & rested", back)
    external = decide_presence(PersonFacts((), away), PresencePolicy(use_external_greeting=True), BEGIN)
    assert external.greeting == "outside"
