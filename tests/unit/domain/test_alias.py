"""Aliases: of the form that the settings say, never one that is held, and told when there are no more."""

from __future__ import annotations

import random
from collections import deque
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.alias import TRIES, AliasSpaceExhausted, alias_from_number, drawn_aliases, forecast
from desktop_admin.domain.policy import SchedulingPolicy

policies = st.builds(
    SchedulingPolicy,
    alias_prefix=st.text("abcdefghij", min_size=1, max_size=8),
    alias_suffix_length=st.integers(5, 15),
    alias_domain=st.just("meet.example.com"),
)


@given(policies, st.data())
def test_a_number_is_written_with_all_its_digits(policy, data):
    number = data.draw(st.integers(0, 10**policy.alias_suffix_length - 1))
    alias, numeric = alias_from_number(policy, number)
    assert alias == f"{numeric}@meet.example.com"
    digits = numeric.removeprefix(policy.alias_prefix)
    assert (len(digits), int(digits)) == (policy.alias_suffix_length, number)


@given(policies)
def test_the_whole_space_is_drawn_from(policy):
    asked = []

    def below(space):
        asked.append(space)
        return space - 1

    _, numeric = next(drawn_aliases(policy, below))
    assert asked == [10**policy.alias_suffix_length]
    assert numeric.endswith("9" * policy.alias_suffix_length)


@pytest.mark.parametrize(("digits", "advised"), [(6, 8), (14, 15), (15, 15)])
def test_a_space_that_is_nearly_held_is_told_with_what_would_help(digits, advised):
    draws = drawn_aliases(SchedulingPolicy(alias_suffix_length=digits), random.Random(1).randrange)
    with pytest.raises(AliasSpaceExhausted, match=f"Use {advised} digits"):
        deque(draws)


def test_a_free_number_is_found_while_two_in_a_hundred_are_free():
    policy, chance = SchedulingPolicy(alias_suffix_length=5), random.Random(20261121)
    free = {alias_from_number(policy, number)[0] for number in chance.sample(range(10**5), 2000)}
    while len(free) > 1500:
        taken = next(alias for alias, _ in drawn_aliases(policy, chance.randrange) if alias in free)
        free.remove(taken)


NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
forecasts = st.builds(
    lambda digits, share, issued, given_back: forecast(
        "vmr", digits, int(share * 10**digits), issued, min(issued, given_back), NOW
    ),
    st.integers(5, 15),
    st.floats(0, 1),
    st.integers(0, 10**7),
    st.integers(0, 10**7),
)


@given(forecasts)
def test_a_forecast_is_of_one_piece(told):
    assert 0 <= told.collision <= 1
    assert 1 <= told.draws <= TRIES
    assert told.digits <= told.advised_digits <= 15
    assert told.growth_per_day <= told.issued_per_day
    assert told.is_likely == (told.likely_on == NOW)
    if told.half_full_on is not None:
        assert told.likely_on is not None
        assert NOW <= told.likely_on <= told.half_full_on


@given(forecasts)
def test_the_space_is_as_full_as_foretold_when_its_day_comes(told):
    for at, level in ((told.likely_on, told.space / 10), (told.half_full_on, told.space / 2)):
        if at is not None and at > NOW:
            grown = told.held + told.growth_per_day * ((at - NOW) / timedelta(days=1))
            assert grown == pytest.approx(level, rel=1e-6, abs=told.growth_per_day / 1000)
        elif at is None:
            assert told.held + told.growth_per_day * 100 * 365 < level * (1 + 1e-9) or told.growth_per_day == 0


@given(forecasts)
def test_the_advice_keeps_collisions_unlikely_for_two_years_and_is_no_longer_than_needed(told):
    need = told.held + told.growth_per_day * 730
    if told.advised_digits < 15:
        assert need < 10 ** (told.advised_digits - 1)
    if told.advised_digits > told.digits:
        assert need >= 10 ** (told.advised_digits - 2)


@given(st.integers(5, 7), st.integers(0, 10**5), st.integers(1, 1000))
def test_more_that_is_held_is_never_better(digits, held, more):
    before, after = (forecast("vmr", digits, each, 60_000, 0, NOW) for each in (held, held + more))
    assert after.collision >= before.collision
    assert after.draws >= before.draws
    assert after.advised_digits >= before.advised_digits
    assert before.likely_on is not None
    assert after.likely_on is not None
    assert after.likely_on <= before.likely_on


def test_draws_of_an_issue_are_as_many_as_simulated():
    chance = random.Random(5)
    told = forecast("vmr", 5, 80_000, 0, 0, NOW)
    rounds = 4000
    drawn = 0
    for _ in range(rounds):
        drawn += 1
        while chance.random() < told.collision:
            drawn += 1
    assert drawn / rounds == pytest.approx(told.draws, rel=0.05)
    assert told.draws == pytest.approx(5.0)
