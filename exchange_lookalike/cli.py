"""The look-alike as a program: `exchange-lookalike`, and `exchange-concierge sandbox`."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from exchange_lookalike.api import Sandbox


class Life(StrEnum):
    """How much happens in the company by itself."""

    OFF = "off"
    SLOW = "slow"
    FAST = "fast"


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 0,
    people: Annotated[int, typer.Option(min=1, max=20000, help="How many people the company has.")] = 25,
    seed: Annotated[int, typer.Option(help="The same number makes the same company.")] = 1,
    tls: Annotated[bool, typer.Option("--tls", help="HTTPS, with a certificate made for it.")] = False,
    life: Annotated[Life, typer.Option(help="How much happens in it by itself.")] = Life.OFF,
    quirk: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Behave like another server in this way; may be repeated.")
    ] = None,
    minute: Annotated[float, typer.Option(min=0.1, max=60, help="Seconds in a minute of its heartbeats.")] = 60.0,
) -> None:
    """Run the Exchange look-alike by itself, until Ctrl+C.

    One line of JSON on standard output says when it is ready, where it is and who is in it.
    """
    # Not before it is wanted: the command line that offers this starts faster without a server in it.
    from exchange_lookalike.api import Sandbox
    from exchange_lookalike.listener import PortTaken
    from exchange_lookalike.notifications.pace import Pace
    from exchange_lookalike.trouble import WrongSwitch

    pace = Pace(minute=minute)
    try:
        made = Sandbox(port=port, people=people, seed=seed, tls=tls, life=life.value, quirks=quirk or (), pace=pace)
        asyncio.run(_serve(made))
    except PortTaken as taken:
        print(taken.strerror, file=sys.stderr)
        raise typer.Exit(1) from None
    except WrongSwitch as wrong:
        print(wrong, file=sys.stderr)
        raise typer.Exit(2) from None


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
