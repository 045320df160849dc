"""What is wrong with a text that jinja2 cannot read, in words for whoever writes mails; its own are for programmers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import jinja2

from desktop_admin.domain.template_places import Places

POSSIBLE: Final = "not possible here: only values, filters and if."
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


def _words(message: str) -> str:
    for told, words in _SAID:
        if found := told.search(message):
            return words.format(*found.groups())
    return "This cannot be read. Between braces stand values, filters and if."
