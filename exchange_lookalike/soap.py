"""SOAP 1.1 as EWS speaks it: envelopes in and out, faults, and small helpers to build and read elements.

Shapes follow MS-OXWSCORE and answers of a real Exchange 2019.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from exchange_lookalike.faults import EwsError, SchemaViolation, UnknownRequest

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
M = "http://schemas.microsoft.com/exchange/services/2006/messages"
T = "http://schemas.microsoft.com/exchange/services/2006/types"
ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors"
NSMAP = {"m": M, "t": T}

_VERSION = (
    'MajorVersion="15" MinorVersion="2" MajorBuildNumber="1748" MinorBuildNumber="10" Version="V2017_07_11" '
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_HEAD = (
    f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}"><s:Header><h:ServerVersionInfo '
    f'{_VERSION} xmlns:h="{T}"/></s:Header><s:Body>'
).encode()
_TAIL = b"</s:Body></s:Envelope>"
_STREAM_HEAD = (
    f'<Envelope xmlns="{SOAP}"><soap11:Header xmlns:soap11="{SOAP}"><ServerVersionInfo {_VERSION} xmlns="{T}"/>'
    f'</soap11:Header><soap11:Body xmlns:soap11="{SOAP}">'
).encode()
_STREAM_TAIL = b"</soap11:Body></Envelope>"
_FAULT_HEAD = f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}"><s:Body>'.encode()

_LISTS = {
    **dict.fromkeys(("GetItem", "CreateItem", "UpdateItem", "MoveItem", "CopyItem"), "Items"),
    **dict.fromkeys(("GetFolder", "CreateFolder", "UpdateFolder", "MoveFolder"), "Folders"),
    **dict.fromkeys(("CreateAttachment", "GetAttachment"), "Attachments"),
    "GetServerTimeZones": "TimeZoneDefinitions",
}
"""What the schema demands in a response message of these operations, empty where it failed."""

VERSION_TEXT = "15.02.1748.010"
"""The version as Exchange writes it outside the header, e.g. in Autodiscover."""


@dataclass(frozen=True)
class Envelope:
    """A request taken apart: the header blocks by local name, and the one element of the body."""

    headers: dict[str, etree._Element]
    body: etree._Element


def parse(data: bytes) -> Envelope:
    """Read a request envelope. Raises SchemaViolation for all that is not one SOAP 1.1 envelope without DOCTYPE."""
    # libxml2's own limit for a text is 10 MB; Exchange takes what the size of a request allows.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=len(data) > 10_000_000
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        raise SchemaViolation(f"The request is not well-formed XML: {error}", line) from None
    if root.getroottree().docinfo.doctype:
        raise SchemaViolation("For security reasons DTD is prohibited in this XML document.", 1)
    if root.tag != f"{{{SOAP}}}Envelope":
        raise SchemaViolation("The root element is not a SOAP 1.1 Envelope.", root.sourceline or 0)
    *headers, body = elements(root) or [root]
    if body.tag != f"{{{SOAP}}}Body" or [one.tag for one in headers] not in ([], [f"{{{SOAP}}}Header"]):
        raise SchemaViolation("The SOAP Envelope must hold a Header, if any, and then one Body.", root.sourceline or 0)
    parts = elements(body)
    if len(parts) != 1:
        raise SchemaViolation("The SOAP Body must hold exactly one element.", root.sourceline or 0)
    for one in (root, *headers, body):
        if any((text or "").strip() for text in (one.text, *(child.tail for child in one))):
            raise SchemaViolation(f"The SOAP {local(one)} must not hold text.", one.sourceline or 0)
        for name in one.attrib:  # SOAP 1.1 leaves those of other namespaces to their owners
            if etree.QName(name).namespace in (None, SOAP, M, T) and name != f"{{{SOAP}}}encodingStyle":
                raise SchemaViolation(
                    f"The SOAP {local(one)} must not have the attribute '{name}'.", one.sourceline or 0
                )
    return Envelope(_blocks(headers), parts[0])


def _blocks(headers: list[etree._Element]) -> dict[str, etree._Element]:
    """Exchange's blocks by name. Those of other namespaces are somebody else's."""
    blocks: dict[str, etree._Element] = {}
    for block in (each for header in headers for each in elements(header) if each.tag.startswith(f"{{{T}}}")):
        if blocks.setdefault(local(block), block) is not block:
            raise SchemaViolation(f"The SOAP Header must not hold '{local(block)}' twice.", block.sourceline or 0)
    return blocks


def envelope(response: etree._Element) -> bytes:
    """The response element inside an envelope with the server's version, as UTF-8."""
    return b"".join((_HEAD, etree.tostring(response, encoding="utf-8"), _TAIL))


