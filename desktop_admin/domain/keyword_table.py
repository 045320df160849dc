"""The keyword table as an administrator edits it: what is wrong in it, what is in vain, and the table as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop_admin.domain.keyword import compile_keywords, fold, is_found_anywhere, keyword_place
from desktop_admin.domain.people import MAX_KEYWORDS, Keyword, PresenceEntry

MAX_LETTERS: Final = 100
COLUMNS: Final = ("word", "presence", "anywhere")
_NEEDED: Final = "It needs a line for each keyword: word,presence,anywhere."
_YES: Final = frozenset(("1", "yes", "true", "x", "on"))
_NO: Final = frozenset(("", "0", "no", "false", "off"))
_FORMULA: Final = ("=", "+", "-", "@", "'", "\t", "\r")


def keyword_problems(keywords: Sequence[Keyword], presences: Sequence[PresenceEntry]) -> dict[int, str]:
    """What is wrong, by row (from 0): empty words, doubles, unknown presences, rows beyond the limit."""
    problems: dict[int, str] = {}
    names = {entry.name for entry in presences}
    rows: dict[str, int] = {}
    for row, keyword in enumerate(keywords):
        word = _plain(keyword)
        if not word:
            problems[row] = "Write a word."
        elif len(keyword.word) > MAX_LETTERS:
            problems[row] = f"Use at most {MAX_LETTERS} characters."
        elif word in rows:
            problems[row] = f"“{keyword.word}” stands in row {rows[word] + 1} already; that one wins."
        elif keyword.presence not in names:
            problems[row] = f"There is no presence “{keyword.presence}”. Choose one of the presence list."
        elif row >= MAX_KEYWORDS:
            problems[row] = f"At most {MAX_KEYWORDS} keywords are kept. Remove one first."
        rows.setdefault(word, row)
    return problems


def keywords_in_vain(keywords: Sequence[Keyword]) -> Mapping[int, int]:
    """Rows that can never decide, with the higher row that is found wherever they are (both from 0)."""
    found: dict[int, int] = {}
    for row, keyword in enumerate(keywords):
        # A whole word need not stand where a word that is looked for anywhere is found.
        loose = is_found_anywhere(keyword)
        rivals = {place: each for place, each in enumerate(keywords[:row]) if _plain(each)}
        rivals = {place: each for place, each in rivals.items() if is_found_anywhere(each) or not loose}
        place = keyword_place(keyword.word, compile_keywords(tuple(rivals.values())))
        if place is not None:
            found[row] = list(rivals)[place]
    return found


def _plain(keyword: Keyword) -> str:
    return " ".join(fold(keyword.word).split())


@dataclass(frozen=True, slots=True)
class ReadKeywords:
    """What a file held. ``problems`` are sentences with the line they are about; with one, nothing is taken."""

    keywords: tuple[Keyword, ...] = ()
    problems: tuple[str, ...] = ()


def keywords_to_csv(keywords: Sequence[Keyword]) -> str:
    """``word,presence,anywhere`` (yes or no), highest first. No spreadsheet takes a word for a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in keywords:
        writer.writerow((_harmless(each.word), _harmless(each.presence), "yes" if each.anywhere else "no"))
    return stream.getvalue()


def keywords_from_csv(text: str, presences: Sequence[PresenceEntry]) -> ReadKeywords:
    """The table in ``text``, fields parted by comma, semicolon or tab, with or without the line of headings.

    A presence is found whatever its case. Everything that :func:`keyword_problems` refuses is refused here too.
    """
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if not lines:
        return ReadKeywords(problems=(f"The file is empty. {_NEEDED}",))
    parter = max(",;\t", key=lines[0].count)
    try:
        rows = [[field.strip() for field in row] for row in csv.reader(lines, delimiter=parter)]
    except csv.Error:
        return ReadKeywords(
            problems=("This is no CSV file. It needs a line for each keyword: word,presence,anywhere.",)
        )
    first = 1 if rows[0][0].casefold() == COLUMNS[0] else 0
    keywords, problems = [], []
    for number, row in enumerate(rows[first:], start=first + 1):
        keyword, problem = _read_row(row, presences)
        keywords.append(keyword)
        if problem:
            problems.append(f"Line {number}: {problem}")
    told = keyword_problems(keywords, presences)
    if not problems:
        problems = [f"Line {row + first + 1}: {problem}" for row, problem in sorted(told.items())]
    return ReadKeywords((), tuple(problems)) if problems else ReadKeywords(tuple(keywords))


def _read_row(row: Sequence[str], presences: Sequence[PresenceEntry]) -> tuple[Keyword, str]:
    if not 2 <= len(row) <= 3:
        return Keyword("", ""), "There are to be two or three fields: word,presence,anywhere."
    word, presence = (" ".join(_plain_field(field).split()) for field in row[:2])
    said = row[2].casefold() if len(row) == 3 else ""
    names = {entry.name.casefold(): entry.name for entry in presences}
    keyword = Keyword(word, names.get(presence.casefold(), presence), said in _YES)
    problem = "" if said in _YES | _NO else f"“{row[2][:20]}” is neither yes nor no."
    return keyword, problem


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain_field(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def renamed(keywords: Sequence[Keyword], names: Mapping[str, str]) -> tuple[Keyword, ...]:
    """The table after presences were given other ``names`` (old → new)."""
    return tuple(replace(each, presence=names.get(each.presence, each.presence)) for each in keywords)
