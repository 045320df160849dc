"""When a glance at many calendars at once says enough about one of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from desktop_admin.domain.appointment import Appointment, OutOfOffice, OutOfOfficeState, ShowAs, replies_are_on
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.ports import RepliesGlance

DAY = timedelta(days=1)
CLOCK_CHANGE = timedelta(hours=1)

GLANCE_AGE = timedelta(minutes=1)
"""A glance may be so old when it is taken: it does not end a window that has begun since."""


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
    """Whether a glance at ``now`` says otherwise than what is known."""
    told = glance.out_of_office
    if told is None or known is None:
        return True
    if after_glance(known, told, now) is known:
        return False
    if replies_are_on(known, now) != replies_are_on(told, now):
        return True
    if not replies_are_on(told, now):
        return False
    if told.end != (known.end if known.state is OutOfOfficeState.SCHEDULED else None):
        return True
    return not known.internal_reply.startswith(told.internal_reply)


def after_glance(known: OutOfOffice | None, told: OutOfOffice, now: datetime) -> OutOfOffice:
    """What is known after a glance at ``now`` told so: replies that it could not show are still there."""
    is_kept = known is not None and is_beyond_a_glance(known, now) and not replies_are_on(told, now)
    return known if known is not None and is_kept else told


def is_beyond_a_glance(replies: OutOfOffice, now: datetime) -> bool:
    """Whether a glance shows nothing of these: their window lies ahead, or just begins, or they have no text."""
    if replies.state is OutOfOfficeState.SCHEDULED and replies.start is not None and replies.start > now - GLANCE_AGE:
        return True
    return replies_are_on(replies, now) and not replies.internal_reply
