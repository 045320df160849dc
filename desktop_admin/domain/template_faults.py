"""What is wrong with a text that jinja2 cannot read, in an administrator's words; jinja2's own are for programmers."""

from __future__ import annotations

import re
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import jinja2
from jinja2 import nodes

from desktop_admin.domain.template_bounds import CODE_FAULTS, line_without_code
from desktop_admin.domain.template_places import Places

POSSIBLE: Final = "not possible here: only values, filters and if."
UNWORKABLE: Final = "This cannot be worked out. Look at what a filter is given, and at what is compared."
FORBIDDEN: Final = {
    "for": "Loops are",
    "macro": "Macros are",
    "call": "Macros are",
    "import": "Imports are",
    "from": "Imports are",
    "include": "Includes are",
    "extends": "Inheritance is",
    "block": "Blocks are",
    "set": "Setting variables is",
}
"""By the word after ``{%``; its ``end…`` is told in the same way."""
_ELSES: Final = ("elif", "else")
_SAID: Final = tuple(
    (re.compile(told), words)
    for told, words in (
        ("Missing end of comment", "A note that begins with {{# is not ended: write #}}."),
        ("Missing end of raw", "{{% raw %}} is not ended: write {{% endraw %}}."),
        ("unexpected char (?:\"'\"|'\"')", "A quotation mark opens here and does not close."),
        (r"unexpected char ['\"](.+)['\"] at", "The sign “{0}” means nothing between braces."),
        ("(?:got|unexpected) 'end of print statement'", "Something is missing before }}}}."),
        ("(?:got|unexpected) 'end of statement block'", "Something is missing before %}}."),
        ("expected token 'end of .+', got '(.+)'", "“{0}” is too much here. Filters follow a stroke, like | upper."),
        ("expected token 'name'", "A name is missing here, such as a filter's after the stroke."),
        ("tag name expected", "A word is missing after {{%, like if."),
        ("unknown tag '(.+?)'", "“{0}” cannot stand here."),
        ("unexpected '(.+)', expected '(.+)'", "“{0}” stands where “{1}” should."),
        ("unexpected '(.+)'", "“{0}” means nothing here."),
    )
)
"""Parts of jinja2's sentences, and what is said instead."""


def syntax_fault(
    places: Places, fault: jinja2.TemplateSyntaxError, is_right: Callable[[str], bool]
) -> tuple[int, int, str]:
    """(line, column, words) of what makes a text unreadable; ``is_right`` tells of braces whether they can be read."""
    conditions: list[int] = []
    for tag in places.tags():
        name = tag.name.removeprefix("end")
        if name in FORBIDDEN:
            return (*places.at(tag.word), f"{FORBIDDEN[name]} {POSSIBLE}")
        if tag.name == "if":
            conditions.append(tag.start)
        elif tag.name in (*_ELSES, "endif"):
            if not conditions:
                return (*places.at(tag.start), f"{{% {tag.name} %}} stands where no {{% if … %}} is open.")
            if tag.name == "endif":
                conditions.pop()
        else:
            return (*places.at(tag.word), f"There is no “{tag.name}”: only if, elif, else and endif.")
    if (unended := places.unended()) is not None:
        start, braces = unended
        return (*places.at(start), f"{braces} is not ended: write {'}}' if braces == '{{' else '%}'}.")
    if conditions and "end of template" in str(fault.message):
        return (*places.at(conditions[-1]), "{% if … %} is not ended: write {% endif %}.")
    return (*places.first_fault(fault.lineno, is_right), _words(str(fault.message)))


def failing_line(
    tree: nodes.Template, environment: jinja2.Environment, samples: Iterable[Mapping[str, str]]
) -> int | None:
    """The line of an expression that cannot be worked out with one of ``samples``, whichever branch it stands in.

    What stands there several times is tried once.
    """
    first: dict[str, nodes.Expr] = {}
    for part in _parts(tree):
        first.setdefault(repr(part), part)

    def compiled(parts: Iterable[nodes.Expr]) -> jinja2.Template:
        whole = nodes.Template([nodes.Output([each], lineno=each.lineno) for each in parts], lineno=1)
        whole.set_environment(environment)
        return environment.from_string(whole)

    try:
        every = compiled(first.values())
    except CODE_FAULTS:
        return line_without_code(first.values(), compiled) or 1
    for values in samples:
        try:
            every.render(values)
        except Exception as fault:  # noqa: BLE001 - whatever a filter makes of what it is given
            frames = traceback.extract_tb(fault.__traceback__)
            return next((each.lineno for each in reversed(frames) if each.filename == "<template>"), None) or 1
    return None


def _parts(tree: nodes.Node) -> Iterator[nodes.Expr]:
    """Every comparison and filter that is not worked out with one around it anyway."""
    waiting = deque([(tree, False)])
    while waiting:
        node, is_done = waiting.popleft()
        if isinstance(node, nodes.CondExpr | nodes.And | nodes.Or):
            is_done = False
        elif isinstance(node, nodes.Filter | nodes.Compare) and not is_done:
            is_done = True
            yield node
        waiting.extend((each, is_done) for each in node.iter_child_nodes())


def _words(message: str) -> str:
    for told, words in _SAID:
        if found := told.search(message):
            return words.format(*found.groups())
    return "This cannot be read. Between braces stand values, filters and if."
