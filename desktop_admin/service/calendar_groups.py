"""Which calendars share a subscription: groups that live together, within what the server keeps open and accepts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_admin.domain.group_subscription import divide
from desktop_admin.domain.ports import MailFault, MailSystem, ServerInfo
from desktop_admin.log_fields import Words
from desktop_admin.service.story import Teller
from desktop_admin.settings import IntegrationSettings

GROUP_SIZE = 200
"""Exchange takes at most so many subscriptions on one streaming connection."""

STREAMS, STREAMS_OF_2013 = 10, 3
"""Streaming connections that Exchange keeps open for one account (Microsoft: EwsMaxConcurrency and its siblings)."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something to subscribe to: the conferencing inbox, or a group of calendars."""

    mailboxes: tuple[str, ...]
    inbox: bool


def targets_of(
    settings: IntegrationSettings,
    addresses: tuple[str, ...],
    version: str = "",
    groups: Mapping[str, str] | None = None,
    before: Sequence[Target] = (),
    size: int = GROUP_SIZE,
) -> tuple[Target, ...]:
    """What an integration subscribes to; the first one's life is the integration's.

    Nobody shares a stream with somebody of another one of ``groups`` (by address). Calendars beyond what an Exchange of
    this ``version`` (like 15.2.1748) streams are left out: they are swept. Who was together ``before`` stays together,
    and who was apart stays apart. ``size``: at most so many calendars in one group.
    """
    mailbox = settings.connection.conferencing_mailbox
    first = (Target((mailbox,), inbox=True),) if mailbox else ()
    parts = _parts(addresses, groups or {}, before, size)
    streams = (STREAMS_OF_2013 if version.startswith("15.0.") else STREAMS) - len(first)
    if not settings.connection.callback_url and len(parts) > streams:
        parts = sorted(parts, key=len, reverse=True)[:streams]
    return (*first, *(Target(tuple(part), inbox=False) for part in parts)) or (Target((), inbox=False),)


def _parts(addresses: Sequence[str], groups: Mapping[str, str], before: Sequence[Target], size: int) -> list[list[str]]:
    """At most ``size`` of one group each; newcomers take the room that is left, so that few are subscribed to again."""
    there = set(addresses)
    kept = [[each for each in target.mailboxes if each in there] for target in before if not target.inbox]
    parts = [part[first : first + size] for part in kept for first in range(0, len(part), size)]
    placed = {each for part in parts for each in part}
    with_room: dict[str, list[list[str]]] = {}
    for part in parts:
        if 0 < len(part) < size:
            with_room.setdefault(groups.get(part[0], ""), []).append(part)
    for address in addresses:
        if address in placed:
            continue
        room = with_room.setdefault(groups.get(address, ""), [])
        if not room:
            room.append([])
            parts.append(room[0])
        room[0].append(address)
        if len(room[0]) == size:
            room.pop(0)
    return [part for part in parts if part]


async def server_groups(
    mail: MailSystem, settings: IntegrationSettings, addresses: Sequence[str], teller: Teller
) -> dict[str, str]:
    """The group of servers of each address, where streams need it; empty where Exchange does not tell."""
    if settings.connection.callback_url or not addresses:
        return {}
    try:
        return dict(zip(addresses, await mail.server_groups(addresses), strict=True))
    except MailFault as fault:
        teller.debug(
            "Exchange does not tell who lives on which servers; all are taken for one group. {fault}",
            fault=Words(fault.text),
        )
        return {}


class CalendarGroups:
    """The groups of one integration, from one connection to the next."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._servers: dict[str, str] = {}
        self._laid_out: tuple[Target, ...] = ()
        self._rests_on: tuple[object, ...] = ()
        self._size = GROUP_SIZE
        self._lost_once: set[Target] = set()

    async def connected(self, mail: MailSystem, settings: IntegrationSettings, addresses: Sequence[str]) -> None:
        """A new connection: what the server is like is found out again."""
        self._servers = await server_groups(mail, settings, addresses, self._teller)
        self._laid_out = ()
        self._size = GROUP_SIZE
        self._lost_once.clear()

    async def joined(self, mail: MailSystem, settings: IntegrationSettings, addresses: Sequence[str]) -> None:
        """Newcomers, who may live on other servers."""
        if self._servers:
            self._servers = self._servers | await server_groups(mail, settings, addresses, self._teller)

    def targets(
        self, settings: IntegrationSettings, addresses: tuple[str, ...], server: ServerInfo | None
    ) -> tuple[Target, ...]:
        """What to subscribe to now. Each sign of life asks, and thousands of people take milliseconds: it is worked out
        again only if something that it rests on is another object.
        """
        rests_on = (settings, addresses, server, self._servers)
        if not self._laid_out or any(new is not old for new, old in zip(rests_on, self._rests_on, strict=True)):
            version = server.version if server else ""
            self._laid_out = targets_of(settings, addresses, version, self._servers, self._laid_out, self._size)
            self._rests_on = rests_on
        return self._laid_out

    def lost(self, target: Target, named: Sequence[str]) -> bool:
        """A group's subscription was lost right after it began, the server naming these mailboxes. Whether the group is
        divided: at once if the server takes no two mailboxes together, else only if it happens again.
        """
        parts = divide(target.mailboxes, named)
        if not parts or target not in self._laid_out:
            return False
        is_each_alone = all(len(part) == 1 for part in parts)
        if not is_each_alone and target not in self._lost_once:
            self._lost_once.add(target)
            return False
        if is_each_alone and len(parts) > 2:
            self._size = 1
        if self._size == 1:
            self._teller.warning(
                "Exchange does not stream several calendars together: each gets a stream of its own as long as there "
                "are streams left, and the others are read every minute."
            )
        else:
            self._teller.warning(
                "The change notifications of {count} calendars were lost right after they began, twice: they are "
                "divided into {first} and {second}.",
                count=len(target.mailboxes),
                first=len(parts[0]),
                second=len(parts[1]),
            )
        divided = tuple(Target(part, inbox=False) for part in parts)
        place = self._laid_out.index(target)
        self._laid_out = (*self._laid_out[:place], *divided, *self._laid_out[place + 1 :])
        self._rests_on = (None,) * len(self._rests_on)
        return True
