"""What every group of commands shares: the services, the integrations at work, and how to find one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from pydantic import ValidationError

from desktop_admin.crashes import Crash
from desktop_admin.errors import ConciergeError
from desktop_admin.service.events import IntegrationsChanged
from desktop_admin.service.supervisor import Supervisor, Surroundings
from desktop_admin.service.tasks import Tasks
from desktop_admin.settings import IntegrationSettings, SettingsRefused
from desktop_admin.settings.integration import clean_name
from desktop_admin.settings.problems import problems_from

P = ParamSpec("P")
T = TypeVar("T")
GroupT = TypeVar("GroupT", bound="CommandGroup")


class ServiceContext:
    """Used on the service's loop alone. ``running``: the integrations are at work; else only what is stored is changed.

    ``crash`` says how the last run ended, if it did not stop in order.
    """

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.supervisors: dict[str, Supervisor] = {}
        self.running = False
        self.settling = asyncio.Lock()
        self.tasks = Tasks("service")
        self.crash: Crash | None = None

    def supervisor(self, integration_id: str) -> Supervisor:
        found = self.supervisors.get(integration_id)
        if found is None:
            raise ConciergeError("This integration no longer exists.", "Choose another one in the list.")
        return found

    def by_name(self, name: str) -> Supervisor | None:
        """The integration of this name, in any case of letters."""
        wanted = clean_name(name).casefold()
        return next((each for each in self.supervisors.values() if each.settings.name.casefold() == wanted), None)

    def publish_integrations(self) -> None:
        views = tuple(each.view() for each in self.supervisors.values())
        self.around.bus.publish(IntegrationsChanged("", views))


class CommandGroup:
    """Commands of one theme, as front ends ask them. Used on the service's loop alone."""

    def __init__(self, context: ServiceContext) -> None:
        self.context = context


def one_at_a_time(
    command: Callable[Concatenate[GroupT, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[GroupT, P], Coroutine[Any, Any, T]]:
    """A command that changes settings waits for the one before, so that each looks at what really is there."""

    @wraps(command)
    async def alone(group: GroupT, /, *arguments: P.args, **named: P.kwargs) -> T:
        async with group.context.settling:
            return await command(group, *arguments, **named)

    return alone


def merged(settings: IntegrationSettings, values: Mapping[str, Any]) -> IntegrationSettings:
    """``settings`` with ``values`` put in: groups by key, only what is named. Raises ``SettingsRefused``."""
    document = settings.model_dump(mode="json")
    for key, value in values.items():
        if isinstance(value, Mapping) and isinstance(document.get(key), dict) and key != "templates":
            document[key] = {**document[key], **value}
        else:
            document[key] = value
    return validated(document)


def validated(document: Mapping[str, Any]) -> IntegrationSettings:
    """Raises ``SettingsRefused``."""
    try:
        return IntegrationSettings.model_validate(document)
    except ValidationError as refused:
        problems = problems_from(refused)
    raise SettingsRefused(problems)
