"""What every group of commands needs: the supervisors, and how to find one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from pydantic import ValidationError

from desktop_admin.errors import ConciergeError
from desktop_admin.service.events import IntegrationsChanged
from desktop_admin.service.supervisor import Supervisor, Surroundings
from desktop_admin.settings import IntegrationSettings, SettingsRefused
from desktop_admin.settings.problems import problems_from

P = ParamSpec("P")
T = TypeVar("T")
DeskT = TypeVar("DeskT", bound="Desk")


class Desk:
    """The part of the service that front ends talk to. Used on the service's loop alone."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.supervisors: dict[str, Supervisor] = {}
        self.running = False
        self.settling = asyncio.Lock()

    def supervisor(self, integration_id: str) -> Supervisor:
        found = self.supervisors.get(integration_id)
        if found is None:
            raise ConciergeError("This integration no longer exists.", "Choose another one in the list.")
        return found

    def tell_integrations(self) -> None:
        views = tuple(each.view() for each in self.supervisors.values())
        self.around.bus.publish(IntegrationsChanged("", views))


def one_at_a_time(
    command: Callable[Concatenate[DeskT, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[DeskT, P], Coroutine[Any, Any, T]]:
    """A command that changes settings waits for the one before, so that each looks at what really is there."""

    @wraps(command)
    async def alone(desk: DeskT, /, *arguments: P.args, **named: P.kwargs) -> T:
        async with desk.settling:
            return await command(desk, *arguments, **named)

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
