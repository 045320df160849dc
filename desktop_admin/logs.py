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
from datetime import datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

MASK = "•••"
FILE_NAME = "concierge.log"
MAX_BYTES = 5_000_000
OLD_FILES = 4
SHORTEST_SECRET = 4
"""Masking every place where a shorter text stands would spell it out rather than hide it."""

_log = logging.getLogger(__name__)

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


def clean_message(record: logging.LogRecord) -> str:
    """The entry's text alone, masked, on one line."""
    return one_line(redact(record.getMessage()))


class _PrivateRotatingFile(RotatingFileHandler):
    """A log is its owner's alone (0600), from the moment it is made."""

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, errors=self.errors, opener=_private_opener)


def _private_opener(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def start_logging(folder: Path, *, to_stderr: bool = False, level: int = logging.INFO) -> Path:
    """Logs into ``folder`` (rotating, at most 25 MB in all), and to the terminal if asked and if there is one.

    Returns the file's path. Called again, it replaces what the last call set up.
    """
    stop_logging()
    file = folder / FILE_NAME
    _handlers.append(_file_handler(file))
    if to_stderr and sys.stderr is not None:
        _handlers.append(logging.StreamHandler(sys.stderr))
    root = logging.getLogger()
    root.setLevel(level)
    # Which plugins the migration tool has is nobody's business here; the upgrades themselves are told.
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)
    for handler in _handlers:
        handler.setFormatter(LineFormatter())
        root.addHandler(handler)
    return file


def stop_logging() -> None:
    """Takes back what :func:`start_logging` set up and closes the file."""
    root = logging.getLogger()
    while _handlers:
        handler = _handlers.pop()
        root.removeHandler(handler)
        handler.close()


def folder_in_use() -> Path | None:
    """Where :func:`start_logging` put the file, while it is in force."""
    files = (Path(handler.baseFilename) for handler in _handlers if isinstance(handler, RotatingFileHandler))
    return next((file.parent for file in files), None)


def log_uncaught() -> None:
    """Sends exceptions that nobody caught, on any thread and in any Qt slot, to the log."""
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


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


def record_fault(fault: BaseException, folder: Path) -> Path | None:
    """Writes ``fault`` with its traceback to the log, started or not.

    Returns the file, or None where it cannot be written.
    """
    record = _log.makeRecord(
        _log.name, logging.CRITICAL, __file__, 0, "Unexpected fault", (), (type(fault), fault, fault.__traceback__)
    )
    file = folder / FILE_NAME
    with contextlib.suppress(OSError):
        handler = _file_handler(file)
        handler.setFormatter(LineFormatter())
        with contextlib.closing(handler):
            handler.emit(record)
        return file
    return None


def _file_handler(file: Path) -> RotatingFileHandler:
    return _PrivateRotatingFile(
        file, maxBytes=MAX_BYTES, backupCount=OLD_FILES, encoding="utf-8", errors="backslashreplace"
    )
