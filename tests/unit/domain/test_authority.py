"""Who may change a meeting: whatever others send, nothing of it moves and no message of its organiser is stale."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_admin.domain.authority import KnownPeople, standing_of
from desktop_admin.domain.conference import Conference, IssuedAlias
from desktop_admin.domain.decision import Decision, DeclineReason, Outcome
from desktop_admin.domain.decline_rules import Facts
from desktop_admin.domain.invitation import decide
from desktop_admin.domain.meeting import Mailbox, MeetingMessage, MessageKind
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.token import TokenFound, TokenState
from tests.helpers.clock import START
from tests.helpers.organiser import ADA, deeds, run_life

POLICY = SchedulingPolicy(alias_domain="example.com")
ISSUED = IssuedAlias("ab" * 16, "head", "vmr123456@example.com", "vmr123456", START)
OTHER = IssuedAlias("cd" * 16, "head", "vmr654321@example.com", "vmr654321", START)
EVE, BEN = Mailbox("eve@example.com", "Eve"), Mailbox("ben@example.com", "Ben")
OUTSIDER = Mailbox("eve@elsewhere.example", "Ada")
DN = "/o=Example/cn=Recipients/cn=ada"
DIRECTORY = KnownPeople(
    {"ada@example.com": "ada", "ada.new@example.com": "ada", "ben@example.com": "ben", "eve@example.com": "eve"},
    is_read=True,
)
NOBODY = KnownPeople()


class Store:
    """What is stored of a meeting, with each message decided upon it."""

    def __init__(self, people: KnownPeople = DIRECTORY) -> None:
        self.people = people
        self.stored: dict[str, Conference] = {}
        self.others_wrote = False

    def tell(self, message: MeetingMessage, issued: IssuedAlias = ISSUED) -> Decision:
        standing = standing_of(message, tuple(self.stored.values()), self.people)
        facts = Facts(
            message,
            token=TokenFound(TokenState.VALID, issued.alias_id),
            issued=issued,
            conference=standing.own,
            new_conference_id=standing.own.id if standing.own else f"c{len(self.stored)}",
            standing=standing,
            is_contested=self.others_wrote,
        )
        decision = decide(facts, POLICY, START)
        self.others_wrote = self.others_wrote or {message.organizer, message.sender} != {ADA}
        if decision.conference is not None:
            self.stored[decision.conference.id] = decision.conference
        return decision

    @property
    def adas(self) -> Conference | None:
        return next((each for each in self.stored.values() if each.organizer.address.lower().startswith("ada")), None)


def life(length: int = 0, *done: tuple) -> list[MeetingMessage]:
    return run_life(0, length, list(done), "", START + timedelta(days=2)).sent


def by(message: MeetingMessage, organizer: Mailbox, sender: Mailbox | None = None, **more: object) -> MeetingMessage:
    return replace(message, organizer=organizer, sender=sender or organizer, **more)


HUGE = 2**31 - 1
hostile = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([MessageKind.REQUEST, MessageKind.CANCELLATION]),
        "sequence": st.sampled_from([0, 1, 5, HUGE]),
        "stamp": st.sampled_from([None, START, START + timedelta(days=3000)]),
        "subject": st.just("Mine now"),
        "is_out_of_date": st.booleans(),
    },
    optional={
        "recurrence_id": st.integers(0, 4).map(lambda day: START.replace(hour=8) + timedelta(days=2 + day)),
        "start": st.integers(1, 60).map(lambda hours: START + timedelta(days=2, hours=hours)),
    },
)
senders = st.sampled_from([(EVE, EVE), (OUTSIDER, OUTSIDER), (EVE, ADA), (ADA, OUTSIDER), (OUTSIDER, ADA)])
"""Organiser (From) and Sender: strangers, whether the directory knows them or not, also in the organiser's name."""


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([0, 4]), st.lists(deeds, max_size=6), st.data())
def test_whatever_strangers_send_between_the_organisers_messages_counts_as_if_never_sent(length, done, data):
    sent = life(length, *done)
    alone, disturbed = Store(), Store()
    for number, message in enumerate(sent):
        for _ in range(data.draw(st.integers(0, 2), label="strangers") if number else 0):
            (organizer, sender), more = data.draw(senders), data.draw(hostile)
            more = {"end": more["start"] + timedelta(hours=1)} | more if "start" in more else more
            foreign = by(data.draw(st.sampled_from(sent)), organizer, sender, **more)
            before = disturbed.adas
            decision = disturbed.tell(foreign, data.draw(st.sampled_from([ISSUED, OTHER])))
            assert decision.outcome in (Outcome.DECLINED, Outcome.IGNORED)
            assert (decision.conference, decision.freed_alias_id) == (None, None)
            assert disturbed.adas == before
        marked = replace(message, is_out_of_date=data.draw(st.booleans(), label="marked") and number > 0)
        assert disturbed.tell(marked).outcome is alone.tell(message).outcome
        assert disturbed.adas == alone.adas


