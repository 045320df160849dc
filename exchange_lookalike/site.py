"""A running server: the edge, its listener, subscriptions and pushes, with one way to start, restart and stop."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from exchange_lookalike.accounts import Directory
from exchange_lookalike.auth import Gate
from exchange_lookalike.journal import Journal
from exchange_lookalike.listener import Listener
from exchange_lookalike.notifications.events import EventLogs
from exchange_lookalike.notifications.pace import Pace
from exchange_lookalike.notifications.push import PushSender
from exchange_lookalike.notifications.requests import NotificationDesk
from exchange_lookalike.notifications.streaming import Streams
from exchange_lookalike.notifications.subscriptions import Subscriptions
from exchange_lookalike.quirks import Quirks
from exchange_lookalike.server import Core, Edge
from exchange_lookalike.soap import VERSION_TEXT
from exchange_lookalike.trouble import Trouble


def _present() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Address:
    """Where to listen: port 0 takes a free one. `name` is the host that URLs show."""

    host: str = "127.0.0.1"
    port: int = 0
    name: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None


class Site:
    """Everything between the wire and the mailboxes. The mailboxes live on when it stops or restarts."""

    def __init__(
        self,
        core: Core[Any],
        directory: Directory,
        logs: EventLogs,
        address: Address,
        *,
        pace: Pace | None = None,
        clock: Callable[[], datetime] = _present,
        monotonic: Callable[[], float] = time.monotonic,
        quirks: Quirks | None = None,
    ) -> None:
        self._address = address
        self._directory = directory
        self.trouble = Trouble()
        self.quirks = quirks or Quirks()
        self.journal = Journal()
        self.gate = Gate(directory, clock)
        self.subscriptions = Subscriptions(logs, pace or Pace(), monotonic)
        self.pushes = PushSender(self.subscriptions, self.trouble)
        self.streams = Streams(self.subscriptions, self.trouble, monotonic, self.quirks)
        desk = NotificationDesk(self.subscriptions, self.pushes)
        self._edge = Edge(core, self.gate, self.trouble, desk, self.streams, self.journal, clock)
        self._edge.controlled = self
        self._listener = Listener(self._edge, address.host, address.port, address.tls)
        self._changing = asyncio.Lock()
        self._running = False

    @property
    def base_url(self) -> str:
        """Scheme, host and port, as clients reach it."""
        scheme = "https" if self._address.tls else "http"
        return f"{scheme}://{self._address.name}:{self._listener.port}"

    async def start(self) -> None:
        """Listen. Raises listener.PortTaken."""
        await self._listener.start()
        self._running = True
        self._edge.base_url = self.base_url

    async def stop(self) -> None:
        """Close the listener, cut all connections, end all streams and pushes; subscriptions are forgotten."""
        self._running = False
        await self._edge.stop()
        async with self._changing:
            await self._close()

    async def _close(self) -> None:
        await self._listener.stop()
        self.subscriptions.forget()
        await self.pushes.stop()

    async def restart(self, down_seconds: float = 0.0) -> None:
        """Go down as a server does, keep the mailboxes, and come back on the same port."""
        async with self._changing:
            await self._close()
        await asyncio.sleep(down_seconds)
        async with self._changing:
            if self._running and not self._listener.listening:
                await self._listener.start()

    async def drop_connections(self) -> None:
        """Cut every connection; the listener stays."""
        await self._listener.cut_connections()

    def forget_subscriptions(self, mailbox: str | None = None) -> int:
        """Forget all subscriptions, or those of one mailbox. Gives how many there were."""
        account = None if mailbox is None else self._directory.by_address(mailbox)
        if mailbox is not None and account is None:
            return 0
        return self.subscriptions.forget(None if account is None else account.number)

    def reset_counters(self) -> None:
        """Count requests, sign-ins and pushes from nought again."""
        self.journal.reset()
        self.gate.sign_ins.clear()
        self.pushes.counters.sent = self.pushes.counters.failed = 0

    def counters(self) -> dict[str, Any]:
        """Requests by operation and by mailbox, sign-ins by account, pushes, open streams."""
        return {
            **self.journal.counts(),
            "sign_ins": {name: asdict(one) for name, one in self.gate.sign_ins.items()},
            "pushes": asdict(self.pushes.counters),
            "streams": sum(self.streams.open.values()),
        }

    def state(self) -> dict[str, Any]:
        """What GET /sandbox/control shows."""
        return {
            "url": f"{self.base_url}/EWS/Exchange.asmx",
            "version": VERSION_TEXT,
            "trouble": self.trouble.as_list(),
            "quirks": self.quirks.as_list(),
            "counters": self.counters(),
            "subscriptions": [
                {
                    "id": one.id,
                    "way": one.wish.way,
                    "mailbox": one.address,
                    "creator": one.creator,
                    "url": one.wish.url,
                    "retries": one.retries,
                }
                for one in self.subscriptions
            ],
        }

    def log(self) -> list[dict[str, Any]]:
        """The latest requests, oldest first."""
        return self.journal.entries()
