"""People and rooms from a CSV file, with every bad line named."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from pathlib import Path
from typing import Final

from desktop_admin.directory.thread import OwnThread
from desktop_admin.domain.directory import (
    CsvSource,
    DirectoryBatch,
    DirectoryEntry,
    DirectoryFault,
    DirectoryProblem,
    is_address,
    person_entry,
    room_of,
)

COLUMNS: Final = ("name", "address", "other_addresses", "extension", "room")
_AT_ONCE: Final = 1000
_LARGEST: Final = 200 * 1024 * 1024
_LONGEST_LINE: Final = 20_000
_TIME_LIMIT: Final = 60.0
_OTHER_NAMES: Final = {
    "mail": "address",
    "email": "address",
    "email address": "address",
    "e-mail": "address",
    "display name": "name",
    "full name": "name",
    "phone": "extension",
    "telephone": "extension",
    "other addresses": "other_addresses",
    "aliases": "other_addresses",
    "room number": "room",
}


class CsvDirectory:
    """The first line names the columns: ``name``, ``address``, and any of ``other_addresses``, ``extension``, ``room``.

    Comma, semicolon or tab; UTF-8, UTF-16 with a mark, or Windows-1252. Several other addresses stand in one field,
    separated by a semicolon, a comma, a bar or a space.
    """

    def __init__(self, source: CsvSource) -> None:
        self._file = Path(source.file)
        self._thread = OwnThread("directory-file")

    async def read(self) -> AsyncIterator[DirectoryBatch]:
        async for batch in self._thread.each(self._batches(_AT_ONCE), _TIME_LIMIT):
            yield batch

    async def sample(self, count: int) -> DirectoryBatch:
        batches = self._batches(count)
        return await self._thread.call(lambda: next(batches, DirectoryBatch()), _TIME_LIMIT)

    async def close(self) -> None:
        self._thread.close()

    def _batches(self, size: int) -> Generator[DirectoryBatch]:
        entries: list[DirectoryEntry] = []
        problems: list[DirectoryProblem] = []
        for found in read_lines(_text_of(self._file)):
            if isinstance(found, DirectoryProblem):
                problems.append(found)
            else:
                entries += found
            if len(entries) >= size:
                yield DirectoryBatch(tuple(entries), tuple(problems))
                entries, problems = [], []
        if entries or problems:
            yield DirectoryBatch(tuple(entries), tuple(problems))


def read_lines(text: str) -> Iterator[tuple[DirectoryEntry, ...] | DirectoryProblem]:
    """Each line's person and room, or what is wrong with it. Raises :class:`DirectoryFault` without usable columns."""
    header, _, _ = text.partition("\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(header))
    try:
        columns = _columns(next(reader, []))
    except csv.Error:
        columns = {}
    if not {"name", "address"} <= columns.keys():
        raise DirectoryFault(
            "The file's first line names no columns “name” and “address”.",
            f"Write {','.join(COLUMNS)} there; the last three may be left out.",
        )
    seen: dict[str, int] = {}
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            yield DirectoryProblem(f"It cannot be read ({fault}).", line)
            continue
        if any(cell.strip() for cell in row):
            yield _line(row, columns, line, seen)


def _line(
    row: list[str], columns: Mapping[str, int], line: int, seen: dict[str, int]
) -> tuple[DirectoryEntry, ...] | DirectoryProblem:
    value = {name: _harmless(row[place]) if place < len(row) else "" for name, place in columns.items()}
    others = [each for each in _split(value.get("other_addresses", "")) if each]
    if wrong := _wrong(row, value, others):
        return DirectoryProblem(wrong, line)
    address = value["address"]
    if (first := seen.setdefault(address.casefold(), line)) != line:
        return DirectoryProblem(f"{address} stands in line {first} already.", line)
    name = value["name"].lstrip("+- ")
    entry = person_entry(f"csv:{address.casefold()}", name, (address, *others), value.get("extension", ""))
    number = value.get("room", "")
    return (entry, room_of(entry, number)) if number else (entry,)


def _wrong(row: list[str], value: Mapping[str, str], others: list[str]) -> str:
    if sum(map(len, row)) > _LONGEST_LINE:
        return "It is longer than any line can be. Is a quotation mark missing?"
    if any("\n" in cell for cell in value.values()):
        return "A quotation mark opens in it and does not close before its end."
    if not value["address"]:
        return "The address is missing."
    wrong = next((each for each in (value["address"], *others) if not is_address(each)), "")
    return f"“{wrong[:80]}” is no email address." if wrong else ""


def _harmless(cell: str) -> str:
    """A cell as text: what a spreadsheet would take as a formula is stored without what makes it one."""
    return cell.strip().lstrip("=@\t\r'").strip()


def _split(cell: str) -> list[str]:
    for separator in ";,|":
        cell = cell.replace(separator, " ")
    return [each.removeprefix("SMTP:").removeprefix("smtp:") for each in cell.split()]


def _columns(header: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = cell.strip().lower()
        name = _OTHER_NAMES.get(name, name.replace(" ", "_"))
        if name in COLUMNS:
            found.setdefault(name, place)
    return found


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _text_of(file: Path) -> str:
    try:
        if file.stat().st_size > _LARGEST:
            raise DirectoryFault(f"{file} is larger than 200 MB.", "Choose the file with the people.")
        content = file.read_bytes()
    except OSError as fault:
        why = (fault.strerror or "it is refused").lower()
        raise DirectoryFault(f"{file} cannot be read: {why}.", "Check the file's place and its permissions.") from fault
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DirectoryFault(f"{file} is no text.", "Save it as CSV with UTF-8.")
