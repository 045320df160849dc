"""The rows of the board: everybody, in groups, in the order in which one looks for somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt

from desktop_admin.domain.collation import sort_key
from desktop_admin.gui import texts
from desktop_admin.gui.models.arranged import ArrangedModel
from desktop_admin.gui.models.people_table import Whom, cause_words, holds_until, mark_of, presence_word
from desktop_admin.gui.models.table import SORT_ROLE, Column, Index
from desktop_admin.gui.theme import colour
from desktop_admin.gui.widgets.presence_mark import Looks
from desktop_admin.service.views import PersonView

translate = QCoreApplication.translate

NAME, PRESENCE, UNTIL, DAY = range(4)
NO_PRESENCE: Final = "\uffff"
"""Stands behind every presence of the list."""
PERSON_ROLE: Final = SORT_ROLE + 1
"""Gives the ``PersonView`` of a row, None of a heading."""


class Grouping(StrEnum):
    PRESENCE = "presence"
    LETTER = "letter"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Group:
    """A heading row: ``count`` people stand beneath it."""

    key: str
    title: str
    count: int


BoardRow = PersonView | Group


def identity(row: BoardRow) -> object:
    return f"group {row.key}" if isinstance(row, Group) else row.person.id


@dataclass(slots=True)
class BoardOrder:
    """Whom the board shows and how. ``presences`` is the presence list's order."""

    whom: Whom = field(default_factory=Whom)
    grouping: Grouping = Grouping.PRESENCE
    presences: Sequence[str] = ()

    def __call__(self, records: Iterable[BoardRow]) -> list[BoardRow]:
        people = sorted(
            (each for each in records if isinstance(each, PersonView) and self.whom.takes(each)), key=_by_name
        )
        if self.grouping is Grouping.NONE:
            return list(people)
        places = {name: place for place, name in enumerate(self.presences)}
        if self.grouping is Grouping.PRESENCE:
            people.sort(key=lambda view: (places.get(_presence(view), len(places)), _presence(view)))
        key = _presence if self.grouping is Grouping.PRESENCE else _letter
        rows: list[BoardRow] = []
        for name, members in groupby(people, key=key):
            beneath = list(members)
            rows.append(Group(name, _title(name), len(beneath)))
            rows += beneath
        return rows


def _presence(view: PersonView) -> str:
    return view.verdict.presence if view.verdict else NO_PRESENCE


def _letter(view: PersonView) -> str:
    """The first letter without accent; whatever is no letter stands under #."""
    first = sort_key(view.person.name)[0][:1].upper()
    return first if first.isalpha() else "#"


def _by_name(view: PersonView) -> tuple[bool, tuple[str, str], int]:
    key = sort_key(view.person.name)
    return not key[0][:1].isalpha(), key, view.person.id


def _title(key: str) -> str:
    return translate("BoardPage", "Without a value") if key == NO_PRESENCE else key


class BoardModel(ArrangedModel[BoardRow]):
    """``looks`` gives presences their marks and may change while the model is in use."""

    def __init__(
        self,
        order: BoardOrder,
        now: Callable[[], datetime],
        looks: Looks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(_columns(now, looks), identity, order, parent)

    def person_at(self, index: Index) -> PersonView | None:
        row = self.row(index)
        return row if isinstance(row, PersonView) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.person_at(index) if role == PERSON_ROLE else super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if isinstance(self.row(index), Group):
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def place_of_person(self, person_id: int) -> QModelIndex:
        place = self.place_of(person_id)
        return QModelIndex() if place is None else self.index(place, NAME)


def _columns(now: Callable[[], datetime], looks: Looks) -> tuple[Column[BoardRow], ...]:
    def until(view: PersonView) -> str:
        at = holds_until(view)
        return texts.moment(at, now()) if at else ""

    return (
        _column("name", translate("BoardPage", "Name"), lambda view: view.person.name, title=True),
        _column(
            "presence",
            translate("BoardPage", "Presence"),
            presence_word,
            tip=cause_words,
            decoration=lambda view: mark_of(view, looks),
            colour=lambda view: None if view.verdict else colour("muted"),
        ),
        _column("until", translate("BoardPage", "Until"), until, colour=lambda _: colour("muted")),
        _column("day", "", lambda _: ""),
    )


def _column(
    key: str,
    header: str,
    text: Callable[[PersonView], str],
    *,
    tip: Callable[[PersonView], str] | None = None,
    decoration: Callable[[PersonView], Any] | None = None,
    colour: Callable[[PersonView], Any] | None = None,
    title: bool = False,
) -> Column[BoardRow]:
    """A column of people; in a heading's row the first one names the group, the others are empty."""

    def of_group(group: Group) -> str:
        return f"{group.title} ({texts.number(group.count)})" if title else ""

    def told(row: BoardRow, teller: Callable[[PersonView], Any] | None) -> Any:
        return teller(row) if teller is not None and isinstance(row, PersonView) else None

    return Column(
        key,
        header,
        lambda row: of_group(row) if isinstance(row, Group) else text(row),
        tip=lambda row: told(row, tip or text) or "",
        decoration=lambda row: told(row, decoration),
        colour=lambda row: told(row, colour),
    )
