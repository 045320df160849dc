"""People in tables: what the columns say, in which order they stand, and whom a filter leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QIcon

from desktop_admin.domain.collation import sort_key
from desktop_admin.domain.keyword import fold
from desktop_admin.gui import texts
from desktop_admin.gui.icons import icon
from desktop_admin.gui.models.arranged import ArrangedModel
from desktop_admin.gui.models.table import Column, Index
from desktop_admin.gui.theme import colour, colours
from desktop_admin.gui.widgets.presence_mark import Looks
from desktop_admin.service.views import PersonView

translate = QCoreApplication.translate

FOLLOWED, NAME, PRESENCE, CAUSE, NEXT, ADDRESS, EXTENSION, READ, TROUBLE = range(9)

EVERYBODY: Final = ""
NO_VALUE: Final = "\0unknown"
"""Those who are left alone, cannot be read, or have not been read yet."""
TROUBLED: Final = "\0trouble"
"""Those whose calendar could not be read the last time."""
LEFT_ALONE: Final = "\0alone"
"""Those without an address, or whose calendar integration is off."""


def presence_word(view: PersonView) -> str:
    if view.verdict is not None:
        return view.verdict.presence
    return translate("PeoplePage", "Unknown") if view.person.is_kept else translate("PeoplePage", "Not tracked")


def cause_words(view: PersonView) -> str:
    """Why the presence is what it is; of somebody without one, why there is none."""
    if view.verdict is not None:
        return view.verdict.cause.text
    if not view.person.address:
        return translate("PeoplePage", "Left out: there is no address.")
    if not view.person.calendar_integration:
        return translate("PeoplePage", "Left out: calendar integration is off.")
    return view.trouble or translate("PeoplePage", "The calendar has not been read yet.")


def holds_until(view: PersonView) -> datetime | None:
    """The end of what the presence rests on, or else the next moment at which something begins or ends."""
    if view.verdict is None:
        return None
    return view.verdict.cause.until or view.verdict.next_change


def mark_of(view: PersonView, looks: Looks) -> QIcon:
    return looks.icon(view.verdict.presence if view.verdict else "")


def read_words(view: PersonView, now: datetime) -> str:
    """When the calendar was read, how, and how its changes are heard of: ``3 min · in a batch · push``."""
    if not view.person.is_kept or view.read_at is None:
        return ""
    age = texts.duration(now - view.read_at)
    return " · ".join(part for part in (age, how_word(view.how), watch_word(view.watch)) if part)


def how_word(how: str) -> str:
    words = {"batch": translate("PeoplePage", "in a batch"), "mailbox": translate("PeoplePage", "alone")}
    return words.get(how, how)


def watch_word(watch: str) -> str:
    words = {
        "push": translate("PeoplePage", "push"),
        "streaming": translate("PeoplePage", "streaming"),
        "sweep": translate("PeoplePage", "looked at every minute"),
    }
    return words.get(watch, watch)


@dataclass(slots=True)
class Whom:
    """A filter: ``text`` stands in name, address or extension; ``kind`` is a presence or one of the constants above."""

    text: str = ""
    kind: str = EVERYBODY

    def takes(self, view: PersonView) -> bool:
        if not self._is_kind(view):
            return False
        text = fold(self.text.strip())
        person = view.person
        return not text or text in _searched(person.name, person.address, person.extension)

    def _is_kind(self, view: PersonView) -> bool:
        if self.kind == EVERYBODY:
            return True
        if self.kind == NO_VALUE:
            return view.verdict is None
        if self.kind == TROUBLED:
            return bool(view.trouble)
        if self.kind == LEFT_ALONE:
            return not view.person.is_kept
        return view.verdict is not None and view.verdict.presence == self.kind


@lru_cache(maxsize=20_000)
def _searched(*parts: str) -> str:
    return "\n".join(fold(part) for part in parts)


class PeopleModel(ArrangedModel[PersonView]):
    """The table of the People page. ``ticked`` carries a person's id and whether the calendar shall be followed."""

    def __init__(
        self,
        whom: Whom,
        now: Callable[[], datetime],
        looks: Looks,
        tick: Callable[[int, bool], None],
        parent: QObject | None = None,
    ) -> None:
        self._whom = whom
        self._tick = tick
        self._sorted_by = (NAME, Qt.SortOrder.AscendingOrder)
        super().__init__(people_columns(now, looks), lambda view: view.person.id, self._ordered, parent)

    def _ordered(self, records: Iterable[PersonView]) -> list[PersonView]:
        column, order = self._sorted_by
        key = self.columns[column].key_of
        rows = sorted((each for each in records if self._whom.takes(each)), key=_by_name)
        if column != NAME:
            rows.sort(key=key, reverse=order is Qt.SortOrder.DescendingOrder)
        elif order is Qt.SortOrder.DescendingOrder:
            rows.reverse()
        return rows

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < self.columnCount():
            self._sorted_by = (column, order)
            self.arrange()

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == FOLLOWED else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """The tick is asked for, not set: it shows once the service has taken it."""
        view = self.row(index)
        if role != Qt.ItemDataRole.CheckStateRole or view is None:
            return False
        self._tick(view.person.id, Qt.CheckState(value) is Qt.CheckState.Checked)
        return True


