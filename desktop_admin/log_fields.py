"""What a log line consists of: the program's own words, and values of somebody else's, each under its field's name.

A value stays a value from the place where it is logged to the diagnostics bundle, which replaces it whole. Nothing has
to be found again in a sentence.
"""

from __future__ import annotations

import logging
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from traceback import extract_tb
from types import TracebackType

OURS = "desktop_admin"
VALUE = "value"
"""The field of whatever is logged without a name."""
WORDS = "words"

_PLACE = re.compile(r"%(?:\(\w+\))?[#0\- +]*\d*(?:\.\d+)?([diouxXeEfFgGcrsa%])")


class Words(str):
    """A sentence of the program's own, in which addresses or names of hosts may stand: they are looked up in it."""

    __slots__ = ()


class Plain(str):
    """A word of the program's own, such as a mode or a key."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Part:
    """``kind`` is "" for the program's own words, ``WORDS`` for sentences, else the name of the field."""

    kind: str
    text: str


def parts_of(text: str, fields: Mapping[str, object]) -> tuple[Part, ...]:
    """``text`` with ``{name}`` for each of ``fields``; without fields it is taken as it is."""
    if not fields:
        return (Part(WORDS if isinstance(text, Words) else "", str(text)),)
    found = []
    for literal, name, _, _ in string.Formatter().parse(text):
        if literal:
            found.append(Part("", literal))
        if name is not None:
            found.append(part_of(name, fields[name]))
    return tuple(found)


def part_of(name: str, value: object) -> Part:
    """Numbers, times and the program's own words show themselves; everything else is somebody's."""
    if isinstance(value, Words):
        return Part(WORDS, str(value))
    if value is None or isinstance(value, bool | int | float | Enum | Plain | date | timedelta):
        return Part("", str(value))
    return Part(name, str(value))


def parts_of_record(record: logging.LogRecord) -> tuple[Part, ...]:
    """Those that a line was logged with; else the arguments of ``%s`` are fields. Strangers' lines are one field."""
    given = getattr(record, "parts", None)
    if given is not None:
        return tuple(given)
    message = str(record.msg)
    if not isinstance(record.args, tuple) or not record.args:
        is_ours = record.name.startswith(OURS) and not record.args
        return (Part("" if is_ours else VALUE, record.getMessage()),)
    return tuple(_formatted(message, record.args))


def _formatted(message: str, arguments: tuple[object, ...]) -> Iterator[Part]:
    left, done = list(arguments), 0
    for found in _PLACE.finditer(message):
        yield Part("", message[done : found.start()])
        done = found.end()
        if found.group(1) == "%":
            yield Part("", "%")
        elif left:
            yield _argument(left.pop(0))
    yield Part("", message[done:])


def _argument(value: object) -> Part:
    if isinstance(value, BaseException):
        return Part("", type(value).__name__)
    if isinstance(value, Path):
        return Part("", value.name)
    return part_of(VALUE, value)


def fault_lines(fault: BaseException | None, trace: TracebackType | None = None) -> Iterator[str]:
    """Where it happened and of which kind it is, the cause first; never its text, which may quote anything."""
    if fault is None:
        return
    cause = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    yield from fault_lines(cause)
    for frame in extract_tb(trace or fault.__traceback__):
        yield f"{Path(frame.filename).name}:{frame.lineno} in {frame.name}"
    yield type(fault).__name__
