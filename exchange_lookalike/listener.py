"""The listening socket and its connections, each with a memory of its own.

uvicorn's HTTP protocol is used as it is; what uvicorn's Server adds (signals, ten ticks a second, patient shutdown) is
not wanted in a server that lives inside other programs, must stop at once and come back on the same port.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from exchange_lookalike.auth import ConnectionIdentity

App = Callable[..., Awaitable[None]]
KEEP_ALIVE_SECONDS = 120
"""How long an idle connection stays, as IIS has it."""
MOST_CONNECTIONS = 2000
"""More are turned away with 503, so that a flood takes no more memory than this."""
_CLOSE_WITHIN = 1.0


class PortTaken(OSError):
    """The wished port is in use or not allowed."""


@dataclass(eq=False)
class Connection:
    """One client connection: whom it signed in, and the wire for those who cut it."""

    transport: asyncio.Transport
    identity: ConnectionIdentity = field(default_factory=ConnectionIdentity)
    lost: asyncio.Event = field(default_factory=asyncio.Event)
    on_lost: Callable[[], object] | None = None

    async def cut(self) -> None:
        """Drop the connection without a word."""
        self.transport.abort()
        await self.lost.wait()

    async def cut_after(self, data: bytes) -> None:
        """Send `data` as it is, unframed, and drop the connection once it has gone out."""
        self.transport.write(data)
        self.transport.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.lost.wait(), _CLOSE_WITHIN)
        await self.cut()


class _Protocol(H11Protocol):
    """Gives every request of a connection the same `Connection` in its scope's state."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows it too
        super().connection_made(transport)
        self.connection = Connection(transport)
        self.app_state = {"connection": self.connection}

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.connection.lost.set()
        if self.connection.on_lost is not None:
            self.connection.on_lost()


class Listener:
    """An ASGI application on a port. `port` 0 takes a free one, which a later `start` takes again."""

    def __init__(self, app: App, host: str, port: int, tls: ssl.SSLContext | None) -> None:
        self.host, self.port = host, port
        self._tls = tls
        self._config = Config(
            app,
            http=_Protocol,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            limit_concurrency=MOST_CONNECTIONS,
        )
        self._state = ServerState()
        self._server: asyncio.Server | None = None

    @property
    def listening(self) -> bool:
        """Whether connections are taken."""
        return self._server is not None

    async def start(self) -> None:
        """Listen. Raises PortTaken."""
        loop = asyncio.get_running_loop()
        if not self._config.loaded:
            self._config.load()
        listening = _bind(self.host, self.port)

        def protocol() -> asyncio.Protocol:
            return _Protocol(config=self._config, server_state=self._state, app_state={}, _loop=loop)

        self._server = await loop.create_server(protocol, sock=listening, ssl=self._tls, backlog=256)
        self.port = int(listening.getsockname()[1])

    async def stop(self) -> None:
        """Stop listening, cut every connection and end every request; within a second or so, whatever hangs."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        tasks = list(self._state.tasks)
        await self.cut_connections()
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_CLOSE_WITHIN)
        if server is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(server.wait_closed(), _CLOSE_WITHIN)

    def connections(self) -> Iterator[Connection]:
        """The open connections."""
        for protocol in list(self._state.connections):
            if isinstance(protocol, _Protocol):
                yield protocol.connection

    async def cut_connections(self, spare: Connection | None = None) -> None:
        """Drop every connection (but one) without a word; the listener stays."""
        doomed = [connection for connection in self.connections() if connection is not spare]
        for connection in doomed:
            connection.transport.abort()
        for connection in doomed:
            await connection.lost.wait()


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's delay off only where the protocol is named; with it every second answer waits 40 ms
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows, where SO_REUSEADDR would share a port that is in use
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.setblocking(False)
    except OSError as error:
        listening.close()
        raise PortTaken(error.errno, f"Port {port} on {host} cannot be used: {error.strerror}.") from error
    return listening
