"""Commands about the directory: its settings, its cache, a test before saving, and who is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_admin.directory import open_directory
from desktop_admin.domain.directory import DirectoryEntry, DirectoryFault
from desktop_admin.errors import ConciergeError
from desktop_admin.logs import register_secret
from desktop_admin.service.context import CommandGroup, ServiceContext, merged
from desktop_admin.service.control import IntegrationId, command
from desktop_admin.service.directory_view import (
    DirectorySample,
    DirectoryView,
    directory_answer,
    entry_answer,
    sample_answer,
)
from desktop_admin.service.integration_commands import IntegrationCommands
from desktop_admin.service.keys import directory_password_key

SAMPLE = 10


class DirectoryCommands(CommandGroup):
    def __init__(self, context: ServiceContext, integrations: IntegrationCommands) -> None:
        super().__init__(context)
        self._integrations = integrations

    @command()
    async def show(self, integration_id: IntegrationId) -> dict[str, Any]:
        """The cache's state, and which source the settings name."""
        settings = self.context.supervisor(integration_id).settings
        return directory_answer(await self.view(integration_id), settings)

    @command()
    async def read(self, integration_id: IntegrationId) -> dict[str, Any]:
        """The same after reading it to its end; ``trouble`` says why that failed."""
        await self.refresh(integration_id)
        return await self.show(integration_id)

    async def view(self, integration_id: str) -> DirectoryView:
        return self.context.supervisor(integration_id).directory.view

    async def save(self, integration_id: str, values: Mapping[str, Any], password: str | None = None) -> DirectoryView:
        """Stores the group ``directory``; another source is read at once. ``password`` None keeps the stored one.

        Raises ``SettingsRefused``.
        """
        supervisor = self.context.supervisor(integration_id)
        merged(supervisor.settings, {"directory": dict(values)})
        if password:
            register_secret(password)
            await self.context.around.vault.put(directory_password_key(integration_id), password)
        await self._integrations.save(integration_id, {"directory": dict(values)})
        if password:
            await supervisor.configure_directory(password_changed=True)
        return supervisor.directory.view

    async def refresh(self, integration_id: str) -> DirectoryView:
        """Reads it to its end. A failure stands in the view's ``state.trouble``."""
        return await self.context.supervisor(integration_id).directory.refresh()

    async def sample(
        self, integration_id: str, values: Mapping[str, Any] | None = None, password: str | None = None
    ) -> DirectorySample:
        """Reads a sample by settings that need not be saved; stores nothing. Raises ``SettingsRefused`` or
        ``ConciergeError``.
        """
        supervisor = self.context.supervisor(integration_id)
        settings = merged(supervisor.settings, {"directory": dict(values or {})}).directory
        if password:
            register_secret(password)
        elif settings.needs_password:
            password = await self.context.around.vault.get(directory_password_key(integration_id))
        source = settings.source_of(password or "")
        if source is None:
            raise ConciergeError("No directory is chosen.", "Choose LDAP or a CSV file.")
        directory = open_directory(source)
        began = self.context.around.clock.monotonic()
        try:
            found = await directory.sample(SAMPLE)
        except DirectoryFault as fault:
            raise ConciergeError(fault.text, fault.remedy) from fault
        finally:
            await directory.close()
        return DirectorySample(found, self.context.around.clock.monotonic() - began)

    @command(sample_answer)
    async def test(self, integration_id: IntegrationId) -> DirectorySample:
        """A sample by the stored settings; nothing is stored."""
        return await self.sample(integration_id)

    @command(entry_answer)
    async def find(self, integration_id: IntegrationId, address: str) -> DirectoryEntry | None:
        """Who has ``address``, the first or a further one."""
        self.context.supervisor(integration_id)
        async with self.context.around.database.begin() as work:
            return await work.directory.find(integration_id, address)
