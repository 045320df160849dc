"""Whose automatic replies are asked for by themselves: a glance tells neither those that are planned nor those without
a text.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from desktop_admin.domain.appointment import OutOfOfficeState
from desktop_admin.domain.batch import is_beyond_a_glance
from desktop_admin.service.known import Known

SWEEPS_FOR_ALL = 48
"""Everybody is asked once in so many sweeps: in 4 hours, with a sweep every 5 minutes."""

FEWEST = 5
NEVER = datetime.min.replace(tzinfo=UTC)


def whom_to_ask(people: Collection[Known], now: datetime, every: float) -> list[Known]:
    """Those nobody has asked for longest, a part of all; and everybody whose replies would begin before the next sweep,
    ``every`` seconds from now: they may have been called off. One who is not subscribed to yet waits.
    """
    there = [each for each in people if each.watch and not each.trouble and each.read_at is not None]
    by_turns = sorted(there, key=lambda each: each.replies_asked or NEVER)[: max(FEWEST, len(people) // SWEEPS_FOR_ALL)]
    pressing = [each for each in there if each not in by_turns and _is_pressing(each, now, timedelta(seconds=every))]
    return by_turns + pressing


def _is_pressing(known: Known, now: datetime, pause: timedelta) -> bool:
    replies = known.facts.out_of_office
    if replies is None or not is_beyond_a_glance(replies, now):
        return False
    return replies.state is not OutOfOfficeState.SCHEDULED or replies.start is None or replies.start <= now + pause
