"""The guards around the tests do guard."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from tests.helpers import guards
from tests.helpers.guards import NetworkGuard, is_loopback, threads_left_after


@pytest.fixture
def guard():
    # A second guard over the session's: what it refuses, the one beneath never hears of.
    guard = NetworkGuard()
    guard.install()
    yield guard
    guard.remove()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", "", "0.0.0.0", "::1%lo"])
def test_loopback_is_loopback(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1", "2001:db8::1", "mail.example.com", "127.0.0.1.example.com"])
def test_the_world_is_not_loopback(host):
    assert not is_loopback(host)


@pytest.mark.parametrize("call", ["connect", "connect_ex"])
def test_a_connection_to_the_world_is_refused_and_remembered(guard, call):
    with socket.socket() as plain, pytest.raises(OSError, match="not loopback"):
        getattr(plain, call)(("192.0.2.1", 443))
    assert guard.take_attempts() == ["192.0.2.1:443"]
    assert guard.take_attempts() == []


def test_a_datagram_to_the_world_is_refused(guard):
    with socket.socket(type=socket.SOCK_DGRAM) as plain, pytest.raises(OSError, match="not loopback"):
        plain.sendto(b"", ("192.0.2.1", 53))
    assert guard.take_attempts() == ["192.0.2.1:53"]


async def test_asyncio_is_guarded_too(guard):
    with pytest.raises(OSError, match="not loopback"):
        await asyncio.open_connection("192.0.2.1", 443)
    assert guard.take_attempts() == ["192.0.2.1:443"]


def test_looking_up_a_real_name_is_remembered_and_a_reserved_one_is_not(guard):
    for name in ("exchange.microsoft.com", "mail.example.com", "nowhere.invalid"):
        with pytest.raises(socket.gaierror):
            socket.getaddrinfo(name, 443)
    assert guard.take_attempts() == ["exchange.microsoft.com:443"]


def test_loopback_connections_pass(guard):
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
    assert guard.take_attempts() == []


def test_a_thread_left_running_is_named(monkeypatch):
    monkeypatch.setattr(guards, "GRACE", 0.05)
    release = threading.Event()
    thread = threading.Thread(target=release.wait, name="forgotten")
    with threads_left_after() as left:
        thread.start()
    assert left == ["forgotten"]
    release.set()
    thread.join()


def test_a_thread_that_ends_is_not_held_against_the_test():
    with threads_left_after() as left:
        threading.Thread(target=lambda: None).start()
    assert left == []
