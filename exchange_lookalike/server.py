"""The edge: HTTP in front of the mailboxes. Paths, sign-in, trouble, streams, the request log."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from lxml import etree

from exchange_lookalike import autodiscover, autodiscover_soap, control, soap
from exchange_lookalike.accounts import Account
from exchange_lookalike.auth import Gate
from exchange_lookalike.faults import EwsError, SchemaViolation, UnknownRequest
from exchange_lookalike.http import HTML, JSON, XML, Exchange, Gone, Receive, Send, TooLarge
from exchange_lookalike.journal import Journal
from exchange_lookalike.notifications.requests import OPERATIONS, NotificationDesk
from exchange_lookalike.notifications.streaming import StreamRequest, Streams
from exchange_lookalike.oauth import LARGEST_FORM
from exchange_lookalike.schema import documents, wsdl
from exchange_lookalike.trouble import Switch, Trouble

log = logging.getLogger(__name__)

EWS_PATH = "/ews/exchange.asmx"
_DESCRIPTIONS = {f"/ews/{name}": name for name in ("services.wsdl", "messages.xsd", "types.xsd", "xml.xsd")}
AUTODISCOVER_PATH = "/autodiscover/autodiscover.xml"
AUTODISCOVER_SOAP_PATH = "/autodiscover/autodiscover.svc"
LARGEST_AUTODISCOVER = 64 * 1024
_UNAUTHORIZED = b"401 - Unauthorized: Access is denied due to invalid credentials."
_PAGE = (
    b"<!DOCTYPE html><html><head><title>Exchange Web Services</title></head>"
    b"<body><h1>Service</h1><p>You have reached Exchange Web Services. Send SOAP requests with POST.</p></body></html>"
)


_UNDIVIDED = frozenset(
    ["GetUserOofSettingsRequest", "SetUserOofSettingsRequest", "GetUserAvailabilityRequest", "GetMailTips",
     "GetServiceConfiguration", "GetRoomLists", "GetRooms", "GetInboxRules", "GetDelegate", "AddDelegate"]
)  # fmt: skip
"""Operations whose answer is no list of ResponseMessages: what hinders them is a fault, whatever form is wished."""


class Asked(Protocol):
    """A request whose caller is known: who signed in, whose rights apply, and the operation's element."""

    @property
    def caller(self) -> Account: ...
    @property
    def account(self) -> Account: ...
    @property
    def request(self) -> etree._Element: ...


A = TypeVar("A", bound=Asked)


class Core(Protocol[A]):
    """The mailboxes behind the edge: `dispatch.Dispatcher`."""

    def admit(self, request: soap.Envelope, caller: Account, /) -> A:
        """Check headers and impersonation. Raises EwsError, SchemaViolation."""

    def answer(self, asked: A, /) -> etree._Element:
        """Do an operation and give its response element. Raises EwsError, SchemaViolation."""

    def folder(self, asked: A, named: etree._Element, /) -> tuple[Account, int]:
        """The folder that a FolderId or DistinguishedFolderId names: its mailbox's owner and its number. Raises
        EwsError where there is none or the caller may not look."""


@dataclass(frozen=True)
class Result:
    """What an EWS request comes to: an HTTP status with an envelope."""

    status: int
    body: bytes


