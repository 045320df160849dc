"""Stored passcodes: nobody without the key learns anything, a change is seen without it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.passcode import NO_PASSCODES, Passcodes
from desktop_admin.domain.sealed import PREFIX, SealBroken, is_sealed, seal, unseal
from desktop_admin.domain.token import LONGEST_PASSCODE

KEY = "a key of the vault, long enough"
codes = st.builds(Passcodes, *[st.text("0123456789", max_size=LONGEST_PASSCODE)] * 2)


@given(codes, st.text(), st.text(min_size=1))
def test_what_was_sealed_comes_back_and_only_with_its_key_and_owner(passcodes, owner, key):
    sealed = seal(passcodes, key, owner)
    assert unseal(sealed, key, owner) == passcodes
    assert seal(sealed, key, owner) == sealed == seal(passcodes, key, owner)
    if passcodes:
        for other_key, other_owner in ((f"{key}x", owner), (key, f"{owner}x")):
            with pytest.raises(SealBroken):
                unseal(sealed, other_key, other_owner)


def test_nothing_tells_how_long_it_is_nor_whose_is_the_same():
    short, long = seal(Passcodes("1", "1"), KEY, "a"), seal(Passcodes("1" * 24, "12"), KEY, "a")
    texts = [short.conference, short.chair, long.conference, long.chair, seal(Passcodes("1"), KEY, "b").conference]
    assert len({*texts}) == 5 and len({len(text) for text in texts}) == 1


@pytest.mark.parametrize("spoil", [lambda text: text[:-4], lambda text: text[:-2] + "AA", lambda _: f"{PREFIX}é!"])
def test_what_was_altered_or_taken_from_elsewhere_is_refused(spoil):
    sealed = seal(Passcodes("4711", "0815"), KEY, "a")
    for wrong in (Passcodes(spoil(sealed.conference), sealed.chair), Passcodes(sealed.chair, sealed.conference)):
        with pytest.raises(SealBroken):
            unseal(wrong, KEY, "a")


def test_none_stays_none_and_a_long_one_has_no_place():
    assert seal(NO_PASSCODES, KEY, "a") == NO_PASSCODES and is_sealed("") and not is_sealed("4711")
    with pytest.raises(ValueError, match="at most 24"):
        seal(Passcodes("1" * 25), KEY, "a")
