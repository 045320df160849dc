"""Integrations, people, presences and keywords as one TOML document, read whole or refused with every place named.

Passwords never stand in it: a key that looks like one is refused, and its value is not repeated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import tomlkit
from pydantic import Field, ValidationError, field_validator
from tomlkit.exceptions import ParseError, TOMLKitError

from desktop_admin.domain.address import fold_address
from desktop_admin.domain.keyword_table import keyword_problems
from desktop_admin.domain.people import LONGEST, Keyword, Person, PresenceEntry
from desktop_admin.domain.presence_list import ICONS, presence_problems, rules_problems
from desktop_admin.domain.telephone import extension_problem
from desktop_admin.domain.template import TemplateKey, check_template
from desktop_admin.errors import ConciergeError
from desktop_admin.settings.connection import address_problem
from desktop_admin.settings.integration import IntegrationSettings
from desktop_admin.settings.listener import ListenerSettings
from desktop_admin.settings.option import Settings
from desktop_admin.settings.problems import problems_from
from desktop_admin.settings.toml_places import Path, Place, places_of

MAX_TEXT = 5_000_000
_SECRET = re.compile(r"pass(word|code|phrase|wd)?|pwd|secret|token|credential", re.IGNORECASE)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class IntegrationConfig:
    """One integration; a table that the document leaves out is None and stays as it is."""

    settings: IntegrationSettings
    people: tuple[Person, ...] | None = None
    presences: tuple[PresenceEntry, ...] | None = None
    keywords: tuple[Keyword, ...] | None = None


@dataclass(frozen=True, slots=True)
class ConfigDocument:
    listener: ListenerSettings | None = None
    integrations: tuple[IntegrationConfig, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """``line`` and ``column`` count from 1; ``key`` is dotted, like ``integrations[1].connection.port``."""

    line: int
    column: int
    key: str
    message: str

    def __str__(self) -> str:
        # In quotes, since the word after a bare “password:” would be masked as a secret where this is told.
        return f"line {self.line}, “{self.key}”: {self.message}" if self.key else f"line {self.line}: {self.message}"


class ConfigRefused(ConciergeError):
    """A document of which nothing was taken; ``problems`` in the order of their places."""

    exit_status = 2

    def __init__(self, problems: list[ConfigProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: (each.line, each.column)))
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        told = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"The configuration has {count}; nothing was changed.\n{told}")


class _Person(Settings):
    name: str = Field(min_length=1, max_length=LONGEST["name"])
    address: str = Field("", max_length=LONGEST["address"])
    extension: str = Field("", max_length=LONGEST["extension"])
    calendar_integration: bool = True

    @field_validator("address")
    @classmethod
    def _address(cls, address: str) -> str:
        if address and (problem := address_problem(address)):
            raise ValueError(problem)
        return address

    @field_validator("extension")
    @classmethod
    def _extension(cls, extension: str) -> str:
        if problem := extension_problem(extension):
            raise ValueError(problem)
        return extension


class _Presence(Settings):
    name: str = Field(min_length=1, max_length=60)
    colour: str = "#808080"
    icon: str = ""

    @field_validator("icon")
    @classmethod
    def _icon(cls, icon: str) -> str:
        if icon and icon not in ICONS:
            raise ValueError(f"There is no such icon. There are: {', '.join(ICONS)}.")
        return icon

    @field_validator("colour")
    @classmethod
    def _colour(cls, colour: str) -> str:
        if not _COLOUR.fullmatch(colour):
            raise ValueError("Write a colour like #2e9e5b.")
        return colour


class _Keyword(Settings):
    word: str = Field(min_length=1, max_length=100)
    presence: str
    anywhere: bool = False


class _Integration(IntegrationSettings):
    people: tuple[_Person, ...] | None = None
    presences: tuple[_Presence, ...] | None = None
    keywords: tuple[_Keyword, ...] | None = None


class _Document(Settings):
    listener: ListenerSettings | None = None
    integrations: tuple[_Integration, ...] = ()


def read_config(text: str) -> ConfigDocument:
    """Raises :class:`ConfigRefused` with everything that is wrong."""
    if len(text) > MAX_TEXT:
        raise ConfigRefused([ConfigProblem(1, 1, "", f"The text is longer than {MAX_TEXT} characters.")])
    try:
        content = tomlkit.parse(text).unwrap()
    except ParseError as fault:
        reason = (
            str(fault).split(" at line ")[0].rstrip(".").replace(r"Unexpected character: '\x00'", "A value is missing")
        )
        raise ConfigRefused([ConfigProblem(fault.line, fault.col + 1, "", f"This is no TOML. {reason}.")]) from None
    except (TOMLKitError, ValueError, RecursionError) as fault:
        raise ConfigRefused([ConfigProblem(1, 1, "", f"This is no TOML: {fault}.")]) from None
    places = places_of(text)
    problems = list(_secrets(content, places))
    if problems:
        raise ConfigRefused(problems)
    try:
        made = _Document.model_validate(content)
    except ValidationError as refused:
        raise ConfigRefused(_refusals(refused, content, places)) from None
    problems = list(_meanings(made, places))
    if problems:
        raise ConfigRefused(problems)
    return ConfigDocument(made.listener, tuple(_config(each) for each in made.integrations))


def write_config(document: ConfigDocument) -> str:
    """A document that :func:`read_config` reads back as the same."""
    content = tomlkit.document()
    content.add(tomlkit.comment("Exchange Concierge. Passwords are kept in the keyring, never here."))
    if document.listener is not None:
        content["listener"] = document.listener.model_dump(mode="json")
    integrations = tomlkit.aot()
    for config in document.integrations:
        values = config.settings.model_dump(mode="json")
        values |= {
            "people": _rows(config.people, ("name", "address", "extension", "calendar_integration")),
            "presences": _rows(config.presences, ("name", "colour", "icon")),
            "keywords": _rows(config.keywords, ("word", "presence", "anywhere")),
        }
        integrations.append(tomlkit.item({key: value for key, value in values.items() if value is not None}))
    if integrations:
        content["integrations"] = integrations
    return tomlkit.dumps(content)


def _rows(records: tuple[Any, ...] | None, keys: tuple[str, ...]) -> list[dict[str, Any]] | None:
    if records is None:
        return None
    return [{key: getattr(record, key) for key in keys} for record in records]


def _config(made: _Integration) -> IntegrationConfig:
    values = {key: getattr(made, key) for key in IntegrationSettings.model_fields}
    return IntegrationConfig(
        settings=IntegrationSettings.model_construct(**values),
        people=None if made.people is None else tuple(Person(0, **dict(each)) for each in made.people),
        presences=_presences(made),
        keywords=_keywords(made),
    )


def _presences(made: _Integration) -> tuple[PresenceEntry, ...] | None:
    return None if made.presences is None else tuple(PresenceEntry(**dict(each)) for each in made.presences)


def _keywords(made: _Integration) -> tuple[Keyword, ...] | None:
    return None if made.keywords is None else tuple(Keyword(**dict(each)) for each in made.keywords)


def _secrets(content: Any, places: dict[Path, Place]) -> Iterator[ConfigProblem]:
    for path in _keys(content):
        inside_texts = "templates" in path
        if isinstance(path[-1], str) and _SECRET.fullmatch(path[-1]) and not inside_texts:
            yield _problem(
                path,
                places,
                "A secret does not belong in a file. Type the password in the desktop, which keeps it in the keyring, "
                "or give it as EXCHANGE_CONCIERGE_PASSWORD or as a systemd credential.",
            )


def _keys(content: Any, above: Path = ()) -> Iterator[Path]:
    entries = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in entries:
        if isinstance(key, str):
            yield (*above, key)
        yield from _keys(value, (*above, key))


def _refusals(refused: ValidationError, content: Any, places: dict[Path, Place]) -> list[ConfigProblem]:
    problems = []
    for error, worded in zip(refused.errors(include_url=False), problems_from(refused), strict=True):
        path: Path = tuple(error["loc"])
        message = worded.message
        if error["type"] == "extra_forbidden":
            known = _known_keys(path[:-1])
            near = get_close_matches(str(path[-1]), known, n=1)
            message += f" Is “{near[0]}” meant?" if near else f" There are: {', '.join(known)}."
        problems.append(_problem(path, places, message))
    return problems


def _known_keys(path: Path) -> list[str]:
    """The keys of the table at ``path``."""
    model: Any = _Document
    for part in path:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part)
        model = _table(field.annotation) if field is not None else None
        if model is None:
            return []
    return list(model.model_fields)


def _table(annotation: Any) -> Any:
    """The model inside ``tuple[Model, ...] | None`` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, Settings):
        return annotation
    return next((found for part in getattr(annotation, "__args__", ()) if (found := _table(part))), None)


