"""What directories write, and the filters that they are asked by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.directory import (
    DirectoryState,
    emptiness,
    is_disabled,
    person_entry,
    proxy_address,
    room_of,
    short_key,
)
from desktop_admin.domain.ldap_filter import escaped, filter_problem


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("SMTP:anna@example.com", "anna@example.com"),
        ("smtp:anna@example.com", "anna@example.com"),
        ("sip:anna@example.com", ""),
        ("X500:/o=Example/cn=anna", "/o=Example/cn=anna"),
        ("EUM:1001;phone-context=x", ""),
        ("anna@example.com", "anna@example.com"),
    ],
)
def test_what_a_proxy_address_says(value: str, address: str) -> None:
    assert proxy_address(value) == address


@pytest.mark.parametrize(("control", "disabled"), [("512", False), ("514", True), ("66050", True), ("", False)])
def test_the_flag_of_a_disabled_account(control: str, disabled: bool) -> None:
    assert is_disabled(control) is disabled


def test_an_address_counts_once_in_any_case_and_rubbish_not_at_all() -> None:
    entry = person_entry("1", " Anna\n\x00Berg ", ("Anna@Example.com", "anna@example.com", "rubbish", "", "b@x.org"))
    assert (entry.name, entry.address, entry.others) == ("Anna Berg", "Anna@Example.com", ("b@x.org",))
    assert entry.addresses == ("anna@example.com", "b@x.org")


def test_long_keys_stay_distinct_and_short() -> None:
    keys = {short_key("CN=" + "x" * 600 + str(number)) for number in range(10)}
    assert len(keys) == 10
    assert all(len(key) <= 500 for key in keys)
    person = person_entry("y" * 500, "Anna", ("a@x.org",))
    assert len(room_of(person, "1").key) <= 500 and room_of(person, "1").key != person.key


def test_an_empty_answer_is_refused_whatever_was_there() -> None:
    assert "5 known ones are kept" in emptiness(0, DirectoryState(people=5))
    assert emptiness(0, DirectoryState())
    assert emptiness(1, DirectoryState(people=5000)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "(mail=*)",
        "(&(objectCategory=person)(objectClass=user)(|(mail=*)(proxyAddresses=*)))",
        "(!(cn=a))",
        " ( & (a=b) (c>=5) ) ",
        r"(cn=Star\2a)",
        "(userAccountControl:1.2.840.113556.1.4.803:=2)",
        "(2.5.4.3=x)",
    ],
)
def test_filters_that_can_be_sent(text: str) -> None:
    assert filter_problem(text) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write a filter"),
        ("mail=*", "opening parenthesis is missing (character 1)"),
        ("(mail=*", "closing parenthesis is missing (character 8)"),
        ("(mail=*))", "more (character 9)"),
        ("(&)", "needs a condition"),
        ("(!(a=b)(c=d))", "exactly one"),
        (r"(cn=a\zz)", "backslash"),
        ("(=x)", "condition like mail=*"),
        ("(" * 5000, "nested too deeply"),
    ],
)
def test_filters_that_cannot(text: str, words: str) -> None:
    assert words in filter_problem(text if set(text) != {"("} else "(&" * 5000)


@given(st.text(max_size=40))
def test_a_value_put_into_a_filter_stays_a_value(value: str) -> None:
    assert filter_problem(f"(cn={escaped(value)})") == ""


@given(st.text(alphabet="(&|!)=ab*\\ 2", max_size=60))
def test_no_filter_makes_it_fail(text: str) -> None:
    assert isinstance(filter_problem(text), str)


def test_x500_names_are_ways_to_be_known_and_no_addresses():
    name = "/o=Example/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=Ada"
    values = [f"X500:{name}", "SMTP:ada@example.com", f"x500:{name.upper()}", "sip:ada@example.com"]
    entry = person_entry("ada", "Ada", [proxy_address(each) for each in values])
    assert (entry.address, entry.others, entry.x500) == ("ada@example.com", (), (name,))
    assert entry.addresses == ("ada@example.com", name.lower())
    assert proxy_address(name) == name
