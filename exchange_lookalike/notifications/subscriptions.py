"""Who wants to hear of what: the subscriptions of all three ways, and reading events for one of them."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from exchange_lookalike import soap
from exchange_lookalike.faults import EwsError
from exchange_lookalike.notifications.events import Event, EventLog, EventLogs, position_of, watermark
from exchange_lookalike.notifications.pace import Pace

Way = Literal["push", "pull", "streaming"]
READ_AT_ONCE = 50
"""Events in one notification; more are announced by MoreEvents."""
MOST_PER_ACCOUNT = 5000
"""EwsMaxSubscriptions of the default throttling policy."""
STREAM_LIFE_MINUTES = 30
"""A streaming subscription without a connection lives this long."""
REMEMBERED = 5000
_HOST = b"exchange"


@dataclass(frozen=True)
class Wish:
    """What a Subscribe request asks for. `folders` None means all folders; `minutes` is Timeout or StatusFrequency."""

    way: Way
    kinds: frozenset[str]
    folders: frozenset[int] | None
    minutes: int = STREAM_LIFE_MINUTES
    url: str = ""
    watermark: str = ""


@dataclass(frozen=True)
class Batch:
    """Events read at once: each with the position after it, where the reading ended, and whether more wait."""

    start: int
    end: int
    events: tuple[tuple[int, Event], ...]
    more: bool = False


@dataclass(eq=False)
class Subscription:
    """One subscription to one mailbox. `creator` is the primary address of the account that signed in to make it.

    `position` is how far push and streaming have told; a puller says it itself. `wake` is called when there is news.
    """

    id: str
    wish: Wish
    log: EventLog
    address: str
    creator: str
    position: int
    touched: float
    wake: Callable[[], None] | None = None
    on_gone: Callable[[str], None] | None = None
    retries: int = 0

    @property
    def mailbox(self) -> int:
        """The number of the account whose mailbox it is."""
        return self.log.mailbox

    def wants(self, event: Event) -> bool:
        """Whether it hears of that event."""
        if event.kind not in self.wish.kinds:
            return False
        return self.wish.folders is None or not self.wish.folders.isdisjoint(event.folders)

    def read(self, position: int, limit: int = READ_AT_ONCE) -> Batch:
        """What has happened for it after `position`. A batch ends with its last event, an empty one at the log's end:
        the next one's PreviousWatermark is what the client knows (documentation of NotificationType)."""
        found: list[tuple[int, Event]] = []
        for place, event in self.log.after(position):
            if self.wants(event):
                if len(found) == limit:
                    return Batch(position, found[-1][0], tuple(found), more=True)
                found.append((place, event))
        return Batch(position, found[-1][0] if found else self.log.end, tuple(found))

    def notification(self, batch: Batch, *, with_watermarks: bool) -> etree._Element:
        """The batch as a Notification element; an empty one becomes a StatusEvent."""
        space = soap.m if with_watermarks else soap.t  # a child of messages' elements, or of t's array in a stream
        made = space("Notification", None, soap.t("SubscriptionId", self.id))
        if not with_watermarks:
            made.extend(event.element(None) for _, event in batch.events)
            return made
        made.append(soap.t("PreviousWatermark", watermark(self.mailbox, batch.start)))
        made.append(soap.t("MoreEvents", "true" if batch.more else "false"))
        made.extend(event.element(watermark(self.mailbox, place)) for place, event in batch.events)
        if not batch.events:
            made.append(soap.t("StatusEvent", None, soap.t("Watermark", watermark(self.mailbox, batch.end))))
        return made


