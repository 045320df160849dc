"""Writes the last part of ARCHITECTURE.md, one line a module, from the modules' own first sentences.

``python packaging/modules.py`` writes it, ``--check`` says whether it is up to date.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
DOCUMENT = TOP / "ARCHITECTURE.md"
HEADING = "## Every module"
PACKAGES = ("desktop_admin", "exchange_lookalike")
LEFT_OUT = ("generated", "versions")
INTRODUCTION = "In the words of each module. `make modules` writes this part."
_SENTENCE_END = re.compile(r"\.(?:\s|$)")


def sentence_of(module: Path) -> str:
    """The first sentence of a module's docstring, on one line. Raises ValueError if there is none."""
    text = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    if not text:
        raise ValueError(f"{module.relative_to(TOP)} does not say what it is.")
    first = " ".join(text.partition("\n\n")[0].split())
    return f"{_SENTENCE_END.split(first, maxsplit=1)[0].rstrip(':')}."


def lines() -> Iterator[str]:
    yield HEADING
    yield ""
    yield INTRODUCTION
    for package in PACKAGES:
        folders = sorted({path.parent for path in (TOP / package).rglob("*.py")})
        for folder in folders:
            if not any(part in LEFT_OUT for part in folder.parts):
                yield from _folder(folder)


def _folder(folder: Path) -> Iterator[str]:
    modules = sorted(folder.glob("*.py"))
    own = folder / "__init__.py"
    yield ""
    yield f"### `{folder.relative_to(TOP).as_posix()}`"
    yield ""
    yield sentence_of(own)
    others = [each for each in modules if each != own]
    if others:
        yield ""
    for module in others:
        yield f"- `{module.name}`: {sentence_of(module)}"


def written(text: str) -> str:
    """ARCHITECTURE.md with the part as it should be."""
    return f"{text.partition(HEADING)[0].rstrip()}\n\n" + "\n".join(lines()) + "\n"


def main(arguments: list[str]) -> int:
    before = DOCUMENT.read_text(encoding="utf-8")
    after = written(before)
    if arguments == ["--check"]:
        if before != after:
            print("ARCHITECTURE.md does not list the modules as they are. Run: make modules", file=sys.stderr)
        return int(before != after)
    if before != after:
        DOCUMENT.write_text(after, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
