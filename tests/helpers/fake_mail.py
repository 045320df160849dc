"""A mail system made up for the service's own tests: it keeps an inbox, and fails when told to."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from desktop_admin.domain.appointment import Appointment, OutOfOffice
from desktop_admin.domain.meeting import ItemId, MeetingMessage
from desktop_admin.domain.ports import (
    AnswerFate,
    AnswerKind,
    CalendarGlance,
    InboxPage,
    MailFault,
    RepliesGlance,
    ServerInfo,
    Signal,
    Subscription,
)
from desktop_admin.domain.status import CheckName, CheckState, CheckStep, Trouble


class FakeMail:
    """A ``desktop_admin.domain.ports.MailSystem``; ``faults`` by method name are raised once each, in order."""

    def __init__(self) -> None:
        self.inbox: dict[str, MeetingMessage] = {}
        self.answers: list[tuple[str, AnswerKind, str]] = []
        self.calendars: dict[str, tuple[Appointment, ...]] = {}
        self.replies: dict[str, OutOfOffice] = {}
        self.unshared: set[str] = set()
        self.groups: dict[str, str] = {}
        self.faults: dict[str, list[MailFault]] = {}
        self.lose_answers = 0
        self.certificate_until: datetime | None = None
        self.calls: list[str] = []
        self.signals: asyncio.Queue[Signal] = asyncio.Queue()
        self.page_size = 1000
        self._page = 0
        self._told: set[str] = set()

    def as_it_is(self) -> FakeMail:
        """Another one that holds the same now, and has told the same of it."""
        made = FakeMail()
        for name, value in vars(self).items():
            if name != "signals":
                setattr(made, name, copy.copy(value))
        made.faults = {method: list(waiting) for method, waiting in self.faults.items()}
        return made

    def _called(self, method: str) -> None:
        self.calls.append(method)
        if waiting := self.faults.get(method):
            raise waiting.pop(0)

    async def connect(self) -> ServerInfo:
        self._called("connect")
        url = "https://mail.example.com/EWS/Exchange.asmx"
        return ServerInfo(url, "15.2.1748", "Exchange 2019", "ntlm", self.certificate_until)

    async def check(self, mailbox: str, callback_url: str) -> AsyncGenerator[CheckStep, None]:
        self._called("check")
        yield CheckStep(CheckName.NAME, CheckState.PASSED, f"{mailbox} {callback_url}")
        yield CheckStep(CheckName.SIGN_IN, CheckState.RUNNING)
        self._called("check the sign-in")
        yield CheckStep(CheckName.SIGN_IN, CheckState.PASSED, "Exchange takes the password.")
        if callback_url:
            yield CheckStep(CheckName.CALLBACK, CheckState.PASSED, "Somebody answers there.")

    async def inbox_changes(self, mailbox: str, sync_state: str | None) -> InboxPage:
        self._called("inbox_changes")
        if sync_state is None:
            self._told.clear()
        new = tuple(message for message in self.inbox.values() if message.item_id.id not in self._told)
        page = new[: self.page_size]
        self._told |= {message.item_id.id for message in page}
        self._page += 1
        return InboxPage(page, (), f"state-{self._page}", is_last=page == new)

    async def read_messages(self, mailbox: str, item_ids: Sequence[ItemId]) -> tuple[MeetingMessage, ...]:
        self._called("read_messages")
        return tuple(self.inbox[item.id] for item in item_ids if item.id in self.inbox)

    async def awaits_answer(self, mailbox: str, item_id: ItemId) -> bool:
        self._called("awaits_answer")
        return item_id.id in self.inbox

    async def answer(self, mailbox: str, item_id: ItemId, kind: AnswerKind, html: str) -> AnswerFate:
        self._called("answer")
        if item_id.id not in self.inbox:
            return AnswerFate.ALREADY
        del self.inbox[item_id.id]
        self.answers.append((item_id.id, kind, html))
        if self.lose_answers:
            self.lose_answers -= 1
            raise MailFault(Trouble.SERVER_FAULT, "The connection broke before Exchange answered.")
        return AnswerFate.SENT

    async def finish_cancellation(self, mailbox: str, item_id: ItemId) -> AnswerFate:
        self._called("finish_cancellation")
        return AnswerFate.SENT if self.inbox.pop(item_id.id, None) else AnswerFate.ALREADY

    async def read_appointments(self, mailbox: str, start: datetime, end: datetime) -> tuple[Appointment, ...]:
        self._called("read_appointments")
        return tuple(each for each in self.calendars.get(mailbox, ()) if each.end > start and each.start < end)

    async def read_out_of_office(self, mailbox: str) -> OutOfOffice:
        self._called("read_out_of_office")
        return self.replies.get(mailbox, OutOfOffice())

    async def read_calendars(
        self, mailboxes: Sequence[str], start: datetime, end: datetime
    ) -> tuple[CalendarGlance, ...]:
        self._called("read_calendars")
        return tuple(self._glance(mailbox, start, end) for mailbox in mailboxes)

    def _glance(self, mailbox: str, start: datetime, end: datetime) -> CalendarGlance:
        """``unshared`` calendars give nothing to a batch."""
        if mailbox in self.unshared:
            return CalendarGlance(mailbox, None, "view FreeBusy")
        found = self.calendars.get(mailbox, ())
        return CalendarGlance(mailbox, tuple(each for each in found if each.end > start and each.start < end))

    async def read_replies(self, mailboxes: Sequence[str]) -> tuple[RepliesGlance, ...]:
        self._called("read_replies")
        return tuple(RepliesGlance(mailbox, self.replies.get(mailbox, OutOfOffice())) for mailbox in mailboxes)

    async def server_groups(self, mailboxes: Sequence[str]) -> tuple[str, ...]:
        self._called("server_groups")
        return tuple(self.groups.get(mailbox, "") for mailbox in mailboxes)

    async def subscribe_push(
        self, mailboxes: Sequence[str], url: str, status_minutes: int, *, inbox: bool
    ) -> Subscription:
        self._called("subscribe_push")
        return Subscription(f"subscription-{len(self.calls)}", tuple(mailboxes))

    @asynccontextmanager
    async def stream(
        self, mailboxes: Sequence[str], *, inbox: bool, minutes: int
    ) -> AsyncIterator[AsyncIterator[Signal]]:
        self._called("stream")
        yield self._read_signals()

    async def _read_signals(self) -> AsyncIterator[Signal]:
        while True:
            yield await self.signals.get()

    async def unsubscribe(self, subscription: Subscription) -> None:
        self._called("unsubscribe")

    async def close(self) -> None:
        self.calls.append("close")
