"""Whatever somebody types into a field: a value that is taken, or words that say what would be right."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from desktop_admin.settings import IntegrationSettings, ListenerSettings, options_of
from desktop_admin.settings.problems import problems_from

WORST = (
    "=1+1",
    "<img src=x>",
    "{{ 7*7 }}",
    "\u202eevil",
    "a" * 100_000,
    "http://[::1",
    "https://x:99999",
    "\ud800",
    "..@..",
)
HOSTILE = st.one_of(
    st.text(max_size=400),
    st.sampled_from(WORST),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.lists(st.text(max_size=20), max_size=4),
    st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3),
)


def groups() -> list[type[BaseModel]]:
    """Every group of options that a form or a file shows."""
    annotations = (field.annotation for field in IntegrationSettings.model_fields.values())
    inner = [each for each in annotations if isinstance(each, type) and issubclass(each, BaseModel)]
    return [ListenerSettings, IntegrationSettings, *inner]


@pytest.mark.parametrize(
    ("group", "key"), [(group, info.key) for group in groups() for info in options_of(group)], ids=str
)
@settings(max_examples=40)
@given(value=HOSTILE)
def test_a_field_takes_it_or_says_why_not(group: type[BaseModel], key: str, value: object) -> None:
    values = {"name": "Head office"} if group is IntegrationSettings else {}
    try:
        taken = group.model_validate({**values, key: value})
    except ValidationError as refused:
        problems = problems_from(refused)
        assert problems
        for problem in problems:
            assert problem.message.strip()
            assert "Traceback" not in problem.message
    else:
        assert group.model_validate(taken.model_dump(mode="json")) == taken, "what is stored is read as it was"
