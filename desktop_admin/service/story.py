"""The connection's story: the log lines an administrator reads, kept in a ring and told to the bus and the log file."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable

from desktop_admin.domain.ports import Clock
from desktop_admin.log_fields import Part, Plain, Words, parts_of
from desktop_admin.logs import one_line, record_readings, redact
from desktop_admin.service.bus import Bus
from desktop_admin.service.events import LogLevel, LogLine

__all__ = ["KEPT_LINES", "LONGEST_LINE", "Plain", "Story", "Teller", "Words"]

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

    def tell(self, integration_id: str, name: str, level: LogLevel, text: str, /, **fields: object) -> None:
        """``name`` is the integration's, for the log file; "" for the whole program.

        Whatever is not the program's own goes into ``fields``, named in ``text`` as ``{field}``: see ``log_fields``.
        """
        self._number += 1
        parts = parts_of(text, fields)
        text = one_line(redact("".join(part.text for part in parts)))
        if len(text) > LONGEST_LINE:
            text = f"{text[:LONGEST_LINE]}…"
        line = LogLine(integration_id, self._number, self._clock.now(), level, text)
        self._lines.append(line)
        named = (Part("integration", name), Part("", ": ")) if name else ()
        short = [Part(part.kind, part.text[:LONGEST_LINE]) for part in (*named, *parts)]
        logger.log(_LEVELS[level], "%s", f"{name}: {text}" if name else text, extra={"parts": short})
        self._bus.publish(line)

    def record(self, name: str, text: str, /, **fields: object) -> None:
        """A line for the log file alone: one for each of thousands of people would drown the window's."""
        parts = parts_of(text, fields)
        named = (Part("integration", name), Part("", ": ")) if name else ()
        short = [Part(part.kind, part.text[:LONGEST_LINE]) for part in (*named, *parts)]
        line = one_line(redact("".join(part.text for part in short)))
        logger.info("%s", line, extra={"parts": short})

    def after(self, number: int, limit: int) -> tuple[LogLine, ...]:
        """The newest ``limit`` lines numbered above ``number``, oldest first."""
        newer = [line for line in self._lines if line.number > number]
        return tuple(newer[-limit:])


class Teller:
    """One integration's voice in the story. ``fields`` as in :meth:`Story.tell`."""

    def __init__(self, story: Story, integration_id: str, name: str) -> None:
        self._story = story
        self._id = integration_id
        self.name = name

    def debug(self, text: str, /, **fields: object) -> None:
        self._story.tell(self._id, self.name, LogLevel.DEBUG, text, **fields)

    def record(self, text: str, /, **fields: object) -> None:
        """For the log file alone."""
        self._story.record(self.name, text, **fields)

    def record_readings(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """For the file of readings: address, how, what came of it."""
        record_readings(self.name, rows)

    def info(self, text: str, /, **fields: object) -> None:
        self._story.tell(self._id, self.name, LogLevel.INFO, text, **fields)

    def warning(self, text: str, /, **fields: object) -> None:
        self._story.tell(self._id, self.name, LogLevel.WARNING, text, **fields)

    def error(self, text: str, /, **fields: object) -> None:
        self._story.tell(self._id, self.name, LogLevel.ERROR, text, **fields)
