"""The keyword table: what is wrong and in vain in it, and the way through a CSV file and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.keyword import compile_keywords, keyword_place
from desktop_admin.domain.keyword_table import (
    keyword_problems,
    keywords_from_csv,
    keywords_in_vain,
    keywords_to_csv,
    renamed,
)
from desktop_admin.domain.people import DEFAULT_PRESENCES, MAX_KEYWORDS, Keyword

words = st.text(alphabet="abcé 休=-+@;,\"'", min_size=1, max_size=8).map(lambda word: " ".join(word.split()))
names = st.sampled_from([entry.name for entry in DEFAULT_PRESENCES])
keywords = st.builds(Keyword, words, names, st.booleans())


def test_doubles_unknown_presences_empty_words_and_too_many_are_pointed_out():
    table = [Keyword("Lunch", "Lunch"), Keyword(" LUNCH ", "Busy"), Keyword("x", "Nowhere"), Keyword(" ", "Busy")]
    problems = keyword_problems(table, DEFAULT_PRESENCES)
    assert sorted(problems) == [1, 2, 3]
    assert "row 1" in problems[1]
    assert "Nowhere" in problems[2]
    many = [Keyword(f"word {number}", "Busy") for number in range(MAX_KEYWORDS + 1)]
    assert list(keyword_problems(many, DEFAULT_PRESENCES)) == [MAX_KEYWORDS]


def vain(*table: tuple[str, bool]) -> dict[int, int]:
    return dict(keywords_in_vain([Keyword(word, "Busy", anywhere) for word, anywhere in table]))


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ([("board", True), ("board meeting", False)], {1: 0}),
        ([("board", False), ("board meeting", False)], {1: 0}),
        ([("board", True), ("Aboard", False)], {1: 0}),
        ([("board", False), ("Aboard", False)], {}),
        ([("board", False), ("board meeting", True)], {}),
        ([("board meeting", False), ("board", False)], {}),
        ([("", False), ("lunch", False), ("LUNCH break", False)], {2: 1}),
        ([("休", False), ("休暇", False)], {1: 0}),
        ([("休", False), ("休暇", True)], {1: 0}),
    ],
)
def test_keywords_that_can_never_decide(table, found):
    assert vain(*table) == found


@given(st.lists(keywords, min_size=1, max_size=6), st.text(alphabet="abcé 休", max_size=20))
def test_a_keyword_in_vain_never_decides(table, text):
    compiled = compile_keywords(tuple(table))
    place = keyword_place(text, compiled)
    decided = None if place is None else compiled.entries[place][0]
    never = [table[row] for row in keywords_in_vain(table)]
    assert decided is None or decided not in never or decided in table[: table.index(decided) + 1]
    if decided is not None:
        assert table.index(decided) not in keywords_in_vain(table)


@given(st.lists(keywords, max_size=8))
def test_a_table_comes_back_from_its_file(table):
    read = keywords_from_csv(keywords_to_csv(table), DEFAULT_PRESENCES)
    if keyword_problems(table, DEFAULT_PRESENCES):
        assert read.problems and not read.keywords
    else:
        assert read.keywords == tuple(table) and not read.problems


def test_no_word_becomes_a_formula_in_a_spreadsheet():
    assert "\n'=1+1,Busy,no" in keywords_to_csv([Keyword("=1+1", "Busy")]).replace("\r", "")


def test_a_file_of_a_spreadsheet_in_another_country():
    read = keywords_from_csv(
        "\ufeffWord;Presence;Anywhere\r\nUrlaub;out of office;x\r\nPause;LUNCH\r\n", DEFAULT_PRESENCES
    )
    assert read.keywords == (Keyword("Urlaub", "Out of office", True), Keyword("Pause", "Lunch"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "The file is empty"),
        ("word,presence,anywhere\nLunch,Nowhere,no", "Line 2: There is no presence “Nowhere”."),
        ("Lunch,Lunch,perhaps", "Line 1: “perhaps” is neither yes nor no."),
        ("Lunch", "Line 1: There are to be two or three fields"),
        ("Lunch,Lunch\nlunch,Busy", "Line 2: “lunch” stands in row 1 already"),
        ("\n".join(f"w{n},Busy" for n in range(41)), "Line 41: At most 40 keywords are kept."),
        (" ,Busy", "Line 1: Write a word."),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_line_and_nothing_is_taken(text, problem):
    read = keywords_from_csv(text, DEFAULT_PRESENCES)
    assert not read.keywords and any(problem in each for each in read.problems)


@given(st.text(max_size=200))
def test_no_file_is_too_strange(text):
    read = keywords_from_csv(text, DEFAULT_PRESENCES)
    assert bool(read.keywords) != bool(read.problems)


def test_other_names_of_presences_are_carried_over():
    table = (Keyword("a", "Busy"), Keyword("b", "Lunch", True))
    assert renamed(table, {"Lunch": "Break"}) == (Keyword("a", "Busy"), Keyword("b", "Break", True))