def stream_envelope(response: etree._Element) -> bytes:
    """One envelope of a stream, with the prefixes of Exchange's: clients look for the letters of its first and last
    tag to part the envelopes."""
    return b"".join((_STREAM_HEAD, etree.tostring(response, encoding="utf-8"), _STREAM_TAIL))


def fault(code: str, text: str, *, violation: SchemaViolation | None = None, back_off: int | None = None) -> bytes:
    """A SOAP fault envelope (HTTP 500). `back_off` is ErrorServerBusy's BackOffMilliseconds."""
    root = etree.Element(f"{{{SOAP}}}Fault", nsmap={"s": SOAP})
    etree.SubElement(root, "faultcode", nsmap={"a": T}).text = f"a:{code}"
    words = etree.SubElement(root, "faultstring")
    words.set("{http://www.w3.org/XML/1998/namespace}lang", "en-US")
    detail = etree.SubElement(root, "detail")
    etree.SubElement(detail, f"{{{ERRORS}}}ResponseCode", nsmap={"e": ERRORS}).text = code
    message = etree.SubElement(detail, f"{{{ERRORS}}}Message", nsmap={"e": ERRORS})
    words.text = message.text = clean(text)
    if violation is not None:
        words.text = clean(f"The request failed schema validation: {violation.violation}")
        more = etree.SubElement(detail, f"{{{T}}}MessageXml", nsmap={"t": T})
        etree.SubElement(more, f"{{{T}}}LineNumber").text = str(violation.line)
        etree.SubElement(more, f"{{{T}}}LinePosition").text = "0"
        etree.SubElement(more, f"{{{T}}}Violation").text = clean(violation.violation)
    if back_off is not None:
        more = etree.SubElement(detail, f"{{{T}}}MessageXml", nsmap={"t": T})
        etree.SubElement(more, f"{{{T}}}Value", Name="BackOffMilliseconds").text = str(back_off)
    return b"".join((_FAULT_HEAD, etree.tostring(root, encoding="utf-8"), _TAIL))


def refusal(error: EwsError | SchemaViolation | UnknownRequest) -> bytes:
    """The SOAP fault envelope that says why a request as a whole was not done."""
    if isinstance(error, UnknownRequest):
        return _foreign_fault(str(error))
    if isinstance(error, SchemaViolation):
        return fault("ErrorSchemaValidation", "", violation=error)
    return fault(error.code, error.text)


def _foreign_fault(text: str) -> bytes:
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"SOAP": SOAP})
    etree.SubElement(root, f"{{{SOAP}}}Header")
    told = etree.SubElement(etree.SubElement(root, f"{{{SOAP}}}Body"), f"{{{SOAP}}}Fault")
    etree.SubElement(told, "faultcode").text = "SOAP:Server"
    etree.SubElement(told, "faultstring").text = text
    return bytes(etree.tostring(root))


