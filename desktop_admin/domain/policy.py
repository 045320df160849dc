"""What the rules take from an integration's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from desktop_admin.domain.appointment import ShowAs
from desktop_admin.domain.keyword import CompiledKeywords, compile_keywords
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
    count_busy: bool = True
    count_tentative: bool = False
    count_free: bool = False
    count_working_elsewhere: bool = False
    count_out_of_office: bool = True
    all_day_busy: bool = True
    all_day_tentative: bool = False
    all_day_free: bool = False
    all_day_working_elsewhere: bool = False
    all_day_out_of_office: bool = True
    external_greeting: bool = False
    compiled: CompiledKeywords = field(init=False, repr=False, compare=False)
    """The keywords, ready for searching."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", compile_keywords(self.keywords))

    def counts(self, shown: ShowAs, is_all_day: bool) -> bool:
        """Whether what is shown so counts: two columns, one for all-day appointments, the other for the rest."""
        match shown:
            case ShowAs.BUSY:
                return self.all_day_busy if is_all_day else self.count_busy
            case ShowAs.OUT_OF_OFFICE:
                return self.all_day_out_of_office if is_all_day else self.count_out_of_office
            case ShowAs.TENTATIVE:
                return self.all_day_tentative if is_all_day else self.count_tentative
            case ShowAs.FREE:
                return self.all_day_free if is_all_day else self.count_free
            case ShowAs.WORKING_ELSEWHERE:
                return self.all_day_working_elsewhere if is_all_day else self.count_working_elsewhere
        return False

    @property
    def default_presence(self) -> str:
        return self.presences[0].name if self.presences else DEFAULT_PRESENCES[0].name


@dataclass(frozen=True, slots=True)
class SchedulingPolicy:
    """How rooms are given out. ``join_before``/``join_after`` are minutes; ``templates`` holds texts by key.

    ``accept_location_number``: an invitation without a tag may name the room in its location instead.
    """

    alias_prefix: str = "70"
    alias_suffix_length: int = 6
    alias_domain: str = "meet.example.com"
    join_before: int = 30
    join_after: int = 60
    theme: str = ""
    check_duration: bool = True
    max_duration: timedelta = timedelta(hours=8)
    check_sender: bool = True
    rehearsal: bool = False
    passcode_min_length: int = 4
    passcode_max_length: int = 16
    accept_location_number: bool = False
    addin_server_domain: str = "meet.example.com"
    templates: Mapping[str, str] = field(default_factory=dict)
