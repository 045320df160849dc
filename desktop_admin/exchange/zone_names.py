"""What senders call a time zone: Windows' ids, IANA names, display names in any language, plain offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from exchangelib.winzone import MS_TIMEZONE_TO_IANA_MAP

from desktop_admin.exchange.own_zones import fixed_rules

LONGEST_NAME = 200

_OFFSET = re.compile(r"\(?(?:UTC|GMT)?\s*(?:([+\-\u2212])\s*(\d{1,2})(?::?(\d\d))?)?\)?\s*", re.IGNORECASE)
_SUMMER = re.compile(r"\b(daylight|summer) time\b")
_SOME_TIME = re.compile(r"(?<!standard) time\b")

# Names of CLDR's metazones in several languages (Unicode CLDR, timeZoneNames), without accents.
_SPOKEN = {
    "Europe/Berlin": "central european time|mitteleuropaische zeit|heure d'europe centrale"
    "|heure normale d'europe centrale|hora de europa central|hora estandar de europa central"
    "|ora dell'europa centrale|ora standard dell'europa centrale"
    "|midden-europese tijd|midden-europese standaardtijd|czas srodkowoeuropejski|horario da europa central"
    "|centraleuropeisk tid|centraleuropaeisk tid|sentraleuropeisk tid|stredoevropsky cas|kozep-europai ido",
    "Europe/Helsinki": "eastern european time|osteuropaische zeit|heure d'europe de l'est|hora de europa oriental"
    "|ora dell'europa orientale|oost-europese tijd|czas wschodnioeuropejski|horario da europa oriental"
    "|osteuropeisk tid|osteuropaeisk tid|vychodoevropsky cas|kelet-europai ido|fle standard time",
    "Europe/Lisbon": "western european time|westeuropaische zeit|heure d'europe de l'ouest|hora de europa occidental"
    "|ora dell'europa occidentale|west-europese tijd|czas zachodnioeuropejski|horario da europa ocidental",
    "Europe/London": "greenwich mean time|british time|mittlere greenwich-zeit|gmt standardzeit"
    "|heure moyenne de greenwich",
    "Europe/Moscow": "moscow time|moskauer zeit|heure de moscou|hora de moscu|ora di mosca|moskou-tijd",
    "America/New_York": "nordamerikanische ostkustenzeit|heure de l'est|heure normale de l'est"
    "|est (etats-unis et canada)|hora oriental|ora orientale usa",
    "America/Chicago": "nordamerikanische inlandzeit|heure du centre|hora central|ora centrale usa",
    "America/Denver": "nordamerikanische gebirgszeit|nordamerikanische rocky-mountain-zeit|heure des rocheuses"
    "|hora de las montanas rocosas",
    "America/Los_Angeles": "nordamerikanische westkustenzeit|heure du pacifique|hora del pacifico|ora del pacifico usa",
    "Asia/Tokyo": "japan time|japanische zeit|heure du japon|hora de japon|ora del giappone",
    "Asia/Shanghai": "chinesische zeit|heure de chine|hora de china|ora della cina",
    "Asia/Kolkata": "indian time|indische zeit|heure de l'inde|hora de india",
    "UTC": "coordinated universal time|koordinierte weltzeit|temps universel coordonne|tiempo universal coordinado"
    "|tempo coordinato universale|gecoordineerde wereldtijd|z",
}
_CITIES = {
    "Europe/Moscow": "moskau|moscou|mosca|moscu|moskou|moskva",
    "Europe/Lisbon": "lissabon|lisbonne|lisboa|lisbona",
    "Europe/Athens": "athen|athenes|atenas|atene|athene",
    "Europe/Rome": "rom|roma",
    "Europe/Vienna": "wien|vienne|viena",
    "Europe/Warsaw": "warschau|varsovie|varsovia|warszawa",
    "Asia/Shanghai": "peking|pekin|beijing|pechino",
    "Africa/Cairo": "kairo|le caire|el cairo|il cairo|caire",
    "Asia/Kolkata": "neu-delhi|new delhi|nueva delhi|chennai|mumbai|kalkutta|calcutta",
    "Asia/Tokyo": "tokio|osaka|sapporo",
    "America/Mexico_City": "mexiko-stadt|ciudad de mexico|guadalajara",
}


@lru_cache(maxsize=512)
def zone_named(name: str) -> str:
    """The IANA name (or, of a plain offset, the rules) of what a sender calls ``name``; empty where it is not known.

    ``tzone://Microsoft/Custom`` is unknown: it is a sender's own rule. Senders write what they like here, so few
    answers are kept.
    """
    if not name or len(name) > LONGEST_NAME:
        return ""
    plain = _plain(name)
    if found := _names().get(_SUMMER.sub("standard time", plain)):
        return found
    told = _OFFSET.match(plain)
    rest = plain[told.end() :].strip() if told else plain
    offset = _offset(told) if told else None
    if offset is not None and not rest:
        return _fixed(offset)
    return next((zone for zone in _spoken(rest) if offset is None or _standard_offset(zone) == offset), "")


def _spoken(words: str) -> Iterator[str]:
    """The zones that words without an offset may mean: a name of time, or cities."""
    whole = _SUMMER.sub("standard time", words)
    bare = re.sub(r"\s*\(.*?\)", "", whole).strip()
    for each in (whole, bare, _SOME_TIME.sub(" standard time", bare), re.sub(r"sommerzeit\b", "zeit", bare)):
        # Abbreviations like EST keep no summer time: as words they mean a zone that does.
        if (found := _names().get(each)) and ("/" in found or found == "UTC"):
            yield found
    for city in re.split(r"[,;/]", bare):
        if found := _cities().get(city.strip()):
            yield found


@cache
def _names() -> dict[str, str]:
    names = {name.lower(): name for name in available_timezones()}
    names |= {part: zone for zone, parts in _SPOKEN.items() for part in parts.split("|")}
    return names | {_plain(name): zone for name, zone in MS_TIMEZONE_TO_IANA_MAP.items()}


@cache
def _cities() -> dict[str, str]:
    """Of zones whose city has the same name, one that Windows knows."""
    known = set(MS_TIMEZONE_TO_IANA_MAP.values())
    names = sorted((name for name in available_timezones() if "/" in name), key=lambda name: (name not in known, name))
    cities: dict[str, str] = {}
    for name in names:
        cities.setdefault(_plain(name.rpartition("/")[2].replace("_", " ")), name)
    return cities | {part: zone for zone, parts in _CITIES.items() for part in parts.split("|")}


def _plain(name: str) -> str:
    """Small letters without accents, with plain apostrophes and single blanks."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("\u2019", "'"))
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())


def _offset(told: re.Match[str]) -> timedelta | None:
    if not told[2]:
        return None
    length = timedelta(hours=int(told[2]), minutes=int(told[3] or 0))
    return length if told[1] == "+" else -length


def _fixed(offset: timedelta) -> str:
    if not offset:
        return "UTC"
    try:
        return fixed_rules(offset)
    except ValueError:
        return ""


@lru_cache(maxsize=512)
def _standard_offset(zone: str) -> timedelta:
    clock = ZoneInfo(zone)
    return min(datetime(2026, month, 1, tzinfo=UTC).astimezone(clock).utcoffset() or timedelta() for month in (1, 7))
