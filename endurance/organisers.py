"""People who invite, move and cancel while everything else goes wrong; they remember what they did."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import httpx

from tests.helpers.ews_client import EwsClient, Refused


class Mailboxes(Protocol):
    """A look-alike as its people see it: what it told of itself, and a client for each of them."""

    @property
    def told(self) -> dict[str, Any]: ...
    @property
    def people(self) -> list[dict[str, str]]: ...
    def client(self, number: int, /) -> EwsClient: ...


@dataclass
class Planned:
    """A meeting as its organiser knows it. ``requests``: how many invitations and updates were sent for it."""

    subject: str
    alias: str
    organiser: int
    item: str
    start: datetime
    requests: int = 1
    cancelled: bool = False


class Organisers:
    """``steps`` acts in all: about half invitations, the rest updates, cancellations and changes in own calendars.

    ``instructions`` are (alias, joining instructions) as they were issued. Runs in a thread of its own; ``between``
    is held while it acts, so that the look-alike can be restarted between two acts.
    """

    def __init__(
        self, exchange: Mailboxes, instructions: list[tuple[str, str]], steps: int, seed: int, pause: float
    ) -> None:
        self.meetings: list[Planned] = []
        self.acts: dict[str, int] = {}
        self.between = threading.Lock()
        self.failure: BaseException | None = None
        self._exchange = exchange
        self._guest = str(exchange.told["conferencing_mailbox"]["address"])
        self._instructions: Iterator[tuple[str, str]] = iter(instructions)
        self._steps = steps
        self._random = random.Random(seed)
        self.pause = pause
        """Seconds between two acts, on average."""
        self._stop = threading.Event()
        self._clients: list[EwsClient] = []
        self._thread = threading.Thread(target=self._run, name="organisers")

    def start(self) -> None:
        self._clients = [self._exchange.client(number) for number in range(len(self._exchange.people))]
        self._thread.start()

    @property
    def done(self) -> int:
        return sum(self.acts.values())

    @property
    def left(self) -> int:
        """How many acts are still to come."""
        return self._steps - self.done

    @property
    def at_work(self) -> bool:
        return self._thread.is_alive()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        for client in self._clients:
            client.__exit__(None, None, None)

    def answers(self) -> dict[str, list[str]]:
        """Item classes of the responses in everybody's mailbox, by the meeting's subject."""
        found: dict[str, list[str]] = {}
        for client in self._clients:
            for reply in client.replies():
                found.setdefault(reply.subject.partition(": ")[2], []).append(reply.item_class)
        return found

    def _run(self) -> None:
        try:
            while self.done < self._steps and not self._stop.wait(self._random.expovariate(1 / self.pause)):
                with self.between:
                    name, act = self._choose()
                    act()
                    self.acts[name] = self.acts.get(name, 0) + 1
        except (Refused, httpx.HTTPError, StopIteration) as failure:
            self.failure = failure

    def _choose(self) -> tuple[str, Callable[[], None]]:
        standing = [each for each in self.meetings if not each.cancelled]
        chance = self._random.random()
        if chance < 0.5 or not standing:
            return "invitations", self._invite
        if chance < 0.72:
            return "updates", lambda: self._move(self._random.choice(standing))
        if chance < 0.87:
            return "cancellations", lambda: self._cancel(self._random.choice(standing))
        return "calendar changes", self._block

    def _invite(self) -> None:
        alias, text = next(self._instructions)
        organiser = self._random.randrange(len(self._clients))
        meeting = Planned(f"Meeting {len(self.meetings):04}", alias, organiser, "", self._soon())
        body = f"<html><body><p>Please come.</p>{text}</body></html>"
        meeting.item = self._clients[organiser].invite(self._guest, meeting.start, body, subject=meeting.subject)
        self.meetings.append(meeting)

    def _move(self, meeting: Planned) -> None:
        meeting.start += timedelta(minutes=30)
        self._clients[meeting.organiser].move(meeting.item, meeting.start)
        meeting.requests += 1

    def _cancel(self, meeting: Planned) -> None:
        self._clients[meeting.organiser].cancel(meeting.item)
        meeting.cancelled = True

    def _block(self) -> None:
        client = self._random.choice(self._clients)
        start = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=self._random.randrange(30))
        subject = self._random.choice(("Lunch", "Planning", "Travelling to Leeds", "One to one"))
        client.block(start, start + timedelta(hours=30), subject)

    def _soon(self) -> datetime:
        now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        return now + timedelta(hours=self._random.randrange(6, 300))
