"""Documents are read strictly, values as XML Schema writes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from desktop_admin.exchange.xml import (
    MalformedError,
    T,
    flag_of,
    m,
    moment,
    read_answer,
    t,
    text_of,
    written_moment,
)

Read = Callable[[bytes], Any]
read_push = partial(read_answer, huge=False)
ENTITIES = b'<!DOCTYPE a [<!ENTITY x "boom"><!ENTITY y "&x;&x;">]><a>&y;</a>'


@pytest.mark.parametrize("read", [read_push, read_answer])
@pytest.mark.parametrize(
    "document",
    [b"", b"hello", b"<a>", b"<a></b>", b"<a/><b/>", b"<html><p>one<br></html>", ENTITIES, b"<a>&x;</a>", b"\xff\xfe"],
)
def test_what_is_no_plain_xml_is_refused(read: Read, document: bytes) -> None:
    with pytest.raises(MalformedError):
        read(document)


def test_a_document_type_in_another_encoding_is_refused_too() -> None:
    document = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "boom">]><a>&x;</a>'.encode("utf-16")
    with pytest.raises(MalformedError, match="document type"):
        read_push(document)


def test_a_refusal_quotes_nothing() -> None:
    with pytest.raises(MalformedError) as caught:
        read_push(b"<Subject>Dismissal of Mr Brown<Subject>")
    assert "Brown" not in str(caught.value)


@pytest.mark.parametrize("read", [read_push, read_answer])
@pytest.mark.parametrize(
    "junk",
    [
        *(b"&#x0;", b"&#x1F;", b"&#3;", b"&#x0B;", b"\x0b", b"&#29;", b"&#x0000007;"),
        *(b"&#xFFFE;", b"&#65535;", b"\xef\xbf\xbe", b"\xef\xbf\xbf"),
        *(b"&#xD83D;", b"&#xDE00;", b"&#55357;", b"&#x110000;", b"&#99999999999999999999;"),
    ],
)
def test_what_xml_forbids_does_not_spoil_a_document(read: Read, junk: bytes) -> None:
    assert read(b"<a><b>x" + junk + b"y</b></a>").findtext("b") == "x?y"


@pytest.mark.parametrize("read", [read_push, read_answer])
@pytest.mark.parametrize(
    "pair", [b"&#xD83D;&#xDE00;", b"&#55357;&#56832;", b"&#xd83d;&#56832;", b"\xed\xa0\xbd\xed\xb8\x80"]
)
def test_a_surrogate_pair_in_two_parts_is_the_character_it_means(read: Read, pair: bytes) -> None:
    assert read(b"<a><b>x" + pair + b"y&#1;</b></a>").findtext("b") == "x😀y?"


def test_a_reference_with_a_capital_x_is_read_as_it_is_meant() -> None:
    """XML allows the small one alone; the characters they name are allowed."""
    assert read_answer(b"<a><b>x&#X41;&#X1f600;y&#x42;&#67;&#X1;</b></a>").findtext("b") == "xA😀yBC?"


@pytest.mark.parametrize("halves", [b"&#xDE00;&#xD83D;", b"&#xD83D; &#xDE00;", b"&#xD83D;&#65;&#xDE00;"])
def test_halves_that_make_no_pair_stay_apart(halves: bytes) -> None:
    read = str(read_answer(b"<a>" + halves + b"</a>").text)
    assert read.replace(" ", "").replace("A", "") == "??"


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3", b"\xf5\x80\x80\x80", b"\xed\xa0\xbd", b"\xc0\x80"])
def test_bytes_that_are_no_utf_8_do_not_spoil_a_document(bad: bytes) -> None:
    read = str(read_answer(b'<?xml version="1.0" encoding="utf-8"?><a>x' + bad + b"y</a>").text)
    assert (read[0], read[-1], set(read[1:-1])) == ("x", "y", {"\ufffd"})


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_a_mail_holds_the_document_around_it_is_read(text: str) -> None:
    held = text.replace("<", "").replace("&", "").encode("utf-8", "surrogatepass")
    references = "".join(f"&#{ord(each)};" for each in text).encode()
    for sent in (held, references):
        assert read_answer(b"<a><b>" + sent + b"</b><c>1</c></a>").findtext("c") == "1"


@pytest.mark.parametrize(
    "fine", ["&#x9;", "&#10;", "&#xD;", "&#x20;", "&#x1F600;", "&#38;", "&#x10;".replace("10", "41")]
)
def test_other_character_references_stay(fine: str) -> None:
    sent = f"<a>{fine}&#1;</a>".encode()
    assert len(read_answer(sent).text) == 2


@given(st.text())
def test_any_text_can_be_said(text: str) -> None:
    made = etree.tostring(m("Subject", text))
    assert len(etree.fromstring(made).text or "") == len(text.replace("\r\n", "\n")) or "\r" in text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-23T09:00:00Z", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("2026-11-23T09:00:00", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("2026-11-23T09:00:00.5Z", datetime(2026, 11, 23, 9, 0, 0, 500000, tzinfo=UTC)),
        ("2026-11-23T09:00:00.1234567Z", datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)),
        ("2026-11-23T09:00:00+01:00", datetime(2026, 11, 23, 8, tzinfo=UTC)),
        ("2026-11-23T09:00:00.000-05:30", datetime(2026, 11, 23, 14, 30, tzinfo=UTC)),
    ],
)
def test_moments(written: str, meant: datetime) -> None:
    assert moment(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        *("", "tomorrow", "2026-11-23", "2026-13-23T09:00:00Z", "2026-11-23T09:00:00Zzz"),
        *("0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"),
    ],
)
def test_no_moments(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        moment(written)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.timezones()))
def test_moments_come_back(when: datetime) -> None:
    assert moment(written_moment(when)) == when.astimezone(UTC).replace(microsecond=0)


def test_flags_and_texts() -> None:
    item = t("Item", t("A", "true"), t("B", "0"), t("C", " x "))
    assert flag_of(item, f"{T}A") and not flag_of(item, f"{T}B") and flag_of(item, f"{T}D", default=True)
    assert (text_of(item, f"{T}C"), text_of(item, f"{T}D"), text_of(None, "x")) == ("x", "", "")
