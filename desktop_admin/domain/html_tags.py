"""Whether every HTML tag that is opened is closed, and where it is not."""

from __future__ import annotations

import re
from typing import Final

_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_TAG: Final = re.compile(
    r"<!--.*?-->|<!doctype[^>]*>|<(/?)([a-z][a-z0-9:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)(>?)", re.I | re.S
)


def tag_problems(source: str) -> list[tuple[int, int, str]]:
    """(line, column, message) of each tag that is not finished, not closed, or closed where nothing is open."""
    problems: list[tuple[int, int, str]] = []
    open_tags: list[tuple[str, int]] = []
    for found in _TAG.finditer(source):
        slash, name, inside, end = found.group(1), (found.group(2) or "").lower(), found.group(3) or "", found.group(4)
        if not name:
            continue
        if not end:
            problems.append(
                (*_place(source, found.start()), f"The tag <{slash}{name} is not finished: a > is missing.")
            )
        elif slash:
            problems += _close(source, name, found.start(), open_tags)
        elif name not in _VOID and not inside.rstrip().endswith("/"):
            open_tags.append((name, found.start()))
    problems += [_unclosed(source, name, at) for name, at in open_tags]
    return sorted(problems)


def _close(source: str, name: str, at: int, open_tags: list[tuple[str, int]]) -> list[tuple[int, int, str]]:
    if name in _VOID:
        return []
    if name not in [each for each, _ in open_tags]:
        return [(*_place(source, at), f"</{name}> closes a tag that was not opened.")]
    problems = []
    while open_tags[-1][0] != name:
        problems.append(_unclosed(source, *open_tags.pop()))
    open_tags.pop()
    return problems


def _unclosed(source: str, name: str, at: int) -> tuple[int, int, str]:
    return (*_place(source, at), f"The tag <{name}> is not closed: write </{name}>.")


def _place(source: str, at: int) -> tuple[int, int]:
    return source.count("\n", 0, at) + 1, at - (source.rfind("\n", 0, at) + 1) + 1
