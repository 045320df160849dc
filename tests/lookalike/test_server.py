"""HTTP as IIS with Exchange speaks it, and a server that nothing can wedge."""

from __future__ import annotations

import asyncio
import ssl
import time
from pathlib import Path

import httpx
import pytest

from exchange_lookalike.listener import PortTaken
from exchange_lookalike.notifications.pace import Pace
from exchange_lookalike.site import Address
from exchange_lookalike.tls import make_certificates
from tests.helpers.edge import PASSWORD, XML, body_of, find, office, request, subscribe, texts, until

GET_FOLDER = "<m:GetFolder/>"


async def test_an_operation_is_answered_with_the_headers_that_clients_look_at() -> None:
    async with office() as house:
        answer = await house.ask(GET_FOLDER)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/xml; charset=utf-8"
        assert "connection" not in answer.headers
        assert answer.headers["x-feserver"]
        assert len(answer.headers["request-id"]) == 36
        assert find(answer.content, "//t:ServerVersionInfo")
        assert texts(answer.content, "//m:ResponseCode") == ["NoError"]


async def test_the_path_is_found_in_any_case_and_others_are_not() -> None:
    async with office() as house:
        for path in ("/EWS/Exchange.asmx", "/ews/exchange.asmx", "/EWS/EXCHANGE.ASMX/"):
            answer = await house.client.post(
                house.site.base_url + path, content=request(GET_FOLDER), headers=XML, auth=("svc", PASSWORD)
            )
            assert answer.status_code == 200, path
        assert (await house.client.get(house.site.base_url + "/owa")).status_code == 404


async def test_get_shows_a_page_to_whom_it_knows() -> None:
    async with office() as house:
        assert (await house.client.get(house.url)).status_code == 401
        page = await house.client.get(house.url, auth=("svc", PASSWORD))
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        assert (await house.client.put(house.url, auth=("svc", PASSWORD))).status_code == 405


async def test_affinity_and_request_ids_are_given_back_when_asked_for() -> None:
    async with office() as house:
        headers = {
            **XML,
            "X-PreferServerAffinity": "True",
            "client-request-id": "abc",
            "return-client-request-id": "true",
        }
        answer = await house.client.post(
            house.url, content=request(GET_FOLDER), headers=headers, auth=("svc", PASSWORD)
        )
        assert answer.headers["set-cookie"].startswith("X-BackEndOverrideCookie=")
        assert answer.headers["client-request-id"] == "abc"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>",
        "<\x00>".encode("utf-16"),
        request("<m:GetFolder/>")[:-20],
    ],
)
async def test_what_is_no_request_gets_a_fault(content: bytes) -> None:
    async with office() as house:
        answer = await house.client.post(house.url, content=content, headers=XML, auth=("svc", PASSWORD))
        assert answer.status_code == 500
        assert answer.content.startswith(b"<?xml")
        assert texts(answer.content, "//*[local-name()='ResponseCode']") == ["ErrorSchemaValidation"]
        assert "connection" not in answer.headers
        assert (await house.ask(GET_FOLDER)).status_code == 200


