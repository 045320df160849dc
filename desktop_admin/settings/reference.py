"""Every option as a Markdown document, written from the declarations themselves."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from desktop_admin.paths import resource
from desktop_admin.settings.integration import IntegrationSettings
from desktop_admin.settings.listener import ListenerSettings
from desktop_admin.settings.option import OptionInfo, options_of

_INTRODUCTION = """# Options of the configuration file

`exchange-concierge config apply FILE.toml` takes them, whole or not at all. An option that is left out has its default.
Each integration is a table `[[integrations]]`; its people, presences and keywords are tables inside it. Passwords never
stand in the file.
"""
_ROWS = """
## `[[integrations.people]]`

`name`, `address`, `extension`, `calendar_integration` (true). Somebody without an address is listed and left alone.

## `[[integrations.presences]]`

`name`, `colour` (like `#2e9e5b`). In order; the first one is the default.

## `[[integrations.keywords]]`

`word`, `presence`, `anywhere` (false: whole words). In order, the higher wins; at most 40.
"""


def options_reference() -> str:
    """Tables of key, type, default and meaning, group by group."""
    parts = [
        _INTRODUCTION,
        _example(),
        _section("[listener]", ListenerSettings),
        _section("[[integrations]]", IntegrationSettings),
    ]
    for key, field in IntegrationSettings.model_fields.items():
        group = field.annotation
        if isinstance(group, type) and issubclass(group, BaseModel):
            parts.append(_section(f"[integrations.{key}]", group))
    return "\n".join(parts) + _ROWS


def _example() -> str:
    return f"```toml\n{resource('example.toml').read_text(encoding='utf-8')}```\n"


def _section(title: str, group: type[BaseModel]) -> str:
    lines = [f"## `{title}`", "", "| key | type | default | meaning |", "|---|---|---|---|"]
    lines += [_line(option) for option in options_of(group) if not _is_group(option.annotation)]
    return "\n".join(lines) + "\n"


def _is_group(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _line(option: OptionInfo) -> str:
    meaning = f"{option.label}. {option.help}".strip()
    return f"| `{option.key}` | {_kind(option)} | {_default(option)} | {meaning} |".replace("\n", " ")


def _kind(option: OptionInfo) -> str:
    annotation = option.annotation
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return ", ".join(f"`{member.value}`" for member in annotation)
    kinds = {bool: "true or false", int: "whole number", float: "number", str: "text"}
    kind = kinds.get(annotation, "table of texts" if "dict" in str(annotation) else "list of texts")
    limits = _limits(option)
    return f"{kind}{limits}{f', {option.unit}' if option.unit else ''}"


def _limits(option: OptionInfo) -> str:
    if option.minimum is not None and option.maximum is not None:
        return f" {option.minimum:g}–{option.maximum:g}"
    if option.max_length is not None:
        return f", at most {option.max_length} characters"
    return ""


def _default(option: OptionInfo) -> str:
    value = option.default
    if value is None:
        return "needed"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value in ("", (), {}):
        return "empty"
    return f"`{getattr(value, 'value', value)}`"
