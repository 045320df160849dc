"""Commands about the program itself: its status, configuration, listener, log, and a bundle for support."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from desktop_admin.crashes import Crash
from desktop_admin.service.care import save_diagnostics
from desktop_admin.service.configuring import apply_config, export_config, reopen_listener
from desktop_admin.service.context import CommandGroup, ServiceContext, one_at_a_time
from desktop_admin.service.control import command
from desktop_admin.service.events import LogLine
from desktop_admin.service.integration_commands import IntegrationCommands
from desktop_admin.service.status_answer import status_answer
from desktop_admin.settings import ListenerSettings, SettingsRefused
from desktop_admin.settings.configuration import read_config, write_config
from desktop_admin.settings.problems import problems_from


class ProgramCommands(CommandGroup):
    def __init__(self, context: ServiceContext, integrations: IntegrationCommands) -> None:
        super().__init__(context)
        self._integrations = integrations

    @command()
    async def status(self) -> dict[str, Any]:
        """Every integration with its condition, alarms and people counted by presence."""
        return status_answer(list(self.context.supervisors.values()), self.context.running)

    @command()
    async def apply_config(self, text: str) -> tuple[str, ...]:
        """Takes a TOML document whole or not at all. Returns a sentence for each integration in it."""
        return await apply_config(self.context, self._integrations, read_config(text))

    @command()
    async def export_config(self) -> str:
        """The configuration as a TOML document, without passwords."""
        return write_config(await export_config(self.context))

    @command()
    async def save_diagnostics(self, file: Path) -> None:
        """A bundle for support, without names, addresses and secrets."""
        await save_diagnostics(self.context, file)

    async def last_crash(self) -> Crash | None:
        """How the last run ended, if it did not stop in order."""
        return self.context.crash

    async def log_lines(self, after: int = 0, limit: int = 2000) -> tuple[LogLine, ...]:
        """The newest lines numbered above ``after``, oldest first."""
        return self.context.around.story.after(after, limit)

    async def listener(self) -> ListenerSettings:
        """Where pushes of every integration arrive."""
        return await self.context.around.listening.settings()

    @one_at_a_time
    async def save_listener(self, values: Mapping[str, Any]) -> ListenerSettings:
        """Stores them whole and reopens the listener. Raises ``SettingsRefused``."""
        listening = self.context.around.listening
        before = await listening.settings()
        try:
            saved = ListenerSettings.model_validate(before.model_dump() | dict(values))
        except ValidationError as refused:
            raise SettingsRefused(problems_from(refused)) from refused
        if saved != before:
            async with self.context.around.database.begin() as work:
                await listening.store(work, saved)
            await reopen_listener(self.context)
        return saved
