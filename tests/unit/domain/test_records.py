"""Records made from others by the names of their fields."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from desktop_admin.domain.records import record_of


@dataclass(frozen=True, slots=True)
class Source:
    name: str = "Ada"
    passcode: str = "1234"


@dataclass(frozen=True, slots=True)
class Shown:
    name: str
    has_passcode: bool
    note: str = "none"
    length: int = field(init=False, default=3)


def test_fields_of_one_name_are_taken_and_given_values_go_first():
    assert record_of(Shown, Source(), has_passcode=True) == Shown("Ada", True)
    assert record_of(Shown, Source(), has_passcode=True, name="Ben").name == "Ben"


def test_nothing_is_left_to_guess():
    with pytest.raises(TypeError, match="has_passcode"):
        record_of(Shown, Source())
    with pytest.raises(TypeError, match="colour"):
        record_of(Shown, Source(), has_passcode=True, colour="red")
