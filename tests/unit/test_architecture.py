"""ARCHITECTURE.md says what is true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

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


def imported(package: Path) -> dict[str, set[str]]:
    """The modules of ``package`` that each of its modules imports, wherever in the file, also for types alone."""
    files = {}
    for file in package.rglob("*.py"):
        if "generated" not in file.parts:
            parts = file.relative_to(package.parent).with_suffix("").parts
            files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    graph: dict[str, set[str]] = {}
    for name, file in files.items():
        found = set()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module and not node.level, f"{file} imports by dots"
                whole = {f"{node.module}.{each.name}" for each in node.names}
                found |= {each if each in files else node.module for each in whole}
            elif isinstance(node, ast.Import):
                found |= {each.name for each in node.names}
        graph[name] = (found & files.keys()) - {name}
    return graph


@pytest.mark.parametrize("package", ["desktop_admin", "exchange_lookalike"])
def test_no_files_import_each_other_in_a_circle(repository, package):
    graph = imported(repository / package)
    assert len(graph) > 80
    # Raises CycleError, which names the circle.
    order = tuple(TopologicalSorter(graph).static_order())
    assert set(order) == set(graph)


def test_every_module_is_listed_in_its_own_words(repository):
    command = [sys.executable, "packaging/modules.py", "--check"]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
