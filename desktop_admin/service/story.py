"""The connection's story: the log lines an administrator reads, kept in a ring and told to the bus and the log file."""

from __future__ import annotations

import logging
from collections import deque

from desktop_admin.domain.ports import Clock
from desktop_admin.logs import one_line, redact
from desktop_admin.service.bus import Bus
from desktop_admin.service.events import LogLevel, LogLine

logger = logging.getLogger("desktop_admin.story")

KEPT_LINES = 20_000
LONGEST_LINE = 1_000
"""Characters. A subject may be as long as its sender likes."""

_LEVELS = {
    LogLevel.DEBUG: logging.DEBUG,
    LogLevel.INFO: logging.INFO,
    LogLevel.WARNING: logging.WARNING,
    LogLevel.ERROR: logging.ERROR,
}


class Story:
    """All integrations' lines in one order; each is numbered."""

    def __init__(self, clock: Clock, bus: Bus) -> None:
        self._clock = clock
        self._bus = bus
        self._lines: deque[LogLine] = deque(maxlen=KEPT_LINES)
        self._number = 0

    def tell(self, integration_id: str, name: str, level: LogLevel, text: str) -> None:
        """``name`` is the integration's, for the log file; "" for the whole program."""
        self._number += 1
        text = one_line(redact(text))
        if len(text) > LONGEST_LINE:
            text = f"{text[:LONGEST_LINE]}…"
        line = LogLine(integration_id, self._number, self._clock.now(), level, text)
        self._lines.append(line)
        logger.log(_LEVELS[level], "%s", f"{name}: {text}" if name else text)
        self._bus.publish(line)

    def after(self, number: int, limit: int) -> tuple[LogLine, ...]:
        """The newest ``limit`` lines numbered above ``number``, oldest first."""
        newer = [line for line in self._lines if line.number > number]
        return tuple(newer[-limit:])


class Teller:
    """One integration's voice in the story."""

    def __init__(self, story: Story, integration_id: str, name: str) -> None:
        self._story = story
        self._id = integration_id
        self.name = name

    def debug(self, text: str) -> None:
        self._story.tell(self._id, self.name, LogLevel.DEBUG, text)

    def info(self, text: str) -> None:
        self._story.tell(self._id, self.name, LogLevel.INFO, text)

    def warning(self, text: str) -> None:
        self._story.tell(self._id, self.name, LogLevel.WARNING, text)

    def error(self, text: str) -> None:
        self._story.tell(self._id, self.name, LogLevel.ERROR, text)
