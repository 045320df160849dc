"""Alias tokens survive what mail systems do to a body, and nothing else passes for one."""

from __future__ import annotations

import base64
import html
import re
import textwrap
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.passcode import Passcodes
from desktop_admin.domain.plain_text import plain_text
from desktop_admin.domain.token import LONGEST_PASSCODE, TokenState, read_token, sign_alias
from desktop_admin.domain.token_body import MARK, MAX_BODY, find_tokens

KEY = "the key that signs in these tests"
HERE = "0f" * 16
ELSEWHERE = "1e" * 16
ALIAS = "ab" * 16

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
CODES = Passcodes("4711", "081520")

codes = st.builds(Passcodes, *[st.text("0123456789", max_size=LONGEST_PASSCODE)] * 2)
ids = st.binary(min_size=16, max_size=16).map(bytes.hex)


def state(body: str) -> TokenState:
    return read_token(body, KEY, HERE).state


@given(ids, ids, codes)
def test_what_was_signed_is_read(alias_id, integration_id, passcodes):
    token = sign_alias(alias_id, integration_id, KEY, passcodes)
    found = read_token(f"<p>Join: {token}</p>", KEY, integration_id)
    assert (found.state, found.alias_id, found.passcodes) == (TokenState.VALID, alias_id, passcodes)


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
        lambda token: "\u2069\u202c \u2066".join(textwrap.wrap(token, 30)),
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


def wrapped(separator):
    """Wraps at a width that is drawn."""
    return lambda token, width: separator.join(textwrap.wrap(token, width))


MANGLES = {
    "wraps at 76 columns": lambda token, _: "\r\n".join(textwrap.wrap(f"Join with this: {token}", 76)),
    "wraps": wrapped("\r\n"),
    "quoted-printable, not decoded": wrapped("=\r\n"),
    "quoted-printable with white space, not decoded": wrapped("=20=\r\n=09"),
    "format=flowed": wrapped(" \r\n"),
    "a reply": wrapped("\r\n> "),
    "a reply to replies": wrapped(" \r\n> > > > >> > > "),
    "entities": lambda token, step: "".join(
        f"&#{ord(sign)};" if at % step == 0 else sign for at, sign in enumerate(token)
    ),
    "hexadecimal entities": lambda token, _: "".join(f"&#x{ord(sign):x};" for sign in token),
    "no-break spaces": wrapped("&nbsp;"),
    "no-break spaces, decoded": wrapped("\u00a0\u00a0"),
    "spans": wrapped('</span><span style="font-size: 12pt; color: #A2B3C4">'),
    "lines of HTML": wrapped("<br>\r\n"),
    "soft hyphens": wrapped("&shy;"),
    "lower case": lambda token, _: token.lower(),
    "a link": lambda token, _: f'<a href="https://meet.example.com/?x=A2">{token}</a>',
    "to plain text": lambda token, width: plain_text(f"<p>{'</b><b>'.join(textwrap.wrap(token, width))}</p>"),
}
plain_or_sealed = st.sampled_from([sign_alias(ALIAS, HERE, KEY), sign_alias(ALIAS, HERE, KEY, CODES)])


@given(
    plain_or_sealed,
    st.lists(st.sampled_from(sorted(MANGLES)), min_size=1, max_size=1)
    | st.sampled_from([["lower case", "a reply"], ["lower case", "spans"], ["wraps", "format=flowed"]]),
    st.integers(5, 80),
)
def test_it_survives_what_mail_systems_do(token, names, width):
    expected = read_token(token, KEY, HERE)
    mangled = token
    for name in names:
        mangled = MANGLES[name](mangled, width)
    assert read_token(f"Hello,\r\n\r\n{mangled}\r\nBye", KEY, HERE) == expected
    assert expected.state is TokenState.VALID


@given(plain_or_sealed, st.data())
def test_a_change_of_any_letter_is_found(token, data):
    at = data.draw(st.integers(len(MARK) + 1, len(token) - 2))
    other = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != token[at]]))
    assert state(f"{token[:at]}{other}{token[at + 1 :]}") in (TokenState.ALTERED, TokenState.FOREIGN)


@pytest.mark.parametrize("passcodes", [Passcodes(), CODES])
def test_the_last_letter_has_no_second_form(passcodes):
    token = sign_alias(ALIAS, HERE, KEY, passcodes)
    states = {last: state(f"{token[:-2]}{last}:") for last in ALPHABET}
    assert [last for last, found in states.items() if found is TokenState.VALID] == [token[-2]]


@given(st.integers(1, 250), st.integers(0, 250))
def test_letters_that_are_left_out_or_doubled_are_found(length, at):
    token = sign_alias(ALIAS, HERE, KEY, CODES)
    letters = token[len(MARK) + 1 : -1]
    cut, doubled = letters[:at] + letters[at + length :], letters[:at] + letters[at : at + length] * 2
    for changed in {cut, doubled + letters[at + length :]} - {letters}:
        assert state(f"{MARK}:{changed}:") is not TokenState.VALID


