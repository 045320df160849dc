"""A forward proxy: every connection goes through it, it alone is told who asks, and its refusals are its own."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography import x509

from desktop_admin.domain.ports import Credentials, Endpoint, MailFault, OAuthApp, Proxy
from desktop_admin.domain.status import CheckName, CheckState, Trouble
from desktop_admin.exchange.autodiscover import PATH, find_server
from desktop_admin.exchange.connection import ExchangeConnection
from exchange_lookalike.api import Sandbox
from tests.helpers.certificates import Authority
from tests.helpers.ews_items import answering, folder, synchronised
from tests.helpers.ews_stub import PASSWORD, USER, Reply, Request, exchange, serving
from tests.helpers.forward_proxy import ForwardProxy, forward_proxy

HOST = "exchange.corp.test"
"""A name that nobody but the proxy knows."""
WELL = exchange(answering(SyncFolderItems=synchronised(), GetFolder=folder("INBOX")))
SECRET = "Schlüssel & 密"


def port_of(url: str) -> int:
    return urlsplit(url).port or 0


async def works(endpoint: Endpoint) -> None:
    connection = ExchangeConnection(endpoint, Credentials(USER, PASSWORD))
    try:
        await connection.connect()
        assert (await connection.inbox_changes("rooms@example.com", None)).is_last
    finally:
        await connection.close()


async def fault(endpoint: Endpoint) -> MailFault:
    with pytest.raises(MailFault) as caught:
        await works(endpoint)
    return caught.value


@pytest.mark.parametrize("user", ["", "svc"])
async def test_encrypted_requests_go_through_the_proxy_and_exchange_learns_nothing_of_it(
    tmp_path: Path, user: str
) -> None:
    authority = Authority()
    tls = authority.context(tmp_path, names=(x509.DNSName(HOST),))
    with serving(WELL, tls=tls) as stub:
        names = {HOST: port_of(stub.url)}
        with forward_proxy(ForwardProxy(user, SECRET, names)) as proxy:
            chosen = Proxy(proxy.url, user, SECRET if user else "")
            await works(
                Endpoint(f"https://{HOST}/EWS/Exchange.asmx", ca_file=authority.file(tmp_path), timeout=5, proxy=chosen)
            )
    assert set(proxy.asked) == {("CONNECT", f"{HOST}:443")}
    assert all("proxy-authorization" not in request.headers for request in stub.requests)
    assert len(stub.operations) == 2


@pytest.mark.parametrize("user", ["", "svc"])
async def test_unencrypted_requests_too(user: str) -> None:
    with serving(WELL) as stub, forward_proxy(ForwardProxy(user, SECRET, {HOST: port_of(stub.url)})) as proxy:
        chosen = Proxy(proxy.url, user, SECRET if user else "")
        await works(Endpoint(f"http://{HOST}/EWS/Exchange.asmx", allow_http=True, timeout=5, proxy=chosen))
    assert {method for method, _ in proxy.asked} == {"POST"}
    assert all("proxy-authorization" not in request.headers for request in stub.requests)


async def test_tokens_streams_and_groups_go_through_it_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every socket that is opened for the connection leads to the proxy."""
    opened: list[int] = []
    monkeypatch.setattr("urllib3.util.connection.create_connection", _noting(opened))
    async with Sandbox(people=2, tls=True) as sandbox:
        with forward_proxy(ForwardProxy("svc", SECRET)) as proxy:
            known = sandbox.tokens.application
            endpoint = Endpoint(
                sandbox.url,
                authentication="oauth",
                ca_file=str(sandbox.certificate),
                oauth=OAuthApp(known.tenant, known.client_id, sandbox.base_url),
                timeout=10,
                proxy=Proxy(proxy.url, "svc", SECRET),
            )
            connection = ExchangeConnection(endpoint, Credentials("", known.secret))
            people = [each.address for each in sandbox.accounts if each.kind == "user"]
            try:
                await connection.connect()
                async with connection.stream(people, inbox=False, minutes=1) as signals:
                    await anext(signals)
                await connection.server_groups(people)
            finally:
                await connection.close()
    assert opened and set(opened) == {port_of(proxy.url)}


