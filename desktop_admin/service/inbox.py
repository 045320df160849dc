"""The conferencing inbox: catches up with Exchange, has each message decided, stores decision and answer at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from desktop_admin.domain.address import same_address
from desktop_admin.domain.alias_ownership import freed_alias
from desktop_admin.domain.conference import IssuedAlias
from desktop_admin.domain.decision import Decision, DeclineReason, Outcome, RuleSeen
from desktop_admin.domain.invitation import Facts, decide, render_reply
from desktop_admin.domain.journal import JournalEntry, OutboxEntry, OutboxState, Undo, journal_entry
from desktop_admin.domain.meeting import ItemId, MeetingMessage
from desktop_admin.domain.message_order import MARKED
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.ports import AnswerKind, Clock, InboxPage, MailSystem, SyncStateInvalid
from desktop_admin.domain.retry_pauses import held_invitation_pause
from desktop_admin.log_fields import Plain
from desktop_admin.service.alarms import Alarms
from desktop_admin.service.facts import FactFinder, contested_uids
from desktop_admin.service.foreign_changes import SHOWN_FOR, ForeignChanges
from desktop_admin.service.held_alarm import held_words, show_held
from desktop_admin.service.story import Teller
from desktop_admin.service.zone_alarm import show_unknown_zones
from desktop_admin.storage import Database, Work

logger = logging.getLogger(__name__)

MOST_PARTS = 20
"""So many second parts of split series are tried again at once when a meeting with their alias changed."""
_UNNAMED_LINE = "{kind} from {organizer}: {outcome}. {reason}"


@dataclass(slots=True)
class HeldItem:
    """An item that could not be decided yet, since when, when it is tried again, and what the alarm says of it.

    ``conflict`` is the alias that serves another series of the organiser, which the next message may change; "" for
    what waits for something else.
    """

    item_id: ItemId
    attempts: int
    again: datetime
    words: str
    since: datetime
    conflict: str


class Inbox:
    """One integration's conferencing mailbox. ``processed`` is told of each journal entry and its answer to be sent."""

    def __init__(
        self,
        integration_id: str,
        mailbox: str,
        database: Database,
        clock: Clock,
        teller: Teller,
        alarms: Alarms,
        alias_key: str,
        policy: SchedulingPolicy,
        processed: Callable[[JournalEntry, OutboxEntry | None], None],
    ) -> None:
        self.mailbox = mailbox
        self.policy = policy
        self._id = integration_id
        self._database = database
        self._clock = clock
        self._teller = teller
        self._alarms = alarms
        self._alias_key = alias_key
        self._processed = processed
        self._turn = asyncio.Lock()
        self._held: dict[str, HeldItem] = {}
        self._moved: set[str] = set()
        """The aliases whose meetings this catch-up changed."""
        self._foreign = ForeignChanges(alarms)

    async def load(self) -> None:
        """Items held before this start are tried again at the first catch-up."""
        now = self._clock.now()
        async with self._database.begin() as work:
            held = await work.journal.held(self._id)
            attempts = await work.journal.foreign_since(self._id, now - SHOWN_FOR)
        self._held = {each.item_id: _held_item(each, now, each.at) for each in held}
        self._tell_held()
        self._foreign.add(attempts, now)

    def follow(self, policy: SchedulingPolicy) -> bool:
        """Decides by ``policy`` from now on. Whether anything held is due at once: what was wrong may be right now."""
        if policy == self.policy:
            return False
        self.policy = policy
        self._retry_now(self._held.values())
        return bool(self._held)

    async def catch_up(self, mail: MailSystem, decided: Callable[[], None] = lambda: None) -> None:
        """Every change since the saved sync state, page by page, and whatever was held. Raises ``MailFault``.

        ``decided`` is called after each page: its answers need not wait for the others.
        """
        async with self._turn:
            self._moved.clear()
            while True:
                page = await self._next_page(mail)
                await self._take(page.messages, page.sync_state)
                decided()
                if page.is_last:
                    break
            # The change of a series' first part, on whatever page it was, is what its second part waits for.
            self._retry_now(islice((item for item in self._held.values() if item.conflict in self._moved), MOST_PARTS))
            await self._retry_held(mail)
            self._foreign.add((), self._clock.now())

    def next_due(self) -> datetime | None:
        """When to catch up even without a hint: a held item is tried again, or an alarm has had its time."""
        due = [self._foreign.next_due(), *(item.again for item in self._held.values())]
        return min((each for each in due if each is not None), default=None)

    async def _next_page(self, mail: MailSystem) -> InboxPage:
        async with self._database.begin() as work:
            state = await work.sync_states.get(self._id, self.mailbox)
        try:
            return await mail.inbox_changes(self.mailbox, state)
        except SyncStateInvalid:
            self._teller.warning("Exchange no longer knows the saved sync state: the inbox is read from its beginning.")
            async with self._database.begin() as work:
                await work.sync_states.put(self._id, self.mailbox, None)
            return await mail.inbox_changes(self.mailbox, None)

    async def _take(self, messages: Sequence[MeetingMessage], sync_state: str | None) -> None:
        """Decides the messages in the order of their arrival; decisions, answers and sync state are one transaction.

        Messages of meetings that are stored come first: they may free what a new one needs, as where a series is split.
        """
        contested = contested_uids(messages)

        async def decided(work: Work) -> tuple[list[tuple[JournalEntry, OutboxEntry | None]], list[JournalEntry]]:
            uids = {message.uid for message in messages if message.uid}
            known = await work.conferences.uids_stored(self._id, uids)
            done = [
                await self._process(work, message, contested)
                for message in sorted(messages, key=lambda each: (each.uid not in known, each.received))
                if await self._is_new(work, message)
            ]
            doubted = [entry for message in messages if message.uid for entry in await self._doubted(work, message)]
            if sync_state is not None:
                await work.sync_states.put(self._id, self.mailbox, sync_state)
            return done, doubted

        done, doubted = await self._database.run(decided)
        now = self._clock.now()
        for entry in doubted:
            self._held[entry.item_id] = _held_item(entry, now, now)
        for entry, answer in done:
            if entry.alias and entry.outcome not in (Outcome.HELD, Outcome.DECLINED):
                self._moved.add(entry.alias)
            self._after(entry, answer)
        if done:
            await show_unknown_zones(self._alarms, self._database, self._id, now)

    async def _doubted(self, work: Work, message: MeetingMessage) -> list[JournalEntry]:
        """What was ignored by Exchange's mark alone, before somebody else was known to write of that meeting: it was
        their message that made the mark. It is decided again, by what counts here.
        """
        writer = message.organizer.address if message.organizer else ""
        marked = await work.journal.ignored_for(self._id, message.uid, MARKED)
        others = [entry for entry in marked if not same_address(entry.organizer, writer)]
        return [await work.journal.put(replace(entry, outcome=Outcome.HELD)) for entry in others]

    async def _is_new(self, work: Work, message: MeetingMessage) -> bool:
        seen = await work.journal.seen(self._id, message.item_id.id)
        return seen is None or seen.outcome is Outcome.HELD

    async def _process(
        self, work: Work, message: MeetingMessage, contested: Collection[str]
    ) -> tuple[JournalEntry, OutboxEntry | None]:
        now = self._clock.now()
        try:
            async with work.savepoint():
                facts = await FactFinder(work, self._id, self._alias_key, self.policy, now, contested).of(message)
                if (waiting := self._held.get(message.item_id.id)) is not None:
                    facts = replace(facts, held_since=waiting.since)
                decision, answer = await self._decide(work, facts, now)
                entry = await work.journal.put(journal_entry(self._id, facts.message, decision, now))
                if answer is not None:
                    answer = await work.outbox.add(replace(answer, journal_id=entry.id))
                return entry, answer
        except Exception as fault:
            # Our own fault is never answered with a decline: the item is held and tried again.
            logger.exception("An item of the inbox could not be decided.")
            held = Decision(
                Outcome.HELD,
                f"This program failed at this item ({type(fault).__name__}); it is tried again.",
                (RuleSeen("program", type(fault).__name__, "held", passed=False),),
            )
            return await work.journal.put(journal_entry(self._id, message, held, now)), None

    async def _decide(self, work: Work, facts: Facts, now: datetime) -> tuple[Decision, OutboxEntry | None]:
        message = facts.message
        decision = decide(facts, self.policy, now)
        answer = self._answer(message, decision, now)
        if answer is not None and self.policy.rehearsal:
            answer = replace(answer, state=OutboxState.REHEARSED, undo=await self._undo(work, facts, decision))
        if decision.conference is not None:
            await work.conferences.save(replace(decision.conference, integration_id=self._id), now)
        if decision.freed_alias_id is not None:
            await self._free(work, decision.freed_alias_id, message.uid, now)
        if (issued := _newly_used(facts, decision)) is not None:
            await work.aliases.save(replace(issued, used=now, meeting_uid=message.uid))
        return decision, answer

    async def _undo(self, work: Work, facts: Facts, decision: Decision) -> Undo:
        """What is stored before the decision changes it."""
        touched = {decision.freed_alias_id, facts.issued.alias_id if facts.issued else None} - {None}
        found = [await work.aliases.get(self._id, alias_id) for alias_id in sorted(filter(None, touched))]
        aliases = tuple(each for each in found if each is not None)
        if decision.conference is None:
            return Undo(aliases=aliases)
        return Undo(decision.conference.id, await work.conferences.get(decision.conference.id), aliases)

    async def _free(self, work: Work, alias_id: str, uid: str, now: datetime) -> None:
        issued = await work.aliases.get(self._id, alias_id)
        if issued is None:
            return
        others = await work.conferences.holders_of(alias_id, other_than_uid=uid)
        if (freed := freed_alias(issued, uid, others, now)) is not None:
            await work.aliases.save(freed)

    def _answer(self, message: MeetingMessage, decision: Decision, now: datetime) -> OutboxEntry | None:
        if decision.wants_reply:
            kind = AnswerKind.ACCEPT if decision.outcome is Outcome.ACCEPTED else AnswerKind.DECLINE
            html = render_reply(decision, message, self.policy)
        elif decision.outcome is Outcome.APPLIED:
            kind, html = AnswerKind.FINISH, ""
        else:
            return None
        return OutboxEntry(
            integration_id=self._id, mailbox=self.mailbox, item_id=message.item_id, kind=kind, html=html, created=now
        )

    def _after(self, entry: JournalEntry, answer: OutboxEntry | None) -> None:
        line = "{kind} “{subject}” from {organizer}: {outcome}. {reason}" if entry.subject else _UNNAMED_LINE
        fields = {
            "kind": Plain(entry.kind.capitalize()),
            "subject": entry.subject,
            "organizer": entry.organizer or Plain("an unknown organiser"),
            "outcome": entry.outcome,
            "reason": entry.reason,
        }
        if entry.message.get("is_foreign"):
            self._foreign.add((entry,), entry.at)
        if entry.outcome is Outcome.HELD:
            self._hold(entry)
            self._teller.error(line, **fields)
        elif entry.outcome is Outcome.IGNORED:
            self._teller.debug(line, **fields)
            self._release(entry.item_id)
        else:
            self._teller.info(line, **fields)
            self._release(entry.item_id)
        self._processed(entry, answer)

    def _hold(self, entry: JournalEntry) -> None:
        before = self._held.pop(entry.item_id, None)
        attempts = before.attempts + 1 if before else 1
        now = self._clock.now()
        again = now + held_invitation_pause(attempts)
        self._held[entry.item_id] = _held_item(entry, again, before.since if before else now, attempts)
        self._tell_held()

    def _retry_now(self, items: Iterable[HeldItem]) -> None:
        now = self._clock.now()
        for item in items:
            item.again = now

    def _release(self, item_id: str) -> None:
        if self._held.pop(item_id, None) is not None:
            self._tell_held()

    def _tell_held(self) -> None:
        show_held(self._alarms, [item.words for item in self._held.values()])

    async def _retry_held(self, mail: MailSystem) -> None:
        now = self._clock.now()
        due = [item.item_id for item in self._held.values() if item.again <= now]
        if not due:
            return
        found = {message.item_id.id: message for message in await mail.read_messages(self.mailbox, due)}
        await self._take([message for message in found.values() if not message.unreadable], None)
        for item in due:
            if item.id not in found:
                await self._gone(item)
            elif found[item.id].unreadable:
                await self._hold_on(item)

    async def _hold_on(self, item: ItemId) -> None:
        """What still cannot be read tells no more of itself than it did: its entry stays as it is."""
        async with self._database.begin() as work:
            entry = await work.journal.seen(self._id, item.id)
        if entry is not None:
            self._hold(entry)

    async def _gone(self, item: ItemId) -> None:
        """A held item that somebody took out of the inbox needs no decision any more."""
        async with self._database.begin() as work:
            entry = await work.journal.seen(self._id, item.id)
            if entry is not None:
                reason = "It was taken out of the inbox before it could be decided."
                entry = await work.journal.put(replace(entry, outcome=Outcome.IGNORED, reason=reason))
        self._release(item.id)
        if entry is not None:
            self._processed(entry, None)


def _held_item(entry: JournalEntry, again: datetime, since: datetime, attempts: int = 0) -> HeldItem:
    is_conflict = any(rule.rule == DeclineReason.ALIAS_CONFLICT and not rule.passed for rule in entry.rules)
    conflict = entry.alias if is_conflict else ""
    return HeldItem(ItemId(entry.item_id), attempts, again, held_words(entry), since, conflict)


def _newly_used(facts: Facts, decision: Decision) -> IssuedAlias | None:
    """The ledger's entry that the decision puts to use; a room's alias has none."""
    issued, conference = facts.issued, decision.conference
    if decision.outcome is not Outcome.ACCEPTED or conference is None or issued is None or facts.is_room:
        return None
    return issued if issued.used is None and conference.alias_id == issued.alias_id else None
