"""Presence: the precedence of the rule, checked minute by minute against a plain reading of it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.appointment import Appointment, MyResponse, OutOfOffice, OutOfOfficeState, ShowAs
from desktop_admin.domain.people import Keyword, Override
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.presence import (
    MAX_CONSIDERED,
    CauseKind,
    PersonFacts,
    decide_presence,
    override_is_over,
    presence_timeline,
)

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


KEYWORDS = (Keyword("lunch", "Lunch"), Keyword("travel", "Travelling"))
policies = st.builds(
    PresencePolicy,
    keywords=st.sampled_from([KEYWORDS, KEYWORDS[::-1], KEYWORDS[:1], ()]),
    meeting_without_keyword=st.booleans(),
    match_location=st.booleans(),
    **{f"{column}_{shown}": st.booleans() for column in ("count", "all_day") for shown in ShowAs if shown != "no_data"},
)


def counts(appointment: Appointment, policy: PresencePolicy) -> bool:
    if appointment.is_cancelled or appointment.my_response is MyResponse.DECLINED:
        return False
    if appointment.end <= appointment.start or appointment.show_as is ShowAs.NO_DATA:
        return False
    if not getattr(policy, f"{'all_day' if appointment.is_all_day else 'count'}_{appointment.show_as}"):
        return False
    away = appointment.show_as is ShowAs.OUT_OF_OFFICE
    return policy.meeting_without_keyword or away or any(has(appointment, each, policy) for each in policy.keywords)


def has(appointment: Appointment, keyword: Keyword, policy: PresencePolicy) -> bool:
    words = appointment.subject.lower().split() + appointment.location.lower().split() * policy.match_location
    return not appointment.is_private and keyword.word in words


def plainly(facts: PersonFacts, policy: PresencePolicy, at: datetime) -> str:
    """The rule as one would read it aloud."""
    override = facts.override
    if override and override.since <= at:
        later = [each.start for each in facts.appointments if counts(each, policy) and each.start > override.since]
        if not later or at < min(later):
            return override.presence
    away = facts.out_of_office
    if away and away.state is OutOfOfficeState.ENABLED:
        return "Out of office"
    if away and away.state is OutOfOfficeState.SCHEDULED and away.start <= at < away.end:
        return "Out of office"
    running = [each for each in facts.appointments if counts(each, policy) and each.start <= at < each.end]
    if any(each.show_as is ShowAs.OUT_OF_OFFICE for each in running):
        return "Out of office"
    for keyword in policy.keywords:
        if any(has(each, keyword, policy) for each in running):
            return keyword.presence
    return "Meeting" if running else "Available"


@given(facts, policies)
def test_every_minute_is_as_the_rule_says(facts, policy):
    for minute in range(-1, MINUTES + 45):
        at = BEGIN + timedelta(minutes=minute)
        assert decide_presence(facts, policy, at).presence == plainly(facts, policy, at)


@given(facts, policies, moments)
def test_the_next_change_is_exactly_the_next_minute_at_which_something_changes(facts, policy, at):
    verdict = decide_presence(facts, policy, at)
    minute = at + timedelta(minutes=1)
    while minute < BEGIN + timedelta(minutes=MINUTES + 45):
        then = decide_presence(facts, policy, minute)
        if (then.presence, then.cause) != (verdict.presence, verdict.cause):
            break
        minute += timedelta(minutes=1)
    else:
        assert verdict.next_change is None
        return
    assert verdict.next_change == minute


@given(facts, policies)
def test_the_timeline_has_no_gap_and_agrees_with_every_instant(facts, policy):
    end = BEGIN + timedelta(minutes=MINUTES)
    parts = presence_timeline(facts, policy, BEGIN, end)
    assert parts[0].start == BEGIN
    assert parts[-1].end == end
    for before, after in pairwise(parts):
        assert before.end == after.start
        assert (before.presence, before.cause) != (after.presence, after.cause)
    for part in parts:
        at = part.start
        while at < part.end:
            verdict = decide_presence(facts, policy, at)
            assert (verdict.presence, verdict.cause) == (part.presence, part.cause)
            at += timedelta(minutes=1)


@given(facts, policies, moments)
def test_there_is_one_winner_at_most_and_every_loser_has_a_reason(facts, policy, at):
    verdict = decide_presence(facts, policy, at)
    winners = [each for each in verdict.considered if each.won]
    assert len(winners) <= 1
    assert all(each.why for each in verdict.considered)
    rests_on_one = verdict.cause.kind in (CauseKind.OUT_OF_OFFICE, CauseKind.KEYWORD, CauseKind.MEETING)
    assert bool(winners) is rests_on_one


@given(facts, policies, moments)
def test_a_higher_rule_that_does_not_decide_says_why(facts, policy, at):
    verdict = decide_presence(facts, policy, at)
    passed = {each.kind for each in verdict.passed_over}
    assert verdict.cause.kind not in passed
    assert (CauseKind.OVERRIDE in passed | {verdict.cause.kind}) is (facts.override is not None)
    has_replies = facts.out_of_office is not None and facts.out_of_office.state is not OutOfOfficeState.DISABLED
    assert (CauseKind.AUTOMATIC_REPLIES in passed | {verdict.cause.kind}) is has_replies


@given(facts, policies, moments)
def test_an_own_choice_is_over_exactly_when_it_has_begun_and_no_longer_decides(facts, policy, at):
    override = facts.override
    decides = decide_presence(facts, policy, at).cause.kind is CauseKind.OVERRIDE
    begun = override is not None and override.since <= at
    assert override_is_over(facts, policy, at) is (begun and not decides)


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
    assert verdict.cause.text == "A private appointment is in progress."


def test_the_greeting_is_plain_text_and_the_return_time_the_end():
    back = BEGIN + timedelta(days=2)
    away = OutOfOffice(
        OutOfOfficeState.SCHEDULED, BEGIN, back, "<p>Back <b>soon</b> &amp; rested</p>", "<p>outside</p>"
    )
    verdict = decide_presence(PersonFacts((), away), POLICY, BEGIN)
    assert (verdict.greeting, verdict.return_time) == ("Back soon & rested", back)
    external = decide_presence(PersonFacts((), away), PresencePolicy(external_greeting=True), BEGIN)
    assert external.greeting == "outside"


def test_an_override_ends_exactly_when_the_next_appointment_that_counts_begins():
    chosen = Override("Lunch", BEGIN)
    ends = BEGIN + timedelta(hours=2)
    calendar = (
        at_work(item_id="running", start=BEGIN - timedelta(hours=1)),
        at_work(item_id="free", start=BEGIN + timedelta(hours=1), show_as=ShowAs.FREE),
        at_work(item_id="next", start=ends, end=ends + timedelta(hours=1), subject="Budget"),
    )
    facts = PersonFacts(calendar, None, chosen)
    verdict = decide_presence(facts, POLICY, ends - timedelta(microseconds=1))
    assert (verdict.presence, verdict.cause.until, verdict.next_change) == ("Lunch", ends, ends)
    after = decide_presence(facts, POLICY, ends)
    assert after.presence == "Meeting"
    assert [each.why for each in after.passed_over] == ["The manual override “Lunch” ended when “Budget” began."]


def test_the_reasons_of_losers_are_the_true_ones():
    hour = timedelta(hours=1)

    def why(*calendar: Appointment) -> list[str]:
        return [each.why for each in decide_presence(PersonFacts(calendar), POLICY, BEGIN).considered if not each.won]

    lunch, early = at_work(subject="Lunch"), at_work(item_id="0", start=BEGIN - hour, subject="Lunch")
    assert why(lunch, early) == ["Another appointment with the same keyword began earlier."]
    assert why(lunch, at_work(item_id="2")) == ["Another appointment has a keyword."]
    assert why(lunch, at_work(item_id="2", subject="Travel")) == [
        "Another appointment has a keyword that stands higher in the table."
    ]
    assert why(at_work(), at_work(item_id="0", start=BEGIN - hour)) == ["Another appointment began earlier."]
    away = at_work(item_id="3", show_as=ShowAs.OUT_OF_OFFICE)
    assert why(lunch, away) == ["An appointment shown as out of office is stronger."]
    longer = at_work(item_id="4", show_as=ShowAs.OUT_OF_OFFICE, end=BEGIN + 5 * hour)
    assert why(away, longer) == ["Another appointment shown as out of office lasts longer."]


def test_who_is_away_by_an_appointment_is_back_at_its_end():
    end = BEGIN + timedelta(days=3)
    away = at_work(show_as=ShowAs.OUT_OF_OFFICE, is_all_day=True, end=end)
    verdict = decide_presence(PersonFacts((away,), OutOfOffice()), POLICY, BEGIN)
    assert (verdict.presence, verdict.return_time, verdict.greeting) == ("Out of office", end, "")


def test_automatic_replies_scheduled_in_another_zone_begin_and_end_at_the_same_instant():
    auckland = ZoneInfo("Pacific/Auckland")
    start, end = datetime(2026, 11, 24, 9, 0, tzinfo=auckland), datetime(2026, 11, 25, 17, 0, tzinfo=auckland)
    facts = PersonFacts((), OutOfOffice(OutOfOfficeState.SCHEDULED, start, end))
    parts = presence_timeline(facts, POLICY, BEGIN, BEGIN + timedelta(days=4))
    assert [(each.presence, each.start.astimezone(UTC)) for each in parts] == [
        ("Available", BEGIN),
        ("Out of office", datetime(2026, 11, 23, 20, 0, tzinfo=UTC)),
        ("Available", datetime(2026, 11, 25, 4, 0, tzinfo=UTC)),
    ]


def test_ten_years_no_time_at_all_and_five_thousand_in_a_week_are_judged_quickly():
    minute = timedelta(minutes=1)
    calendar = (
        at_work(item_id="ten years", start=BEGIN - timedelta(days=1800), end=BEGIN + timedelta(days=1800)),
        at_work(item_id="no time", end=BEGIN, subject="Lunch"),
        *(
            at_work(item_id=f"{n}", start=BEGIN + 2 * n * minute, end=BEGIN + (2 * n + 90) * minute)
            for n in range(5000)
        ),
    )
    facts = PersonFacts(calendar)
    begun = time.process_time()
    verdict = decide_presence(facts, POLICY, BEGIN)
    parts = presence_timeline(facts, POLICY, BEGIN, BEGIN + timedelta(days=7))
    assert time.process_time() - begun < 2
    assert (verdict.presence, verdict.cause.appointment_id) == ("Meeting", "ten years")
    assert len(verdict.considered) == MAX_CONSIDERED and any(each.won for each in verdict.considered)
    assert [each.presence for each in parts] == ["Meeting"]


equals = st.builds(
    lambda kind, subject, length, show_as: Appointment(
        kind, BEGIN, BEGIN + timedelta(minutes=length), subject, show_as=show_as
    ),
    st.sampled_from(["same", "other"]),
    st.sampled_from(["talk", "Lunch", "Lunch again", "Travel"]),
    st.sampled_from([30, 60]),
    st.sampled_from([ShowAs.BUSY, ShowAs.OUT_OF_OFFICE]),
)


@given(st.lists(equals, max_size=5).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_equal_facts_give_the_same_verdict_in_whatever_order_they_come(orders):
    one, other = (decide_presence(PersonFacts(tuple(each)), POLICY, BEGIN) for each in orders)
    assert one == other
