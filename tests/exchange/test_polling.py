"""Catching up page by page, over breaks: what polling and every subscription's beginning rest upon."""

from __future__ import annotations

import pytest

from desktop_admin.domain.ports import MailFault, SyncStateInvalid
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange.connection import ExchangeConnection
from tests.exchange.conftest import Connected
from tests.helpers.ews_items import answering, created, message, synchronised
from tests.helpers.ews_stub import Reply, Request, envelope, response

ROOMS = "rooms@example.com"
ITEMS = [f"I{number}" for number in range(7)]
PAGE = 3


def page_of(request: Request) -> str:
    """An inbox of seven items, three a page; the state is how many have been told."""
    state = request.body.partition("<m:SyncState>")[2].partition("<")[0] or "0"
    if not state.isdigit():
        return response("SyncFolderItems", code="ErrorInvalidSyncStateData", more="<m:SyncState/>")
    told = int(state)
    shown = ITEMS[told : told + PAGE]
    return synchronised(
        *(created(message(name)) for name in shown), state=str(told + len(shown)), last=told + PAGE >= len(ITEMS)
    )


async def caught_up(exchange: ExchangeConnection, state: str | None) -> tuple[list[str], str, int]:
    """Reads to the end: the items, the last state, and how many pages it took."""
    found: list[str] = []
    for pages in range(1, 20):
        page = await exchange.inbox_changes(ROOMS, state)
        found += [read.item_id.id for read in page.messages]
        state = page.sync_state
        if page.is_last:
            return found, state, pages
    pytest.fail("no end")


async def test_every_page_to_the_end_and_then_nothing(connected: Connected) -> None:
    async with connected(answering(SyncFolderItems=page_of)) as (exchange, _stub):
        found, state, pages = await caught_up(exchange, None)
        again, _, polls = await caught_up(exchange, state)
    assert (found, pages) == (ITEMS, 3)
    assert (again, polls) == ([], 1)


async def test_a_break_between_pages_loses_and_repeats_nothing(connected: Connected) -> None:
    """Another connection, as after a restart, goes on from the last state that was kept."""
    async with connected(answering(SyncFolderItems=page_of)) as (exchange, _stub):
        first = await exchange.inbox_changes(ROOMS, None)
    async with connected(answering(SyncFolderItems=page_of)) as (exchange, _stub):
        rest, _, _ = await caught_up(exchange, first.sync_state)
    assert [read.item_id.id for read in first.messages] + rest == ITEMS


async def test_a_forgotten_state_starts_anew(connected: Connected) -> None:
    async with connected(answering(SyncFolderItems=page_of)) as (exchange, _stub):
        with pytest.raises(SyncStateInvalid):
            await exchange.inbox_changes(ROOMS, "of another server")
        found, _, _ = await caught_up(exchange, None)
    assert found == ITEMS


@pytest.mark.parametrize("reply", [Reply(status=503), Reply(envelope("x"), cut=True), Reply(status=502)])
async def test_an_outage_is_told_and_the_next_poll_is_well(connected: Connected, reply: Reply) -> None:
    replies = [reply]

    def answer(request: Request) -> Reply:
        return replies.pop() if replies else Reply(envelope(page_of(request)))

    async with connected(answer) as (exchange, _stub):
        with pytest.raises(MailFault):
            await exchange.inbox_changes(ROOMS, None)
        found, _, _ = await caught_up(exchange, None)
    assert found == ITEMS


async def test_a_kept_connection_that_the_server_closes_is_no_outage(connected: Connected) -> None:
    replies = [Reply(vanish=True)]

    def answer(request: Request) -> Reply:
        return replies.pop() if replies else Reply(envelope(page_of(request)))

    async with connected(answer) as (exchange, stub):
        found, _, _ = await caught_up(exchange, None)
    assert found == ITEMS
    assert stub.operations[1:] == ["SyncFolderItems"] * 4


async def test_a_server_that_is_gone_is_asked_twice_and_no_more(connected: Connected) -> None:
    async with connected(lambda _request: Reply(vanish=True)) as (exchange, stub):
        with pytest.raises(MailFault) as caught:
            await exchange.inbox_changes(ROOMS, None)
    assert caught.value.trouble is Trouble.UNREACHABLE
    assert stub.operations[1:] == ["SyncFolderItems"] * 2


async def test_answers_that_close_the_connection_are_no_trouble(connected: Connected) -> None:
    """As a gateway that keeps nothing open: HTTP/1.0's way."""
    async with connected(lambda request: Reply(envelope(page_of(request)), until_close=True)) as (exchange, stub):
        found, _, _ = await caught_up(exchange, None)
    assert found == ITEMS
    assert stub.connections >= 4
