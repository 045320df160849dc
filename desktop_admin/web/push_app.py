"""The push callback: where Exchange posts its notifications (Microsoft: EWS SendNotification).

A push is anonymous and only ever a hint. The path's secret decides whether it is looked at; what it says changes
nothing but that somebody looks whether there is something new.
"""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request, Response
from starlette.requests import ClientDisconnect

from desktop_admin.domain.ports import PushDecoder, PushHandler
from desktop_admin.web.rate_limit import RateLimit
from desktop_admin.web.sources import SourceCheck

logger = logging.getLogger(__name__)

LARGEST_BODY = 1024 * 1024
LONGEST_SECRET = 128
RATE, BURST = 100.0, 3000.0
"""Requests a second and at once from one source: five hundred mailboxes may all report in the same moment."""
NUISANCE = 30.0
"""So many times fewer may come to wrong paths."""


def push_app(
    decoder: PushDecoder,
    handler: PushHandler,
    sources: SourceCheck,
    limit: RateLimit | None = None,
    strangers: RateLimit | None = None,
) -> FastAPI:
    """``POST /push/SECRET``: 200 with the acknowledgement; 403, 404, 413, 400 and 429 are what they say.

    What comes to a path that nobody expects has limits of its own (``strangers``): it takes nothing from Exchange, also
    where both come through the same proxy.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    limits = limit or RateLimit(RATE, BURST)
    wrong = strangers or RateLimit(RATE / NUISANCE, BURST / NUISANCE)

    @app.post("/push/{secret}")
    async def push(secret: str, request: Request) -> Response:
        source = request.client.host if request.client else ""
        # Whether anybody expects this is asked before anything else: strangers cost nothing more.
        if len(secret) > LONGEST_SECRET or handler(secret, source, ()) is None:
            return Response(status_code=404 if wrong.allows(source) else 429)
        if not limits.allows(source):
            return Response(status_code=429)
        if not await sources.allows(source):
            return Response(status_code=403)
        return await _answer(secret, source, request)

    async def _answer(secret: str, source: str, request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        try:
            notices = decoder.decode(body)
        except ValueError as fault:
            logger.warning("A push from %s could not be read: %s", source, fault)
            return Response(status_code=400)
        keep = handler(secret, source, notices)
        return Response(decoder.acknowledge(keep is not False), media_type="text/xml; charset=utf-8")

    return app


async def _body(request: Request) -> bytes | None:
    """The body, None where it is too large; reading stops as soon as that is known. A broken one is empty."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > LARGEST_BODY:
        return None
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST_BODY:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)
