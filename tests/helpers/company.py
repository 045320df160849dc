"""A whole look-alike in the test's own loop: real mailboxes over HTTP, with trouble on request."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from exchange_lookalike.accounts import Account
from exchange_lookalike.api import Sandbox
from exchange_lookalike.notifications.pace import Pace
from tests.helpers import schema
from tests.helpers.edge import XML, find, request, subscribe, texts

ENDS = re.compile(rb"</(\w+:)?Envelope>")
OK = (
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><SendNotificationResult '
    b'xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"><SubscriptionStatus>%s'
    b"</SubscriptionStatus></SendNotificationResult></s:Body></s:Envelope>"
)


def note(subject: str) -> str:
    """A message that its writer keeps in the inbox."""
    return (
        '<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId><t:DistinguishedFolderId Id="inbox"/>'
        f"</m:SavedItemFolderId><m:Items><t:Message><t:Subject>{subject}</t:Subject></t:Message></m:Items>"
        "</m:CreateItem>"
    )


@dataclass
class CompanyAtWork:
    """A running look-alike and a client."""

    sandbox: Sandbox
    client: httpx.AsyncClient

    @property
    def people(self) -> list[Account]:
        return [account for account in self.sandbox.accounts if account.kind == "user"]

    async def ask(self, body: str, person: int = 0, mailbox: str = "") -> httpx.Response:
        """Send an operation as one of the people; with `mailbox` as the service account on somebody's behalf."""
        who = self.sandbox.service_account if mailbox else self.people[person]
        return await self.client.post(
            self.sandbox.url, content=request(body, mailbox), headers=XML, auth=(who.address, who.password)
        )

    async def write(self, *subjects: str, person: int = 0) -> None:
        """Put messages into a person's inbox, one request each."""
        for subject in subjects:
            answer = await self.ask(note(subject), person)
            assert texts(answer.content, "//m:ResponseCode") == ["NoError"], answer.text

    def inbox(self, person: int = 0) -> list[str]:
        """The subjects in a person's inbox."""
        found = self.sandbox.store.folder(self.people[person], "inbox")
        return [item.text("Subject") for item in found.items.values()]

    async def control(self, **wish: Any) -> httpx.Response:
        """What a script sends to the control endpoint."""
        return await self.client.post(self.sandbox.control_url, json=wish)

    async def trouble(self, kind: str, **fields: Any) -> None:
        """Switch a trouble on over the control endpoint."""
        answer = await self.control(set={"trouble": kind, **fields})
        assert answer.status_code == 200, answer.text

    async def subscribed(self, way: str, *, kinds: str = "CreatedEvent", extra: str = "", person: int = 0) -> str:
        """Subscribe to a person's inbox; gives the subscription's identifier."""
        answer = await self.ask(subscribe(way, kinds=kinds, extra=extra), person)
        schema.check(answer.content)
        (made,) = texts(answer.content, "//m:SubscriptionId")
        return made

    def subjects(self, envelope: bytes, person: int = 0) -> list[str]:
        """What a notification's created events are about, in order."""
        known = {item.id: item.text("Subject") for item in self._items(person)}
        return [known[found] for found in _ids(envelope)]

    def _items(self, person: int) -> list[Any]:
        return list(self.sandbox.store.folder(self.people[person], "inbox").items.values())

    @asynccontextmanager
    async def stream(self, *subscriptions: str, minutes: int = 30, person: int = 0) -> AsyncIterator[Stream]:
        """A GetStreamingEvents connection of one of the people; -1 is the service account's."""
        listed = "".join(f"<t:SubscriptionId>{one}</t:SubscriptionId>" for one in subscriptions)
        body = (
            f"<m:GetStreamingEvents><m:SubscriptionIds>{listed}</m:SubscriptionIds>"
            f"<m:ConnectionTimeout>{minutes}</m:ConnectionTimeout></m:GetStreamingEvents>"
        )
        who = self.people[person] if person >= 0 else self.sandbox.service_account
        async with self.client.stream(
            "POST", self.sandbox.url, content=request(body), headers=XML, auth=(who.address, who.password)
        ) as answer:
            yield Stream(answer.aiter_bytes())


def _ids(envelope: bytes) -> list[str]:
    """The identifiers of the items that a notification's created events name."""
    return [str(one.get("Id")) for one in find(envelope, "//t:CreatedEvent/t:ItemId")]


@dataclass
class Stream:
    """The envelopes of a stream, each checked against the schema. `rest` is what came after the last whole one."""

    parts: AsyncIterator[bytes]
    rest: bytes = b""

    async def next(self, seconds: float = 10.0) -> bytes:
        """The next envelope. Raises EOFError at the proper end, TimeoutError, httpx.HTTPError on a cut."""
        async with asyncio.timeout(seconds):
            while (ends := ENDS.search(self.rest)) is None:
                try:
                    self.rest += await anext(self.parts)
                except StopAsyncIteration:
                    raise EOFError from None
        envelope, self.rest = self.rest[: ends.end()], self.rest[ends.end() :]
        schema.check(envelope)
        return envelope

    async def status(self) -> str:
        """The next envelope's ConnectionStatus, "" where it has none."""
        return "".join(texts(await self.next(), "//m:ConnectionStatus"))


@dataclass
class PushListener:
    """An HTTP server that takes notifications. `says` is its SubscriptionStatus, "" for 500 in its place."""

    says: str = "OK"
    got: list[bytes] = field(default_factory=list)
    url: str = ""
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[PushListener]:
        """Listen on a free port."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/notify"
        try:
            yield self
        finally:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    int(line.partition(b":")[2]) for line in head.splitlines() if line.lower().startswith(b"content-le")
                )
                self.got.append(await reader.readexactly(length))
                self._news.set()
                body = OK % self.says.encode() if self.says else b""
                status = b"200 OK" if self.says else b"500 Internal Server Error"
                writer.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the sender has gone, as it may
        except asyncio.CancelledError:
            pass  # the test is over
        finally:
            writer.close()

    async def next(self, seconds: float = 10.0) -> bytes:
        """The next notification's envelope, oldest first, checked against the schema. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not self.got:
                self._news.clear()
                await self._news.wait()
        found = self.got.pop(0)
        schema.check(found)
        return found

    @property
    def wanted(self) -> str:
        """What follows the event types in a Subscribe request for it."""
        return f"<t:StatusFrequency>1</t:StatusFrequency><t:URL>{self.url}</t:URL>"


@asynccontextmanager
async def company_at_work(
    people: int = 2, *, tls: bool = False, pace: Pace | None = None
) -> AsyncIterator[CompanyAtWork]:
    """A look-alike that is stopped at the end, whose inside must not have failed."""
    async with (
        Sandbox(people=people, tls=tls, pace=pace) as sandbox,
        httpx.AsyncClient(trust_env=False, timeout=20) as client,
    ):
        yield CompanyAtWork(sandbox, client)
        assert not sandbox.dispatcher.failures
