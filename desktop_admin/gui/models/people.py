"""The people of the Presence page: what the columns say, and whom a filter leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from desktop_admin.domain.keyword import fold
from desktop_admin.gui import texts
from desktop_admin.gui.models.table import ROW_ROLE, SORT_ROLE, Column
from desktop_admin.gui.theme import colour, colours
from desktop_admin.gui.widgets.dot import dot_icon
from desktop_admin.service.views import PersonView

translate = QCoreApplication.translate

NAME, PRESENCE, CAUSE, UNTIL, ADDRESS = range(5)

DAYS_OF_A_WEEK: Final = 7
EVERYBODY: Final = ""
NO_VALUE: Final = "\0"
"""Filters for those who are left alone, cannot be read, or have not been read yet."""


def presence_word(view: PersonView) -> str:
    if view.verdict is not None:
        return view.verdict.presence
    return translate("PresencePage", "Unknown") if view.person.is_kept else translate("PresencePage", "Left alone")


def cause_words(view: PersonView) -> str:
    """Why the presence is what it is; of somebody without one, why there is none."""
    if view.trouble:
        return view.trouble
    if view.verdict is not None:
        return view.verdict.cause.text
    if not view.person.address:
        return translate("PresencePage", "There is no address.")
    if not view.person.calendar_integration:
        return translate("PresencePage", "Calendar integration is off.")
    return translate("PresencePage", "The calendar has not been read yet.")


def holds_until(view: PersonView) -> datetime | None:
    """The end of what the presence rests on, or else the next moment at which something begins or ends."""
    if view.verdict is None:
        return None
    return view.verdict.cause.until or view.verdict.next_change


def soon(at: datetime, now: datetime) -> str:
    """A time to come: with its day of the week where that is enough to know the day, so that it stays short."""
    local = at.astimezone()
    days = (local.date() - now.astimezone().date()).days
    if not 0 < days < DAYS_OF_A_WEEK:
        return texts.moment(at, now)
    day = QLocale().dayName(local.isoweekday(), QLocale.FormatType.ShortFormat)
    return f"{day} {texts.moment(at, at)}"


def people_columns(now: Callable[[], datetime], shades: Mapping[str, str]) -> tuple[Column[PersonView], ...]:
    """``shades`` gives presences their colour and may change while the columns are in use."""

    def until(view: PersonView) -> str:
        at = holds_until(view)
        return soon(at, now()) if at else ""

    def until_order(view: PersonView) -> float:
        at = holds_until(view)
        return at.timestamp() if at else float("inf")

    def shade(view: PersonView) -> str:
        return shades.get(view.verdict.presence, colours().idle) if view.verdict else colours().idle_soft

    return (
        Column("name", translate("PresencePage", "Name"), lambda view: view.person.name),
        Column(
            "presence",
            translate("PresencePage", "Presence"),
            presence_word,
            decoration=lambda view: dot_icon(shade(view), colours().field_line),
            colour=lambda view: None if view.verdict else colour("muted"),
        ),
        Column(
            "cause",
            translate("PresencePage", "Because"),
            cause_words,
            colour=lambda view: colour("warning") if view.trouble else colour("muted"),
        ),
        Column("until", translate("PresencePage", "Until"), until, sort=until_order),
        Column(
            "address",
            translate("PresencePage", "Address"),
            lambda view: view.person.address,
            colour=lambda view: colour("muted"),
        ),
    )


class PeopleFilter(QSortFilterProxyModel):
    """Sorts, and leaves those whose name, address or extension holds the text and who have the presence."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._presence = EVERYBODY
        self.setSortRole(SORT_ROLE)
        self.setSortLocaleAware(True)

    def set_filter(self, text: str, presence: str) -> None:
        """``presence``: a value, ``EVERYBODY`` or ``NO_VALUE``."""
        self.beginFilterChange()
        self._text, self._presence = fold(text.strip()), presence
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        view: PersonView = self.sourceModel().index(row, 0, parent).data(ROW_ROLE)
        if self._presence == NO_VALUE and view.verdict is not None:
            return False
        if self._presence not in (EVERYBODY, NO_VALUE) and presence_of(view) != self._presence:
            return False
        person = view.person
        return not self._text or any(
            self._text in fold(part) for part in (person.name, person.address, person.extension)
        )


def presence_of(view: PersonView) -> str | None:
    return view.verdict.presence if view.verdict else None


def sort_by_name(proxy: QSortFilterProxyModel) -> None:
    proxy.sort(NAME, Qt.SortOrder.AscendingOrder)