def _by_name(view: PersonView) -> tuple[tuple[str, str], int]:
    return sort_key(view.person.name), view.person.id


def people_columns(now: Callable[[], datetime], looks: Looks) -> tuple[Column[PersonView], ...]:
    """``looks`` gives presences their marks and may change while the columns are in use."""

    def until(view: PersonView) -> str:
        at = view.verdict.next_change if view.verdict else None
        return texts.moment(at, now()) if at else ""

    def until_order(view: PersonView) -> float:
        at = view.verdict.next_change if view.verdict else None
        return at.timestamp() if at else float("inf")

    def read_order(view: PersonView) -> float:
        return -view.read_at.timestamp() if view.read_at and view.person.is_kept else float("inf")

    return (
        Column(
            "followed",
            "",
            lambda view: "",
            sort=lambda view: not view.person.calendar_integration,
            tip=_followed_words,
            spoken=_followed_words,
            checked=lambda view: Qt.CheckState.Checked if view.person.calendar_integration else Qt.CheckState.Unchecked,
        ),
        Column("name", translate("PeoplePage", "Name"), lambda view: view.person.name),
        Column(
            "presence",
            translate("PeoplePage", "Presence"),
            presence_word,
            decoration=lambda view: mark_of(view, looks),
            colour=lambda view: None if view.verdict else colour("muted"),
        ),
        Column(
            "cause",
            translate("PeoplePage", "Reason"),
            cause_words,
            tip=lambda view: "\n".join(dict.fromkeys(part for part in (cause_words(view), view.trouble) if part)),
            decoration=lambda view: icon("warning", colours().warning) if view.trouble else None,
            colour=lambda view: colour("warning") if view.trouble and not view.verdict else colour("muted"),
        ),
        Column("next", translate("PeoplePage", "Next change"), until, sort=until_order),
        Column("address", translate("PeoplePage", "Address"), lambda view: view.person.address, colour=_muted),
        Column("extension", translate("PeoplePage", "Extension"), lambda view: view.person.extension, colour=_muted),
        Column(
            "read",
            translate("PeoplePage", "Last read"),
            lambda view: read_words(view, now()),
            read_order,
            colour=_muted,
        ),
        Column(
            "trouble",
            translate("PeoplePage", "Trouble"),
            lambda view: view.trouble,
            sort=lambda view: (not view.trouble, view.trouble),
            colour=lambda _: colour("warning"),
        ),
    )


def _muted(_: PersonView) -> Any:
    return colour("muted")


def _followed_words(view: PersonView) -> str:
    if view.person.calendar_integration:
        return translate("PeoplePage", "Presence follows the calendar")
    return translate("PeoplePage", "Not tracked")