def _noting(opened: list[int]) -> Any:
    import urllib3.util.connection as connections

    straight = connections.create_connection

    def noted(address: Any, *more: Any, **named: Any) -> socket.socket:
        opened.append(address[1])
        return straight(address, *more, **named)

    return noted


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_that_refuses_the_password_is_asked_once(scheme: str) -> None:
    with forward_proxy(ForwardProxy("svc", SECRET)) as proxy:
        chosen = Proxy(proxy.url, "svc", "guessed")
        told = await fault(Endpoint(f"{scheme}://{HOST}/EWS/Exchange.asmx", allow_http=True, timeout=5, proxy=chosen))
    assert (told.trouble, len(proxy.asked)) == (Trouble.WRONG_PASSWORD, 1)
    assert "proxy" in told.text and "guessed" not in f"{told.text} {told.remedy} {chosen!r}"


@pytest.mark.parametrize(("status", "words"), [(403, "403"), (503, "503"), (0, "502")])
async def test_a_proxy_that_does_not_connect_is_told_as_such(status: int, words: str) -> None:
    with forward_proxy(ForwardProxy(refuses=status, names={HOST: 1})) as proxy:
        told = await fault(Endpoint(f"https://{HOST}/EWS/Exchange.asmx", timeout=5, proxy=Proxy(proxy.url)))
    assert (told.trouble, words in told.text, HOST in told.text) == (Trouble.PROXY, True, True)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_that_is_not_there(unused_tcp_port: int, scheme: str) -> None:
    proxy = Proxy(f"http://127.0.0.1:{unused_tcp_port}")
    told = await fault(Endpoint(f"{scheme}://{HOST}/EWS/Exchange.asmx", allow_http=True, timeout=5, proxy=proxy))
    assert (told.trouble, "proxy" in told.text) == (Trouble.PROXY, True)


GARBAGE = {
    "hangs": (None, "does not answer in time"),
    "something else": (b"SSH-2.0-OpenSSH\r\n\r\n", "not answer as a proxy"),
    "hangs up": (b"", "not answer as a proxy"),
    "a line that leads nowhere": (b"HTTP/1.1 200 OK\r\n\r\nSSH-2.0-OpenSSH\r\n", "No encrypted connection"),
    "a page": (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "No encrypted connection"),
    "a status": (b"HTTP/1.1 504 Slow\r\nContent-Length: 0\r\n\r\n", "504"),
}


@pytest.mark.parametrize("kind", GARBAGE)
async def test_a_proxy_that_fails_during_work_is_named(tmp_path: Path, kind: str) -> None:
    """It works at first; then its connections end, and the next one gets this."""
    says, words = GARBAGE[kind]
    authority = Authority()
    tls = authority.context(tmp_path, names=(x509.DNSName(HOST),))
    with (
        serving(WELL, tls=tls) as stub,
        forward_proxy(ForwardProxy(names={HOST: port_of(stub.url)})) as proxy,
    ):
        url, ca_file = f"https://{HOST}/EWS/Exchange.asmx", authority.file(tmp_path)
        endpoint = Endpoint(url, ca_file=ca_file, timeout=1, connections=1, proxy=Proxy(proxy.url))
        connection = ExchangeConnection(endpoint, Credentials(USER, PASSWORD))
        try:
            await connection.connect()
            _end_lines(connection)
            proxy.hangs, proxy.says = says is None, says
            with pytest.raises(MailFault) as caught:
                await connection.inbox_changes("rooms@example.com", None)
            assert (caught.value.trouble, words in caught.value.text) == (Trouble.PROXY, True), caught.value.text
            with pytest.raises(MailFault) as streamed:
                async with connection.stream(["rooms@example.com"], inbox=True, minutes=1):
                    pass
            assert streamed.value.trouble is Trouble.PROXY
            proxy.hangs, proxy.says = False, None
            assert (await connection.inbox_changes("rooms@example.com", None)).is_last
        finally:
            await connection.close()


