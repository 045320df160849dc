"""Where this program listens for Exchange's pushes: one listener for all integrations."""

from __future__ import annotations

import ipaddress

from pydantic import ValidationInfo, field_validator

from desktop_admin.settings.connection import CALLBACK_PORT
from desktop_admin.settings.option import Settings, option


class ListenerSettings(Settings):
    host: str = option(
        "0.0.0.0",  # noqa: S104 - Exchange must reach it
        label="Listen at",
        help="An address of this computer; 0.0.0.0 stands for all of them.",
        max_length=253,
        group="listener",
    )
    port: int = option(
        CALLBACK_PORT,
        label="Port",
        help="Exchange, or the proxy, must be let through to it.",
        ge=0,
        le=65535,
        group="listener",
    )
    certificate_file: str = option(
        "", label="Certificate file", help="PEM, with its chain.", max_length=1000, group="listener", file="certificate"
    )
    key_file: str = option(
        "", label="Key file", help="PEM, without a passphrase.", max_length=1000, group="listener", file="certificate"
    )
    allowed_sources: tuple[str, ...] = option(
        (),
        label="Allowed sources",
        help="IP addresses or networks, like 192.0.2.0/24, that pushes are accepted from: the Exchange servers, or the "
        "proxy before this program. Empty: the addresses that the Exchange domains resolve to.",
        placeholder="192.0.2.0/24",
        advanced=True,
        group="listener",
    )
    from_everywhere: bool = option(
        False,
        label="Accept pushes from everywhere",
        help="For a network in which the Exchange servers' addresses are not known. The secret in the callback's path "
        "is the only protection then.",
        advanced=True,
        group="listener",
    )

    @field_validator("allowed_sources")
    @classmethod
    def _networks(cls, sources: tuple[str, ...]) -> tuple[str, ...]:
        for source in sources:
            try:
                ipaddress.ip_network(source)
            except ValueError:
                raise ValueError(
                    f"“{source}” is no IP address or network. Write it like 192.0.2.17 or 192.0.2.0/24."
                ) from None
        return sources

    @field_validator("from_everywhere")
    @classmethod
    def _one_of_both(cls, from_everywhere: bool, info: ValidationInfo) -> bool:
        if from_everywhere and info.data.get("allowed_sources"):
            raise ValueError("There are allowed sources. Remove them, or do not accept pushes from everywhere.")
        return from_everywhere
