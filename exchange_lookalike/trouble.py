"""Switches for trouble: what a test or a demo asks the server to do wrong, for how long and to whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

FORMS = ("fault", "response")
WAYS = ("push", "streaming")
LONGEST_SECONDS = 3600.0
LONGEST_BACK_OFF_MS = 600_000
MOST_TIMES = 1_000_000
_OPERATION = re.compile(r"[A-Z][A-Za-z]{2,60}")
_CODE = re.compile(r"Error[A-Za-z]{2,80}")


class WrongSwitch(ValueError):
    """A switch that cannot be set; the text says what is wrong and what would be right."""


@dataclass(frozen=True)
class Switch:
    """One trouble that is on.

    `operations` (empty: all), `mailbox` (primary address, empty: all) and `way` (empty: push and streaming) say whom it
    meets; `count` how often it still happens, None for until it is cleared.
    """

    kind: str
    operations: tuple[str, ...] = ()
    mailbox: str = ""
    way: str = ""
    count: int | None = None
    seconds: float = 0.0
    back_off_ms: int = 0
    form: str = "fault"
    code: str = ""

    def meets(self, operation: str, mailbox: str, way: str) -> bool:
        """Whether it is meant for a request or notification of that kind."""
        return (
            (not self.operations or operation in self.operations)
            and (not self.mailbox or self.mailbox == mailbox.lower())
            and (not self.way or self.way == way)
        )


@dataclass(frozen=True)
class Kind:
    """A kind of trouble: what it does, and which fields it needs and may have."""

    about: str
    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()


_REQUEST = frozenset({"operations", "mailbox", "count"})
_NOTIFICATION = frozenset({"way", "mailbox", "count"})
KINDS: Mapping[str, Kind] = {
    "latency": Kind("every answer waits this many seconds", frozenset({"seconds"}), _REQUEST),
    "unauthorized": Kind("401, whatever the password", may=_REQUEST),
    "unavailable": Kind("503; Retry-After says `seconds` where given", may=_REQUEST | {"seconds"}),
    "busy": Kind("ErrorServerBusy with a back-off", may=_REQUEST | {"back_off_ms", "form"}),
    "error": Kind("this error code as the answer", frozenset({"code"}), _REQUEST | {"form"}),
    "answer_lost": Kind("the work is done, the connection is cut before the answer", may=_REQUEST),
    "network_cut": Kind("no request is answered, every connection is cut"),
    "lose": Kind("notifications are not sent", may=_NOTIFICATION),
    "double": Kind("notifications are sent twice", may=_NOTIFICATION),
    "reorder": Kind("a notification is sent after the one that follows it", may=_NOTIFICATION),
    "late": Kind("notifications wait this many seconds", frozenset({"seconds"}), _NOTIFICATION),
    "no_heartbeat": Kind("heartbeats are not sent", may=_NOTIFICATION),
    "cut_stream": Kind("a stream ends in the middle of its next envelope", may=frozenset({"mailbox", "count"})),
}


class Trouble:
    """The switches that are on. Of a kind the newest that meets a request counts."""

    def __init__(self) -> None:
        self._on: list[Switch] = []

    def set(self, kind: str, /, **fields: Any) -> Switch:
        """Switch a trouble on. Fields: see KINDS. Raises WrongSwitch."""
        if kind not in KINDS:
            raise WrongSwitch(f"There is no trouble named {kind!r}. Known are: {', '.join(KINDS)}.")
        known = KINDS[kind]
        for name in fields:
            if name not in known.needs | known.may:
                takes = ", ".join(sorted(known.needs | known.may)) or "no field"
                raise WrongSwitch(f"{kind} does not take {name!r}. It takes {takes}.")
        for name in sorted(known.needs - fields.keys()):
            raise WrongSwitch(f"{kind} needs the field {name!r}.")
        switch = Switch(kind, **{name: _CHECKS[name](name, value) for name, value in fields.items()})
        self._on.insert(0, switch)
        return switch

    def clear(self, kind: str | None = None) -> None:
        """Switch one kind off, or all. Raises WrongSwitch for an unknown kind."""
        if kind is not None and kind not in KINDS:
            raise WrongSwitch(f"There is no trouble named {kind!r}. Known are: {', '.join(KINDS)}.")
        self._on = [] if kind is None else [switch for switch in self._on if switch.kind != kind]

    def take(self, kind: str, *, operation: str = "", mailbox: str = "", way: str = "") -> Switch | None:
        """The switch that meets this request or notification, used up once; None for no trouble."""
        for place, switch in enumerate(self._on):
            if switch.kind == kind and switch.meets(operation, mailbox, way):
                if switch.count is not None:
                    left = switch.count - 1
                    self._on[place : place + 1] = [replace(switch, count=left)] if left else []
                return switch
        return None

    def __bool__(self) -> bool:
        return bool(self._on)

    def has(self, kind: str) -> bool:
        """Whether a switch of that kind is on, for anybody."""
        return any(switch.kind == kind for switch in self._on)

    def as_list(self) -> list[dict[str, Any]]:
        """The switches as plain values, newest first, without the fields that say nothing."""
        return [{key: value for key, value in asdict(switch).items() if value} for switch in self._on]


def _names(name: str, value: object) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not items:
        raise WrongSwitch(f'{name} must be a list of EWS operations, e.g. ["CreateItem"].')
    for item in items:
        if not isinstance(item, str) or not _OPERATION.fullmatch(item):
            raise WrongSwitch(f'{name} holds {item!r}; an EWS operation is named like "CreateItem".')
    return tuple(items)


def _address(name: str, value: object) -> str:
    if not isinstance(value, str) or "@" not in value:
        raise WrongSwitch(f"{name} must be an email address, not {value!r}.")
    return value.strip().lower()


def _whole(name: str, value: object, lowest: int, highest: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise WrongSwitch(f"{name} must be a whole number from {lowest} to {highest}, not {value!r}.")
    return value


def _seconds(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_SECONDS:
        raise WrongSwitch(f"{name} must be a number from 0 to {LONGEST_SECONDS:g}, not {value!r}.")
    return float(value)


def _one_of(name: str, value: object, allowed: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise WrongSwitch(f"{name} must be {' or '.join(allowed)}, not {value!r}.")
    return value


def _code(name: str, value: object) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise WrongSwitch(f'{name} must be an EWS response code like "ErrorInternalServerError", not {value!r}.')
    return value


_CHECKS: Mapping[str, Callable[[str, object], Any]] = {
    "operations": _names,
    "mailbox": _address,
    "way": lambda name, value: _one_of(name, value, WAYS),
    "count": lambda name, value: _whole(name, value, 1, MOST_TIMES),
    "seconds": _seconds,
    "back_off_ms": lambda name, value: _whole(name, value, 0, LONGEST_BACK_OFF_MS),
    "form": lambda name, value: _one_of(name, value, FORMS),
    "code": _code,
}