@dataclass
class Subscriptions:
    """All subscriptions of the server. `now` is a monotonic clock in seconds."""

    logs: EventLogs
    pace: Pace
    now: Callable[[], float]
    _by_id: dict[str, Subscription] = field(default_factory=dict)
    _by_mailbox: dict[int, set[Subscription]] = field(default_factory=dict)
    _expired: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.logs.on_event(self._tell)

    def __iter__(self) -> Iterator[Subscription]:
        return iter(list(self._by_id.values()))

    def __len__(self) -> int:
        return len(self._by_id)

    def add(self, wish: Wish, mailbox: int, address: str, creator: str) -> Subscription:
        """Subscribe. Raises EwsError ErrorInvalidWatermark, ErrorExceededSubscriptionCount."""
        self._drop_expired()
        if sum(1 for one in self._by_id.values() if one.creator == creator) >= MOST_PER_ACCOUNT:
            raise EwsError("ErrorExceededSubscriptionCount", "You have exceeded the available subscriptions.")
        log = self.logs.of(mailbox)
        position = log.end
        if wish.watermark:
            position = position_of(wish.watermark, mailbox)
            log.check(position)
        made = Subscription(_new_id(), wish, log, address, creator, position, self.now())
        self._by_id[made.id] = made
        self._by_mailbox.setdefault(mailbox, set()).add(made)
        return made

    def get(self, subscription_id: str, creator: str) -> Subscription:
        """The living subscription. Raises EwsError: never existed or was ended (ErrorSubscriptionNotFound), ran out
        (ErrorExpiredSubscription), somebody else's (ErrorSubscriptionAccessDenied)."""
        self._drop_expired()
        found = self._by_id.get(subscription_id)
        if found is None and subscription_id in self._expired:
            raise EwsError("ErrorExpiredSubscription", "The subscription has expired.")
        if found is None:
            raise EwsError("ErrorSubscriptionNotFound", "The specified subscription was not found.")
        if found.creator != creator:
            raise EwsError("ErrorSubscriptionAccessDenied", "The subscription belongs to another user.")
        return found

    def events(self, subscription_id: str, mark: str, creator: str) -> tuple[Subscription, Batch]:
        """GetEvents. Raises EwsError as `get`, ErrorInvalidPullSubscriptionId, ErrorInvalidWatermark."""
        found = self.get(subscription_id, creator)
        if found.wish.way != "pull":
            raise EwsError("ErrorInvalidPullSubscriptionId", "The subscription is not a pull subscription.")
        position = position_of(mark, found.mailbox)
        found.log.check(position)
        found.touched = self.now()
        return found, found.read(position)

    def end(self, subscription_id: str, creator: str) -> None:
        """Unsubscribe. Raises EwsError as `get`, and ErrorInvalidSubscription for push, which the listener ends."""
        found = self.get(subscription_id, creator)
        if found.wish.way == "push":
            raise EwsError("ErrorInvalidSubscription", "A push subscription is ended in the answer to a notification.")
        self.drop(found, "ErrorSubscriptionUnsubscribed")

    def drop(self, subscription: Subscription, why: str = "ErrorSubscriptionNotFound") -> None:
        """Forget a subscription; `why` is the code that an open stream passes on."""
        self._by_id.pop(subscription.id, None)
        self._by_mailbox.get(subscription.mailbox, set()).discard(subscription)
        if subscription.on_gone is not None:
            subscription.on_gone(why)

    def forget(self, mailbox: int | None = None) -> int:
        """Forget every subscription (of one mailbox), as a server does that fails over. Gives how many."""
        gone = [one for one in self if mailbox is None or one.mailbox == mailbox]
        for one in gone:
            self.drop(one)
        return len(gone)

    def _tell(self, mailbox: int, event: Event) -> None:
        for one in self._by_mailbox.get(mailbox, ()):
            if one.wake is not None and one.wants(event):
                one.wake()

    def _drop_expired(self) -> None:
        now = self.now()
        for one in self:
            idle = one.wish.way == "pull" or (one.wish.way == "streaming" and one.wake is None)
            if idle and now - one.touched > one.wish.minutes * self.pace.minute:
                self._expired[one.id] = None
                self.drop(one, "ErrorExpiredSubscription")
        while len(self._expired) > REMEMBERED:
            del self._expired[next(iter(self._expired))]


def _new_id() -> str:
    """Shaped like Exchange's: the server's name with its length before it, then a GUID with its length."""
    return b64encode(bytes((len(_HOST), 0)) + _HOST + b"\x10\0\0\0" + secrets.token_bytes(16)).decode()
