"""Streams: every notification and heartbeat as a signal, every end told apart, and leaving never waits."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from desktop_admin.domain.ports import MailFault, Signal, SignalKind
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange.protocol import ExchangeProtocol
from desktop_admin.exchange.streaming import envelopes
from desktop_admin.service.tasks import Tasks
from tests.exchange.conftest import Connected
from tests.helpers.ews_items import answering, synchronised
from tests.helpers.ews_stub import Answer, Reply, Request, envelope, fault, response

ANNA, BERT, ROOMS = "anna@example.com", "bert@example.com", "rooms@example.com"
PEOPLE = {"S-anna": ANNA, "S-bert": BERT}


def stream_message(*contents: str, code: str = "NoError") -> str:
    return envelope(response("GetStreamingEvents", "".join(contents), code=code))


def event(subscription: str, kind: str = "CreatedEvent", prefix: str = "t") -> str:
    return (
        f"<{prefix}:Notification><t:SubscriptionId>{subscription}</t:SubscriptionId>"
        f"<t:{kind}><t:TimeStamp>2026-11-23T12:00:00Z</t:TimeStamp></t:{kind}></{prefix}:Notification>"
    )


def notifications(*events: str) -> str:
    return f"<m:Notifications>{''.join(events)}</m:Notifications>"


def lost(*subscriptions: str, code: str = "ErrorSubscriptionNotFound", prefix: str = "t", closed: bool = False) -> str:
    """What a stream says of subscriptions that are gone."""
    named = "".join(f"<{prefix}:SubscriptionId>{each}</{prefix}:SubscriptionId>" for each in subscriptions)
    status = "<m:ConnectionStatus>Closed</m:ConnectionStatus>" if closed else ""
    return stream_message(f"<m:ErrorSubscriptionIds>{named}</m:ErrorSubscriptionIds>{status}", code=code)


OK = stream_message("<m:ConnectionStatus>OK</m:ConnectionStatus>")
CLOSED = stream_message("<m:ConnectionStatus>Closed</m:ConnectionStatus>")


def streaming(reply: Reply) -> Answer:
    """Subscribes everybody, streams ``reply``."""

    def answer(request: Request) -> Reply:
        match request.operation:
            case "Subscribe":
                name = request.headers["x-anchormailbox"].partition("@")[0]
                mailbox = request.body.partition("<t:PrimarySmtpAddress>")[2].partition("@")[0]
                cookie = (("Set-Cookie", f"X-BackEndOverrideCookie=to-{name}"),)
                told = f"<m:SubscriptionId>S-{mailbox}</m:SubscriptionId>"
                return Reply(envelope(response("Subscribe", told)), headers=cookie)
            case "GetStreamingEvents":
                return reply
            case "SyncFolderItems":
                return Reply(envelope(synchronised()))
        return Reply(envelope(response("Unsubscribe")))

    return answer


async def signals_of(connected: Connected, reply: Reply, mailboxes: tuple[str, ...] = (ANNA, BERT)) -> list[Signal]:
    async with (
        connected(streaming(reply)) as (exchange, _stub),
        exchange.stream(mailboxes, inbox=False, minutes=10) as signals,
    ):
        return [signal async for signal in signals]


async def test_heartbeats_changes_and_the_regular_end(connected: Connected) -> None:
    both = stream_message(notifications(event("S-anna"), event("S-bert", "DeletedEvent"), event("S-anna")))
    signals = await signals_of(connected, Reply(chunks=[OK, both, OK, CLOSED]))
    assert signals == [
        Signal(SignalKind.HEARTBEAT),
        Signal(SignalKind.CHANGED, (ANNA, BERT)),
        Signal(SignalKind.HEARTBEAT),
        Signal(SignalKind.CLOSED),
    ]


@pytest.mark.parametrize("prefix", ["m", "t"])
async def test_notifications_in_either_namespace(connected: Connected, prefix: str) -> None:
    told = stream_message(notifications(event("S-anna", prefix=prefix)))
    assert (await signals_of(connected, Reply(chunks=[told, CLOSED])))[0] == Signal(SignalKind.CHANGED, (ANNA,))


async def test_a_status_event_is_only_a_sign_of_life(connected: Connected) -> None:
    signals = await signals_of(
        connected, Reply(chunks=[stream_message(notifications(event("S-anna", "StatusEvent"))), CLOSED])
    )
    assert [signal.kind for signal in signals] == [SignalKind.HEARTBEAT, SignalKind.CLOSED]


async def test_a_subscription_that_nobody_made_changes_nothing(connected: Connected) -> None:
    signals = await signals_of(connected, Reply(chunks=[stream_message(notifications(event("S-mallory"))), CLOSED]))
    assert signals[0] == Signal(SignalKind.HEARTBEAT)


@pytest.mark.parametrize("size", [1, 7, 100])
async def test_envelopes_cut_anywhere_by_the_network(connected: Connected, size: int) -> None:
    text = (OK + "\r\n" + stream_message(notifications(event("S-bert"))) + CLOSED).encode()
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    signals = await signals_of(connected, Reply(chunks=pieces))
    assert [signal.kind for signal in signals] == [SignalKind.HEARTBEAT, SignalKind.CHANGED, SignalKind.CLOSED]


async def test_signals_arrive_while_the_stream_stands(connected: Connected) -> None:
    async with (
        connected(streaming(Reply(chunks=[OK], hang=True))) as (exchange, _stub),
        exchange.stream((ANNA,), inbox=False, minutes=10) as signals,
    ):
        async with asyncio.timeout(5):
            assert await anext(signals) == Signal(SignalKind.HEARTBEAT)


async def test_requests_of_one_stream_go_to_one_server_and_name_their_mailboxes(connected: Connected) -> None:
    async with (
        connected(streaming(Reply(chunks=[CLOSED]))) as (exchange, stub),
        exchange.stream((ANNA, BERT), inbox=False, minutes=7) as signals,
    ):
        assert [signal.kind async for signal in signals] == [SignalKind.CLOSED]
    assert stub.operations[1:] == ["Subscribe", "Subscribe", "GetStreamingEvents", "Unsubscribe", "Unsubscribe"]
    of_stream = [request for request in stub.requests if request.operation == "Subscribe"]
    opening = next(request for request in stub.requests if request.operation == "GetStreamingEvents")
    assert [request.headers["x-anchormailbox"] for request in [*of_stream, opening]] == [ANNA] * 3
    assert [request.headers["x-preferserveraffinity"].lower() for request in of_stream] == ["true"] * 2
    assert [mailbox in request for mailbox, request in zip((ANNA, BERT), of_stream, strict=True)] == [True, True]
    assert 'DistinguishedFolderId Id="calendar"' in of_stream[0]
    assert "X-BackEndOverrideCookie=to-anna" in opening.headers["cookie"]
    assert "<m:ConnectionTimeout>7</m:ConnectionTimeout>" in opening
    assert "<t:SubscriptionId>S-anna</t:SubscriptionId><t:SubscriptionId>S-bert</t:SubscriptionId>" in opening


async def test_cookies_of_a_stream_reach_no_other_request(connected: Connected) -> None:
    async with (
        connected(streaming(Reply(chunks=[CLOSED]))) as (exchange, stub),
        exchange.stream((ROOMS,), inbox=True, minutes=7),
    ):
        await exchange.inbox_changes(ROOMS, None)
    sync = next(request for request in stub.requests if request.operation == "SyncFolderItems")
    assert "cookie" not in sync.headers
    assert "x-preferserveraffinity" not in sync.headers


@pytest.mark.parametrize(
    "code",
    [
        "ErrorSubscriptionNotFound",
        "ErrorInvalidSubscription",
        "ErrorExpiredSubscription",
        "ErrorReadEventsFailed",
        "ErrorMissedNotificationEvents",
    ],
)
@pytest.mark.parametrize("prefix", ["m", "t"])
async def test_a_stream_goes_on_without_those_that_it_has_lost(connected: Connected, code: str, prefix: str) -> None:
    gone = lost("S-bert", code=code, prefix=prefix)
    signals = await signals_of(connected, Reply(chunks=[OK, gone, OK, CLOSED]))
    words = f"Exchange ended the change notifications ({code})."
    assert signals == [
        Signal(SignalKind.HEARTBEAT),
        Signal(SignalKind.REFUSED, (BERT,), words),
        Signal(SignalKind.HEARTBEAT),
        Signal(SignalKind.CLOSED),
    ]


async def test_a_stream_that_lost_some_ends_after_a_while_so_that_they_are_subscribed_to_again(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_admin.exchange.streaming.REJOIN_AFTER", 0.0)
    signals = await signals_of(connected, Reply(chunks=[OK, lost("S-bert"), OK, OK]))
    assert [each.kind for each in signals] == [SignalKind.HEARTBEAT, SignalKind.REFUSED, SignalKind.CLOSED]


@pytest.mark.parametrize("chunks", [[lost("S-bert", closed=True)], [lost("S-bert"), lost("S-anna")]])
async def test_what_is_lost_with_the_stream_or_the_last_of_it_is_named(connected: Connected, chunks: list[str]) -> None:
    signals = await signals_of(connected, Reply(chunks=chunks))
    named = (BERT,) if len(chunks) == 1 else (ANNA,)
    assert signals[-1] == Signal(SignalKind.LOST, named, "ErrorSubscriptionNotFound")


async def test_a_server_that_refuses_several_mailboxes_names_those_that_it_refuses(connected: Connected) -> None:
    """As grommunio answers: identifiers without a namespace, and the stream is closed at once."""
    ids = "<SubscriptionId>S-bert</SubscriptionId>"
    refusal = stream_message(
        f"<m:Notifications/><m:ErrorSubscriptionIds>{ids}</m:ErrorSubscriptionIds>"
        "<m:ConnectionStatus>Closed</m:ConnectionStatus>",
        code="ErrorInvalidSubscription",
    )
    assert await signals_of(connected, Reply(chunks=[refusal])) == [
        Signal(SignalKind.LOST, (BERT,), "ErrorInvalidSubscription")
    ]


async def test_a_loss_that_names_nobody_is_everybodys(connected: Connected) -> None:
    signals = await signals_of(connected, Reply(chunks=[stream_message(code="ErrorSubscriptionNotFound")]))
    assert signals == [Signal(SignalKind.LOST, (ANNA, BERT), "ErrorSubscriptionNotFound")]


@pytest.mark.parametrize(
    ("reply", "trouble", "word"),
    [
        (Reply(chunks=[OK, OK[: len(OK) // 2]]), Trouble.UNREACHABLE, "cut off"),
        (Reply(body=OK * 3, cut=True), Trouble.UNREACHABLE, "broke"),
        (Reply(chunks=["<html>Welcome</html>"]), Trouble.UNREACHABLE, "instead of a stream"),
        (Reply(chunks=[OK.replace("<s:Header>", "<s:Head>")]), Trouble.SERVER_FAULT, "cannot be read"),
        (Reply(chunks=["<!DOCTYPE a []>" + OK.partition("?>")[2]]), Trouble.SERVER_FAULT, "document type"),
        (Reply(status=503, headers=(("Retry-After", "9"),)), Trouble.SERVER_BUSY, "busy"),
        (Reply(envelope(fault("ErrorServerBusy", back_off=1500)), 500), Trouble.SERVER_BUSY, "busy"),
        (Reply(chunks=[stream_message(code="ErrorInternalServerError")]), Trouble.SERVER_FAULT, "InternalServerError"),
        (Reply(vanish=True), Trouble.UNREACHABLE, "broke"),
    ],
)
async def test_what_breaks_a_stream_is_told(connected: Connected, reply: Reply, trouble: Trouble, word: str) -> None:
    with pytest.raises(MailFault, match=word) as caught:
        await signals_of(connected, reply)
    assert caught.value.trouble is trouble


async def test_a_notification_without_end_is_not_kept(monkeypatch: pytest.MonkeyPatch, connected: Connected) -> None:
    monkeypatch.setattr("desktop_admin.exchange.streaming.LARGEST_ENVELOPE", 100_000)
    endless = ("<s:Envelope>" + "x" * 10_000 for _ in range(1000))
    with pytest.raises(MailFault, match="without end"):
        await signals_of(connected, Reply(chunks=endless))


async def test_leaving_a_stream_that_says_nothing_is_quick_and_unsubscribes(connected: Connected) -> None:
    async with connected(streaming(Reply(hang=True))) as (exchange, stub):
        async with exchange.stream((ANNA, BERT), inbox=False, minutes=10):
            began = time.monotonic()
        assert time.monotonic() - began < 2
    assert stub.operations.count("Unsubscribe") == 2


async def test_a_stream_left_just_before_it_was_opened_is_not_opened(
    monkeypatch: pytest.MonkeyPatch, connected: Connected
) -> None:
    post = ExchangeProtocol.post

    def cut_first(self: ExchangeProtocol, session: Any, *sent: Any, stream: bool = False) -> Any:
        if stream:
            session.lines.cut()
        return post(self, session, *sent, stream=stream)

    monkeypatch.setattr(ExchangeProtocol, "post", cut_first)
    async with (
        connected(streaming(Reply(hang=True))) as (exchange, stub),
        exchange.stream((ANNA, BERT), inbox=False, minutes=10) as signals,
    ):
        with pytest.raises(MailFault):
            await anext(signals)
    assert "GetStreamingEvents" not in stub.operations
    assert stub.operations.count("Unsubscribe") == 2


async def test_closing_the_connection_ends_its_streams(connected: Connected) -> None:
    async with connected(streaming(Reply(chunks=[OK], hang=True))) as (exchange, _stub):
        async with exchange.stream((ANNA,), inbox=False, minutes=10) as signals:
            assert await anext(signals) == Signal(SignalKind.HEARTBEAT)
            began = time.monotonic()
            await exchange.close()
            with pytest.raises(MailFault):
                await anext(signals)
        assert time.monotonic() - began < 5


async def test_a_stream_that_was_never_opened_is_in_nobodys_way(connected: Connected) -> None:
    async with connected(streaming(Reply(hang=True))) as (exchange, _stub):
        exchange.stream((ANNA,), inbox=False, minutes=10)
        began = time.monotonic()
        await exchange.close()
        assert time.monotonic() - began < 1


def subscribing(refuse: dict[str, Reply], reply: Reply | None = None, *, times: int = 99) -> Answer:
    """As ``streaming``, but these mailboxes' subscriptions are answered so, so many times each."""
    inner, left = streaming(reply or Reply(chunks=[OK, CLOSED])), dict.fromkeys(refuse, times)

    def answer(request: Request) -> Reply:
        for mailbox, refusal in refuse.items():
            if request.operation == "Subscribe" and f">{mailbox}<" in request and left[mailbox]:
                left[mailbox] -= 1
                return refusal
        return inner(request)

    return answer


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (Reply(envelope(fault("ErrorNonExistentMailbox")), 500), f"Exchange has no mailbox {BERT}"),
        (Reply(envelope(response("Subscribe", code="ErrorMailboxStoreUnavailable"))), BERT),
        (Reply(hang=True), "in time"),
    ],
    ids=["there is none", "its database is down", "it never answers"],
)
async def test_mailboxes_that_cannot_be_subscribed_are_named_and_the_others_go_on(
    connected: Connected, refusal: Reply, words: str
) -> None:
    async with (
        connected(subscribing({BERT: refusal}), seconds=2) as (exchange, _stub),
        exchange.stream((ANNA, BERT, "cleo@example.com"), inbox=False, minutes=10) as signals,
    ):
        told = [signal async for signal in signals]
    assert [signal.kind for signal in told] == [SignalKind.REFUSED, SignalKind.HEARTBEAT, SignalKind.CLOSED]
    assert told[0].mailboxes == (BERT,)
    assert words in told[0].detail


