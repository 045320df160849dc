"""Microsoft's schema of 2016, which requests and answers of the look-alike must fit, and the look-alike's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

from exchange_lookalike.schema import documents

_PLACES = [folder / "shared" / "protocol" for folder in Path(__file__).resolve().parents[3:]]
PROTOCOL = next((place for place in _PLACES if place.exists()), _PLACES[0])
"""What is known of the protocol: beside the project, or beside the folder that holds copies of it."""
SCHEMA = PROTOCOL / "schema" / "messages.xsd"
SOAP_BODY = "{http://schemas.xmlsoap.org/soap/envelope/}Body"
available = SCHEMA.exists()
missing = f"Microsoft's schema is not at {SCHEMA}: nothing was held against it."


@cache
def microsofts() -> etree.XMLSchema:
    """Microsoft's schema, compiled."""
    return etree.XMLSchema(etree.parse(SCHEMA))


def assert_valid(element: etree._Element) -> None:
    """The element fits the look-alike's schema, and Microsoft's where that is at hand."""
    documents.schema().assertValid(element)
    if available:
        microsofts().assertValid(element)


def check(envelope: bytes) -> etree._Element:
    """The element in a SOAP envelope's body, which fits the schema."""
    body = etree.fromstring(envelope).find(SOAP_BODY)
    assert body is not None, "the envelope has no body"
    payload = etree.fromstring(etree.tostring(body[0]))
    assert_valid(payload)
    return payload
