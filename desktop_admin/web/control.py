"""How commands reach a running program: an HTTP API on this computer alone, behind a token in a private file."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from desktop_admin.errors import ConciergeError
from desktop_admin.logs import register_secret
from desktop_admin.web.serving import AsgiServer, bound, shown_url

HOST = "127.0.0.1"
STOP_WITHIN = 1.5

METHODS: Final = (
    "status",
    "issue_alias",
    "apply_config",
    "export_config",
    "save_diagnostics",
    "cancel_reading",
    "force_now",
    "check",
    "people",
    "presence_history",
    "import_people",
    "export_people",
    "choose_presence",
    "follow_calendar",
    "presence_rules",
    "what_if",
    "coverage",
    "export_keywords",
    "import_keywords",
    "invitations",
    "why",
    "conferences",
    "conference",
    "rehearsed",
    "release_rehearsed",
    "discard_rehearsed",
    "rooms",
    "save_room",
    "remove_room",
    "aliases",
    "alias",
    "delete_alias",
    "restore_alias",
    "alias_forecast",
    "templates",
    "save_templates",
    "template_lab",
    "directory",
    "refresh_directory",
    "test_directory",
    "find_in_directory",
)
"""What may be asked; each is a method of :class:`ControlHandler`."""


class ControlHandler(Protocol):
    """What the program does for the command line: each method answers with what JSON can say.

    A refusal is a :class:`ConciergeError`. ``integration`` is a name; "" means the only one there is.
    """

    async def status(self) -> dict[str, Any]: ...

    async def issue_alias(self, integration: str, passcode: str = "", chair_passcode: str = "") -> dict[str, Any]: ...

    async def apply_config(self, text: str) -> dict[str, Any]: ...

    async def export_config(self) -> dict[str, Any]: ...

    async def save_diagnostics(self, file: str) -> dict[str, Any]: ...

    async def cancel_reading(self, integration: str) -> dict[str, Any]: ...

    async def force_now(self, integration: str) -> dict[str, Any]: ...

    async def check(self, integration: str) -> dict[str, Any]: ...

    async def people(self, integration: str) -> dict[str, Any]: ...

    async def presence_history(self, integration: str, person: str, limit: int = 1000) -> dict[str, Any]: ...

    async def import_people(self, integration: str, text: str) -> dict[str, Any]: ...

    async def export_people(self, integration: str) -> dict[str, Any]: ...

    async def choose_presence(self, integration: str, person: str, presence: str | None) -> dict[str, Any]: ...

    async def follow_calendar(self, integration: str, people: list[str], follow: bool) -> dict[str, Any]: ...

    async def presence_rules(self, integration: str) -> dict[str, Any]: ...

    async def what_if(self, integration: str, text: str) -> dict[str, Any]: ...

    async def coverage(self, integration: str) -> dict[str, Any]: ...

    async def export_keywords(self, integration: str) -> dict[str, Any]: ...

    async def import_keywords(self, integration: str, text: str) -> dict[str, Any]: ...

    async def invitations(self, integration: str, limit: int = 200, search: str = "") -> dict[str, Any]: ...

    async def why(self, integration: str, item: int) -> dict[str, Any]: ...

    async def conferences(
        self, integration: str, which: str = "upcoming", search: str = "", limit: int | None = None
    ) -> dict[str, Any]: ...

    async def conference(self, integration: str, conference: str) -> dict[str, Any]: ...

    async def rehearsed(self, integration: str) -> dict[str, Any]: ...

    async def release_rehearsed(self, integration: str, items: Sequence[int] | None = None) -> dict[str, Any]: ...

    async def discard_rehearsed(self, integration: str, items: Sequence[int] | None = None) -> dict[str, Any]: ...

    async def rooms(self, integration: str, kind: str = "", search: str = "") -> dict[str, Any]: ...

    async def save_room(self, integration: str, name: str, values: dict[str, Any]) -> dict[str, Any]: ...

    async def remove_room(self, integration: str, name: str) -> dict[str, Any]: ...

    async def aliases(
        self, integration: str, state: str = "", search: str = "", limit: int | None = None
    ) -> dict[str, Any]: ...

    async def alias(self, integration: str, alias: str) -> dict[str, Any]: ...

    async def delete_alias(self, integration: str, alias: str) -> dict[str, Any]: ...

    async def restore_alias(self, integration: str, alias: str) -> dict[str, Any]: ...

    async def alias_forecast(self, integration: str) -> dict[str, Any]: ...

    async def templates(self, integration: str) -> dict[str, Any]: ...

    async def save_templates(self, integration: str, texts: dict[str, str | None]) -> dict[str, Any]: ...

    async def template_lab(
        self, integration: str, texts: dict[str, str] | None = None, item_id: int | None = None
    ) -> dict[str, Any]: ...

    async def directory(self, integration: str) -> dict[str, Any]: ...

    async def refresh_directory(self, integration: str) -> dict[str, Any]: ...

    async def test_directory(self, integration: str) -> dict[str, Any]: ...

    async def find_in_directory(self, integration: str, address: str) -> dict[str, Any]: ...


class ControlServer:
    """From :meth:`start` to :meth:`stop`, ``file`` (0600) says where and with which token the program is reached."""

    def __init__(self, handler: ControlHandler, file: Path, stop: Callable[[], None] | None = None) -> None:
        """``stop`` ends the program when a command asks for it; None: such a command is refused."""
        self._handler = handler
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
        server = AsgiServer(control_app(self._handler, self._token, self._stop), sock)
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
