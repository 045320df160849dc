"""Commands about the directory: its settings, its cache, a test before saving, and who is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_admin.directory import open_directory
from desktop_admin.domain.directory import DirectoryEntry, DirectoryFault
from desktop_admin.errors import ConciergeError
from desktop_admin.logs import register_secret
from desktop_admin.service.control import IntegrationId, command
from desktop_admin.service.desk import merged
from desktop_admin.service.directory_view import (
    DirectorySample,
    DirectoryView,
    directory_answer,
    entry_answer,
    sample_answer,
)
from desktop_admin.service.integration_desk import IntegrationDesk
from desktop_admin.service.keys import directory_password_key

SAMPLE = 10


class DirectoryDesk(IntegrationDesk):
    @command()
    async def show_directory(self, integration_id: IntegrationId) -> dict[str, Any]:
        """The cache's state, and which source the settings name."""
        settings = self.supervisor(integration_id).settings
        return directory_answer(await self.directory(integration_id), settings)

    @command()
    async def read_directory(self, integration_id: IntegrationId) -> dict[str, Any]:
        """The same after reading it to its end; ``trouble`` says why that failed."""
        await self.refresh_directory(integration_id)
        return await self.show_directory(integration_id)

    async def directory(self, integration_id: str) -> DirectoryView:
        return self.supervisor(integration_id).directory.view

    async def save_directory(
        self, integration_id: str, values: Mapping[str, Any], password: str | None = None
    ) -> DirectoryView:
        """Stores the group ``directory``; another source is read at once. ``password`` None keeps the stored one.

        Raises ``SettingsRefused``.
        """
        supervisor = self.supervisor(integration_id)
        merged(supervisor.settings, {"directory": dict(values)})
        if password:
            register_secret(password)
            await self.around.vault.put(directory_password_key(integration_id), password)
        await self.save_settings(integration_id, {"directory": dict(values)})
        if password:
            await supervisor.configure_directory(password_changed=True)
        return supervisor.directory.view

    async def refresh_directory(self, integration_id: str) -> DirectoryView:
        """Reads it to its end. A failure stands in the view's ``state.trouble``."""
        return await self.supervisor(integration_id).directory.refresh()

    async def test_directory(
        self, integration_id: str, values: Mapping[str, Any] | None = None, password: str | None = None
    ) -> DirectorySample:
        """Reads a sample by settings that need not be saved; stores nothing. Raises ``SettingsRefused`` or
        ``ConciergeError``.
        """
        supervisor = self.supervisor(integration_id)
        settings = merged(supervisor.settings, {"directory": dict(values or {})}).directory
        if password:
            register_secret(password)
        elif settings.needs_password:
            password = await self.around.vault.get(directory_password_key(integration_id))
        source = settings.source_of(password or "")
        if source is None:
            raise ConciergeError("No directory is chosen.", "Choose LDAP or a CSV file.")
        directory = open_directory(source)
        began = self.around.clock.monotonic()
        try:
            found = await directory.sample(SAMPLE)
        except DirectoryFault as fault:
            raise ConciergeError(fault.text, fault.remedy) from fault
        finally:
            await directory.close()
        return DirectorySample(found, self.around.clock.monotonic() - began)

    @command(sample_answer)
    async def try_directory(self, integration_id: IntegrationId) -> DirectorySample:
        """A sample by the stored settings; nothing is stored."""
        return await self.test_directory(integration_id)

    @command(entry_answer)
    async def find_in_directory(self, integration_id: IntegrationId, address: str) -> DirectoryEntry | None:
        """Who has ``address``, the first or a further one."""
        self.supervisor(integration_id)
        async with self.around.database.begin() as work:
            return await work.directory.find(integration_id, address)
