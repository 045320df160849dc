"""Telephone numbers and extensions as people write them."""

from __future__ import annotations

import re
from typing import Final

LONGEST_EXTENSION: Final = 64
_NUMBER: Final = re.compile(r"[(+]*[0-9*#][0-9+*#()./ -]*(?:(?:x|ext\.?)\s*[0-9]+)?", re.IGNORECASE)
_WORDS: Final = "Use a telephone number: digits, + * # and the separators - . / ( ) and space."


def extension_problem(text: str) -> str | None:
    """What is wrong with a person's extension; an empty one is right. Digits of ASCII only, as a telephone has them."""
    return None if not text or _NUMBER.fullmatch(text) else _WORDS
