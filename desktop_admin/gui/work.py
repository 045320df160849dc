"""What a window or page is doing: its coroutines, started from slots, owned, and stopped with it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from desktop_admin.gui.messages import Messages
from desktop_admin.service.tasks import Tasks

Read = Callable[[], Coroutine[Any, Any, None]]


class Work:
    """Runs coroutines on the desktop's loop. One that fails is told to the user; nothing is lost silently."""

    def __init__(self, owner: str, messages: Messages) -> None:
        self._messages = messages
        self._tasks = Tasks(f"desktop/{owner}", self._messages.failed)
        self._busy: set[str] = set()
        self._again: dict[str, Read] = {}
        self._has_ended = False

    def start(self, name: str, coroutine: Coroutine[Any, Any, None]) -> None:
        """Runs ``coroutine``; while one of the same ``name`` runs, another is not started (a double click is one).

        After :meth:`stop` nothing is started any more.
        """
        if name in self._busy or self._has_ended:
            coroutine.close()
            return
        self._busy.add(name)

        def ended(_task: object) -> None:
            self._busy.discard(name)
            coroutine.close()  # cancelled before its first step, it would else be one that nobody ever awaited
            if (read := self._again.pop(name, None)) is not None:
                self.refresh(name, read)

        try:
            self._tasks.start(name, coroutine).add_done_callback(ended)
        except RuntimeError:
            # Qt still delivers events while the loop stands still: nothing can be begun then.
            ended(None)

    def refresh(self, name: str, read: Read) -> None:
        """Runs ``read()``; asked for while it runs, it is run once more afterwards, so that nothing new is missed."""
        if name in self._busy:
            self._again[name] = read
        else:
            self.start(name, read())

    def slot(self, name: str, function: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
        """A slot that starts ``function()``: ``button.clicked.connect(work.slot("save", self.save))``."""

        def run() -> None:
            if name not in self._busy and not self._has_ended:
                self.start(name, function())

        return run

    async def stop(self, deadline: float = 1.0) -> None:
        self._has_ended = True
        await self._tasks.stop(deadline)
