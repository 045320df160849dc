"""What is wrong with a value, in words for the place where it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from desktop_admin.errors import ConciergeError


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """``path`` is an option's dotted key ("connection.user_name"); ``message`` says what is wrong and what is right."""

    path: str
    message: str


class SettingsRefused(ConciergeError):
    """Settings that cannot be: ``problems`` says what is wrong where."""

    def __init__(self, problems: Sequence[SettingProblem]) -> None:
        super().__init__(" ".join(f"{problem.path}: {problem.message}" for problem in problems))
        self.problems = tuple(problems)


def problems_of(group: type[BaseModel], values: dict[str, Any]) -> tuple[SettingProblem, ...]:
    """What is wrong with ``values`` as a ``group``; empty when all is well."""
    try:
        group.model_validate(values)
    except ValidationError as refused:
        return problems_from(refused)
    return ()


def problems_from(refused: ValidationError) -> tuple[SettingProblem, ...]:
    """The same, of a refusal that pydantic raised elsewhere."""
    return tuple(_problem(error) for error in refused.errors(include_url=False))


def _problem(error: Any) -> SettingProblem:
    path = ".".join(str(part) for part in error["loc"])
    return SettingProblem(path, _words(error))


_SENTENCES = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no such setting.",
    "greater_than": "Use more than {gt}.",
    "greater_than_equal": "Use {ge} or more.",
    "less_than_equal": "Use {le} or less.",
    "string_too_long": "Use at most {max_length} characters.",
    "int_parsing": "Write a whole number.",
    "int_type": "Write a whole number.",
    "int_from_float": "Write a whole number.",
    "float_parsing": "Write a number.",
    "float_type": "Write a number.",
    "bool_parsing": "Write true or false.",
    "bool_type": "Write true or false.",
    "string_type": "Write a text.",
    "enum": "Use one of: {expected}.",
    "tuple_type": "Write a list.",
    "model_type": "Write a table of settings.",
    "dict_type": "Write a table of texts.",
}


def _words(error: Any) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            return str(context.get("error", error["msg"]))
        case "string_too_short" if context["min_length"] == 1:
            return "This is needed."
        case kind if kind in _SENTENCES:
            return _SENTENCES[kind].format(**context)
        case _:
            return str(error["msg"])
