"""What the service tells: frozen events, published on the bus. They carry records for showing, never live objects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop_admin.domain.status import Alarm, CheckStep, Condition
from desktop_admin.service.directory_view import DirectoryView
from desktop_admin.service.views import IntegrationView, PersonView, ProcessedView


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Event:
    """``integration_id`` is "" where an event concerns the whole program."""

    integration_id: str


@dataclass(frozen=True, slots=True)
class LogLine(Event):
    """One line of the connection's story. ``number`` only grows."""

    number: int
    at: datetime
    level: LogLevel
    text: str


@dataclass(frozen=True, slots=True)
class IntegrationsChanged(Event):
    """The list of integrations, or settings of one of them, changed: read them anew."""

    integrations: tuple[IntegrationView, ...]


@dataclass(frozen=True, slots=True)
class ConditionChanged(Event):
    """``server_name`` and ``server_version`` say what Exchange told of itself, "" before the first connection;
    ``listener`` how pushes get here, "" where none are taken.
    """

    condition: Condition
    server_name: str = ""
    server_version: str = ""
    listener: str = ""


@dataclass(frozen=True, slots=True)
class SubscriptionChanged(Event):
    """``mode``: push, streaming, polling or none; ``last_sign``: the last
    heartbeat or notification; ``waiting``: in the outbox; ``rehearsed``: there until an administrator's word.
    """

    mode: str
    last_sign: datetime | None
    waiting: int
    rehearsed: int = 0


@dataclass(frozen=True, slots=True)
class AlarmsChanged(Event):
    alarms: tuple[Alarm, ...]


@dataclass(frozen=True, slots=True)
class ItemProcessed(Event):
    """An invitation or other inbox item was processed, or its reply has been sent (the same item again)."""

    item: ProcessedView


@dataclass(frozen=True, slots=True)
class PresenceChanged(Event):
    """``people`` whose presence, cause or next change is another one now."""

    people: tuple[PersonView, ...]


@dataclass(frozen=True, slots=True)
class PeopleChanged(Event):
    """People were added, removed or edited, or keywords or presences changed: read them anew."""


@dataclass(frozen=True, slots=True)
class RoomsChanged(Event):
    """A room was added, changed or removed, or an alias was issued, deleted or released: read them anew."""


@dataclass(frozen=True, slots=True)
class DirectoryChanged(Event):
    """The directory's cache, its schedule or the reading under way is another one."""

    view: DirectoryView


@dataclass(frozen=True, slots=True)
class ReadingProgress(Event):
    """Calendars are being read: ``done`` of ``total`` mailboxes, ``rate`` of them a second. The last has all done.

    ``seconds_left`` is None until that can be said.
    """

    done: int
    total: int
    rate: float = 0.0
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class WhatIfProgress(Event):
    """Known appointments are replayed or counted: ``done`` of ``total`` people."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class CheckProgress(Event):
    """A step of the connection check began or ended; ``finished`` with the last one."""

    step: CheckStep
    finished: bool = False


@dataclass(frozen=True, slots=True)
class ServiceStopped(Event):
    """The service has ended; nothing follows."""
