"""What the rules take from an integration's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from desktop_admin.domain.people import DEFAULT_PRESENCES, MEETING, OUT_OF_OFFICE, Keyword, PresenceEntry


@dataclass(frozen=True, slots=True)
class PresencePolicy:
    """What counts for presence; the first entry of ``presences`` is the default one."""

    presences: tuple[PresenceEntry, ...] = DEFAULT_PRESENCES
    keywords: tuple[Keyword, ...] = ()
    meeting_presence: str = MEETING
    out_of_office_presence: str = OUT_OF_OFFICE
    meeting_without_keyword: bool = True
    match_location: bool = False
    count_tentative: bool = False
    count_free: bool = False
    count_working_elsewhere: bool = False
    count_out_of_office: bool = True
    all_day_busy: bool = True
    all_day_out_of_office: bool = True
    all_day_other: bool = False
    use_external_greeting: bool = False

    @property
    def default_presence(self) -> str:
        return self.presences[0].name if self.presences else DEFAULT_PRESENCES[0].name


@dataclass(frozen=True, slots=True)
class SchedulingPolicy:
    """How rooms are given out. ``join_before``/``join_after`` are minutes; ``templates`` holds texts by key."""

    alias_prefix: str = "vmr"
    alias_suffix_length: int = 6
    alias_domain: str = "meet.example.com"
    join_before: int = 30
    join_after: int = 60
    theme: str = ""
    check_duration: bool = True
    max_duration: timedelta = timedelta(hours=8)
    check_sender: bool = False
    addin_server_domain: str = "meet.example.com"
    templates: Mapping[str, str] = field(default_factory=dict)
