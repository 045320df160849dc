"""From where pushes are accepted: listed addresses, or those that the Exchange servers' names resolve to."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, Protocol

Resolve = Callable[[str], Awaitable[Iterable[str]]]
"""The addresses of a host name. Raises ``OSError``, ``TimeoutError`` or ``UnicodeError`` where it has none."""

FRESH_FOR: Final = 600.0
"""Seconds for which addresses are used without asking again."""
ASK_AGAIN_AFTER: Final = 30.0
"""Seconds after which an unknown source is worth another look: a server may have moved. Strangers cannot cause more."""
REPORT_AGAIN_AFTER: Final = 3600.0
REPORTS_KEPT: Final = 100


class SourceCheck(Protocol):
    """Whether a push from ``source``, an IP address, is accepted."""

    async def allows(self, source: str) -> bool: ...


class Networks:
    """Addresses and networks in CIDR notation."""

    def __init__(self, listed: Iterable[str] = ()) -> None:
        """Raises ValueError for what is neither."""
        self._networks = tuple(ipaddress.ip_network(each) for each in listed)

    def __contains__(self, source: str) -> bool:
        """Whether ``source``, an IP address, is among them."""
        try:
            address = ipaddress.ip_address(source.partition("%")[0])
        except ValueError:
            return False
        # A socket for both families tells IPv4 callers as ::ffff:192.0.2.17.
        plain = getattr(address, "ipv4_mapped", None) or address
        return any(address in network or plain in network for network in self._networks)


class Everywhere:
    """No source is refused."""

    async def allows(self, _source: str) -> bool:
        return True


class Listed:
    """The administrator's list, and ``report`` is told of each source that is not on it."""

    def __init__(self, listed: Iterable[str], report: Callable[[str], None]) -> None:
        self._networks = Networks(listed)
        self._refusals = Refusals(report, "it is not among the allowed sources")

    async def allows(self, source: str) -> bool:
        if source in self._networks:
            return True
        self._refusals.note(source)
        return False


class ExchangeServers:
    """The addresses of ``hosts``, resolved when the first push arrives, and again from time to time.

    A name that cannot be resolved keeps the addresses that it had; ``report`` is told once.
    """

    def __init__(
        self,
        hosts: Callable[[], Iterable[str]],
        resolve: Resolve,
        report: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hosts = hosts
        self._resolve = resolve
        self._report = report
        self._clock = clock
        self._turn = asyncio.Lock()
        self._asked: float | None = None
        self._known: dict[str, Networks] = {}
        self._failing: set[str] = set()
        self._refusals = Refusals(report, "none of the Exchange domains resolves to it", clock)

    async def allows(self, source: str) -> bool:
        await self._refresh(FRESH_FOR)
        if not self._is_known(source):
            await self._refresh(ASK_AGAIN_AFTER)
        if self._is_known(source):
            return True
        self._refusals.note(source)
        return False

    def _is_known(self, source: str) -> bool:
        return any(source in addresses for addresses in self._known.values())

    async def _refresh(self, after: float) -> None:
        async with self._turn:
            hosts = {host.strip("[]").rstrip(".").lower() for host in self._hosts()} - {""}
            if self._asked is not None and self._clock() < self._asked + after and hosts == self._known.keys():
                return
            found = {host: await self._addresses(host) for host in sorted(hosts)}
            self._asked, self._known = self._clock(), found
            self._failing &= hosts

    async def _addresses(self, host: str) -> Networks:
        try:
            found = Networks([host]) if _is_address(host) else Networks(await self._resolve(host))
        except (OSError, TimeoutError, UnicodeError) as fault:
            if host not in self._failing:
                self._failing.add(host)
                self._report(
                    f"The name {host} cannot be resolved ({getattr(fault, 'strerror', None) or 'no answer'}). Pushes "
                    "from there are refused unless its addresses were known before. Check DNS, or list the addresses "
                    "as allowed sources of the listener."
                )
            return self._known.get(host, Networks())
        self._failing.discard(host)
        return found


class Refusals:
    """Reports refused sources: each once an hour, so that nobody can fill the log."""

    def __init__(self, report: Callable[[str], None], why: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._report = report
        self._why = why
        self._clock = clock
        self._reported: OrderedDict[str, float] = OrderedDict()

    def note(self, source: str) -> None:
        now = self._clock()
        if now < self._reported.get(source, -REPORT_AGAIN_AFTER) + REPORT_AGAIN_AFTER:
            return
        self._reported[source] = now
        self._reported.move_to_end(source)
        while len(self._reported) > REPORTS_KEPT:
            self._reported.popitem(last=False)
        self._report(
            f"A push from {source} was refused: {self._why}. If it is an Exchange server or your proxy, add it to the "
            "allowed sources of the listener."
        )


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
