"""Words for states, times and counts, the same on every page. Pure functions of their arguments, translated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop_admin.domain.status import Status
from desktop_admin.gui.formats import duration, moment, number, span
from desktop_admin.service.views import IntegrationView, PersonView, ProcessedView

__all__ = ["duration", "moment", "number", "span"]  # beside the functions below: pages need one module

translate = QCoreApplication.translate


def status_word(status: Status) -> str:
    return {
        Status.ONLINE: translate("texts", "Online"),
        Status.CONNECTING: translate("texts", "Connecting"),
        Status.DEGRADED: translate("texts", "Degraded"),
        Status.OFFLINE: translate("texts", "Offline"),
        Status.DISABLED: translate("texts", "Switched off"),
    }[status]


def status_role(status: Status) -> str:
    """The palette's colour for a status."""
    return {
        Status.ONLINE: "good",
        Status.CONNECTING: "accent",
        Status.DEGRADED: "warning",
        Status.OFFLINE: "bad",
        Status.DISABLED: "idle",
    }[status]


def mode_word(mode: str) -> str:
    """A subscription's mode, as the strip and the status bar name it."""
    words = {
        "push": translate("texts", "push"),
        "streaming": translate("texts", "streaming"),
        "polling": translate("texts", "polling"),
        "idle": translate("texts", "not needed"),
        "connecting": translate("texts", "connecting"),
        "offline": translate("texts", "offline"),
        "disabled": translate("texts", "switched off"),
        "none": translate("texts", "none"),
    }
    return words.get(mode, mode)


def mode_role(mode: str) -> str:
    roles = {
        "push": "good",
        "streaming": "good",
        "idle": "good",
        "polling": "warning",
        "connecting": "accent",
        "offline": "bad",
    }
    return roles.get(mode, "idle")


def age(view: IntegrationView | None, people: Iterable[PersonView], now: datetime) -> str:
    """How old what was read of Exchange is, while it is not being read: "as of 09:14". Otherwise ""."""
    if view is None or view.is_current:
        return ""
    reads = [each for each in (view.last_sign, *(person.read_at for person in people)) if each is not None]
    if not reads:
        return translate("texts", "not read yet")
    return translate("texts", "as of %1").replace("%1", moment(max(reads), now))


def subject(item: ProcessedView) -> str:
    """An invitation's subject; a private one's is neither stored nor shown."""
    if item.is_private:
        return translate("texts", "Private")
    return item.subject or translate("texts", "No subject")


def organiser(item: ProcessedView) -> str:
    """The organiser's name; the address where the invitation named none."""
    return item.organizer_name or item.organizer


def organiser_address(item: ProcessedView) -> str:
    """Name and address: ``Ada Byron <ada@example.com>``."""
    named = item.organizer_name and item.organizer_name != item.organizer
    return f"{item.organizer_name} <{item.organizer}>" if named else item.organizer


def outcome_word(outcome: str) -> str:
    """What became of an item of the conferencing inbox."""
    words = {
        "accepted": translate("texts", "Accepted"),
        "declined": translate("texts", "Declined"),
        "applied": translate("texts", "Applied"),
        "ignored": translate("texts", "Ignored"),
        "held": translate("texts", "Held"),
    }
    return words.get(outcome, outcome)


def decision_word(item: ProcessedView) -> str:
    """The outcome, and whether it was only rehearsed."""
    word = outcome_word(item.outcome)
    if item.reply_state == "rehearsed":
        return translate("texts", "%1, rehearsed").replace("%1", word)
    if item.reply_state == "discarded":
        return translate("texts", "%1, discarded").replace("%1", word)
    return word


def outcome_role(outcome: str) -> str:
    roles = {"accepted": "good", "declined": "bad", "applied": "accent", "held": "warning"}
    return roles.get(outcome, "idle")


def outcome_icon(outcome: str) -> str:
    """The shape beside the word, so that it reads without colours."""
    icons = {"accepted": "tick", "declined": "cross", "applied": "undo", "held": "warning"}
    return icons.get(outcome, "skipped")


def server(view: IntegrationView) -> str:
    """What Exchange told of itself: ``Exchange 2019 (15.2.1748)``; "" before the first connection."""
    if not view.server_version:
        return ""
    return f"{view.server_name or 'Exchange'} ({view.server_version})"
