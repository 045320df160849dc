"""Templates: a small, safe part of jinja2, checked as one types and rendered within bounds.

Output, filters and ``if``; no loops, macros, imports, calls, attributes or arithmetic. What a mail contains goes in as
a value only, never as a template, and is escaped in HTML.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from desktop_admin.domain.default_templates import DEFAULT_TEMPLATES
from desktop_admin.domain.html_tags import tag_problems
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.template_bounds import CODE_FAULTS, TOO_DEEP, long_number, too_much
from desktop_admin.domain.template_faults import FORBIDDEN, POSSIBLE, UNWORKABLE, failing_line, syntax_fault
from desktop_admin.domain.template_keys import MAX_LENGTH, PLACES, TEMPLATES, VARIABLES, TemplateInfo, TemplateKey
from desktop_admin.domain.template_places import Places
from desktop_admin.domain.zones import zone_of, zone_words

__all__ = [
    "DEFAULT_TEMPLATES",
    "MAX_LENGTH",
    "TEMPLATES",
    "Problem",
    "TemplateError",
    "TemplateInfo",
    "TemplateKey",
    "check_template",
    "format_time",
    "plain_value",
    "render",
    "sample_values",
    "template_of",
]

MAX_VALUE: Final = 2_000
MAX_OUTPUT: Final = 262_144

FILTERS: Final = (
    "capitalize",
    "default",
    "digits",
    "escape",
    "lower",
    "title",
    "trim",
    "truncate",
    "upper",
    "urlencode",
)
_IN_NO_MAIL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What neither XML nor a database takes; text pasted from a word processor may hold some of it."""
_ALIASES: Final = {"d": "default", "e": "escape"}
_ALLOWED: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Filter,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Keyword,
)
_WHAT: Final = {
    "For": FORBIDDEN["for"],
    "Macro": FORBIDDEN["macro"],
    "CallBlock": FORBIDDEN["call"],
    "Import": FORBIDDEN["import"],
    "FromImport": FORBIDDEN["from"],
    "Include": FORBIDDEN["include"],
    "Extends": FORBIDDEN["extends"],
    "Block": FORBIDDEN["block"],
    "Assign": FORBIDDEN["set"],
    "AssignBlock": FORBIDDEN["set"],
    "Call": "Calls are",
    "Getattr": "Attributes are",
    "Getitem": "Attributes are",
    "Test": "Tests are",
    **dict.fromkeys(("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Pos", "Neg", "Concat"), "Arithmetic is"),
    **dict.fromkeys(("List", "Tuple", "Dict"), "Lists are"),
}
_SIGNS: Final = {
    "For": ("for",),
    "Macro": ("macro",),
    "CallBlock": ("call",),
    "Import": ("import",),
    "FromImport": ("from",),
    "Include": ("include",),
    "Extends": ("extends",),
    "Block": ("block",),
    "Assign": ("set",),
    "AssignBlock": ("set",),
    "Call": ("(",),
    "Getattr": (".", "["),
    "Getitem": ("[", "."),
    "Test": ("is",),
}
"""The word or sign at which each of them stands."""
_BREAKS: Final = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a template, and where: ``line`` and ``column`` count from 1."""

    line: int
    column: int
    message: str


class TemplateError(Exception):
    """A template that cannot be rendered; its text is for the administrator."""


@lru_cache(maxsize=128)
def check_template(key: TemplateKey, source: str) -> tuple[Problem, ...]:
    """Everything that is wrong with ``source`` as the text ``key``; empty when it can be saved."""
    info = TEMPLATES[key]
    if len(source) > info.limit:
        return (Problem(1, 1, f"The text has {len(source)} characters; at most {info.limit} are kept."),)
    if (found := long_number(source)) is not None:
        return (Problem(found[0], 1, found[1]),)
    parse = _ENVIRONMENTS[True].parse
    try:
        tree = parse(source)
        if (found := too_much(tree)) is not None:
            return (Problem(*Places(source, _ENVIRONMENTS[True]).next(found[0]), found[1]),)
        problems = list(_tree_problems(key, source, tree)) or _unworkable(key, source, tree)
    except jinja2.TemplateSyntaxError as fault:
        return (Problem(*syntax_fault(Places(source, _ENVIRONMENTS[True]), fault, _is_right)),)
    except (RecursionError, MemoryError):
        return (Problem(1, 1, TOO_DEEP),)
    if key is TemplateKey.JOINING_INSTRUCTIONS and "alias_uuid" not in _names(tree):
        message = "The tag {{ alias_uuid }} must stand in this text: without it no invitation is recognised."
        problems.append(Problem(1, 1, message))
    if info.html:
        problems += [Problem(*found) for found in tag_problems(_without_jinja(source))]
    return tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))


def render(key: TemplateKey, source: str, values: Mapping[str, str]) -> str:
    """``source`` with ``values`` put in, escaped where the text is HTML. Raises :class:`TemplateError`."""
    problems = check_template(key, source)
    if problems:
        first = problems[0]
        raise TemplateError(f"{TEMPLATES[key].label}, line {first.line}: {first.message}")
    known = {name: plain_value(str(values.get(name, "")))[:MAX_VALUE] for name in TEMPLATES[key].variables}
    try:
        text = _compiled(TEMPLATES[key].html, source).render(known)
    except Exception as fault:
        raise TemplateError(f"{TEMPLATES[key].label}: {UNWORKABLE}") from fault
    text = _IN_NO_MAIL.sub("", text)
    if len(text) > MAX_OUTPUT:
        raise TemplateError(f"{TEMPLATES[key].label}: the text becomes too long.")
    return text if TEMPLATES[key].html else " ".join(text.split())


def plain_value(text: str) -> str:
    """What a mail contains, without characters that nobody sees: control characters, halves of a pair, and those that
    turn the direction of the words after them (Unicode TR 9: embeddings, overrides and isolates).
    """
    return _UNSEEN.sub("", _BREAKS.sub(" ", text))


def template_of(policy: SchedulingPolicy, key: TemplateKey) -> str:
    """The text in use: the administrator's own, else the default."""
    return policy.templates.get(key.value, DEFAULT_TEMPLATES[key])


