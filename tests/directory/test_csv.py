"""People from a CSV file: what spreadsheets write is read, and every bad line is named."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.directory import open_directory
from desktop_admin.directory.csv_file import read_lines
from desktop_admin.domain.directory import CsvSource, DirectoryEntry, DirectoryFault, DirectoryProblem, EntryKind

HEADER = "name,address,other_addresses,extension,room\n"


def entries(text: str) -> list[DirectoryEntry]:
    return [entry for found in read_lines(text) if isinstance(found, tuple) for entry in found]


def problems(text: str) -> list[str]:
    return [str(found) for found in read_lines(text) if isinstance(found, DirectoryProblem)]


async def read(content: bytes, folder: Path) -> list[DirectoryEntry]:
    file = folder / "people.csv"
    _write(file, content)
    directory = open_directory(CsvSource(str(file)))
    try:
        return [entry async for batch in directory.read() for entry in batch.entries]
    finally:
        await directory.close()


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def test_a_person_with_everything() -> None:
    person, room = entries(
        HEADER + "Anna Berg,anna@example.com,a@example.com; b@example.com|c@example.com,1001,71001\n"
    )
    assert (person.name, person.address, person.extension) == ("Anna Berg", "anna@example.com", "1001")
    assert person.others == ("a@example.com", "b@example.com", "c@example.com")
    assert (room.kind, room.number, room.address) == (EntryKind.ROOM, "71001", "anna@example.com")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_each_separator(separator: str) -> None:
    text = "Full name,Email,Phone\n“Berg, Anna”,anna@example.com,1001\n".replace("“", '"').replace("”", '"')
    text = text.replace(",", separator) if separator != "," else text
    (person,) = entries(text)
    assert person.address == "anna@example.com"
    assert person.extension == "1001"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
async def test_each_encoding(encoding: str, tmp_path: Path) -> None:
    (person,) = await read("name,address\r\nZoë Müller,zoe@example.com\r\n".encode(encoding), tmp_path)
    assert person.name == "Zoë Müller"


def test_every_bad_line_is_named_and_the_good_ones_are_taken() -> None:
    text = HEADER + (
        "Anna,anna@example.com\n"
        "Ben\n"
        "Carl,not an address\n"
        "\n"
        "Dora,dora@example.com,wrong\n"
        "Anna again,ANNA@example.com\n"
        "Emil,emil@example.com\n"
    )
    assert [entry.name for entry in entries(text)] == ["Anna", "Emil"]
    assert problems(text) == [
        "Line 3: The address is missing.",
        "Line 4: “not an address” is no email address.",
        "Line 6: “wrong” is no email address.",
        "Line 7: ANNA@example.com stands in line 2 already.",
    ]


def test_a_quotation_mark_that_does_not_close_is_named_where_it_opens() -> None:
    text = HEADER + 'Anna,anna@example.com\n"Ben,ben@example.com\nCarl,carl@example.com\n'
    assert [entry.name for entry in entries(text)] == ["Anna", "Carl"]
    (problem,) = problems(text)
    assert problem.startswith("Line 3: A quotation mark")


@pytest.mark.parametrize("formula", ['=HYPERLINK("http://evil","x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)"])
def test_a_formula_becomes_a_text_that_is_none(formula: str) -> None:
    quoted = formula.replace('"', '""')
    (person,) = entries(f'{HEADER}"{quoted}",anna@example.com,,"{quoted}"\n')
    assert person.name[:1] not in "=+-@"
    assert not person.extension.startswith(("=", "@"))


@pytest.mark.parametrize("name", ["'t Hooft", "'Abd", "O'Hara"])
def test_an_apostrophe_belongs_to_the_name(name: str) -> None:
    (person,) = entries(f"{HEADER}{name},anna@example.com\n")
    assert person.name == name


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+49 30/1234\u20115", "+49 30/1234-5"),
        ("tel:101", "101"),
        ("555 0100 x12", "555 0100 x12"),
        ("a@b.example", ""),
    ],
)
def test_an_extension_is_a_telephone_number(written: str, kept: str) -> None:
    (person,) = entries(f"{HEADER}Anna,anna@example.com,,{written}\n")
    assert person.extension == kept


def test_a_first_line_without_the_columns_is_refused() -> None:
    with pytest.raises(DirectoryFault, match="no columns"):
        list(read_lines("Anna,anna@example.com\n"))
    with pytest.raises(DirectoryFault, match="no columns"):
        list(read_lines(""))


async def test_a_file_that_is_not_there_or_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(DirectoryFault, match="cannot be read"):
        await open_directory(CsvSource(str(tmp_path / "missing.csv"))).sample(10)
    with pytest.raises(DirectoryFault, match="cannot be read"):
        await open_directory(CsvSource(str(tmp_path))).sample(10)


async def test_a_large_file_comes_in_parts_and_quickly(tmp_path: Path) -> None:
    lines = "".join(f"Person {number},p{number}@example.com,,{number},\n" for number in range(20_000))
    began = time.perf_counter()
    assert len(await read((HEADER + lines).encode(), tmp_path)) == 20_000
    assert time.perf_counter() - began < 20


@given(st.text(max_size=300))
def test_whatever_stands_in_a_file_is_read_or_named(text: str) -> None:
    for found in read_lines(HEADER + text):
        assert isinstance(found, DirectoryProblem) or all(entry.address for entry in found)