async def test_a_fault_of_ours_is_an_internal_server_error_and_the_connection_lives(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with office() as house:
        answer = await house.ask("<m:Explode/>")
        assert answer.status_code == 500
        assert texts(answer.content, "//*[local-name()='ResponseCode']") == ["ErrorInternalServerError"]
        assert "a fault of ours" not in answer.text
        assert (await house.ask(GET_FOLDER)).status_code == 200
    assert "Explode could not be answered" in caplog.text


async def test_a_wrong_content_type_is_refused() -> None:
    async with office() as house:
        answer = await house.client.post(
            house.url, content=request(GET_FOLDER), headers={"Content-Type": "text/plain"}, auth=("svc", PASSWORD)
        )
        assert answer.status_code == 415


async def test_a_body_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async with office() as house:
        monkeypatch.setattr("exchange_lookalike.control.LARGEST_BODY", 100)
        answer = await house.client.post(f"{house.site.base_url}/sandbox/control", content=b"x" * 101)
        assert answer.status_code == 413


async def test_impersonation_is_the_cores_matter_and_its_refusal_a_fault() -> None:
    async with office() as house:
        denied = await house.ask(GET_FOLDER, user="bob", mailbox="ann@example.com")
        assert denied.status_code == 500
        assert texts(denied.content, "//*[local-name()='ResponseCode']") == ["ErrorImpersonateUserDenied"]
        allowed = await house.ask(GET_FOLDER, mailbox="ann@example.com")
        assert allowed.status_code == 200
        assert house.site.counters()["by_mailbox"]["ann@example.com"] == {"GetFolder": 1}


async def test_the_log_and_the_counters_tell_what_was_asked() -> None:
    async with office() as house:
        await house.ask(GET_FOLDER)
        await house.ask("<m:Nonsense/>")
        first, second = house.site.log()
        assert (first["operation"], first["status"], first["code"]) == ("GetFolder", 200, "NoError")
        assert (second["operation"], second["status"], second["code"]) == ("Nonsense", 500, "ErrorInvalidRequest")
        assert house.site.counters()["requests"] == {"GetFolder": 1, "Nonsense": 1}
        house.site.reset_counters()
        assert house.site.counters()["requests"] == {}


async def test_tls_with_a_certificate_made_at_start(tmp_path: Path) -> None:
    made = make_certificates(tmp_path)
    assert made.key_file.stat().st_mode & 0o077 == 0 or __import__("os").name == "nt"
    strict = ssl.create_default_context(cafile=str(made.ca_file))
    strict.verify_flags |= ssl.VERIFY_X509_STRICT
    address = Address(name="localhost", tls=made.server_context())
    async with office(address=address) as house, httpx.AsyncClient(verify=strict, trust_env=False) as client:
        assert house.url.startswith("https://localhost:")
        for host in ("localhost", "127.0.0.1"):
            url = house.url.replace("localhost", host)
            assert (await client.get(url, auth=("svc", PASSWORD))).status_code == 200


async def test_a_taken_port_is_said() -> None:
    async with office() as house:
        port = int(house.site.base_url.rpartition(":")[2])
        with pytest.raises(PortTaken, match=str(port)):
            async with office(address=Address(port=port)):
                pass


async def test_it_stops_at_once_with_streams_open_and_slow_clients_connected() -> None:
    async with office(Pace(minute=60)) as house:
        port = int(house.site.base_url.rpartition(":")[2])
        subscribed = await house.ask(subscribe("Streaming"))
        (wanted,) = texts(subscribed.content, "//m:SubscriptionId")
        body = (
            f"<m:GetStreamingEvents><m:SubscriptionIds><t:SubscriptionId>{wanted}</t:SubscriptionId>"
            "</m:SubscriptionIds><m:ConnectionTimeout>30</m:ConnectionTimeout></m:GetStreamingEvents>"
        )
        _, slow = await asyncio.open_connection("127.0.0.1", port)
        slow.write(b"POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf")
        await slow.drain()
        async with house.client.stream(
            "POST", house.url, content=request(body), headers=XML, auth=("svc", PASSWORD)
        ) as answer:
            parts = answer.aiter_bytes()
            assert b"OK" in await anext(parts)
            await until(lambda: house.site.counters()["streams"] == 1)
            began = time.monotonic()
            await house.site.stop()
            assert time.monotonic() - began < 2
            with pytest.raises(httpx.HTTPError):
                while True:
                    await anext(parts)
        slow.close()


async def test_a_restart_keeps_port_and_mailboxes_but_not_subscriptions() -> None:
    async with office() as house:
        before = house.site.base_url
        await house.ask(subscribe("Pull", extra="<t:Timeout>10</t:Timeout>"))
        await house.ask("<m:CreateItem/>")
        await house.site.restart()
        assert house.site.base_url == before
        assert (await house.ask(GET_FOLDER)).status_code == 200
        assert house.site.state()["subscriptions"] == []
        assert house.core.created == 1


async def test_an_abandoned_stream_is_noticed() -> None:
    async with office(Pace(minute=60)) as house:
        subscribed = await house.ask(subscribe("Streaming"))
        (wanted,) = texts(subscribed.content, "//m:SubscriptionId")
        body = (
            f"<m:GetStreamingEvents><m:SubscriptionIds><t:SubscriptionId>{wanted}</t:SubscriptionId>"
            "</m:SubscriptionIds><m:ConnectionTimeout>30</m:ConnectionTimeout></m:GetStreamingEvents>"
        )
        async with house.client.stream(
            "POST", house.url, content=request(body), headers=XML, auth=("svc", PASSWORD)
        ) as answer:
            await anext(answer.aiter_bytes())
            assert house.site.counters()["streams"] == 1
        await until(lambda: house.site.counters()["streams"] == 0)


async def test_a_hundred_requests_at_once_are_all_answered() -> None:
    async with office() as house:
        answers = await asyncio.gather(*(house.ask(GET_FOLDER) for _ in range(100)))
        assert {answer.status_code for answer in answers} == {200}
        assert body_of(answers[0].content).tag.endswith("GetFolderResponse")
