"""What goes wrong between us and Exchange: each told in plain words, none tried in a storm, nothing left hanging."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_admin.domain.meeting import ItemId
from desktop_admin.domain.ports import AnswerKind, Credentials, Cure, Endpoint, MailFault
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange import connect_to_exchange, http
from tests.exchange.conftest import Connected
from tests.helpers.ews_items import answering, created, message, synchronised, view
from tests.helpers.ews_stub import PASSWORD, USER, Answer, Reply, Request, envelope, exchange, fault, response, serving

ROOMS = "rooms@example.com"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
SOUND = envelope(synchronised())


def always(reply: Reply) -> Answer:
    return lambda _request: reply


async def fault_of(connected: Connected, reply: Reply) -> MailFault:
    async with connected(always(reply)) as (exchange, _stub):
        with pytest.raises(MailFault) as caught:
            await exchange.inbox_changes(ROOMS, "STATE")
    return caught.value


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<?xml version='1.0'?>",
        SOUND[:-30],
        SOUND.replace("</s:Body>", "</s:Bodies>"),
        SOUND.replace("<s:Body", "<s:Corpse").replace("</s:Body", "</s:Corpse"),
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + SOUND.partition("?>")[2],
        envelope(""),
        envelope("<m:SyncFolderItemsResponse><m:ResponseMessages/></m:SyncFolderItemsResponse>"),
        envelope(synchronised().replace("<m:ResponseCode>NoError</m:ResponseCode>", "")),
        envelope("<s:Fault/>"),
        envelope("<s:Fault><faultcode>?</faultcode></s:Fault>"),
        envelope("<m:Nonsense/>"),
        SOUND.encode("utf-16"),
    ],
)
async def test_a_broken_answer_is_a_fault_in_words(connected: Connected, body: str | bytes) -> None:
    told = await fault_of(connected, Reply(body))
    assert told.trouble in (Trouble.SERVER_FAULT, Trouble.NOT_EXCHANGE)
    assert told.text.endswith(".")
    assert told.remedy
    assert "Traceback" not in told.text


async def test_a_response_code_that_nobody_knows_is_named(connected: Connected) -> None:
    for body in (response("SyncFolderItems", code="ErrorOfNextYear"), fault("ErrorOfNextYear")):
        told = await fault_of(connected, Reply(envelope(body)))
        assert (told.trouble, told.cure) == (Trouble.SERVER_FAULT, Cure.TIME)
        assert "(ErrorOfNextYear)" in told.text
    odd = await fault_of(connected, Reply(envelope(response("SyncFolderItems", code="Error with secrets"))))
    assert "secrets" not in odd.text


@pytest.mark.parametrize(
    "name", ["RedirectError", "CASError", "RateLimitError", "DoesNotExist", "urlparse", "__name__"]
)
async def test_a_response_code_that_exchangelib_has_another_meaning_for_is_a_fault_in_words(
    connected: Connected, name: str
) -> None:
    inner = f'<m:MessageXml><t:Value Name="InnerErrorResponseCode">{name}</t:Value></m:MessageXml>'
    for body in (
        response("SyncFolderItems", code=name),
        response("SyncFolderItems", code="ErrorInternalServerError").replace(
            "</m:ResponseCode>", f"</m:ResponseCode>{inner}"
        ),
        fault(name),
        f"<s:Fault><faultcode>{name}</faultcode><faultstring>No.</faultstring></s:Fault>",
    ):
        told = await fault_of(connected, Reply(envelope(body)))
        assert (told.trouble, told.mailbox) == (Trouble.SERVER_FAULT, ROOMS)


async def test_an_answer_cut_off_in_the_middle(connected: Connected) -> None:
    told = await fault_of(connected, Reply(SOUND, cut=True))
    assert told.trouble is Trouble.UNREACHABLE


async def test_an_answer_without_end_is_not_kept(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_admin.exchange.protocol.MOST_BYTES", 200_000)
    told = await fault_of(connected, Reply(chunks=["<?xml" + " " * 60_000] * 20))
    assert told.trouble is Trouble.UNREACHABLE


async def test_control_characters_out_of_a_mail_do_not_spoil_the_page(connected: Connected) -> None:
    page = synchronised(created(message("A", "<t:Subject>Bell&#x7; here</t:Subject>")))
    async with connected(answering(SyncFolderItems=page)) as (exchange, _stub):
        (read,) = (await exchange.inbox_changes(ROOMS, None)).messages
    assert read.subject == "Bell? here"


@pytest.mark.parametrize(
    ("reply", "pause"),
    [
        (Reply(status=503), None),
        (Reply(status=503, headers=(("Retry-After", "12"),)), 12.0),
        (Reply(status=429, headers=(("Retry-After", "Mon, 23 Nov 2020 00:00:00 GMT"),)), 0.0),
        (Reply(status=503, headers=(("Retry-After", "99999999"),)), 3600.0),
        (Reply(status=503, headers=(("Retry-After", "soon"),)), None),
        (Reply(envelope(fault("ErrorServerBusy", back_off=2500)), 500), 2.5),
        (Reply(envelope(fault("ErrorServerBusy")), 500), None),
        (
            Reply(
                envelope(
                    response(
                        "SyncFolderItems",
                        code="ErrorServerBusy",
                        more='<m:MessageXml><t:Value Name="BackOffMilliseconds">4000</t:Value></m:MessageXml>',
                    )
                )
            ),
            4.0,
        ),
        (Reply(envelope(response("SyncFolderItems", code="ErrorTooManyObjectsOpened"))), None),
    ],
)
async def test_busy_keeps_the_pause_that_exchange_names(
    connected: Connected, reply: Reply, pause: float | None
) -> None:
    told = await fault_of(connected, reply)
    assert (told.trouble, told.retry_after) == (Trouble.SERVER_BUSY, pause)


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (403, Trouble.SERVER_FAULT),
        (404, Trouble.NOT_EXCHANGE),
        (500, Trouble.SERVER_FAULT),
        (502, Trouble.SERVER_FAULT),
        (401, Trouble.WRONG_PASSWORD),
    ],
)
async def test_http_refusals(connected: Connected, status: int, trouble: Trouble) -> None:
    assert (await fault_of(connected, Reply("<html>No.</html>", status))).trouble is trouble


@pytest.mark.parametrize("code", ["ErrorPasswordExpired", "ErrorAccountDisabled"])
async def test_an_account_that_may_no_longer_sign_in(connected: Connected, code: str) -> None:
    told = await fault_of(connected, Reply(envelope(response("SyncFolderItems", code=code))))
    assert told.trouble is Trouble.WRONG_PASSWORD


@pytest.mark.parametrize("code", ["ErrorQuotaExceeded", "ErrorSubmissionQuotaExceeded"])
async def test_a_mailbox_over_its_quota_is_told_with_what_to_do(connected: Connected, code: str) -> None:
    told = await fault_of(connected, Reply(envelope(response("SyncFolderItems", code=code))))
    assert told.trouble is Trouble.SERVER_FAULT
    assert "is over its quota" in told.text and "raise its quota" in told.remedy


async def test_what_exchange_quotes_is_not_repeated(connected: Connected) -> None:
    told = await fault_of(
        connected, Reply(envelope(response("SyncFolderItems", code="ErrorItemCorrupt").replace("Refused", "Layoffs")))
    )
    assert "Layoffs" not in told.text + told.remedy


async def test_a_password_that_is_refused_is_not_sent_by_what_waits_behind(connected: Connected) -> None:
    """Thirty questions on three connections: at most the three under way carry the refused password."""
    together = threading.Barrier(3)

    def answer(_request: Request) -> Reply:
        together.wait(5)
        return Reply(status=401, headers=(("WWW-Authenticate", "Basic realm=x"),))

    async with connected(answer) as (exchange, stub):
        told = await asyncio.gather(
            *(exchange.read_out_of_office(f"p{number}@example.com") for number in range(30)), return_exceptions=True
        )
    assert {one.trouble for one in told if isinstance(one, MailFault)} == {Trouble.WRONG_PASSWORD}
    assert len(stub.operations) == 1 + 3


async def test_a_server_that_hangs_is_left_in_time(connected: Connected) -> None:
    async with connected(always(Reply(hang=True)), seconds=1.0) as (exchange, _stub):
        began = time.monotonic()
        with pytest.raises(MailFault) as caught:
            await exchange.inbox_changes(ROOMS, None)
        assert time.monotonic() - began < 3
    assert (caught.value.trouble, "in time" in caught.value.text) == (Trouble.UNREACHABLE, True)


async def test_whoever_stops_waiting_frees_the_connection(connected: Connected) -> None:
    asked = threading.Event()

    def answer(_request: Request) -> Reply:
        if asked.is_set():
            return Reply(SOUND)
        asked.set()
        return Reply(hang=True)

    async with connected(answer, seconds=30, connections=1) as (exchange, _stub):
        async with asyncio.TaskGroup() as group:
            waiting = group.create_task(exchange.inbox_changes(ROOMS, None))
            assert await asyncio.to_thread(asked.wait, 20)
            waiting.cancel()
        async with asyncio.timeout(20):
            assert (await exchange.inbox_changes(ROOMS, None)).sync_state == "STATE"


async def test_closing_ends_what_hangs_and_nothing_follows(connected: Connected) -> None:
    all_there = threading.Barrier(4)

    def answer(_request: Request) -> Reply:
        all_there.wait(5)
        return Reply(hang=True)

    async with connected(answer, seconds=60) as (exchange, stub):
        async with asyncio.TaskGroup() as group:
            waiting = [group.create_task(_refused(exchange.inbox_changes(ROOMS, None))) for _ in range(8)]
            await asyncio.to_thread(all_there.wait, 5)
            began = time.monotonic()
            await exchange.close()
        assert time.monotonic() - began < 5
        assert {task.result() for task in waiting} == {Trouble.UNREACHABLE}
        asked = len(stub.requests)
        assert await _refused(exchange.inbox_changes(ROOMS, None)) is Trouble.UNREACHABLE
        assert len(stub.requests) == asked


async def _refused(question: object) -> Trouble:
    with pytest.raises(MailFault) as caught:
        await question  # type: ignore[misc] # a coroutine of any result
    return caught.value.trouble


async def test_nothing_is_asked_before_signing_in() -> None:
    with serving(exchange(always(Reply(SOUND)))) as stub:
        connection = connect_to_exchange(Endpoint(stub.url), Credentials(USER, PASSWORD))
        assert await _refused(connection.inbox_changes(ROOMS, None)) is Trouble.UNREACHABLE
        await connection.close()
    assert stub.requests == []


async def test_the_server_comes_back_and_so_do_we(connected: Connected) -> None:
    """An outage at the same address: the next question opens a new connection by itself."""
    down = threading.Event()

    def answer(_request: Request) -> Reply:
        return Reply(vanish=True) if down.is_set() else Reply(envelope(view()))

    async with connected(answer) as (exchange, _stub):
        assert await exchange.read_appointments(ROOMS, NOW, NOW) == ()
        down.set()
        assert await _refused(exchange.read_appointments(ROOMS, NOW, NOW)) is Trouble.UNREACHABLE
        down.clear()
        assert await exchange.read_appointments(ROOMS, NOW, NOW) == ()


async def test_what_changes_something_is_never_repeated_by_itself(connected: Connected) -> None:
    async with connected(always(Reply(vanish=True))) as (exchange, stub):
        await _refused(exchange.answer(ROOMS, ItemId("A"), AnswerKind.DECLINE, ""))
        await _refused(exchange.finish_cancellation(ROOMS, ItemId("A")))
        await _refused(exchange.subscribe_push([ROOMS], "https://a.example.com/", 1, inbox=True))
    assert stub.operations[1:] == ["CreateItem", "CreateItem", "Subscribe"]


async def test_the_environments_proxy_and_netrc_have_no_say(
    connected: Connected, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name)
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with connected(answering(SyncFolderItems=synchronised())) as (exchange, stub):
        await exchange.inbox_changes(ROOMS, None)
    assert {request.user for request in stub.requests} == {"", f"{USER}:{PASSWORD}"}


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("0", 0.0), ("7", 7.0), (" 7 ", 7.0), ("-7", None), ("", None), ("1e9", None), ("tomorrow", None)],
)
def test_pauses_as_servers_write_them(written: str, seconds: float | None) -> None:
    assert http.retry_after(written) == seconds
