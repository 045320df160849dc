"""People from and to a CSV file. A file is read whole, or refused with what is wrong in which line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop_admin.domain.address import fold_address
from desktop_admin.domain.csv_table import NAMES, CsvRow, column_places, read_csv, swallowed_line, write_csv
from desktop_admin.domain.people import LONGEST, Person
from desktop_admin.domain.telephone import extension_problem
from desktop_admin.settings.connection import address_problem

MOST_BYTES: Final = 4_000_000

_COLUMNS: Final = {**NAMES, "calendar_integration": ("calendar",)}
_YES: Final = ("yes", "true", "1", "on", "x")
_NO: Final = ("no", "false", "0", "off")


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """``people`` have the id of whom they change, or 0; where there are ``problems``, nobody is to be taken."""

    people: tuple[Person, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def added(self) -> int:
        return sum(not person.id for person in self.people)


def write_people(people: Iterable[Person]) -> str:
    """The file that :func:`read_people` takes."""
    rows = ((each.name, each.address, each.extension, "yes" if each.calendar_integration else "no") for each in people)
    return write_csv((tuple(_COLUMNS), *rows))


def read_people(text: str, known: Sequence[Person]) -> PeopleFile:
    """The people in ``text``. Somebody of ``known`` with the same address is changed; others are new.

    Without an address the name decides, among those who have no address either. The first line names the columns.
    """
    rows = list(read_csv(text))
    places = column_places(rows[0].cells, _COLUMNS) if rows else {}
    if not {"name", "address"} <= places.keys():
        words = "The first line must name the columns: name, address, and extension where there is one."
        return PeopleFile(problems=(words,))
    return _Reading(known).read(rows[1:], places)


class _Reading:
    """The lines of one file, held against whom is known."""

    def __init__(self, known: Sequence[Person]) -> None:
        self._holders = {_key(person.name, person.address): person for person in known}
        self._lines: dict[str, int] = {}

    def read(self, rows: Sequence[CsvRow], places: dict[str, int]) -> PeopleFile:
        people: list[Person] = []
        problems: list[str] = []
        for row in rows:
            cells = {column: _cell(row.cells, places.get(column)) for column in _COLUMNS}
            key = _key(cells["name"], cells["address"])
            if problem := row.problem or self._problem(cells, key):
                problems.append(f"Line {row.number}: {problem}")
                continue
            self._lines[key] = row.number
            people.append(self._person(cells, key))
        if not people and not problems:
            problems.append("There is nobody in this file.")
        return PeopleFile(tuple(people), tuple(problems))

    def _person(self, cells: dict[str, str], key: str) -> Person:
        before = self._holders.get(key, Person(0, "", cells["address"]))
        kept = cells["calendar_integration"].casefold()
        return replace(
            before,
            name=cells["name"],
            extension=cells["extension"] or before.extension,
            calendar_integration=kept in _YES if kept else before.calendar_integration,
        )

    def _problem(self, cells: dict[str, str], key: str) -> str:
        if broken := swallowed_line(cells.values()):
            return broken
        if not cells["name"]:
            return "The name is missing."
        for column, most in LONGEST.items():
            if len(cells[column]) > most:
                return f"The {column} is longer than {most} characters."
        if key in self._lines:
            return f"“{cells['address'] or cells['name']}” stands in line {self._lines[key]} already."
        if cells["calendar_integration"] and cells["calendar_integration"].casefold() not in (*_YES, *_NO):
            return f"“{cells['calendar_integration']}” does not say whether the calendar is followed: write yes or no."
        wrong_address = address_problem(cells["address"]) if cells["address"] else None
        return wrong_address or extension_problem(cells["extension"]) or ""


def _key(name: str, address: str) -> str:
    return fold_address(address) or f"\0{name.casefold()}"


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""
