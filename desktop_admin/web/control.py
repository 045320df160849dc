"""How commands reach a running program: an HTTP API on this computer alone, behind a token in a private file."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_admin.errors import ConciergeError
from desktop_admin.logs import register_secret
from desktop_admin.web.serving import AsgiServer, bound, shown_url

if TYPE_CHECKING:
    from desktop_admin.web.control_app import Askable

HOST = "127.0.0.1"
STOP_WITHIN = 1.5


class ControlServer:
    """From :meth:`start` to :meth:`stop`, ``file`` (0600) says where and with which token the program is reached."""

    def __init__(self, commands: Askable, file: Path, stop: Callable[[], None] | None = None) -> None:
        """``stop`` ends the program when a command asks for it; None: such a command is refused."""
        self._commands = commands
        self._file = file
        self._stop = stop
        self._token = secrets.token_urlsafe(32)
        self._server: AsgiServer | None = None

    async def start(self) -> str:
        """Returns the URL. Raises :class:`ConciergeError` where ``file`` cannot be written."""
        from desktop_admin.web.control_app import control_app

        register_secret(self._token)
        sock = await bound(HOST, 0)
        url = shown_url(sock, tls=False)
        server = AsgiServer(control_app(self._commands, self._token, self._stop), sock)
        await server.start()
        self._server = server
        try:
            _write(self._file, {"url": url, "token": self._token, "pid": os.getpid()})
        except BaseException:
            await self.stop()
            raise
        return url

    async def stop(self) -> None:
        """Within 2 s; the file goes first. Stopping twice does no harm."""
        server, self._server = self._server, None
        if server is None:
            return
        with contextlib.suppress(OSError, ValueError, AttributeError):
            # Somebody who started after us may have written their own.
            if json.loads(self._file.read_text(encoding="utf-8")).get("token") == self._token:
                self._file.unlink()
        await server.stop(STOP_WITHIN)


def _write(file: Path, content: dict[str, Any]) -> None:
    """Whole or not at all, and private from the first moment."""
    fresh = file.with_name(f"{file.name}.new")
    try:
        fresh.unlink(missing_ok=True)
        with open(fresh, "x", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream:
            json.dump(content, stream)
        fresh.replace(file)
    except OSError as error:
        raise ConciergeError(
            f"The file {file} cannot be written: {(error.strerror or 'it is refused').lower()}.",
            "Give this user the right to write in the data folder.",
        ) from error
