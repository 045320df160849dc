"""Passcodes: digits only, within the configured length, and the two differ; no word about them tells them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.passcode import Passcodes, passcodes_problem
from desktop_admin.domain.policy import SchedulingPolicy

POLICY = SchedulingPolicy(passcode_min_length=4, passcode_max_length=6)


@pytest.mark.parametrize(
    "good", [Passcodes(), Passcodes("1234"), Passcodes("", "123456"), Passcodes("1234", "4321"), Passcodes("0000")]
)
def test_good_ones(good):
    assert passcodes_problem(good, POLICY) == ""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Passcodes("123"), "The conference passcode does not have 4 to 6 digits."),
        (Passcodes("1234", "1234567"), "The chairperson passcode does not have 4 to 6 digits."),
        (Passcodes("12a4"), "The conference passcode has something other than digits in it."),
        (Passcodes("١٢٣٤"), "The conference passcode has something other than digits in it."),
        (Passcodes("1234", "1234"), "The conference passcode and the chairperson passcode are the same."),
    ],
)
def test_wrong_ones(wrong, said):
    assert passcodes_problem(wrong, POLICY) == said


def test_one_length_is_told_as_one():
    assert "have 5 digits" in passcodes_problem(
        Passcodes("1"), SchedulingPolicy(passcode_min_length=5, passcode_max_length=5)
    )


@given(st.text("0123456789", min_size=7), st.text(min_size=7))
def test_no_word_tells_them(conference, chair):
    codes = Passcodes(conference, chair)
    told = passcodes_problem(codes, POLICY) + repr(codes)
    assert conference not in told
    assert chair not in told or chair in repr(Passcodes())
