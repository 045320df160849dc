"""What a window or page is doing: its coroutines, started from slots, owned, and stopped with it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from desktop_admin.gui.messages import Messages
from desktop_admin.service.tasks import Tasks


class Work:
    """Runs coroutines on the desktop's loop. One that fails is told to the user; nothing is lost silently."""

    def __init__(self, owner: str, messages: Messages) -> None:
        self._messages = messages
        self._tasks = Tasks(f"desktop/{owner}", self._messages.failed)
        self._busy: set[str] = set()
        self._again: set[str] = set()

    def start(self, name: str, coroutine: Coroutine[Any, Any, None]) -> None:
        """Runs ``coroutine``; while one of the same ``name`` runs, another is not started (a double click is one)."""
        if name in self._busy:
            coroutine.close()
            return
        self._busy.add(name)
        self._tasks.start(name, self._run(name, coroutine))

    def refresh(self, name: str, read: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Runs ``read()``; asked for while it runs, it is run once more afterwards, so that nothing new is missed."""
        if name in self._busy:
            self._again.add(name)
        else:
            self.start(name, self._until_settled(name, read))

    def slot(self, name: str, function: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
        """A slot that starts ``function()``: ``button.clicked.connect(work.slot("save", self.save))``."""

        def run() -> None:
            if name not in self._busy:
                self.start(name, function())

        return run

    async def stop(self, deadline: float = 1.0) -> None:
        await self._tasks.stop(deadline)

    async def _until_settled(self, name: str, read: Callable[[], Coroutine[Any, Any, None]]) -> None:
        await read()
        while name in self._again:
            self._again.discard(name)
            await read()

    async def _run(self, name: str, coroutine: Coroutine[Any, Any, None]) -> None:
        try:
            await coroutine
        finally:
            self._busy.discard(name)
