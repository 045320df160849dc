"""The table of commands: what is decorated can be asked over the control API and by the command line, nothing else.

A command is a method of the service with ``@command`` above it. Its arguments are checked against its signature,
strictly and whole, before anything happens; ids are asked for by name (:data:`IntegrationId` and those below it). What
it returns is dumped as JSON: records as objects, times in ISO 8601, lengths of time in seconds.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from typing import Annotated, Any, Final, TypeVar, get_args, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic_core import SchemaSerializer, core_schema

from desktop_admin.domain.address import same_address
from desktop_admin.domain.conference import RoomKind
from desktop_admin.errors import ConciergeError, UsageFault
from desktop_admin.service.context import ServiceContext

F = TypeVar("F", bound=Callable[..., Awaitable[Any]])
_MARK: Final = "__answer__"
_STRICT: Final = ConfigDict(strict=True, extra="forbid")
_PLAIN: Final = SchemaSerializer(core_schema.any_schema())


def _as_it_is(result: Any) -> Any:
    return result


def command(answer: Callable[[Any], Any] = _as_it_is) -> Callable[[F], F]:
    """Lets a method be asked for. ``answer`` gives of its result what may leave the service."""

    def marked(method: F) -> F:
        setattr(method, _MARK, answer)
        return method

    return marked


# -- what is asked for in another form than the method takes it ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """A parameter that is asked for as ``name``, with a value of ``type``, from which ``find`` gets what is meant."""

    type: Any
    name: str = ""
    find: Callable[[ServiceContext, str, Any], Awaitable[Any]] | None = None


async def _integration(context: ServiceContext, _: str, name: str) -> str:
    """An empty name means the only integration there is."""
    integrations = list(context.supervisors.values())
    if not name and len(integrations) == 1:
        return integrations[0].id
    if not integrations:
        remedy = "Open the desktop, or apply a configuration file with “config apply”."
        raise ConciergeError("No integration is set up yet.", remedy)
    found = context.by_name(name)
    if found is None:
        names = ", ".join(f"“{each.settings.name}”" for each in integrations)
        missing = f"There is no integration “{name}”." if name else "Say which integration is meant."
        raise ConciergeError(missing, f"There are: {names}.")
    return found.id


async def _person(context: ServiceContext, integration_id: str, wanted: str) -> int:
    views = context.supervisor(integration_id).presence.views()
    word = wanted.strip().casefold()
    found = [view for view in views if same_address(view.person.address, wanted)]
    found = found or [view for view in views if view.person.name.casefold() == word]
    if not found:
        raise ConciergeError(f"There is nobody “{wanted}”.", "Write a name or an address as “people” lists it.")
    if len(found) > 1:
        raise ConciergeError(f"{len(found)} people are called “{wanted}”.", "Write the address of the one meant.")
    return found[0].person.id


async def _people(context: ServiceContext, integration_id: str, wanted: list[str]) -> list[int]:
    return [await _person(context, integration_id, each) for each in wanted]


async def _room(context: ServiceContext, integration_id: str, name: str) -> str:
    if not name:
        return ""
    async with context.around.database.begin() as work:
        for kind in (RoomKind.ENTERPRISE, RoomKind.CUSTOM):
            for room in await work.rooms.list(integration_id, kind, name, None):
                if room.name == name:
                    return room.id
        for conference in await work.calendared.list(integration_id, context.around.clock.now(), name, None):
            if conference.name == name:
                return conference.alias_id
    raise ConciergeError(f"There is no room “{name}”.", "“rooms list” tells all of them.")


async def find_alias_id(context: ServiceContext, integration_id: str, alias: str) -> str:
    """The id of the newest entry of an alias, whole or its number alone. Raises ``ConciergeError`` if there is none."""
    async with context.around.database.begin() as work:
        found = await work.ledger.by_alias(integration_id, alias)
    if found is None:
        raise ConciergeError(f"The alias {alias} was never issued here.", "“alias list” tells those that were.")
    return found.issued.alias_id


IntegrationId = Annotated[str, Asked(str, "integration", _integration)]
"""Asked for as ``integration``, a name in any case of letters; left out, the only one is meant."""
PersonId = Annotated[int, Asked(str, "person", _person)]
"""Asked for as ``person``, a name or an address."""
RoomId = Annotated[str, Asked(str, "name", _room)]
"""Asked for as ``name``, the room's; "" is a new room."""
AliasId = Annotated[str, Asked(str, "alias", find_alias_id)]
"""Asked for as ``alias``, whole or its number alone."""
PEOPLE: Final = Asked(list[str], "people", _people)
"""Marks ids of people, asked for as ``people``, a list of names or addresses; nobody is found unless everybody is."""
Row = Annotated[int, Field(ge=0, lt=2**63)]
"""The number of a row in the database."""
Most = Annotated[int, Field(ge=1, le=1_000_000)]
"""How many are listed at most."""


