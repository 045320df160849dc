"""Invitations: every reason to decline in its order, every case of accepting, and what order does to edits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.authority import Standing
from desktop_admin.domain.conference import ConferenceState, IssuedAlias, RoomKind
from desktop_admin.domain.decision import AcceptCase, DeclineReason, Outcome
from desktop_admin.domain.decline_rules import RULES, Holder
from desktop_admin.domain.invitation import Facts, decide, render_reply
from desktop_admin.domain.meeting import Frequency, ItemId, Mailbox, MeetingMessage, MessageKind, Recurrence
from desktop_admin.domain.passcode import Passcodes
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.token import TokenFound, TokenState

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICY = SchedulingPolicy(alias_domain="example.com")
ISSUED = IssuedAlias("ab" * 16, "head", "vmr123456@example.com", "vmr123456", NOW - HOUR)
VALID = TokenFound(TokenState.VALID, ISSUED.alias_id)
ADA = Mailbox("ada@example.com", "Ada")
DAILY = Recurrence(Frequency.DAILY, date(2026, 11, 24), count=5)
BERLIN_RULES = "<+01>-1<+02>,M3.5.0,M10.5.0/3"


def request(**more) -> MeetingMessage:
    start = more.pop("start", NOW + timedelta(days=1))
    message = MeetingMessage(
        ItemId("item"),
        MessageKind.REQUEST,
        NOW,
        uid="uid",
        stamp=NOW,
        subject="Planning",
        organizer=ADA,
        sender=ADA,
        start=start,
        end=start + HOUR if start else None,
        zone="Europe/Berlin",
    )
    return replace(message, **more)


def facts(message: MeetingMessage | None = None, **more) -> Facts:
    values = {"token": VALID, "issued": ISSUED, "new_conference_id": "c1"}
    return Facts(message or request(), **(values | more))


def conference_of(*messages: MeetingMessage):
    """The conference after these messages, one decided upon the other."""
    conference = None
    for message in messages:
        decision = decide(facts(message, conference=conference), POLICY, NOW)
        conference = decision.conference or conference
    return conference


STORED_BY_BEN = replace(conference_of(request()), organizer=Mailbox("ben@example.com"))
HOLDER = Holder(RoomKind.CUSTOM, "the custom room “Board”")
WRONG = {
    DeclineReason.INCOMPLETE: lambda f: replace(f, message=replace(f.message, organizer=None)),
    DeclineReason.INVALID_ALIAS: lambda f: replace(f, token=TokenFound(TokenState.ALTERED)),
    DeclineReason.ALIAS_DELETED: lambda f: replace(f, issued=replace(f.issued, deleted=NOW)),
    DeclineReason.PAST_SINGLE: lambda f: replace(
        f, message=replace(f.message, start=NOW - 30 * HOUR, end=NOW - HOUR, recurrence=None)
    ),
    DeclineReason.UNKNOWN_SENDER: lambda f: replace(f, sender_known=False),
    DeclineReason.NOT_ORGANIZER: lambda f: replace(f, standing=Standing(foreign=STORED_BY_BEN)),
    DeclineReason.TOO_LONG: lambda f: replace(f, message=replace(f.message, end=f.message.end + 8 * HOUR)),
    DeclineReason.ALIAS_CONFLICT: lambda f: replace(f, holder=HOLDER),
    DeclineReason.BAD_PASSCODE: lambda f: replace(f, token=replace(f.token, passcodes=Passcodes("12"))),
}
STRICT = replace(POLICY, check_sender=True)


ORDER = (
    "incomplete invalid_alias alias_deleted past_single past_series unknown_sender not_organizer too_long bad_passcode "
    "alias_conflict"
)


def test_the_rules_stand_in_their_order():
    assert [str(rule.reason) for rule in RULES] == ORDER.split()
    assert list(map(str, DeclineReason)) == ORDER.split()


def test_a_good_invitation_is_accepted():
    decision = decide(facts(), POLICY, NOW)
    assert (decision.outcome, decision.accept_case) == (Outcome.ACCEPTED, AcceptCase.NEW_SINGLE)
    assert decision.conference.alias == ISSUED.alias
    told = " ".join(f"{rule.saw} {rule.said}" for rule in decision.rules)
    assert "start 2026-11-24 09:00 UTC" in told and "new single" in told
    assert "+00:00" not in told and "_" not in told
    assert "09:00" not in render_reply(decision, request(), POLICY)
    assert "10:00 on 24/11/2026" in render_reply(decision, request(), POLICY)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", "11:00 on 24/11/2026 (Europe/Berlin)."),
        ("", "10:00 on 24/11/2026 (UTC)."),
        ("Mars/Olympus", "10:00 on 24/11/2026 (UTC)."),
        (BERLIN_RULES, "11:00 on 24/11/2026 (UTC+01:00)."),
    ],
)
def test_a_reply_names_the_zone_of_its_times_once(zone, said):
    told = request(zone=zone)
    assert said in render_reply(decide(facts(told), POLICY, NOW), told, POLICY)


def test_a_reply_in_summer_names_the_offset_of_summer():
    told = request(zone=BERLIN_RULES, start=datetime(2027, 7, 1, 9, 0, tzinfo=UTC))
    reply = render_reply(decide(facts(told), POLICY, NOW), told, POLICY)
    assert "from 11:00 on 01/07/2027" in reply and "(UTC+02:00)." in reply


def test_rules_that_have_nothing_to_check_say_so():
    policy = replace(POLICY, check_sender=False, check_duration=False)
    rules = {each.rule: each for each in decide(facts(), policy, NOW).rules}
    unchecked = {name for name, each in rules.items() if not each.checked}
    assert unchecked == {"past_series", "unknown_sender", "too_long"}
    assert {rules[name].said for name in unchecked} == {"not checked"}


@pytest.mark.parametrize("reason", WRONG)
def test_each_reason_declines_and_leaves_no_conference(reason):
    decision = decide(WRONG[reason](facts()), STRICT, NOW)
    assert (decision.outcome, decision.decline_reason) == (Outcome.DECLINED, reason)
    assert decision.conference is None
    assert decision.rules[-1].passed is False
    assert render_reply(decision, request(), STRICT)


@given(st.sets(st.sampled_from(sorted(set(WRONG) - {DeclineReason.TOO_LONG})), min_size=1))
def test_of_several_reasons_the_first_in_order_is_given(wrongs):
    made = facts()
    for reason in sorted(wrongs, key=list(DeclineReason).index, reverse=True):
        made = WRONG[reason](made)
    first = min(wrongs, key=list(DeclineReason).index)
    assert decide(made, STRICT, NOW).decline_reason is first


def test_a_series_with_nothing_left_is_past():
    old = request(start=NOW - timedelta(days=30), recurrence=replace(DAILY, start=date(2026, 10, 24)))
    assert decide(facts(old), POLICY, NOW).decline_reason is DeclineReason.PAST_SERIES
    running = request(start=NOW - timedelta(days=2), recurrence=replace(DAILY, start=date(2026, 11, 21)))
    assert decide(facts(running), POLICY, NOW).accept_case is AcceptCase.NEW_SERIES


@pytest.mark.parametrize("wrong", [{"start": None}, {"end": None}, {"uid": ""}, {"organizer": Mailbox("")}])
def test_incomplete(wrong):
    message = replace(request(), **wrong)
    assert decide(facts(message), POLICY, NOW).decline_reason is DeclineReason.INCOMPLETE


def test_an_end_that_is_not_after_the_start_is_incomplete():
    message = request()
    assert decide(facts(replace(message, end=message.start)), POLICY, NOW).decline_reason is DeclineReason.INCOMPLETE


@pytest.mark.parametrize("state", [TokenState.MISSING, TokenState.ALTERED, TokenState.FOREIGN])
def test_every_kind_of_bad_tag_has_its_own_words(state):
    decision = decide(facts(token=TokenFound(state), issued=None), POLICY, NOW)
    assert decision.decline_reason is DeclineReason.INVALID_ALIAS
    assert decision.reason != decide(facts(issued=None), POLICY, NOW).reason


def test_duration_and_sender_are_checked_only_where_the_settings_say_so():
    long = WRONG[DeclineReason.TOO_LONG](facts())
    assert decide(long, replace(POLICY, check_duration=False), NOW).outcome is Outcome.ACCEPTED
    unchecked = replace(POLICY, check_sender=False)
    assert decide(facts(sender_known=False), unchecked, NOW).outcome is Outcome.ACCEPTED


def test_an_edit_is_told_by_what_changed_not_by_the_label():
    stored = conference_of(request())
    same = decide(facts(request(sequence=1), conference=stored), POLICY, NOW)
    assert same.accept_case is AcceptCase.NEW_SINGLE
    moved = request(start=NOW + timedelta(days=2), sequence=1)
    edited = decide(facts(moved, conference=stored), POLICY, NOW)
    assert edited.accept_case is AcceptCase.EDITED_SINGLE
    assert edited.conference.start == moved.start
    assert (edited.conference.id, edited.conference.alias) == (stored.id, stored.alias)


def test_a_declined_edit_leaves_the_conference_as_it_was():
    stored = conference_of(request())
    decision = decide(facts(request(start=NOW - 3 * HOUR, sequence=1), conference=stored), POLICY, NOW)
    assert decision.outcome is Outcome.DECLINED
    assert decision.conference is None


@pytest.mark.parametrize(
    "older", [{"sequence": 1}, {"sequence": 2, "stamp": NOW - HOUR}, {"sequence": 1, "is_out_of_date": True}]
)
def test_what_is_older_is_stale(older):
    stored = conference_of(request(sequence=2))
    decision = decide(facts(request(**older), conference=stored), POLICY, NOW)
    assert (decision.outcome, decision.wants_reply) == (Outcome.IGNORED, False)


def test_a_request_that_was_answered_before_is_ignored_and_changes_nothing():
    decision = decide(facts(request(is_answered=True)), POLICY, NOW)
    assert (decision.outcome, decision.wants_reply, decision.conference) == (Outcome.IGNORED, False, None)
    assert decision.reason == "The invitation has already been answered."


def test_a_cancellation_ends_the_meeting_frees_the_alias_and_answers_nobody():
    stored = conference_of(request())
    cancelled = request(kind=MessageKind.CANCELLATION, sequence=1)
    decision = decide(facts(cancelled, conference=stored), POLICY, NOW)
    assert (decision.outcome, decision.wants_reply) == (Outcome.APPLIED, False)
    assert decision.conference.state is ConferenceState.CANCELLED
    assert decision.freed_alias_id == ISSUED.alias_id


def test_a_request_that_comes_after_its_own_cancellation_is_ignored():
    stored = conference_of(request(kind=MessageKind.CANCELLATION, sequence=1))
    assert decide(facts(request(), conference=stored), POLICY, NOW).outcome is Outcome.IGNORED


def test_an_occurrence_changes_only_itself():
    series = request(recurrence=DAILY)
    stored = conference_of(series)
    original = series.start + timedelta(days=2)
    moved = request(start=original + HOUR, recurrence_id=original, sequence=1)
    decision = decide(facts(moved, conference=stored), POLICY, NOW)
    assert decision.accept_case is AcceptCase.EDITED_OCCURRENCE
    assert decision.conference.start == series.start
    assert [each.start for each in decision.conference.overrides] == [original + HOUR]


def test_an_occurrence_may_come_before_its_series_and_stays_when_that_comes():
    original = NOW + timedelta(days=3)
    alone = request(start=original + HOUR, recurrence_id=original, sequence=1)
    stored = conference_of(alone)
    assert stored.orphan
    series = decide(facts(request(recurrence=DAILY), conference=stored), POLICY, NOW)
    assert series.accept_case is AcceptCase.NEW_SERIES
    assert not series.conference.orphan
    assert [each.recurrence_id for each in series.conference.overrides] == [original]


def test_the_alias_is_free_only_when_the_last_occurrence_is_cancelled():
    series = request(recurrence=replace(DAILY, count=2))
    stored = conference_of(series)
    freed = []
    for day in range(2):
        message = request(kind=MessageKind.CANCELLATION, recurrence_id=series.start + timedelta(days=day), sequence=1)
        decision = decide(facts(message, conference=stored), POLICY, NOW)
        stored = decision.conference
        freed.append(decision.freed_alias_id)
    assert freed == [None, ISSUED.alias_id]


@given(st.permutations([0, 1, 2, 3]))
def test_whatever_the_order_of_arrival_the_newest_request_wins(order):
    messages = [
        request(start=NOW + timedelta(days=1 + sequence), sequence=sequence, stamp=NOW + timedelta(minutes=sequence))
        for sequence in range(4)
    ]
    final = conference_of(*[messages[number] for number in order])
    assert final.start == messages[3].start


def test_names_are_unique():
    first = conference_of(request())
    other = decide(facts(request(uid="two"), names_taken=frozenset({first.name})), POLICY, NOW).conference
    assert other.name != first.name


def test_subject_and_place_of_a_private_meeting_are_not_stored():
    hidden = {"is_private": True, "location": "The clinic"}
    original = NOW + 48 * HOUR
    occurrence = request(start=original + HOUR, recurrence_id=original, sequence=1, **hidden)
    for told in (repr(conference_of(request(recurrence=DAILY, **hidden), occurrence)), repr(conference_of(occurrence))):
        assert "Planning" not in told
        assert "clinic" not in told


@pytest.mark.parametrize("kind", [MessageKind.RESPONSE, MessageKind.FORWARD_NOTICE, MessageKind.OTHER])
def test_what_is_no_invitation_is_ignored_with_a_reason(kind):
    decision = decide(facts(request(kind=kind)), POLICY, NOW)
    assert (decision.outcome, bool(decision.reason)) == (Outcome.IGNORED, True)


def test_what_cannot_be_read_is_held():
    decision = decide(facts(request(unreadable="It has no times.")), POLICY, NOW)
    assert (decision.outcome, decision.wants_reply) == (Outcome.HELD, False)


def test_passcodes_of_the_tag_are_booked_and_a_change_of_them_is_an_edit():
    def told(passcodes, message=None):
        return facts(message, token=replace(VALID, passcodes=Passcodes("1111", "2222")), sealed=passcodes)

    first = decide(told(Passcodes("9876", "97531")), POLICY, NOW)
    assert (first.conference.passcode, first.conference.chair_passcode) == ("9876", "97531")
    again = decide(replace(told(Passcodes("86420", "97531")), conference=first.conference), POLICY, NOW)
    assert (again.accept_case, again.reason) == (AcceptCase.EDITED_SINGLE, "A changed meeting: passcodes.")
    assert again.conference.passcode == "86420"
    for told_of in (first, again):
        assert "9876" not in repr(told_of)
        assert "86420" not in repr(told_of)


def test_an_edited_occurrence_takes_the_series_passcodes_and_alias_as_they_are():
    series = decide(facts(request(recurrence=DAILY), token=VALID, sealed=Passcodes("1234")), POLICY, NOW)
    moved = request(start=NOW + 50 * HOUR, recurrence_id=NOW + 48 * HOUR, sequence=1)
    other = replace(ISSUED, alias_id="cd" * 16, alias="vmr7@example.com", numeric_alias="vmr7")
    made = decide(
        facts(moved, conference=series.conference, issued=other, token=VALID, sealed=Passcodes("9999")),
        POLICY,
        NOW,
    )
    assert made.accept_case is AcceptCase.EDITED_OCCURRENCE
    assert (made.conference.alias_id, made.conference.passcode) == (ISSUED.alias_id, "1234")
    assert (made.alias, made.freed_alias_id) == (ISSUED.alias, None)


def test_an_alias_that_an_ended_meeting_had_is_not_freed_again():
    ended = replace(conference_of(request()), state=ConferenceState.CANCELLED)
    other = replace(ISSUED, alias_id="cd" * 16)
    again = decide(facts(request(sequence=2), conference=ended, issued=other), POLICY, NOW)
    assert (again.outcome, again.freed_alias_id) == (Outcome.ACCEPTED, None)


BY_HAND = replace(POLICY, accept_location_number=True)


def test_a_number_in_the_location_stands_for_the_tag_where_that_is_allowed():
    missing = TokenFound(TokenState.MISSING)
    written = facts(token=missing, written="vmr123456")
    assert decide(written, BY_HAND, NOW).outcome is Outcome.ACCEPTED
    unknown = decide(facts(token=missing, written="vmr123456", issued=None), BY_HAND, NOW)
    assert unknown.decline_reason is DeclineReason.INVALID_ALIAS
    nothing = facts(token=missing, issued=None)
    assert decide(nothing, BY_HAND, NOW).decline_reason is DeclineReason.INCOMPLETE
    assert decide(nothing, POLICY, NOW).decline_reason is DeclineReason.INVALID_ALIAS
    altered = facts(token=TokenFound(TokenState.ALTERED), issued=None)
    assert decide(altered, BY_HAND, NOW).decline_reason is DeclineReason.INVALID_ALIAS


def test_a_number_leaves_the_passcodes_as_they_are():
    before = replace(conference_of(request()), passcode="1234")
    edit = request(subject="Other", sequence=1)
    made = decide(facts(edit, token=TokenFound(), written="vmr123456", conference=before), BY_HAND, NOW)
    assert (made.accept_case, made.conference.passcode) == (AcceptCase.EDITED_SINGLE, "1234")


@pytest.mark.parametrize(
    ("written", "is_meeting", "how"),
    [
        ("", True, "The alias tag is a copy: its alias belongs"),
        ("", False, "The alias of the tag belongs"),
        ("vmr123456", False, "The number in the location belongs"),
        ("vmr123456", True, "The number in the location belongs"),
    ],
)
def test_a_conflict_says_who_holds_the_alias(written, is_meeting, how):
    token = TokenFound() if written else VALID
    holder = replace(HOLDER, is_meeting=is_meeting)
    decision = decide(facts(token=token, written=written, holder=holder), BY_HAND, NOW)
    assert decision.decline_reason is DeclineReason.ALIAS_CONFLICT
    assert how in decision.reason
    assert decision.reason.endswith("belongs to the custom room “Board”.")


@pytest.mark.parametrize(
    ("zone_id", "words"),
    [("Unheard of", "The time zone “Unheard of” is not known"), ("", "The invitation names no time zone")],
)
def test_a_series_in_a_zone_that_is_not_known_says_so(zone_id, words):
    weekly = Recurrence(Frequency.DAILY, (NOW + timedelta(days=1)).date(), count=3)
    message = request(recurrence=weekly, zone="", zone_id=zone_id, zone_is_known=False)
    reason = decide(facts(message), POLICY, NOW).reason
    assert words in reason and reason.endswith("stay at the same hour in UTC.")
    assert "UTC" not in decide(facts(replace(message, recurrence=None)), POLICY, NOW).reason
    assert "UTC" not in decide(facts(request(recurrence=weekly)), POLICY, NOW).reason
