"""What counts for presence."""

from __future__ import annotations

from desktop_admin.domain.people import MEETING, OUT_OF_OFFICE
from desktop_admin.settings.option import Settings, option


class PresenceSettings(Settings):
    """The switches of the presence rule. The presence list and the keyword table are tables of their own."""

    meeting_without_keyword: bool = option(
        True,
        label="Appointments without a keyword count as a meeting",
        help="Off: only keywords change presence.",
        group="counting",
    )
    meeting_presence: str = option(
        MEETING, label="Presence of a meeting", help="For a running appointment without a keyword.", max_length=60
    )
    out_of_office_presence: str = option(
        OUT_OF_OFFICE,
        label="Presence out of office",
        help="For automatic replies and for appointments shown as out of office.",
        max_length=60,
    )
    match_location: bool = option(False, label="Look for keywords in the location too", group="counting")
    count_busy: bool = option(True, label="Busy counts")
    count_tentative: bool = option(False, label="Tentative counts")
    count_free: bool = option(False, label="Free counts")
    count_working_elsewhere: bool = option(False, label="Working elsewhere counts")
    count_out_of_office: bool = option(True, label="Out of office counts")
    all_day_busy: bool = option(True, label="All-day busy counts")
    all_day_tentative: bool = option(False, label="All-day tentative counts")
    all_day_free: bool = option(False, label="All-day free counts")
    all_day_working_elsewhere: bool = option(False, label="All-day working elsewhere counts")
    all_day_out_of_office: bool = option(True, label="All-day out of office counts")
    external_greeting: bool = option(
        False,
        label="Use the external automatic reply as the greeting",
        help="Off: the reply for colleagues.",
        group="counting",
    )
    read_in_batches: bool = option(
        True,
        label="Read many calendars at once",
        help="Where the service account may see their details; others are read one by one. Off: all are.",
        advanced=True,
        group="counting",
    )
    read_days: int = option(7, label="Days read ahead", unit="days", ge=1, le=31, advanced=True, group="counting")
