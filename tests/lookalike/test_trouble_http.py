"""Every switch for trouble, set over the control endpoint and seen by a client with a real mailbox."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from exchange_lookalike import dispatch
from exchange_lookalike.notifications.pace import Pace
from exchange_lookalike.notifications.requests import OPERATIONS
from exchange_lookalike.trouble import KINDS
from tests.helpers import schema
from tests.helpers.company import CompanyAtWork, PushListener, company_at_work, note
from tests.helpers.edge import find, texts, until

GET_INBOX = (
    "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>"
    '<m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>'
)
HASTY = Pace(minute=60, heartbeat=0.05, push_retry=0.05)


def code(answer: httpx.Response) -> str:
    return texts(answer.content, "//*[local-name()='ResponseCode']")[0]


async def fine(house: CompanyAtWork) -> bool:
    answer = await house.ask(GET_INBOX)
    return answer.status_code == 200 and code(answer) == "NoError"


# --- requests ---------------------------------------------------------------------------------------------------------


async def test_latency_delays_whom_it_names() -> None:
    async with company_at_work() as house:
        await house.trouble("latency", seconds=0.3, mailbox=house.people[1].address)
        began = time.monotonic()
        await house.ask(GET_INBOX, person=1)
        assert time.monotonic() - began >= 0.3
        await house.trouble("latency", seconds=60, mailbox=house.people[1].address)
        async with asyncio.TaskGroup() as group:
            delayed = group.create_task(house.ask(GET_INBOX, person=1))
            await house.ask(GET_INBOX, person=0)
            assert not delayed.done()
            delayed.cancel()


async def test_a_right_password_is_refused_and_counted_as_refused() -> None:
    async with company_at_work() as house:
        await house.trouble("unauthorized", count=2)
        for _ in range(2):
            answer = await house.ask(GET_INBOX)
            assert answer.status_code == 401
            assert answer.headers.get_list("www-authenticate")[0] == "NTLM"
        assert await fine(house)
        assert house.sandbox.counters()["sign_ins"][house.people[0].address] == {"accepted": 1, "refused": 2}


async def test_unavailable_says_when_to_come_back_if_it_is_told_so() -> None:
    async with company_at_work() as house:
        await house.trouble("unavailable", count=1)
        await house.trouble("unavailable", count=1, seconds=7)
        first, second = await house.ask(GET_INBOX), await house.ask(GET_INBOX)
        assert (first.status_code, first.headers["retry-after"]) == (503, "7")
        assert second.status_code == 503
        assert "retry-after" not in second.headers
        assert await fine(house)


async def test_busy_is_a_fault_or_a_response_with_the_back_off() -> None:
    async with company_at_work() as house:
        await house.trouble("busy", count=1, back_off_ms=1500)
        fault = await house.ask(note("Not written"))
        assert (fault.status_code, code(fault)) == (500, "ErrorServerBusy")
        (wait,) = find(fault.content, "//t:MessageXml/t:Value[@Name='BackOffMilliseconds']")
        assert wait.text == "1500"
        await house.trouble("busy", count=1, back_off_ms=2500, form="response")
        message = await house.ask(note("Not written either"))
        assert (message.status_code, code(message)) == (200, "ErrorServerBusy")
        assert texts(message.content, "//t:Value[@Name='BackOffMilliseconds']") == ["2500"]
        assert house.inbox() == []
        assert await fine(house)


async def test_an_error_meets_only_the_operations_it_names() -> None:
    async with company_at_work() as house:
        await house.trouble("error", operations=["CreateItem"], code="ErrorMailboxMoveInProgress", form="response")
        assert await fine(house)
        refused = await house.ask(note("Not written"))
        assert (refused.status_code, code(refused)) == (200, "ErrorMailboxMoveInProgress")
        schema.check(refused.content)
        await house.control(clear="error")
        await house.write("Written")
        assert house.inbox() == ["Written"]


async def test_every_operation_answers_trouble_in_a_form_that_fits_the_schema() -> None:
    async with company_at_work() as house:
        await house.trouble("busy", form="response", back_off_ms=100)
        for operation in (*dispatch.operations(), *OPERATIONS, "GetStreamingEvents"):
            answer = await house.ask(f"<m:{operation}/>")
            assert code(answer) == "ErrorServerBusy"
            if answer.status_code == 200:
                schema.check(answer.content)
            assert texts(answer.content, "//t:Value") == ["100"]


async def test_a_lost_answer_has_done_its_work() -> None:
    async with company_at_work() as house:
        await house.trouble("answer_lost", operations=["CreateItem"], count=1)
        with pytest.raises(httpx.HTTPError):
            await house.ask(note("Done all the same"))
        assert house.inbox() == ["Done all the same"]
        assert house.sandbox.site.log()[-1]["cut"]
        assert await fine(house)


async def test_a_cut_network_answers_nobody_but_the_control_endpoint() -> None:
    async with company_at_work() as house:
        await house.trouble("network_cut")
        for _ in range(2):
            with pytest.raises(httpx.HTTPError):
                await house.ask(GET_INBOX)
        assert (await house.control(clear=True)).json()["trouble"] == []
        assert await fine(house)


# --- notifications ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "fields", "told"),
    [
        ("lose", {"count": 1}, ["two", "three"]),
        ("double", {"count": 1}, ["one", "one", "two", "three"]),
        ("reorder", {"count": 1}, ["two", "one", "three"]),
    ],
)
@pytest.mark.parametrize("way", ["streaming", "push"])
async def test_notifications_are_lost_doubled_or_reordered(
    way: str, kind: str, fields: dict[str, int], told: list[str]
) -> None:
    async with company_at_work() as house, PushListener().listening() as listener:
        if way == "push":
            await house.subscribed("Push", extra=listener.wanted)
            assert find(await listener.next(), "//t:StatusEvent")
            await house.trouble(kind, way=way, **fields)
            assert await created(house, told, listener.next) == told
            return
        subscription = await house.subscribed("Streaming")
        async with house.stream(subscription) as stream:
            assert await stream.status() == "OK"
            await house.trouble(kind, way=way, **fields)
            assert await created(house, told, stream.next) == told


def all_looked_at(house: CompanyAtWork) -> bool:
    """Whether nothing waits to be told."""
    return not any(one.read(one.position).events for one in house.sandbox.site.subscriptions)


async def created(house: CompanyAtWork, told: list[str], following: Callable[[], Awaitable[bytes]]) -> list[str]:
    """The subjects that are told of after three messages, each of which was looked at before the next was written."""
    for subject in ("one", "two", "three"):
        await house.write(subject)
        await until(lambda: all_looked_at(house))
    found: list[str] = []
    while len(found) < len(told):
        found += house.subjects(await following())
    return found


async def test_late_notifications_wait_and_all_come() -> None:
    async with company_at_work() as house:
        subscription = await house.subscribed("Streaming")
        async with house.stream(subscription) as stream:
            assert await stream.status() == "OK"
            await house.trouble("late", seconds=0.3, count=1)
            began = time.monotonic()
            await house.write("one", "two")
            told: list[str] = []
            while len(told) < 2:
                told += house.subjects(await stream.next())
            assert time.monotonic() - began >= 0.3
            assert told == ["one", "two"]


async def test_a_switch_meets_only_the_way_and_the_mailbox_it_names() -> None:
    async with company_at_work() as house, PushListener().listening() as listener:
        await house.trouble("lose", way="push")
        await house.trouble("lose", mailbox=house.people[1].address)
        await house.subscribed("Push", extra=listener.wanted)
        assert find(await listener.next(), "//t:StatusEvent")
        mine, other = await house.subscribed("Streaming"), await house.subscribed("Streaming", person=1)
        async with house.stream(mine) as stream, house.stream(other, person=1) as silent:
            assert await stream.status() == await silent.status() == "OK"
            await house.write("lost", person=1)
            await house.write("told")
            assert house.subjects(await stream.next()) == ["told"]
            await until(lambda: all_looked_at(house))
            await house.control(clear=True)
            await house.write("told again", person=1)
            assert house.subjects(await silent.next(), 1) == ["told again"]
            assert listener.got == []


async def test_heartbeats_stop_and_come_back() -> None:
    async with company_at_work(pace=HASTY) as house:
        subscription = await house.subscribed("Streaming")
        async with house.stream(subscription) as stream:
            assert [await stream.status() for _ in range(3)] == ["OK", "OK", "OK"]
            await house.trouble("no_heartbeat")
            with pytest.raises(TimeoutError):
                while True:
                    await stream.next(0.5)


async def test_status_events_of_a_push_subscription_stop_too() -> None:
    async with company_at_work(pace=Pace(minute=0.1)) as house, PushListener().listening() as listener:
        await house.subscribed("Push", extra=listener.wanted)
        for _ in range(3):
            assert find(await listener.next(), "//t:StatusEvent")
        await house.trouble("no_heartbeat", way="push", count=1)
        await until(lambda: not house.sandbox.trouble.has("no_heartbeat"))
        assert find(await listener.next(), "//t:StatusEvent")


async def test_a_stream_is_cut_in_the_middle_of_an_envelope_and_can_be_opened_again() -> None:
    async with company_at_work() as house:
        subscription = await house.subscribed("Streaming")
        await house.trouble("cut_stream", count=1)
        async with house.stream(subscription) as stream:
            assert await stream.status() == "OK"
            await house.write("cut")
            with pytest.raises(httpx.HTTPError):
                await stream.next()
            assert stream.rest.startswith(b"<Envelope ")
            assert b"Notification" in stream.rest or len(stream.rest) > 200
        async with house.stream(subscription) as stream:
            assert await stream.status() == "OK"
            await house.write("whole")
            assert house.subjects(await stream.next()) == ["whole"]


# --- the server itself ------------------------------------------------------------------------------------------------


async def test_forgotten_subscriptions_end_their_streams_with_the_right_word() -> None:
    async with company_at_work() as house:
        mine, other = await house.subscribed("Streaming"), await house.subscribed("Streaming", person=1)
        async with house.stream(mine) as stream, house.stream(other, person=1) as spared:
            assert await stream.status() == await spared.status() == "OK"
            await house.control(do="forget_subscriptions", mailbox=house.people[0].address)
            ended = await stream.next()
            assert texts(ended, "//m:ResponseCode") == ["ErrorSubscriptionNotFound"]
            assert texts(ended, "//m:ErrorSubscriptionIds/t:SubscriptionId") == [mine]
            assert await stream.status() == "Closed"
            with pytest.raises(EOFError):
                await stream.next()
            await house.write("still told", person=1)
            assert house.subjects(await spared.next(), 1) == ["still told"]


async def test_a_restart_over_http_keeps_mailboxes_and_port_and_forgets_subscriptions() -> None:
    async with company_at_work() as house:
        await house.write("kept")
        mine = await house.subscribed("Streaming")
        async with house.stream(mine) as stream:
            assert await stream.status() == "OK"
            await house.control(do="restart")
            with pytest.raises(httpx.HTTPError):
                while True:
                    await stream.next()
        await until(lambda: house.sandbox.site.state()["subscriptions"] == [])
        assert await answered_again(house)
        assert house.inbox() == ["kept"]


async def answered_again(house: CompanyAtWork) -> bool:
    """Whether it answers, once it listens again."""
    for _ in range(200):
        try:
            return await fine(house)
        except httpx.HTTPError:
            await asyncio.sleep(0.02)
    return False


async def test_dropped_connections_end_streams_while_the_server_goes_on() -> None:
    async with company_at_work() as house:
        mine = await house.subscribed("Streaming")
        async with house.stream(mine) as stream:
            assert await stream.status() == "OK"
            await house.control(do="drop_connections")
            with pytest.raises(httpx.HTTPError):
                await stream.next()
        async with house.stream(mine) as stream:
            assert await stream.status() == "OK"


async def test_the_state_lists_trouble_counters_and_subscriptions() -> None:
    async with company_at_work() as house:
        await house.subscribed("Pull", extra="<t:Timeout>10</t:Timeout>")
        await house.trouble("busy", operations=["CreateItem"], count=3)
        state = (await house.client.get(house.sandbox.control_url)).json()
        assert state["trouble"] == [{"kind": "busy", "operations": ["CreateItem"], "count": 3, "form": "fault"}]
        assert state["url"] == house.sandbox.url
        assert [one["way"] for one in state["subscriptions"]] == ["pull"]
        assert state["counters"]["requests"] == {"Subscribe": 1}
        state = (await house.control(do="reset_counters")).json()
        assert state["counters"]["requests"] == {}


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({}, "at least one of"),
        ({"set": {"trouble": "rain"}}, "no trouble named 'rain'"),
        ({"set": {"trouble": "latency"}}, "needs the field 'seconds'"),
        ({"set": {"trouble": "latency", "seconds": -1}}, "number from 0"),
        ({"set": {"trouble": "busy", "count": 0}}, "whole number from 1"),
        ({"set": {"trouble": "lose", "way": "pull"}}, "push or streaming"),
        ({"set": {"trouble": "busy", "operations": ["create item"]}}, "named like"),
        ({"clear": "rain"}, "no trouble named 'rain'"),
        ({"do": "explode"}, "must be one of"),
        ({"down_seconds": 1}, "belongs to"),
        ({"volume": 11}, "no key 'volume'"),
    ],
)
async def test_a_wrong_wish_is_refused_whole(wish: dict[str, object], said: str) -> None:
    async with company_at_work() as house:
        answer = await house.control(**{"set": {"trouble": "busy"}, **wish} if wish else {})
        assert answer.status_code == 400
        assert said in answer.json()["problem"]
        assert not house.sandbox.trouble


def test_every_kind_of_trouble_has_been_tried_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f'"{kind}"' not in text] == []
