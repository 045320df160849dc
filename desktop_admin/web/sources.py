"""From where pushes are taken."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable


class Sources:
    """Addresses and networks in CIDR notation; none means everywhere."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        """Raises ValueError for what is neither."""
        self._networks = tuple(ipaddress.ip_network(each) for each in allowed)

    def allow(self, source: str) -> bool:
        """Whether ``source``, an IP address, is among them."""
        if not self._networks:
            return True
        try:
            address = ipaddress.ip_address(source.partition("%")[0])
        except ValueError:
            return False
        # A socket for both families tells IPv4 callers as ::ffff:192.0.2.17.
        plain = getattr(address, "ipv4_mapped", None) or address
        return any(address in network or plain in network for network in self._networks)
