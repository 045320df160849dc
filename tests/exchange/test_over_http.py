"""Against the look-alike's own edge: NTLM, Basic, trouble on the line, streams and pushes as a server does them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from desktop_admin.domain.meeting import ItemId
from desktop_admin.domain.ports import AnswerKind, Credentials, Endpoint, MailFault, Signal, SignalKind
from desktop_admin.domain.status import CheckName, CheckState, Trouble
from desktop_admin.exchange.connection import ExchangeConnection
from desktop_admin.exchange.push import ExchangePushDecoder
from exchange_lookalike.notifications.pace import Pace
from tests.helpers.edge import PASSWORD, Office, office

ANN, BOB = "ann@example.com", "bob@example.com"
SVC = "svc@example.com"
QUICK = Pace(minute=2.0, heartbeat=0.1)


@asynccontextmanager
async def connection_to(
    place: Office, *, authentication: str = "auto", password: str = PASSWORD, user: str = SVC, connections: int = 3
) -> AsyncIterator[ExchangeConnection]:
    """Not signed in yet."""
    endpoint = Endpoint(place.url, authentication=authentication, timeout=5, connections=connections)
    connection = ExchangeConnection(endpoint, Credentials(user, password))
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def working(
    pace: Pace | None = None, authentication: str = "auto"
) -> AsyncIterator[tuple[Office, ExchangeConnection]]:
    """An office, and a connection that has signed in."""
    async with office(pace) as place, connection_to(place, authentication=authentication) as connection:
        await connection.connect()
        yield place, connection


@pytest.mark.parametrize("user", [SVC, "EXAMPLE\\svc"])
@pytest.mark.parametrize("authentication", ["ntlm", "basic"])
async def test_both_kinds_of_sign_in_with_both_kinds_of_name(authentication: str, user: str) -> None:
    async with office() as place, connection_to(place, authentication=authentication, user=user) as connection:
        info = await connection.connect()
        counted = place.site.gate.sign_ins[SVC]
    assert (info.authentication, info.version) == (authentication, "15.2.1748")
    assert (counted.accepted, counted.refused) == (1, 0)


async def test_automatic_takes_ntlm_and_signs_in_once_a_connection() -> None:
    async with working() as (place, connection):
        await asyncio.gather(*(connection.finish_cancellation(ANN, ItemId(f"i{number}", "k")) for number in range(30)))
        assert place.core.created == 30
        assert place.site.gate.sign_ins[SVC].accepted <= 3


@pytest.mark.parametrize("authentication", ["auto", "basic"])
async def test_a_wrong_password_is_tried_exactly_once(authentication: str) -> None:
    async with (
        office() as place,
        connection_to(place, authentication=authentication, password="wrong") as connection,
    ):
        with pytest.raises(MailFault) as caught:
            await connection.connect()
        with pytest.raises(MailFault):
            await connection.read_out_of_office(ANN)
        counted = place.site.gate.sign_ins[SVC]
    assert caught.value.trouble is Trouble.WRONG_PASSWORD
    assert (counted.accepted, counted.refused) == (0, 1)


async def test_the_check_tries_a_wrong_password_exactly_once() -> None:
    async with office() as place, connection_to(place, password="wrong") as connection:
        failed = [step.name async for step in connection.check(ANN, "") if step.state is CheckState.FAILED]
        counted = place.site.gate.sign_ins[SVC]
    assert failed == [CheckName.SIGN_IN]
    assert (counted.accepted, counted.refused) == (0, 1)


@pytest.mark.parametrize("password", ["Pässwörd ßé", "Žluťoučký kůň €", "日本:語"])
async def test_passwords_in_any_script(password: str) -> None:
    for authentication in ("basic", "ntlm"):
        async with office() as place:
            place.core.directory.mailbox_owner(SVC).password = password
            async with connection_to(place, authentication=authentication, password=password) as connection:
                await connection.connect()
            assert place.site.gate.sign_ins[SVC].accepted == 1


async def test_a_restart_costs_one_new_sign_in_and_no_fault() -> None:
    async with working() as (place, connection):
        assert await connection.finish_cancellation(ANN, ItemId("a", "k"))
        await place.site.restart()
        assert await connection.finish_cancellation(ANN, ItemId("b", "k"))
        assert place.core.created == 2


async def test_an_impersonation_that_is_not_allowed() -> None:
    async with office() as place, connection_to(place, user=BOB) as connection:
        await connection.connect()
        with pytest.raises(MailFault, match="may not act for ann") as caught:
            await connection.finish_cancellation(ANN, ItemId("a", "k"))
    assert (caught.value.trouble, caught.value.mailbox) == (Trouble.NO_IMPERSONATION, ANN)


async def test_a_mailbox_that_is_not_there() -> None:
    async with working() as (_place, connection):
        with pytest.raises(MailFault) as caught:
            await connection.finish_cancellation("nobody@example.com", ItemId("a", "k"))
    assert caught.value.trouble is Trouble.MAILBOX_NOT_FOUND


@pytest.mark.parametrize("form", ["fault", "response"])
async def test_busy_names_its_pause_in_either_form(form: str) -> None:
    async with working() as (place, connection):
        place.site.trouble.set("busy", back_off_ms=1500, form=form, count=1)
        with pytest.raises(MailFault) as caught:
            await connection.answer(ANN, ItemId("a", "k"), AnswerKind.ACCEPT, "")
        assert await connection.answer(ANN, ItemId("a", "k"), AnswerKind.ACCEPT, "")
    assert (caught.value.trouble, caught.value.retry_after) == (Trouble.SERVER_BUSY, 1.5)


async def test_an_unavailable_server_names_its_pause() -> None:
    async with working() as (place, connection):
        place.site.trouble.set("unavailable", seconds=7, count=1)
        with pytest.raises(MailFault) as caught:
            await connection.answer(ANN, ItemId("a", "k"), AnswerKind.ACCEPT, "")
    assert (caught.value.trouble, caught.value.retry_after) == (Trouble.SERVER_BUSY, 7.0)


async def test_a_password_refused_all_at_once_is_not_hammered_in() -> None:
    async with working() as (place, connection):
        place.site.trouble.set("unauthorized")
        told = await asyncio.gather(*(connection.read_out_of_office(ANN) for _ in range(40)), return_exceptions=True)
        # The sign-ins under way when the first was refused, at most one more handshake each.
        assert place.site.gate.sign_ins[SVC].refused <= 2 * 3
    assert {one.trouble for one in told if isinstance(one, MailFault)} == {Trouble.WRONG_PASSWORD}


async def test_a_lost_answer_is_a_fault_and_was_done_once() -> None:
    async with working() as (place, connection):
        place.site.trouble.set("answer_lost", operations=["CreateItem"], count=1)
        with pytest.raises(MailFault) as caught:
            await connection.answer(ANN, ItemId("a", "k"), AnswerKind.DECLINE, "")
        assert place.core.created == 1
    assert caught.value.trouble is Trouble.UNREACHABLE


async def until_kind(signals: AsyncIterator[Signal], kind: SignalKind) -> Signal:
    async with asyncio.timeout(10):
        async for signal in signals:
            if signal.kind is kind:
                return signal
    pytest.fail(f"no {kind} came")


@pytest.mark.parametrize("authentication", ["ntlm", "basic"])
async def test_a_stream_tells_whose_mailbox_changed(authentication: str) -> None:
    async with (
        working(QUICK, authentication) as (place, connection),
        connection.stream((ANN, BOB), inbox=True, minutes=10) as signals,
    ):
        place.happen(BOB)
        assert (await until_kind(signals, SignalKind.CHANGED)).mailboxes == (BOB,)
        await until_kind(signals, SignalKind.HEARTBEAT)
        place.happen(ANN, "NewMail")
        assert (await until_kind(signals, SignalKind.CHANGED)).mailboxes == (ANN,)


async def test_a_streams_time_ends() -> None:
    async with (
        working(Pace(minute=0.3)) as (_place, connection),
        connection.stream((ANN,), inbox=True, minutes=1) as signals,
    ):
        await until_kind(signals, SignalKind.CLOSED)


async def test_a_stream_cut_in_the_middle_of_an_envelope() -> None:
    async with working(QUICK) as (place, connection):
        place.site.trouble.set("cut_stream", count=1)
        async with connection.stream((ANN,), inbox=True, minutes=10) as signals:
            place.happen(ANN)
            with pytest.raises(MailFault) as caught:
                await until_kind(signals, SignalKind.LOST)
    assert caught.value.trouble is Trouble.UNREACHABLE


async def test_forgotten_subscriptions_are_lost() -> None:
    async with (
        working(QUICK) as (place, connection),
        connection.stream((ANN,), inbox=True, minutes=10) as signals,
    ):
        await until_kind(signals, SignalKind.HEARTBEAT)
        place.site.forget_subscriptions()
        lost = await until_kind(signals, SignalKind.LOST)
    assert lost.mailboxes == (ANN,)


async def test_leaving_a_stream_leaves_no_subscription() -> None:
    async with working(QUICK) as (place, connection):
        async with connection.stream((ANN, BOB), inbox=True, minutes=10) as signals:
            await until_kind(signals, SignalKind.HEARTBEAT)
            assert len(list(place.site.subscriptions)) == 2
        assert list(place.site.subscriptions) == []


async def test_a_restart_breaks_a_stream_and_a_new_one_works() -> None:
    async with working(QUICK) as (place, connection):
        async with connection.stream((ANN,), inbox=True, minutes=10) as signals:
            await until_kind(signals, SignalKind.HEARTBEAT)
            await place.site.restart()
            with pytest.raises(MailFault):
                await until_kind(signals, SignalKind.CLOSED)
        async with connection.stream((ANN,), inbox=True, minutes=10) as signals:
            place.happen(ANN)
            await until_kind(signals, SignalKind.CHANGED)


async def test_pushes_are_read_and_answered() -> None:
    decoder = ExchangePushDecoder()
    posted: asyncio.Queue[bytes] = asyncio.Queue()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        posted.put_nowait(await reader.readexactly(int(length.group(1)) if length else 0))
        body = decoder.acknowledge(keep=True)
        told = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
        writer.write(told % len(body) + body)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    async with server, working() as (place, connection):
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/push/s3cr3t"
        made = await connection.subscribe_push([ANN], url, 1, inbox=True)
        async with asyncio.timeout(10):
            (alive,) = decoder.decode(await posted.get())
            place.happen(ANN, "NewMail")
            (changed,) = decoder.decode(await posted.get())
        await connection.unsubscribe(made)
    assert (alive.subscription_id, alive.changed) == (made.id, False)
    assert (changed.subscription_id, changed.changed) == (made.id, True)
