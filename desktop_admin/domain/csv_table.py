"""Tables as CSV text: the one reader and writer for people, keywords and directories.

Comma, semicolon or tab; UTF-8 (with or without a mark), UTF-16 with a mark, or Windows-1252. A bad line costs itself
alone: a quotation mark that does not close is reported where it opens, and reading goes on with the next line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LONGEST_ROW: Final = 20_000
"""Characters that the cells of one row may have together."""
_MOST_LINES: Final = 200
"""Lines that one row may have, so that a missing quotation mark is found without reading on to the end each time."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula, the last four as East Asian spreadsheets do.

OWASP, "CSV Injection".
"""

NAMES: Final[Mapping[str, Collection[str]]] = {
    "name": ("name", "display name", "displayname", "full name"),
    "address": ("address", "email", "e-mail", "mail", "email address", "e-mail address", "primarysmtpaddress"),
    "extension": ("extension", "phone", "telephone", "telephone number", "ipphone"),
}
"""Headings that are understood for what every table of people has."""


class NotText(ValueError):
    """The bytes are not a text in any encoding that is understood."""


@dataclass(frozen=True, slots=True)
class CsvRow:
    """``number`` is the line in which the row begins, from 1; with a ``problem`` there are no ``cells``."""

    number: int
    cells: tuple[str, ...] = ()
    problem: str = ""


def decode_csv(data: bytes) -> str:
    """The file's text. Raises :class:`NotText`."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotText("neither UTF-8, UTF-16 with a mark nor Windows-1252")


def read_csv(text: str) -> Iterator[CsvRow]:
    """Each row that is not blank; cells without the blanks around them and without the guard against formulas."""
    lines = _lines(text.removeprefix("\ufeff"))
    separator = max(",;\t", key=lines[0].count) if lines else ","
    at = 0
    while at < len(lines):
        taken = _Taken(lines, at)
        try:
            cells = next(csv.reader(taken, delimiter=separator, strict=True))
        except csv.Error as fault:
            yield CsvRow(at + 1, problem=_worded(str(fault)))
            at += 1
            continue
        if sum(map(len, cells)) > LONGEST_ROW:
            yield CsvRow(at + 1, problem="The line is too long. Check for a missing quotation mark.")
        elif any(cell.strip() for cell in cells):
            yield CsvRow(at + 1, tuple(unguarded(cell.strip()) for cell in cells))
        at = taken.at


def column_places(heading: Sequence[str], columns: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Where each of ``columns`` is; its names are compared without case, and ``_`` counts as a blank."""
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        word = _heading(cell)
        for column, names in columns.items():
            if word in map(_heading, (column, *names)):
                found.setdefault(column, place)
    return found


def swallowed_line(cells: Iterable[str]) -> str:
    """What is wrong if one of ``cells`` holds what looks like whole lines of the file, up to a stray quotation mark."""
    if any("\n" in cell and any(each in cell for each in ",;\t") for cell in cells):
        return "A cell goes on in the next line. Check for a missing quotation mark in this line."
    return ""


def write_csv(rows: Iterable[Sequence[str]]) -> str:
    """The text that :func:`read_csv` reads back; no spreadsheet takes a cell for a formula."""
    made = io.StringIO()
    writer = csv.writer(made)
    for row in rows:
        writer.writerow([f"'{cell}" if is_formula(cell) else cell for cell in row])
    return made.getvalue()


def unguarded(cell: str) -> str:
    """The cell without the ' that :func:`write_csv` adds; the one of “'t Hooft” belongs to the name."""
    return cell[1:] if cell[:1] == "'" and is_formula(cell[1:]) else cell


def is_formula(cell: str) -> bool:
    """Whether the cell needs a guard: also one that looks guarded, so that reading removes exactly what was added."""
    return cell.lstrip("'").startswith(_FORMULA)


def without_formula(cell: str) -> str:
    """The cell with what makes it a formula removed, for words that are shown and never written back."""
    while is_formula(cell):
        cell = cell[1:].lstrip()
    return cell


class _Taken:
    """Lines from ``at`` on, as far as one row may reach; ``at`` is the next line after those that were taken."""

    def __init__(self, lines: Sequence[str], at: int) -> None:
        self._lines = lines
        self._end = min(len(lines), at + _MOST_LINES)
        self.at = at

    def __iter__(self) -> _Taken:
        return self

    def __next__(self) -> str:
        if self.at == self._end:
            raise StopIteration
        self.at += 1
        return self._lines[self.at - 1]


def _lines(text: str) -> list[str]:
    """The lines with their ends, parted where CSV parts them: not at the many other characters of ``splitlines``."""
    return list(io.StringIO(text, newline=""))


def _worded(fault: str) -> str:
    if "expected after" in fault:
        return "There is text after a closing quotation mark. Check for a missing quotation mark in this line."
    if "end of data" in fault:
        return "A quotation mark opens here and does not close."
    if "field larger" in fault:
        return "The line is too long. Check for a missing quotation mark."
    return f"The line is not valid CSV: {fault}."


def _heading(cell: str) -> str:
    return " ".join(cell.replace("_", " ").split()).casefold()
