"""Microsoft's schema of 2016, which every answer of the look-alike must fit."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "protocol" / "schema" / "messages.xsd"
SOAP_BODY = "{http://schemas.xmlsoap.org/soap/envelope/}Body"
available = SCHEMA.exists()


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


def check(envelope: bytes) -> etree._Element:
    """The element in a SOAP envelope's body, which fits the schema; where that is absent, it is not held against it."""
    body = etree.fromstring(envelope).find(SOAP_BODY)
    assert body is not None, "the envelope has no body"
    told = etree.fromstring(etree.tostring(body[0]))
    if available:
        _schema().assertValid(told)
    return told
