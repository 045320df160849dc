"""People and rooms from a CSV file, with every bad line named."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from pathlib import Path
from typing import Final

from desktop_admin.directory.thread import OwnThread
from desktop_admin.domain.address import fold_address, is_address
from desktop_admin.domain.csv_table import NAMES, CsvRow, NotText, column_places, decode_csv, read_csv, without_formula
from desktop_admin.domain.directory import (
    CsvSource,
    DirectoryBatch,
    DirectoryEntry,
    DirectoryFault,
    DirectoryProblem,
    person_entry,
    room_of,
)

COLUMNS: Final = ("name", "address", "other_addresses", "extension", "room")
_NAMES: Final = {**NAMES, "other_addresses": ("aliases",), "room": ("room number",)}
_AT_ONCE: Final = 1000
_LARGEST: Final = 200 * 1024 * 1024
_TIME_LIMIT: Final = 60.0


class CsvDirectory:
    """The first line names the columns: ``name``, ``address``, and any of ``other_addresses``, ``extension``, ``room``.

    One field may hold several other addresses, separated by a semicolon, a comma, a bar or a space.
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
    rows = read_csv(text)
    places = column_places(next(rows, CsvRow(1)).cells, _NAMES)
    if not {"name", "address"} <= places.keys():
        raise DirectoryFault(
            "The file's first line names no columns “name” and “address”.",
            f"Write {','.join(COLUMNS)} there; the last three may be left out.",
        )
    seen: dict[str, int] = {}
    for row in rows:
        yield DirectoryProblem(row.problem, row.number) if row.problem else _entries(row, places, seen)


def _entries(
    row: CsvRow, places: Mapping[str, int], seen: dict[str, int]
) -> tuple[DirectoryEntry, ...] | DirectoryProblem:
    value = {name: row.cells[at] if at < len(row.cells) else "" for name, at in places.items()}
    others = _split(value.get("other_addresses", ""))
    if wrong := _wrong(value, others):
        return DirectoryProblem(wrong, row.number)
    address = value["address"]
    if (first := seen.setdefault(fold_address(address), row.number)) != row.number:
        return DirectoryProblem(f"{address} stands in line {first} already.", row.number)
    key, name = f"csv:{fold_address(address)}", without_formula(value["name"])
    entry = person_entry(key, name, (address, *others), value.get("extension", ""))
    number = value.get("room", "")
    return (entry, room_of(entry, number)) if number else (entry,)


def _wrong(value: Mapping[str, str], others: list[str]) -> str:
    if any("\n" in cell for cell in value.values()):
        return "A quotation mark opens in it and does not close before its end."
    if not value["address"]:
        return "The address is missing."
    wrong = next((each for each in (value["address"], *others) if not is_address(each)), "")
    return f"“{wrong[:80]}” is no email address." if wrong else ""


def _split(cell: str) -> list[str]:
    for separator in ";,|":
        cell = cell.replace(separator, " ")
    return [each.removeprefix("SMTP:").removeprefix("smtp:") for each in cell.split()]


def _text_of(file: Path) -> str:
    try:
        if file.stat().st_size > _LARGEST:
            raise DirectoryFault(f"{file} is larger than 200 MB.", "Choose the file with the people.")
        content = file.read_bytes()
    except OSError as fault:
        why = (fault.strerror or "it is refused").lower()
        raise DirectoryFault(f"{file} cannot be read: {why}.", "Check the file's place and its permissions.") from fault
    try:
        return decode_csv(content)
    except NotText as fault:
        raise DirectoryFault(f"{file} is not a text file.", "Save it as CSV with UTF-8.") from fault
