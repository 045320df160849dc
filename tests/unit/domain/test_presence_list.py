"""The presence list: what is wrong in it, and who uses an entry."""

from __future__ import annotations

import pytest

from desktop_admin.domain.people import DEFAULT_PRESENCES, Keyword, PresenceEntry
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.presence_list import (
    MAX_PRESENCES,
    PresenceUses,
    presence_problems,
    presence_uses,
    rules_problems,
)


def test_the_list_that_a_new_integration_has_is_well():
    assert not presence_problems(DEFAULT_PRESENCES)


@pytest.mark.parametrize(
    ("entries", "row", "problem"),
    [
        ((), 0, "needs at least its default"),
        ((PresenceEntry(" "),), 0, "Write a name."),
        ((PresenceEntry("x" * 61),), 0, "at most 60"),
        ((PresenceEntry("Here"), PresenceEntry("HERE ")), 1, "row 1 already"),
        ((PresenceEntry("Here", "green"),), 0, "#rrggbb"),
        ((PresenceEntry("Here", icon="crown"),), 0, "There is no such icon."),
        (tuple(PresenceEntry(f"{n}") for n in range(MAX_PRESENCES + 1)), MAX_PRESENCES, "Remove one first."),
    ],
)
def test_what_is_wrong_is_told_in_its_row(entries, row, problem):
    problems = presence_problems(entries)
    assert list(problems) == [row]
    assert problem in problems[row]


def test_who_uses_an_entry():
    keywords = (Keyword("a", "Lunch"), Keyword("b", "Lunch"), Keyword("c", "Busy"))
    policy = PresencePolicy(keywords=keywords)
    assert presence_uses("Lunch", keywords, policy, {"Lunch": 3}) == PresenceUses(2, 3)
    assert presence_uses("Meeting", keywords, policy, {}) == PresenceUses(is_meeting=True)
    assert presence_uses("Out of office", keywords, policy, {}).is_out_of_office
    assert not presence_uses("Travelling", keywords, policy, {})


def test_rules_and_own_choices_must_name_entries_of_the_list():
    assert not rules_problems(DEFAULT_PRESENCES, "Busy", "Lunch", {"Busy": 4})
    problems = rules_problems(DEFAULT_PRESENCES, "Gone", "Lunch", {"Golf": 1})
    assert problems == {
        "presence.meeting_presence": "There is no presence “Gone”. Choose one of the presence list.",
        "presences": "1 person has chosen “Golf”. Say which presence they get instead.",
    }
