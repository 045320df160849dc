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
    start = texts.moment(appointment.start, now)
    if not appointment.is_all_day:
        return f"{start} – {texts.moment(appointment.end, appointment.start)}"
    if appointment.start <= now < appointment.end:
        return translate("PersonPane", "all day")
    return translate("PersonPane", "all day from %1").replace("%1", start)


def considered_statement(each: Considered, now: datetime) -> Statement:
    """What was made of a running appointment."""
    text = f"{appointment_words(each.appointment)}, {times_words(each.appointment, now)}"
    if each.won:
        return Statement(text, each.why, "tick", "good", translate("PersonPane", "decides"))
    if not each.running:
        return Statement(text, each.why, "skipped", "muted", translate("PersonPane", "not at this time"))
    if each.counts:
        return Statement(text, each.why, "skipped", "warning", translate("PersonPane", "loses"))
    return Statement(text, each.why, "skipped", "muted", translate("PersonPane", "does not count"))


def verdict_statements(verdict: Verdict, now: datetime, *, everything: bool = False) -> tuple[Statement, ...]:
    """What decided, then the running appointments that lost or do not count; ``everything``: also those around."""
    running = [each for each in verdict.considered if each.running or each.won]
    considered = sorted(running, key=lambda each: (not each.won, not each.counts, each.appointment.start))
    if everything:
        around = (each for each in verdict.considered if each not in running)
        considered += sorted(around, key=lambda each: each.appointment.start)
    told = tuple(considered_statement(each, now) for each in considered)
    loses = translate("PersonPane", "loses")
    told += tuple(Statement(rule_words(each.kind), each.why, "skipped", "muted", loses) for each in verdict.passed_over)
    if any(each.won for each in considered):
        return told
    rule = Statement(
        rule_words(verdict.cause.kind), verdict.cause.text, "tick", "good", translate("PersonPane", "decides")
    )
    return (rule, *told)


def rule_words(kind: CauseKind) -> str:
    return {
        CauseKind.OVERRIDE: translate("PersonPane", "Manual override"),
        CauseKind.AUTOMATIC_REPLIES: translate("PersonPane", "Automatic replies"),
        CauseKind.OUT_OF_OFFICE: translate("PersonPane", "Shown as out of office"),
        CauseKind.KEYWORD: translate("PersonPane", "Keyword"),
        CauseKind.MEETING: translate("PersonPane", "Running appointment"),
        CauseKind.DEFAULT: translate("PersonPane", "The default presence"),
    }[kind]


def coming_statements(details: PersonDetails, now: datetime) -> tuple[Statement, ...]:
    """The appointments that have not begun, and why one of them will not count."""
    verdict = details.view.verdict
    considered = {each.appointment.item_id: each for each in verdict.considered} if verdict else {}
    told = []
    for each in details.appointments:
        if each.start <= now:
            continue
        text = f"{times_words(each, now)}  {appointment_words(each)}"
        seen = considered.get(each.item_id)
        if seen is None or seen.counts:
            told.append(Statement(text, icon="waiting", mark=translate("PersonPane", "to come")))
        else:
            told.append(Statement(text, seen.why, mark=translate("PersonPane", "does not count")))
    return tuple(told)


def next_change_words(strip: tuple[Segment, ...], now: datetime) -> str:
    """What the presence becomes next, and when, as a sentence; "" where the present is not in ``strip``."""
    present = next((each for each in strip if each.start <= now < each.end), None)
    if present is None:
        return ""
    later = next((each for each in strip if each.start > now and each.presence != present.presence), None)
    if later is None:
        return translate("PersonPane", "No further change today")
    words = translate("PersonPane", "Next: %1 at %2").replace("%1", later.presence)
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
