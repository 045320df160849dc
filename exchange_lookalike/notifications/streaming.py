"""Streaming: one long answer to GetStreamingEvents, an envelope after the other (MS-OXWSNTIF 3.1.4.3)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from exchange_lookalike import soap
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.notifications.delivery import Delivery
from exchange_lookalike.notifications.subscriptions import Subscription, Subscriptions
from exchange_lookalike.quirks import Quirks
from exchange_lookalike.trouble import Trouble

MOST_SUBSCRIPTIONS = 200
MOST_CONNECTIONS = 10
"""HangingConnectionLimit: streams that one account may have open."""
_MESSAGE = "GetStreamingEventsResponseMessage"
_CODES = {
    "ErrorNewEventStreamConnectionOpened": "Another connection has been opened for the subscription.",
    "ErrorSubscriptionUnsubscribed": "The subscription has been ended.",
    "ErrorExpiredSubscription": "The subscription has expired.",
    "ErrorSubscriptionNotFound": "The specified subscription was not found.",
}


@dataclass(frozen=True)
class StreamRequest:
    """What GetStreamingEvents asks for."""

    subscription_ids: tuple[str, ...]
    minutes: int

    @classmethod
    def read(cls, body: etree._Element) -> StreamRequest:
        """Raises SchemaViolation; EwsError ErrorInvalidRequest for more than 200 subscriptions."""
        listed = soap.elements(soap.need(body, "SubscriptionIds"))
        found = tuple(dict.fromkeys(subscription_id(one) for one in listed))
        if not found:
            raise SchemaViolation("The element 'SubscriptionIds' has incomplete content.", body.sourceline or 0)
        if len(found) > MOST_SUBSCRIPTIONS:
            raise EwsError("ErrorInvalidRequest", f"A connection serves at most {MOST_SUBSCRIPTIONS} subscriptions.")
        return cls(found, whole(soap.need(body, "ConnectionTimeout"), 1, 30))


def subscription_id(element: etree._Element) -> str:
    """An element's SubscriptionIdType. Raises SchemaViolation for an empty one."""
    text = (element.text or "").strip()
    if not text:
        raise SchemaViolation(f"The '{soap.local(element)}' element is invalid - It is empty.", element.sourceline or 0)
    return text


def whole(element: etree._Element, lowest: int, highest: int) -> int:
    """An element's whole number within bounds. Raises SchemaViolation."""
    text = (element.text or "").strip()
    if not text.isascii() or not text.isdecimal() or not lowest <= int(text) <= highest:
        raise SchemaViolation(
            f"The '{soap.local(element)}' element is invalid - The value '{text}' is invalid according to its "
            "datatype.",
            element.sourceline or 0,
        )
    return int(text)


@dataclass(frozen=True)
class Chunk:
    """One envelope; `cut` asks to break the connection in its middle."""

    data: bytes
    cut: bool = False


@dataclass
class Streams:
    """All open streams. An account may have ten; a subscription is told on its newest stream only."""

    subscriptions: Subscriptions
    trouble: Trouble
    now: Callable[[], float]
    quirks: Quirks = field(default_factory=Quirks)
    open: dict[str, int] = field(default_factory=dict)

    async def run(self, request: StreamRequest, creator: str) -> AsyncGenerator[Chunk, None]:
        """The envelopes, until ConnectionTimeout, or until no subscription is left, or the reader goes away."""
        if self.open.get(creator, 0) >= MOST_CONNECTIONS:
            error = EwsError("ErrorExceededConnectionCount", "You have exceeded the available concurrent connections.")
            yield Chunk(_envelope(soap.failure(_MESSAGE, error)))
            return
        good, bad = self._sort(request.subscription_ids, creator)
        if "one_mailbox_a_stream" in self.quirks and (others := _of_others(good)):
            yield Chunk(_trouble("ErrorInvalidSubscription", others, closed=True))
            return
        for code, ids in bad.items():
            yield Chunk(_trouble(code, ids, closed=not good))
        if not good:
            return
        self.open[creator] = self.open.get(creator, 0) + 1
        stream = _Stream(self, good)
        try:
            async for chunk in stream.run(request.minutes):
                yield chunk
        finally:
            stream.let_go()
            self.open[creator] -= 1

    def _sort(self, ids: Sequence[str], creator: str) -> tuple[list[Subscription], dict[str, list[str]]]:
        good: list[Subscription] = []
        bad: dict[str, list[str]] = {}
        for one in ids:
            try:
                found = self.subscriptions.get(one, creator)
                if found.wish.way != "streaming":
                    raise EwsError("ErrorInvalidSubscription")
                good.append(found)
            except EwsError as error:
                bad.setdefault(error.code, []).append(one)
        return good, bad


