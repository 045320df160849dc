"""The log: one line an entry, no secret in it, and no line that somebody else could have forged.

Every handler that shows or keeps log text uses :class:`LineFormatter`; whoever learns a secret registers it here first.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

from desktop_admin.log_fields import fault_lines, parts_of_record

MASK = "•••"
FILE_NAME = "concierge.log"
FIELDS_NAME = "concierge.jsonl"
"""The same entries with their fields apart."""
READINGS_NAME = "readings.log"
"""Every reading of somebody's automatic replies: beside the log, since thousands of people would soon push out of it
whatever else it says.
"""
MAX_BYTES = 5_000_000
MAX_BYTES_OF_READINGS = 20_000_000
OLD_FILES = 4
SHORTEST_SECRET = 4
"""Masking every place where a shorter text stands would spell it out rather than hide it."""

_log = logging.getLogger(__name__)
_readings = logging.getLogger("desktop_admin.readings")
_readings.propagate = False

_NAMED = (
    r"(?:[a-z0-9]{1,20}[-_]){0,3}(?:pass(?:word|code|phrase)|passwd|pwd|secret|token|credential|api[-_]?key)s?"
    r"|(?:access|private|signing)[-_]?key"
)
_SCHEME = r"basic|bearer|ntlm|negotiate"
_PATTERNS = tuple(
    (re.compile(shape, re.IGNORECASE), masked)
    for shape, masked in (
        # Authorization: Basic dXNlcjpw, 'WWW-Authenticate': 'NTLM TlRM'
        (rf"(authori[sz]ation|authenticate)(\W{{1,5}}(?:{_SCHEME})\s+)[a-z0-9+/=._~-]+", rf"\1\2{MASK}"),
        (rf"\b({_SCHEME})(\s+)[a-z0-9+/=._~-]{{20,}}", rf"\1\2{MASK}"),
        # https://user:password@host/
        (r"(://[^\s/:@]*:)[^\s/@]+@", rf"\1{MASK}@"),
        # <t:Password>text</t:Password>
        (rf"(<(?:\w+:)?(?:{_NAMED})(?:\s[^<>]*)?>)[^<]+", rf"\1{MASK}"),
        # "password": "text", password='text', also cut off
        (rf"\b({_NAMED})([\"']?\s*[:=]\s*)([\"'])(?:\\.|(?!\3).)*(?:\3|$)", rf"\1\2\3{MASK}\3"),
        # password=text, passcode: 1234
        (rf"\b({_NAMED})([\"']?\s*[:=]\s*)[^\s\"'<>,;&)\]}}]+", rf"\1\2{MASK}"),
        # passcode 1234, pin is 1234
        (r"\b(pass(?:word|code)|pin)(\s+(?:is\s+)?)\d+", rf"\1\2{MASK}"),
    )
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_lock = threading.Lock()
_secrets: frozenset[str] = frozenset()
_secret_pattern: re.Pattern[str] | None = None
_handlers: list[logging.Handler] = []


def register_secret(value: str) -> None:
    """From now on ``value`` is masked wherever it stands, also as URLs, XML and JSON write it."""
    global _secrets, _secret_pattern  # noqa: PLW0603 - the log is one, and so is what it must never tell
    if len(value) < SHORTEST_SECRET:
        return
    # Others may have written halves of surrogate pairs into it, which UTF-8 does not know.
    in_urls = {quote(value, safe="", errors="surrogatepass"), quote_plus(value, errors="surrogatepass")}
    in_texts = {escape(value), json.dumps(value)[1:-1], repr(value)[1:-1]}
    with _lock:
        _secrets |= {value} | in_urls | in_texts
        longest_first = sorted(_secrets, key=len, reverse=True)
        _secret_pattern = re.compile("|".join(re.escape(secret) for secret in longest_first))


def redact(text: str) -> str:
    """``text`` with registered secrets masked, and the word after ``password:``, ``token=``, ``passcode`` and the like.

    It rather masks a harmless word than shows a secret: do not write a colon after these words in a sentence.
    """
    pattern = _secret_pattern
    if pattern is not None:
        text = pattern.sub(MASK, text)
    for shape, masked in _PATTERNS:
        text = shape.sub(masked, text)
    return text


def one_line(text: str) -> str:
    """``text`` with control characters written out (``\\n``, ``\\x1b``), so that no name makes a line of its own."""
    return _UNPRINTABLE.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)


class LineFormatter(logging.Formatter):
    """``2026-11-21T07:09:12.345+01:00 WARNING desktop_admin.web: text``; a traceback follows, indented."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")
        return f"{moment} {record.levelname} {record.name}: {clean_message(record)}{self._trace(record)}"

    def _trace(self, record: logging.LogRecord) -> str:
        parts = []
        if record.exc_info:
            parts.append(self.formatException(record.exc_info))
        if record.stack_info:
            parts.append(record.stack_info)
        lines = redact("\n".join(parts)).split("\n") if parts else []
        return "".join(f"\n    {one_line(line)}" for line in lines)


