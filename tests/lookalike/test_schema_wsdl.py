"""Services.wsdl and the schema documents that it names, over HTTP."""

from __future__ import annotations

import httpx
from lxml import etree

from exchange_lookalike.schema import documents
from exchange_lookalike.soap import M
from tests.helpers.edge import PASSWORD, Office, office

WSDL = {"w": "http://schemas.xmlsoap.org/wsdl/", "s": "http://schemas.xmlsoap.org/wsdl/soap/"}
XS = "{http://www.w3.org/2001/XMLSchema}"


async def read(house: Office, name: str) -> httpx.Response:
    return await house.client.get(f"{house.site.base_url}/EWS/{name}", auth=("svc", PASSWORD))


async def test_the_description_names_every_operation_and_where_to_send_it() -> None:
    async with office() as house:
        answer = await read(house, "Services.wsdl")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
        root = etree.fromstring(answer.content)
        named = {one.get("element", "").partition(":")[2] for one in root.iterfind("w:message/w:part[1]", WSDL)}
        assert {name for name in named if not name.endswith("Response")} == documents.operations()
        messages = {f"m:{one.get('name')}" for one in root.iterfind("w:message", WSDL)}
        bound = root.findall("w:binding/w:operation", WSDL)
        assert len(bound) == len(documents.operations())
        used = {one.get("message") for one in root.iter(f"{{{WSDL['s']}}}header")}
        assert used <= messages
        (address,) = root.iter(f"{{{WSDL['s']}}}address")
        assert (address.get("location") or "").lower() == f"{house.site.base_url}/ews/exchange.asmx"


async def test_what_the_description_names_is_served_and_declares_every_part() -> None:
    async with office() as house:
        texts = {name: (await read(house, name)).content for name in ("messages.xsd", "types.xsd", "xml.xsd")}
        declared = {
            (etree.fromstring(text).get("targetNamespace"), one.get("name"))
            for text in texts.values()
            for one in etree.fromstring(text).iterfind(f"{XS}element")
        }
        wsdl = etree.fromstring((await read(house, "Services.wsdl")).content)
        for part in wsdl.iter(f"{{{WSDL['w']}}}part"):
            prefix, _, name = part.get("element", "").partition(":")
            assert (wsdl.nsmap[prefix], name) in declared, name
        imported = {
            one.get("schemaLocation") for text in texts.values() for one in etree.fromstring(text).iter(f"{XS}import")
        }
        assert imported <= set(texts)


async def test_the_documents_can_be_compiled_as_they_are_read() -> None:
    async with office() as house:
        texts = {name: (await read(house, name)).content for name in ("messages.xsd", "types.xsd", "xml.xsd")}

    class Served(etree.Resolver):  # type: ignore[misc]  # lxml comes without types for it
        def resolve(self, url: str, public_id: str, context: object) -> object:
            return self.resolve_string(texts[url.rpartition("/")[2]], context)

    parser = etree.XMLParser()
    parser.resolvers.add(Served())
    judge = etree.XMLSchema(etree.fromstring(texts["messages.xsd"], parser, base_url="messages.xsd"))
    assert judge.validate(etree.fromstring(f'<GetRoomLists xmlns="{M}"/>'))


async def test_who_does_not_sign_in_reads_nothing() -> None:
    async with office() as house:
        answer = await house.client.get(f"{house.site.base_url}/EWS/Services.wsdl")
        assert answer.status_code == 401
