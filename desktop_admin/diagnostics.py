"""A bundle that an administrator can send without fear: what the program is, how it is set up, what it did.

Secrets never get into logs; here everything that is not the program's own is redacted as well: subjects, names,
addresses, hosts. Logs, settings and status come with their fields apart (see ``log_fields``), and a field is replaced
whole, by the same stand-in wherever it comes, so that events can still be followed. In the program's own sentences,
where a host or an address may be quoted, these are looked up besides.
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
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import BaseModel

from desktop_admin import __version__
from desktop_admin.crashes import LOG_BEGINS
from desktop_admin.errors import ConciergeError
from desktop_admin.log_fields import VALUE, WORDS, part_of
from desktop_admin.logs import FIELDS_NAME, READINGS_NAME, one_line, redact

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)*")
"""Bounded as RFC 5321 bounds it: what senders write into a log must not take for ever to look through."""
_URL = re.compile(r"(https?://)([^\s/:\"'<>]+)", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*(?:”|$)")
_WORD = re.compile(r"[^\W_]+")
_READING = re.compile(r"([\d:.T+-]+)\t([^\t]*)\t([^\t]*)\t([a-z ]*)\t(\d+ log lines[\w :,.]*|[a-z_ :]*)\n")
"""A line of ``readings.log``: moment, integration, address, and the program's own words."""
_SHORTEST_NAME = 3
_NOBODYS = ("localhost", "127.0.0.1", "0.0.0.0")  # noqa: S104 - read, not listened at
_ACCOUNT = re.compile(r"\b([A-Z][A-Z0-9-]{1,14})\\([\w.-]+)")
_SHAPES = {
    **dict.fromkeys(("address", "organizer", "sender", "user_name", "conferencing_mailbox"), "user{}@example.invalid"),
    **dict.fromkeys(("host", "server", "exchange_domains", "alias_domain"), "host{}.invalid"),
}
"""Stand-ins of fields whose names do not say enough; the others get their name and a number."""
_README = """This bundle was made by Exchange Concierge {version} for support.

about.json     versions of this program, of Python, of the system and of the libraries
settings.toml  how the program is set up; passwords are not known to it
status.json    how each integration is at this moment
logs/          the log files, what was read of automatic replies, and what Python said of crashes

E-mail addresses, names of people, rooms and hosts, subjects and texts are redacted: each is replaced by a stand-in, the
same one everywhere. Please look through the files before you send them.
"""


class Mask:
    """Stand-ins, the same for the same text throughout one bundle. ``names`` are people and hosts to look for."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._seen: dict[str, str] = {}
        self._given: set[str] = set()
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

    def part(self, kind: str, text: str) -> str:
        """A part of a log line or of settings; ``kind`` is the field's name. Nothing stays nothing."""
        if kind in ("", WORDS):
            return self(text) if kind else text
        return self._for(text, _SHAPES.get(kind, f"{kind}{{}}")) if text.strip() else text

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
        if text in self._given:
            return text
        key = text.casefold()
        if key not in self._seen:
            self._seen[key] = shape.format(len(self._seen) + 1)
            self._given.add(self._seen[key])
        return self._seen[key]


def make_bundle(
    logs: Path, settings: Any, status: Mapping[str, Any], names: Iterable[str], crashes: Iterable[Path] = ()
) -> bytes:
    """The zip file's content. ``settings`` are groups of settings and records; ``names``: people and hosts."""
    entries = {file.name: list(_entries(file)) for file in sorted(logs.glob(f"{FIELDS_NAME}*"))}
    mask = Mask({*names, *_named_in(_sentences(entries.values()))})
    texts = {
        "settings.toml": tomlkit.dumps(redacted(settings, mask)),
        "status.json": json.dumps(redacted(status, mask), indent=1, ensure_ascii=False),
    }
    for name, lines in entries.items():
        texts[f"logs/{name.replace('.jsonl', '.log')}"] = "".join(_line(entry, mask) for entry in lines)
    for file in sorted(logs.glob(f"{READINGS_NAME}*")):
        texts[f"logs/{file.name}"] = "".join(_readings(file, mask))
    for file in sorted({*logs.glob("crash-*.txt"), *crashes}):
        with contextlib.suppress(OSError):
            # The log's end in it is in the bundle already, with its fields apart.
            said = file.read_text("utf-8", "replace").partition(LOG_BEGINS)[0]
            texts[f"logs/{file.name}"] = "".join(f"{one_line(mask(line))}\n" for line in said.splitlines())
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("README.txt", _README.format(version=__version__))
        bundle.writestr("about.json", json.dumps(about(), indent=1))
        for name, text in texts.items():
            bundle.writestr(name, text)
    return made.getvalue()


def redacted(value: Any, mask: Mask, kind: str = VALUE, default: Any = None) -> Any:
    """``value`` as TOML and JSON take it. Numbers, switches and choices stay, and what is as it was delivered."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        every = [(key, getattr(value, key), fields[key].get_default()) for key in fields]
        return {key: redacted(each, mask, key, usual) for key, each, usual in every if each is not None}
    if is_dataclass(value) and not isinstance(value, type):
        pairs = [(field.name, getattr(value, field.name)) for field in fields_of(value)]
        return {name: redacted(each, mask, name) for name, each in pairs if each is not None}
    if isinstance(value, Mapping):
        return {str(key): redacted(each, mask, str(key)) for key, each in value.items() if each is not None}
    if isinstance(value, list | tuple | set | frozenset):
        return [redacted(each, mask, kind) for each in value]
    if isinstance(value, bool | int | float) or (value == default and isinstance(value, str)):
        return value
    part = part_of(kind, value)
    return mask.part(part.kind, part.text)


def _entries(file: Path) -> Iterator[dict[str, Any]]:
    """Those that can be read: the last one may be cut off."""
    with contextlib.suppress(OSError), file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            with contextlib.suppress(ValueError, KeyError, TypeError):
                entry = json.loads(line)
                yield entry | {"parts": [(str(kind), str(text)) for kind, text in entry["parts"]]}


def _line(entry: Mapping[str, Any], mask: Mask) -> str:
    text = "".join(mask.part(kind, text) for kind, text in entry["parts"])
    fault = "".join(f"\n    {one_line(str(line))}" for line in entry.get("fault", ()))
    return f"{entry.get('at')} {entry.get('level')} {entry.get('logger')}: {one_line(text)}{fault}\n"


def _readings(file: Path, mask: Mask) -> Iterator[str]:
    """Line by line; one that is not whole is left out."""
    with contextlib.suppress(OSError), file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if found := _READING.fullmatch(line):
                moment, integration, address, how, what = found.groups()
                named = mask.part("integration", integration), mask.part("address", address)
                yield "\t".join((moment, *named, how, f"{what}\n"))


def _sentences(logs: Iterable[list[dict[str, Any]]]) -> Iterator[str]:
    """The program's own, in which hosts and addresses are looked for."""
    for entries in logs:
        for entry in entries:
            yield from (text for kind, text in entry["parts"] if kind == WORDS)


def _named_in(texts: Iterable[str]) -> Iterator[str]:
    """Hosts and mail domains that are named where it shows what they are."""
    for text in texts:
        found = {match.group(2).casefold() for match in _URL.finditer(text)}
        found |= {match.group().rpartition("@")[2].casefold() for match in _ADDRESS.finditer(text)}
        yield from found.difference(_NOBODYS)


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
