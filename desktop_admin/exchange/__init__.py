"""The only code that speaks Exchange Web Services; nothing of exchangelib's crosses this wall.

exchangelib gives sessions, sign-in, the SOAP envelope, error classes and Windows' zone names; requests and answers are
built and read here, strictly. What that avoids: docs/exchangelib.md.
"""

from __future__ import annotations

from desktop_admin.domain.ports import Credentials, Endpoint, MailSystem
from desktop_admin.exchange.autodiscover import find_server
from desktop_admin.exchange.connection import ExchangeConnection
from desktop_admin.exchange.push import ExchangePushDecoder

__all__ = ["ExchangePushDecoder", "connect_to_exchange", "find_server"]


def connect_to_exchange(endpoint: Endpoint, credentials: Credentials) -> MailSystem:
    """A connection that has not signed in yet: nothing is sent before its ``connect`` or ``check``."""
    return ExchangeConnection(endpoint, credentials)
