"""What the people operations need to know of a request: who asks, who exists, and what mailboxes hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from exchange_lookalike.accounts import Account, Directory
from exchange_lookalike.people.free_busy import Event
from exchange_lookalike.people.names import Found
from exchange_lookalike.people.oof import Oof
from exchange_lookalike.timezones import Zone


class Desk(Protocol):
    """One request's view of the server."""

    @property
    def directory(self) -> Directory:
        """Who exists."""

    @property
    def caller(self) -> Account:
        """Who asks: the impersonated account where one is impersonated."""

    @property
    def zone(self) -> Zone | None:
        """The zone of the request's TimeZoneContext."""

    def now(self) -> datetime:
        """The present, UTC."""

    def oof(self, account: Account) -> Oof:
        """Automatic replies of a mailbox."""

    def set_oof(self, account: Account, oof: Oof) -> None:
        """Change automatic replies."""

    def events(self, account: Account, start: datetime, end: datetime) -> list[Event]:
        """What a mailbox's calendar holds between two moments, with all details."""

    def contacts(self, account: Account) -> Iterable[Found]:
        """The personal contacts of a mailbox."""
