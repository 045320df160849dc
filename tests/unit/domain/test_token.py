"""Alias tokens survive what mail systems do to a body, and nothing else passes for one."""

from __future__ import annotations

import html
import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.token import MARK, MAX_BODY, TokenState, find_tokens, read_token, sign_alias

KEY = "the key that signs in these tests"
HERE = "0f" * 16
ELSEWHERE = "1e" * 16
ALIAS = "ab" * 16

ids = st.binary(min_size=16, max_size=16).map(bytes.hex)


def state(body: str) -> TokenState:
    return read_token(body, KEY, HERE).state


@given(ids, ids)
def test_what_was_signed_is_read(alias_id, integration_id):
    token = sign_alias(alias_id, integration_id, KEY)
    found = read_token(f"<p>Join: {token}</p>", KEY, integration_id)
    assert (found.state, found.alias_id) == (TokenState.VALID, alias_id)


@pytest.mark.parametrize(
    "mangle",
    [
        lambda token: f"<p>{token}</p>",
        lambda token: "\r\n".join(textwrap.wrap(token, 20, break_on_hyphens=False)),
        lambda token: "\n> ".join(textwrap.wrap(token, 30)),
        lambda token: "=\r\n".join(textwrap.wrap(token, 40)).replace("=\r\n", "\r\n"),
        lambda token: "<wbr>".join(textwrap.wrap(token, 10)),
        lambda token: "</span><span style='x'>".join(textwrap.wrap(token, 25)),
        lambda token: "&nbsp;".join(textwrap.wrap(token, 16)),
        lambda token: "\u200b".join(textwrap.wrap(token, 8)),
        lambda token: "".join(f"&#{ord(sign)};" for sign in token),
        lambda token: token.lower(),
        lambda token: html.escape(f"<{token}>"),
        lambda token: f"<blockquote><div>{token}</div></blockquote>",
        lambda token: f"before {token}after",
    ],
)
def test_it_survives(mangle):
    body = f"<html><body>Hello\n{mangle(sign_alias(ALIAS, HERE, KEY))}\nBye</body></html>"
    assert read_token(body, KEY, HERE).alias_id == ALIAS


@given(st.data())
def test_a_changed_letter_is_altered(data):
    token = sign_alias(ALIAS, HERE, KEY)
    at = data.draw(st.integers(len(MARK) + 1, len(token) - 3))
    other = data.draw(st.sampled_from([sign for sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if sign != token[at]]))
    assert state(f"{token[:at]}{other}{token[at + 1 :]}") in (TokenState.ALTERED, TokenState.FOREIGN)


@given(st.integers(1, 60))
def test_a_token_that_was_cut_off_is_altered(left):
    assert state(sign_alias(ALIAS, HERE, KEY)[: len(MARK) + 1 + left] + " and more") is TokenState.ALTERED


def test_another_integrations_token_is_foreign():
    assert state(sign_alias(ALIAS, ELSEWHERE, KEY)) is TokenState.FOREIGN


def test_another_key_makes_it_altered():
    assert state(sign_alias(ALIAS, HERE, KEY + "!")) is TokenState.ALTERED


@pytest.mark.parametrize("body", ["", "<p>See you there.</p>", "ECVM", "vmr: 123456"])
def test_no_token_is_missing(body):
    assert state(body) is TokenState.MISSING


def test_a_quoted_older_thread_does_not_hide_the_valid_one():
    foreign, own = sign_alias(ALIAS, ELSEWHERE, KEY), sign_alias(ALIAS, HERE, KEY)
    assert state(f"<p>{foreign}</p><blockquote>{own}</blockquote>") is TokenState.VALID


def test_it_carries_no_secret_in_clear():
    token = sign_alias(ALIAS, HERE, KEY)
    assert ALIAS not in token.lower()
    assert KEY not in token
    assert re.fullmatch(r"ECVMR:[A-Z2-7]+:", token)


@given(st.text(max_size=400))
def test_anything_may_stand_in_a_body(text):
    assert read_token(text, KEY, HERE).state in (TokenState.MISSING, TokenState.ALTERED)


def test_a_huge_hostile_body_takes_no_long_time():
    body = ("E C V M R : " + "A " * 4000) * 200
    assert len(find_tokens(body + "<" * MAX_BODY)) <= 20
