"""Sockets that can be cut from outside: nothing that waits for Exchange is beyond reach.

requests and urllib3 give no way to interrupt a thread that waits for a server. So every socket of a session is
registered by a duplicate: shutting the duplicate down ends whatever waits on the connection, in a TLS handshake, in a
header or in the middle of an answer.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import sys
import threading
import weakref
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

import certifi
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from desktop_admin.domain.ports import Proxy
from desktop_admin.exchange.proxies import TunnelError, headers_for


class Lines:
    """The open sockets of one session."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._duplicates: set[socket.socket] = set()
        self._cut = False
        self._closed = False

    def add(self, opened: socket.socket) -> socket.socket:
        """Raises ConnectionAbortedError while the lines are cut: what was broken off shall not begin anew."""
        with self._lock:
            if self._cut or self._closed:
                opened.close()
                raise ConnectionAbortedError("The connection has been closed.")
            duplicate = opened.dup()
            self._duplicates.add(duplicate)
        return duplicate

    def drop(self, duplicate: socket.socket) -> None:
        with self._lock:
            self._duplicates.discard(duplicate)
        duplicate.close()

    def cut(self) -> None:
        """Ends what is under way. New connections may follow once they are joined again."""
        with self._lock:
            self._cut = True
            for duplicate in self._duplicates:
                with contextlib.suppress(OSError):
                    duplicate.shutdown(socket.SHUT_RDWR)

    def join(self) -> None:
        """What was cut has ended: the next one may connect."""
        with self._lock:
            self._cut = False

    def close(self) -> None:
        """Ends what is under way, for good."""
        self._closed = True
        self.cut()


class _Cuttable:
    """Mixed into urllib3's connections; ``lines`` stands on the class that one session's connections are made of."""

    lines: Lines
    _duplicate: socket.socket | None = None
    _answering = False

    def _new_conn(self) -> socket.socket:
        opened: socket.socket = super()._new_conn()  # type: ignore[misc] # of the connection it is mixed into
        self._duplicate = self.lines.add(opened)
        return opened

    def _tunnel(self) -> None:
        try:
            super()._tunnel()  # type: ignore[misc] # of the connection it is mixed into
        except (OSError, HTTPException) as failure:
            raise TunnelError(str(failure)) from failure

    def getresponse(self) -> Any:
        self._answering = True
        try:
            answer = super().getresponse()  # type: ignore[misc] # of the connection it is mixed into
        finally:
            self._answering = False
        duplicate = self._duplicate
        if duplicate is not None and self.sock is None:  # type: ignore[attr-defined] # as above
            # A server that closes after its answer: the socket belongs to the answer now, and ends with it.
            self._duplicate = None
            weakref.finalize(answer, self.lines.drop, duplicate)
        return answer

    def close(self) -> None:
        super().close()  # type: ignore[misc] # of the connection it is mixed into
        duplicate = self._duplicate
        if duplicate is not None and not self._answering:
            self._duplicate = None
            self.lines.drop(duplicate)


def _pool_classes(lines: Lines) -> dict[str, type[HTTPConnectionPool]]:
    plain = type("CuttableHTTP", (_Cuttable, HTTPConnection), {"lines": lines})
    secure = type("CuttableHTTPS", (_Cuttable, HTTPSConnection), {"lines": lines})
    return {
        "http": type("CuttableHTTPPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("CuttableHTTPSPool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }


class LineAdapter(HTTPAdapter):
    """Carries one session's requests over one connection to each host, with this integration's own trust."""

    def __init__(self, lines: Lines, trust: ssl.SSLContext, proxy: Proxy | None = None) -> None:
        self._lines = lines
        self._trust = trust
        self._proxy = proxy
        super().__init__(pool_connections=2, pool_maxsize=1, max_retries=0, pool_block=True)

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        super().init_poolmanager(*arguments, ssl_context=self._trust, **named)
        self.poolmanager.pool_classes_by_scheme = _pool_classes(self._lines)

    def proxy_manager_for(self, proxy: Any, **named: Any) -> Any:
        """The connections through a proxy: cut and trusted like all others."""
        is_new = proxy not in self.proxy_manager
        manager = super().proxy_manager_for(proxy, ssl_context=self._trust, **named)
        if is_new:
            manager.pool_classes_by_scheme = _pool_classes(self._lines)
        return manager

    def proxy_headers(self, proxy: Any) -> dict[str, str]:
        return headers_for(self._proxy, urlsplit(str(proxy)))

    def close(self) -> None:
        """Closes the connections now: urllib3 would wait until nobody refers to their pool, and a traceback may."""
        for manager in (self.poolmanager, *self.proxy_manager.values()):
            for key in manager.pools.keys():  # noqa: SIM118 - no dict: iterating it is forbidden
                pool = manager.pools.get(key)
                if pool is not None:
                    pool.close()
        super().close()

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Always verified, by the context alone: requests would load certifi's bundle into it for every connection."""
        if url.lower().startswith("https"):
            conn.cert_reqs = "CERT_REQUIRED"


def trust(ca_file: str) -> ssl.SSLContext:
    """What the system trusts, and the certificates of ``ca_file`` (PEM) if one is named.

    Raises OSError where the file cannot be read, ssl.SSLError where it holds no certificate.
    """
    context = ssl.create_default_context()
    places = ssl.get_default_verify_paths()
    if sys.platform != "win32" and not (places.cafile or places.capath):
        # A frozen program on a system that keeps its certificates elsewhere than where it was built.
        context.load_verify_locations(certifi.where())
    if ca_file:
        context.load_verify_locations(cafile=ca_file)
    return context
