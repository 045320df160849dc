"""A bundle that an administrator can send without fear: what the program is, how it is set up, what it did.

Secrets never get into logs; here names, addresses, host names and quoted texts (subjects) are put away as well: each is
replaced by the same stand-in wherever it comes, so that a story can still be followed. What a log once names in a place
that tells what it is (a host in a URL, a person whose presence changes) is put away everywhere: it may be gone by now.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import platform
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from desktop_admin import __version__
from desktop_admin.errors import ConciergeError
from desktop_admin.logs import one_line, redact

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)*")
"""Bounded as RFC 5321 bounds it: what senders write into a log must not take for ever to look through."""
_URL = re.compile(r"(https?://)([^\s/:\"'<>]+)", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*(?:”|$)")
_MOVED = re.compile(r" desktop_admin\.story: (?:.*: )?([^:\n]+): [^:→\n]+ → ")
"""A change of presence, as :class:`~desktop_admin.service.presence.PresenceKeeper` tells it."""
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_NAME = 3
_NOBODYS = ("localhost", "127.0.0.1", "0.0.0.0")  # noqa: S104 - read, not listened at
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
        self._names = {name.casefold() for name in names if len(name) >= _SHORTEST_NAME}
        self._shapes: dict[str, list[tuple[int, int]]] = {}
        """By their first word: where it begins in a name, and the name's length, the longest first."""
        shapes: dict[str, set[tuple[int, int]]] = {}
        for name in self._names:
            if first := _WORD.search(name):
                shapes.setdefault(first.group(), set()).add((first.start(), len(name)))
        for word, found in shapes.items():
            self._shapes[word] = sorted(found, key=lambda shape: -shape[1])

    def __call__(self, text: str) -> str:
        text = _ADDRESS.sub(lambda found: self._for(found.group(), "user{}@example.invalid"), redact(text))
        text = _ACCOUNT.sub(lambda found: self._for(found.group(), "DOMAIN\\user{}"), text)
        text = _URL.sub(lambda found: found.group(1) + self._for(found.group(2), "host{}.invalid"), text)
        return _QUOTED.sub("“…”", self._without_names(text))

    def _without_names(self, text: str) -> str:
        """Looks each word up: thousands of names cost no more than a few."""
        parts, done = [], 0
        for word in _WORD.finditer(text):
            for before, length in self._shapes.get(word.group().casefold(), ()):
                start = word.start() - before
                name = text[start : start + length].casefold() if start >= done else ""
                if name in self._names:
                    parts += [text[done:start], self._for(name, "name{}")]
                    done = start + length
                    break
        return "".join((*parts, text[done:]))

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
    texts = {
        "settings.toml": settings,
        "status.json": json.dumps(status, indent=1, ensure_ascii=False, default=str),
    }
    for file in sorted({*logs.glob("*.log*"), *logs.glob("crash-*.txt"), *crashes}):
        with contextlib.suppress(OSError):
            texts[f"logs/{file.name}"] = file.read_text("utf-8", "replace")
    mask = Mask({*names, *_named_in(texts.values())})
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("README.txt", _README.format(version=__version__))
        bundle.writestr("about.json", json.dumps(about(), indent=1))
        for name, text in texts.items():
            bundle.writestr(name, _lines(mask, text).encode("utf-8", "backslashreplace"))
    return made.getvalue()


def _named_in(texts: Iterable[str]) -> Iterator[str]:
    """Hosts, mail domains and people that are named where it shows what they are."""
    for text in texts:
        found = {match.group(2).casefold() for match in _URL.finditer(text)}
        found |= {match.group().rpartition("@")[2].casefold() for match in _ADDRESS.finditer(text)}
        yield from found.difference(_NOBODYS)
        yield from {match.group(1).strip() for match in _MOVED.finditer(text)}


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
