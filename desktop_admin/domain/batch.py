"""When a glance at many calendars at once says enough about one of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from desktop_admin.domain.appointment import Appointment, OutOfOffice, OutOfOfficeState, ShowAs
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.ports import RepliesGlance

DAY = timedelta(days=1)
CLOCK_CHANGE = timedelta(hours=1)


def lasts_whole_days(start: datetime, end: datetime) -> bool:
    """Whether this length is that of an all-day appointment: whole days, an hour more or less where clocks change."""
    over = (end - start + CLOCK_CHANGE) % DAY
    return end - start >= DAY - CLOCK_CHANGE and over <= 2 * CLOCK_CHANGE


def glance_suffices(appointments: Iterable[Appointment], policy: PresencePolicy) -> bool:
    """Whether what a glance cannot see makes no difference to presence.

    It sees neither cancelled nor declined: such meetings are shown as free, so nothing is lost unless free ones count.
    It does not see whether whole days are an all-day appointment: that matters where these are judged otherwise.
    """
    if policy.counts(ShowAs.FREE, False) or policy.counts(ShowAs.FREE, True):
        return False
    return not any(
        policy.counts(each.show_as, False) != policy.counts(each.show_as, True)
        for each in appointments
        if lasts_whole_days(each.start, each.end)
    )


def replies_differ(known: OutOfOffice | None, glance: RepliesGlance, now: datetime) -> bool:
    """Whether a glance at ``now`` says otherwise than what is known: a window that lies ahead says nothing yet."""
    told = glance.out_of_office
    if told is None or known is None:
        return True
    if replies_are_on(known, now) != replies_are_on(told, now):
        return True
    if not replies_are_on(told, now):
        return False
    if told.end != (known.end if known.state is OutOfOfficeState.SCHEDULED else None):
        return True
    return not known.internal_reply.startswith(told.internal_reply)


def replies_are_on(replies: OutOfOffice, at: datetime) -> bool:
    if replies.state is not OutOfOfficeState.SCHEDULED:
        return replies.state is OutOfOfficeState.ENABLED
    return (replies.start is None or replies.start <= at) and (replies.end is None or at < replies.end)
