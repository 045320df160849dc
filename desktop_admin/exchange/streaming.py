"""A stream of notifications: a thread of its own that reads what Exchange sends as it comes.

Reading is whole chunks at a time; a heartbeat is a signal like any other; the stream ends when its socket is shut down.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol

import requests
from exchangelib.errors import EWSError
from urllib3.exceptions import HTTPError

from desktop_admin.domain.group_subscription import Joining
from desktop_admin.domain.ports import MailFault, Signal, SignalKind
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange import http
from desktop_admin.exchange.call import Call, Errand
from desktop_admin.exchange.faults import SUBSCRIPTION_GONE, fault_of
from desktop_admin.exchange.protocol import ExchangeProtocol
from desktop_admin.exchange.subscriptions import streaming_request, subscribe_streaming, unsubscribe
from desktop_admin.exchange.xml import Element, M, T, text_of

SILENCE: Final = 180.0
"""Seconds without a byte after which reading gives up: four heartbeats. The service notices long before."""

REJOIN_AFTER: Final = 240.0
"""Seconds after which a stream that has lost some of its mailboxes ends, so that they are subscribed to again."""

LEAVE_WITHIN: Final = 1.8
UNSUBSCRIBE_WITHIN: Final = 1.2
LARGEST_ENVELOPE: Final = 16_000_000

_END_OF_ENVELOPE = re.compile(rb"</(?:[A-Za-z_][\w.-]*:)?Envelope\s*>")
LONGEST_END_TAG: Final = 200
_NOT_EVENTS = (f"{T}SubscriptionId", f"{T}PreviousWatermark", f"{T}MoreEvents", f"{T}StatusEvent")

_log = logging.getLogger(__name__)

CallFor = Callable[[ExchangeProtocol, str, str, Errand], Call]
"""Makes the call in a mailbox's name: protocol, mailbox, anchor, errand."""


class Readable(Protocol):
    """The body of an HTTP answer as urllib3 gives it: whatever has arrived, at most ``amt`` bytes; empty at the end."""

    def read1(self, amt: int | None = None, decode_content: bool | None = None) -> bytes: ...


