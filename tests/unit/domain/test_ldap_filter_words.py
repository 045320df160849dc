"""Whatever a directory entry is called, inside a filter it stays a value."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.ldap_filter import escaped, filter_problem

WORDS = st.one_of(st.text(max_size=60), st.text("()*\\\\\0&|!=", max_size=12))


@given(WORDS)
def test_a_value_stays_a_value(value: str) -> None:
    written = escaped(value)
    assert not set("()*\0") & set(written)
    assert re.sub(r"\\([0-9a-f]{2})", lambda found: chr(int(found.group(1), 16)), written) == value
    assert filter_problem(f"(cn={escaped(value)})") == ""


@given(WORDS)
def test_any_text_is_a_filter_or_is_told_why_not(text: str) -> None:
    said = filter_problem(text)
    assert said == "" or said.endswith(".")
