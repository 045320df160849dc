"""A small set of mailboxes behind the look-alike's edge: enough to test HTTP, sign-in, trouble and notifications."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from lxml import etree

from exchange_lookalike import soap
from exchange_lookalike.accounts import Account, Directory
from exchange_lookalike.faults import EwsError
from exchange_lookalike.notifications.events import Event, EventLogs, ObjectId
from exchange_lookalike.notifications.pace import Pace
from exchange_lookalike.site import Address, Site

PASSWORD = "Wood-Käse 7"
INBOX = 7
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_SOAP_PARTS = {"s": soap.SOAP, "m": soap.M, "t": soap.T}


@dataclass(frozen=True)
class FakeAsked:
    caller: Account
    account: Account
    request: etree._Element


class FakeCore:
    """Answers GetFolder and GetServerTimeZones, counts CreateItem, and fails on request (operation Explode)."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.created = 0

    def admit(self, envelope: soap.Envelope, caller: Account) -> FakeAsked:
        header = envelope.headers.get("ExchangeImpersonation")
        if header is None:
            return FakeAsked(caller, caller, envelope.body)
        named = "".join(header.itertext()).strip()
        if not caller.may_impersonate:
            raise EwsError("ErrorImpersonateUserDenied")
        return FakeAsked(caller, self.directory.mailbox_owner(named), envelope.body)

    def answer(self, asked: FakeAsked) -> etree._Element:
        operation = soap.local(asked.request)
        if operation == "Explode":
            raise RuntimeError("a fault of ours")
        if operation == "CreateItem":
            self.created += 1
            return soap.response(operation, [soap.success("CreateItemResponseMessage", soap.m("Items"))])
        if operation == "GetServerTimeZones":
            zones = soap.m("TimeZoneDefinitions")
            return soap.response(operation, [soap.success("GetServerTimeZonesResponseMessage", zones)])
        if operation == "GetFolder":
            return soap.response(operation, [soap.success("GetFolderResponseMessage", soap.m("Folders"))])
        raise EwsError("ErrorInvalidRequest")

    def folder(self, asked: FakeAsked, named: etree._Element) -> tuple[Account, int]:
        address = soap.child_text(soap.child(named, "Mailbox"), "EmailAddress")
        owner = self.directory.mailbox_owner(address) if address else asked.account
        if named.get("Id") != "inbox":
            raise EwsError("ErrorFolderNotFound")
        return owner, INBOX


def make_directory() -> Directory:
    """A service account that may impersonate, and two people."""
    directory = Directory("example.com", "EXAMPLE")
    directory.add(Account("svc@example.com", "Service", "svc", PASSWORD, may_impersonate=True))
    directory.add(Account("ann@example.com", "Ann", "ann.login", PASSWORD, aliases=("a.smith@example.com",)))
    directory.add(Account("bob@example.com", "Bob", "bob", PASSWORD))
    return directory


@dataclass
class Office:
    """A running site with the means to talk to it."""

    site: Site
    core: FakeCore
    logs: EventLogs
    client: httpx.AsyncClient

    @property
    def url(self) -> str:
        return f"{self.site.base_url}/EWS/Exchange.asmx"

    async def ask(self, body: str, *, user: str = "svc@example.com", mailbox: str = "") -> httpx.Response:
        """Send one operation with Basic sign-in, in somebody's mailbox."""
        return await self.client.post(self.url, content=request(body, mailbox), headers=XML, auth=(user, PASSWORD))

    def happen(self, address: str, kind: str = "Created", number: int = 1, folder: int = INBOX) -> None:
        """Let an event happen in somebody's folder."""
        moved = kind in {"Moved", "Copied"}
        old = ObjectId("b2xk", "AAA=") if moved else None
        event = Event(
            kind,
            NOW,
            ObjectId(f"item{number}", "AAA="),
            is_folder=False,
            parent=ObjectId("aW5ib3g=", "AAA="),
            folders=frozenset({folder}),
            old=old,
            old_parent=old,
        )
        account = self.core.directory.mailbox_owner(address)
        self.logs.add(account.number, event)


XML = {"Content-Type": "text/xml; charset=utf-8"}


def request(body: str, mailbox: str = "") -> bytes:
    """An envelope around `body`, whose elements use the prefixes m and t."""
    header = (
        f"<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>{mailbox}</t:PrimarySmtpAddress>"
        "</t:ConnectingSID></t:ExchangeImpersonation>"
        if mailbox
        else ""
    )
    return (
        f'<s:Envelope xmlns:s="{soap.SOAP}" xmlns:m="{soap.M}" xmlns:t="{soap.T}"><s:Header>'
        f'<t:RequestServerVersion Version="Exchange2016"/>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>'
    ).encode()


@asynccontextmanager
async def office(
    pace: Pace | None = None, monotonic: Callable[[], float] | None = None, address: Address | None = None
) -> AsyncIterator[Office]:
    """A site on a free port, stopped at the end."""
    directory, logs = make_directory(), EventLogs()
    core = FakeCore(directory)
    site = Site(core, directory, logs, address or Address(), pace=pace, monotonic=monotonic or time.monotonic)
    await site.start()
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
            yield Office(site, core, logs, client)
    finally:
        await site.stop()


def body_of(answer: bytes) -> etree._Element:
    """The element in the SOAP body."""
    return soap.parse(answer).body


def find(answer: bytes, path: str) -> list[etree._Element]:
    """Elements by XPath with the prefixes s, m, t."""
    return list(etree.fromstring(answer).xpath(path, namespaces=_SOAP_PARTS))


def texts(answer: bytes, path: str) -> list[str]:
    """The texts of elements by XPath."""
    return [element.text or "" for element in find(answer, path)]


def subscribe(way: str, *, kinds: str = "CreatedEvent", extra: str = "", everything: bool = False) -> str:
    """A Subscribe operation for the inbox or for all folders; `extra` follows the event types."""
    folders = "" if everything else '<t:FolderIds><t:DistinguishedFolderId Id="inbox"/></t:FolderIds>'
    events = "".join(f"<t:EventType>{kind}</t:EventType>" for kind in kinds.split())
    whole = ' SubscribeToAllFolders="true"' if everything else ""
    return (
        f"<m:Subscribe><m:{way}SubscriptionRequest{whole}>{folders}<t:EventTypes>{events}</t:EventTypes>{extra}"
        f"</m:{way}SubscriptionRequest></m:Subscribe>"
    )


async def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Poll until `condition` holds. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for has no event to wait on
            await asyncio.sleep(0.005)