class FieldFormatter(logging.Formatter):
    """The same entry as one line of JSON: its words and its fields apart, for the diagnostics bundle."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")
        kind, fault, trace = record.exc_info if isinstance(record.exc_info, tuple) else (None, None, None)
        entry = {
            "at": moment,
            "level": record.levelname,
            "logger": record.name,
            "parts": [[part.kind, one_line(redact(part.text))] for part in parts_of_record(record)],
            "fault": [] if kind is None else list(fault_lines(fault, trace)),
        }
        return json.dumps(entry)


class _ReadingsFormatter(logging.Formatter):
    """A line for each of the entry's ``rows``, its cells parted by tabs: moment, integration, address, how, what."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")
        begin = f"{moment}\t{one_line(redact(getattr(record, 'integration', '')))}"
        rows = getattr(record, "rows", (("", "", record.getMessage()),))
        return "\n".join(f"{begin}\t{one_line(redact(address))}\t{how}\t{what}" for address, how, what in rows)


def record_readings(integration: str, rows: Iterable[tuple[str, str, str]]) -> None:
    """A line in ``readings.log`` for each reading: address, how it was read, and what came of it.

    The last two are the program's own words. Nothing happens before :func:`start_logging`.
    """
    if lines := tuple(rows):
        _readings.info("%d readings", len(lines), extra={"integration": integration, "rows": lines})


def clean_message(record: logging.LogRecord) -> str:
    """The entry's text alone, masked, on one line."""
    return one_line(redact(record.getMessage()))


class _PrivateRotatingFile(RotatingFileHandler):
    """A log is its owner's alone (0600), from the moment it is made.

    Where it cannot be written (a full disk), nothing else happens: no traceback, no growing memory. The number of lost
    lines is written as soon as that is possible.
    """

    def __init__(self, file: Path, formatter: logging.Formatter, max_bytes: int | None = None) -> None:
        super().__init__(
            file,
            maxBytes=max_bytes or MAX_BYTES,
            backupCount=OLD_FILES,
            encoding="utf-8",
            errors="backslashreplace",
            delay=True,
        )
        self.setFormatter(formatter)
        self.lost = 0

    def emit(self, record: logging.LogRecord) -> None:
        lost, self.lost = self.lost, 0
        if lost:
            words = "%d log lines could not be written: the disk was full, or refused them."
            super().emit(_log.makeRecord(_log.name, logging.WARNING, __file__, 0, words, (lost,), None))
            self.lost = lost if self.lost else 0
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        self.lost += 1
        # What is still in its buffer would be tried again with each line, and grow.
        stream, self.stream = self.stream, None
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.close()

    def close(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            super().close()

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, errors=self.errors, opener=_private_opener)


class _Terminal(logging.StreamHandler[TextIO]):
    """The terminal may be gone: then nobody reads that either."""

    def handleError(self, record: logging.LogRecord) -> None:
        pass


class _CommandLog(logging.Handler):
    """For commands, which start no log: what goes wrong in them is in the log of their data folder."""

    def __init__(self, folder: Callable[[], Path | None]) -> None:
        super().__init__(logging.WARNING)
        self._folder = folder

    def emit(self, record: logging.LogRecord) -> None:
        if not _handlers and (folder := self._folder()) is not None:
            _append(record, folder)


