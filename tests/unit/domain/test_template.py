"""Templates: what is wrong is said with its place, what a mail contains is never trusted, and nothing runs away."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.template import (
    DEFAULT_TEMPLATES,
    MAX_LENGTH,
    MAX_OUTPUT,
    TemplateError,
    TemplateKey,
    check_template,
    format_time,
    render,
    sample_values,
)

NAME = TemplateKey.CONFERENCE_NAME
ACCEPT = TemplateKey.ACCEPT_NEW_SINGLE
JOIN = TemplateKey.JOINING_INSTRUCTIONS
VALUES = sample_values(SchedulingPolicy())


@pytest.mark.parametrize("key", TemplateKey)
def test_every_text_has_a_default_that_is_right_and_renders(key):
    assert check_template(key, DEFAULT_TEMPLATES[key]) == ()
    assert render(key, DEFAULT_TEMPLATES[key], VALUES)


@pytest.mark.parametrize(
    ("key", "source", "place", "words"),
    [
        (ACCEPT, "<p>{{ alias </p>", (1, 4), "Unexpected"),
        (ACCEPT, "<p>\n{{ alais }}</p>", (2, 4), "Is “alias” meant?"),
        (ACCEPT, "{{ subject }}", (1, 4), "it belongs to the conference's name"),
        (NAME, "{{ start_time }}", (1, 4), "it belongs to the accept texts"),
        (ACCEPT, "{% for x in alias %}{% endfor %}", (1, 1), "Loops are not possible here"),
        (ACCEPT, "{% macro m() %}{% endmacro %}", (1, 1), "Macros are not possible here"),
        (ACCEPT, "{% import 'x' as y %}", (1, 1), "Imports are not possible here"),
        (ACCEPT, "{% include 'x' %}", (1, 1), "Includes are not possible here"),
        (ACCEPT, "{{ alias() }}", (1, 1), "Calls are not possible here"),
        (ACCEPT, "{{ alias.__class__ }}", (1, 1), "Attributes are not possible here"),
        (ACCEPT, "{{ alias['x'] }}", (1, 1), "Attributes are not possible here"),
        (ACCEPT, "{{ alias * 9 }}", (1, 1), "not possible here"),
        (ACCEPT, "{{ alias | tojson }}", (1, 12), "no filter “tojson”"),
        (ACCEPT, "<p><b>{{ alias }}</p>", (1, 4), "b"),
        (JOIN, "<p>{{ alias }}</p>", (1, 1), "alias_uuid"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(key, source, place, words):
    problem = check_template(key, source)[0]
    assert (problem.line, problem.column) == place
    assert words in problem.message
    with pytest.raises(TemplateError):
        render(key, source, VALUES)


@pytest.mark.parametrize(
    "source",
    [
        "{% if alias %}<b>{{ alias | upper }}</b>{% else %}none{% endif %}",
        "{{ start_time | default('soon') }}",
        "{{ 'a' if alias == 'x' else 'b' }}",
        "{# a note #}<br><img src='x'><p>open and closed</p>",
        "",
    ],
)
def test_what_is_allowed(source):
    assert check_template(ACCEPT, source) == ()


def test_a_text_has_at_most_so_many_characters():
    assert check_template(ACCEPT, "x" * MAX_LENGTH) == ()
    assert "at most 12288" in check_template(ACCEPT, "x" * (MAX_LENGTH + 1))[0].message


@given(st.text(max_size=200))
def test_whatever_a_mail_contains_goes_in_as_text(subject):
    hostile = f"<script>{subject}</script>{{{{ alias }}}}"
    shown = render(ACCEPT, "<p>{{ alias }}</p>", {"alias": hostile})
    assert "<script>" not in shown
    assert render(ACCEPT, "<p>{{ alias }}</p>", {"alias": "{{ 7 * 7 }}"}) == "<p>{{ 7 * 7 }}</p>"


@given(st.text(alphabet="{}%#|() <>/aliaspb'\"\n.=_", max_size=120))
def test_no_text_breaks_the_check_and_what_passes_it_renders(source):
    if not check_template(ACCEPT, source):
        assert len(render(ACCEPT, source, VALUES)) <= MAX_OUTPUT


def test_a_plain_text_is_one_line_and_not_escaped():
    assert render(NAME, "{{ subject }}\n & more", {"subject": "R&D <1>"}) == "R&D <1> & more"


def test_times_are_in_the_meetings_own_zone():
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert format_time(moment, "Europe/Berlin") == "00:30 on 02/07/2026"
    assert format_time(moment, "Nowhere/Here") == "22:30 on 01/07/2026"
