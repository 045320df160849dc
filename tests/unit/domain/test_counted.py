"""One is one, many are many, in everything that the service and the command line say."""

from __future__ import annotations

import re

from desktop_admin.domain.counted import counted, people


def test_a_count_has_its_number():
    assert [people(count) for count in (0, 1, 2)] == ["0 people", "1 person", "2 people"]
    assert [counted(count, "room") for count in (1, 3)] == ["1 room", "3 rooms"]


def test_no_sentence_says_1_people(repository):
    """Where the count may be one; limits and what is compared with 1 before are not meant."""
    told = re.compile(
        r"\{[^{}]*(?:people|rooms|entries|waiting|taken|total|count)['\"]?\]?\)?\} (?:people|rooms|entries|keywords)\b"
    )
    found = {}
    for folder in ("cli", "service"):
        for file in (repository / "desktop_admin" / folder).glob("*.py"):
            lines = file.read_text(encoding="utf-8").splitlines()
            if wrong := [line.strip() for line in lines if told.search(line) and " == 1 " not in line]:
                found[file.name] = wrong
    assert found == {}
