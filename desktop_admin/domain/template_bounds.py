"""How much work a template may be: what is deeper or longer than a mail's text ever needs is refused unread.

jinja2 makes Python code of a template; deep nesting and long chains cost seconds there, or end in Python's own faults.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

import jinja2
from jinja2 import nodes

DEEPEST: Final = 24
"""Conditions within conditions, and filters after filters."""
MOST_PARTS: Final = 2500
MOST_FILTERS: Final = 400
LONGEST_NUMBER: Final = 100

TOO_DEEP: Final = "The text is nested too deeply."
_TOO_MANY: Final = "There are too many values, filters and conditions in this text."
_LONG_NUMBER: Final = re.compile(rf"[0-9_]{{{LONGEST_NUMBER + 1},}}")

CODE_FAULTS: Final = (SyntaxError, RecursionError, MemoryError, OverflowError, ValueError)
"""What making code of a template can end in: Python's own limits, and an argument that is given twice."""


def long_number(source: str) -> tuple[int, str] | None:
    """(line, words) of a number that Python would refuse, or take long over."""
    found = _LONG_NUMBER.search(_inside(source))
    if found is None:
        return None
    return source.count("\n", 0, found.start()) + 1, "This number is too long."


def too_much(tree: nodes.Template) -> tuple[int, str] | None:
    """(line, words) of what goes beyond the bounds. Walks without recursion, and no further than the bounds."""
    waiting: deque[tuple[nodes.Node, int]] = deque([(tree, 0)])
    parts = filters = 0
    while waiting:
        node, depth = waiting.popleft()
        parts += 1
        filters += isinstance(node, nodes.Filter)
        if depth > DEEPEST:
            return node.lineno, TOO_DEEP
        if parts > MOST_PARTS or filters > MOST_FILTERS:
            return node.lineno, _TOO_MANY
        waiting.extend((child, depth + 1) for child in node.iter_child_nodes())
    return None


def line_without_code(
    parts: Iterable[nodes.Expr], compiled: Callable[[list[nodes.Expr]], jinja2.Template]
) -> int | None:
    """The line of the first part of which no code can be made."""
    for part in parts:
        try:
            compiled([part])
        except CODE_FAULTS:
            return part.lineno
    return None


def _inside(source: str) -> str:
    """The text with everything outside of braces blanked."""
    kept = bytearray(len(source))
    for found in re.finditer(r"\{[\{%].*?(?:[%\}]\}|\Z)", source, re.DOTALL):
        kept[found.start() : found.end()] = b"\1" * (found.end() - found.start())
    return "".join(sign if keep else " " for sign, keep in zip(source, kept, strict=True))
