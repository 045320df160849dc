"""Finds the letters of alias tags in a body, whatever mail systems did to it.

A tag's alphabet is that of base 32 (A–Z, 2–7), so that neither HTML entities, case, line wraps nor quoting can change
what it says: whatever stands between its letters and is none of them is passed over.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

MARK: Final = "ECVMR"
MAX_BODY: Final = 2_000_000
MAX_TOKENS: Final = 20

_TAGS = re.compile(r"<[^<>]{0,2000}>")
_FILLER = r"[\s>|*_=\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00a0-]{0,60}"
_MARK = _FILLER.join(MARK) + _FILLER
_LETTERS = rf"[A-Za-z2-7](?:{_FILLER}[A-Za-z2-7]){{20,400}}"
_TOKEN = re.compile(rf"{_MARK}:{_FILLER}({_LETTERS}){_FILLER}:", re.IGNORECASE)
_LOOSE = re.compile(rf"{_MARK}:", re.IGNORECASE)
_ENCODED = re.compile(r"=(?:[ \t]*\r?\n|0[9AD]|20|(?:C2=)?A0|C2=AD|E2=80=8B)")
"""What RFC 2045 (quoted-printable) leaves in a body that was not decoded: soft breaks, and space in all its forms."""


def find_tokens(body: str) -> list[str]:
    """The letters of every tag in ``body`` (HTML or plain text), in upper case, at most 20, in their order."""
    found: list[str] = []
    for variant in _variants(body[:MAX_BODY]):
        for match in _TOKEN.finditer(variant):
            letters = re.sub(r"[^A-Z2-7]", "", match.group(1).upper())
            if letters not in found:
                found.append(letters)
            if len(found) >= MAX_TOKENS:
                return found
    return found


def has_mark(body: str) -> bool:
    """Whether a tag begins somewhere in ``body``, be it whole or not."""
    return any(_LOOSE.search(variant) for variant in _variants(body[:MAX_BODY]))


def _variants(text: str) -> Iterator[str]:
    # Tags are dropped in a second look only: in plain text "<" may be anything.
    for each in (text, _ENCODED.sub("", text)) if "=" in text else (text,):
        yield html.unescape(each)
        yield html.unescape(_TAGS.sub("", each))
        yield html.unescape(_TAGS.sub(" ", each))