@settings(deadline=None)
@given(st.sampled_from([0, 4]), st.lists(st.tuples(senders, hostile), min_size=1, max_size=4))
def test_cancellations_of_what_was_never_seen_make_nothing_stale(length, sent_before):
    (invitation,) = life(length)
    alone, disturbed = Store(), Store()
    for (organizer, sender), more in sent_before:
        told = {name: value for name, value in more.items() if name != "start"} | {"kind": MessageKind.CANCELLATION}
        disturbed.tell(by(invitation, organizer, sender, **told))
    for store in (alone, disturbed):
        assert store.tell(replace(invitation, is_out_of_date=store is disturbed)).outcome is Outcome.ACCEPTED
    assert replace(disturbed.adas, id="") == replace(alone.adas, id="")


def test_a_stranger_is_declined_by_a_reason_of_its_own_and_a_cancellation_ignored():
    store = Store()
    (invitation,) = life()
    store.tell(invitation)
    changed = store.tell(by(invitation, EVE, sequence=HUGE))
    assert (changed.outcome, changed.decline_reason) == (Outcome.DECLINED, DeclineReason.NOT_ORGANIZER)
    assert changed.is_foreign
    assert "ada@example.com" in changed.reason and "eve@example.com" in changed.reason
    ended = store.tell(by(invitation, EVE, kind=MessageKind.CANCELLATION, sequence=HUGE))
    assert (ended.outcome, ended.decline_reason, ended.is_foreign) == (
        Outcome.IGNORED,
        DeclineReason.NOT_ORGANIZER,
        True,
    )


def test_the_organiser_is_known_by_any_address_of_the_directory():
    store = Store()
    invitation, moved = life(0, ("shift", 2))
    store.tell(invitation)
    renamed = Mailbox("Ada.New@example.com", "Ada")
    assert store.tell(by(moved, renamed)).outcome is Outcome.ACCEPTED
    assert store.adas.organizer == renamed
    assert store.tell(by(moved, ADA, kind=MessageKind.CANCELLATION, sequence=5)).outcome is Outcome.APPLIED


def test_without_a_directory_the_address_alone_counts():
    store = Store(NOBODY)
    invitation, moved = life(0, ("shift", 2))
    store.tell(invitation)
    assert store.tell(by(moved, Mailbox("ada.new@example.com"))).decline_reason is DeclineReason.NOT_ORGANIZER
    assert store.tell(by(moved, Mailbox("ADA@EXAMPLE.COM"))).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(("first", "then"), [(ADA, BEN), (BEN, ADA), (BEN, BEN)])
@pytest.mark.parametrize("people", [DIRECTORY, NOBODY])
def test_delegate_and_organiser_change_what_the_other_sent(people, first, then):
    store = Store(people)
    invitation, moved = life(0, ("shift", 2))
    assert store.tell(by(invitation, ADA, first)).outcome is Outcome.ACCEPTED
    assert store.tell(by(moved, ADA, then)).outcome is Outcome.ACCEPTED
    assert (store.adas.start, store.adas.sequence) == (moved.start, 1)


def test_a_delegate_whom_the_directory_does_not_know_may_go_on_but_claims_no_order():
    store = Store()
    invitation, moved, again = life(0, ("shift", 2), ("shift", 3))
    assert store.tell(by(invitation, ADA, OUTSIDER, sequence=HUGE)).outcome is Outcome.ACCEPTED
    assert store.tell(by(moved, ADA, OUTSIDER, sequence=HUGE)).outcome is Outcome.ACCEPTED
    assert store.adas.start == moved.start
    assert store.tell(by(again, ADA)).outcome is Outcome.ACCEPTED
    assert store.adas.start == again.start
    assert store.tell(by(moved, ADA, OUTSIDER, sequence=HUGE)).decline_reason is DeclineReason.NOT_ORGANIZER


def test_no_delegate_makes_the_organisers_next_message_stale():
    """Whoever is in the directory and sends in the organiser's name, with whatever sequence number and time stamp."""
    store = Store()
    invitation, moved, again = life(0, ("shift", 2), ("shift", 3))
    store.tell(invitation)
    ahead = moved.received + timedelta(days=3650)
    assert store.tell(by(moved, ADA, BEN, sequence=HUGE, stamp=ahead)).outcome is Outcome.ACCEPTED
    assert store.tell(by(again, ADA)).outcome is Outcome.ACCEPTED
    assert store.adas.start == again.start