def format_time(moment: datetime, zone: str) -> str:
    """``hh:mm on DD/MM/YYYY`` in ``zone``; where that is not known, in UTC, and the text says so."""
    shown = moment.astimezone(zone_of(zone)).strftime("%H:%M on %d/%m/%Y")
    return shown if zone else f"{shown} (UTC)"


def time_values(start: datetime | None, end: datetime | None, zone: str) -> dict[str, str]:
    """The variables of a meeting's times; those that are not known are empty."""
    return {
        "start_time": format_time(start, zone) if start else "",
        "end_time": format_time(end, zone) if end else "",
        "time_zone": zone_words(zone, start) if zone and start else "",
    }


def digits(value: object) -> str:
    """The filter for what can be dialled: the value where it is digits alone, else nothing."""
    text = str(value)
    return text if text.isascii() and text.isdecimal() else ""


def sample_values(policy: SchedulingPolicy) -> dict[str, str]:
    """Values for a preview that shows no real meeting."""
    numeric = f"{policy.alias_prefix}{'4815162342108'[: policy.alias_suffix_length]}"
    return {
        "subject": "Quarterly review",
        "organizer_name": "Ada Byron",
        "organizer_email": "ada.byron@example.com",
        "alias": f"{numeric}@{policy.alias_domain}",
        "numeric_alias": numeric,
        "alias_uuid": "ECVMR:SAMPLE:",
        "addin_server_domain": policy.addin_server_domain,
        "start_time": "09:30 on 24/11/2026",
        "end_time": "10:30 on 24/11/2026",
        "time_zone": "Europe/Berlin",
    }


