"""From request to answer: who calls, on whose behalf, which operation, and what becomes of its errors."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import re
import traceback
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from lxml import etree

from exchange_lookalike import access, soap
from exchange_lookalike.accounts import Account
from exchange_lookalike.call import Call
from exchange_lookalike.faults import EwsError, SchemaViolation, UnknownRequest
from exchange_lookalike.schema import documents
from exchange_lookalike.store import Store
from exchange_lookalike.timezones import Zone, read_definition

log = logging.getLogger(__name__)

_VERSION = re.compile(r"Exchange(2007(_SP1)?|2010(_SP[12])?|2013(_SP1)?|2015|2016|2019)|V\d{4}_\d\d_\d\d|V20\d\d\w*")
_MODULES = (
    "exchange_lookalike.operations.folders",
    "exchange_lookalike.operations.items",
    "exchange_lookalike.operations.create",
    "exchange_lookalike.operations.update",
    "exchange_lookalike.operations.search",
    "exchange_lookalike.operations.sync",
    "exchange_lookalike.operations.misc",
    "exchange_lookalike.operations.attachments",
    "exchange_lookalike.operations.marking",
    "exchange_lookalike.calendar.rules",
    "exchange_lookalike.people.operations",
)
"""Modules that register operations when they are imported."""


class Answer(NamedTuple):
    """What goes back over HTTP: a status and an envelope."""

    status: int
    body: bytes


Handler = Callable[[Call], etree._Element]
Part = TypeVar("Part")
_REGISTRY: dict[str, Handler] = {}


def operation(name: str) -> Callable[[Handler], Handler]:
    """Register a function as the handler of an operation, for every server."""

    def register(handler: Handler) -> Handler:
        _REGISTRY[name] = handler
        return handler

    return register


def operations() -> tuple[str, ...]:
    """The names of the registered operations."""
    return tuple(_REGISTRY)


def answer_each(call: Call, parts: Iterable[Part], act: Callable[[Part], etree._Element]) -> etree._Element:
    """A batch: `act` gives each part's successful ResponseMessage, an EwsError becomes that part's failure."""
    made = []
    for part in parts:
        try:
            made.append(act(part))
        except EwsError as error:
            made.append(soap.failed_part(call.name, error))
    return soap.response(call.name, made)


class Dispatcher:
    """The operations over one store: what the edge asks (`server.Core`). `failures` collects what went wrong inside
    (never: a test asserts that)."""

    def __init__(self, store: Store) -> None:
        for module in _MODULES:
            if importlib.util.find_spec(module) is not None:
                importlib.import_module(module)
        self.store = store
        self.failures: list[str] = []

    def dispatch(self, data: bytes, caller: Account) -> Answer:
        """Serve one request envelope of a signed-in account, from its bytes to the answer's."""
        try:
            return Answer(200, soap.envelope(self.answer(self.admit(soap.parse(data), caller))))
        except (EwsError, SchemaViolation, UnknownRequest) as error:
            return Answer(500, soap.refusal(error))

    def admit(self, request: soap.Envelope, caller: Account) -> Call:
        """Who asks for what, by the headers. Raises EwsError, SchemaViolation."""
        headers = request.headers
        version = headers.get("RequestServerVersion")
        number = "Exchange2007" if version is None else version.get("Version", "")
        if not _VERSION.fullmatch(number):
            raise EwsError("ErrorInvalidServerVersion")
        # An attribute with a namespace is SOAP's.
        if version is not None and (len(version) or [n for n in version.attrib if n != "Version" and n[0] != "{"]):
            raise SchemaViolation("RequestServerVersion must hold its Version alone.", version.sourceline or 0)
        documents.check_request(request.body)
        for block in headers.values():
            documents.check_header(block)
        account = caller
        if "ExchangeImpersonation" in headers:
            account = _impersonated(self.store, caller, headers["ExchangeImpersonation"])
        context = headers.get("TimeZoneContext")
        zone = None if context is None else _zone(context)
        return Call(self.store, caller, account, request.body, headers, number, zone)

    def answer(self, call: Call) -> etree._Element:
        """Do an operation and give its response element. Raises EwsError, SchemaViolation, and nothing else."""
        if call.name == "GetServerTimeZones" and "lacks_time_zones" in call.store.quirks:
            raise UnknownRequest(f"Unknown request '{call.name}'.")
        handler = _REGISTRY.get(call.name)
        if handler is None:
            raise EwsError("ErrorInvalidOperation", f"{call.name} is not served here.")
        try:
            return handler(call)
        except (EwsError, SchemaViolation, UnknownRequest):
            raise
        except Exception as error:  # a server answers whatever happens; the failure is kept and logged
            self.failures.append(traceback.format_exc())
            log.exception("%s could not be answered: %s", call.name, error)
            raise EwsError("ErrorInternalServerError") from None

    def folder(self, call: Call, named: etree._Element) -> tuple[Account, int]:
        """The folder that a FolderId or DistinguishedFolderId names: its mailbox's owner and its number. Raises
        EwsError where there is none or the caller may not look."""
        found = access.folder(call, named)
        return found.mailbox.account, found.number


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