def _append(record: logging.LogRecord, folder: Path) -> Path | None:
    """One line in the log of ``folder``, which need not have been started; None where it cannot be written."""
    lost = 0
    for handler in _files(folder):
        with contextlib.closing(handler):
            handler.emit(record)
        lost += handler.lost
    return None if lost else folder / FILE_NAME


def _files(folder: Path) -> tuple[_PrivateRotatingFile, _PrivateRotatingFile]:
    """The log that is read, and its fields."""
    return (
        _PrivateRotatingFile(folder / FILE_NAME, LineFormatter()),
        _PrivateRotatingFile(folder / FIELDS_NAME, FieldFormatter()),
    )


def _private_opener(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def start_logging(folder: Path, *, to_stderr: bool = False, level: int = logging.INFO) -> Path:
    """Logs into ``folder``, and to the terminal if asked and if there is one.

    The files rotate: at most 50 MB, and 100 MB of readings.

    Returns the file's path. Called again, it replaces what the last call set up.
    """
    stop_logging()
    file = folder / FILE_NAME
    for in_file in _files(folder):
        with contextlib.suppress(OSError):
            in_file.stream = in_file._open()
        _handlers.append(in_file)
    if to_stderr and sys.stderr is not None:
        terminal = _Terminal(sys.stderr)
        terminal.setFormatter(LineFormatter())
        _handlers.append(terminal)
    readings = _PrivateRotatingFile(folder / READINGS_NAME, _ReadingsFormatter(), MAX_BYTES_OF_READINGS)
    _readings.setLevel(level)
    _readings.addHandler(readings)
    root = logging.getLogger()
    root.setLevel(level)
    # Which plugins the migration tool has is nobody's business here; the upgrades themselves are told.
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)
    for handler in _handlers:
        root.addHandler(handler)
    return file


def stop_logging() -> None:
    """Takes back what :func:`start_logging` set up and closes the file."""
    root = logging.getLogger()
    while _handlers:
        handler = _handlers.pop()
        root.removeHandler(handler)
        handler.close()
    for handler in tuple(_readings.handlers):
        _readings.removeHandler(handler)
        handler.close()


def folder_in_use() -> Path | None:
    """Where :func:`start_logging` put the file, while it is in force."""
    files = (Path(handler.baseFilename) for handler in _handlers if isinstance(handler, RotatingFileHandler))
    return next((file.parent for file in files), None)


@contextlib.contextmanager
def for_command(folder: Callable[[], Path | None]) -> Iterator[None]:
    """While a command runs: whatever nobody caught, on any thread, in a Qt slot or a destructor, goes to the log.

    asyncio logs the faults of its tasks and callbacks itself. ``folder`` says where the log is unless it was started.
    """
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    sys.excepthook, threading.excepthook, sys.unraisablehook = _uncaught, _uncaught_in_thread, _unraisable
    handler = _CommandLog(folder)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


def _uncaught(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, fault, trace)
    else:
        _log.critical("Unexpected fault", exc_info=(kind, fault, trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
        name = args.thread.name if args.thread else "unknown"
        fault = (args.exc_type, args.exc_value, args.exc_traceback)
        _log.critical("Unexpected fault in thread %s", name, exc_info=fault)


def _unraisable(args: sys.UnraisableHookArgs) -> None:
    """A destructor or a callback of a library that has nobody to raise to."""
    if args.exc_value is not None:
        fault = (args.exc_type, args.exc_value, args.exc_traceback)
        _log.error("Unexpected fault while %s was being removed", type(args.object).__name__, exc_info=fault)


def record_fault(fault: BaseException, folder: Path) -> Path | None:
    """Writes ``fault`` with its traceback to the log, started or not.

    Returns the file, or None where it cannot be written.
    """
    record = _log.makeRecord(
        _log.name, logging.CRITICAL, __file__, 0, "Unexpected fault", (), (type(fault), fault, fault.__traceback__)
    )
    return _append(record, folder)
