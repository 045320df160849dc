"""People go out to a file and come back from it; a file with a mistake changes nobody and says where it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop_admin.domain.people import Person
from desktop_admin.service.people_csv import read_people, write_people

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
    extension=some.from_regex(r"\A[+]?[0-9*#][0-9+*#./() -]{0,20}[0-9]\Z"),
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
    assert found.problems == (f"Line 4: {problem}",)


def test_every_bad_line_is_listed() -> None:
    text = "name,address\n" + "".join(f",p{number}@example.com\n" for number in range(300))
    found = read_people(text, ())
    assert found.problems == tuple(f"Line {number}: The name is missing." for number in range(2, 302))


@pytest.mark.parametrize("text", ["", "\n", "surname,phone\nByron,1\n", "name\nAda\n"])
def test_columns_that_are_missing_are_asked_for(text: str) -> None:
    assert "must name the columns" in read_people(text, ()).problems[0]


def test_a_quote_that_does_not_close_is_named_where_it_opens_and_the_other_lines_are_read() -> None:
    lines = [
        "name,address",
        *(f"P{n},p{n}@example.com" for n in range(2, 6)),
        '"Bo,bo@example.com',
        "Cy,cy@example.com",
    ]
    lines += ["Dee,nonsense", '"Eve, Jr",eve@example.com']
    found = read_people("\n".join(lines), ())
    assert [each.split(":")[0] for each in found.problems] == ["Line 6", "Line 8"]
    assert "quotation mark" in found.problems[0]
    assert [each.name for each in found.people] == ["P2", "P3", "P4", "P5", "Cy", "Eve, Jr"]


def test_a_quote_that_closes_in_a_later_line_makes_no_one_person_of_three() -> None:
    found = read_people('name,address\n"Bo,bo@example.com\nCy,cy@example.com\nDee",dee@example.com\n', ())
    assert found.problems[0].startswith("Line 2: A cell goes on in the next line.")


@pytest.mark.parametrize("extension", ["ada@example.com", "101; rm", "=1", "Zimmer 4", "١٢٣", "+"])
def test_an_extension_is_a_telephone_number(extension: str) -> None:
    (problem,) = read_people(f'name,address,extension\nAda,ada@example.com,"{extension}"\n', ()).problems
    assert problem.startswith("Line 2: Use a telephone number")
