"""The English singulars: ``resources/translations/concierge_en.ts`` from the sources, and the ``.qm`` that Qt loads.

A new text with ``%Ln`` comes into the ``.ts`` without its forms: write both there, then run this again. ``--check``
fails where a form is missing or the ``.qm`` is not what the ``.ts`` makes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
TEXTS = TOP / "resources" / "translations" / "concierge_en.ts"
LOADED = TEXTS.with_suffix(".qm")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    if not check:
        gui = TOP / "desktop_admin" / "gui"
        sources = [str(each) for each in sorted(gui.rglob("*.py")) if "generated" not in each.parts]
        options = ["-pluralonly", "-no-obsolete", "-locations", "none", "-target-language", "en"]
        _run("pyside6-lupdate", *sources, *options, "-ts", str(TEXTS))
    missing = TEXTS.read_text(encoding="utf-8").count('type="unfinished"')
    if missing:
        print(f"{missing} texts in {TEXTS} lack their forms.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / LOADED.name
        _run("pyside6-lrelease", str(TEXTS), "-qm", str(made))
        if not check:
            LOADED.write_bytes(made.read_bytes())
        elif not LOADED.is_file() or made.read_bytes() != LOADED.read_bytes():
            print(f"{LOADED} is not what {TEXTS.name} makes. Run make forms.", file=sys.stderr)
            return 1
    return 0


def _run(tool: str, *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name(tool)), *arguments]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    if outcome.returncode:
        raise SystemExit(f"{tool} fails: {outcome.stdout}{outcome.stderr}")


if __name__ == "__main__":
    sys.exit(main())
