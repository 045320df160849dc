"""HTML as mail systems write it becomes the text that a reader sees, whatever is put in."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.plain_text import MAX_OUTPUT, plain_text

WORDS = st.text(st.characters(categories=("Lu", "Ll", "Nd", "Po", "Sm")), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("", ""),
        ("Back on Monday.", "Back on Monday."),
        ("<html><body><p>Back on<br>Monday.</p></body></html>", "Back on\nMonday."),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One</div><div>Two</div>", "One\n\nTwo"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a&nbsp;&nbsp; b\u00a0c", "a b c"),
        ("1 &lt; 2 &amp;&amp; 3 &#x3e; 2 &uuml;", "1 < 2 && 3 > 2 ü"),
        ("<style>p {color: red}</style><p>seen</p><script>alert(1)</script>", "seen"),
        ("<head><title>t</title><meta charset='x'></head>seen", "seen"),
        ("<!-- unseen -->seen<!-- unseen -->", "seen"),
        ("<p>a<!-- x -->b</p>", "ab"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("<b>bo</b>ld <i>it</i>alic", "bold italic"),
        ("a\u200bb\ufeff", "ab"),
        ('<?xml version="1.0" encoding="utf-16"?><html><body>Zurück</body></html>', "Zurück"),
        ('<html><head><meta charset="iso-8859-1"></head><body>Zurück 日本</body></html>', "Zurück 日本"),
        ("Back\x00<b>soon</b>", "Backsoon"),
        ("<!-- -->", ""),
        ("<p>never closed <b>at all", "never closed at all"),
        ("a < b", "a < b"),
    ],
)
def test_what_a_reader_sees(source, seen):
    assert plain_text(source) == seen


@given(WORDS)
def test_a_text_that_was_made_html_comes_back(text):
    assert plain_text(f"<html><body><p>{escape(text)}</p></body></html>") == text


@given(st.text(max_size=300) | st.text("<>&/ab;!-#x\n\"'=?", max_size=120))
def test_nothing_breaks_it_and_its_answer_is_tidy(source):
    text = plain_text(source)
    assert text == text.strip()
    assert "\n\n\n" not in text
    assert not any(ord(letter) < 32 and letter != "\n" for letter in text)
    assert len(text) <= MAX_OUTPUT


@pytest.mark.parametrize(
    "source",
    ["<div>" * 50_000, "<b>x" * 50_000, "&amp;" * 50_000, "x" * 300_000, "<p>x</p>" * 50_000, "<" * 200_000],
    ids=["deep", "open", "entities", "long", "many", "brackets"],
)
def test_what_is_large_or_deep_is_cut_and_takes_no_long_time(source):
    assert len(plain_text(source)) <= MAX_OUTPUT


def test_nothing_but_a_comment_is_nothing() -> None:
    """Found by fuzzing: lxml gives such a document a comment for its root."""
    assert plain_text("</\u00ed\x01.cr") == ""
    assert plain_text("<!-- only this -->") == ""
