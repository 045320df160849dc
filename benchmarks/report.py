"""A measurement's row, the table of all, and build/bench.json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """``baseline`` is what ``value`` is held against in the same run, in the same unit; ``ratio`` is one by the other.

    ``bound`` says what must hold of ``bounded`` (value or ratio), like "ratio >= 2"; "" where nothing was promised.
    """

    name: str
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    bound: str = ""
    holds: bool = True


def row(name: str, value: float, unit: str, *, baseline: float | None = None, bound: str = "") -> Row:
    """``bound`` is "value <= 4" or "ratio >= 2"."""
    ratio = value / baseline if baseline else None
    holds = True
    if bound:
        what, sign, limit = bound.split()
        measured = value if what == "value" else ratio
        assert measured is not None, f"{name} has no {what}"
        holds = measured <= float(limit) if sign == "<=" else measured >= float(limit)
    return Row(name, value, unit, baseline, ratio, bound, holds)


def show(rows: Sequence[Row]) -> None:
    """The table, as wide as it needs."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("measurement")
    for title in ("value", "unit", "against", "ratio"):
        table.add_column(title, justify="left" if title == "unit" else "right")
    table.add_column("promise")
    for each in rows:
        promise = f"{each.bound}: {'held' if each.holds else 'BROKEN'}" if each.bound else ""
        table.add_row(each.name, _number(each.value), each.unit, _number(each.baseline), _number(each.ratio), promise)
    Console(width=140).print(table)


def write(rows: Sequence[Row], file: Path) -> None:
    """As JSON: a list of name, value, unit, baseline, ratio, bound, holds."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([asdict(each) for each in rows], indent=2) + "\n", encoding="utf-8")


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
