"""exchangelib's traps: what it would do is never called, and what is overridden here is still needed.

A test of the second kind fails once exchangelib (or requests) has mended its part: then ours can go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from exchangelib import autodiscover, util
from exchangelib.errors import ErrorServerBusy
from exchangelib.folders import BaseFolder
from exchangelib.protocol import BaseProtocol, FaultTolerance
from exchangelib.services.common import EWSAccountService, EWSService
from lxml import etree

from desktop_admin.domain.ports import MailFault
from desktop_admin.exchange.call import Call
from desktop_admin.exchange.xml import m, t
from tests.exchange.conftest import Connected
from tests.helpers.ews_items import synchronised
from tests.helpers.ews_stub import Reply, Request, envelope, fault, response

ROOMS = "rooms@example.com"
TRAPS = (
    (BaseProtocol, "decrease_poolsize"),
    (BaseProtocol, "retire_session"),
    (BaseProtocol, "renew_session"),
    (FaultTolerance, "__init__"),
    (EWSService, "_get_response"),
    (EWSService, "_get_response_xml"),
    (BaseFolder, "get_events"),
    (BaseFolder, "sync_items"),
    (util.DocumentYielder, "__init__"),
    (autodiscover.AutodiscoverCache, "__init__"),
)
BUSY = '<m:MessageXml><t:Value Name="BackOffMilliseconds">1</t:Value></m:MessageXml>'


@pytest.fixture
def sprung(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The traps that were stepped into."""
    found: list[str] = []

    def trap(name: str) -> Any:
        def spring(*_arguments: Any, **_named: Any) -> Any:
            found.append(name)
            raise AssertionError(f"{name} was called")

        return spring

    for owner, name in TRAPS:
        assert hasattr(owner, name), f"exchangelib has no {owner.__name__}.{name} any more: is its trap gone?"
        monkeypatch.setattr(owner, name, trap(f"{owner.__name__}.{name}"))
    yield found


@pytest.mark.parametrize(
    "reply",
    [
        Reply(envelope(synchronised())),
        Reply(envelope(synchronised()), cut=True),
        Reply(envelope(synchronised())[:-30]),
        Reply(envelope(fault("ErrorServerBusy", back_off=1)), 500),
        Reply(envelope(response("SyncFolderItems", code="ErrorServerBusy", more=BUSY))),
        Reply(envelope(response("SyncFolderItems", code="ErrorTimeoutExpired"))),
        Reply(envelope(response("SyncFolderItems", code="ErrorExceededConnectionCount"))),
        Reply(status=503),
        Reply(status=401),
    ],
)
async def test_whatever_exchange_answers_no_trap_is_stepped_into(
    connected: Connected, sprung: list[str], reply: Reply
) -> None:
    async with connected(lambda _request: reply, connections=2) as (exchange, _stub):
        for _ in range(2):
            try:
                await exchange.inbox_changes(ROOMS, "STATE")
            except MailFault as told:
                assert told.text
    assert sprung == []


async def test_no_trap_is_stepped_into_by_a_stream(connected: Connected, sprung: list[str]) -> None:
    def answer(request: Request) -> Reply:
        if request.operation == "GetStreamingEvents":
            closed = "<m:ConnectionStatus>Closed</m:ConnectionStatus>"
            return Reply(chunks=(envelope(response("GetStreamingEvents", closed)),))
        return Reply(envelope(response(request.operation, "<m:SubscriptionId>one</m:SubscriptionId>")))

    async with (
        connected(answer) as (exchange, _stub),
        exchange.stream((ROOMS,), inbox=True, minutes=1) as signals,
    ):
        assert [str(signal.kind) async for signal in signals][-1] == "closed"
    assert sprung == []


def test_exchangelib_still_reads_no_pause_from_a_response_message() -> None:
    """Else ``Call._get_exception`` can go."""
    told = m("MessageXml", t("Value", "4000"))
    told[0].set("Name", "BackOffMilliseconds")
    theirs = EWSAccountService._get_exception("ErrorServerBusy", "Busy.", told)
    assert isinstance(theirs, ErrorServerBusy) and not theirs.back_off
    ours = Call._get_exception("ErrorServerBusy", "Busy.", told)
    assert isinstance(ours, ErrorServerBusy) and ours.back_off == 4.0


def test_exchangelib_still_mends_broken_answers_and_takes_document_types() -> None:
    """Else ``read_answer`` need not be so strict by itself."""
    for document in (b"<?xml version='1.0'?><a><b></a>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"):
        assert etree.tostring(util.to_xml(document).getroot())


def test_requests_still_writes_passwords_in_latin_1() -> None:
    """Else ``ExchangeProtocol.create_session`` need not put Basic's account on a session itself."""
    with pytest.raises(UnicodeEncodeError):
        requests.auth.HTTPBasicAuth("ada", "пароль")(requests.Request("POST", "https://x.example").prepare())
