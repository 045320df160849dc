"""Settings as the domain's rules take them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desktop_admin.domain.people import Keyword, PresenceEntry
from desktop_admin.domain.policy import PresencePolicy, SchedulingPolicy
from desktop_admin.domain.ports import Timing
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
    return SchedulingPolicy(
        alias_prefix=settings.alias_prefix,
        alias_suffix_length=settings.alias_suffix_length,
        alias_domain=settings.alias_domain,
        join_before=settings.join_before,
        join_after=settings.join_after,
        theme=settings.theme,
        check_duration=settings.check_duration,
        check_sender=settings.check_sender,
        max_duration=timedelta(minutes=settings.max_duration_minutes),
        rehearsal=settings.rehearsal,
        passcode_min_length=settings.passcode_min_length,
        passcode_max_length=settings.passcode_max_length,
        accept_location_number=settings.accept_location_number,
        addin_server_domain=settings.addin_server_domain or settings.alias_domain,
        templates=dict(settings.templates),
    )


def presence_policy(
    settings: PresenceSettings, presences: tuple[PresenceEntry, ...], keywords: tuple[Keyword, ...]
) -> PresencePolicy:
    return PresencePolicy(
        presences=presences,
        keywords=keywords,
        meeting_presence=settings.meeting_presence,
        out_of_office_presence=settings.out_of_office_presence,
        meeting_without_keyword=settings.meeting_without_keyword,
        match_location=settings.match_location,
        count_busy=settings.count_busy,
        count_tentative=settings.count_tentative,
        count_free=settings.count_free,
        count_working_elsewhere=settings.count_working_elsewhere,
        count_out_of_office=settings.count_out_of_office,
        all_day_busy=settings.all_day_busy,
        all_day_tentative=settings.all_day_tentative,
        all_day_free=settings.all_day_free,
        all_day_working_elsewhere=settings.all_day_working_elsewhere,
        all_day_out_of_office=settings.all_day_out_of_office,
        use_external_greeting=settings.external_greeting,
    )
