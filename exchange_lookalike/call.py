"""One request being served, as the operations are given it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from exchange_lookalike import soap
from exchange_lookalike.accounts import Account
from exchange_lookalike.store import Store
from exchange_lookalike.timezones import Zone


@dataclass(frozen=True)
class Call:
    """One request being served.

    `caller` has signed in; `account` is whose rights apply: the impersonated one where there is one. `zone` is the
    TimeZoneContext. `header` are the SOAP header's blocks by name.
    """

    store: Store
    caller: Account
    account: Account
    request: etree._Element
    headers: dict[str, etree._Element] = field(default_factory=dict)
    version: str = "Exchange2016"
    zone: Zone | None = None

    @property
    def name(self) -> str:
        """The operation's name."""
        return soap.local(self.request)
