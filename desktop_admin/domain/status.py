"""The words in which an integration says how it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """An integration's state; from best to worst: online, connecting, degraded, offline. Disabled is neither."""

    DISABLED = "disabled"
    CONNECTING = "connecting"
    ONLINE = "online"
    DEGRADED = "degraded"
    OFFLINE = "offline"


class Trouble(StrEnum):
    """What keeps an integration from being online; each has its own words and remedy."""

    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - the name of a fault, not a password
    NO_PASSWORD = "no_password"  # noqa: S105 - the name of a fault, not a password
    PROXY = "proxy"
    KEYRING = "keyring"
    MAILBOX_NOT_FOUND = "mailbox_not_found"
    NO_IMPERSONATION = "no_impersonation"
    NAME_NOT_FOUND = "name_not_found"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    NOT_EXCHANGE = "not_exchange"
    HTTP_NOT_ALLOWED = "http_not_allowed"
    CALLBACK_UNREACHABLE = "callback_unreachable"
    SUBSCRIPTION_PENDING = "subscription_pending"
    SERVER_BUSY = "server_busy"
    SERVER_FAULT = "server_fault"
    LISTENER = "listener"
    STORAGE = "storage"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Condition:
    """A status with its reason in words and since when."""

    status: Status
    since: datetime
    reason: str = ""
    trouble: Trouble | None = None


class Severity(StrEnum):
    WARNING = "warning"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something an administrator has to know until it is well. ``key`` is unique within the integration.

    ``short`` is the phrase for a sum: “2 invitations on hold”; "": it is counted as an alarm.
    """

    key: str
    text: str
    remedy: str
    since: datetime
    severity: Severity = Severity.SERIOUS
    short: str = ""


class CheckState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    SKIPPED = "skipped"


class CheckName(StrEnum):
    """The steps of the connection check, in their order. PROXY is one only where a proxy is set."""

    PROXY = "proxy"
    NAME = "name"
    TCP = "tcp"
    TLS = "tls"
    SIGN_IN = "sign_in"
    VERSION = "version"
    IMPERSONATION = "impersonation"
    INBOX = "inbox"
    CALLBACK = "callback"


@dataclass(frozen=True, slots=True)
class CheckStep:
    """One step's result: what was found, and when it failed what would make it well."""

    name: CheckName
    state: CheckState
    finding: str = ""
    remedy: str = ""
    milliseconds: float = 0.0
    facts: tuple[tuple[str, str], ...] = field(default=())
