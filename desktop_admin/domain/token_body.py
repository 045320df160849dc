"""Finds the letters of alias tags in a body, whatever mail systems did to it.

A tag's alphabet is that of base 32 (A–Z, 2–7), so that neither HTML entities, case, line wraps nor quoting can change
what it says: whatever stands between its letters and is none of them is passed over.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

MARK: Final = "ECVMR"
MAX_BODY: Final = 2_000_000
LONGEST_BODY: Final = 100_000_000
MAX_TOKENS: Final = 20
MOST_DECODINGS: Final = 3
MOST_WINDOWS: Final = 50
WINDOW: Final = 20_000
"""Characters after a mark in which its tag ends, however it is wrapped."""

_TAGS = re.compile(r"<[^<>]{0,2000}>")
_FILLER = r"[\s>|*_=\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00a0-]{0,60}"
_MARK = _FILLER.join(MARK) + _FILLER
_LETTERS = rf"[A-Za-z2-7](?:{_FILLER}[A-Za-z2-7]){{20,400}}"
_TOKEN = re.compile(rf"{_MARK}:{_FILLER}({_LETTERS}){_FILLER}:", re.IGNORECASE)
_BEGIN = r"(?<![A-Za-z0-9+/=])"
_PICTURES = re.compile(rf"{_BEGIN}[A-Za-z0-9+/=]{{1000,}}+")
"""Content in base 64, such as a picture within the text: longer than any tag, which has at most 401 letters."""
_WRAPPED = re.compile(rf"{_BEGIN}(?:[A-Za-z0-9+/=]{{60,998}}+(?:\s|&#(?:1[03]|[xX]0?[ADad]);){{1,20}}+){{20,}}+")
"""The same in lines, as mail systems wrap it."""
_ANY_MARK = re.compile(_MARK, re.IGNORECASE)
_LOOSE = re.compile(rf"{_MARK}:", re.IGNORECASE)
_ENCODED = re.compile(r"=(?:[ \t]*\r?\n|0[9AD]|20|(?:C2=)?A0|C2=AD|E2=80=8B)")
"""What RFC 2045 (quoted-printable) leaves in a body that was not decoded: soft breaks, and space in all its forms."""

_REWRITTEN = re.compile(r"-([0-9A-F]{2})")
"""How Proofpoint's URL Defense, version 2, writes what is "%3A" elsewhere."""


def find_tokens(body: str) -> tuple[list[str], bool]:
    """The letters of every tag in ``body`` (HTML or plain text), in upper case, at most 20, in their order; and whether
    a tag begins anywhere in it, be it whole or not.
    """
    found: list[str] = []
    is_marked = False
    for variant in _variants(_text_of(body)):
        is_marked = is_marked or _LOOSE.search(variant) is not None
        for match in _TOKEN.finditer(variant):
            letters = re.sub(r"[^A-Z2-7]", "", match.group(1).upper())
            if letters not in found:
                found.append(letters)
            if len(found) >= MAX_TOKENS:
                return found, True
    return found, is_marked


def _text_of(body: str) -> str:
    """``body`` without pictures; of what is longer then, the beginning, the end, and what follows each mark between."""
    if len(body) > MAX_BODY:
        body = _WRAPPED.sub(" ", _PICTURES.sub(" ", body[:LONGEST_BODY]))
    if len(body) <= MAX_BODY:
        return body
    first, last = MAX_BODY // 2, len(body) - MAX_BODY // 2
    parts = [body[:first]]
    while len(parts) <= MOST_WINDOWS and (mark := _ANY_MARK.search(body, first, last)) is not None:
        first = mark.start() + WINDOW
        parts.append(body[mark.start() : first])
    return " ".join((*parts, body[last:]))


def _variants(text: str) -> Iterator[str]:
    # Tags are dropped in a second look only: in plain text "<" may be anything.
    for each in (text, _ENCODED.sub("", text)) if "=" in text else (text,):
        yield html.unescape(each)
        yield html.unescape(_TAGS.sub("", each))
        yield html.unescape(_TAGS.sub(" ", each))
    # A tag that stands in a link alone, as scanners of links encode it, once or in each other.
    decoded = html.unescape(text)
    if "-3A" in decoded:
        yield _REWRITTEN.sub(lambda code: chr(int(code[1], 16)), decoded)
    for _ in range(MOST_DECODINGS):
        if "%3A" not in decoded and "%3a" not in decoded and "%25" not in decoded:
            return
        decoded = unquote(decoded, errors="replace")
        yield decoded
