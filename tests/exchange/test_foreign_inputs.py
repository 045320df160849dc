"""Answers of another server that speaks EWS (grommunio's), where they lie beside the checkout."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_admin.domain.meeting import ItemId
from desktop_admin.domain.ports import AnswerFate, Credentials, Endpoint
from desktop_admin.domain.template import format_time
from desktop_admin.exchange.connection import ExchangeConnection
from tests.exchange.conftest import Connected
from tests.helpers.ews_stub import PASSWORD, USER, Reply, Request, envelope, exchange, response, serving

INPUTS = Path(__file__).resolve().parents[3] / "shared" / "inputs"
pytestmark = pytest.mark.skipif(not INPUTS.exists(), reason="The answers of the other server are not there.")
ROOMS = "meet@corp.test"


def answer(name: str) -> str:
    return (INPUTS / f"{name}.answer.xml").read_text("utf-8").strip()


async def test_it_lacks_time_zones() -> None:
    def served(request: Request) -> Reply:
        if request.operation == "GetServerTimeZones" and request.user:
            return Reply(answer("1_GetServerTimeZones_unknown_500"), 500)
        if request.operation == "GetFolder":
            return Reply(envelope(response("GetFolder", "<m:Folders/>"), version="15 0 847 4040"))
        return exchange(lambda _request: Reply(status=404))(request)

    with serving(served) as stub:
        connection = ExchangeConnection(Endpoint(stub.url, timeout=5), Credentials(USER, PASSWORD))
        try:
            assert (await connection.connect()).name == "Exchange 2013"
        finally:
            await connection.close()


async def test_it_knows_no_automatic_replies_in_tips(connected: Connected) -> None:
    people = [f"{name}@corp.test" for name in ("alice", "bob", "carol")]
    async with connected(lambda _request: Reply(answer("4_GetMailTips_without_ReplyBody"))) as (exchange, _stub):
        told = await exchange.read_replies(people)
    assert [(each.mailbox, each.out_of_office) for each in told] == [(each, None) for each in people]


async def test_it_does_not_know_remove_item(connected: Connected) -> None:
    def served(request: Request) -> Reply:
        if request.operation == "CreateItem":
            return Reply(answer("5_RemoveItem_refused"), 500)
        return Reply(envelope(response("DeleteItem")))

    async with connected(served) as (exchange, stub):
        assert await exchange.finish_cancellation(ROOMS, ItemId("A", "B")) is AnswerFate.SENT
    assert stub.operations[1:] == ["CreateItem", "DeleteItem"]


async def test_it_tells_no_zone(connected: Connected) -> None:
    async with connected(lambda _request: Reply(answer("6_request_without_zone"))) as (exchange, _stub):
        (read,) = await exchange.read_messages(ROOMS, [ItemId("A")])
    assert (read.zone, read.zone_is_known, read.unreadable) == ("", False, "")
    assert read.start is not None
    assert format_time(read.start, read.zone) == "03:00 on 02/12/2026 (UTC)"


async def test_it_gives_a_master_in_a_calendar_view(connected: Connected) -> None:
    view = answer("7_CalendarView_with_master")
    item = view[view.index("<t:CalendarItem>") : view.index("</t:Items>")]

    def served(request: Request) -> Reply:
        return Reply(view if request.operation == "FindItem" else envelope(_got(item)))

    start = datetime(2026, 11, 29, 21, 56, 9, tzinfo=UTC)
    async with connected(served) as (exchange, _stub):
        read = await exchange.read_appointments("dave@corp.test", start, start + timedelta(days=9))
    assert [f"{one.start:%d %H:%M}-{one.end:%H:%M}" for one in read] == [
        *("29 21:00-00:00", "30 21:00-00:00", "01 21:00-00:00", "02 21:00-00:00", "03 21:00-00:00"),
    ]
    assert {one.subject for one in read} == {"Daily Now"}


def _got(item: str) -> str:
    return (
        "<m:GetItemResponse><m:ResponseMessages><m:GetItemResponseMessage ResponseClass='Success'>"
        f"<m:ResponseCode>NoError</m:ResponseCode><m:Items>{item}</m:Items></m:GetItemResponseMessage>"
        "</m:ResponseMessages></m:GetItemResponse>"
    )