class Stream:
    """A streaming subscription to some mailboxes, as an asynchronous context manager and iterator of signals."""

    def __init__(
        self,
        open_protocol: Callable[[], ExchangeProtocol],
        call_for: CallFor,
        mailboxes: Sequence[str],
        *,
        inbox: bool,
        minutes: int,
        left: Callable[[Stream], None] = lambda _stream: None,
    ) -> None:
        self._open_protocol = open_protocol
        self._call_for = call_for
        self._mailboxes = tuple(mailboxes)
        self._inbox = inbox
        self._minutes = minutes
        self._left = left
        self._protocol: ExchangeProtocol | None = None
        self._errand = Errand()
        self._leaving = threading.Event()
        self._subscribed: dict[str, str] = {}
        self._rejoin_at = math.inf
        self.fault: MailFault | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._signals: asyncio.Queue[Signal | MailFault | None] = asyncio.Queue()
        self._ended = asyncio.Event()

    async def __aenter__(self) -> Stream:
        self._loop = asyncio.get_running_loop()
        entered: asyncio.Future[None] = self._loop.create_future()
        threading.Thread(target=self._work, args=(entered,), name="exchange-stream", daemon=True).start()
        try:
            await entered
        except BaseException:
            await self.leave()
            raise
        return self

    async def __aexit__(self, *_fault: object) -> None:
        await self.leave()

    def __aiter__(self) -> Stream:
        return self

    async def __anext__(self) -> Signal:
        signal = await self._signals.get()
        if signal is None:
            self._signals.put_nowait(None)
            raise StopAsyncIteration
        if isinstance(signal, MailFault):
            self._signals.put_nowait(None)
            raise signal
        return signal

    async def leave(self) -> None:
        """Shuts the stream's socket down, unsubscribes what can be in the time there is, and ends the thread."""
        self._leaving.set()
        self._errand.break_off()
        if self._loop is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LEAVE_WITHIN):
                    await self._ended.wait()
        if self._protocol is not None:
            self._protocol.shut()
        self._left(self)

    # From here on: the stream's own thread.

    def _work(self, entered: asyncio.Future[None]) -> None:
        fault: MailFault | None = MailFault(Trouble.INTERNAL, "The stream's thread ended.", "See the log.")
        try:
            self._protocol = self._open_protocol()
            self._subscribe(self._protocol)
            self._tell(_settle, entered, None)
            self._read(self._protocol)
            fault = None
        except MailFault as refused:
            fault = refused
        except (EWSError, ValueError, OSError, requests.RequestException, HTTPError) as failure:
            fault = self._as_fault(failure)
        finally:
            self.fault = fault
            self._tell(_settle, entered, fault)
            self._tell(self._signals.put_nowait, fault)
            try:
                if self._protocol is not None:
                    self._unsubscribe(self._protocol)
                    self._protocol.close()
            finally:
                self._tell(self._ended.set)

    def _tell(self, what: Callable[..., object], *told: object) -> None:
        """Hands over to the loop; one that has been closed wants to know nothing any more."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(what, *told)

    def _subscribe(self, protocol: ExchangeProtocol) -> None:
        """One subscription a mailbox, all routed to the server of the first. Some may be refused, not all."""
        joining = Joining()
        for mailbox in self._mailboxes:
            try:
                self._subscribed[self._subscribe_to(mailbox, protocol, joining)] = mailbox
            except MailFault as fault:
                if self._leaving.is_set():
                    raise
                joining.refuse(mailbox, fault)
            else:
                joining.joined()
        for signal in joining.ended():
            self._tell(self._signals.put_nowait, signal)

    def _subscribe_to(self, mailbox: str, protocol: ExchangeProtocol, joining: Joining) -> str:
        """The subscription's id; a kept connection that broke is made anew once. Raises MailFault."""
        tried = 0
        while True:
            call = self._call_for(protocol, mailbox, self._mailboxes[0], self._errand)
            try:
                return subscribe_streaming(call, inbox=self._inbox)
            except EWSError as error:
                fault = fault_of(error, mailbox)
            except MailFault as told:
                fault = told
            tried += 1
            pause = 0.0 if isinstance(fault, http.BrokenError) and tried == 1 else joining.pause(fault, tried)
            if pause is None or self._leaving.wait(pause):
                raise fault.with_traceback(None)

    def _read(self, protocol: ExchangeProtocol) -> None:
        """Tells signals until Exchange closes the stream, or all of it is lost. Raises what breaks it."""
        anchor = next(iter(self._subscribed.values()))
        call = self._call_for(protocol, anchor, anchor, self._errand)
        session, answer = call.open_stream(streaming_request(list(self._subscribed), self._minutes), SILENCE)
        try:
            for envelope in envelopes(answer.raw, lambda page: http.page_instead_of_stream(answer, page)):
                for message in call.body_of(envelope).iterfind(f"{M}ResponseMessages/*"):
                    signal = self._signal(call, message)
                    self._tell(self._signals.put_nowait, signal)
                    if signal.kind in (SignalKind.CLOSED, SignalKind.LOST):
                        return
                if time.monotonic() >= self._rejoin_at:
                    self._tell(self._signals.put_nowait, Signal(SignalKind.CLOSED))
                    return
        finally:
            answer.close()
            self._errand.ends()
            protocol.release_session(session)
        raise MailFault(Trouble.UNREACHABLE, "Exchange's stream was cut off.", "It is opened anew.")

    def _signal(self, call: Call, message: Element) -> Signal:
        """What one message says. Lists come in either namespace: Microsoft's schema and its examples differ."""
        try:
            call.check(message)
        except SUBSCRIPTION_GONE as gone:
            return self._lost(message, type(gone).__name__)
        changed = dict.fromkeys(
            self._subscribed.get(text_of(notification, f"{T}SubscriptionId"), "")
            for notification in message.iterfind(f"{M}Notifications/{{*}}Notification")
            if any(event.tag not in _NOT_EVENTS for event in notification)
        )
        changed.pop("", None)
        if text_of(message, f"{M}ConnectionStatus") == "Closed":
            return Signal(SignalKind.CLOSED, tuple(changed))
        return Signal(SignalKind.CHANGED if changed else SignalKind.HEARTBEAT, tuple(changed))

    def _lost(self, message: Element, code: str) -> Signal:
        """Some of a stream's subscriptions may be lost and the others go on (Microsoft: ErrorSubscriptionIds)."""
        named = {str(told.text) for told in message.iterfind(f"{M}ErrorSubscriptionIds/{{*}}SubscriptionId")}
        lost = {name: mailbox for name, mailbox in self._subscribed.items() if name in named}
        goes_on = text_of(message, f"{M}ConnectionStatus") != "Closed"
        if not lost or len(lost) == len(self._subscribed) or not goes_on:
            return Signal(SignalKind.LOST, tuple(lost.values()) or self._mailboxes, code)
        for name in lost:
            del self._subscribed[name]
        self._rejoin_at = min(self._rejoin_at, time.monotonic() + REJOIN_AFTER)
        return Signal(SignalKind.REFUSED, tuple(lost.values()), f"Exchange ended the change notifications ({code}).")

    def _unsubscribe(self, protocol: ExchangeProtocol) -> None:
        """As far as time allows; what is left over, Exchange drops by itself once nobody reads it."""
        until = time.monotonic() + UNSUBSCRIBE_WITHIN
        for subscription_id, mailbox in self._subscribed.items():
            left = until - time.monotonic()
            if left <= 0:
                return
            call = self._call_for(protocol, mailbox, self._mailboxes[0], Errand())
            call.timeout = left
            try:
                unsubscribe(call, subscription_id)
            except (MailFault, EWSError) as refused:
                _log.debug("A stream of %s was not unsubscribed (%s).", mailbox, type(refused).__name__)
                return

    def _as_fault(self, failure: Exception) -> MailFault:
        if isinstance(failure, EWSError):
            return fault_of(failure, "")
        if self._protocol is None:
            return http.connection_fault(failure, "")
        return self._protocol.fault_of(failure, self._protocol.url)


