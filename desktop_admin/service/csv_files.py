"""Tables as CSV files on the disk; where one cannot be read or written, it says what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from desktop_admin.domain.csv_table import NotText, decode_csv
from desktop_admin.errors import ConciergeError

MOST_BYTES: Final = 4_000_000
"""Of a table that a person imports."""


def read_csv_file(file: Path, most_bytes: int = MOST_BYTES) -> str:
    """The file's text in whatever usual encoding it is. Raises ``ConciergeError``."""
    try:
        with file.open("rb") as source:
            data = source.read(most_bytes + 1)
    except OSError as fault:
        raise ConciergeError(f"{file} cannot be read: {_reason(fault)}.", "Choose a file that you may read.") from fault
    if len(data) > most_bytes:
        raise ConciergeError(f"{file} is too large.", f"Choose a CSV file of at most {most_bytes // 1_000_000} MB.")
    try:
        return decode_csv(data)
    except NotText as fault:
        raise ConciergeError(f"{file} is not a text file.", "Save it as CSV with UTF-8.") from fault


def write_csv_file(file: Path, text: str) -> None:
    """Writes UTF-8 with the mark by which spreadsheets know it. Raises ``ConciergeError``."""
    try:
        file.write_text(text, encoding="utf-8-sig", newline="")
    except OSError as fault:
        raise ConciergeError(f"{file} cannot be written: {_reason(fault)}.", "Choose another folder.") from fault


def _reason(fault: OSError) -> str:
    return (fault.strerror or "access is refused").lower()
