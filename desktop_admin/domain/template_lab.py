"""The template lab: every answer that an invitation can get, side by side, worded with the same values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop_admin.domain.decision import AcceptCase, DeclineReason
from desktop_admin.domain.template import Problem, TemplateError, TemplateKey, check_template, render
from desktop_admin.domain.template_keys import accept_key, decline_key

CASES: Final = (*map(accept_key, AcceptCase), *map(decline_key, DeclineReason))
"""The texts of the answers, accepting ones first, in the order of the rules."""


@dataclass(frozen=True, slots=True)
class LabCase:
    """``html`` is "" where ``problems`` or ``error`` (in words) say why there is none."""

    key: TemplateKey
    html: str
    problems: tuple[Problem, ...] = ()
    error: str = ""


def try_all(sources: Mapping[TemplateKey, str], values: Mapping[str, str]) -> tuple[LabCase, ...]:
    """Every case of :data:`CASES`; a text that is wrong does not keep the others from being shown."""
    return tuple(_try(key, sources[key], values) for key in CASES)


def _try(key: TemplateKey, source: str, values: Mapping[str, str]) -> LabCase:
    if problems := check_template(key, source):
        return LabCase(key, "", problems)
    try:
        return LabCase(key, render(key, source, values))
    except TemplateError as fault:
        return LabCase(key, "", error=str(fault))
