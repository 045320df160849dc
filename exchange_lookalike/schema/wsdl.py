"""Services.wsdl: the operations that are served, as tools read them that make clients (WSDL 1.1)."""

from __future__ import annotations

from lxml import etree

from exchange_lookalike.schema import documents
from exchange_lookalike.soap import M, T

_WSDL = "http://schemas.xmlsoap.org/wsdl/"
_SOAP = "http://schemas.xmlsoap.org/wsdl/soap/"
_XS = "http://www.w3.org/2001/XMLSchema"
_HEADERS = {
    "RequestVersion": "RequestServerVersion",
    "Impersonation": "ExchangeImpersonation",
    "MailboxCulture": "MailboxCulture",
    "TimeZoneContext": "TimeZoneContext",
    "DateTimePrecision": "DateTimePrecision",
}
"""Parts of a request's header, and their elements."""
_VERSION = {"ServerVersion": "ServerVersionInfo"}


def services(url: str) -> bytes:
    """The document. `url` is where requests are sent to."""
    root = etree.Element(f"{{{_WSDL}}}definitions", nsmap={"wsdl": _WSDL, "soap": _SOAP, "xs": _XS, "m": M, "t": T})
    root.set("name", "ExchangeWebServices")
    root.set("targetNamespace", M)
    types = _sub(_sub(root, "types"), f"{{{_XS}}}schema")
    _sub(types, f"{{{_XS}}}import", namespace=M, schemaLocation="messages.xsd")
    elements = {name.removesuffix("Request"): name for name in sorted(documents.operations())}
    for name, element in elements.items():
        _message(root, f"{name}SoapIn", "request", f"m:{element}", _HEADERS)
        _message(root, f"{name}SoapOut", f"{name}Result", f"m:{name}Response", _VERSION)
    port = _sub(root, "portType", name="ExchangeServicePortType")
    for name in elements:
        operation = _sub(port, "operation", name=name)
        _sub(operation, "input", message=f"m:{name}SoapIn")
        _sub(operation, "output", message=f"m:{name}SoapOut")
    binding = _sub(root, "binding", name="ExchangeServiceBinding", type="m:ExchangeServicePortType")
    _sub(binding, f"{{{_SOAP}}}binding", style="document", transport="http://schemas.xmlsoap.org/soap/http")
    for name in elements:
        operation = _sub(binding, "operation", name=name)
        _sub(operation, f"{{{_SOAP}}}operation", soapAction=f"{M}/{name}")
        _bound(_sub(operation, "input"), f"m:{name}SoapIn", "request", _HEADERS)
        _bound(_sub(operation, "output"), f"m:{name}SoapOut", f"{name}Result", _VERSION)
    place = _sub(_sub(root, "service", name="ExchangeServices"), "port", name="ExchangeServicePort")
    place.set("binding", "m:ExchangeServiceBinding")
    _sub(place, f"{{{_SOAP}}}address", location=url)
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return made


def _message(root: etree._Element, name: str, part: str, element: str, headers: dict[str, str]) -> None:
    message = _sub(root, "message", name=name)
    _sub(message, "part", name=part, element=element)
    for header, block in headers.items():
        _sub(message, "part", name=header, element=f"t:{block}")


def _bound(into: etree._Element, message: str, part: str, headers: dict[str, str]) -> None:
    for header in headers:
        _sub(into, f"{{{_SOAP}}}header", message=message, part=header, use="literal")
    _sub(into, f"{{{_SOAP}}}body", parts=part, use="literal")


def _sub(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, tag if tag.startswith("{") else f"{{{_WSDL}}}{tag}", attributes)