class Edge:
    """The ASGI application. `restart` and the like are the owner's (`controlled`)."""

    def __init__(
        self,
        core: Core[Any],
        gate: Gate,
        trouble: Trouble,
        desk: NotificationDesk,
        streams: Streams,
        journal: Journal,
        clock: Callable[[], datetime],
    ) -> None:
        self._core = core
        self._gate = gate
        self._trouble = trouble
        self._desk = desk
        self._streams = streams
        self._journal = journal
        self._clock = clock
        self._after: set[asyncio.Task[None]] = set()
        self.base_url = ""
        self.controlled: control.Controlled | None = None

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        exchange = Exchange(scope, receive, send)
        task = asyncio.current_task()
        if task is not None:
            exchange.connection.on_lost = task.cancel
        try:
            await self._route(exchange)
        except TooLarge:
            await exchange.answer(413, b"413 - Request entity too large.", HTML)
        except (Gone, asyncio.CancelledError):
            with contextlib.suppress(asyncio.CancelledError):
                await exchange.connection.cut()
        finally:
            exchange.connection.on_lost = None

    async def stop(self) -> None:
        """End what was begun after answers had gone out."""
        tasks = [task for task in self._after if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _route(self, exchange: Exchange) -> None:
        if exchange.path.startswith("/sandbox"):
            await self._control(exchange)
        elif self._trouble.has("network_cut"):
            await exchange.connection.cut()
        elif exchange.path == EWS_PATH:
            await self._ews_path(exchange)
        elif exchange.method == "GET" and exchange.path in _DESCRIPTIONS:
            await self._describe(exchange, _DESCRIPTIONS[exchange.path])
        elif exchange.path == AUTODISCOVER_PATH:
            await self._autodiscover(exchange)
        elif exchange.path == AUTODISCOVER_SOAP_PATH:
            await self._autodiscover_soap(exchange)
        elif not await self._token(exchange):
            await exchange.answer(404, b"404 - File or directory not found.", HTML)

    # --- who is it ---------------------------------------------------------------------------------------------------

    async def _signed_in(self, exchange: Exchange) -> Account | None:
        """The account, or None after the 401 has been sent."""
        verdict = self._gate.judge(exchange.headers.get("authorization"), exchange.connection.identity)
        if verdict.account is None:
            await self._turn_away(exchange, verdict.challenges)
        return verdict.account

    async def _turn_away(self, exchange: Exchange, challenges: tuple[str, ...]) -> None:
        self._journal.unsigned += 1
        await exchange.answer(401, _UNAUTHORIZED, HTML, [("www-authenticate", value) for value in challenges])

    # --- EWS ---------------------------------------------------------------------------------------------------------

    async def _ews_path(self, exchange: Exchange) -> None:
        if exchange.method not in {"GET", "HEAD", "POST"}:
            await exchange.answer(405, b"405 - Method not allowed.", HTML, [("allow", "GET, HEAD, POST")])
            return
        body = await exchange.body()
        caller = await self._signed_in(exchange)
        if caller is None:
            return
        if exchange.method != "POST":
            await exchange.answer(200, _PAGE, HTML)
            return
        kind = exchange.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "text/xml":
            await exchange.answer(415, b"415 - Send the request as text/xml; charset=utf-8.", HTML)
            return
        await self._ews(exchange, caller, body)

    async def _describe(self, exchange: Exchange, name: str) -> None:
        """Send the description of the service, or one of the schema documents that it names."""
        if await self._signed_in(exchange) is None:
            return
        described = name == "services.wsdl"
        content = wsdl.services(f"{self.base_url}{EWS_PATH}") if described else documents.sources()[name]
        await exchange.answer(200, content)

    async def _ews(self, exchange: Exchange, caller: Account, data: bytes) -> None:
        operation, account = "", caller
        asked: Asked | Result
        try:
            envelope = soap.parse(data)
            operation = soap.local(envelope.body)
            asked = admitted = self._core.admit(envelope, caller)
            account = admitted.account
        except (EwsError, SchemaViolation) as error:
            asked = Result(500, soap.refusal(error))
        if self._trouble and await self._hindered(exchange, operation, caller, account):
            return
        if isinstance(asked, Result):
            await self._finish(exchange, asked, operation, caller, account)
        elif operation == "GetStreamingEvents":
            await self._stream(exchange, asked)
        else:
            await self._finish(exchange, self._answer(asked), operation, caller, account)

    def _answer(self, asked: Asked) -> Result:
        try:
            if soap.local(asked.request) in OPERATIONS:
                resolve = partial(self._core.folder, asked)
                response = self._desk.answer(asked.request, asked.caller.address, asked.account, resolve)
            else:
                response = self._core.answer(asked)
            return Result(200, soap.envelope(response))
        except (EwsError, SchemaViolation, UnknownRequest) as error:
            return Result(500, soap.refusal(error))
        except Exception:
            log.exception("%s could not be answered", soap.local(asked.request))
            return Result(500, soap.refusal(EwsError("ErrorInternalServerError")))

    async def _finish(
        self, exchange: Exchange, result: Result, operation: str, caller: Account, mailbox: Account
    ) -> None:
        switch = self._trouble.take("answer_lost", operation=operation, mailbox=mailbox.address)
        self._note(exchange, result, operation, caller, mailbox, cut=switch is not None)
        if switch is not None:
            await exchange.connection.cut()
            return
        await exchange.answer(result.status, result.body)

    def _note(
        self, exchange: Exchange, result: Result, operation: str, caller: Account, mailbox: Account, *, cut: bool
    ) -> None:
        self._journal.note(
            self._clock(), operation, mailbox.address, caller.address, result.status, result.body,
            exchange.milliseconds, cut=cut,
        )  # fmt: skip

    # --- trouble -----------------------------------------------------------------------------------------------------

    async def _hindered(self, exchange: Exchange, operation: str, caller: Account, mailbox: Account) -> bool:
        """Make the trouble that is due. True: the request has been dealt with."""

        def due(kind: str) -> Switch | None:
            return self._trouble.take(kind, operation=operation, mailbox=mailbox.address)

        slow = due("latency")
        if slow is not None:
            await asyncio.sleep(slow.seconds)
        if due("unauthorized") is not None:
            await self._turn_away(exchange, self._gate.refuse(caller, exchange.connection.identity))
            return True
        unavailable = due("unavailable")
        if unavailable is not None:
            result = Result(503, b"503 - The service is unavailable.")
            self._note(exchange, result, operation, caller, mailbox, cut=False)
            wait = [("retry-after", f"{unavailable.seconds:.0f}")] if unavailable.seconds else []
            await exchange.answer(503, result.body, HTML, wait)
            return True
        for kind in ("busy", "error"):
            switch = due(kind)
            if switch is not None:
                await self._finish(exchange, _error_answer(switch, operation), operation, caller, mailbox)
                return True
        return False

    # --- streams -----------------------------------------------------------------------------------------------------

    async def _stream(self, exchange: Exchange, asked: Asked) -> None:
        try:
            request = StreamRequest.read(asked.request)
        except (EwsError, SchemaViolation) as error:
            refused = Result(500, soap.refusal(error))
            await self._finish(exchange, refused, "GetStreamingEvents", asked.caller, asked.account)
            return
        self._note(exchange, Result(200, b""), "GetStreamingEvents", asked.caller, asked.account, cut=False)
        await exchange.start(200, XML)
        async with contextlib.aclosing(self._streams.run(request, asked.caller.address)) as chunks:
            async for chunk in chunks:
                if chunk.cut:
                    framed = f"{len(chunk.data):x}\r\n".encode() + chunk.data[: len(chunk.data) // 2]
                    await exchange.connection.cut_after(framed)
                    return
                await exchange.part(chunk.data)
        await exchange.finish()

    # --- Autodiscover and control ------------------------------------------------------------------------------------

    async def _autodiscover(self, exchange: Exchange) -> None:
        body = await exchange.body(LARGEST_AUTODISCOVER)
        if await self._signed_in(exchange) is None:
            return
        content = body if exchange.method == "POST" else b""
        await exchange.answer(200, autodiscover.answer(content, self._gate.directory, self.base_url, self._clock()))

    async def _autodiscover_soap(self, exchange: Exchange) -> None:
        body = await exchange.body(LARGEST_AUTODISCOVER)
        if await self._signed_in(exchange) is None:
            return
        told = autodiscover_soap.answer(body, self._gate.directory, self.base_url)
        await exchange.answer(
            400 if told is None else 200, told or b"400 - Bad Request.", HTML if told is None else XML
        )

    async def _token(self, exchange: Exchange) -> bool:
        """Answers at the token endpoint's paths; False for any other."""
        tokens = self._gate.tokens
        if tokens is None or not exchange.path.startswith(f"/{tokens.application.tenant}/"):
            return False
        answer = tokens.answer(exchange.method, exchange.path, await exchange.body(LARGEST_FORM), self.base_url)
        if answer is None:
            return False
        await exchange.answer(answer.status, answer.body, JSON)
        return True

    async def _control(self, exchange: Exchange) -> None:
        if self.controlled is None:
            await exchange.answer(404, b"", HTML)
            return
        body = await exchange.body(control.LARGEST_BODY)
        kind = exchange.headers.get("content-type", "")
        reply = control.handle(exchange.method, exchange.path, kind, body, self.controlled)
        extra = [("connection", "close")] if reply.after is not None else []
        await exchange.answer(reply.status, reply.body, JSON, extra)
        if reply.after is not None:
            exchange.connection.on_lost = None
            task = asyncio.get_running_loop().create_task(_when_lost(exchange, reply), name="after control")
            self._after.add(task)
            task.add_done_callback(self._after.discard)


async def _when_lost(exchange: Exchange, reply: control.Reply) -> None:
    """Do what cuts connections once the asker has its answer."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(exchange.connection.lost.wait(), 1.0)
    if reply.after is not None:
        await reply.after()


def _error_answer(switch: Switch, operation: str) -> Result:
    """The answer of a busy or erring server, as a fault or as a response message."""
    code = switch.code or "ErrorServerBusy"
    back_off = switch.back_off_ms if switch.kind == "busy" else None
    if switch.form == "fault" or operation in _UNDIVIDED:
        return Result(500, soap.fault(code, EwsError(code).text, back_off=back_off))
    values = {} if back_off is None else {"BackOffMilliseconds": str(back_off)}
    message = soap.failed_part(operation, EwsError(code, values=values))
    return Result(200, soap.envelope(soap.response(operation, [message])))
