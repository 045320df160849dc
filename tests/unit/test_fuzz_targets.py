"""A moment of each fuzz target in every test run, with random changes; ``make fuzz`` is the long one."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from endurance import fuzz_targets
from endurance.fuzz import changed
from endurance.fuzz_targets import TARGETS

INPUTS = 300


@pytest.mark.parametrize("name", TARGETS)
def test_hostile_input_ends_in_words(name: str) -> None:
    for data in islice(changed(TARGETS[name], random.Random(name)), INPUTS):
        TARGETS[name].run(data)


def test_a_target_notices_a_parser_that_lets_everything_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz_targets, "read_answer", lambda _data, **_limits: None)
    with pytest.raises(AssertionError, match="DOCTYPE"):
        TARGETS["strict xml"].run(b"<!DOCTYPE x><x/>")
