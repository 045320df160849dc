"""People from and to a CSV file. A file is read whole, or refused with what is wrong in which line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop_admin.domain.people import LONGEST, Person
from desktop_admin.settings.connection import address_problem

MOST_BYTES: Final = 4_000_000
MOST_PROBLEMS: Final = 8

_COLUMNS: Final = {
    "name": ("name", "display name", "displayname", "full name"),
    "address": ("address", "email", "e-mail", "mail", "email address", "e-mail address", "primarysmtpaddress"),
    "extension": ("extension", "phone", "telephone", "telephone number", "ipphone"),
    "calendar_integration": ("calendar_integration", "calendar integration", "calendar"),
}
"""Headings that are understood, case-folded."""

_YES: Final = ("yes", "true", "1", "on", "x")
_NO: Final = ("no", "false", "0", "off")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP: CSV injection)."""


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """``people`` have the id of whom they change, or 0; where there are ``problems``, nobody is to be taken."""

    people: tuple[Person, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def added(self) -> int:
        return sum(not person.id for person in self.people)


def decoded(data: bytes) -> str:
    """The file's text: UTF-8 or UTF-16 with its mark, else Western European as Excel for Windows writes it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def write_people(people: Iterable[Person]) -> str:
    """The file that :func:`read_people` takes; what a spreadsheet would run as a formula is made harmless by a '."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(_COLUMNS)
    for person in people:
        cells = (person.name, person.address, person.extension, "yes" if person.calendar_integration else "no")
        writer.writerow([f"'{cell}" if _is_formula(cell) else cell for cell in cells])
    return made.getvalue()


def read_people(text: str, known: Sequence[Person]) -> PeopleFile:
    """The people in ``text``. Somebody of ``known`` with the same address is changed; others are new.

    Without an address the name decides, among those who have no address either. The first line names the columns;
    comma, semicolon or tab stand between them.
    """
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as fault:
        return PeopleFile(problems=(f"Line {reader.line_num} cannot be read as CSV: {fault}.",))
    places = _places(rows[0][1]) if rows else {}
    if not {"name", "address"} <= places.keys():
        words = "The first line must name the columns: name, address, and extension where there is one."
        return PeopleFile(problems=(words,))
    return _Reading(known).read(rows[1:], places)


def _places(heading: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        word = cell.strip().casefold()
        for column, names in _COLUMNS.items():
            if word in names:
                found.setdefault(column, place)
    return found


class _Reading:
    """The lines of one file, held against whom is known."""

    def __init__(self, known: Sequence[Person]) -> None:
        self._holders = {_key(person.name, person.address): person for person in known}
        self._lines: dict[str, int] = {}

    def read(self, rows: Sequence[tuple[int, Sequence[str]]], places: dict[str, int]) -> PeopleFile:
        people: list[Person] = []
        problems: list[str] = []
        for line, row in rows:
            if not any(cell.strip() for cell in row):
                continue
            cells = {column: _cell(row, places.get(column)) for column in _COLUMNS}
            key = _key(cells["name"], cells["address"])
            if problem := self._problem(cells, key):
                problems.append(f"Line {line}: {problem}")
                continue
            self._lines[key] = line
            people.append(self._person(cells, key))
        if not people and not problems:
            problems.append("There is nobody in this file.")
        return PeopleFile(tuple(people), _shortened(problems))

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
        if not cells["name"]:
            return "The name is missing."
        for column, most in LONGEST.items():
            if len(cells[column]) > most:
                return f"The {column} is longer than {most} characters."
        if key in self._lines:
            return f"“{cells['address'] or cells['name']}” stands in line {self._lines[key]} already."
        if cells["calendar_integration"] and cells["calendar_integration"].casefold() not in (*_YES, *_NO):
            return f"“{cells['calendar_integration']}” does not say whether the calendar is followed: write yes or no."
        return (address_problem(cells["address"]) or "") if cells["address"] else ""


def _key(name: str, address: str) -> str:
    return address.casefold() or f"\0{name.casefold()}"


def _cell(row: Sequence[str], place: int | None) -> str:
    cell = row[place].strip() if place is not None and place < len(row) else ""
    return cell[1:] if cell[:1] == "'" and _is_formula(cell[1:]) else cell


def _is_formula(cell: str) -> bool:
    """Also what was made harmless before, so that reading takes away exactly what writing added."""
    return cell.startswith(_FORMULA) or (cell[:1] == "'" and _is_formula(cell[1:]))


def _shortened(problems: list[str]) -> tuple[str, ...]:
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    return (*problems[:MOST_PROBLEMS], f"And {len(problems) - MOST_PROBLEMS} lines more.")
