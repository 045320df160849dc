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
    group: str = "",
    beside: str = "",
    lines: int = 1,
    file: str = "",
    **limits: Any,
) -> Any:
    """A pydantic field that carries all that forms, command line and documentation show of it.

    ``group`` is the form on its page that it belongs to (``server``: the layout ``server_form``), in the order of the
    declarations; without one it is in no form. ``beside`` names the option whose row it shares. ``lines`` is the height
    of a text, ``file`` the kind of a file that can be browsed for.
    """
    shown: JsonDict = {"unit": unit, "placeholder": placeholder, "advanced": advanced}
    shown |= {"group": group, "beside": beside, "lines": lines, "file": file}
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
    group: str
    beside: str
    lines: int
    file: str
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
        group=str(shown.get("group", "")),
        beside=str(shown.get("beside", "")),
        lines=int(str(shown.get("lines", 1))),
        file=str(shown.get("file", "")),
        minimum=limits.get("ge"),
        maximum=limits.get("le"),
        max_length=limits.get("max_length"),
    )
