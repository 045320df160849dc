"""Reading requests and writing answers the way IIS with Exchange does."""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

from exchange_lookalike.listener import Connection

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
XML = "text/xml; charset=utf-8"
JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"
LARGEST_BODY = 64 * 1024 * 1024
"""What Exchange's web.config lets in."""
BODY_WITHIN = 60.0
SEND_WITHIN = 60.0
_AFFINITY = "EXCHANGE~1942134821"
_SERVER_HEADERS = (
    (b"server", b"Microsoft-IIS/10.0"),
    (b"x-powered-by", b"ASP.NET"),
    (b"x-aspnet-version", b"4.0.30319"),
    (b"x-calculatedbetarget", b"exchange"),
    (b"x-beserver", b"EXCHANGE"),
    (b"x-feserver", b"EXCHANGE"),
    (b"x-diaginfo", b"EXCHANGE"),
)


class TooLarge(Exception):
    """The body is beyond what the server takes."""


class Gone(Exception):
    """The client has left, or sends or reads too slowly."""


@dataclass(eq=False)
class Exchange:
    """One HTTP request with the means to answer it."""

    scope: Mapping[str, Any]
    receive: Receive
    send: Send

    def __post_init__(self) -> None:
        self.headers: dict[str, str] = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in self.scope["headers"]
        }
        self.method: str = self.scope["method"]
        # A request may name the whole address, as a client does that was told of a proxy (RFC 9112, absolute form).
        self.path: str = re.sub("^https?://[^/]*", "", self.scope["path"].lower()).rstrip("/")
        self.connection: Connection = self.scope["state"]["connection"]
        self.began = time.perf_counter()

    async def body(self, largest: int = LARGEST_BODY) -> bytes:
        """The whole body. Raises TooLarge, Gone."""
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(BODY_WITHIN):
                while True:
                    message = await self.receive()
                    if message["type"] == "http.disconnect":
                        raise Gone
                    part = message["body"]
                    size += len(part)
                    if size > largest:
                        raise TooLarge
                    parts.append(part)
                    if not message["more_body"]:
                        return b"".join(parts)
        except TimeoutError:
            raise Gone from None

    async def answer(
        self, status: int, body: bytes, content_type: str = XML, extra: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Send a whole answer."""
        await self.start(status, content_type, [*extra, ("content-length", str(len(body)))])
        await self.send({"type": "http.response.body", "body": body})

    async def start(self, status: int, content_type: str, extra: Iterable[tuple[str, str]] = ()) -> None:
        """Send status and headers; `part` and `finish` follow."""
        headers = [
            (b"cache-control", b"private"),
            (b"content-type", content_type.encode()),
            (b"request-id", str(uuid.uuid4()).encode()),
            (b"date", formatdate(usegmt=True).encode()),
            *_SERVER_HEADERS,
            *((name.encode(), value.encode("latin-1", "replace")) for name, value in extra),
        ]
        wanted = self.headers
        if wanted.get("return-client-request-id", "").lower() == "true" and "client-request-id" in wanted:
            headers.append((b"client-request-id", wanted["client-request-id"].encode("latin-1")))
        if wanted.get("x-preferserveraffinity", "").lower() == "true" and "x-backendoverridecookie" not in (
            wanted.get("cookie", "").lower()
        ):
            headers.append((b"set-cookie", f"X-BackEndOverrideCookie={_AFFINITY}; path=/; HttpOnly".encode()))
        await self.send({"type": "http.response.start", "status": status, "headers": headers})

    async def part(self, data: bytes) -> None:
        """Send one chunk of a long answer. Raises Gone when the client does not read."""
        try:
            async with asyncio.timeout(SEND_WITHIN):
                await self.send({"type": "http.response.body", "body": data, "more_body": True})
        except TimeoutError:
            raise Gone from None

    async def finish(self) -> None:
        """End a long answer."""
        await self.send({"type": "http.response.body", "body": b""})

    @property
    def milliseconds(self) -> float:
        """Time since the request began."""
        return (time.perf_counter() - self.began) * 1000
