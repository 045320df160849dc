"""Keywords: which words of an appointment's subject say what a person is doing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from desktop_admin.domain.people import MAX_KEYWORDS, Keyword, PresenceEntry

MAX_TEXT: Final = 2_000
"""Of a longer subject only so much is looked at."""

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese are written without spaces between words."""


@dataclass(frozen=True, slots=True)
class CompiledKeywords:
    """The table made ready for searching, in its order."""

    entries: tuple[tuple[Keyword, re.Pattern[str]], ...]


def fold(text: str) -> str:
    """``text`` regardless of case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


@lru_cache(maxsize=64)
def compile_keywords(keywords: tuple[Keyword, ...]) -> CompiledKeywords:
    return CompiledKeywords(tuple((keyword, _pattern(keyword)) for keyword in keywords if keyword.word.strip()))


def _pattern(keyword: Keyword) -> re.Pattern[str]:
    word = r"\s+".join(re.escape(part) for part in fold(keyword.word).split())
    if keyword.anywhere or _UNSPACED.search(keyword.word):
        return re.compile(word)
    return re.compile(rf"(?<!\w){word}(?!\w)")


def find_keyword(text: str, compiled: CompiledKeywords) -> Keyword | None:
    """The keyword highest in the table that stands in ``text``; None where none does."""
    place = keyword_place(text, compiled)
    return None if place is None else compiled.entries[place][0]


def keyword_place(text: str, compiled: CompiledKeywords) -> int | None:
    """The place in the table (0 = highest) of the keyword that :func:`find_keyword` gives."""
    if not text or not compiled.entries:
        return None
    folded = fold(text[:MAX_TEXT])
    return next((place for place, (_, pattern) in enumerate(compiled.entries) if pattern.search(folded)), None)


def keyword_problems(keywords: Sequence[Keyword], presences: Sequence[PresenceEntry]) -> dict[int, str]:
    """What is wrong, by row (from 0): empty words, doubles, unknown presences, rows beyond the limit."""
    problems: dict[int, str] = {}
    names = {entry.name for entry in presences}
    rows: dict[str, int] = {}
    for row, keyword in enumerate(keywords):
        word = " ".join(fold(keyword.word).split())
        if not word:
            problems[row] = "Write a word."
        elif len(keyword.word) > 100:
            problems[row] = "Use at most 100 characters."
        elif word in rows:
            problems[row] = f"“{keyword.word}” stands in row {rows[word] + 1} already; that one wins."
        elif keyword.presence not in names:
            problems[row] = f"There is no presence “{keyword.presence}”. Choose one of the presence list."
        elif row >= MAX_KEYWORDS:
            problems[row] = f"At most {MAX_KEYWORDS} keywords are kept. Remove one first."
        rows.setdefault(word, row)
    return problems
