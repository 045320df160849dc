"""One signed-in connection to one Exchange deployment, as the service sees it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Final, TypeVar

from exchangelib.errors import EWSError

from desktop_admin.domain.address import fold_address
from desktop_admin.domain.appointment import Appointment, OutOfOffice
from desktop_admin.domain.meeting import ItemId, MeetingMessage
from desktop_admin.domain.ports import (
    AnswerFate,
    AnswerKind,
    CalendarGlance,
    Credentials,
    Endpoint,
    InboxPage,
    MailFault,
    RepliesGlance,
    ServerInfo,
    Signal,
    Subscription,
)
from desktop_admin.domain.status import CheckStep, Trouble
from desktop_admin.exchange import affinity, availability, calendars, inbox, mailtips, subscriptions
from desktop_admin.exchange.call import OLDEST_GOOD, Call, Caller, Errand
from desktop_admin.exchange.check import check_steps
from desktop_admin.exchange.faults import fault_of
from desktop_admin.exchange.protocol import CONNECT_WITHIN, ExchangeProtocol
from desktop_admin.exchange.proxies import proxy_of
from desktop_admin.exchange.sign_in import SignedIn, protocol_at, sign_in
from desktop_admin.exchange.streaming import Stream

CLOSE_WITHIN = 4.5
HALVING: Final = 16
"""Answers as slow as allowed that a piece of work may wait for while it looks for the one item to blame."""

Found = TypeVar("Found")

_log = logging.getLogger(__name__)
for _chatty in ("exchangelib", "requests_ntlm", "spnego", "urllib3"):
    # Their debug lines hold whole requests, answers and sign-in messages.
    logging.getLogger(_chatty).setLevel(logging.WARNING)


class ExchangeConnection:
    """Implements :class:`~desktop_admin.domain.ports.MailSystem` with Exchange Web Services.

    Requests run on ``endpoint.connections`` threads with as many sessions; each stream has a thread and a session of
    its own. Whoever stops waiting, also by cancelling, has the request's socket shut down.
    """

    def __init__(self, endpoint: Endpoint, credentials: Credentials) -> None:
        self._endpoint = endpoint
        self._credentials = credentials
        self._threads = ThreadPoolExecutor(endpoint.connections, thread_name_prefix="exchange")
        self._running: set[Errand] = set()
        self._idle = asyncio.Event()
        self._streams: set[Stream] = set()
        self._signed_in: SignedIn | None = None
        self._api_version = OLDEST_GOOD
        self._refused: MailFault | None = None
        self._closed = False

    def __repr__(self) -> str:
        return f"ExchangeConnection({self._endpoint.url})"

    async def connect(self) -> ServerInfo:
        """Signs in with one attempt and reads the version. After a refusal nothing is sent until it is called again."""
        self._drop_sign_in()
        self._refused = None
        errand = Errand()
        signed_in = await self.run(
            lambda: self._heeding(lambda: sign_in(self._endpoint, self._credentials, errand)), errand
        )
        self._signed_in = signed_in
        self._api_version = signed_in.api_version
        return signed_in.info

    def check(self, mailbox: str, callback_url: str) -> AsyncGenerator[CheckStep, None]:
        """The connection check; it signs in anew, beside whatever this connection does."""
        return check_steps(self.run, self._endpoint, self._credentials, mailbox, callback_url)

    async def inbox_changes(self, mailbox: str, sync_state: str | None) -> InboxPage:
        return await self._ask(mailbox, lambda call: inbox.changes(call, sync_state), HALVING)

    async def read_messages(self, mailbox: str, item_ids: Sequence[ItemId]) -> tuple[MeetingMessage, ...]:
        return await self._ask(mailbox, lambda call: inbox.read_again(call, item_ids), HALVING)

    async def awaits_answer(self, mailbox: str, item_id: ItemId) -> bool:
        return await self._ask(mailbox, lambda call: inbox.awaits_answer(call, item_id))

    async def answer(self, mailbox: str, item_id: ItemId, kind: AnswerKind, html: str) -> AnswerFate:
        return await self._ask(mailbox, lambda call: inbox.answer_request(call, item_id, kind, html))

    async def finish_cancellation(self, mailbox: str, item_id: ItemId) -> AnswerFate:
        return await self._ask(mailbox, lambda call: inbox.finish_cancellation(call, item_id))

    async def read_appointments(self, mailbox: str, start: datetime, end: datetime) -> tuple[Appointment, ...]:
        return await self._ask(mailbox, lambda call: calendars.appointments(call, start, end), HALVING)

    async def read_out_of_office(self, mailbox: str) -> OutOfOffice:
        return await self._ask(mailbox, calendars.out_of_office)

    async def read_calendars(
        self, mailboxes: Sequence[str], start: datetime, end: datetime
    ) -> tuple[CalendarGlance, ...]:
        return await self._ask(
            self._onlooker(mailboxes), lambda call: availability.calendars(call, mailboxes, start, end), HALVING
        )

    async def read_replies(self, mailboxes: Sequence[str]) -> tuple[RepliesGlance, ...]:
        onlooker = self._onlooker(mailboxes)
        sender = onlooker if "@" in onlooker else mailboxes[0]
        return await self._ask(onlooker, lambda call: mailtips.replies(call, mailboxes, sender), HALVING)

    async def server_groups(self, mailboxes: Sequence[str]) -> tuple[str, ...]:
        signed_in = self._ready()
        errand = Errand()

        def asked() -> tuple[str, ...]:
            # A refusal here is not heeded: the directory of Autodiscover may know other sign-ins than that of EWS.
            found = signed_in.protocol.url, signed_in.info.authentication
            protocol = protocol_at(self._endpoint, self._credentials, *found)
            try:
                return affinity.groups(protocol, errand, mailboxes)
            finally:
                protocol.close()

        return await self.run(asked, errand)

    async def subscribe_push(
        self, mailboxes: Sequence[str], url: str, status_minutes: int, *, inbox: bool
    ) -> Subscription:
        """One mailbox a subscription: raises ValueError on more."""
        (mailbox,) = mailboxes
        found = await self._ask(
            mailbox, lambda call: subscriptions.subscribe_push(call, url, status_minutes, inbox=inbox)
        )
        return Subscription(found, (mailbox,))

    def stream(
        self, mailboxes: Sequence[str], *, inbox: bool, minutes: int
    ) -> AbstractAsyncContextManager[AsyncIterator[Signal]]:
        """At most 200 mailboxes a stream, and at least one: raises ValueError otherwise."""
        if not 1 <= len(mailboxes) <= subscriptions.MOST_AT_ONCE:
            raise ValueError(f"A stream takes 1 to {subscriptions.MOST_AT_ONCE} mailboxes, not {len(mailboxes)}.")
        stream = Stream(
            self._stream_protocol, self._call, mailboxes, inbox=inbox, minutes=minutes, left=self._stream_left
        )
        self._streams.add(stream)
        return stream

    async def unsubscribe(self, subscription: Subscription) -> None:
        await self._ask(subscription.mailboxes[0], lambda call: subscriptions.unsubscribe(call, subscription.id))

    async def close(self) -> None:
        """Shuts every socket down and waits up to 4.5 s for the threads; one that hangs in a name look-up is left."""
        self._closed = True
        self._drop_sign_in()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for errand in tuple(self._running):
            errand.break_off()
        try:
            async with asyncio.timeout(CLOSE_WITHIN):
                await asyncio.gather(*(stream.leave() for stream in tuple(self._streams)))
                while self._running:
                    self._idle.clear()
                    await self._idle.wait()
        except TimeoutError:
            _log.warning("%d requests to %s did not end in time.", len(self._running), self._endpoint.url)

    async def run(self, work: Callable[[], Found], errand: Errand, mailbox: str = "", answers: int = 2) -> Found:
        """Runs ``work`` on a thread; turns what it raises into :class:`MailFault`, and ends it when nobody waits, or it
        has taken longer than so many ``answers`` may.
        """
        if self._closed:
            raise _closed_fault()
        loop = asyncio.get_running_loop()
        submitted = self._threads.submit(work)
        self._running.add(errand)
        submitted.add_done_callback(lambda _done: _tell(loop, self._has_ended, errand))
        try:
            async with asyncio.timeout(answers * self._endpoint.timeout + CONNECT_WITHIN):
                return await asyncio.wrap_future(submitted)
        except TimeoutError:
            raise _too_late(mailbox, by_proxy=proxy_of(self._endpoint.proxy, self._endpoint.url) is not None) from None
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if self._closed and submitted.cancelled() and not (task and task.cancelling()):
                # Not whoever asked was cancelled, but what had not begun when the connection closed.
                raise _closed_fault() from None
            raise
        except EWSError as error:
            raise fault_of(error, mailbox) from None
        except ValueError:
            raise _unreadable(mailbox) from None
        except MailFault as fault:
            # Without the thread's frames, which hold sessions and the password.
            raise (_closed_fault() if self._closed else fault.with_traceback(None)) from None
        finally:
            errand.break_off()

    def _onlooker(self, mailboxes: Sequence[str]) -> str:
        """Who looks at many at once: the account that signs in. An application is nobody by itself, so one of them."""
        return self._credentials.user_name if self._endpoint.oauth is None else mailboxes[0]

    async def _ask(self, mailbox: str, question: Callable[[Call], Found], answers: int = 2) -> Found:
        signed_in = self._ready()
        errand = Errand()
        call = self._call(signed_in.protocol, mailbox, "", errand)

        def asked() -> Found:
            # Looked at again when a thread is free: a refusal meanwhile must not be followed by others.
            self._ready()
            return self._heeding(lambda: question(call))

        return await self.run(asked, errand, mailbox, answers)

    def _heeding(self, work: Callable[[], Found]) -> Found:
        """Runs ``work`` and keeps a refused sign-in in mind at once, before another thread sends the password again."""
        try:
            return work()
        except MailFault as fault:
            if fault.trouble is Trouble.WRONG_PASSWORD:
                self._refused = fault
            raise

    def _ready(self) -> SignedIn:
        if self._closed:
            raise _closed_fault()
        if self._refused is not None:
            raise MailFault(self._refused.trouble, self._refused.text, self._refused.remedy)
        if self._signed_in is None:
            raise MailFault(Trouble.UNREACHABLE, "There is no connection to Exchange yet.", "Connect first.")
        return self._signed_in

    def _call(self, protocol: ExchangeProtocol, mailbox: str, anchor: str, errand: Errand) -> Call:
        impersonated = fold_address(mailbox) != fold_address(self._credentials.user_name)
        caller = Caller(protocol, mailbox, impersonated, self._api_version, anchor)
        return Call(caller, errand, self._endpoint.timeout, holds_together=bool(anchor))

    def _stream_protocol(self) -> ExchangeProtocol:
        signed_in = self._ready()
        return protocol_at(
            self._endpoint, self._credentials, signed_in.protocol.url, signed_in.info.authentication, keeps_cookies=True
        )

    def _stream_left(self, stream: Stream) -> None:
        self._streams.discard(stream)
        if stream.fault is not None and stream.fault.trouble is Trouble.WRONG_PASSWORD:
            self._refused = stream.fault

    def _has_ended(self, errand: Errand) -> None:
        self._running.discard(errand)
        self._idle.set()

    def _drop_sign_in(self) -> None:
        signed_in, self._signed_in = self._signed_in, None
        if signed_in is not None:
            signed_in.protocol.shut()
            signed_in.protocol.close()


def _tell(loop: asyncio.AbstractEventLoop, what: Callable[[Errand], None], errand: Errand) -> None:
    """A loop that has been closed wants to know nothing any more."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(what, errand)


def _closed_fault() -> MailFault:
    return MailFault(Trouble.UNREACHABLE, "The connection to Exchange has been closed.", "Activate the integration.")


def _too_late(mailbox: str, *, by_proxy: bool) -> MailFault:
    if by_proxy:
        return MailFault(
            Trouble.UNREACHABLE,
            "No answer from Exchange comes through the proxy in time.",
            "Check that the proxy runs and can reach Exchange, and then the Exchange server's load.",
            mailbox=mailbox,
        )
    return MailFault(
        Trouble.UNREACHABLE,
        "Exchange does not answer in time.",
        "Check the network, a firewall in between and the server's load.",
        mailbox=mailbox,
    )


def _unreadable(mailbox: str) -> MailFault:
    return MailFault(
        Trouble.SERVER_FAULT,
        f"Exchange's answer{f' for {mailbox}' if mailbox else ''} holds a value that is not as EWS writes it.",
        "This is tried again; if it stays, look for a proxy or gateway in between that changes answers.",
        mailbox=mailbox,
    )
