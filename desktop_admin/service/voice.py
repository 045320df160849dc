"""What one integration tells of itself: its condition in the log, as alarms and as events."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from desktop_admin.domain.certificates import expiry_words
from desktop_admin.domain.connection_life import Life
from desktop_admin.domain.counted import counted
from desktop_admin.domain.journal import JournalEntry, OutboxEntry, OutboxState
from desktop_admin.domain.ports import Clock, MailFault, ServerInfo
from desktop_admin.domain.status import Condition, Severity, Status, Trouble
from desktop_admin.log_fields import Plain, Words
from desktop_admin.service.alarms import (
    CHECK_ALARM,
    CONNECTION_ALARM,
    CRASH_ALARM,
    LISTENER_ALARM,
    OUTBOX_ALARM,
    REHEARSAL_ALARM,
    Alarms,
)
from desktop_admin.service.bus import Bus
from desktop_admin.service.events import (
    AlarmsChanged,
    ConditionChanged,
    ItemProcessed,
    PresenceChanged,
    ReadingProgress,
    SubscriptionChanged,
)
from desktop_admin.service.held_alarm import held_words, show_held
from desktop_admin.service.notification_ledger import NotificationLedger
from desktop_admin.service.people_alarm import PeopleAlarm
from desktop_admin.service.reading_progress import Progress
from desktop_admin.service.remedies import remedy_for
from desktop_admin.service.story import Teller
from desktop_admin.service.views import PersonView, processed_view
from desktop_admin.service.zone_alarm import show_unknown_zones
from desktop_admin.storage import Database, StorageError, Work

logger = logging.getLogger(__name__)


class Voice:
    """``signs`` gives the subscription's mode and its last sign of life."""

    def __init__(
        self,
        integration_id: str,
        database: Database,
        clock: Clock,
        bus: Bus,
        teller: Teller,
        signs: Callable[[], tuple[str, datetime | None]],
    ) -> None:
        self._id = integration_id
        self._database = database
        self._clock = clock
        self._bus = bus
        self._teller = teller
        self._signs = signs
        self.alarms = Alarms(clock, lambda alarms: bus.publish(AlarmsChanged(integration_id, alarms)))
        self.ledger = NotificationLedger(integration_id, database, clock, self.alarms)
        self._people_alarm = PeopleAlarm(self.alarms)
        self.condition = Condition(Status.DISABLED, clock.now())
        self.waiting = 0
        self.rehearsed = 0
        self._told_mode = ""
        self._mode = "none"

    async def moved(self, life: Life, server: ServerInfo | None, poll_every: float, listener: str) -> None:
        """The connection's life is another one; ``poll_every`` in seconds; ``listener`` says how pushes get here."""
        before = self.condition
        since = before.since if before.status is life.status else self._clock.now()
        self.condition = Condition(life.status, since, life.reason, life.trouble)
        self.ledger.relied_on(life.status is Status.ONLINE)
        if (before.status, before.reason) != (life.status, life.reason):
            self._tell_condition(before.status, life.remedy or remedy_for(life.trouble), poll_every)
            name, version = (server.name, server.version) if server else ("", "")
            self._bus.publish(ConditionChanged(self._id, self.condition, name, version, listener))
        await self._note_mode()

    def processed(self, entry: JournalEntry, answer: OutboxEntry | None) -> None:
        """An item of the inbox was decided; ``answer`` waits to be sent."""
        self.ledger.found(entry.received)
        if answer is not None:
            if answer.state is OutboxState.REHEARSED:
                self.rehearsed += 1
            else:
                self.waiting += 1
            self._tell_subscription()
        self._bus.publish(ItemProcessed(self._id, processed_view(entry, answer)))

    async def settled(self, answer: OutboxEntry) -> None:
        """An answer has found its end."""

        async def counted_again(work: Work) -> tuple[tuple[int, int], JournalEntry | None]:
            return await self._counts(work), await work.journal.get(answer.journal_id)

        self.ledger.answered()
        (self.waiting, self.rehearsed), entry = await self._database.run(counted_again)
        self._tell_subscription()
        if entry is not None:
            self._bus.publish(ItemProcessed(self._id, processed_view(entry, answer)))

    def stuck(self, answer: OutboxEntry | None, reason: str) -> None:
        """Answers cannot be sent for a while; None: they can again."""
        if answer is None:
            self.alarms.clear(OUTBOX_ALARM)
            return
        waiting = "One answer waits" if self.waiting == 1 else f"{self.waiting} answers wait"
        self.alarms.raise_(
            OUTBOX_ALARM,
            f"{waiting} to be sent. {reason}",
            "Nothing is lost: they are tried again by themselves. Force now tries at once.",
            short=f"{counted(self.waiting, 'reply', 'replies')} not sent",
        )

    def people_known(self, people: Iterable[PersonView]) -> None:
        """Everybody, after people were added, removed or changed."""
        self._people_alarm.know(people)

    def people_moved(self, people: tuple[PersonView, ...]) -> None:
        self._people_alarm.note(people)
        self._bus.publish(PresenceChanged(self._id, people))

    def reading(self, progress: Progress) -> None:
        self._bus.publish(
            ReadingProgress(self._id, progress.done, progress.total, progress.rate, progress.seconds_left)
        )

    def push(self, fault: MailFault | None) -> None:
        """Push does not work, so streaming is used; None: it works, or is not wanted."""
        if fault is None:
            self.alarms.clear(LISTENER_ALARM)
            return
        if fault.trouble is Trouble.LISTENER:
            what, then = "The listener for pushes cannot be opened", " Then press Force now."
        else:
            what, then = "Push notifications do not arrive", " Push is used again as soon as one arrives."
        self._teller.warning("{what}: {fault} Streaming is used instead.", what=Plain(what), fault=Words(fault.text))
        self.alarms.raise_(
            LISTENER_ALARM,
            f"{fault.text} Exchange cannot push; streaming is used instead, and nothing is lost.",
            f"{fault.remedy or remedy_for(fault.trouble)}{then}",
            Severity.WARNING,
            short="push does not work",
        )

    def certificate(self, key: str, whose: str, until: datetime | None) -> None:
        """A certificate is good ``until`` then; None: there is none to speak of."""
        words = expiry_words(whose, until, self._clock.now())
        if not words:
            self.alarms.clear(key)
            return
        if not self.alarms.is_raised(key):
            self._teller.warning("{words}", words=Words(words))
        remedy = "Renew it before it ends: Exchange and this program would no longer trust each other."
        self.alarms.raise_(key, words, remedy, Severity.WARNING, short="a certificate expires soon")

    def crashed(self, task: str, failure: BaseException) -> None:
        """A task of ours died: told as an alarm, since what it did is not done any more."""
        self._teller.error(
            "A part of the program failed ({task}: {kind}). Force now starts it anew.",
            task=task,
            kind=Plain(type(failure).__name__),
        )
        self.alarms.raise_(
            CRASH_ALARM,
            f"A part of this program failed: {task}.",
            "Force now starts it anew. The log file tells more.",
            short="a part of the program failed",
        )

    async def load(self, *, rehearsal: bool) -> None:
        """What waits for the administrator since before this start."""
        await self.rehearsal(rehearsal)
        await self.conferences_changed()
        async with self._database.begin() as work:
            held = await work.journal.held(self._id)
        show_held(self.alarms, [held_words(entry) for entry in held])

    async def conferences_changed(self) -> None:
        """Conferences were ended, restored or taken back, or time has passed."""
        await show_unknown_zones(self.alarms, self._database, self._id, self._clock.now())

    async def count_waiting(self) -> None:
        self.waiting, self.rehearsed = await self._database.run(self._counts)

    async def _counts(self, work: Work) -> tuple[int, int]:
        """How many wait to be sent, and how many for the administrator's word."""
        return await work.outbox.count_waiting(self._id), await work.outbox.count_rehearsed(self._id)

    async def rehearsal(self, on: bool) -> None:
        """Rehearsal was switched, or rehearsed answers were released or discarded. Those left over are an alarm."""
        await self.count_waiting()
        if on or not self.rehearsed:
            self.alarms.clear(REHEARSAL_ALARM)
        else:
            self.alarms.raise_(
                REHEARSAL_ALARM,
                f"The dry run is off, and {counted(self.rehearsed, 'reply is', 'replies are')} still pending your "
                "approval.",
                "Release or discard them on the Invitations page.",
                Severity.WARNING,
                short=f"{counted(self.rehearsed, 'reply', 'replies')} pending approval",
            )
        self._tell_subscription()

    def _tell_condition(self, before: Status, remedy: str, poll_every: float) -> None:
        status, reason = self.condition.status, self.condition.reason
        match status:
            case Status.ONLINE:
                mode = self._signs()[0]
                how = "there is no mailbox to hear of" if mode == "idle" else f"changes arrive by {mode}"
                self._teller.info("Online: {how}.", how=Plain(how))
            case Status.DEGRADED:
                every = f"{poll_every:g} s" if poll_every < 120 else f"{poll_every / 60:.3g} min"
                self._teller.warning(
                    "Degraded: {reason} The inbox is checked now and every {every}.",
                    reason=Words(reason),
                    every=Plain(every),
                )
            case Status.OFFLINE:
                self._teller.error("Offline: {reason} {remedy}", reason=Words(reason), remedy=Words(remedy))
            case Status.DISABLED:
                self._teller.info("Switched off.")
            case Status.CONNECTING if before is Status.DISABLED:
                self._teller.info("Service starting.")
        if status in (Status.DEGRADED, Status.OFFLINE):
            severity = Severity.WARNING if status is Status.DEGRADED else Severity.SERIOUS
            # A check that failed tells the same: one fault, one alarm.
            self.alarms.clear(CHECK_ALARM)
            self.alarms.raise_(CONNECTION_ALARM, reason, remedy, severity)
        elif status in (Status.ONLINE, Status.DISABLED):
            self.alarms.clear(CONNECTION_ALARM)
        if status is Status.DISABLED:
            self.alarms.clear(LISTENER_ALARM)

    async def _note_mode(self) -> None:
        """What the subscription's history shows: the mode while one lives, else the status."""
        status = self.condition.status
        mode = self._signs()[0]
        shown = mode if status in (Status.ONLINE, Status.DEGRADED) else str(status)
        if shown != self._told_mode:
            try:
                async with self._database.begin() as work:
                    await work.history.add(self._id, self._clock.now(), shown, self.condition.reason)
                self._told_mode = shown
            except StorageError as fault:
                # The subscription's life goes on without its story.
                logger.warning("The subscription's history could not be written: %s", fault)
        # Told only once it is stored: whoever hears of it reads the history anew.
        self._mode = mode
        self._tell_subscription()

    def _tell_subscription(self) -> None:
        self._bus.publish(SubscriptionChanged(self._id, self._mode, self._signs()[1], self.waiting, self.rehearsed))