async def test_where_three_in_a_row_do_not_answer_exchange_is_the_trouble(connected: Connected) -> None:
    people = [f"p{number}@example.com" for number in range(9)]
    async with connected(subscribing(dict.fromkeys(people[1:], Reply(status=500))), seconds=2) as (exchange, stub):
        async with exchange.stream(people, inbox=False, minutes=10) as signals:
            assert (await anext(signals)).kind is SignalKind.REFUSED, "a server that answers is there"
        assert stub.operations.count("Subscribe") == 9
    async with connected(subscribing(dict.fromkeys(people, Reply(status=500))), seconds=2) as (exchange, stub):
        with pytest.raises(MailFault):
            async with exchange.stream(people, inbox=False, minutes=10):
                pytest.fail("entered")
        assert stub.operations.count("Subscribe") == 3


async def test_a_busy_server_costs_a_half_made_stream_nothing_but_the_pause(connected: Connected) -> None:
    busy = Reply(envelope(fault("ErrorServerBusy", back_off=100)), 500)
    async with (
        connected(subscribing({BERT: busy}, times=3)) as (exchange, stub),
        exchange.stream((ANNA, BERT), inbox=False, minutes=10) as signals,
    ):
        assert [signal.kind async for signal in signals] == [SignalKind.HEARTBEAT, SignalKind.CLOSED]
        assert stub.operations.count("Subscribe") == 5


