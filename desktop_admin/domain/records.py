"""Makes one record from another by the names of their fields."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

T = TypeVar("T")


def record_of(kind: type[T], source: object, /, **values: Any) -> T:
    """A ``kind``, a dataclass, with what ``source`` has under its fields' names; ``values`` go before that.

    Raises ``TypeError`` for a field without a default that neither of them has, and for a value without a field.
    """
    for name in _field_names(kind):
        if name not in values and hasattr(source, name):
            values[name] = getattr(source, name)
    return kind(**values)


def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.init)
