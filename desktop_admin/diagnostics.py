"""A bundle that an administrator can send without fear: what the program is, how it is set up, what it did.

Secrets never get into logs; here names, addresses, host names and quoted texts (subjects) are put away as well: each is
replaced by the same stand-in wherever it comes, so that a story can still be followed.
"""

from __future__ import annotations

import io
import json
import os
import platform
import re
import sys
import zipfile
from collections.abc import Iterable, Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from desktop_admin import __version__
from desktop_admin.errors import ConciergeError
from desktop_admin.logs import one_line, redact

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*")
_URL = re.compile(r"(https?://)([^\s/:\"'<>]+)", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”")
_ACCOUNT = re.compile(r"\b([A-Z][A-Z0-9-]{1,14})\\([\w.-]+)")
_README = """This bundle was made by Exchange Concierge {version} for whoever helps you.

about.json     versions of this program, of Python, of the system and of the libraries
settings.toml  how the program is set up; passwords are not known to it
status.json    how each integration is at this moment
logs/          the log files and crash reports

Email addresses, people's names, host names and quoted texts such as subjects were replaced by stand-ins: the same one
for the same thing everywhere. Please look through it before you send it.
"""


class Mask:
    """Stand-ins, the same for the same text throughout one bundle. ``names`` are people and hosts to look for."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._seen: dict[str, str] = {}
        wanted = sorted({name for name in names if len(name) > 2}, key=len, reverse=True)
        self._names = re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE) if wanted else None

    def __call__(self, text: str) -> str:
        text = _ADDRESS.sub(lambda found: self._for(found.group(), "user{}@example.invalid"), redact(text))
        text = _ACCOUNT.sub(lambda found: self._for(found.group(), "DOMAIN\\user{}"), text)
        text = _URL.sub(lambda found: found.group(1) + self._for(found.group(2), "host{}.invalid"), text)
        if self._names is not None:
            text = self._names.sub(lambda found: self._for(found.group(), "name{}"), text)
        return _QUOTED.sub("“…”", text)

    def _for(self, text: str, shape: str) -> str:
        if text.startswith("host") and text.endswith(".invalid"):
            return text
        key = text.casefold()
        if key not in self._seen:
            self._seen[key] = shape.format(len(self._seen) + 1)
        return self._seen[key]


def make_bundle(
    logs: Path, settings: str, status: Mapping[str, Any], names: Iterable[str], crashes: Iterable[Path] = ()
) -> bytes:
    """The zip file's content. ``settings`` is the exported TOML, ``names`` are people and hosts to put away."""
    mask = Mask(names)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("README.txt", _README.format(version=__version__))
        bundle.writestr("about.json", json.dumps(about(), indent=1))
        bundle.writestr("settings.toml", _lines(mask, settings))
        bundle.writestr("status.json", _lines(mask, json.dumps(status, indent=1, ensure_ascii=False, default=str)))
        for file in sorted({*logs.glob("*.log*"), *logs.glob("crash-*.txt"), *crashes}):
            try:
                text = file.read_text("utf-8", "replace")
            except OSError:
                continue
            bundle.writestr(f"logs/{file.name}", _lines(mask, text))
    return made.getvalue()


def save_bundle(file: Path, content: bytes) -> None:
    """Writes it for its owner alone, whole or not at all. Raises :class:`ConciergeError`."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        with open(fresh, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream:
            stream.write(content)
        fresh.replace(file)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        reason = (error.strerror or "it is refused").lower()
        raise ConciergeError(
            f"{file} cannot be written: {reason}.", "Choose a folder that you may write to."
        ) from error


def about() -> dict[str, Any]:
    """Versions, nothing else."""
    return {
        "exchange-concierge": __version__,
        "python": sys.version,
        "system": platform.platform(),
        "libraries": dict(sorted((each.name, each.version) for each in distributions() if each.name)),
    }


def _lines(mask: Mask, text: str) -> str:
    return "".join(f"{one_line(mask(line))}\n" for line in text.splitlines())
