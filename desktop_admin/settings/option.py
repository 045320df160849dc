"""How an option is declared, and how front ends read the declarations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from pydantic_core import PydanticUndefined


class Settings(BaseModel):
    """A group of options: immutable, strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, validate_default=True)


def option(
    default: Any = ...,
    *,
    label: str,
    help: str = "",  # noqa: A002 - the word that everybody uses for it
    unit: str = "",
    placeholder: str = "",
    advanced: bool = False,
    **limits: Any,
) -> Any:
    """A pydantic field that carries its label, help, unit and placeholder for forms and documentation."""
    shown: JsonDict = {"unit": unit, "placeholder": placeholder, "advanced": advanced}
    return Field(default, title=label, description=help, json_schema_extra=shown, **limits)


@dataclass(frozen=True, slots=True)
class OptionInfo:
    """An option as front ends see it. ``minimum``/``maximum`` bound numbers, ``max_length`` texts."""

    key: str
    label: str
    help: str
    default: Any
    annotation: Any
    unit: str
    placeholder: str
    advanced: bool
    minimum: float | None
    maximum: float | None
    max_length: int | None


def options_of(group: type[BaseModel]) -> tuple[OptionInfo, ...]:
    """The options of a settings group in the order of their declaration."""
    return tuple(_info(key, group) for key in group.model_fields)


def _info(key: str, group: type[BaseModel]) -> OptionInfo:
    field = group.model_fields[key]
    shown = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    limits: dict[str, Any] = {}
    for constraint in field.metadata:
        for name in ("ge", "le", "max_length"):
            if (value := getattr(constraint, name, None)) is not None:
                limits[name] = value
    default = field.get_default(call_default_factory=True, validated_data={})
    return OptionInfo(
        key=key,
        label=field.title or key,
        help=field.description or "",
        default=None if default is PydanticUndefined else default,
        annotation=field.annotation,
        unit=str(shown.get("unit", "")),
        placeholder=str(shown.get("placeholder", "")),
        advanced=bool(shown.get("advanced", False)),
        minimum=limits.get("ge"),
        maximum=limits.get("le"),
        max_length=limits.get("max_length"),
    )
