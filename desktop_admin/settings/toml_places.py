"""Where each key of a TOML document stands. The document has been parsed already: only places are sought."""

from __future__ import annotations

import re
from dataclasses import dataclass

Path = tuple[str | int, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*')"""
_KEY = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEY})\s*\]\]?")
_ENTRY = re.compile(rf"\s*({_KEY})\s*=")
_STRINGS = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}]')


@dataclass(frozen=True, slots=True)
class Place:
    """``line`` and ``column`` count from 1."""

    line: int
    column: int


def places_of(text: str) -> dict[Path, Place]:
    """Tables, entries of arrays of tables, and keys. Keys inside inline tables are at the key that holds these."""
    places: dict[Path, Place] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    scanner = _Scanner()
    for number, line in enumerate(text.splitlines(), start=1):
        if not scanner.is_inside:
            if header := _HEADER.match(line):
                table = _entered(_parts(header[2]), counts, is_array=header[1] == "[[")
                places.setdefault(table, Place(number, header.start(2) + 1))
                continue
            if entry := _ENTRY.match(line):
                path = (*table, *_parts(entry[1]))
                places.setdefault(path, Place(number, entry.start(1) + 1))
                scanner.read(line[entry.end() :])
                continue
        scanner.read(line)
    return places


def _entered(parts: tuple[str, ...], counts: dict[Path, int], *, is_array: bool) -> Path:
    """The path of a header, with the index of every array of tables on its way."""
    path: Path = ()
    for number, part in enumerate(parts):
        path = (*path, part)
        if is_array and number == len(parts) - 1:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path


def _parts(key: str) -> tuple[str, ...]:
    return tuple(found.strip("\"'") for found in re.findall(_PART, key))


class _Scanner:
    """Whether a value that spans lines is still open: a multi-line string, an array or an inline table."""

    def __init__(self) -> None:
        self._quotes = ""
        self._depth = 0

    @property
    def is_inside(self) -> bool:
        return bool(self._quotes) or self._depth > 0

    def read(self, text: str) -> None:
        at = 0
        while at < len(text):
            if self._quotes:
                end = re.search(rf"(?<!\\){self._quotes}", text[at:])
                if end is None:
                    return
                self._quotes, at = "", at + end.end()
                continue
            found = _STRINGS.search(text, at)
            if found is None:
                return
            at = found.end()
            sign = found.group()
            if sign in ('"""', "'''"):
                self._quotes = sign
            elif sign in "[{":
                self._depth += 1
            elif sign in "]}":
                self._depth = max(self._depth - 1, 0)
