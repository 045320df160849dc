"""Templates: what is wrong is said with its place, what a mail contains is never trusted, and nothing runs away."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta, timezone

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
from desktop_admin.settings import SchedulingSettings

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
        (ACCEPT, "<p>{{ alias </p>", (1, 4), "{{ is not ended"),
        (ACCEPT, "<p>\n{{ alais }}</p>", (2, 4), "Is “alias” meant?"),
        (ACCEPT, "{{ subject }}", (1, 4), "it belongs to the conference's name"),
        (NAME, "{{ start_time }}", (1, 4), "it belongs to the accept texts"),
        (ACCEPT, "{% for x in alias %}{% endfor %}", (1, 4), "Loops are not possible here"),
        (ACCEPT, "{% macro m() %}{% endmacro %}", (1, 4), "Macros are not possible here"),
        (ACCEPT, "{% import 'x' as y %}", (1, 4), "Imports are not possible here"),
        (ACCEPT, "{% include 'x' %}", (1, 4), "Includes are not possible here"),
        (ACCEPT, "{{ alias() }}", (1, 9), "Calls are not possible here"),
        (ACCEPT, "{{ alias.__class__ }}", (1, 9), "Attributes are not possible here"),
        (ACCEPT, "{{ alias['x'] }}", (1, 9), "Attributes are not possible here"),
        (ACCEPT, "{{ alias * 9 }}", (1, 1), "not possible here"),
        (ACCEPT, "{{ alias | tojson }}", (1, 12), "no filter “tojson”"),
        (ACCEPT, "<p>subject: {{ alias | upper }} {{ subject }}</p>", (1, 36), "it belongs to the conference's name"),
        (ACCEPT, "<p>{{ alias }}\n{{ alias | }} {{ alias }}</p>", (2, 1), "Something is missing before }}"),
        (ACCEPT, "{{- alias -}}  {%- if alias %}\n {{ title | title }}{% endif %}", (2, 5), "no variable “title”"),
        (ACCEPT, "<p>{{ alias }}</p>{% if alias %}\n", (1, 19), "{% if … %} is not ended: write {% endif %}."),
        (ACCEPT, "<p>{{ alias }}</p>\n{% endif %}", (2, 1), "{% endif %} stands where no {% if … %} is open"),
        (ACCEPT, "<p>{{ alias }}</p>{# a note", (1, 19), "is not ended: write #}"),
        (ACCEPT, "{{ alias ? }}", (1, 10), "The sign “?” means nothing"),
        (ACCEPT, "<b>\n{% for x in alias %}{{ x }}", (2, 4), "Loops are not possible here"),
        (ACCEPT, "{% if alias %}\n{{ alias }}\n{{ alias }}", (1, 1), "{% if … %} is not ended"),
        (ACCEPT, "<p>\n{% if alias x %}a{% endif %}", (2, 1), "“x” is too much here"),
        (ACCEPT, "{{ alias }}{% elif x y %}", (1, 12), "stands where no {% if … %} is open"),
        (ACCEPT, "{{ alias == }}", (1, 1), "Something is missing before }}"),
        (ACCEPT, "{{ 'x }}", (1, 4), "A quotation mark opens here"),
        (ACCEPT, "{% foo %}", (1, 4), "There is no “foo”"),
        (ACCEPT, "{{ alias | 5 }}", (1, 1), "A name is missing here"),
        (ACCEPT, "{{ -alias }}", (1, 1), "Arithmetic is not possible here"),
        (ACCEPT, "<p>\n{{ alias }} {{ alias | truncate('x') }}</p>", (2, 1), "cannot be worked out"),
        (ACCEPT, "{% if alias == 'x' %}\n{{ alias | upper(1) }}{% endif %}", (2, 1), "cannot be worked out"),
        (ACCEPT, "{{ 'a' if alias or alias < 3 else 'b' }}", (1, 1), "cannot be worked out"),
        (ACCEPT, "{{ alias" + " | upper" * 1500 + "}}", (1, 1), "nested too deeply"),
        (ACCEPT, "{{ [alias] }}", (1, 1), "Lists are not possible here"),
        (ACCEPT, "{{ alias | upper | tojson }}", (1, 20), "no filter “tojson”"),
        (ACCEPT, "{{ alias is defined }}", (1, 10), "Tests are not possible here"),
        (ACCEPT, "{% set x = alias %}", (1, 4), "Setting variables is not possible here"),
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
        "{{ alias | truncate(20) | upper | default('x', true) }} {{ alias | d('none' if start_time else '?') }}",
        "{# a note #}<br><img src='x'><p>open and closed</p>",
        "",
    ],
)
def test_what_is_allowed(source):
    assert check_template(ACCEPT, source) == ()


def test_a_text_has_at_most_so_many_characters():
    assert check_template(ACCEPT, "x" * MAX_LENGTH) == ()
    assert "at most 12288" in check_template(ACCEPT, "x" * (MAX_LENGTH + 1))[0].message


def test_each_of_several_faults_has_a_place_of_its_own():
    found = check_template(ACCEPT, "<p>x {{ x }} {{ x }}\n{{ subject }} {{ alias | x }} {{ x }}</p>")
    assert [(each.line, each.column) for each in found] == [(1, 9), (1, 17), (2, 4), (2, 26), (2, 34)]


def test_a_text_of_the_pane_may_be_limited_more():
    key = TemplateKey.PANE_UNAVAILABLE_MESSAGE
    assert check_template(key, "x" * 250) == ()
    assert "at most 250" in check_template(key, "x" * 251)[0].message


@pytest.mark.parametrize(
    "source",
    [
        "{{ x }}" * 1755,
        "{{ subject }}" * 945,
        "<b>" * 4096,
        "{{ alias | x }}" * 800,
        "{{alias|e|e|e|e}}" * 700 + "{{ x }}",
        "{{alias|e|e|e|e}}" * 700 + "<b>",
    ],
)
def test_the_longest_text_is_checked_between_two_keys(source):
    started = time.process_time()
    assert check_template(ACCEPT, source)
    assert time.process_time() - started < 2


def test_what_nobody_sees_does_not_come_through():
    subject = "Re\u202eview\x00 of\r\nBcc: all\u2028 \u2066now\ud800"
    assert render(NAME, "{{ subject }}", {"subject": subject}) == "Review of Bcc: all now"


@given(st.text(max_size=200))
def test_whatever_a_mail_contains_goes_in_as_text(subject):
    hostile = f"<script>{subject}</script>{{{{ alias }}}}"
    shown = render(ACCEPT, "<p>{{ alias }}</p>", {"alias": hostile})
    assert "<script>" not in shown
    assert render(ACCEPT, "<p>{{ alias }}</p>", {"alias": "{{ 7 * 7 }}"}) == "<p>{{ 7 * 7 }}</p>"


_WORDS = (
    "{{ }} {% %} {%- {# #} if elif else endif for endfor in raw endraw set is and | upper alias 'a' ( ) [ ] , = 1 <"
)
_PARTS = st.sampled_from(sorted(set(_WORDS.split())))


@given(st.text(alphabet="{}%#|() <>/aliaspb'\"\n.=_", max_size=120) | st.lists(_PARTS, max_size=12).map(" ".join))
def test_no_text_breaks_the_check_and_what_passes_it_renders(source):
    problems = check_template(ACCEPT, source)
    for each in problems:
        assert not re.search("jinja|token|template|statement|nodes", each.message, re.IGNORECASE), each.message
    if not problems:
        assert len(render(ACCEPT, source, VALUES)) <= MAX_OUTPUT


def test_a_plain_text_is_one_line_and_not_escaped():
    assert render(NAME, "{{ subject }}\n & more", {"subject": "R&D <1>"}) == "R&D <1> & more"


def test_times_are_in_the_meetings_own_zone():
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert format_time(moment, "Europe/Berlin") == "00:30 on 02/07/2026"
    assert format_time(moment, "Nowhere/Here") == "22:30 on 01/07/2026"
    assert format_time(moment, "<+03>-3") == "01:30 on 02/07/2026"


def test_a_time_in_no_zone_says_that_it_is_utc():
    east = datetime(2026, 7, 2, 7, 30, tzinfo=timezone(timedelta(hours=9)))
    assert format_time(east, "") == "22:30 on 01/07/2026 (UTC)"


@pytest.mark.parametrize(
    ("prefix", "dialled"), [("70", True), ("0", True), ("vmr", False), ("7-", False), ("7_", False), ("-1", False)]
)
def test_the_telephone_is_named_only_where_there_is_a_number_to_dial(prefix, dialled):
    policy = SchedulingPolicy(alias_prefix=prefix)
    for key in (TemplateKey.JOINING_INSTRUCTIONS, TemplateKey.ACCEPT_NEW_SINGLE, TemplateKey.ACCEPT_EDITED_SERIES):
        text = render(key, DEFAULT_TEMPLATES[key], sample_values(policy))
        assert ("elephone" in text) is dialled
        assert f"{prefix}481516@" in text


def test_what_is_issued_by_default_can_be_dialled():
    assert sample_values(SchedulingPolicy())["numeric_alias"].isdecimal()
    assert SchedulingSettings().alias_prefix == SchedulingPolicy().alias_prefix


@pytest.mark.parametrize("text", ["a\x0bb", "a\x00b", "a{{ '\\ud800' }}b", "a{{ '\\u000b' }}b", "a\ufffeb"])
def test_what_no_mail_can_hold_is_left_out(text):
    assert render(TemplateKey.ACCEPT_NEW_SINGLE, text, VALUES) == "ab"
