"""A server on loopback that answers as a test says: for what no well-behaved Exchange, and no look-alike, would do."""

from __future__ import annotations

import base64
import re
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USER = "svc@example.com"
PASSWORD = "correct horse battery"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    body: str

    @property
    def operation(self) -> str:
        """The request's name: the first element of the SOAP body."""
        found = re.search(r"<s:Body><(?:\w+:)?(\w+)", self.body)
        return found.group(1) if found else ""

    @property
    def user(self) -> str:
        kind, _, token = self.headers.get("authorization", "").partition(" ")
        return base64.b64decode(token).decode() if kind == "Basic" else ""

    def __contains__(self, text: str) -> bool:
        return text in self.body


@dataclass(frozen=True)
class Reply:
    """``chunks`` are sent one by one, with ``Transfer-Encoding: chunked``; ``hang`` waits for the end of the test then.

    ``cut`` closes the connection in the middle of the body, ``vanish`` before any answer. ``until_close`` sends neither
    length nor chunks.
    """

    body: str | bytes = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    chunks: Iterable[str | bytes] = ()
    hang: bool = False
    cut: bool = False
    vanish: bool = False
    until_close: bool = False


Answer = Callable[[Request], Reply]


@dataclass
class Stub:
    """A running server: where it is and what it was asked."""

    url: str
    requests: list[Request] = field(default_factory=list)
    end: threading.Event = field(default_factory=threading.Event)
    connections: int = 0

    @property
    def operations(self) -> list[str]:
        """What was asked by somebody who had signed in."""
        return [request.operation for request in self.requests if request.user]


@contextmanager
def serving(answer: Answer, *, tls: ssl.SSLContext | None = None) -> Iterator[Stub]:
    """Serves on a free port of loopback until the block is left."""
    stub = Stub("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def setup(self) -> None:
            super().setup()
            stub.connections += 1

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            body = self.rfile.read(length).decode()
            if len(body.encode()) < length:
                # Broken off while it was sent: nobody has asked anything.
                self.close_connection = True
                return
            request = Request(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            stub.requests.append(request)
            try:
                self._send(answer(request))
            except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
                self.close_connection = True

        do_GET = do_POST

        def _send(self, reply: Reply) -> None:
            if reply.vanish:
                self.close_connection = True
                return
            self.send_response(reply.status)
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            headers = dict(reply.headers)
            if reply.chunks or reply.hang:
                headers["Transfer-Encoding"] = "chunked"
            elif reply.until_close:
                headers["Connection"] = "close"
                self.close_connection = True
            else:
                headers["Content-Length"] = str(len(body))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if reply.cut:
                self.wfile.write(body[: len(body) // 2])
                self.close_connection = True
                return
            self.wfile.write(body)
            self._stream(reply)

        def _stream(self, reply: Reply) -> None:
            for chunk in reply.chunks:
                part = chunk.encode() if isinstance(chunk, str) else chunk
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
                self.wfile.flush()
            if reply.hang:
                stub.end.wait(30)
                self.close_connection = True
            elif reply.chunks:
                self.wfile.write(b"0\r\n\r\n")

        def log_message(self, *_told: Any) -> None:
            """Tests read what they want from the stub itself."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_told: Any) -> None:
            """A client that breaks off is what these tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    scheme = "http" if tls is None else "https"
    stub.url = f"{scheme}://127.0.0.1:{server.server_address[1]}/EWS/Exchange.asmx"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="stub", daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.end.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def exchange(answer: Answer, *, user: str = USER, password: str = PASSWORD, offers: str = "Basic realm=x") -> Answer:
    """An Exchange that signs in ``user`` with Basic, tells its version, and leaves the rest to ``answer``."""

    def answered(request: Request) -> Reply:
        if request.user != f"{user}:{password}":
            return Reply(status=401, headers=(("WWW-Authenticate", offers),))
        if request.operation == "GetServerTimeZones":
            return Reply(envelope(response("GetServerTimeZones", "<m:TimeZoneDefinitions/>")))
        return answer(request)

    return answered


def envelope(body: str, *, version: str = "15 2 1748 10") -> str:
    """A SOAP document with Exchange's header."""
    major, minor, build, rest = version.split()
    return (
        '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'
        f'<s:Header><h:ServerVersionInfo xmlns:h="{TYPES}" MajorVersion="{major}" MinorVersion="{minor}" '
        f'MajorBuildNumber="{build}" MinorBuildNumber="{rest}" Version="V2017_07_11"/></s:Header>'
        f'<s:Body xmlns:m="{MESSAGES}" xmlns:t="{TYPES}">{body}</s:Body></s:Envelope>'
    )


def response(operation: str, *contents: str, code: str = "NoError", more: str = "") -> str:
    """A response with one message for each of ``contents``, or one that refuses with ``code``."""
    kind = "Success" if code == "NoError" else "Error"
    head = "" if code == "NoError" else "<m:MessageText>Refused.</m:MessageText>"
    messages = "".join(
        f'<m:{operation}ResponseMessage ResponseClass="{kind}">{head}<m:ResponseCode>{code}</m:ResponseCode>'
        f"{more}{content}</m:{operation}ResponseMessage>"
        for content in contents or ("",)
    )
    return f"<m:{operation}Response><m:ResponseMessages>{messages}</m:ResponseMessages></m:{operation}Response>"


def fault(code: str, *, back_off: int | None = None) -> str:
    """A SOAP fault as Exchange writes them."""
    detail = (
        f'<t:MessageXml><t:Value Name="BackOffMilliseconds">{back_off}</t:Value></t:MessageXml>' if back_off else ""
    )
    errors = "http://schemas.microsoft.com/exchange/services/2006/errors"
    return (
        f'<s:Fault><faultcode xmlns:a="{TYPES}">a:{code}</faultcode><faultstring xml:lang="en-US">No.</faultstring>'
        f'<detail><e:ResponseCode xmlns:e="{errors}">{code}</e:ResponseCode>'
        f'<e:Message xmlns:e="{errors}">No.</e:Message>{detail}</detail></s:Fault>'
    )
