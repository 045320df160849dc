"""A person's calendar and automatic replies in words. Private appointments have no subject here either."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop_admin.domain.appointment import Appointment, OutOfOffice, OutOfOfficeState
from desktop_admin.domain.presence import CauseKind, Considered, Segment, Verdict
from desktop_admin.gui import texts
from desktop_admin.gui.widgets.listing import Statement
from desktop_admin.service.views import PersonDetails

translate = QCoreApplication.translate


def appointment_words(appointment: Appointment) -> str:
    if appointment.is_private:
        return translate("PersonPane", "Private appointment")
    return appointment.subject or translate("PersonPane", "Without a subject")


def times_words(appointment: Appointment, now: datetime) -> str:
    if appointment.is_all_day:
        return translate("PersonPane", "all day")
    return f"{texts.moment(appointment.start, now)} – {texts.moment(appointment.end, appointment.start)}"


def considered_statement(each: Considered, now: datetime) -> Statement:
    """What was made of one appointment."""
    text = f"{appointment_words(each.appointment)}, {times_words(each.appointment, now)}"
    if each.won:
        return Statement(text, each.why, "tick", "good", translate("PersonPane", "decides"))
    if each.running and each.counts:
        return Statement(text, each.why, "skipped", "warning", translate("PersonPane", "loses"))
    mark = (
        translate("PersonPane", "counts, but is not on") if each.counts else translate("PersonPane", "does not count")
    )
    return Statement(text, each.why, "waiting" if each.counts else "skipped", "muted", mark)


def verdict_statements(verdict: Verdict, now: datetime) -> tuple[Statement, ...]:
    """The rule that won first, then each appointment near now, what decided foremost."""
    considered = sorted(verdict.considered, key=lambda each: (not each.won, not each.running, each.appointment.start))
    told = tuple(considered_statement(each, now) for each in considered)
    if any(each.won for each in considered):
        return told
    rule = Statement(
        rule_words(verdict.cause.kind), verdict.cause.text, "tick", "good", translate("PersonPane", "decides")
    )
    return (rule, *told)


def rule_words(kind: CauseKind) -> str:
    return {
        CauseKind.OVERRIDE: translate("PersonPane", "Own choice"),
        CauseKind.AUTOMATIC_REPLIES: translate("PersonPane", "Automatic replies"),
        CauseKind.OUT_OF_OFFICE: translate("PersonPane", "Shown as out of office"),
        CauseKind.KEYWORD: translate("PersonPane", "Keyword"),
        CauseKind.MEETING: translate("PersonPane", "Running appointment"),
        CauseKind.DEFAULT: translate("PersonPane", "The default presence"),
    }[kind]


def coming_statement(appointment: Appointment, now: datetime) -> Statement:
    text = f"{times_words(appointment, now)}  {appointment_words(appointment)}"
    on = appointment.start <= now < appointment.end
    mark = translate("PersonPane", "on now") if on else translate("PersonPane", "to come")
    return Statement(text, icon="running" if on else "waiting", shade="accent" if on else "muted", mark=mark)


def next_change_words(strip: tuple[Segment, ...], now: datetime) -> str:
    """What the presence becomes next, and when; "" where the day brings no change any more."""
    present = next((each for each in strip if each.start <= now < each.end), None)
    if present is None:
        return ""
    later = next((each for each in strip if each.start > now and each.presence != present.presence), None)
    if later is None:
        return translate("PersonPane", "No change today any more")
    words = translate("PersonPane", "%1 at %2").replace("%1", later.presence)
    return words.replace("%2", texts.moment(later.start, now))


def replies_words(replies: OutOfOffice | None, now: datetime) -> str:
    """Whether automatic replies are on, and until when."""
    if replies is None:
        return translate("PersonPane", "not read yet")
    if replies.state is OutOfOfficeState.DISABLED:
        return translate("PersonPane", "off")
    if replies.state is OutOfOfficeState.ENABLED:
        return translate("PersonPane", "on, until they are switched off")
    start = texts.moment(replies.start, now) if replies.start else ""
    end = texts.moment(replies.end, now) if replies.end else ""
    if replies.end is not None and replies.end <= now:
        return translate("PersonPane", "were on until %1").replace("%1", end)
    if replies.start is not None and replies.start > now:
        return translate("PersonPane", "planned from %1 to %2").replace("%1", start).replace("%2", end)
    return translate("PersonPane", "on until %1").replace("%1", end)


def reading_words(details: PersonDetails, now: datetime) -> str:
    read_at = details.view.read_at
    if read_at is None:
        return ""
    return translate("PersonPane", "%1 ago").replace("%1", texts.duration(now - read_at))
