"""The order of names: by letters, whatever their case and accents, and the same on every machine.

The system's own order depends on its locale; in the C locale, Łukasz would come after Zoë.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from desktop_admin.domain.keyword import fold

_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
"""Letters that Unicode does not decompose into one of a to z and a mark."""


@lru_cache(maxsize=20_000)
def sort_key(text: str) -> tuple[str, str]:
    """What texts are compared by; of those that differ in accents only, the plain one comes first."""
    folded = fold(text.strip())
    return folded.translate(_LETTERS), text.casefold()
