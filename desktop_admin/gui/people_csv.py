"""People from a CSV file: read whole, or refused with what is wrong in which line."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop_admin.domain.people import Person
from desktop_admin.settings.connection import address_problem

translate = QCoreApplication.translate

MOST_BYTES: Final = 4_000_000
MOST_PROBLEMS: Final = 8

_COLUMNS: Final = {
    "name": ("name", "display name", "displayname", "full name"),
    "address": ("address", "email", "e-mail", "mail", "email address", "e-mail address", "primarysmtpaddress"),
    "extension": ("extension", "phone", "telephone", "telephone number", "ipphone"),
}
"""Headings that are understood, case-folded."""


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


def read_people(text: str, known: Sequence[Person]) -> PeopleFile:
    """The people in ``text``. Somebody of ``known`` with the same address is changed; others are new.

    The first line names the columns; comma, semicolon or tab stand between them.
    """
    lines = text.splitlines()
    first = lines[0] if lines else ""
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as fault:
        return PeopleFile(problems=(_said("The file is no readable CSV: %1.", str(fault)),))
    places = _places(rows[0]) if rows else {}
    if not {"name", "address"} <= places.keys():
        words = "The first line must name the columns: name, address, and extension where there is one."
        return PeopleFile(problems=(_said(words),))
    return _read_rows(rows[1:], places, known)


def _places(heading: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        word = cell.strip().casefold()
        for column, names in _COLUMNS.items():
            if word in names:
                found.setdefault(column, place)
    return found


def _read_rows(rows: Sequence[Sequence[str]], places: dict[str, int], known: Sequence[Person]) -> PeopleFile:
    holders = {person.address.casefold(): person for person in known if person.address}
    lines: dict[str, int] = {}
    people: list[Person] = []
    problems: list[str] = []
    for line, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        name, address, extension = (_cell(row, places.get(column)) for column in _COLUMNS)
        if problem := _problem(name, address, lines):
            problems.append(_said("Line %1: %2", str(line), problem))
            continue
        lines[address.casefold()] = line
        before = holders.get(address.casefold(), Person(0, "", address))
        people.append(replace(before, name=name, extension=extension or before.extension))
    if not people and not problems:
        problems.append(_said("There is nobody in this file."))
    return PeopleFile(tuple(people), _shortened(problems))


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _problem(name: str, address: str, lines: dict[str, int]) -> str:
    if not name:
        return _said("The name is missing.")
    if not address:
        return _said("The address is missing.")
    if address.casefold() in lines:
        return _said("“%1” stands in line %2 already.", address, str(lines[address.casefold()]))
    return address_problem(address) or ""


def _shortened(problems: list[str]) -> tuple[str, ...]:
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    more = _said("And %1 lines more.", str(len(problems) - MOST_PROBLEMS))
    return (*problems[:MOST_PROBLEMS], more)


def _said(words: str, *values: str) -> str:
    said = translate("PeopleFile", words)
    for place, value in enumerate(values, start=1):
        said = said.replace(f"%{place}", value)
    return said
