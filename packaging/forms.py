"""Turns ui_forms/*.ui into desktop_admin/gui/generated/*.py: ``main_window.ui`` becomes ``main_window.py``.

    python packaging/forms.py            writes what has changed, removes what has no form any more
    python packaging/forms.py --check    writes nothing; ends with 1 and the names where generated code and forms differ

The forms are the source and the generated code is committed, so that nothing has to be generated to run the program.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
FORMS = ROOT / "ui_forms"
GENERATED = ROOT / "desktop_admin" / "gui" / "generated"

INIT = '"""Code made by ``make forms`` from the Designer forms in ui_forms: change the forms, not this."""\n'

_SIGNATURE = re.compile(r"def (setupUi|retranslateUi)\(self, (\w+)\):")
_WIDGET = re.compile(r'<widget class="(\w+)" name="(\w+)"')


class FormError(Exception):
    """A form that cannot become code, with what is wrong."""


def generate(form: Path) -> str:
    """The Python code of ``form``, typed, the same on every machine. Raises :class:`FormError`."""
    source = form.read_text(encoding="utf-8")
    if "<include location=" in source:
        raise FormError(f"{form.name} names a .qrc file; icons are set in code, through desktop_admin.paths.resource.")
    top = _WIDGET.search(source)
    if top is None:
        raise FormError(f"{form.name} holds no widget.")
    try:
        tree = ElementTree.fromstring(source)
    except ElementTree.ParseError as fault:
        raise FormError(f"{form.name}: {fault}") from None
    for layout in tree.iter("layout"):
        # Qt takes too few or too many without a word, and the wrong row grows.
        stretch, rows = layout.get("stretch", ""), len(layout.findall("item"))
        if stretch and len(stretch.split(",")) != rows:
            raise FormError(f"{form.name}: {layout.get('name')} has {rows} items and the stretch {stretch}.")
    return _typed(_compile(form), widget_class=top.group(1))


def _compile(form: Path) -> str:
    command = [sys.executable, "-c", _UIC, "--generator", "python", "--no-autoconnection", str(form)]
    outcome = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if outcome.returncode or outcome.stderr.strip():
        raise FormError(f"{form.name}: {outcome.stderr.strip() or 'uic failed'}")
    return outcome.stdout


# What the command pyside6-uic runs, without needing it on PATH.
_UIC = "import sys; from PySide6.scripts.pyside_tool import uic; sys.argv[0] = 'pyside6-uic'; uic()"


def _typed(code: str, widget_class: str) -> str:
    """uic writes untyped methods, which strictly typed callers may not call, and spaces at line ends."""
    code = _SIGNATURE.sub(rf"def \1(self, \2: {widget_class}) -> None:", code)
    return "\n".join(line.rstrip() for line in code.splitlines()).rstrip() + "\n"


def expected() -> dict[Path, str]:
    """Every file that ``generated`` should hold, with its text."""
    files = {GENERATED / f"{form.stem}.py": generate(form) for form in sorted(FORMS.glob("*.ui"))}
    return {GENERATED / "__init__.py": INIT, **files}


def differing(files: dict[Path, str]) -> list[Path]:
    """Files that are missing, differ from ``files``, or have no form."""
    changed = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    return changed + [path for path in sorted(GENERATED.glob("*.py")) if path not in files]


def write(files: dict[Path, str], paths: list[Path]) -> None:
    GENERATED.mkdir(parents=True, exist_ok=True)
    for path in paths:
        if path in files:
            path.write_text(files[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()


def main(arguments: list[str]) -> int:
    try:
        files = expected()
    except FormError as fault:
        print(fault, file=sys.stderr)
        return 1
    changed = differing(files)
    if arguments == ["--check"]:
        for path in changed:
            print(f"{path.relative_to(ROOT)} is not what its form makes. Run: make forms", file=sys.stderr)
        return 1 if changed else 0
    write(files, changed)
    for path in changed:
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
