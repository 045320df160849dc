"""The listener over real HTTP: who is answered, who is refused, and what it says if it cannot start."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import os
import socket
import ssl
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.exchange import ExchangePushDecoder
from desktop_admin.settings import ListenerSettings
from desktop_admin.web.guarded import Door
from desktop_admin.web.listener import Listener, ListenerError
from desktop_admin.web.push_app import LARGEST_BODY, push_app
from desktop_admin.web.rate_limit import SOURCES_KEPT, RateLimit
from desktop_admin.web.serving import AsgiServer, bound, shown_url
from desktop_admin.web.sources import ASK_AGAIN_AFTER, FRESH_FOR, Everywhere, ExchangeServers, Listed, Networks
from tests.exchange.test_push import event, message, push
from tests.helpers.certificates import Authority

SECRET = "k3Vq0n-unguessable"
PUSH = push(message(event("CreatedEvent")))
LOCAL = {"host": "127.0.0.1", "port": 0}


class Service:
    """Knows one path, and keeps what came to it."""

    def __init__(self) -> None:
        self.keep = True
        self.came: list[tuple] = []

    def __call__(self, secret, source, notices):
        if secret != SECRET:
            return None
        if notices:
            self.came.append((source, notices))
        return self.keep


@contextlib.asynccontextmanager
async def listening(service, sources=None, **settings):
    sources = sources or Everywhere()
    listener = Listener(ListenerSettings(**(LOCAL | settings)), ExchangePushDecoder(), service, sources)
    url = await listener.start()
    try:
        yield url
    finally:
        await listener.stop()


@contextlib.asynccontextmanager
async def caller(verify=True):
    async with httpx.AsyncClient(trust_env=False, timeout=20, verify=verify) as client:
        yield client


async def post(url, body=PUSH, path=f"/push/{SECRET}"):
    async with caller() as client:
        return await client.post(url + path, content=body, headers={"content-type": "text/xml"})


async def test_a_push_reaches_the_service_and_is_acknowledged():
    service = Service()
    async with listening(service) as url:
        answer = await post(url)
    assert (answer.status_code, b"OK" in answer.content) == (200, True)
    ((source, (notice,)),) = service.came
    assert (source, notice.changed) == ("127.0.0.1", True)
    assert answer.headers["connection"] == "close"
    assert "server" not in answer.headers


async def test_what_is_no_longer_wanted_is_told_to_end():
    service = Service()
    service.keep = False
    async with listening(service) as url:
        answer = await post(url)
    assert (answer.status_code, b"Unsubscribe" in answer.content) == (200, True)


@pytest.mark.parametrize(
    "path", ["/push/other", "/push/", "/push", "/", f"/push/{'x' * 129}", "/docs", "/openapi.json"]
)
async def test_nobody_is_told_anything_at_a_wrong_path(path):
    service = Service()
    async with listening(service) as url:
        answer = await post(url, path=path)
    assert (answer.status_code, service.came) == (404, [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no xml",
        b"<a/>",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + PUSH.partition(b"?>")[2],
        PUSH[:-20],
        b"\xff\xfe\x00",
    ],
    ids=["empty", "text", "other", "doctype", "cut", "bytes"],
)
async def test_what_is_no_notification_is_refused(body):
    service = Service()
    async with listening(service) as url:
        answer = await post(url, body)
    assert (answer.status_code, answer.content, service.came) == (400, b"", [])


async def test_a_large_body_is_refused_whether_it_says_its_size_or_not():
    async def pieces():
        for _ in range(LARGEST_BODY // 65536 + 2):
            yield b" " * 65536

    service = Service()
    async with listening(service) as url:
        assert (await post(url, b" " * (LARGEST_BODY + 1))).status_code == 413
        assert (await post(url, pieces())).status_code == 413
    assert service.came == []


async def test_pushes_are_taken_from_allowed_sources_alone():
    service, reports = Service(), []
    async with listening(service, Listed(("192.0.2.0/24",), reports.append)) as url:
        assert [(await post(url)).status_code for _ in range(3)] == [403] * 3
        assert (await post(url, path="/push/other")).status_code == 404
    async with listening(service, Listed(("192.0.2.0/24", "127.0.0.1"), reports.append)) as url:
        assert (await post(url)).status_code == 200
    assert len(service.came) == 1
    (report,) = reports
    assert "127.0.0.1 was refused" in report and "add it to the allowed sources" in report


class Names:
    """What DNS says, and who asked it."""

    def __init__(self, **known: tuple[str, ...]) -> None:
        self.known = known
        self.asked: list[str] = []
        self.now = 0.0
        self.reports: list[str] = []
        self.hosts = ["mail"]

    async def __call__(self, host):
        self.asked.append(host)
        if host not in self.known:
            raise socket.gaierror(-2, "Name or service not known")
        return self.known[host]

    def servers(self) -> ExchangeServers:
        return ExchangeServers(lambda: self.hosts, self, self.reports.append, lambda: self.now)


async def test_pushes_are_taken_from_the_addresses_of_the_exchange_domains():
    names, service = Names(mail=("192.0.2.7", "::1")), Service()
    servers = names.servers()
    async with listening(service, servers) as url:
        assert (await post(url)).status_code == 403
        names.known["mail"] = ("127.0.0.1",)
        names.now += ASK_AGAIN_AFTER + 1
        assert (await post(url)).status_code == 200
    assert len(service.came) == 1 and len(names.reports) == 1
    assert "none of the Exchange domains resolves to it" in names.reports[0]


async def test_addresses_are_asked_for_rarely_whoever_knocks():
    names = Names(mail=("192.0.2.7",))
    servers = names.servers()
    for number in range(200):
        assert not await servers.allows(f"203.0.113.{number}")
        assert await servers.allows("192.0.2.7")
    assert names.asked == ["mail"]
    names.now += FRESH_FOR + 1
    names.known["mail"] = ("192.0.2.8",)
    assert await servers.allows("192.0.2.8") and not await servers.allows("192.0.2.7")
    assert names.asked == ["mail"] * 2
    assert len(names.reports) == 201, "each stranger once an hour"


async def test_a_name_that_fails_keeps_its_addresses_and_is_told_once():
    names = Names(mail=("192.0.2.7",))
    servers = names.servers()
    assert await servers.allows("192.0.2.7")
    del names.known["mail"]
    for _ in range(3):
        names.now += FRESH_FOR + 1
        assert await servers.allows("192.0.2.7")
    (report,) = names.reports
    assert "mail cannot be resolved (Name or service not known)" in report
    names.known["mail"] = ("192.0.2.8",)
    names.now += FRESH_FOR + 1
    assert await servers.allows("192.0.2.8")
    del names.known["mail"]
    names.now += FRESH_FOR + 1
    assert await servers.allows("192.0.2.8")
    assert len(names.reports) == 2, "it failed again"


async def test_addresses_written_as_such_and_other_hosts_are_taken_at_once():
    names = Names()
    names.hosts = ["192.0.2.9", "[2001:db8::1]"]
    servers = names.servers()
    assert await servers.allows("192.0.2.9") and await servers.allows("2001:db8::1")
    names.hosts.append("198.51.100.1")
    assert await servers.allows("198.51.100.1"), "a new integration waits for nothing"
    assert names.asked == [] and names.reports == []


async def test_wrong_paths_take_nothing_from_right_ones():
    """Also where both come through the same proxy. The old test asserted that the right path was refused as well."""
    clock = [0.0]
    strangers = RateLimit(1.0, 2, lambda: clock[0])
    sock = await bound("127.0.0.1", 0)
    app = push_app(ExchangePushDecoder(), Service(), Everywhere(), strangers=strangers)
    server = AsgiServer(app, sock, None, Door())
    url = shown_url(sock, tls=False)
    await server.start()
    try:
        tried = [(await post(url, path=f"/push/{number}")).status_code for number in range(4)]
        right = [(await post(url)).status_code for _ in range(5)]
        broken = [(await post(url, b"no xml")).status_code for _ in range(3)]
        right_again = (await post(url)).status_code
        clock[0] += 60
        later = (await post(url, path="/push/x")).status_code
    finally:
        await server.stop(1.5)
    assert tried == [404, 404, 429, 429]
    assert right == [200] * 5
    assert (broken, right_again, later) == ([400] * 3, 200, 404)


async def test_who_connects_and_says_nothing_is_shown_out():
    door = Door(longest=0.05, most=2)
    sock = await bound("127.0.0.1", 0)
    host, port = sock.getsockname()
    server = AsgiServer(push_app(ExchangePushDecoder(), Service(), Everywhere()), sock, None, door)
    await server.start()
    try:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(b"POST /push/x HTTP/1.1\r\nHost: x\r\nContent-Le")
        async with asyncio.timeout(10):
            with contextlib.suppress(ConnectionError):
                assert await reader.read() == b""
        writer.close()
    finally:
        await server.stop(1.5)
    assert len(door) == 0


async def test_where_too_many_wait_the_oldest_makes_room():
    door = Door(longest=60, most=2)
    sock = await bound("127.0.0.1", 0)
    host, port = sock.getsockname()
    server = AsgiServer(push_app(ExchangePushDecoder(), Service(), Everywhere()), sock, None, door)
    await server.start()
    try:
        connections = [await asyncio.open_connection(host, port) for _ in range(3)]
        async with asyncio.timeout(10):
            with contextlib.suppress(ConnectionError):
                assert await connections[0][0].read() == b""
        assert (await post(f"http://{host}:{port}")).status_code == 200
        for _, writer in connections:
            writer.close()
    finally:
        await server.stop(1.5)


async def test_a_header_without_end_is_refused():
    async with listening(Service()) as url:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        writer.write(b"POST / HTTP/1.1\r\nX: " + b"a" * 40_000)
        async with asyncio.timeout(10):
            with contextlib.suppress(ConnectionError):
                assert (await reader.read()).startswith((b"HTTP/1.1 4", b""))
        writer.close()
        assert (await post(url)).status_code == 200


async def test_a_port_in_use_is_told():
    async with listening(Service()) as url:
        port = int(url.rpartition(":")[2])
        with pytest.raises(ListenerError, match=f"Port {port} is in use by another program") as refused:
            async with listening(Service(), port=port):
                pytest.fail("it started")
    assert "another port" in refused.value.remedy


async def test_a_stopped_listener_leaves_its_port_at_once():
    async with listening(Service()) as url:
        port = int(url.rpartition(":")[2])
        assert (await post(url)).status_code == 200
    async with listening(Service(), port=port) as url:
        assert (await post(url)).status_code == 200


async def test_a_port_without_the_right_to_it_is_told(monkeypatch):
    def refuse(_self, _address):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(ListenerError, match="may not listen at port 443") as refused:
        await bound("127.0.0.1", 443)
    assert "21020" in refused.value.remedy


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid"])
async def test_an_address_that_is_not_ours_is_told(host):
    with pytest.raises(ListenerError, match="has no address") as refused:
        await bound(host, 0)
    assert "0.0.0.0" in refused.value.remedy


async def test_it_tells_when_its_certificate_ends(tmp_path):
    Authority().context(tmp_path, days=12)
    listener = Listener(
        ListenerSettings(host="127.0.0.1", port=0, certificate_file=str(tmp_path / "server.pem")),
        ExchangePushDecoder(),
        Service(),
        Everywhere(),
    )
    assert listener.certificate_until is None
    await listener.start()
    await listener.stop()
    assert listener.certificate_until is not None
    assert 11 <= (listener.certificate_until - datetime.now(UTC)).days <= 12


async def test_over_tls_with_a_certificate(tmp_path):
    authority = Authority()
    authority.context(tmp_path)
    service = Service()
    async with listening(service, certificate_file=str(tmp_path / "server.pem")) as url:
        assert url.startswith("https://")
        async with caller(ssl.create_default_context(cafile=authority.file(tmp_path))) as client:
            assert (await client.post(f"{url}/push/{SECRET}", content=PUSH)).status_code == 200
    assert len(service.came) == 1


@pytest.mark.parametrize(
    ("certificate", "key", "words"),
    [
        ("", "key.pem", "no certificate file"),
        ("missing.pem", "", "There is no file .*missing.pem"),
        ("empty.pem", "", "no usable certificate and key"),
        ("server.pem", "other.pem", "does not belong"),
        ("server.pem", "locked.pem", "passphrase"),
        ("folder", "", "cannot be read|no usable"),
    ],
)
async def test_a_certificate_that_cannot_be_used_is_told(tmp_path, certificate, key, words):
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    Authority().context(tmp_path)
    (tmp_path / "empty.pem").write_text("nothing")
    (tmp_path / "folder").mkdir()
    other = ec.generate_private_key(ec.SECP256R1())
    for name, lock in (
        ("other.pem", serialization.NoEncryption()),
        ("locked.pem", serialization.BestAvailableEncryption(b"x")),
    ):
        private = other.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
        (tmp_path / name).write_bytes(private)
    files = {
        "certificate_file": str(tmp_path / certificate) if certificate else "",
        "key_file": str(tmp_path / key) if key else "",
    }
    with pytest.raises(ListenerError, match=words) as refused:
        async with listening(Service(), **files):
            pytest.fail("it started")
    assert refused.value.remedy


@pytest.mark.skipif(not socket.has_ipv6 or os.name == "nt", reason="needs both families on one socket")
async def test_one_listener_for_both_families_knows_who_calls():
    service = Service()
    try:
        sock = await bound("::", 0)
    except ListenerError:
        pytest.skip("this machine has no IPv6")
    sock.close()
    async with listening(service, Listed(("127.0.0.1",), print), host="::") as url:
        answer = await post(f"http://127.0.0.1:{url.rpartition(':')[2]}")
    assert answer.status_code == 200


@given(st.ip_addresses(), st.integers(0, 32))
def test_sources_are_those_of_the_network(address, size):
    longest = address.max_prefixlen
    network = ipaddress.ip_network(f"{address}/{longest - size}", strict=False)
    sources = Networks([str(network)])
    assert str(address) in sources
    inside = int(network.network_address) + network.num_addresses
    if inside < 2**longest:
        assert str(type(address)(inside)) not in sources
    assert "" not in sources
    assert str(address) not in Networks()


@given(st.lists(st.floats(0, 10), max_size=60), st.integers(1, 5), st.integers(1, 20))
def test_never_more_than_the_burst_and_the_rate(pauses, rate, burst):
    now = [0.0]
    limit = RateLimit(rate, burst, lambda: now[0])
    taken = 0
    for pause in pauses:
        now[0] += pause
        taken += limit.allows("a")
        assert taken <= burst + now[0] * rate + 1e-6
    assert limit.allows("b")


def test_only_so_many_sources_are_remembered():
    limit = RateLimit(1, 1, lambda: 0.0)
    assert limit.allows("first")
    assert not limit.allows("first")
    for number in range(SOURCES_KEPT):
        limit.allows(str(number))
    assert limit.allows("first")


@pytest.mark.parametrize("source", ["192.0.2.300", "mail.example.com", "192.0.2.1/24"])
def test_a_source_that_is_no_network_is_refused_where_it_is_set(source):
    with pytest.raises(ValueError, match="no IP address or network"):
        ListenerSettings(allowed_sources=(source,))


def test_sources_and_everywhere_exclude_each_other():
    with pytest.raises(ValueError, match="Remove them, or do not accept"):
        ListenerSettings(allowed_sources=("192.0.2.1",), from_everywhere=True)
