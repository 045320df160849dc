"""Which push belongs to whom: an unguessable secret in the callback's path for every push subscription.

A push is anonymous: it is believed only so far that catching up may be worth while.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from desktop_admin.domain.ports import PushNotice, Signal, SignalKind

SECRET_BYTES = 16
SIGNALS_KEPT = 500
RETIRED_KEPT = 2000


@dataclass(slots=True)
class PushSeat:
    """One expected subscription: where its signals go, and its id once Exchange has told it."""

    secret: str = field(repr=False)
    mailboxes: tuple[str, ...]
    signals: asyncio.Queue[Signal] = field(repr=False)
    subscription_id: str = ""


class Pushes:
    """The seats of all integrations. Used on the service's loop alone."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(SECRET_BYTES)
        self._seats: dict[bytes, PushSeat] = {}
        self._retired: OrderedDict[bytes, None] = OrderedDict()

    def open(self, mailboxes: tuple[str, ...], signals: asyncio.Queue[Signal]) -> PushSeat:
        """A seat with a new secret; it must stand before Exchange subscribes, since the first push comes at once."""
        seat = PushSeat(secrets.token_urlsafe(SECRET_BYTES), mailboxes, signals)
        self._seats[self._place(seat.secret)] = seat
        return seat

    def close(self, seat: PushSeat) -> None:
        """From now on pushes for ``seat`` are answered with "unsubscribe", which is how a push subscription ends."""
        place = self._place(seat.secret)
        self._seats.pop(place, None)
        self._retired[place] = None
        while len(self._retired) > RETIRED_KEPT:
            self._retired.popitem(last=False)

    def secrets(self) -> tuple[str, ...]:
        """The paths that are expected at this moment."""
        return tuple(seat.secret for seat in self._seats.values())

    def arrived(self, secret: str, source: str, notices: tuple[PushNotice, ...]) -> bool | None:
        """What the listener asks: None for an unknown path, False to end the subscription, True to keep it."""
        place = self._place(secret)
        seat = self._seats.get(place)
        if seat is None:
            return False if place in self._retired else None
        for notice in notices:
            if seat.subscription_id and notice.subscription_id != seat.subscription_id:
                return False
            note(seat.signals, _signal(seat, notice))
        return True

    def _place(self, secret: str) -> bytes:
        """Where a secret is kept: a keyed hash, so that the time of a look-up says nothing of how much was right."""
        return hashlib.blake2b(secret.encode(errors="surrogatepass"), key=self._key).digest()


def note(signals: asyncio.Queue[Signal], signal: Signal) -> None:
    """Puts a hint into a bounded queue. Where it is full, all of it becomes one: they say no more than "look again"."""
    if not signals.full():
        signals.put_nowait(signal)
        return
    waiting = [signal, *(signals.get_nowait() for _ in range(signals.qsize()))]
    mailboxes = tuple(dict.fromkeys(mailbox for each in waiting for mailbox in each.mailboxes))
    lost = next((each for each in waiting if each.kind is SignalKind.LOST), None)
    refused = [each for each in waiting if each.kind is SignalKind.REFUSED][: signals.maxsize - 1]
    for each in (*refused, lost or Signal(SignalKind.CHANGED, mailboxes)):
        signals.put_nowait(each)


def _signal(seat: PushSeat, notice: PushNotice) -> Signal:
    if notice.failed:
        return Signal(SignalKind.LOST, seat.mailboxes, f"Exchange reported {notice.failed}")
    return Signal(SignalKind.CHANGED if notice.changed else SignalKind.HEARTBEAT, seat.mailboxes)
