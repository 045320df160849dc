"""A value that went through Qt has lost its class if that was one of words (a StrEnum comes back as str): the desktop
converts what it takes out of models, boxes and actions, and never asks for its class.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

GIVERS = {"data", "itemData", "currentData", "userData"}


def asks_for_class(source: str) -> list[int]:
    """The lines that test the class or the identity of what a Qt model, box or action gave."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    return sorted(
        {line for each in ast.walk(ast.parse(source)) if isinstance(each, functions) for line in _asked(each)}
    )


def _asked(function: ast.AST) -> Iterator[int]:
    given = {name for each in ast.walk(function) for name in _names_given(each)}

    def is_given(value: ast.AST) -> bool:
        if isinstance(value, ast.NamedExpr):
            return is_given(value.value)
        return _gives(value) or (isinstance(value, ast.Name) and value.id in given)

    for each in ast.walk(function):
        match each:
            case ast.Call(func=ast.Name(id="isinstance" | "type"), args=[value, *_]) if is_given(value):
                yield each.lineno
            case ast.Match(subject=value) if is_given(value):
                yield each.lineno
            case ast.Compare(left=left, ops=ops, comparators=others):
                sides = [left, *others]
                is_identity = any(isinstance(op, ast.Is | ast.IsNot) for op in ops)
                is_of_none = any(isinstance(side, ast.Constant) and side.value is None for side in sides)
                if is_identity and not is_of_none and any(map(is_given, sides)):
                    yield each.lineno


def _gives(value: ast.AST) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in GIVERS


def _names_given(each: ast.AST) -> Iterator[str]:
    match each:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _bound(target, value)
        case ast.AnnAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            yield from _bound(target, value)


def _bound(target: ast.AST, value: ast.AST | None) -> Iterator[str]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, its in zip(target.elts, value.elts, strict=False):
            yield from _bound(one, its)
    elif isinstance(target, ast.Name) and value is not None and _gives(value):
        yield target.id


@pytest.mark.parametrize(
    "line",
    [
        "if isinstance(index.data(ROLE), Key): pass",
        "if isinstance(key := index.data(ROLE), Key): pass",
        "key = box.currentData()\n    return isinstance(key, Key)",
        "row, at = index.data(ROLE), 1\n    return isinstance(row, Row)",
        "return item.itemData(1) is Key.ONE",
        "return type(action.data()) is Key",
        "match index.data(ROLE):\n        case Key(): pass",
    ],
)
def test_each_way_to_ask_is_seen(line: str) -> None:
    assert asks_for_class(f"def f(self, index, box, item, action):\n    {line}")


@pytest.mark.parametrize(
    "line",
    [
        "return Key(index.data(ROLE))",
        "value = box.currentData()\n    return None if value is None else Key(value)",
        "row = model.row(index)\n    return isinstance(row, Row)",
    ],
)
def test_what_is_converted_is_let_pass(line: str) -> None:
    assert not asks_for_class(f"def f(self, index, box, model):\n    {line}")


def test_the_desktop_asks_no_value_of_qts_for_its_class(repository: Path) -> None:
    files = sorted((repository / "desktop_admin" / "gui").rglob("*.py"))
    assert len(files) > 80
    found = {str(file.relative_to(repository)): asks_for_class(file.read_text(encoding="utf-8")) for file in files}
    assert {name: lines for name, lines in found.items() if lines} == {}
