"""Commands about templates and aliases."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_admin.domain.journal import JournalEntry
from desktop_admin.domain.passcode import NO_PASSCODES, Passcodes
from desktop_admin.domain.template import (
    DEFAULT_TEMPLATES,
    Problem,
    TemplateError,
    TemplateKey,
    check_template,
    format_time,
    render,
    sample_values,
)
from desktop_admin.domain.template_lab import LabCase, try_all
from desktop_admin.errors import ConciergeError
from desktop_admin.service.aliases import issue_alias
from desktop_admin.service.events import RoomsChanged
from desktop_admin.service.integration_desk import IntegrationDesk
from desktop_admin.service.keys import alias_key
from desktop_admin.service.policies import scheduling_policy
from desktop_admin.service.views import AliasView, PreviewView
from desktop_admin.settings import SettingProblem, SettingsRefused


class TextDesk(IntegrationDesk):
    async def templates(self, integration_id: str) -> Mapping[TemplateKey, str]:
        """Every text as it is in use, defaults filled in."""
        own = self.supervisor(integration_id).settings.scheduling.templates
        return {key: own.get(key.value, DEFAULT_TEMPLATES[key]) for key in TemplateKey}

    async def save_templates(self, integration_id: str, sources: Mapping[TemplateKey, str | None]) -> None:
        """Stores texts, all of them or none; None goes back to the default. Raises ``SettingsRefused``."""
        problems = [
            SettingProblem(f"templates.{key}", f"Line {problem.line}, column {problem.column}: {problem.message}")
            for key, source in sources.items()
            if source is not None
            for problem in check_template(key, source)
        ]
        if problems:
            raise SettingsRefused(problems)
        own = dict(self.supervisor(integration_id).settings.scheduling.templates)
        for key, source in sources.items():
            own.pop(key.value, None)
            if source is not None and source != DEFAULT_TEMPLATES[key]:
                own[key.value] = source
        await self._save_quietly(integration_id, {"scheduling": {"templates": own}})

    async def check_template(self, key: TemplateKey, source: str) -> tuple[Problem, ...]:
        return check_template(key, source)

    async def preview_template(
        self, integration_id: str, key: TemplateKey, source: str, item_id: int | None = None
    ) -> PreviewView:
        """Renders against a sample, or against a processed invitation of the journal."""
        values = await self._values(integration_id, item_id)
        try:
            return PreviewView(render(key, source, values))
        except TemplateError as fault:
            return PreviewView("", str(fault))

    async def template_lab(
        self, integration_id: str, drafts: Mapping[TemplateKey, str], item_id: int | None = None
    ) -> tuple[LabCase, ...]:
        """Every answer at once, as stored but for ``drafts``, with the values of a sample or of an invitation."""
        stored = await self.templates(integration_id)
        return try_all({**stored, **drafts}, await self._values(integration_id, item_id))

    async def _values(self, integration_id: str, item_id: int | None) -> dict[str, str]:
        """Of a sample, and over it what an invitation of the journal says."""
        values = sample_values(scheduling_policy(self.supervisor(integration_id).settings.scheduling))
        if item_id is None:
            return values
        async with self.around.database.begin() as work:
            entry = await work.journal.get(item_id)
        if entry is None or entry.integration_id != integration_id:
            raise ConciergeError("This invitation is no longer in the journal.", "Choose another one.")
        return values | _values_of(entry)

    async def issue_alias(self, integration_id: str, passcodes: Passcodes = NO_PASSCODES) -> AliasView:
        supervisor = self.supervisor(integration_id)
        key = await alias_key(self.around.vault, integration_id)
        policy = scheduling_policy(supervisor.settings.scheduling)
        issued = await issue_alias(
            self.around.database, integration_id, policy, key, self.around.clock.now(), passcodes
        )
        self.around.bus.publish(RoomsChanged(integration_id))
        return issued


def _values_of(entry: JournalEntry) -> dict[str, str]:
    values = {
        "subject": entry.subject,
        "organizer_name": str(entry.message.get("organizer_name", "")) or entry.organizer,
        "organizer_email": entry.organizer,
    }
    if entry.alias:
        values |= {"alias": entry.alias, "numeric_alias": entry.alias.partition("@")[0]}
    if entry.start is not None and entry.end is not None:
        values |= {"start_time": format_time(entry.start, entry.zone), "end_time": format_time(entry.end, entry.zone)}
    return values
