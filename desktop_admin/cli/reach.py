"""How a command reaches the service: the running one where there is one, else what is stored."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from desktop_admin import paths
from desktop_admin.errors import ConciergeError
from desktop_admin.web.control_client import ControlClient


def running(data_dir: Path | None) -> ControlClient:
    """The running service. Raises ``ConciergeError`` when none runs."""
    client = ControlClient.find(paths.data_dir(data_dir))
    if client is None:
        raise ConciergeError(
            "No service is running on this data folder.",
            "Start it with “exchange-concierge serve” or open the desktop.",
        )
    return client


def ask_running(data_dir: Path | None, command: str, /, **arguments: Any) -> Any:
    """Asks the running service. Raises ``ConciergeError`` when none runs."""
    return running(data_dir).ask(command, **arguments)


def ask(data_dir: Path | None, command: str, /, **arguments: Any) -> Any:
    """Asks the running service, or does it on what is stored when none runs."""
    data = paths.data_dir(data_dir)
    client = ControlClient.find(data)
    if client is not None:
        return client.ask(command, **arguments)
    return asyncio.run(_ask_stored(data, command, arguments))


async def _ask_stored(data: Path, command: str, arguments: dict[str, Any]) -> Any:
    from desktop_admin.app import stored

    async with stored(data) as commands:
        return await commands.ask(command, arguments)