def _end_lines(connection: ExchangeConnection) -> None:
    """As if the proxy had restarted: kept connections are gone."""
    for session in tuple(connection._ready().protocol._session_pool.queue):
        for adapter in session.adapters.values():
            for manager in adapter.proxy_manager.values():
                manager.clear()


@pytest.mark.parametrize(
    ("says", "trouble", "words"),
    [
        (None, Trouble.UNREACHABLE, "through the proxy in time"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", Trouble.PROXY, "not HTTP"),
        (b"", Trouble.UNREACHABLE, "through the proxy broke"),
    ],
    ids=["hangs", "something else", "hangs up"],
)
async def test_a_proxy_that_fails_with_plain_requests_is_named(
    says: bytes | None, trouble: Trouble, words: str
) -> None:
    with forward_proxy(ForwardProxy(hangs=says is None, says=says)) as proxy:
        told = await fault(
            Endpoint(f"http://{HOST}/EWS/Exchange.asmx", allow_http=True, timeout=1, proxy=Proxy(proxy.url))
        )
    assert (told.trouble, words in told.text) == (trouble, True), told.text


async def test_a_server_that_is_silent_behind_a_proxy_names_both_and_may_be_one_mailboxs_trouble(
    tmp_path: Path,
) -> None:
    def answer(request: Request) -> Reply:
        return Reply(hang=True) if request.operation == "SyncFolderItems" else WELL(request)

    authority = Authority()
    tls = authority.context(tmp_path, names=(x509.DNSName(HOST),))
    with (
        serving(answer, tls=tls) as stub,
        forward_proxy(ForwardProxy(names={HOST: port_of(stub.url)})) as proxy,
    ):
        url, ca_file = f"https://{HOST}/EWS/Exchange.asmx", authority.file(tmp_path)
        told = await fault(Endpoint(url, ca_file=ca_file, timeout=1, proxy=Proxy(proxy.url)))
    assert told.trouble is Trouble.UNREACHABLE
    assert "proxy" in told.text and HOST in told.text and HOST in told.remedy


async def test_a_line_that_the_proxy_closes_as_a_request_goes_out_is_made_again(tmp_path: Path) -> None:
    dropped: list[str] = []

    def answer(request: Request) -> Reply:
        if request.operation == "SyncFolderItems" and not dropped:
            dropped.append(request.operation)
            return Reply(vanish=True)
        return WELL(request)

    authority = Authority()
    tls = authority.context(tmp_path, names=(x509.DNSName(HOST),))
    with (
        serving(answer, tls=tls) as stub,
        forward_proxy(ForwardProxy(names={HOST: port_of(stub.url)})) as proxy,
    ):
        url, ca_file = f"https://{HOST}/EWS/Exchange.asmx", authority.file(tmp_path)
        await works(Endpoint(url, ca_file=ca_file, timeout=5, proxy=Proxy(proxy.url)))
    assert dropped


async def test_the_systems_settings_choose_the_proxy_and_the_hosts_that_need_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving(WELL) as stub, forward_proxy(ForwardProxy("sys", "tem", {HOST: port_of(stub.url)})) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.replace("//", "//sys:tem@"))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        endpoint = Endpoint(f"http://{HOST}/EWS/Exchange.asmx", allow_http=True, timeout=5, proxy=Proxy())
        await works(endpoint)
        asked = len(proxy.asked)
        await works(Endpoint(stub.url, timeout=5, proxy=Proxy()))
        assert 0 < asked == len(proxy.asked)


async def steps_of(endpoint: Endpoint) -> dict[CheckName, Any]:
    connection = ExchangeConnection(endpoint, Credentials(USER, PASSWORD))
    try:
        steps = [step async for step in connection.check("rooms@example.com", "")]
    finally:
        await connection.close()
    return {step.name: step for step in steps}