def _no_envelopes(_page: bytes) -> MailFault:
    return MailFault(Trouble.UNREACHABLE, "A page came instead of a stream of notifications.", "It is opened anew.")


def envelopes(raw: Readable, judge: Callable[[bytes], MailFault] = _no_envelopes) -> Iterator[bytes]:
    """The SOAP envelopes of a stream, each as soon as it is whole. Raises MailFault on one without end, and what
    ``judge`` says of an answer that begins with something else.
    """
    buffer = bytearray()
    searched = 0
    is_judged = False
    while chunk := raw.read1(65536, decode_content=True):
        buffer += chunk
        while end := _END_OF_ENVELOPE.search(buffer, max(searched - LONGEST_END_TAG, 0)):
            document = bytes(buffer[: end.end()]).lstrip()
            del buffer[: end.end()]
            searched = 0
            is_judged = True
            yield document
        searched = len(buffer)
        if searched > http.LARGEST_PAGE and not is_judged and not http.is_soap(bytes(buffer)):
            raise judge(bytes(buffer))
        is_judged |= searched > http.LARGEST_PAGE
        if searched > LARGEST_ENVELOPE:
            raise MailFault(
                Trouble.SERVER_FAULT, "Exchange's stream sends a notification without end.", "It is opened anew."
            )
    if buffer.strip() and not is_judged and not http.is_soap(bytes(buffer)):
        raise judge(bytes(buffer))


def _settle(entered: asyncio.Future[None], fault: MailFault | None) -> None:
    if entered.done():
        return
    if fault is None:
        entered.set_result(None)
    else:
        entered.set_exception(fault)
