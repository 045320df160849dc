"""Aliases: of the form that the settings say, never one that is held, and told when there are no more."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.alias import TRIES, AliasSpaceExhausted, alias_from_number, draw_alias
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


@given(st.integers(0, TRIES - 1))
def test_held_ones_are_passed_over(count):
    policy = SchedulingPolicy()
    held = {alias_from_number(policy, number)[0] for number in range(count)}
    numbers = iter(range(TRIES + 1))
    alias, _ = draw_alias(policy, held.__contains__, lambda _space: next(numbers))
    assert alias == alias_from_number(policy, count)[0]


@given(policies)
def test_the_whole_space_is_drawn_from(policy):
    asked = []

    def below(space):
        asked.append(space)
        return space - 1

    _, numeric = draw_alias(policy, lambda _alias: False, below)
    assert asked == [10**policy.alias_suffix_length]
    assert numeric.endswith("9" * policy.alias_suffix_length)


def test_a_space_that_is_nearly_held_is_told_with_what_would_help():
    with pytest.raises(AliasSpaceExhausted, match="Use 8 digits"):
        draw_alias(SchedulingPolicy(), lambda _alias: True, random.Random(1).randrange)
    with pytest.raises(AliasSpaceExhausted, match="Use 15 digits"):
        draw_alias(SchedulingPolicy(alias_suffix_length=15), lambda _alias: True, random.Random(1).randrange)
