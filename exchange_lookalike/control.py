"""The control endpoint: trouble on and off, counters and the request log, as JSON over the server's own port.

GET /sandbox/control gives the state, GET /sandbox/log the latest requests. POST /sandbox/control takes one object:

    {"clear": true | "busy" | ["busy", "latency"],
     "quirks": ["keeps_answered", ...],
     "set": {"trouble": "busy", "operations": ["CreateItem"], "count": 3, "back_off_ms": 2000} | [ ... ],
     "do": "restart" | "drop_connections" | "forget_subscriptions" | "reset_counters",
     "down_seconds": 2, "mailbox": "someone@example.com"}

All of it is checked before any of it is done; the parts are done in the order above.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from exchange_lookalike.quirks import Quirks, checked
from exchange_lookalike.trouble import LONGEST_SECONDS, Trouble, WrongSwitch

LARGEST_BODY = 64 * 1024
ACTIONS = ("restart", "drop_connections", "forget_subscriptions", "reset_counters")
_KEYS = ("clear", "quirks", "set", "do", "down_seconds", "mailbox")


class Controlled(Protocol):
    """What the control endpoint needs of the server."""

    trouble: Trouble
    quirks: Quirks

    def state(self) -> dict[str, Any]: ...
    def log(self) -> list[dict[str, Any]]: ...
    def forget_subscriptions(self, mailbox: str | None = None) -> int: ...
    def reset_counters(self) -> None: ...
    async def drop_connections(self) -> None: ...
    async def restart(self, down_seconds: float = 0.0) -> None: ...


@dataclass(frozen=True)
class Reply:
    """Status and body of the answer, and what is to be done once it has gone out (it cuts the connection)."""

    status: int
    body: bytes
    after: Callable[[], Awaitable[None]] | None = None


def reply(status: int, content: object, after: Callable[[], Awaitable[None]] | None = None) -> Reply:
    """A JSON answer."""
    return Reply(status, json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n", after)


def handle(method: str, path: str, content_type: str, body: bytes, server: Controlled) -> Reply:
    """Answer a request below /sandbox/. What is wrong gets 400 with {"problem": text}."""
    if path == "/sandbox/log" and method == "GET":
        return reply(200, server.log())
    if path != "/sandbox/control" or method not in {"GET", "POST"}:
        return reply(404, {"problem": "Known are GET and POST /sandbox/control and GET /sandbox/log."})
    if method == "GET":
        return reply(200, server.state())
    if content_type.partition(";")[0].strip().lower() != "application/json":
        return reply(415, {"problem": "Send the wish as application/json."})
    try:
        return _do(_read(body), server)
    except WrongSwitch as wrong:
        return reply(400, {"problem": str(wrong)})


def _read(body: bytes) -> dict[str, Any]:
    try:
        wish = json.loads(body)
    except (ValueError, RecursionError):
        raise WrongSwitch("The body is not JSON.") from None
    if not isinstance(wish, dict) or not wish:
        raise WrongSwitch(f"The body must be an object with at least one of {', '.join(_KEYS[:4])}.")
    for key in wish:
        if key not in _KEYS:
            raise WrongSwitch(f"There is no key {key!r}. Known are {', '.join(_KEYS)}.")
    return wish


def _do(wish: dict[str, Any], server: Controlled) -> Reply:
    clear, switches, action = _clearing(wish.get("clear")), _switches(wish.get("set")), wish.get("do")
    quirks = _quirks(wish.get("quirks"))
    down, mailbox = wish.get("down_seconds", 0), wish.get("mailbox")
    if action is not None and action not in ACTIONS:
        raise WrongSwitch(f"do must be one of {', '.join(ACTIONS)}, not {action!r}.")
    if isinstance(down, bool) or not isinstance(down, int | float) or not 0 <= down <= LONGEST_SECONDS:
        raise WrongSwitch(f"down_seconds must be a number from 0 to {LONGEST_SECONDS:g}, not {down!r}.")
    if mailbox is not None and (not isinstance(mailbox, str) or "@" not in mailbox):
        raise WrongSwitch(f"mailbox must be an email address, not {mailbox!r}.")
    if "down_seconds" in wish and action != "restart":
        raise WrongSwitch('down_seconds belongs to "do": "restart".')
    if "mailbox" in wish and action != "forget_subscriptions":
        raise WrongSwitch('mailbox belongs to "do": "forget_subscriptions", or into the trouble itself.')
    for kind in clear:
        server.trouble.clear(kind)
    if quirks is not None:
        server.quirks.set(quirks)
    for kind, fields in switches:
        server.trouble.set(kind, **fields)
    after: Callable[[], Awaitable[None]] | None = None
    if action == "forget_subscriptions":
        server.forget_subscriptions(mailbox)
    elif action == "reset_counters":
        server.reset_counters()
    elif action == "drop_connections":
        after = server.drop_connections
    elif action == "restart":
        after = lambda: server.restart(float(down))  # noqa: E731 - a function of one line, made on the spot
    return reply(200, server.state(), after)


def _clearing(value: object) -> list[str | None]:
    if value is None or value is False:
        return []
    if value is True:
        return [None]
    kinds = [value] if isinstance(value, str) else value
    if not isinstance(kinds, list):
        raise WrongSwitch("clear must be true, the name of a trouble, or a list of names.")
    trial = Trouble()
    for kind in kinds:
        trial.clear(str(kind))
    return list(kinds)


def _quirks(value: object) -> frozenset[str] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise WrongSwitch("quirks must be a list of names; it replaces the quirks that the server has.")
    return checked(value)


def _switches(value: object) -> list[tuple[str, dict[str, Any]]]:
    wanted = [] if value is None else value if isinstance(value, list) else [value]
    trial, made = Trouble(), []
    for one in wanted:
        if not isinstance(one, dict) or not isinstance(one.get("trouble"), str):
            raise WrongSwitch('Each member of set must be an object with "trouble": its name.')
        fields = {key: item for key, item in one.items() if key != "trouble"}
        trial.set(one["trouble"], **fields)
        made.append((one["trouble"], fields))
    return made
