"""Keywords: which words of an appointment's subject say what a person is doing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from desktop_admin.domain.people import Keyword

MAX_TEXT: Final = 2_000
"""Of a longer subject only so much is looked at."""

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese are written without spaces between words."""


@dataclass(frozen=True, slots=True)
class CompiledKeywords:
    """The table made ready for searching, in its order. ``any_of`` finds whether one of them stands in a text at all,
    which in most texts none does; None where the table is empty."""

    entries: tuple[tuple[Keyword, re.Pattern[str]], ...]
    any_of: re.Pattern[str] | None


def fold(text: str) -> str:
    """``text`` regardless of case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def is_found_anywhere(keyword: Keyword) -> bool:
    """Whether it is found inside longer words too: set so, or written in a script without spaces."""
    return keyword.anywhere or _UNSPACED.search(keyword.word) is not None


@lru_cache(maxsize=64)
def compile_keywords(keywords: tuple[Keyword, ...]) -> CompiledKeywords:
    entries = tuple((keyword, re.compile(_pattern(keyword))) for keyword in keywords if fold(keyword.word).strip())
    any_of = re.compile("|".join(pattern.pattern for _, pattern in entries)) if entries else None
    return CompiledKeywords(entries, any_of)


def _pattern(keyword: Keyword) -> str:
    word = r"\s+".join(re.escape(part) for part in fold(keyword.word).split())
    return word if is_found_anywhere(keyword) else rf"(?<!\w){word}(?!\w)"


def keyword_place(text: str, compiled: CompiledKeywords) -> int | None:
    """The place in the table (0 = highest) of the first keyword that is found in ``text``; None if none does."""
    if not text or compiled.any_of is None:
        return None
    folded = fold(text[:MAX_TEXT])
    if compiled.any_of.search(folded) is None:
        return None
    return next(place for place, (_, pattern) in enumerate(compiled.entries) if pattern.search(folded))
