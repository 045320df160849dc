"""LDAP search filters (RFC 4515): whether one can be sent, and values put into one so that they stay values."""

from __future__ import annotations

import re

_ITEM = re.compile(r"(?P<name>[A-Za-z][\w.;-]*|\d[\d.]*|[\w.;-]*:[\w.:;-]+:?)\s*(?P<sign>=|~=|>=|<=)(?P<value>[^()]*)")
_ESCAPE = re.compile(r"\\(?![0-9a-fA-F]{2})")
_DEEPEST = 50


class FilterProblem(ValueError):
    """``position`` counts characters from 1."""

    def __init__(self, text: str, position: int) -> None:
        super().__init__(f"{text} (character {position})")


def filter_problem(text: str) -> str:
    """Why ``text`` is no filter, in words; "" where it is one."""
    if not text:
        return "Write a filter in parentheses, like (mail=*)."
    try:
        end = _filter(text, 0, 0)
        if text[end:].strip():
            raise FilterProblem("After its end there is more", end + 1)
    except FilterProblem as problem:
        return f"{problem}."
    return ""


def escaped(value: str) -> str:
    """``value`` as it stands for itself inside a filter (RFC 4515, section 3)."""
    return "".join(f"\\{ord(c):02x}" if c in "\\*()\0" else c for c in value)


def _filter(text: str, at: int, depth: int) -> int:
    """The place behind the filter that begins at ``at``."""
    at = _past_space(text, at)
    if depth > _DEEPEST:
        raise FilterProblem("The parentheses are nested too deeply", at + 1)
    if text[at : at + 1] != "(":
        raise FilterProblem("An opening parenthesis is missing", at + 1)
    at = _past_space(text, at + 1)
    sign = text[at : at + 1]
    if sign and sign in "&|!":
        at, count = _past_space(text, at + 1), 0
        while text[at : at + 1] == "(":
            at, count = _past_space(text, _filter(text, at, depth + 1)), count + 1
        if count == 0 or (sign == "!" and count > 1):
            wanted = "exactly one condition" if sign == "!" else "a condition in parentheses"
            raise FilterProblem(f"“{sign}” needs {wanted}", at + 1)
    else:
        at = _item(text, at)
    if text[at : at + 1] != ")":
        raise FilterProblem("A closing parenthesis is missing", at + 1)
    return at + 1


def _item(text: str, at: int) -> int:
    found = _ITEM.match(text, at)
    if found is None:
        raise FilterProblem("A condition like mail=* is missing", at + 1)
    if wrong := _ESCAPE.search(found["value"]):
        place = found.start("value") + wrong.start() + 1
        raise FilterProblem("A backslash needs two hexadecimal digits behind it", place)
    return found.end()


def _past_space(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at
