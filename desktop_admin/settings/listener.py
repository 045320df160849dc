"""Where this program listens for Exchange's pushes: one listener for all integrations."""

from __future__ import annotations

from desktop_admin.settings.connection import CALLBACK_PORT
from desktop_admin.settings.option import Settings, option


class ListenerSettings(Settings):
    host: str = option("0.0.0.0", label="Listen at", max_length=253)  # noqa: S104 - Exchange must reach it
    port: int = option(CALLBACK_PORT, label="Port", ge=0, le=65535)
    certificate_file: str = option("", label="Certificate file", help="PEM, with its chain.", max_length=1000)
    key_file: str = option("", label="Key file", help="PEM, without a passphrase.", max_length=1000)