def _meanings(made: _Document, places: dict[Path, Place]) -> Iterator[ConfigProblem]:
    """What only shows when several values are looked at together."""
    names = Counter(each.name.casefold() for each in made.integrations)
    for number, each in enumerate(made.integrations):
        path: Path = ("integrations", number)
        if names[each.name.casefold()] > 1:
            yield _problem((*path, "name"), places, f"Two integrations are named “{each.name}”.")
        if each.presences is not None:
            yield from _presence_problems(each, path, places)
        # Without a list here, what the integration has counts: whoever takes the document looks there.
        keywords = _keywords(each) or ()
        presences = _presences(each)
        listed = [PresenceEntry(keyword.presence) for keyword in keywords] if presences is None else presences
        for row, message in keyword_problems(keywords, listed).items():
            yield _problem((*path, "keywords", row), places, message)
        yield from _doubled_people(each.people or (), path, places)
        for key, text in each.scheduling.templates.items():
            yield from _template_problems(key, text, (*path, "scheduling", "templates", key), places)


def _presence_problems(each: _Integration, path: Path, places: dict[Path, Place]) -> Iterator[ConfigProblem]:
    presences, rules = _presences(each) or (), each.presence
    for row, message in presence_problems(presences).items():
        yield _problem((*path, "presences", row) if presences else (*path, "presences"), places, message)
    if not presences:
        return
    for key, message in rules_problems(presences, rules.meeting_presence, rules.out_of_office_presence, {}).items():
        yield _problem((*path, *key.split(".")), places, message)