async def test_the_check_tries_the_proxy_first(tmp_path: Path) -> None:
    authority = Authority()
    with serving(WELL, tls=authority.context(tmp_path, names=(x509.DNSName(HOST),))) as stub:
        names = {HOST: port_of(stub.url)}
        with forward_proxy(ForwardProxy("svc", SECRET, names)) as proxy:
            url, ca_file = f"https://{HOST}/EWS/Exchange.asmx", authority.file(tmp_path)
            well = await steps_of(Endpoint(url, ca_file=ca_file, timeout=5, proxy=Proxy(proxy.url, "svc", SECRET)))
            wrong = await steps_of(Endpoint(url, ca_file=ca_file, timeout=5, proxy=Proxy(proxy.url, "svc", "no")))
    states = [(name, step.state) for name, step in well.items()]
    assert states[0] == (CheckName.PROXY, CheckState.PASSED)
    assert (well[CheckName.TLS].state, well[CheckName.INBOX].state) == (CheckState.PASSED, CheckState.PASSED)
    assert CheckState.FAILED not in {state for _name, state in states}
    assert wrong[CheckName.PROXY].state is CheckState.FAILED and "password" in wrong[CheckName.PROXY].remedy
    assert {step.state for name, step in wrong.items() if name is not CheckName.PROXY} == {CheckState.SKIPPED}


@pytest.mark.parametrize("answer", [b"SSH-2.0-OpenSSH\r\n\r\n", b""], ids=["something else answers", "it hangs up"])
async def test_the_check_names_the_proxy_where_something_else_answers_there(answer: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(answer)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        proxy = Proxy(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        steps = await steps_of(Endpoint(f"https://{HOST}/EWS/Exchange.asmx", timeout=5, proxy=proxy))
    assert steps[CheckName.PROXY].state is CheckState.FAILED
    assert "proxy" in steps[CheckName.PROXY].finding.lower()


async def test_without_a_proxy_the_check_has_no_such_step() -> None:
    with serving(WELL) as stub:
        assert CheckName.PROXY not in await steps_of(Endpoint(stub.url, timeout=5))


# --- Autodiscover ----------------------------------------------------------------------------------------------------

DOMAIN = "corp.test"


async def found_at(redirect: str, trusted: tuple[str, ...] = ()) -> tuple[Any, list[Request], ForwardProxy]:
    """What plain HTTP at autodiscover.corp.test says, where no place of HTTPS answers."""
    with serving(lambda _request: Reply(status=302, headers=(("Location", redirect),))) as stub:
        names = {f"autodiscover.{DOMAIN}": port_of(stub.url)}
        with forward_proxy(ForwardProxy("svc", SECRET, names, refuses=502)) as proxy:
            try:
                found: Any = await find_server(
                    f"ada@{DOMAIN}",
                    Credentials(USER, PASSWORD),
                    trusted=trusted,
                    proxy=Proxy(proxy.url, "svc", SECRET),
                )
            except MailFault as refusal:
                found = refusal
    return found, stub.requests, proxy


async def test_plain_http_is_asked_last_told_nothing_and_its_host_is_asked_about() -> None:
    found, _, proxy = await found_at(f"https://mail.hoster.test{PATH}")
    assert found.ask_host == "mail.hoster.test"
    assert proxy.asked == [
        ("CONNECT", f"{DOMAIN}:443"),
        ("CONNECT", f"autodiscover.{DOMAIN}:443"),
        ("GET", f"http://autodiscover.{DOMAIN}{PATH}"),
    ]
    sent = " ".join(proxy.plain)
    assert "Authorization" not in sent and "ada" not in sent and PASSWORD not in sent and "Cookie" not in sent


async def test_a_host_that_the_user_agreed_to_is_asked_over_https() -> None:
    _, _, proxy = await found_at(f"https://mail.hoster.test{PATH}", trusted=("mail.hoster.test",))
    assert proxy.asked[-1] == ("CONNECT", "mail.hoster.test:443")


@pytest.mark.parametrize("where", [f"http://mail.{DOMAIN}{PATH}", "", "ftp://mail.corp.test/x", "https://"])
async def test_plain_http_leads_nowhere_but_to_https(where: str) -> None:
    found, _, proxy = await found_at(where)
    assert isinstance(found, MailFault) or found.ask_host
    assert proxy.asked[-1][0] == "GET", "nobody was asked after that"
