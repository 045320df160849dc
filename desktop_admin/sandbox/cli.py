"""The look-alike as a program: `exchange-concierge sandbox`."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Sequence

from desktop_admin.sandbox.api import Sandbox
from desktop_admin.sandbox.listener import PortTaken
from desktop_admin.sandbox.notifications.pace import Pace
from desktop_admin.sandbox.trouble import WrongSwitch


def run_sandbox(
    *, port: int, people: int, seed: int, tls: bool, life: str, quirks: Sequence[str] = (), minute: float = 60.0
) -> int:
    """Runs until Ctrl+C or SIGTERM; gives the exit status. One line of JSON on stdout says when it is ready."""
    pace = Pace(minute=minute)
    try:
        made = Sandbox(port=port, people=people, seed=seed, tls=tls, life=life, quirks=quirks, pace=pace)
        asyncio.run(_serve(made))
    except PortTaken as taken:
        print(taken.strerror, file=sys.stderr)
        return 1
    except WrongSwitch as wrong:
        print(wrong, file=sys.stderr)
        return 2
    return 0


async def _serve(sandbox: Sandbox) -> None:
    ended = asyncio.Event()
    _on_signals(ended)
    async with sandbox:
        print(json.dumps(sandbox.described()), flush=True)
        await ended.wait()


def _on_signals(ended: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, ended.set)
        except NotImplementedError:  # Windows: the interpreter's handlers run between two steps of the loop
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(ended.set))
