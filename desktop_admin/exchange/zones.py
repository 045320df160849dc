"""Exchange's time zone ids and the IANA names they stand for."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from exchangelib.winzone import MS_TIMEZONE_TO_IANA_MAP

from desktop_admin.exchange.own_zones import own_zone
from desktop_admin.exchange.xml import Element, T, text_of

_TOLD_IN = (f"{T}StartTimeZone", f"{T}EndTimeZone")


def zone_id_of(item: Element) -> str:
    """The raw id of the zone that an item was made in; empty where none is told."""
    for path in _TOLD_IN:
        zone = item.find(path)
        if zone is not None and zone.get("Id"):
            return str(zone.get("Id"))
    meeting_zone = item.find(f"{T}MeetingTimeZone")
    told = "" if meeting_zone is None else meeting_zone.get("TimeZoneName", "")
    return str(told) or text_of(item, f"{T}StartTimeZoneId")


def zone_name_of(item: Element, start: datetime | None) -> str:
    """The IANA name of the zone that an item was made in; of a sender's own rules, that of a zone with the same ones
    when the meeting starts. Empty if unknown.
    """
    known = iana_name(zone_id_of(item))
    told = next((zone for path in _TOLD_IN if (zone := item.find(path)) is not None), None)
    return known if known or told is None or start is None else own_zone(told, start.year)


@lru_cache(maxsize=512)
def iana_name(zone_id: str) -> str:
    """The IANA name for a Windows zone id, a ``tzone://Microsoft/Utc``, or an IANA name itself; empty if unknown.

    ``tzone://Microsoft/Custom`` is unknown: it is a sender's own rule. Senders write what they like here, so few
    answers are kept.
    """
    if not zone_id:
        return ""
    known = MS_TIMEZONE_TO_IANA_MAP.get(zone_id, zone_id)
    try:
        return ZoneInfo(known).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
