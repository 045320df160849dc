"""Addresses: one form for all comparisons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.address import fold_address, fold_domain, is_address, is_x500, same_address

DN = "/o=Example/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=Ada"

ENCAPSULATED = (
    "IMCEAEX-_o=Example_ou=Exchange+20Administrative+20Group+20+28FYDIBOHF23SPDLT+29_cn=Recipients_cn=Ada@example.com"
)
"""How an X.500 name travels between mail systems (Microsoft: IMCEA encapsulation)."""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada@Example.com", "ada@example.COM"),
        (" ada@example.com", "ada@example.com\n"),
        ("ada@münchen.example", "ada@XN--MNCHEN-3YA.example"),
        ("ada@MÜNCHEN.example", "ada@mu\u0308nchen.example"),
        ("ada@faß.example", "ada@xn--fa-hia.example"),
        ("jos\u00e9@example.com", "JOSE\u0301@example.com"),
        ("ada@example.com.", "ada@example.com"),
        ("ada@münchen.example.", "ada@xn--mnchen-3ya.example"),
        (DN, DN.upper()),
        (DN, ENCAPSULATED),
        (DN, ENCAPSULATED.replace("@example.com", "@elsewhere.example").upper()),
    ],
)
def test_the_same_mailbox(one, other):
    assert same_address(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", ""),
        ("ada@example.com", "ada@example.org"),
        ("ada@faß.example", "ada@fass.example"),
        ("ada@example.com", "ada"),
        (DN, DN + "2"),
    ],
)
def test_not_the_same_mailbox(one, other):
    assert not same_address(one, other)


@given(
    st.text()
    | st.builds("IMCEAEX-_o={}@{}".format, st.text(alphabet="a_+2F0é %@/"), st.text(max_size=3))
    | st.builds("{}@{}".format, st.text(max_size=8), st.text(max_size=40))
)
def test_whatever_is_sent_folds_once_and_for_all(text):
    folded = fold_address(text)
    assert fold_address(folded) == folded
    assert same_address(text, folded) == bool(text)


def test_a_domain_of_any_length_is_only_folded():
    assert fold_domain("Ü." * 100_000) == ("ü." * 100_000).rstrip(".")


def test_what_is_an_smtp_address():
    assert is_address("ada@example.com")
    assert not any(map(is_address, ("", "ada", "@example.com", "ada@", "a b@example.com", DN, f"{DN}@example.com")))
    assert is_x500(DN)
    assert not is_x500("ada@example.com")
    assert is_x500(ENCAPSULATED) and not is_address(ENCAPSULATED)
    assert not is_x500("imceaex-ada@example.com")


@pytest.mark.parametrize(
    "address",
    [
        "IMCEAINVALID-Ada+20Lovelace@example.com",
        "IMCEANOTES-CN=Ada_O=Example@example.com",
        "NOTES:CN=Ada/O=Example@Example",
        "ada(work)@example.com",
        "ada,ben@example.com",
    ],
)
def test_what_only_looks_like_an_smtp_address(address):
    assert not is_address(address)
