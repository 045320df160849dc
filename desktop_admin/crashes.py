"""What is left of a run that ended without stopping in order: a report, and the knowledge that there was one.

A run leaves a mark in the data folder and takes it away when it stops. Who starts and finds a mark knows that the last
run was killed, crashed, or lost its power. Python's own last words (a segmentation fault, with every thread's stack) go
into a file beside the log.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from desktop_admin.logs import FILE_NAME, redact

MARK = "running.json"
LOG_BEGINS = "The log's end:\n"
"""What follows in a report is the log itself."""
LAST_WORDS = "last-words.txt"
REPORTS_KEPT = 5
LOG_TAIL = 200_000
"""Bytes of the log's end that a report keeps."""


@dataclass(frozen=True, slots=True)
class Crash:
    """A run that did not stop in order: when it began, its version, and the report that was written of it."""

    began: datetime | None
    version: str
    report: Path | None


class Run:
    """One run over the data folder ``data``, whose log lies in ``logs``. The folder's lock is held around it."""

    def __init__(self, data: Path, logs: Path, version: str) -> None:
        self._mark = data / MARK
        self._logs = logs
        self._version = version
        self._stream: TextIOWrapper | None = None

    def begin(self) -> Crash | None:
        """Marks the run; gives the last one's crash where it did not stop in order."""
        crash = self._last() if self._mark.exists() else None
        told = {"began": datetime.now(UTC).isoformat(), "version": self._version, "pid": os.getpid()}
        with contextlib.suppress(OSError):
            self._mark.write_text(json.dumps(told), "utf-8")
            self._mark.chmod(0o600)
            self._stream = _private(self._logs / LAST_WORDS)
            faulthandler.enable(self._stream)
        return crash

    def end(self) -> None:
        """It stopped in order."""
        if self._stream is not None:
            faulthandler.disable()
            self._stream.close()
            self._stream = None
        self._mark.unlink(missing_ok=True)

    def _last(self) -> Crash:
        try:
            told = json.loads(self._mark.read_text("utf-8"))
            began, version = datetime.fromisoformat(told["began"]), str(told["version"])
        except (OSError, ValueError, KeyError, TypeError):
            began, version = None, "unknown"
        return Crash(began, version, self._report(began, version))

    def _report(self, began: datetime | None, version: str) -> Path | None:
        """Last words and the log's end, without secrets. None where it cannot be written."""
        file = self._logs / f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S}.txt"
        begun = began.isoformat() if began else "an unknown moment"
        parts = (
            f"Exchange Concierge {version}, begun at {begun}, did not stop in order.",
            f"Last words:\n{_end_of(self._logs / LAST_WORDS) or 'none'}",
            f"{LOG_BEGINS}{_end_of(self._logs / FILE_NAME)}",
        )
        try:
            with _private(file) as stream:
                stream.write(redact("\n\n".join(parts)))
        except OSError:
            return None
        for old in sorted(self._logs.glob("crash-*.txt"))[:-REPORTS_KEPT]:
            old.unlink(missing_ok=True)
        return file


def _private(file: Path) -> TextIOWrapper:
    return open(file, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600))


def _end_of(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - LOG_TAIL))
            return stream.read().decode("utf-8", "replace")
    except OSError:
        return ""
