"""The schema of what is served, written by `notation` from the tables: to hold requests against, and to be read.

The documents are made when they are first asked for: making and compiling them takes about a tenth of a second.
"""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.schema import answers, calendar, codes, folders, items, notation, paths, people, requests
from exchange_lookalike.soap import M, T, local

_TABLES = {
    ("t", T, "types.xsd"): (paths.TABLE, items.TABLE, calendar.TABLE, people.TABLE, folders.TABLE),
    ("m", M, "messages.xsd"): (codes.TABLE, requests.TABLE, answers.TABLE),
}
_XML = (
    f'<xs:schema xmlns:xs="{notation.XS}" targetNamespace="{notation.XML}">'
    '<xs:attribute name="lang" type="xs:language"/></xs:schema>'
).encode()
_NAMESPACE = re.compile(r"\{http[^}]*\}")


@cache
def sources() -> dict[str, bytes]:
    """The documents by file name: messages.xsd, and types.xsd and xml.xsd, which it imports."""
    writer = notation.Writer(notation.documents(_TABLES))
    made = {one.location: etree.tostring(writer.write(one), pretty_print=True) for one in writer.documents}
    return {**made, "xml.xsd": _XML}


@cache
def schema() -> etree.XMLSchema:
    """The compiled schema."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Resolver())
    return etree.XMLSchema(etree.fromstring(sources()["messages.xsd"], parser, base_url="messages.xsd"))


class _Resolver(etree.Resolver):  # type: ignore[misc]  # lxml comes without types for it
    """Gives the documents that are imported."""

    def resolve(self, url: str, public_id: str, context: object) -> object:
        """The document at the end of `url`."""
        return self.resolve_string(sources()[url.rpartition("/")[2]].decode(), context)


def check_request(element: etree._Element) -> None:
    """Hold a request against the schema. Raises SchemaViolation with the first fault's line, and EwsError
    ErrorInvalidOperation for an operation of Exchange that is not served."""
    if etree.QName(element).namespace == M and local(element) in requests.NOT_SERVED:
        raise EwsError("ErrorInvalidOperation", f"The operation {local(element)} is not served here.")
    _check(element)


def check_header(block: etree._Element) -> None:
    """Hold a block of the SOAP header against the schema, if it is one of Exchange's. Raises SchemaViolation."""
    if etree.QName(block).namespace == T and local(block) in people.HEADERS:
        _check(block)


def _check(element: etree._Element) -> None:
    judge = schema()
    if not judge.validate(element):
        first = judge.error_log[0]
        raise SchemaViolation(_NAMESPACE.sub("", first.message), first.line)


@cache
def operations() -> frozenset[str]:
    """The names of the requests that the schema describes."""
    return frozenset(d.name for d in notation.read(requests.TABLE) if d.what == "element")