def test_sealed_passcodes_cannot_be_left_out_nor_moved_to_another_alias():
    with_codes = find_tokens(sign_alias(ALIAS, HERE, KEY, CODES))[0][0]
    other = find_tokens(sign_alias("cd" * 16, HERE, KEY, Passcodes("1", "2")))[0][0]
    plain = find_tokens(sign_alias(ALIAS, HERE, KEY))[0][0]
    assert state(f"{MARK}:{with_codes[: len(plain)]}:") is TokenState.ALTERED
    assert state(f"{MARK}:{with_codes[:83]}{other[83:]}:") is TokenState.ALTERED


def test_nothing_tells_which_passcodes_there_are():
    tokens = {sign_alias(ALIAS, HERE, KEY, codes) for codes in (CODES, CODES, Passcodes("1"), Passcodes("", "12"))}
    assert len(tokens) == 4, "the same passcodes never look the same"
    assert len({len(token) for token in tokens}) == 1
    assert "4711" not in repr(CODES) + repr(read_token(min(tokens), KEY, HERE))


def test_a_passcode_that_has_no_place_is_refused():
    for wrong in (Passcodes("1" * (LONGEST_PASSCODE + 1)), Passcodes("", "ä")):
        with pytest.raises(ValueError, match=r"at most|ascii"):
            sign_alias(ALIAS, HERE, KEY, wrong)


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
    assert len(find_tokens(body + "<" * MAX_BODY)[0]) <= 20


PICTURE = base64.b64encode(bytes(range(256)) * 24_000).decode()
LINES = "\r\n".join(PICTURE[first : first + 76] for first in range(0, len(PICTURE), 76))


@pytest.mark.parametrize("picture", [PICTURE, LINES, LINES.replace("\r\n", "&#13;&#10;")])
@pytest.mark.parametrize("around", ["{0}<p>{1}</p>", "<p>{1}</p>{0}", "{0}<p>{1}</p>{0}"])
def test_a_tag_beside_megabytes_of_pictures(picture, around):
    image = f'<img alt="" src="data:image/png;base64,{picture}">'
    body = around.format(image, sign_alias(ALIAS, HERE, KEY))
    assert read_token(body, KEY, HERE).alias_id == ALIAS


THREAD = "<p>" + "lorem ipsum dolor sit amet " * 60_000 + "</p>"
DRAWING = f'<img src="data:image/svg+xml;utf8,{quote("<path d=" + "0.123 4.567 " * 80_000)}">'


@pytest.mark.parametrize("around", [THREAD, DRAWING])
@pytest.mark.parametrize("separator", ["", "\r\n> ", "</span><span style='color: #A2B3C4'>", "&nbsp;"])
def test_a_tag_in_the_middle_of_megabytes_of_anything(around, separator):
    tag = separator.join(textwrap.wrap(sign_alias(ALIAS, HERE, KEY, CODES), 30))
    assert len(around) > MAX_BODY / 2
    assert read_token(f"{around}<p>{tag}</p>{around}", KEY, HERE).alias_id == ALIAS
    older = f"<p>{sign_alias(ALIAS, ELSEWHERE, KEY)}</p>" * 3
    assert read_token(f"{around}{older}<p>{tag}</p>{around}", KEY, HERE).alias_id == ALIAS
    assert read_token(f"{around}<p>{tag[:-40]}</p>{around}", KEY, HERE).state is TokenState.ALTERED


def test_a_tag_in_a_link_that_proofpoint_rewrote():
    """URL Defense, version 2: "%" is written as "-", and "/" as "_"."""
    link = f"https://meet.example.com/join?tag={sign_alias(ALIAS, HERE, KEY)}"
    written = quote(link, safe="").replace("-", "-2D").replace("%", "-").replace("-2F", "_")
    body = f'<a href="https://urldefense.proofpoint.com/v2/url?u={written}&amp;d=DwMF">Join</a>'
    assert read_token(body, KEY, HERE).alias_id == ALIAS


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_tag_that_stands_in_an_encoded_link_alone(times):
    written = sign_alias(ALIAS, HERE, KEY)
    link = f"https://meet.example.com/join?tag={written}"
    for _ in range(times):
        link = f"https://scan.example.com/?url={quote(link, safe='')}&data=05%7C02"
    assert read_token(f'<a href="{html.escape(link)}">Join</a>', KEY, HERE).alias_id == ALIAS
    cut = link.replace(written[20:30], "")
    assert read_token(f'<a href="{cut}">Join</a>', KEY, HERE).state is TokenState.ALTERED


@given(st.text(alphabet="%2354AaEeCcVvMmRr:=<>& ", max_size=300))
def test_no_percent_signs_break_the_search(text):
    assert read_token(text, KEY, HERE).state in (TokenState.MISSING, TokenState.ALTERED)
