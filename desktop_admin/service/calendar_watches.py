"""The calendars' subscriptions beside an integration's own: one watch for each group, and who has none is swept."""

from __future__ import annotations

from asyncio import Task
from collections.abc import Awaitable, Callable, Collection, Sequence

from desktop_admin.domain.connection_life import Happening
from desktop_admin.domain.counted import counted
from desktop_admin.domain.ports import Clock, Timing
from desktop_admin.domain.status import Severity
from desktop_admin.service.alarms import CALENDARS_ALARM, CONNECTION_ALARM, Alarms
from desktop_admin.service.calendar_groups import Target
from desktop_admin.service.presence import SWEEP, PresenceKeeper
from desktop_admin.service.subscription import Duties, Watch
from desktop_admin.service.tasks import OnFailure, Tasks

DutiesOf = Callable[[Target, Callable[[], Awaitable[None]]], Duties]
"""What a group's watch does; the second is called when its life has moved."""


class CalendarWatches:
    """One integration's, while it is connected."""

    def __init__(
        self, name: str, clock: Clock, presence: PresenceKeeper, alarms: Alarms, on_failure: OnFailure
    ) -> None:
        self._clock = clock
        self._alarms = alarms
        self._silent: set[Target] = set()
        self._presence = presence
        self._tasks = Tasks(f"calendars of {name}", on_failure)
        self._running: dict[Target, Task[None]] = {}

    def start(self, targets: Sequence[Target], timing: Timing, duties_of: DutiesOf) -> None:
        """A watch for each of ``targets`` but the first, which is the integration's own, unless there is one."""
        for number, target in enumerate(targets[1:], start=1):
            if target not in self._running:
                watch = self._watch(target, timing, duties_of)
                self._running[target] = self._tasks.start(f"group {number}", watch.run())
        watched = {mailbox for target in targets for mailbox in target.mailboxes}
        self._presence.watched([each for each in self._presence.addresses if each not in watched], SWEEP)

    async def stop(self, deadline: float, *, but: Collection[Target] = ()) -> None:
        """Ends the watches, at most ``deadline`` seconds; those of the targets ``but`` go on."""
        ended = [
            self._running.pop(target) for target, task in [*self._running.items()] if task.done() or target not in but
        ]
        await self._tasks.stop(deadline, ended)
        self._silent &= set(self._running)
        self.show_silent()

    def _watch(self, target: Target, timing: Timing, duties_of: DutiesOf) -> Watch:
        shown = ""

        async def moved() -> None:
            nonlocal shown
            if shown != (now := how_watched(watch)):
                shown = now
                self._presence.watched(target.mailboxes, now)
            if watch.life.silent is not (target in self._silent):
                self._silent ^= {target}
                self.show_silent()

        watch = Watch(self._clock, timing, duties_of(target, moved))
        watch.order(Happening.ACTIVATED)
        return watch

    def show_silent(self) -> None:
        """Presence is late while a group's heartbeats do not come; if the inbox's do not either, that alarm says it."""
        people = sum(len(target.mailboxes) for target in self._silent)
        if not people or self._alarms.is_raised(CONNECTION_ALARM):
            self._alarms.clear(CALENDARS_ALARM)
            return
        self._alarms.raise_(
            CALENDARS_ALARM,
            f"Exchange sends no change notifications for {counted(people, 'calendar', 'calendars')}.",
            "They are read every minute instead, so presence may be up to a minute late. If this goes on, check "
            "what lies between Exchange and this computer: a proxy that holds back streams, or a firewall that drops "
            "pushes.",
            Severity.WARNING,
            short=f"{counted(people, 'calendar', 'calendars')} without notifications",
        )


def how_watched(watch: Watch) -> str:
    """What a person's page shows of the subscription: push, streaming or sweep; "" while there is none."""
    return {"push": "push", "streaming": "streaming", "polling": SWEEP}.get(watch.mode, "")
