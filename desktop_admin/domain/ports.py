"""The small doors through which the service reaches the world; each adapter stands behind one of them.

No adapter imports another. Whatever crosses a door is a record of this package: a second provider of mail and
calendars must fit behind :class:`MailSystem` without a change elsewhere.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from desktop_admin.domain.appointment import Appointment, OutOfOffice
from desktop_admin.domain.meeting import ItemId, MeetingMessage
from desktop_admin.domain.status import CheckStep, Trouble


class Clock(Protocol):
    """Time, so that tests can make it."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only go forward."""
        ...

    async def sleep(self, seconds: float) -> None: ...


class Vault(Protocol):
    """Passwords and keys in the system keyring. Raises the typed errors of ``desktop_admin.errors``."""

    async def get(self, key: str) -> str | None: ...

    async def put(self, key: str, secret: str) -> None: ...

    async def delete(self, key: str) -> None: ...


class Cure(StrEnum):
    """What ends a fault: time alone, an administrator, or nothing, since it is refused for good."""

    TIME = "time"
    ADMINISTRATOR = "administrator"
    NOTHING = "nothing"


class MailFault(Exception):
    """What a mail system refused or failed to do, told in the administrator's words.

    ``trouble`` sorts it; ``text`` says what happened and ``remedy`` what would help; ``retry_after`` is the pause the
    server asked for, in seconds. ``mailbox`` names the one concerned where it is not the whole connection. ``cure``
    says whether the same request can succeed later.
    """

    def __init__(
        self,
        trouble: Trouble,
        text: str,
        remedy: str = "",
        *,
        retry_after: float | None = None,
        mailbox: str = "",
        cure: Cure = Cure.TIME,
    ) -> None:
        super().__init__(text)
        self.trouble = trouble
        self.text = text
        self.remedy = remedy
        self.retry_after = retry_after
        self.mailbox = mailbox
        self.cure = cure


MOST_IN_A_BATCH: Final = 100
"""Mailboxes in one request (Microsoft: limits of GetUserAvailability and GetMailTips)."""


