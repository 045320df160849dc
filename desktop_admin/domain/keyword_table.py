"""The keyword table as an administrator edits it: what is wrong in it, what is in vain, and the table as a CSV file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop_admin.domain.csv_table import CsvRow, read_csv, swallowed_line, write_csv
from desktop_admin.domain.keyword import compile_keywords, fold, is_found_anywhere, keyword_place
from desktop_admin.domain.people import MAX_KEYWORDS, Keyword, PresenceEntry

MAX_LETTERS: Final = 100
COLUMNS: Final = ("word", "presence", "anywhere")
_NEEDED: Final = "It needs a line for each keyword: word,presence,anywhere."
_YES: Final = frozenset(("1", "yes", "true", "x", "on"))
_NO: Final = frozenset(("", "0", "no", "false", "off"))


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
    """``word,presence,anywhere`` (yes or no), highest first."""
    rows = ((each.word, each.presence, "yes" if each.anywhere else "no") for each in keywords)
    return write_csv((COLUMNS, *rows))


def keywords_from_csv(text: str, presences: Sequence[PresenceEntry]) -> ReadKeywords:
    """The table in ``text``, with or without the line of headings.

    A presence is found whatever its case. Everything that :func:`keyword_problems` refuses is refused here too.
    """
    rows = list(read_csv(text))
    if not rows:
        return ReadKeywords(problems=(f"The file is empty. {_NEEDED}",))
    rows = rows[1:] if rows[0].cells and rows[0].cells[0].casefold() == COLUMNS[0] else rows
    read = [_read_row(row, presences) for row in rows]
    keywords = tuple(keyword for keyword, _ in read)
    problems = keyword_problems(keywords, presences) | {place: each for place, (_, each) in enumerate(read) if each}
    if problems:
        return ReadKeywords((), tuple(f"Line {rows[place].number}: {each}" for place, each in sorted(problems.items())))
    return ReadKeywords(keywords)


def _read_row(row: CsvRow, presences: Sequence[PresenceEntry]) -> tuple[Keyword, str]:
    if problem := row.problem or swallowed_line(row.cells):
        return Keyword("", ""), problem
    if not 2 <= len(row.cells) <= 3:
        return Keyword("", ""), "There are to be two or three fields: word,presence,anywhere."
    word, presence = (" ".join(cell.split()) for cell in row.cells[:2])
    said = row.cells[2].casefold() if len(row.cells) == 3 else ""
    names = {entry.name.casefold(): entry.name for entry in presences}
    keyword = Keyword(word, names.get(presence.casefold(), presence), said in _YES)
    return keyword, "" if said in _YES | _NO else f"“{row.cells[2][:20]}” is neither yes nor no."


def renamed(keywords: Sequence[Keyword], names: Mapping[str, str]) -> tuple[Keyword, ...]:
    """The table after presences were given other ``names`` (old → new)."""
    return tuple(replace(each, presence=names.get(each.presence, each.presence)) for each in keywords)
