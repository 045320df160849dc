"""People go out to a file and come back from it; a file with a mistake changes nobody and says where it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop_admin.domain.people import Person
from desktop_admin.service.people_csv import MOST_PROBLEMS, decoded, read_people, write_people

ADA = Person(7, "Ada Byron", "ada@example.com", "101")
BO = Person(8, "Bo", calendar_integration=False)

words = some.text(some.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)
persons = some.builds(
    Person,
    id=some.just(0),
    name=words.filter(bool),
    address=some.sampled_from(("", "x")),
    extension=words,
    calendar_integration=some.booleans(),
)


@given(some.lists(persons, max_size=8))
def test_what_was_written_is_read(made: list[Person]) -> None:
    people = [
        replace(each, address=f"p{place}@example.com" if each.address else "", name=f"{each.name}{place}")
        for place, each in enumerate(made)
    ]
    found = read_people(write_people(people), ())
    assert found.people == tuple(people)
    assert found.problems == (() if people else ("There is nobody in this file.",))


@pytest.mark.parametrize("name", ["=1+1", "+49 30 1", "-1", "@SUM(A1)", "'=1"])
def test_a_spreadsheet_finds_no_formula_in_it(name: str) -> None:
    written = write_people([replace(ADA, name=name)])
    assert written.splitlines()[1].startswith(f"'{name}")
    assert read_people(written, ()).people[0].name == name


def test_known_people_are_changed_and_others_added() -> None:
    text = "Name;Mail;Phone\nAda Lovelace;ADA@example.com;\nCy;cy@example.com;77\n\nBo;;5\n"
    found = read_people(text, [ADA, BO])
    changed, added, without = found.people
    assert changed == replace(ADA, name="Ada Lovelace")
    assert added == Person(0, "Cy", "cy@example.com", "77")
    assert without == replace(BO, extension="5")
    assert (found.added, found.problems) == (1, ())


def test_the_calendar_is_followed_where_the_file_says_so() -> None:
    text = "name,address,calendar\nA,a@x.example,yes\nB,b@x.example,No\nC,c@x.example,\nAda,ada@example.com,\n"
    kept = [each.calendar_integration for each in read_people(text, [replace(ADA, calendar_integration=False)]).people]
    assert kept == [True, False, True, False]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (",a@example.com,", "The name is missing."),
        ("Ada,nonsense,", "“nonsense” is no email address. Write it like rooms@example.com."),
        ("Cy,first@example.com,", "“first@example.com” stands in line 2 already."),
        ("Cy,c@example.com,maybe", "“maybe” does not say whether the calendar is followed: write yes or no."),
        (f"{'x' * 201},c@example.com,", "The name is longer than 200 characters."),
    ],
)
def test_a_bad_line_is_named_and_nobody_is_taken(line: str, problem: str) -> None:
    found = read_people(f'name,address,calendar\n"Two\nlines",first@example.com,\n{line}\n', ())
    assert found.problems == (f"Line 4: {problem}".replace("line 2", "line 3"),)


def test_many_bad_lines_are_counted() -> None:
    text = "name,address\n" + "".join(f",p{number}@example.com\n" for number in range(30))
    found = read_people(text, ())
    assert len(found.problems) == MOST_PROBLEMS + 1 and found.problems[-1] == "And 22 lines more."


@pytest.mark.parametrize("text", ["", "\n", "surname,phone\nByron,1\n", "name\nAda\n"])
def test_columns_that_are_missing_are_asked_for(text: str) -> None:
    assert "must name the columns" in read_people(text, ()).problems[0]


def test_an_open_quote_is_refused_with_its_line() -> None:
    problems = read_people('name,address\nAda,ada@example.com\n"Bo,bo@example.com\n', ()).problems
    assert problems[0].startswith("Line 3 cannot be read as CSV")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_understood(encoding: str) -> None:
    assert decoded("Müller".encode(encoding)) == "Müller"
