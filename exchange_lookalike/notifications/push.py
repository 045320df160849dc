"""Push: SendNotification requests to the listeners of push subscriptions (MS-OXWSNTIF 3.1.4.4 and 3.2).

A status event goes out at once, then whatever happens, and another status event whenever StatusFrequency minutes were
silent. A listener that does not answer is tried again after 30, 60, 120 ... s, until StatusFrequency minutes have
passed since the first try; then the subscription is dropped.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx
from lxml import etree

from exchange_lookalike import soap
from exchange_lookalike.faults import SchemaViolation
from exchange_lookalike.notifications.delivery import Delivery
from exchange_lookalike.notifications.subscriptions import Batch, Subscription, Subscriptions
from exchange_lookalike.trouble import Trouble

LONGEST_ANSWER = 64 * 1024
_HEADERS = {
    "Content-Type": "text/xml; charset=utf-8",
    "SOAPAction": '"http://schemas.microsoft.com/exchange/services/2006/messages/SendNotification"',
    "User-Agent": "ExchangeServicesPushClient/15.2",
}
_HEAD = (
    f'<?xml version="1.0" encoding="utf-8"?><soap11:Envelope xmlns:soap11="{soap.SOAP}"><soap11:Header>'
    f'<t:RequestServerVersion xmlns:t="{soap.T}" Version="Exchange2016"/></soap11:Header><soap11:Body>'
).encode()
_TAIL = b"</soap11:Body></soap11:Envelope>"


def envelope(subscription: Subscription, batch: Batch) -> bytes:
    """The SendNotification request for a batch; an empty batch is a status event."""
    notification = subscription.notification(batch, with_watermarks=True)
    message = soap.success("SendNotificationResponseMessage", notification)
    request = soap.m("SendNotification", None, soap.m("ResponseMessages", None, message))
    return b"".join((_HEAD, etree.tostring(request, encoding="utf-8"), _TAIL))


def status_of(answer: bytes) -> str:
    """What the listener's SendNotificationResult says: OK, Unsubscribe, or "" for anything else."""
    try:
        body = soap.parse(answer).body
    except SchemaViolation:
        return ""
    said = soap.child_text(body, "SubscriptionStatus") if soap.local(body) == "SendNotificationResult" else ""
    return said if said in {"OK", "Unsubscribe"} else ""


@dataclass
class PushCounters:
    """`sent` counts answered requests, `failed` those without a proper answer."""

    sent: int = 0
    failed: int = 0


@dataclass
class PushSender:
    """One task for each push subscription, from `begin` until it is dropped or the sender stops."""

    subscriptions: Subscriptions
    trouble: Trouble
    counters: PushCounters = field(default_factory=PushCounters)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _client: httpx.AsyncClient | None = None

    def begin(self, subscription: Subscription) -> None:
        """Serve a new push subscription."""
        task = asyncio.get_running_loop().create_task(self._serve(subscription), name=f"push {subscription.id}")
        self._tasks[subscription.id] = task
        task.add_done_callback(lambda done: self._tasks.pop(subscription.id, None))
        subscription.on_gone = lambda why: self._end(subscription.id)

    async def stop(self) -> None:
        """End all tasks and close the connections to listeners."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _end(self, subscription_id: str) -> None:
        task = self._tasks.get(subscription_id)
        if task is not None and task is not asyncio.current_task():
            task.cancel()

    async def _serve(self, subscription: Subscription) -> None:
        news = asyncio.Event()
        subscription.wake = news.set
        delivery = Delivery(subscription, self.trouble, self.sleep)
        silence = subscription.wish.minutes * self.subscriptions.pace.minute
        going = await self._send_status(subscription)
        news.set()  # what happened since the watermark that it may have begun with
        while going:
            try:
                async with asyncio.timeout(silence):
                    await news.wait()
            except TimeoutError:
                if delivery.heartbeat_allowed():
                    going = await self._send_status(subscription)
                continue
            news.clear()
            going = await self._send_news(subscription, delivery)
        self.subscriptions.drop(subscription)

    async def _send_status(self, subscription: Subscription) -> bool:
        """Send a sign of life. False: the subscription has ended."""
        waiting = subscription.read(subscription.position)
        here = waiting.start if waiting.events else waiting.end
        going = await self._send(subscription, Batch(waiting.start, here, ()))
        subscription.position = here
        return going

    async def _send_news(self, subscription: Subscription, delivery: Delivery) -> bool:
        """Send all that waits. False: the subscription has ended."""
        while True:
            batch = subscription.read(subscription.position)
            if not batch.events:
                return True
            for each in await delivery.pass_on(batch):
                if not await self._send(subscription, each):
                    return False
            subscription.position = batch.end

    async def _send(self, subscription: Subscription, batch: Batch) -> bool:
        """Send one notification until it is answered. False: unsubscribed, or given up."""
        pace = self.subscriptions.pace
        waited, pause = 0.0, pace.push_retry
        horizon = subscription.wish.minutes * pace.minute
        while True:
            said = await self._post(subscription.wish.url, envelope(subscription, batch))
            if said:
                self.counters.sent += 1
                subscription.retries = 0
                return said == "OK"
            self.counters.failed += 1
            if waited + pause > max(horizon, pace.push_retry):
                return False
            subscription.retries += 1
            await self.sleep(pause)
            waited, pause = waited + pause, pause * 2

    async def _post(self, url: str, body: bytes) -> str:
        try:
            async with (
                asyncio.timeout(self._patience()),
                self._open_client().stream("POST", url, content=body, headers=_HEADERS) as answer,
            ):
                if answer.status_code != httpx.codes.OK:
                    return ""
                text = b""
                async for part in answer.aiter_bytes():
                    text += part
                    if len(text) > LONGEST_ANSWER:
                        return ""
                return status_of(text)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError, ValueError):
            return ""

    def _patience(self) -> float:
        """How long a listener may take: half a minute, but never so little that a busy test machine fails."""
        return max(3.0, self.subscriptions.pace.minute / 2)

    def _open_client(self) -> httpx.AsyncClient:
        if self._client is None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False  # a test's listener makes its own certificate; Exchange itself does check
            context.verify_mode = ssl.CERT_NONE
            limits = httpx.Limits(max_connections=200)
            self._client = httpx.AsyncClient(verify=context, trust_env=False, timeout=None, limits=limits)  # noqa: S113 - asyncio.timeout bounds the whole
        return self._client
