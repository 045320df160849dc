"""A moment of each fuzz target in every test run, with random changes; ``make fuzz`` is the long one."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from endurance import fuzz_targets
from endurance.explore import with_import
from endurance.fuzz import FIXED_CASES, changed, try_changes
from endurance.fuzz_targets import TARGETS

INPUTS = 300


@pytest.mark.parametrize("name", TARGETS)
def test_hostile_input_ends_in_words(name: str) -> None:
    for data in islice(changed(TARGETS[name], random.Random(name)), INPUTS):
        TARGETS[name].run(data)


@pytest.mark.parametrize("name", TARGETS)
def test_what_once_broke_a_target_ends_in_words(repository: Path, name: str) -> None:
    for file in sorted((repository / FIXED_CASES / name.replace(" ", "-")).glob("*")):
        TARGETS[name].run(file.read_bytes())


def test_what_breaks_a_target_becomes_a_fixed_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(data: bytes) -> None:
        assert b"<" not in data

    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(TARGETS, "push", replace(TARGETS["push"], run=breaks))
    row = try_changes("push", 60)
    assert row["broke"]
    [file] = (tmp_path / FIXED_CASES / "push").iterdir()
    assert b"<" in file.read_bytes()


def test_a_target_notices_a_parser_that_lets_everything_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz_targets, "read_answer", lambda _data, **_limits: None)
    with pytest.raises(AssertionError, match="DOCTYPE"):
        TARGETS["strict xml"].run(b"<!DOCTYPE x><x/>")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from hypothesis import given\n", "from hypothesis import example, given\n"),
        ("from hypothesis import HealthCheck, given\n", "from hypothesis import example, HealthCheck, given\n"),
        ("from hypothesis import example, given\n", "from hypothesis import example, given\n"),
        ("import hypothesis\n", "import hypothesis\n"),
    ],
)
def test_a_fixed_example_is_imported(before: str, after: str) -> None:
    assert with_import(before) == after
