"""The service on a fast clock, for ``make soak``: ``python -m endurance.soaked CLOCK serve --data-dir DIR``.

Every second it writes how many tasks it has into DIR/tasks.txt.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from desktop_admin.service import concierge as service
from endurance.fast_clock import from_text


def main() -> None:
    told, *command = sys.argv[1:]
    clock = from_text(told)
    service.SystemClock = lambda: clock  # type: ignore[misc,assignment]  # the one place where the clock is chosen
    folder = Path(command[command.index("--data-dir") + 1])
    original = service.Concierge.start

    def start(self: Any) -> None:
        original(self)
        self._tasks.start("counting", _count(folder / "tasks.txt"))

    service.Concierge.start = start  # type: ignore[method-assign]  # measured, not changed
    sys.argv[1:] = command
    from desktop_admin.__main__ import main as run

    run()


async def _count(file: Path) -> None:
    while True:
        file.write_text(str(len(asyncio.all_tasks())), "utf-8")  # noqa: ASYNC240 - a few bytes, once a second
        await asyncio.sleep(1)


if __name__ == "__main__":
    main()