def _doubled_people(people: tuple[_Person, ...], path: Path, places: dict[Path, Place]) -> Iterator[ConfigProblem]:
    seen: dict[str, int] = {}
    for row, person in enumerate(people):
        address = fold_address(person.address)
        if address and address in seen:
            message = f"“{person.address}” is number {seen[address] + 1} of the people already."
            yield _problem((*path, "people", row), places, message)
        seen.setdefault(address, row)


def _template_problems(key: str, text: str, path: Path, places: dict[Path, Place]) -> Iterator[ConfigProblem]:
    if key not in list(TemplateKey):
        near = get_close_matches(key, list(TemplateKey), n=1)
        yield _problem(path, places, "There is no such text." + (f" Is “{near[0]}” meant?" if near else ""))
        return
    for found in check_template(TemplateKey(key), text):
        yield _problem(path, places, f"Line {found.line}, column {found.column} of the text: {found.message}")


def _problem(path: Path, places: dict[Path, Place], message: str) -> ConfigProblem:
    """At the place of the key, or of the nearest table that holds it."""
    at = next((places[path[:size]] for size in range(len(path), 0, -1) if path[:size] in places), Place(1, 1))
    return ConfigProblem(at.line, at.column, _dotted(path), message)


def _dotted(path: Path) -> str:
    parts = ""
    for part in path:
        parts += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if parts else part
    return parts
