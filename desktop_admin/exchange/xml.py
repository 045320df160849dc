"""EWS documents: elements made with their namespace, documents read strictly, values as Python has them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any
"""An lxml element: lxml tells no types."""

SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
M = "{http://schemas.microsoft.com/exchange/services/2006/messages}"
T = "{http://schemas.microsoft.com/exchange/services/2006/types}"

_PREFIXES = {"s": SOAP[1:-1], "m": M[1:-1], "t": T[1:-1]}
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNSPEAKABLE_BYTES = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));", re.IGNORECASE
)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,6})?\d*(Z|[+-]\d\d:\d\d)?")


class MalformedError(ValueError):
    """A document that is no well-formed XML, or more than plain XML. Says what is wrong, quotes nothing of it."""


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
            made.text = _UNSPEAKABLE.sub("�", part)
        else:
            made.append(part)
    return made


def read_strictly(document: bytes) -> Element:
    """The root of a well-formed document without document type. Raises :class:`MalformedError`."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    return _read(document, parser)


def read_answer(document: bytes) -> Element:
    """Like :func:`read_strictly`, but large texts are fine and control characters, which Exchange lets through from
    mails, are taken out. Raises :class:`MalformedError`.
    """
    try:
        return _read(document, _answer_parser())
    except MalformedError:
        cleaned = _UNSPEAKABLE_BYTES.sub(b"?", document)
        if cleaned == document:
            raise
    return _read(cleaned, _answer_parser())


def _answer_parser() -> Any:
    return etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True)


def _read(document: bytes, parser: Any) -> Element:
    if b"<!DOCTYPE" in document[:4096]:
        raise MalformedError("It has a document type, which EWS never sends.")
    try:
        root = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        where = f" at line {fault.lineno}" if isinstance(fault, etree.XMLSyntaxError) and fault.lineno else ""
        raise MalformedError(f"It is no well-formed XML{where}.") from None
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
    return made.astimezone(UTC)


def written_moment(when: datetime) -> str:
    """``when`` (aware) as xs:dateTime in UTC, to the second."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
