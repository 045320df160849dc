"""One reader and one writer of CSV: what is written comes back, and a bad line costs itself alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop_admin.domain.csv_table import NotText, column_places, decode_csv, is_formula, read_csv, write_csv

cells = some.text(some.characters(codec="utf-8", exclude_characters="\0"), max_size=12).map(str.strip)
rows = some.lists(cells, min_size=2, max_size=4).filter(any)


@given(some.lists(rows, max_size=6))
def test_what_is_written_comes_back(made: list[list[str]]) -> None:
    head = ["one", "two"]
    assert [list(row.cells) for row in read_csv(write_csv([head, *made]))] == [head, *made]


@pytest.mark.parametrize(
    "name", ["'t Hooft", "'Abd al-Malik", "''", "O'Hara", "'=1", "=1+1", "+49 30", "-1", "@x", "＝1"]
)
def test_an_apostrophe_belongs_to_the_name_and_a_formula_is_none(name: str) -> None:
    written = write_csv([("name", "address"), (name, "a@example.com")])
    cell = written.splitlines()[1].partition(",")[0]
    assert not cell.startswith(("=", "+", "-", "@", "＝"))
    assert [row.cells[0] for row in read_csv(written)] == ["name", name]


@pytest.mark.parametrize("name", ["'t Hooft", "'Abd"])
def test_a_name_that_begins_with_an_apostrophe_is_not_touched(name: str) -> None:
    assert not is_formula(name)
    assert [row.cells[0] for row in read_csv(f"name,address\n{name},a@example.com\n")][1] == name


@pytest.mark.parametrize(
    ("bad", "said"),
    [('"Bo,bo', "does not close"), ('"Bo" Smith,bo', "text after"), (f'"{"x" * 30_000}",y', "too long")],
)
def test_a_bad_line_is_named_where_it_begins_and_costs_itself_alone(bad: str, said: str) -> None:
    found = list(read_csv(f'name,word\nOne,1\n"Two\nlines",2\n\n{bad}\nSix,6\nSeven,7\n'))
    assert [(row.number, row.cells[0]) for row in found if row.cells] == [
        (1, "name"),
        (2, "One"),
        (3, "Two\nlines"),
        (7, "Six"),
        (8, "Seven"),
    ]
    (problem,) = [row for row in found if row.problem]
    assert problem.number == 6 and said in problem.problem


def test_a_file_of_open_quotes_is_read_in_little_time() -> None:
    """Each line opens a quotation mark that those behind it seem to keep open."""
    began = time.perf_counter()
    assert sum(bool(row.problem) for row in read_csv("a,b\n" + '"x\n""""\n' * 20_000)) > 1000
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_understood(encoding: str) -> None:
    assert decode_csv("Müller".encode(encoding)) == "Müller"


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"PK\x03\x04\x00\x00", b"\x81\x8d"])
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotText):
        decode_csv(data)


def test_columns_have_several_names_and_the_first_wins() -> None:
    columns = {"other_addresses": ("aliases",), "name": ("full name",)}
    assert column_places(["X", "Full_Name", "OTHER  addresses", "name"], columns) == {"name": 1, "other_addresses": 2}


@given(some.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    for row in read_csv(text):
        assert row.number >= 1 and bool(row.cells) != bool(row.problem)