def test_a_delegates_cancellation_of_what_was_never_seen_is_not_remembered():
    store = Store()
    (invitation,) = life()
    cancelled = store.tell(by(invitation, ADA, BEN, kind=MessageKind.CANCELLATION, sequence=HUGE))
    assert (cancelled.outcome, cancelled.conference) == (Outcome.IGNORED, None)
    assert store.tell(by(invitation, ADA)).outcome is Outcome.ACCEPTED


def test_a_delegates_older_message_that_comes_late_is_stale():
    store = Store()
    invitation, older, newer = life(0, ("shift", 2), ("shift", 3))
    store.tell(by(invitation, ADA, BEN))
    assert store.tell(by(newer, ADA, BEN, sequence=9)).outcome is Outcome.ACCEPTED
    assert store.tell(by(older, ADA, BEN, sequence=8)).outcome is Outcome.IGNORED
    assert store.adas.start == newer.start


def test_a_forwarded_copy_changes_nothing_and_is_answered_to_nobody():
    store = Store()
    (invitation,) = life()
    store.tell(invitation)
    before = store.adas
    copy = store.tell(by(invitation, ADA, EVE), OTHER)
    assert (copy.outcome, copy.is_foreign) == (Outcome.IGNORED, False)
    assert store.adas == before


def test_what_cannot_be_resolved_is_neither_believed_nor_declined():
    store = Store()
    (invitation,) = life()
    store.tell(invitation)
    for kind in (MessageKind.REQUEST, MessageKind.CANCELLATION):
        decision = store.tell(by(invitation, Mailbox(DN), kind=kind, sequence=3))
        assert (decision.outcome, decision.conference) == (Outcome.HELD, None)


def test_an_x500_name_is_the_organisers_where_the_directory_lists_it():
    store = Store(KnownPeople(DIRECTORY.entries | {DN.lower(): "ada"}, is_read=True))
    invitation, moved = life(0, ("shift", 2))
    store.tell(by(invitation, Mailbox(DN)))
    assert store.tell(moved).outcome is Outcome.ACCEPTED


def test_a_new_meeting_of_somebody_who_cannot_be_resolved_is_accepted():
    (invitation,) = life()
    assert Store().tell(by(invitation, Mailbox(DN))).outcome is Outcome.ACCEPTED


BORROWED = "IMCEAEX-_o=Example_cn=Recipients_cn=ada@attacker.example"
LISTED = KnownPeople(DIRECTORY.entries | {DN.lower(): "ada"}, is_read=True, domains=frozenset({"example.com"}))
CHANGES = [{"subject": "Mine now", "sequence": HUGE}, {"kind": MessageKind.CANCELLATION, "sequence": HUGE}]


@pytest.mark.parametrize("odd", ['"e v"@attacker.example', "IMCEAFAX-1@attacker.example", BORROWED])
@pytest.mark.parametrize("more", CHANGES)
def test_an_odd_address_of_another_domain_is_a_stranger_as_organiser_and_as_delegate(odd, more):
    for organizer, sender in ((Mailbox(odd), Mailbox(odd)), (ADA, Mailbox(odd))):
        store = Store(LISTED)
        (invitation,) = life()
        store.tell(invitation)
        before = store.adas
        decision = store.tell(by(invitation, organizer, sender, **more))
        assert (decision.is_foreign, decision.decline_reason) == (True, DeclineReason.NOT_ORGANIZER)
        assert store.adas == before


@pytest.mark.parametrize("people", [LISTED, NOBODY])
def test_an_x500_name_counts_where_one_of_our_domains_writes_it(people):
    ours = BORROWED.replace("attacker.example", "example.com")
    assert people.same(ours, DN) == people.is_read
    assert not people.same(BORROWED, DN) and not people.same(DN, BORROWED)
    assert people.same(BORROWED, BORROWED.upper())


@pytest.mark.parametrize("more", CHANGES)
def test_a_delegate_who_cannot_be_resolved_is_neither_believed_nor_declined(more):
    store = Store(LISTED)
    (invitation,) = life()
    store.tell(invitation)
    before = store.adas
    decision = store.tell(by(invitation, ADA, Mailbox(f"{DN}2"), **more))
    assert (decision.outcome, decision.conference) == (Outcome.HELD, None)
    assert f"{DN}2" in decision.reason
    assert store.adas == before