def _of_others(subscriptions: Sequence[Subscription]) -> list[str]:
    """The subscriptions to other mailboxes than that of the first one."""
    return [one.id for one in subscriptions if one.mailbox != subscriptions[0].mailbox]


class _Stream:
    def __init__(self, streams: Streams, subscriptions: list[Subscription]) -> None:
        self._streams = streams
        self._served = {one.id: (one, Delivery(one, streams.trouble)) for one in subscriptions}
        self._news = asyncio.Event()
        self._gone: dict[str, list[str]] = {}
        for one in subscriptions:
            if one.on_gone is not None:
                one.on_gone("ErrorNewEventStreamConnectionOpened")
            one.wake = self._news.set
            one.on_gone = self._leaver(one.id)
        self._news.set()  # what happened before the stream was opened is told at once

    def _leaver(self, subscription_id: str) -> Callable[[str], None]:
        def left(why: str) -> None:
            subscription, _ = self._served.pop(subscription_id)
            subscription.wake = subscription.on_gone = None
            self._gone.setdefault(why, []).append(subscription_id)
            self._news.set()

        return left

    def let_go(self) -> None:
        """The stream has ended; its subscriptions wait for the next one."""
        for one, _ in self._served.values():
            one.wake = one.on_gone = None
            one.touched = self._streams.now()

    async def run(self, minutes: int) -> AsyncIterator[Chunk]:
        pace = self._streams.subscriptions.pace
        end = self._streams.now() + minutes * pace.minute
        beat = self._streams.now() + pace.heartbeat
        yield Chunk(_status("OK"))
        while self._streams.now() < end:
            try:
                async with asyncio.timeout(max(0.0, min(end, beat) - self._streams.now())):
                    await self._news.wait()
            except TimeoutError:
                if self._streams.now() >= end:
                    break
                beat = self._streams.now() + pace.heartbeat
                if self._heartbeat_allowed():
                    yield Chunk(_status("OK"))
                continue
            self._news.clear()
            async for chunk in self._tell():
                yield chunk
                beat = self._streams.now() + pace.heartbeat
            if not self._served:
                break
        yield Chunk(_status("Closed"))

    async def _tell(self) -> AsyncIterator[Chunk]:
        gone, self._gone = self._gone, {}
        for code, ids in gone.items():
            yield Chunk(_trouble(code, ids, closed=False))
        for one, delivery in list(self._served.values()):
            more = True
            while more:
                batch = one.read(one.position)
                one.position, more = batch.end, batch.more
                for each in await delivery.pass_on(batch) if batch.events else ():
                    told = soap.m("Notifications", None, one.notification(each, with_watermarks=False))
                    cut = self._streams.trouble.take("cut_stream", mailbox=one.address) is not None
                    yield Chunk(_envelope(soap.success(_MESSAGE, told)), cut)

    def _heartbeat_allowed(self) -> bool:
        return all(delivery.heartbeat_allowed() for _, delivery in self._served.values())


def _envelope(message: etree._Element) -> bytes:
    return soap.stream_envelope(soap.response("GetStreamingEvents", [message]))


def _status(status: str) -> bytes:
    return _envelope(soap.success(_MESSAGE, soap.m("ConnectionStatus", status)))


def _trouble(code: str, ids: Sequence[str], *, closed: bool) -> bytes:
    message = soap.failure(_MESSAGE, EwsError(code, _CODES.get(code, "")))
    message.append(soap.m("ErrorSubscriptionIds", None, *(soap.t("SubscriptionId", one) for one in ids)))
    if closed:
        message.append(soap.m("ConnectionStatus", "Closed"))
    return _envelope(message)
