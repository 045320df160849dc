"""Settings as the domain's rules take them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desktop_admin.domain.people import Keyword, PresenceEntry
from desktop_admin.domain.policy import PresencePolicy, SchedulingPolicy
from desktop_admin.domain.ports import Timing
from desktop_admin.domain.records import record_of
from desktop_admin.settings import PresenceSettings, SchedulingSettings, TimingSettings


def timing_of(settings: TimingSettings) -> Timing:
    return Timing(
        overdue=timedelta(seconds=settings.overdue),
        poll_every=timedelta(seconds=settings.poll_every),
        # A stream ends by itself after its minutes, and that is not too early.
        lasting=min(timedelta(seconds=settings.poll_every), timedelta(minutes=settings.stream_minutes) / 2),
        refused_retry=timedelta(seconds=settings.refused_retry),
        debounce=timedelta(seconds=settings.debounce),
    )


def people_timing_of(settings: TimingSettings) -> Timing:
    """The same for people's calendars, which are swept more often while they are not subscribed."""
    return replace(timing_of(settings), poll_every=timedelta(seconds=settings.people_poll_every))


def scheduling_policy(settings: SchedulingSettings) -> SchedulingPolicy:
    return record_of(
        SchedulingPolicy,
        settings,
        max_duration=timedelta(minutes=settings.max_duration_minutes),
        addin_server_domain=settings.addin_server_domain or settings.alias_domain,
        templates=dict(settings.templates),
    )


def presence_policy(
    settings: PresenceSettings, presences: tuple[PresenceEntry, ...], keywords: tuple[Keyword, ...]
) -> PresencePolicy:
    return record_of(PresencePolicy, settings, presences=presences, keywords=keywords)
