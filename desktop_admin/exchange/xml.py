"""EWS documents: elements made with their namespace, documents read strictly, values as Python has them."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any
"""An lxml element: lxml tells no types."""

SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
M = "{http://schemas.microsoft.com/exchange/services/2006/messages}"
T = "{http://schemas.microsoft.com/exchange/services/2006/types}"

_PREFIXES = {"s": SOAP[1:-1], "m": M[1:-1], "t": T[1:-1]}
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is not a character of XML 1.0."""
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
"""A character beyond U+FFFF written as the two halves of UTF-16, each encoded by itself (CESU-8)."""
_HIGHEST_DIGITS = 8
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,6})?\d*(Z|[+-]\d\d:\d\d)?")


class MalformedError(ValueError):
    """A document that is no well-formed XML, or more than plain XML. Says what is wrong, quotes nothing of it."""


class _IllFormedError(MalformedError):
    """Not well-formed as it came: it may be once it is cleaned."""


def m(name: str, *content: Element | str, **attributes: str) -> Element:
    """An element of the messages namespace. Text is cleaned of what XML cannot say."""
    return _element(M + name, content, attributes)


def t(name: str, *content: Element | str, **attributes: str) -> Element:
    """An element of the types namespace. Text is cleaned of what XML cannot say."""
    return _element(T + name, content, attributes)


def _element(tag: str, content: tuple[Element | str, ...], attributes: dict[str, str]) -> Element:
    made = etree.Element(tag, attributes, nsmap=_PREFIXES)
    for part in content:
        if isinstance(part, str):
            made.text = _FORBIDDEN.sub("�", part)
        else:
            made.append(part)
    return made


def read_answer(document: bytes, *, huge: bool = True) -> Element:
    """The root of a well-formed document without document type. Raises :class:`MalformedError`.

    Characters that XML forbids, which Exchange lets through from mails, become question marks. ``huge`` allows texts
    of any length; without it, libxml2's limits against hostile documents hold.
    """
    try:
        return _read(document, huge)
    except _IllFormedError:
        cleaned = _cleaned(document)
        if cleaned == document:
            raise
    return _read(cleaned, huge)


def _cleaned(document: bytes) -> bytes:
    """``document`` (UTF-8) without what XML 1.0 forbids, be it raw or as a reference."""
    joined = _SURROGATES.sub(
        lambda pair: (
            pair[0].decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()
        ),
        document,
    )
    text = _FORBIDDEN.sub("?", joined.decode("utf-8", "replace"))
    return _clean_references(text).encode()


def _clean_references(text: str) -> str:
    """Two references to the halves of a surrogate pair become one to the character that is meant."""
    parts: list[str] = []
    end = 0
    half = 0
    for found in _REFERENCE.finditer(text):
        code = _code_point(found)
        if half and found.start() == end and 0xDC00 <= code < 0xE000:
            parts[-1] = f"&#{0x10000 + ((half - 0xD800) << 10) + code - 0xDC00};"
        else:
            # Written in decimal: XML knows no capital X, which some write all the same.
            parts += [text[end : found.start()], f"&#{code};" if _is_allowed(code) else "?"]
        half = code if 0xD800 <= code < 0xDC00 else 0
        end = found.end()
    return "".join((*parts, text[end:]))


def _code_point(reference: re.Match[str]) -> int:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    digits = digits.lstrip("0") or "0"
    return int(digits, base) if len(digits) <= _HIGHEST_DIGITS else sys.maxunicode + 1


def _is_allowed(code: int) -> bool:
    return code <= sys.maxunicode and _FORBIDDEN.match(chr(code)) is None


def _read(document: bytes, huge: bool) -> Element:
    if b"<!DOCTYPE" in document[:4096]:
        raise MalformedError("It has a document type, which EWS never sends.")
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=huge)
    try:
        root = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        where = f" at line {fault.lineno}" if isinstance(fault, etree.XMLSyntaxError) and fault.lineno else ""
        raise _IllFormedError(f"It is not well-formed XML{where}.") from None
    if root.getroottree().docinfo.doctype:
        raise MalformedError("It has a document type, which EWS never sends.")
    return root


def text_of(parent: Element | None, path: str) -> str:
    """The text at ``path`` below ``parent``, stripped; empty where there is none."""
    found = None if parent is None else parent.findtext(path)
    return str(found).strip() if found else ""


def flag_of(parent: Element, path: str, default: bool = False) -> bool:
    """A boolean as XML Schema writes it."""
    written = text_of(parent, path)
    return written in ("true", "1") if written else default


def moment_of(parent: Element | None, path: str) -> datetime | None:
    """The moment at ``path`` in UTC; None where there is none. Raises ValueError on anything else."""
    written = text_of(parent, path)
    return moment(written) if written else None


def moment(written: str) -> datetime:
    """An xs:dateTime in UTC; one without zone is UTC, as every request asks for. Raises ValueError."""
    found = _MOMENT.fullmatch(written)
    if found is None:
        raise ValueError(f"“{written[:40]}” is no date and time.")
    stem, fraction, zone = found.groups()
    made = datetime.fromisoformat(stem + (fraction or "").ljust(7, "0")[:7] * bool(fraction) + (zone or "Z"))
    try:
        return made.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"“{written[:40]}” is beyond the calendar.") from None


def written_moment(when: datetime) -> str:
    """``when`` (aware) as xs:dateTime in UTC, to the second."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