async def test_leaving_does_not_wait_for_a_busy_servers_pause(connected: Connected) -> None:
    busy = Reply(envelope(fault("ErrorServerBusy", back_off=60_000)), 500)
    async with connected(subscribing({BERT: busy})) as (exchange, stub):
        stream = exchange.stream((ANNA, BERT), inbox=False, minutes=10)
        entering = Tasks("test").start("entering", stream.__aenter__())
        async with asyncio.timeout(30):
            while stub.operations.count("Subscribe") < 2:  # noqa: ASYNC110 - the stub's thread tells no event
                await asyncio.sleep(0.01)
        began = time.monotonic()
        await exchange.close()
        with pytest.raises(MailFault):
            await entering
        assert time.monotonic() - began < 10


async def test_a_kept_connection_that_was_closed_is_made_anew(connected: Connected) -> None:
    async with (
        connected(subscribing({BERT: Reply(vanish=True)}, times=1)) as (exchange, _stub),
        exchange.stream((ANNA, BERT), inbox=False, minutes=10) as signals,
    ):
        assert [signal.kind async for signal in signals] == [SignalKind.HEARTBEAT, SignalKind.CLOSED]


@pytest.mark.parametrize(
    ("code", "trouble"),
    [("ErrorImpersonateUserDenied", Trouble.NO_IMPERSONATION), ("ErrorExceededSubscriptionCount", Trouble.SERVER_BUSY)],
)
async def test_a_stream_that_nobody_can_join_is_refused_at_its_entrance(
    connected: Connected, code: str, trouble: Trouble
) -> None:
    async with connected(answering(Subscribe=response("Subscribe", code=code))) as (exchange, _stub):
        with pytest.raises(MailFault) as caught:
            async with exchange.stream((ANNA,), inbox=True, minutes=10):
                pytest.fail("entered")
    assert caught.value.trouble is trouble


