"""A little forward proxy on loopback: CONNECT and plain requests, with or without credentials."""

from __future__ import annotations

import base64
import contextlib
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass
class ForwardProxy:
    """A running proxy: where it is, what it was asked (method and target), and what it was told of who asks.

    ``names`` leads hosts to ports of loopback, as a proxy that knows names that nobody else does. ``refuses`` is the
    status that CONNECT gets instead of a line. ``hangs``: nothing is answered any more; ``says``: this is answered.
    """

    user: str = ""
    password: str = ""
    names: dict[str, int] = field(default_factory=dict)
    refuses: int = 0
    hangs: bool = False
    says: bytes | None = None
    ends: threading.Event = field(default_factory=threading.Event)
    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    """The header lines of plain requests, as they arrive."""

    def admits(self, authorization: str) -> bool:
        wanted = f"Basic {base64.b64encode(f'{self.user}:{self.password}'.encode()).decode()}"
        return not self.user or authorization == wanted

    def address(self, host: str, port: int) -> tuple[str, int]:
        return ("127.0.0.1", self.names[host]) if host in self.names else (host, port)


@contextmanager
def forward_proxy(proxy: ForwardProxy) -> Iterator[ForwardProxy]:
    """Serves on a free port of loopback until the block is left."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def _admitted(self) -> bool:
            if proxy.hangs or proxy.says is not None:
                if proxy.hangs:
                    proxy.ends.wait(30)
                self.wfile.write(proxy.says or b"")
                self.close_connection = True
                return False
            proxy.asked.append((self.command, self.path))
            proxy.told.append(self.headers.get("Proxy-Authorization", ""))
            if proxy.admits(proxy.told[-1]):
                return True
            self.send_response(407)
            self.send_header("Proxy-Authenticate", "Basic realm=proxy")
            self.send_header("Content-Length", "0")
            self.end_headers()
            self.close_connection = True
            return False

        def do_CONNECT(self) -> None:
            if not self._admitted():
                return
            host, _, port = self.path.rpartition(":")
            try:
                if proxy.refuses:
                    raise ConnectionRefusedError
                there = socket.create_connection(proxy.address(host.strip("[]"), int(port)), 5)
            except OSError:
                self.send_error(proxy.refuses or 502)
                return
            self.send_response(200)
            self.end_headers()
            self.close_connection = True
            with there:
                _pump(self.connection, there)

        def _plain(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if not self._admitted():
                return
            parts = urlsplit(self.path)
            headers = [f"{name}: {value}" for name, value in self.headers.items() if not name.startswith("Proxy-")]
            proxy.plain += headers
            headers = [line for line in headers if not line.lower().startswith("connection:")]
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            head = "\r\n".join((f"{self.command} {target} HTTP/1.1", *headers, "Connection: close", "", ""))
            with socket.create_connection(proxy.address(parts.hostname or "", parts.port or 80), 5) as there:
                there.sendall(head.encode("latin-1") + body)
                while part := there.recv(65536):
                    self.wfile.write(part)
            self.close_connection = True

        do_GET = do_POST = _plain

        def log_message(self, *_told: Any) -> None:
            """Tests read what they want from the proxy itself."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_told: Any) -> None:
            """A client that breaks off is no fault of the proxy's."""

    server = Server(("127.0.0.1", 0), Handler)
    proxy.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="forward proxy", daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.ends.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def _pump(one: socket.socket, other: socket.socket) -> None:
    """What either says reaches the other, until one of them ends."""
    with contextlib.suppress(OSError):
        while True:
            ready, _, _ = select.select([one, other], [], [], 30)
            if not ready:
                return
            for each in ready:
                part = each.recv(65536)
                if not part:
                    return
                (other if each is one else one).sendall(part)