class SyncStateInvalid(Exception):
    """The saved sync state is no longer known to the server: start anew, answering nothing twice."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who signs in. The password never shows in ``repr``."""

    user_name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OAuthApp:
    """An application registered with a tenant. Its secret, or the password of ``certificate_file``'s key, is the
    credentials' password. ``authority`` is the base URL that gives tokens.
    """

    tenant: str
    client_id: str
    authority: str = "https://login.microsoftonline.com"
    certificate_file: str = ""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A forward proxy; ``url`` "" stands for the system's own settings. The password never shows in ``repr``."""

    url: str = ""
    user_name: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """How to reach one Exchange deployment. ``authentication``: auto, basic, ntlm, kerberos or oauth (``oauth``);
    ``proxy`` None goes straight.
    """

    url: str
    exchange_domains: tuple[str, ...] = ()
    authentication: str = "auto"
    ca_file: str = ""
    allow_http: bool = False
    connections: int = 8
    timeout: float = 30.0
    oauth: OAuthApp | None = None
    proxy: Proxy | None = None


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What the server said of itself: ``version`` like ``15.2.1748``, ``name`` like ``Exchange 2019``.

    ``certificate_until``: when its certificate ends; None without TLS.
    """

    url: str
    version: str
    name: str
    authentication: str
    certificate_until: datetime | None = None

    def __str__(self) -> str:
        return f"{self.name} (version {self.version})"


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of changes since a sync state.

    ``messages`` are new or changed items, read whole; ``gone`` are ids that are no longer there.
    """

    messages: tuple[MeetingMessage, ...]
    gone: tuple[str, ...]
    sync_state: str
    is_last: bool


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription that the server confirmed."""

    id: str
    mailboxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalendarGlance:
    """A calendar read together with others. ``appointments`` None: it has to be read by itself; ``why`` says why."""

    mailbox: str
    appointments: tuple[Appointment, ...] | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class RepliesGlance:
    """Automatic replies read together with others': whether they are on now. None: they have to be read by themselves.

    ``is_whole``: the reply for colleagues is complete; one for outsiders is never told.
    """

    mailbox: str
    out_of_office: OutOfOffice | None
    is_whole: bool = True


class SignalKind(StrEnum):
    """What a stream or a push says. None of it is truth: it only hints that catching up is worth while."""

    HEARTBEAT = "heartbeat"
    CHANGED = "changed"
    CLOSED = "closed"
    SUPERSEDED = "superseded"
    LOST = "lost"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Signal:
    """``mailboxes`` names those that changed; a lost one says why in ``detail``.

    CLOSED is the regular end of a stream's time; SUPERSEDED: a better subscription can be had now. REFUSED names
    mailboxes that could not be subscribed; the stream goes on without them.
    """

    kind: SignalKind
    mailboxes: tuple[str, ...] = ()
    detail: str = ""


class AnswerKind(StrEnum):
    """What the outbox sends. FINISH takes a cancelled meeting out of the mailbox and answers nobody."""

    ACCEPT = "accept"
    DECLINE = "decline"
    FINISH = "finish"


class AnswerFate(StrEnum):
    """What became of an answer.

    ALREADY: the request had been answered before, or had left the inbox; OUTDATED: superseded or cancelled;
    REFUSED: the server refuses it for good. UNKNOWN: it may have been sent, and the server refuses to show whether.
    """

    SENT = "sent"
    ALREADY = "already"
    OUTDATED = "outdated"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class MailSystem(Protocol):
    """One signed-in connection to one deployment. Every method raises :class:`MailFault` on refusal or failure.

    Requests in an invitation's path: one sync page, one read of its new items, one answer.
    """

    async def connect(self) -> ServerInfo:
        """Signs in and reads the version; at most one attempt with a password, never a retry."""
        ...

    def check(self, mailbox: str, callback_url: str) -> AsyncGenerator[CheckStep, None]:
        """The connection check, step by step: each step is yielded when it starts and when it ends."""
        ...

    async def inbox_changes(self, mailbox: str, sync_state: str | None) -> InboxPage:
        """One page of changes in the inbox. Raises :class:`SyncStateInvalid`."""
        ...

    async def read_messages(self, mailbox: str, item_ids: Sequence[ItemId]) -> tuple[MeetingMessage, ...]:
        """Reads items again, whole; those that are gone are left out. One that cannot be read is told as ``unreadable``
        and keeps no other from being read; nothing else of it is to be believed but its id."""
        ...

    async def awaits_answer(self, mailbox: str, item_id: ItemId) -> bool:
        """Whether the item is in the inbox and unanswered: settles what became of an answer whose fate is unknown."""
        ...

    async def answer(self, mailbox: str, item_id: ItemId, kind: AnswerKind, html: str) -> AnswerFate:
        """Accepts or declines with ``html`` as the reply's body."""
        ...

    async def finish_cancellation(self, mailbox: str, item_id: ItemId) -> AnswerFate:
        """Takes a cancelled meeting out of the mailbox's calendar and inbox; ALREADY where it has gone."""
        ...

    async def read_appointments(self, mailbox: str, start: datetime, end: datetime) -> tuple[Appointment, ...]:
        """Every occurrence that touches the window (aware; at most 2 years). One request at up to 1,000 items."""
        ...

    async def read_out_of_office(self, mailbox: str) -> OutOfOffice: ...

    async def read_calendars(
        self, mailboxes: Sequence[str], start: datetime, end: datetime
    ) -> tuple[CalendarGlance, ...]:
        """Many calendars in one request, in the service account's own name: one glance each, in their order.

        At most :data:`MOST_IN_A_BATCH` mailboxes and 62 days.
        """
        ...

    async def read_replies(self, mailboxes: Sequence[str]) -> tuple[RepliesGlance, ...]:
        """Whose automatic replies are on now, many in one request, in their order."""
        ...

    async def server_groups(self, mailboxes: Sequence[str]) -> tuple[str, ...]:
        """The group of servers that each mailbox lives on, in their order: those of one share a stream well. "" where
        Exchange does not tell.
        """
        ...

    async def subscribe_push(
        self, mailboxes: Sequence[str], url: str, status_minutes: int, *, inbox: bool
    ) -> Subscription:
        """A push subscription to the inbox (``inbox``) or calendar of one mailbox: Exchange makes one each."""
        ...

    def stream(
        self, mailboxes: Sequence[str], *, inbox: bool, minutes: int
    ) -> AbstractAsyncContextManager[AsyncIterator[Signal]]:
        """A streaming subscription to at most 200 mailboxes; entering subscribes, leaving ends it within 2 s.

        Iterating yields signals; it stops after CLOSED or LOST, and raises ``MailFault`` when the connection breaks.
        """
        ...

    async def unsubscribe(self, subscription: Subscription) -> None: ...

    async def close(self) -> None:
        """Ends every connection and thread within 5 s. Calls under way fail with :class:`MailFault`."""
        ...


@dataclass(frozen=True, slots=True)
class FoundServer:
    """What Autodiscover found: an EWS ``url``, or ``ask_host``, which the user is to agree to first."""

    url: str = ""
    ask_host: str = ""


class ServerFinder(Protocol):
    """Finds the server of an email address. Raises :class:`MailFault`."""

    async def __call__(
        self,
        address: str,
        credentials: Credentials,
        *,
        trusted: Sequence[str] = (),
        ca_file: str = "",
        proxy: Proxy | None = None,
    ) -> FoundServer: ...


class MailSystemFactory(Protocol):
    def __call__(self, endpoint: Endpoint, credentials: Credentials) -> MailSystem: ...


@dataclass(frozen=True, slots=True)
class PushNotice:
    """A push that was parsed: its subscription, and whether it was more than a sign of life.

    ``failed`` names a pushed error.
    """

    subscription_id: str
    changed: bool
    failed: str = ""


class PushDecoder(Protocol):
    """Reads a SendNotification body and makes the answer to it. Raises ``ValueError`` on anything malformed."""

    def decode(self, body: bytes) -> tuple[PushNotice, ...]: ...

    def acknowledge(self, keep: bool) -> bytes: ...


class PushHandler(Protocol):
    """What the listener asks of the service for each push: None where the path is unknown, else whether to keep it."""

    def __call__(self, secret: str, source: str, notices: tuple[PushNotice, ...]) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class Timing:
    """The pauses of a subscription's life. Settings, so that tests can shrink them.

    ``lasting``: a subscription that ends at a younger age ended too early, whatever it has sent.
    """

    overdue: timedelta = timedelta(seconds=30)
    poll_every: timedelta = timedelta(minutes=4)
    lasting: timedelta = timedelta(minutes=4)
    reconnect_after: timedelta = timedelta(seconds=5)
    refused_retry: timedelta = timedelta(minutes=15)
    debounce: timedelta = timedelta(milliseconds=200)
