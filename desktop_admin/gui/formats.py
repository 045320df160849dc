"""Times, dates and numbers as they are shown, in the language of the interface. No other module here formats them.

One clock: the viewer's own. One style: ``11:45`` for today, ``Tue 1 Dec, 11:45`` for another day, with the year in
another year. Aware times come in.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from desktop_admin.domain.zones import zone_of, zone_words
from desktop_admin.paths import resource

translate = QCoreApplication.translate


def interface_locale(system: QLocale) -> QLocale:
    """The system's region in the language of our texts, so that no foreign day name stands in an English sentence."""
    english = QLocale.Language.English
    is_translated = resource("translations", f"concierge_{system.name().partition('_')[0]}.qm").is_file()
    if system.language() == english or is_translated:
        return system
    ours = QLocale(english, system.territory())
    is_known = ours.territory() == system.territory() and system.language() != QLocale.Language.C
    # Where nobody writes English, the day comes before the month and the clock has 24 hours.
    return ours if is_known else QLocale(english, QLocale.Country.UnitedKingdom)


def clock(at: datetime) -> str:
    """``11:45`` in the viewer's zone."""
    return _clock(at.astimezone())


def clock_seconds(at: datetime) -> str:
    """``11:45:07`` in the viewer's zone."""
    local = at.astimezone()
    has_halves = "a" in QLocale().timeFormat(QLocale.FormatType.ShortFormat).lower()
    wanted = "h:mm:ss AP" if has_halves else "HH:mm:ss"
    return QLocale().toString(QTime(local.hour, local.minute, local.second), wanted)


def hour(number: int) -> str:
    return QLocale().toString(QTime(number, 0), QLocale.FormatType.ShortFormat)


def day(of: date, now: datetime) -> str:
    """``Tue 1 Dec``, or ``Tue 1 Dec 2027`` in another year."""
    style = "ddd d MMM" if of.year == now.astimezone().year else "ddd d MMM yyyy"
    return QLocale().toString(QDate(of.year, of.month, of.day), style)


def moment(at: datetime, now: datetime) -> str:
    """Only the clock where it is today, else with its day."""
    return _moment(at.astimezone(), now.astimezone())


def span(start: datetime, end: datetime, zone: str, now: datetime) -> str:
    """A meeting's time for the viewer, and its own beside it where that differs.

    ``Tue 1 Dec, 11:45 – 12:45 (10:45 – 11:45 in Europe/London)``
    """
    own = _span(start.astimezone(), end.astimezone(), now)
    first, last = (each.astimezone(zone_of(zone)) for each in (start, end))
    if all(each.utcoffset() == each.astimezone().utcoffset() for each in (first, last)):
        return own
    is_same_day = first.date() == start.astimezone().date()
    there = f"{_clock(first)} – {_moment(last, first)}" if is_same_day else _span(first, last, now)
    words = translate("texts", "%1 (%2 in %3)").replace("%1", own).replace("%2", there)
    return words.replace("%3", zone_words(zone, start))


def duration(span: timedelta) -> str:
    """``12 s``, ``5 min``, ``3 h 12 min``, ``2 d 4 h``: two units at most; a negative span is none."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < 60:
        return translate("texts", "%1 s").replace("%1", str(seconds))
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if minutes < 60:
        return translate("texts", "%1 min").replace("%1", str(minutes))
    if hours < 24:
        return _two(translate("texts", "%1 h"), hours, translate("texts", "%1 min"), minutes % 60)
    return _two(translate("texts", "%1 d"), days, translate("texts", "%1 h"), hours % 24)


def number(count: int) -> str:
    return QLocale().toString(count)


def decimal(value: float, places: int) -> str:
    return QLocale().toString(value, "f", places)


def stamp(at: datetime) -> str:
    """For files and the clipboard: ISO 8601 with milliseconds and the viewer's zone."""
    return at.astimezone().isoformat(sep=" ", timespec="milliseconds")


def file_day(now: datetime) -> str:
    """For names of files: ``2026-12-01``."""
    return now.astimezone().date().isoformat()


def _moment(local: datetime, reference: datetime) -> str:
    words = _clock(local)
    return words if local.date() == reference.date() else f"{day(local.date(), reference)}, {words}"


def _span(start: datetime, end: datetime, now: datetime) -> str:
    return f"{day(start.date(), now)}, {_clock(start)} – {_moment(end, start)}"


def _clock(local: datetime) -> str:
    return QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)


def _two(large: str, count: int, small: str, rest: int) -> str:
    first = large.replace("%1", str(count))
    return f"{first} {small.replace('%1', str(rest))}" if rest else first
