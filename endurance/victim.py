"""The service, made to kill itself (SIGKILL) at a named point between reading an invitation and bookkeeping.

    python -m endurance.victim POINT PASSAGE serve --data-dir DIR

POINT is one of :data:`POINTS`; the PASSAGE-th time that it is passed, the process is gone. Nothing is closed, flushed
or rolled back.
"""

from __future__ import annotations

import inspect
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop_admin.exchange import inbox as exchange_inbox
from desktop_admin.service.channel import PushChannel, StreamChannel
from desktop_admin.service.inbox import Inbox
from desktop_admin.service.outbox import Outbox
from desktop_admin.service.presence import PresenceKeeper
from desktop_admin.storage.repositories.conferences import Conferences
from desktop_admin.storage.repositories.integrations import SyncStates
from desktop_admin.storage.repositories.journal import Journal
from desktop_admin.storage.repositories.outbox import Outbox as StoredOutbox


@dataclass(frozen=True)
class Point:
    """A place in the program: before or after this function of ``owner``."""

    owner: Any
    function: str
    after: bool = False


POINTS = {
    "subscribed by push": Point(PushChannel, "open", after=True),
    "subscribed by streaming": Point(StreamChannel, "open", after=True),
    "changes asked for": Point(Inbox, "_next_page"),
    "changes known, items unread": Point(exchange_inbox, "_read_whole"),
    "items read, nothing decided": Point(Inbox, "_take"),
    "decided, journal unwritten": Point(Journal, "put"),
    "conference written, not committed": Point(Conferences, "save", after=True),
    "journal written, not committed": Point(Journal, "put", after=True),
    "answer in the outbox, not committed": Point(StoredOutbox, "add", after=True),
    "sync state written, not committed": Point(SyncStates, "put", after=True),
    "committed, nobody told": Point(Inbox, "_after"),
    "outbox looked through": Point(StoredOutbox, "waiting", after=True),
    "about to be marked as leaving": Point(StoredOutbox, "mark_sending"),
    "marked as leaving, not committed": Point(StoredOutbox, "mark_sending", after=True),
    "marked, request not sent": Point(exchange_inbox, "_respond"),
    "Exchange has answered, not marked": Point(exchange_inbox, "_respond", after=True),
    "about to be marked as done": Point(StoredOutbox, "mark_done"),
    "marked as done, not committed": Point(StoredOutbox, "mark_done", after=True),
    "done": Point(Outbox, "_settle", after=True),
    "calendar read, not stored": Point(PresenceKeeper, "_store"),
}


def die() -> None:
    """Ends this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: Point, passage: int, end: Callable[[], None] = die) -> None:
    """From now on the ``passage``-th passing of ``point`` ends the process (does ``end``)."""
    original: Callable[..., Any] = getattr(point.owner, point.function)
    passed = 0

    def pass_by() -> None:
        nonlocal passed
        passed += 1
        if passed >= passage:
            end()

    async def waiting(*arguments: Any, **named: Any) -> Any:
        if not point.after:
            pass_by()
        result = await original(*arguments, **named)
        if point.after:
            pass_by()
        return result

    def direct(*arguments: Any, **named: Any) -> Any:
        if not point.after:
            pass_by()
        result = original(*arguments, **named)
        if point.after:
            pass_by()
        return result

    setattr(point.owner, point.function, waiting if inspect.iscoroutinefunction(original) else direct)


def main() -> None:
    name, passage, *command = sys.argv[1:]
    arm(POINTS[name], int(passage))
    sys.argv[1:] = command
    from desktop_admin.__main__ import main as run

    run()


if __name__ == "__main__":
    main()
