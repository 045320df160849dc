"""The life of a connection: explored whole, and by its rules."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.connection_life import UNPROVEN, Action, Happening, Life, State, advance, diagram
from desktop_admin.domain.ports import Timing
from desktop_admin.domain.status import Status, Trouble

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TIMING = Timing()
happenings = st.lists(st.sampled_from(Happening), max_size=40)


def lived(*happened: Happening, life: Life | None = None, **more) -> Life:
    life = life or Life()
    for happening in happened:
        life = advance(life, happening, NOW, TIMING, **more)
    return life


def reachable() -> list[Life]:
    """A life of every state and action that there can be."""
    found = {(State.DISABLED, Action.REST): Life()}
    waiting = [Life()]
    while waiting:
        life = waiting.pop()
        for happening in Happening:
            later = advance(life, happening, NOW, TIMING)
            if (later.state, later.action) not in found:
                found[later.state, later.action] = later
                waiting.append(later)
    return list(found.values())


def test_every_state_can_be_reached():
    assert {life.state for life in reachable()} == set(State)


@pytest.mark.parametrize("life", reachable(), ids=lambda life: f"{life.state}-{life.action}")
@pytest.mark.parametrize("happening", Happening)
def test_from_everywhere_every_happening_leads_somewhere_whole(life, happening):
    later = lived(happening, life=life)
    assert (later.action is Action.REST) == (later.state is State.DISABLED)
    assert (later.due is not None) == (later.action in (Action.WAIT, Action.PROVE))
    if happening is Happening.DEACTIVATED:
        assert later == Life()


@given(happenings)
def test_nothing_that_happens_breaks_it_and_it_always_knows_what_to_do(happened):
    life = lived(*happened)
    assert (life.action is Action.REST) == (life.state is State.DISABLED)
    assert (life.due is not None) == (life.action in (Action.WAIT, Action.PROVE))


def test_there_is_no_dead_end():
    """From wherever it is, doing what it asks for, with success, ends in a live subscription."""
    success = {
        Action.CONNECT: Happening.CONNECTED,
        Action.SUBSCRIBE: Happening.SUBSCRIBED,
        # With each poll a new subscription is attempted.
        Action.POLL: Happening.SUBSCRIBED,
        Action.PROVE: Happening.SIGN_OF_LIFE,
        Action.WAIT: Happening.DUE,
        Action.REST: Happening.ACTIVATED,
    }
    for begun in reachable():
        life = begun
        for _ in range(5):
            if life.state is not State.LIVE:
                life = lived(success[life.action], life=life)
        assert (life.state, life.status) == (State.LIVE, Status.ONLINE)


def test_the_diagram_is_mermaid_of_every_state():
    first, *lines = diagram().splitlines()
    assert first == "stateDiagram-v2"
    *arrows, note = lines
    drawn = [re.fullmatch(r"    (\[\*\]|\w+) --> (\w+)(?:: [a-z ,]+)?", line) for line in arrows]
    assert all(drawn)
    assert {end for arrow in drawn for end in arrow.groups()} - {"[*]"} == {state.value for state in State}
    assert re.fullmatch(r"    note right of \w+: .+", note)


@given(happenings)
def test_it_can_always_be_switched_off_and_on_again(happened):
    life = lived(*happened, Happening.DEACTIVATED)
    assert (life.status, life.reason, life.failures) == (Status.DISABLED, "", 0)
    assert lived(Happening.ACTIVATED, life=life).action is Action.CONNECT


@given(happenings)
def test_force_now_connects_at_once_whatever_stood(happened):
    life = lived(Happening.ACTIVATED, *[each for each in happened if each is not Happening.DEACTIVATED])
    forced = lived(Happening.FORCED, life=life)
    assert (forced.state, forced.action, forced.failures) == (State.CONNECTING, Action.CONNECT, 0)


LIVE = (Happening.ACTIVATED, Happening.CONNECTED, Happening.SUBSCRIBED)


def test_the_straight_way_to_online():
    assert [lived(*LIVE[:steps]).status for steps in range(4)] == [
        Status.DISABLED,
        Status.CONNECTING,
        Status.CONNECTING,
        Status.ONLINE,
    ]


@pytest.mark.parametrize("broke", [Happening.LOST, Happening.OVERDUE, Happening.FAILED])
def test_a_subscription_that_breaks_polls_at_once_then_every_four_minutes(broke):
    life = lived(*LIVE, broke, trouble=Trouble.SERVER_FAULT, reason="No heartbeat.")
    assert (life.status, life.action, life.reason) == (Status.DEGRADED, Action.POLL, "No heartbeat.")
    waiting = lived(Happening.POLLED, life=life)
    assert waiting.due == NOW + timedelta(minutes=4)
    assert waiting.reason == "No heartbeat."
    again = lived(Happening.DUE, Happening.SUBSCRIBED, Happening.SIGN_OF_LIFE, life=waiting)
    assert (again.status, again.reason) == (Status.ONLINE, "")


@pytest.mark.parametrize("broke", [Happening.LOST, Happening.OVERDUE, Happening.FAILED])
def test_a_new_subscription_is_degraded_until_it_has_shown_a_sign_of_life(broke):
    life = lived(*LIVE, broke, Happening.SUBSCRIBED)
    assert (life.status, life.action, life.due) == (Status.DEGRADED, Action.PROVE, NOW + timedelta(minutes=4))
    polled = lived(Happening.DUE, life=life)
    assert (polled.status, polled.action) == (Status.DEGRADED, Action.POLL)
    assert lived(Happening.SUBSCRIBED, Happening.SIGN_OF_LIFE, life=polled).status is Status.ONLINE


@given(happenings)
def test_after_silence_only_a_sign_of_life_leads_back_to_online(happened):
    life = lived(*LIVE, Happening.OVERDUE)
    for happening in happened:
        if happening in (Happening.SIGN_OF_LIFE, Happening.DEACTIVATED):
            continue
        life = lived(happening, life=life)
        assert life.status is not Status.ONLINE
    # Connecting again, or giving it time, leads to where a sign of life is waited for, from wherever that was.
    life = lived(Happening.FORCED, Happening.CONNECTED, Happening.SUBSCRIBED, life=life)
    assert (life.status, life.action, life.reason) == (Status.DEGRADED, Action.PROVE, UNPROVEN)
    assert lived(Happening.SIGN_OF_LIFE, life=life) == Life(State.LIVE, Action.WATCH)


@pytest.mark.parametrize("cut_short", [Happening.LOST, Happening.ENDED])
def test_subscriptions_that_end_before_any_sign_of_life_are_replaced_after_growing_pauses(cut_short):
    life, pauses = lived(*LIVE, Happening.LOST, Happening.SUBSCRIBED), []
    for _ in range(8):
        life = lived(cut_short, life=life)
        assert (life.status, life.action) == (Status.DEGRADED, Action.WAIT)
        pauses.append((life.due - NOW).total_seconds())
        life = lived(Happening.DUE, Happening.SUBSCRIBED, life=life)
    assert pauses == [5, 10, 20, 40, 80, 160, 240, 240]
    proven = lived(Happening.SIGN_OF_LIFE, Happening.LOST, Happening.SUBSCRIBED, cut_short, life=life)
    assert proven.due == NOW + timedelta(seconds=5)


def test_a_refused_password_is_tried_every_15_minutes():
    life = lived(Happening.ACTIVATED, Happening.REFUSED, trouble=Trouble.WRONG_PASSWORD, reason="Refused.")
    assert (life.status, life.due) == (Status.OFFLINE, NOW + timedelta(minutes=15))
    later = lived(Happening.DUE, Happening.REFUSED, life=life)
    assert later.due == NOW + timedelta(minutes=15)


def test_an_outage_is_tried_again_with_growing_pauses_up_to_four_minutes():
    life, pauses = lived(Happening.ACTIVATED), []
    for _ in range(8):
        life = lived(Happening.FAILED, life=life)
        pauses.append((life.due - NOW).total_seconds())
        life = lived(Happening.DUE, life=life)
    assert pauses == [5, 10, 20, 40, 80, 160, 240, 240]


def test_a_pause_that_the_server_names_is_kept():
    life = lived(Happening.ACTIVATED)
    assert advance(life, Happening.FAILED, NOW, TIMING, retry_after=600.0).due == NOW + timedelta(minutes=10)


def test_a_regular_end_of_a_stream_only_subscribes_again():
    life = lived(*LIVE, Happening.ENDED)
    assert (life.state, life.action, life.reason) == (State.RENEWING, Action.SUBSCRIBE, "")
    assert life.status is Status.ONLINE
    assert lived(Happening.SUBSCRIBED, life=life).state is State.LIVE


def test_what_means_nothing_in_a_state_changes_nothing():
    assert lived(Happening.SUBSCRIBED, Happening.POLLED, Happening.DUE) == Life()
