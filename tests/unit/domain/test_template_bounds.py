"""Templates are bounded in work: what costs seconds, or ends in Python's own faults, is refused in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain import template
from desktop_admin.domain.template import TemplateError, TemplateKey, check_template, render
from desktop_admin.domain.template_bounds import DEEPEST

KEY = TemplateKey.JOINING_INSTRUCTIONS
TAG = "{{ alias_uuid }}"
SPITEFUL = {
    "a chain of filters": "{{ alias" + "|upper" * 150 + " }}",
    "a longer one": "{{ alias" + "|upper" * 1500 + " }}",
    "filters in filters": "{{ alias" + "|default(alias" * 60 + ")" * 60 + " }}",
    "braces": "{{ " + "(" * 90 + "alias" + ")" * 90 + " }}",
    "many braces": "{{ " + "(" * 3000 + "alias" + ")" * 3000 + " }}",
    "not not": "{{ " + "not " * 900 + "alias }}",
    "conditions in conditions": "{% if alias %}" * 110 + "x" + "{% endif %}" * 110,
    "and and": "{{ alias" + " and alias" * 500 + " }}",
    "else else": "{{ alias" + " if alias else alias" * 300 + " }}",
    "an argument twice": "{{ alias|truncate(length=1,length=2) }}",
    "many arguments": "{{ alias|truncate(" + ",".join(f"a{number}=1" for number in range(300)) + ") }}",
    "a long number": "{{ alias|truncate(" + "9" * 5000 + ") }}",
    "a long number with lines": "{{ alias|truncate(" + "9_" * 2500 + "9) }}",
    "another long number": "{{ alias == " + "9" * 5000 + " }}",
    "a long number that nobody ends": "{{ " + "9" * 5000,
    "too many filters": "{{ alias|e }}" * 500,
    "an open string": "{{ '" + "\\" * 2000,
}


@pytest.mark.parametrize("what", SPITEFUL)
def test_what_goes_beyond_the_bounds_is_refused_in_words(what: str) -> None:
    source = f"{TAG}\n\n{SPITEFUL[what]}"
    problems = check_template(KEY, source)
    assert problems and all(problem.message.endswith(".") for problem in problems)
    with pytest.raises(TemplateError):
        render(KEY, source, {})


def test_an_argument_given_twice_is_told_in_its_line() -> None:
    (problem,) = check_template(KEY, f"{TAG}\n{{{{ alias }}}}\n\n{{{{ alias|truncate(length=1, length=2) }}}}")
    assert (problem.line, problem.column) == (4, 1)


def test_a_long_number_is_told_in_its_line_and_only_between_braces() -> None:
    (problem,) = check_template(KEY, f"{TAG}\n{{{{ alias|truncate({'1' * 200}) }}}}")
    assert (problem.line, problem.message) == (2, "This number is too long.")
    assert check_template(KEY, f"{TAG} {'1' * 200}") == ()


def test_what_people_write_is_far_below_the_bounds() -> None:
    nested = (
        "{% if alias %}" * (DEEPEST // 3)
        + "{{ alias|trim|lower|title|truncate(20)|e }}"
        + "{% endif %}" * (DEEPEST // 3)
    )
    chosen = "{% if alias %}a" + "{% elif numeric_alias %}b" * 50 + "{% endif %}"
    long = "{{ alias|trim }} and {{ numeric_alias|e }}\n" * 150
    for source in (nested, chosen, long):
        assert check_template(KEY, f"{TAG}{source}") == ()


def test_code_is_made_once_for_each_text(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    kind = type(template._ENVIRONMENTS[True])
    compiles = kind.compile

    def counted(self: object, source: object, *more: object) -> object:
        made.append(str(source))
        return compiles(self, source, *more)

    monkeypatch.setattr(kind, "compile", counted)
    source = f"{TAG} made once: {{{{ alias|upper }}}}"
    for number in range(50):
        assert render(KEY, source, {"alias": f"a{number}", "alias_uuid": "T"}) == f"T made once: A{number}"
    assert made.count(source) == 1 and len(made) == 2, "the text itself, and its filters by themselves"


PIECES = (
    "{{", "}}", "{%", "%}", "{#", "#}", "if ", "elif ", "else", "endif", "alias", "alias_uuid", "|upper", "|default(",
    "|truncate(length=1", ",", "(", ")", "[", "]", "not ", "and ", "==", "'", '"', "1", "9" * 120, "1e999", ".", "~",
    "for x in ", "\n", " ", "é", "\0", "raw", "endraw", "-%}", "{%-", "import", "|", "*", "**", "//", "x=1",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_whatever_is_written_ends_in_words_or_in_a_text(source: str) -> None:
    problems = check_template(KEY, source + TAG)
    if problems:
        with pytest.raises(TemplateError):
            render(KEY, source + TAG, {})
    else:
        assert isinstance(render(KEY, source + TAG, {"alias": "7", "alias_uuid": "T"}), str)
