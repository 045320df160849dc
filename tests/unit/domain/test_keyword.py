"""Keywords: whole words or anywhere, whatever the case and the accents, in scripts with and without spaces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.keyword import compile_keywords, keyword_place
from desktop_admin.domain.people import Keyword


def found(text: str, *keywords: Keyword) -> str | None:
    compiled = compile_keywords(keywords)
    place = keyword_place(text, compiled)
    return None if place is None else compiled.entries[place][0].word


@pytest.mark.parametrize(
    ("word", "text", "stands"),
    [
        ("Lunch", "Lunch with Ada", True),
        ("lunch", "LUNCH", True),
        ("Lunch", "Lunchtime", False),
        ("Lunch", "pre-lunch talk", True),
        ("Café", "cafe in the corner", True),
        ("Urlaub", "Urlaub!", True),
        ("Business trip", "business   trip to Oslo", True),
        ("Business trip", "business and trip", False),
        ("STRASSE", "Straße", True),
        ("休暇", "夏季休暇です", True),
        ("C++", "C++ course", True),
        ("a.b", "axb", False),
        ("", "anything", False),
    ],
)
def test_whole_words(word, text, stands):
    assert (found(text, Keyword(word, "Busy")) is not None) is stands


def test_anywhere_finds_parts_of_words():
    assert found("Lunchtime", Keyword("lunch", "Lunch", anywhere=True)) == "lunch"


def test_the_highest_in_the_table_wins_wherever_it_stands_in_the_text():
    table = (Keyword("Travel", "Travelling"), Keyword("Lunch", "Lunch"))
    assert found("Lunch, then travel", *table) == "Travel"


@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=80))
def test_no_word_and_no_text_is_too_strange(words, text):
    keywords = tuple(Keyword(word, "Busy") for word in words)
    assert found(text, *keywords) in (None, *words)


@given(st.text(alphabet="abcdeäé ", min_size=1, max_size=20).filter(str.strip))
def test_a_word_is_found_in_itself(word):
    assert found(f"({word.upper()})", Keyword(word, "Busy")) == word