def _environment(*, escaping: bool) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(autoescape=escaping, undefined=jinja2.Undefined, extensions=[])
    environment.filters = {
        name: environment.filters[name] for name in (*FILTERS, *_ALIASES) if name in environment.filters
    } | {"digits": digits}
    environment.globals = {}
    return environment


_ENVIRONMENTS: Final = {escaping: _environment(escaping=escaping) for escaping in (True, False)}


@lru_cache(maxsize=128)
def _compiled(escaping: bool, source: str) -> jinja2.Template:
    """Made once for each text: making code takes a thousand times as long as filling it."""
    return _ENVIRONMENTS[escaping].from_string(source)


def _is_right(braces: str) -> bool:
    try:
        _ENVIRONMENTS[True].parse(braces)
    except (jinja2.TemplateSyntaxError, *CODE_FAULTS):
        return False
    return True


def _tree_problems(key: TemplateKey, source: str, tree: nodes.Node) -> Iterator[Problem]:
    found = [node for node in _walk(tree) if _is_wrong(key, node)]
    if not found:
        return
    places = Places(source, _ENVIRONMENTS[True])
    told: dict[str, str] = {}
    for node in found:
        if isinstance(node, nodes.Name):
            words = told.setdefault(node.name, "") or _no_variable(key, node.name)
            told[node.name] = words
            yield Problem(*places.next(node.lineno, node.name), words)
        elif isinstance(node, nodes.Filter):
            words = f"There is no filter “{node.name}” here. There are: {', '.join(FILTERS)}."
            yield Problem(*places.next(node.lineno, f"|{node.name}"), words)
        else:
            kind = type(node).__name__
            what = _WHAT.get(kind, "This is")
            place = places.next(node.lineno, *_SIGNS.get(kind, ()))
            yield Problem(*place, f"{what} {POSSIBLE}")


def _unworkable(key: TemplateKey, source: str, tree: nodes.Template) -> list[Problem]:
    """What would fail at every invitation, or at those that leave a value empty."""
    known = TEMPLATES[key].variables
    samples = (dict.fromkeys(known, word) for word in ("Sample 1", ""))
    line = failing_line(tree, _ENVIRONMENTS[TEMPLATES[key].html], samples)
    if line is None:
        try:
            _compiled(TEMPLATES[key].html, source)
        except CODE_FAULTS:
            line = 1
    return [] if line is None else [Problem(*Places(source, _ENVIRONMENTS[True]).next(line), UNWORKABLE)]


def _is_wrong(key: TemplateKey, node: nodes.Node) -> bool:
    if isinstance(node, nodes.Name):
        return node.name not in TEMPLATES[key].variables
    if isinstance(node, nodes.Filter):
        return _ALIASES.get(node.name, node.name) not in FILTERS
    return not isinstance(node, _ALLOWED)


def _walk(tree: nodes.Node) -> Iterator[nodes.Node]:
    """Every node from the top; below one that is refused nothing more is said."""
    waiting = deque([tree])
    while waiting:
        node = waiting.popleft()
        yield node
        if isinstance(node, _ALLOWED):
            waiting.extend(node.iter_child_nodes())


def _names(tree: nodes.Node) -> set[str]:
    return {node.name for node in _walk(tree) if isinstance(node, nodes.Name)}


def _no_variable(key: TemplateKey, name: str) -> str:
    if name in VARIABLES:
        return f"“{name}” means nothing in this text; it belongs to {PLACES[name]}."
    near = get_close_matches(name, TEMPLATES[key].variables, n=1)
    hint = f" Is “{near[0]}” meant?" if near else f" There are: {', '.join(TEMPLATES[key].variables)}."
    return f"There is no variable “{name}”.{hint}"


def _without_jinja(source: str) -> str:
    """The text with jinja's parts blanked, so that places stay what they are."""
    return re.sub(
        r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", lambda found: re.sub(r"[^\n]", " ", found.group()), source, flags=re.DOTALL
    )
