"""The control API's application: every request is authorised before anything else looks at it."""

from __future__ import annotations

import json
import logging
import os
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from desktop_admin.errors import ConciergeError

logger = logging.getLogger(__name__)

LARGEST_BODY = 16 * 1024 * 1024


class Askable(Protocol):
    """What is behind the API: answers a command by its name, with what JSON can say.

    A refusal is a :class:`ConciergeError`.
    """

    async def ask(self, name: str, arguments: Mapping[str, Any]) -> Any: ...


class Authorised:
    """Lets through who knows the token; a route behind it cannot forget to ask."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = dict(scope.get("headers") or ()).get(b"authorization", b"")
        if secrets.compare_digest(given, self._expected):
            await self._app(scope, receive, send)
        else:
            await _fault(401, "This needs the token of the running program.")(scope, receive, send)


def control_app(commands: Askable, token: str, stop: Callable[[], None] | None) -> ASGIApp:
    """``GET /ping``, ``POST /ask/COMMAND`` with the arguments as a JSON object, ``POST /stop``.

    A refusal in plain words is status 422 with ``message``, ``remedy`` and ``exit_status``.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.get("/ping")
    async def ping() -> dict[str, int]:
        return {"pid": os.getpid()}

    @app.post("/ask/{name}")
    async def ask(name: str, request: Request) -> JSONResponse:
        arguments = await _arguments(request)
        if arguments is None:
            return _fault(400, "The arguments are not a JSON object of valid Unicode text.")
        return await _answer(commands, name, arguments)

    @app.post("/stop")
    async def end() -> JSONResponse:
        if stop is None:
            return _fault(422, "This program is ended where it was started.", "Quit it from its window or terminal.")
        stop()
        return _Answer({})

    return Authorised(app, token)


async def _answer(commands: Askable, name: str, arguments: dict[str, Any]) -> JSONResponse:
    try:
        return _Answer({"answer": await commands.ask(name, arguments)})
    except ConciergeError as refused:
        return _fault(422, refused.message, refused.remedy, refused.exit_status)
    except Exception as fault:
        logger.exception("A command of the command line failed.")
        return _fault(500, f"The running program failed at this ({type(fault).__name__}).", "Its log tells more.")


async def _arguments(request: Request) -> dict[str, Any] | None:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            return None
    try:
        given = json.loads(body or b"{}")
        # JSON can write half a surrogate pair, which neither the database nor an e-mail can hold.
        json.dumps(given, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) else None


def _fault(status: int, message: str, remedy: str = "", exit_status: int = 1) -> JSONResponse:
    return _Answer({"message": message, "remedy": remedy, "exit_status": exit_status}, status)


class _Answer(JSONResponse):
    """In ASCII: a word of some server that UTF-8 cannot write must not cost the whole answer."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")
