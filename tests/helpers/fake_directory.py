"""The directory of ``FakeService``: a cache of made-up people, and a sample that can be refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from desktop_admin.domain.directory import (
    DirectoryBatch,
    DirectoryEntry,
    DirectoryProblem,
    DirectoryState,
    EntryKind,
    person_entry,
    room_of,
)
from desktop_admin.service.bus import Bus
from desktop_admin.service.directory_view import DirectorySample, DirectoryView
from desktop_admin.service.events import DirectoryChanged

ANNA = person_entry("1", "Anna Berg", ("anna.berg@example.com", "anna@example.com"), "+49 30 1001")
ENTRIES = (
    ANNA,
    room_of(ANNA, "71001"),
    person_entry("2", "Ben Moritz", ("ben.moritz@example.com",), "+49 30 1002"),
    person_entry("3", "Zoë Ångström", ("zoe@example.com", "z.angstrom@example.org"), "+49 30 1003"),
    person_entry("4", "Carla Diaz", ("carla.diaz@example.com",)),
)
PROBLEMS = (
    DirectoryProblem("CN=Reception,OU=People,DC=example,DC=com has no email address and is left out."),
    DirectoryProblem("“Jo Park”: the alias 71004@meet.example.com belongs to the custom room “Board”."),
)


def full(now: datetime) -> DirectoryView:
    state = DirectoryState(now - timedelta(hours=3), 2478, 34, "", 26, PROBLEMS, len(PROBLEMS))
    return DirectoryView(state, now + timedelta(hours=21), None, True)


class FakeDirectory:
    """Mixed into ``FakeService``, which says what is called."""

    bus: Bus
    now: datetime
    directories: dict[str, DirectoryView]
    found = DirectoryBatch(ENTRIES, PROBLEMS[:1], 1)

    def _called(self, name: str, *arguments: Any) -> None:
        raise NotImplementedError

    async def save_settings(
        self,
        integration_id: str,
        values: Mapping[str, Any],
        password: str | None = None,
        proxy_password: str | None = None,
    ) -> Any:
        raise NotImplementedError

    async def directory(self, integration_id: str) -> DirectoryView:
        self._called("directory", integration_id)
        return self.directories.get(integration_id, DirectoryView(DirectoryState()))

    async def save_directory(
        self, integration_id: str, values: Mapping[str, Any], password: str | None = None
    ) -> DirectoryView:
        self._called("save_directory", integration_id, dict(values), password)
        await self.save_settings(integration_id, {"directory": dict(values)})
        view = self.directories.get(integration_id, DirectoryView(DirectoryState()))
        self.directories[integration_id] = replace(view, has_password=view.has_password or bool(password))
        return self.directories[integration_id]

    async def refresh_directory(self, integration_id: str) -> DirectoryView:
        self._called("refresh_directory", integration_id)
        view = full(self.now)
        self.directories[integration_id] = view
        self.bus.publish(DirectoryChanged(integration_id, view))
        return view

    async def test_directory(
        self, integration_id: str, values: Mapping[str, Any] | None = None, password: str | None = None
    ) -> DirectorySample:
        self._called("test_directory", integration_id, dict(values or {}), password)
        return DirectorySample(self.found, 0.3)

    async def find_in_directory(self, integration_id: str, address: str) -> DirectoryEntry | None:
        self._called("find_in_directory", integration_id, address)
        return next((each for each in ENTRIES if address.casefold() in each.addresses), None)

    async def directory_people(
        self, integration_id: str, search: str = "", *, not_people: bool = False, limit: int = 200
    ) -> tuple[DirectoryEntry, ...]:
        self._called("directory_people", integration_id, search)
        people = (each for each in ENTRIES if each.kind is EntryKind.PERSON)
        return tuple(each for each in people if search.casefold() in each.name.casefold())[:limit]
