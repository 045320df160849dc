"""The event bus: each subscriber is called with each event, on the service's thread, in order."""

from __future__ import annotations

import logging
from collections.abc import Callable

from desktop_admin.service.events import Event

logger = logging.getLogger(__name__)

Listener = Callable[[Event], None]


class Bus:
    """Listeners must return at once; one that raises is logged and hinders nobody."""

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` from now on; the returned function ends that. Safe from any thread."""
        self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            self._listeners = tuple(each for each in self._listeners if each is not listener)

        return unsubscribe

    def publish(self, event: Event) -> None:
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:
                logger.exception("A listener failed at %s.", type(event).__name__)
