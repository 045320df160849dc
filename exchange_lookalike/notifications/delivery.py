"""What trouble does to notifications on their way: lost, doubled, out of order, late."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from exchange_lookalike.notifications.subscriptions import Batch, Subscription
from exchange_lookalike.trouble import Trouble


class Delivery:
    """The last step before a subscription's notifications go out. Status events and heartbeats do not pass here."""

    def __init__(
        self,
        subscription: Subscription,
        trouble: Trouble,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._subscription = subscription
        self._trouble = trouble
        self._sleep = sleep
        self._held: Batch | None = None

    async def pass_on(self, batch: Batch) -> list[Batch]:
        """What is to be sent in place of `batch`, in this order; may wait, may give nothing."""
        if not self._trouble and self._held is None:
            return [batch]
        if self._meets("lose") is not None:
            return []
        late = self._meets("late")
        if late is not None:
            await self._sleep(late)
        if self._held is not None:
            earlier, self._held = self._held, None
            return [batch, earlier]
        if self._meets("reorder") is not None:
            self._held = batch
            return []
        return [batch, batch] if self._meets("double") is not None else [batch]

    def heartbeat_allowed(self) -> bool:
        """Whether the next sign of life may go out."""
        return self._meets("no_heartbeat") is None

    def _meets(self, kind: str) -> float | None:
        way, address = self._subscription.wish.way, self._subscription.address
        switch = self._trouble.take(kind, mailbox=address, way=way)
        return None if switch is None else switch.seconds
