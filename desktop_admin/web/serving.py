"""An ASGI application behind a socket, on the running loop: uvicorn's protocol without its server.

uvicorn's own server takes over signals and needs a task that polls; here the program owns the loop, and a server is
something that is started and stopped within a deadline.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop_admin.errors import ConciergeError

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol

logger = logging.getLogger(__name__)

BACKLOG = 100
HANDSHAKE_SECONDS = 5.0
LONGEST_HEADER = 16 * 1024


class ListenerError(ConciergeError):
    """Nothing can be listened for at this address."""


class AsgiServer:
    """Starts and stops ``app`` at ``sock``, which it takes over. ``protocol`` makes a connection's protocol.

    Requests are answered one a connection: whoever calls comes once, or once a minute.
    """

    def __init__(
        self,
        app: Any,
        sock: socket.socket,
        tls: ssl.SSLContext | None = None,
        protocol: Callable[..., H11Protocol] | None = None,
    ) -> None:
        from uvicorn.config import Config
        from uvicorn.protocols.http.h11_impl import H11Protocol
        from uvicorn.server import ServerState

        self._config = Config(
            app,
            interface="asgi3",
            lifespan="off",
            http="h11",
            ws="none",
            # The access log would tell the secrets that stand in paths; below an error there is nothing to tell.
            access_log=False,
            log_config=None,
            log_level="error",
            proxy_headers=False,
            server_header=False,
            headers=[("connection", "close")],
            h11_max_incomplete_event_size=LONGEST_HEADER,
        )
        self._state = ServerState()
        self._socket = sock
        self._tls = tls
        self._protocol: Callable[..., H11Protocol] = H11Protocol if protocol is None else protocol
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._config.load()
        self._state.default_headers = self._config.encoded_headers
        self._server = await asyncio.get_running_loop().create_server(
            self._connection,
            sock=self._socket,
            ssl=self._tls,
            ssl_handshake_timeout=HANDSHAKE_SECONDS if self._tls else None,
            backlog=BACKLOG,
        )

    async def stop(self, deadline: float) -> None:
        """Takes no more requests, lets those under way end, and after ``deadline`` seconds ends them."""
        if self._server is None:
            return
        self._server.close()
        if self._state.tasks:
            _, late = await asyncio.wait(tuple(self._state.tasks), timeout=deadline)
            for task in late:
                task.cancel()
        for connection in tuple(self._state.connections):
            # What was written still leaves; a caller who does not read it is not waited for.
            connection.transport.close()
        await asyncio.sleep(0)
        for connection in tuple(self._state.connections):
            connection.transport.abort()
        self._server = None

    def _connection(self) -> H11Protocol:
        return self._protocol(config=self._config, server_state=self._state, app_state={})


async def bound(host: str, port: int) -> socket.socket:
    """A socket bound to ``host`` and ``port`` (0: any free one). Raises :class:`ListenerError` in words."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError):
        raise _no_such_address(host) from None
    family, kind, protocol, _, address = found[0]
    sock = socket.socket(family, kind, protocol)
    try:
        if os.name == "nt":
            # On Windows SO_REUSEADDR would let two programs share the port.
            sock.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE"), 1)  # noqa: B009 - Windows' own
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6 and host == "::":
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        sock.bind(address)
        # Some systems tell only now that the port is taken.
        sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        raise _refused(host, port, error) from error
    sock.setblocking(False)
    return sock


def _refused(host: str, port: int, error: OSError) -> ListenerError:
    match error.errno:
        case errno.EADDRINUSE:
            return ListenerError(
                f"Port {port} is in use by another program.",
                "End that program, or choose another port, in the callback URL and in [listener] of a configuration "
                "file.",
            )
        case errno.EACCES | errno.EPERM:
            return ListenerError(
                f"This user may not listen at port {port}.", "Choose a port above 1023, for example 21020."
            )
        case errno.EADDRNOTAVAIL:
            return _no_such_address(host)
        case _:
            reason = (error.strerror or "it is refused").lower()
            return ListenerError(f"Port {port} of {host} cannot be listened at: {reason}.")


def _no_such_address(host: str) -> ListenerError:
    return ListenerError(
        f"This computer has no address “{host}” to listen at.", "Use 0.0.0.0 for all of its addresses."
    )


def shown_url(sock: socket.socket, *, tls: bool) -> str:
    """Where ``sock`` is reached, for example ``http://127.0.0.1:21020``."""
    host, port = sock.getsockname()[:2]
    return f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"
