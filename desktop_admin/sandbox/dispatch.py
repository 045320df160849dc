"""From request to answer: who calls, on whose behalf, which operation, and what becomes of its errors."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import re
import traceback
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from lxml import etree

from desktop_admin.sandbox import soap
from desktop_admin.sandbox.accounts import Account
from desktop_admin.sandbox.faults import EwsError, SchemaViolation
from desktop_admin.sandbox.store import Store
from desktop_admin.sandbox.timezones import Zone, read_definition

log = logging.getLogger(__name__)

_VERSION = re.compile(r"Exchange(2007(_SP1)?|2010(_SP[12])?|2013(_SP1)?|2015|2016|2019)|V\d{4}_\d\d_\d\d|V20\d\d\w*")
_MODULES = (
    "desktop_admin.sandbox.operations.folders",
    "desktop_admin.sandbox.operations.items",
    "desktop_admin.sandbox.operations.create",
    "desktop_admin.sandbox.operations.update",
    "desktop_admin.sandbox.operations.search",
    "desktop_admin.sandbox.operations.sync",
    "desktop_admin.sandbox.operations.misc",
    "desktop_admin.sandbox.operations.attachments",
    "desktop_admin.sandbox.calendar.rules",
    "desktop_admin.sandbox.people.operations",
)
"""Modules that register operations when they are imported."""


class Answer(NamedTuple):
    """What goes back over HTTP: a status and a body, or a `stream` of whole envelopes."""

    status: int
    body: bytes
    stream: AsyncIterator[bytes] | None = None


@dataclass(frozen=True)
class Streamed:
    """What a handler gives that answers with many envelopes (GetStreamingEvents): response elements, one each."""

    responses: AsyncIterator[etree._Element]


@dataclass(frozen=True)
class Call:
    """One request being served.

    `caller` has signed in; `account` is whose rights apply: the impersonated one where there is one. `zone` is the
    TimeZoneContext. `header` are the SOAP header's blocks by name.
    """

    store: Store
    caller: Account
    account: Account
    request: etree._Element
    headers: dict[str, etree._Element] = field(default_factory=dict)
    version: str = "Exchange2016"
    zone: Zone | None = None

    @property
    def name(self) -> str:
        """The operation's name."""
        return soap.local(self.request)


Handler = Callable[[Call], "etree._Element | Streamed"]
AnyHandler = TypeVar("AnyHandler", bound=Handler)
Part = TypeVar("Part")
_REGISTRY: dict[str, Handler] = {}


def operation(name: str) -> Callable[[AnyHandler], AnyHandler]:
    """Register a function as the handler of an operation, for every server."""

    def register(handler: AnyHandler) -> AnyHandler:
        _REGISTRY[name] = handler
        return handler

    return register


def answer_each(call: Call, parts: Iterable[Part], act: Callable[[Part], etree._Element]) -> etree._Element:
    """A batch: `act` gives each part's successful ResponseMessage, an EwsError becomes that part's failure."""
    message = f"{call.name}ResponseMessage"
    made = []
    for part in parts:
        try:
            made.append(act(part))
        except EwsError as error:
            made.append(soap.failure(message, error))
    return soap.response(call.name, made)


class Dispatcher:
    """The operations over one store. `failures` collects what went wrong inside (never: a test asserts that)."""

    def __init__(self, store: Store) -> None:
        for module in _MODULES:
            if importlib.util.find_spec(module) is not None:
                importlib.import_module(module)
        self.store = store
        self.failures: list[str] = []
        self._own: dict[str, Handler] = {}

    def add(self, name: str, handler: Handler) -> None:
        """Serve an operation by a handler of this server's own."""
        self._own[name] = handler

    def dispatch(self, data: bytes, caller: Account) -> Answer:
        """Serve one request envelope of a signed-in account."""
        try:
            request = soap.parse(data)
            call = self._call(request, caller)
            handler = self._own.get(call.name) or _REGISTRY.get(call.name)
            if handler is None or etree.QName(request.body).namespace != soap.M:
                raise SchemaViolation(f"The element '{call.name}' is no operation of this service.")
            made = handler(call)
            if isinstance(made, Streamed):
                return Answer(200, b"", _envelopes(made.responses))
            return Answer(200, soap.envelope(made))
        except SchemaViolation as violation:
            text = "The request failed schema validation."
            return Answer(500, soap.fault("ErrorSchemaValidation", text, violation=violation))
        except EwsError as error:
            return Answer(500, soap.fault(error.code, error.text))
        except Exception as error:  # a server answers whatever happens; the failure is kept and logged
            self.failures.append(traceback.format_exc())
            log.exception("The look-alike failed inside: %s", error)
            code = "ErrorInternalServerError"
            return Answer(500, soap.fault(code, "An internal server error occurred. The operation failed."))

    def _call(self, request: soap.Envelope, caller: Account) -> Call:
        headers = request.headers
        version = headers.get("RequestServerVersion")
        number = "Exchange2007" if version is None else version.get("Version", "")
        if not _VERSION.fullmatch(number):
            raise EwsError("ErrorInvalidServerVersion")
        account = caller
        if "ExchangeImpersonation" in headers:
            account = _impersonated(self.store, caller, headers["ExchangeImpersonation"])
        context = headers.get("TimeZoneContext")
        zone = None
        if context is not None:
            zone = _zone(context)
        return Call(self.store, caller, account, request.body, headers, number, zone)


async def _envelopes(responses: AsyncIterator[etree._Element]) -> AsyncIterator[bytes]:
    async for response in responses:
        yield soap.envelope(response)


def _zone(context: etree._Element) -> Zone:
    definition = soap.need(context, "TimeZoneDefinition")
    try:
        return read_definition(definition)
    except ValueError as error:
        raise EwsError("ErrorTimeZone", f"The time zone cannot be used: {error}") from None


def _impersonated(store: Store, caller: Account, header: etree._Element) -> Account:
    """Whom the caller acts as (MS-OXWSCORE ExchangeImpersonation). Raises EwsError."""
    who = soap.need(header, "ConnectingSID")
    names = soap.elements(who)
    if len(names) != 1:
        raise SchemaViolation("The element 'ConnectingSID' must hold exactly one identity.", who.sourceline or 0)
    kind, text = soap.local(names[0]), (names[0].text or "").strip()
    directory = store.directory
    if kind in ("PrimarySmtpAddress", "SmtpAddress"):
        found = directory.by_address(text)
        if found is not None and kind == "PrimarySmtpAddress" and text.lower() != found.address.lower():
            found = None
        unknown = "ErrorNonExistentMailbox"
    elif kind == "SID":
        found, unknown = directory.by_sid(text), "ErrorInvalidUserSid"
    elif kind == "PrincipalName":
        found, unknown = directory.by_login(text), "ErrorInvalidUserPrincipalName"
    else:
        raise SchemaViolation(f"The element '{kind}' is no identity.", who.sourceline or 0)
    if found is None:
        raise EwsError(unknown)
    if not caller.may_impersonate:
        raise EwsError("ErrorImpersonateUserDenied")
    return found