class _RoomValues(BaseModel):
    model_config = _STRICT

    name: str = ""
    description: str = ""
    aliases: list[str] = []
    theme: str = ""
    passcode: str = ""
    chair_passcode: str = ""
    join_before: int = 0
    join_after: int = 0


async def _given(_context: ServiceContext, _integration_id: str, values: _RoomValues) -> dict[str, Any]:
    return values.model_dump(exclude_unset=True)


RoomValues = Annotated[Mapping[str, Any], Asked(_RoomValues, "values", _given)]
"""What may be set of a room (``rooms.EDITABLE``), each with its type; what is left out stays."""

# -- the table --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Command:
    name: str
    call: Callable[..., Awaitable[Any]]
    answer: Callable[[Any], Any]
    arguments: type[BaseModel]
    finders: Mapping[str, tuple[str, Callable[[ServiceContext, str, Any], Awaitable[Any]] | None]]
    """By parameter: the name under which it is asked for, and how its value is found."""


class CommandTable:
    """Every decorated method of the service's groups of commands, as ``group.method``."""

    def __init__(self, context: ServiceContext, groups: Mapping[str, object]) -> None:
        self._context = context
        self._commands = {
            f"{name}.{method}": _command(f"{name}.{method}", getattr(group, method))
            for name, group in groups.items()
            for method, _ in inspect.getmembers(type(group), lambda each: hasattr(each, _MARK))
        }

    @property
    def names(self) -> tuple[str, ...]:
        """What can be asked, in alphabetical order."""
        return tuple(sorted(self._commands))

    async def ask(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """The answer of a command to ``arguments`` (as JSON has them), as JSON has it.

        Raises :class:`UsageFault` where there is no such command, or with a line for each argument that does not fit,
        having done nothing; and what the command raises.
        """
        found = self._commands.get(name)
        if found is None:
            raise UsageFault(f"The running program knows no “{name}”.", "Is it of the same version?")
        given = _checked(found, arguments)
        integration_id = ""
        bound = {}
        for parameter, (asked_as, find) in found.finders.items():
            value = getattr(given, asked_as)
            bound[parameter] = value if find is None else await find(self._context, integration_id, value)
            if find is _integration:
                integration_id = bound[parameter]
        return dumped(found.answer(await found.call(**bound)))


def dumped(result: Any) -> Any:
    """``result``, which may hold records, as JSON has it."""
    return json.loads(json.dumps(_PLAIN.to_python(result), default=_in_words))


def _in_words(value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _command(name: str, method: Callable[..., Awaitable[Any]]) -> _Command:
    asked_for: dict[str, Any] = {}
    finders = {}
    hints = get_type_hints(inspect.unwrap(method), include_extras=True)
    for parameter in inspect.signature(method).parameters.values():
        hint = hints[parameter.name]
        marks = (each for each in get_args(hint)[1:] if isinstance(each, Asked))
        asked = next(marks, Asked(hint))
        asked_as = asked.name or parameter.name
        default = "" if asked.find is _integration else parameter.default
        needed = default is parameter.empty
        asked_for[asked_as] = (asked.type, ... if needed else Field(default_factory=partial(_as_it_is, default)))
        finders[parameter.name] = (asked_as, asked.find)
    return _Command(
        name=name,
        call=method,
        answer=getattr(method, _MARK),
        arguments=create_model(name, __config__=_STRICT, **asked_for),
        finders=finders,
    )


def _checked(found: _Command, arguments: Mapping[str, Any]) -> BaseModel:
    try:
        return found.arguments.model_validate_json(json.dumps(arguments))
    except (ValidationError, RecursionError) as wrong:
        problems = _problems(wrong) if isinstance(wrong, ValidationError) else ["They are nested too deeply."]
    message = "\n".join((f"The arguments of “{found.name}” do not fit.", *problems))
    raise UsageFault(message, "Is the running program of the same version?")


def _problems(wrong: ValidationError) -> list[str]:
    """A line for each; what was given may be a passcode and is not repeated."""
    return [f"{'.'.join(map(str, each['loc'])) or 'All of it'}: {each['msg']}." for each in wrong.errors()]
