"""Guards around every test: nothing reaches beyond loopback, no thread outlives the test that started it."""

from __future__ import annotations

import errno
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NEVER_EXISTING = (".invalid", ".test", ".example", ".localhost", "example.com", "example.org", "example.net")
"""Names reserved for examples (RFC 2606, RFC 6761): looking one up is a test's right and finds nothing."""

GRACE = 5.0
"""Seconds that a thread which has been told to stop may take."""


class NetworkGuard:
    """Refuses connections to anything but loopback, as an unreachable network would, and remembers who tried.

    The remembering matters: a program that handles the refusal well would otherwise hide the attempt.
    """

    def __init__(self) -> None:
        self._attempts: list[str] = []
        self._originals: dict[str, Any] = {}
        self._getaddrinfo = socket.getaddrinfo

    def install(self) -> None:
        for name in ("connect", "connect_ex", "sendto"):
            self._originals[name] = getattr(socket.socket, name)
            setattr(socket.socket, name, self._guarded(name))
        socket.getaddrinfo = self._lookup

    def remove(self) -> None:
        for name, original in self._originals.items():
            setattr(socket.socket, name, original)
        self._originals.clear()
        socket.getaddrinfo = self._getaddrinfo

    def take_attempts(self) -> list[str]:
        """The refused targets since the last call, as ``host:port``."""
        taken, self._attempts = self._attempts, []
        return taken

    def _guarded(self, name: str) -> Any:
        original = self._originals[name]
        guard = self

        def call(self: socket.socket, *arguments: Any) -> Any:
            address = arguments[-1]
            if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
                guard._allow(str(address[0]), address[1])
            return original(self, *arguments)

        return call

    def _allow(self, host: str, port: object) -> None:
        if not is_loopback(host):
            self._attempts.append(f"{host}:{port}")
            raise OSError(errno.ENETUNREACH, f"{host} is not loopback: tests stay on this machine")

    def _lookup(self, host: Any, port: Any, *arguments: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or is_loopback(name):
            return self._getaddrinfo(host, port, *arguments, **named)
        if not _is_address(name) and not name.rstrip(".").lower().endswith(NEVER_EXISTING):
            self._attempts.append(f"{name}:{port}")
        if _is_address(name):
            return self._getaddrinfo(host, port, *arguments, **named)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def is_loopback(host: str) -> bool:
    """Also the unspecified address and the empty name: connecting there stays on this machine."""
    if host in ("", "localhost"):
        return True
    if not _is_address(host):
        return False
    address = ipaddress.ip_address(host.partition("%")[0])
    return address.is_loopback or address.is_unspecified


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


@contextmanager
def threads_left_after() -> Iterator[list[str]]:
    """Fills the list it yields with the names of threads that began inside and still run ``GRACE`` seconds after."""
    before = set(threading.enumerate())
    left: list[str] = []
    yield left
    deadline = time.monotonic() + GRACE
    for thread in set(threading.enumerate()) - before:
        if _is_ours(thread):
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                left.append(thread.name)


def _is_ours(thread: threading.Thread) -> bool:
    """Qt's own threads show up as dummies once they call Python, and cannot be joined."""
    return not thread.name.startswith("Dummy-")