def clean(text: str) -> str:
    """`text` without the characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or (" " <= c < "\ufffe" and not "\ud800" <= c <= "\udfff"))


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def elements(parent: etree._Element | None) -> list[etree._Element]:
    """The child elements (no comments, no instructions); none of nothing."""
    return [] if parent is None else [child for child in parent if isinstance(child.tag, str)]


def t(name: str, text: str | None = None, *children: etree._Element, **attributes: str) -> etree._Element:
    """A new element of the types namespace."""
    return _make(T, name, text, children, attributes)


def m(name: str, text: str | None = None, *children: etree._Element, **attributes: str) -> etree._Element:
    """A new element of the messages namespace."""
    return _make(M, name, text, children, attributes)


def _make(
    space: str, name: str, text: str | None, children: Iterable[etree._Element], attributes: dict[str, str]
) -> etree._Element:
    made = _blank(f"{{{space}}}{name}").__copy__()
    for key, value in attributes.items():
        made.set(key, value)
    made.text = text
    made.extend(children)
    return made


@lru_cache(2048)
def _blank(tag: str) -> etree._Element:
    """An element to copy, which takes a third of the time of making one."""
    return etree.Element(tag, nsmap=NSMAP)


def child(parent: etree._Element, name: str) -> etree._Element | None:
    """The first child with that local name, whichever EWS namespace it was written in."""
    found = parent.find(f"{{{T}}}{name}")
    return found if found is not None else parent.find(f"{{{M}}}{name}")


def need(parent: etree._Element, name: str) -> etree._Element:
    """Like `child`, but the schema demands it. Raises SchemaViolation."""
    found = child(parent, name)
    if found is None:
        raise SchemaViolation(
            f"The element '{local(parent)}' has incomplete content. List of possible elements expected: '{name}'.",
            parent.sourceline or 0,
        )
    return found


def child_text(parent: etree._Element | None, name: str, default: str = "") -> str:
    """The stripped text of a child, or `default` where the child is absent."""
    found = None if parent is None else child(parent, name)
    return default if found is None else (found.text or "").strip()


def attribute(element: etree._Element, name: str, allowed: Iterable[str] = (), default: str | None = None) -> str:
    """An attribute's value. Raises SchemaViolation when it is missing without default, or not among `allowed`."""
    value: str | None = element.get(name, default)
    if value is None:
        raise SchemaViolation(f"The required attribute '{name}' is missing.", element.sourceline or 0)
    allowed = tuple(allowed)
    if allowed and value not in allowed and value != default:
        raise invalid(element, name, value)
    return value


def invalid(element: etree._Element, name: str, value: str) -> SchemaViolation:
    """The complaint about a value that its type does not know."""
    return SchemaViolation(
        f"The '{name}' attribute is invalid - The value '{value}' is invalid according to its datatype.",
        element.sourceline or 0,
    )


def number(
    element: etree._Element, name: str, lowest: int, highest: int = 2**31 - 1, default: str | None = None
) -> int:
    """An attribute that is a whole number within bounds. Raises SchemaViolation."""
    text = attribute(element, name, default=default)
    try:
        value = int(text)
    except ValueError:
        raise invalid(element, name, text) from None
    if not lowest <= value <= highest:
        raise invalid(element, name, text)
    return value


def flag(text: str | None, default: bool = False) -> bool:
    """An xs:boolean: true, false, 1, 0. Raises SchemaViolation for another word."""
    if text is None or not text.strip():
        return default
    try:
        return {"true": True, "1": True, "false": False, "0": False}[text.strip()]
    except KeyError:
        raise SchemaViolation(f"The string '{text}' is not a valid Boolean value.") from None


def success(name: str, *parts: etree._Element, **attributes: str) -> etree._Element:
    """A ResponseMessage that says NoError, e.g. name "GetFolderResponseMessage", with what it brings."""
    made = m(name, None, m("ResponseCode", "NoError"), *parts, ResponseClass="Success")
    for key, value in attributes.items():
        made.set(key, value)
    return made


def failure(name: str, error: EwsError, response_class: str = "Error") -> etree._Element:
    """A ResponseMessage that says what went wrong."""
    made = m(
        name,
        None,
        m("MessageText", clean(error.text)),
        m("ResponseCode", error.code),
        m("DescriptiveLinkKey", "0"),
        ResponseClass=response_class,
    )
    if error.values:
        made.append(m("MessageXml", None, *(t("Value", value, Name=name) for name, value in error.values.items())))
    return made


def failed_part(operation: str, error: EwsError) -> etree._Element:
    """A batch's ResponseMessage for a part that went wrong."""
    made = failure(f"{operation}ResponseMessage", error)
    if operation in _LISTS:
        made.append(m(_LISTS[operation]))
    return made


def response(operation: str, messages: Iterable[etree._Element]) -> etree._Element:
    """`<operation>Response` around ResponseMessages."""
    return m(f"{operation}Response", None, m("ResponseMessages", None, *messages))


def walk(parent: etree._Element) -> Iterator[etree._Element]:
    """The element and all below it, in document order, without comments."""
    return (found for found in parent.iter() if isinstance(found.tag, str))