async def test_a_password_refused_by_a_stream_is_sent_no_more(connected: Connected) -> None:
    def answer(request: Request) -> Reply:
        return Reply(status=401, headers=(("WWW-Authenticate", "Basic realm=x"),))

    async with connected(answer) as (exchange, stub):
        with pytest.raises(MailFault):
            async with exchange.stream((ANNA, BERT), inbox=True, minutes=10):
                pytest.fail("entered")
        sent = len(stub.requests)
        with pytest.raises(MailFault) as caught:
            await exchange.inbox_changes(ROOMS, None)
        assert (caught.value.trouble, len(stub.requests)) == (Trouble.WRONG_PASSWORD, sent)
    assert stub.operations[1:] == ["Subscribe"]


@pytest.mark.parametrize("count", [0, 201])
async def test_a_stream_has_1_to_200_mailboxes(connected: Connected, count: int) -> None:
    async with connected(answering()) as (exchange, _stub):
        with pytest.raises(ValueError, match="1 to 200"):
            exchange.stream([f"p{number}@example.com" for number in range(count)], inbox=False, minutes=10)


class Chunks:
    """A body that comes in given pieces."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = list(pieces)

    def read1(self, amt: int | None = None, decode_content: bool | None = None) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""


@pytest.mark.parametrize("end", [b"</s:Envelope>", b"</Envelope>", b"</soap-env.1:Envelope \n>"])
def test_envelopes_end_with_their_tag_whatever_its_prefix(end: bytes) -> None:
    one, two = b"<a>1" + end, b"<b>2" + end
    assert list(envelopes(Chunks(one + two[:5], two[5:-2], two[-2:]))) == [one, two]


def test_what_is_left_over_is_no_envelope() -> None:
    assert list(envelopes(Chunks(b"<a/></s:Envelope> \r\n", b"<b>"))) == [b"<a/></s:Envelope>"]


FORM = "<html><form action='/owa/auth.owa'><input name=u><input name=p type='password'></form></html>"


async def page_for(connected: Connected, reply: Reply) -> tuple[MailFault, int]:
    """The fault of a stream whose request is answered so, and how often it was asked for."""
    async with connected(streaming(reply)) as (exchange, stub):
        with pytest.raises(MailFault) as caught:
            async with exchange.stream((ANNA,), inbox=False, minutes=10) as signals:
                await anext(signals)
        return caught.value, stub.operations.count("GetStreamingEvents")


@pytest.mark.parametrize("headers", [(("Content-Type", "text/html"),), ()], ids=["as HTML", "as nothing"])
async def test_a_sign_in_page_instead_of_a_stream_is_a_refused_sign_in(
    connected: Connected, headers: tuple[tuple[str, str], ...]
) -> None:
    told, asked = await page_for(connected, Reply(FORM, 200, headers))
    assert (told.trouble, asked) == (Trouble.WRONG_PASSWORD, 1)
    assert "sign-in page" in told.text


@pytest.mark.parametrize(
    "page",
    ["<html>Down for maintenance</html>", "Back soon", '{"error": 1}', '<?xml version="1.0"?><a/>'],
)
async def test_another_page_instead_of_a_stream_is_told_as_such(connected: Connected, page: str) -> None:
    told, asked = await page_for(connected, Reply(page))
    assert (told.trouble, asked) == (Trouble.UNREACHABLE, 1)
    assert "instead of a stream" in told.text


async def test_a_page_without_end_is_not_gathered_for_ever(connected: Connected) -> None:
    told, _ = await page_for(connected, Reply(chunks=("<p>" * 10_000 for _ in range(5_000))))
    assert "instead of a stream" in told.text


async def test_after_a_sign_in_page_nothing_is_sent(connected: Connected) -> None:
    async with connected(streaming(Reply(FORM))) as (exchange, stub):
        with pytest.raises(MailFault):
            async with exchange.stream((ANNA,), inbox=False, minutes=10) as signals:
                await anext(signals)
        sent = len(stub.requests)
        with pytest.raises(MailFault) as caught:
            await exchange.inbox_changes(ROOMS, None)
        assert (caught.value.trouble, len(stub.requests)) == (Trouble.WRONG_PASSWORD, sent)
