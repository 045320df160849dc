"""ARCHITECTURE.md says what is true."""

from __future__ import annotations

import re
from pathlib import Path

from desktop_admin.domain.connection_life import State, diagram

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_the_diagram_is_the_state_machine():
    drawn = re.search(r"```mermaid\n(.*?)```", TEXT, re.DOTALL)
    assert drawn is not None
    assert drawn[1].strip() == diagram().strip()


def test_every_state_is_drawn():
    for state in State:
        assert re.search(rf"\b{state.value}\b", diagram())


def test_the_tree_names_every_package_and_module_of_the_top():
    tree = TEXT.partition("```")[2].partition("```")[0]
    for entry in (ROOT / "desktop_admin").iterdir():
        if entry.name.startswith(("__init__", "__pycache__", "py.typed")):
            continue
        if entry.is_dir() and not any(entry.glob("*.py")):
            continue
        assert entry.name in tree, f"{entry.name} is missing in the tree of ARCHITECTURE.md"


def test_every_module_that_is_named_exists():
    for path in re.findall(r"`((?:domain|service|gui|exchange|web|storage)/\w+\.py)`", TEXT):
        assert (ROOT / "desktop_admin" / path).is_file(), path
