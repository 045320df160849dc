"""Commands about the texts of replies: templates, previews, and all of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Annotated, Any, Final

from desktop_admin.domain.journal import JournalEntry
from desktop_admin.domain.template import (
    DEFAULT_TEMPLATES,
    TEMPLATES,
    TemplateError,
    TemplateKey,
    check_template,
    render,
    sample_values,
    time_values,
)
from desktop_admin.domain.template_lab import LabCase, try_all
from desktop_admin.errors import ConciergeError
from desktop_admin.service.context import CommandGroup, ServiceContext
from desktop_admin.service.control import Asked, IntegrationId, Row, command
from desktop_admin.service.integration_commands import IntegrationCommands
from desktop_admin.service.policies import scheduling_policy
from desktop_admin.service.views import PreviewView
from desktop_admin.settings import SettingProblem, SettingsRefused


def templates_answer(texts: Mapping[TemplateKey, str]) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "label": TEMPLATES[key].label,
            "help": TEMPLATES[key].help,
            "variables": TEMPLATES[key].variables,
            "limit": TEMPLATES[key].limit,
            "is_default": text == DEFAULT_TEMPLATES[key],
            "text": text,
            "default": DEFAULT_TEMPLATES[key],
        }
        for key, text in texts.items()
    ]


async def _known(_context: ServiceContext, _integration_id: str, texts: Mapping[str, Any]) -> dict[TemplateKey, Any]:
    for key in texts:
        if key not in list(TemplateKey):
            near = get_close_matches(key, list(TemplateKey), n=1)
            hint = f"Is “{near[0]}” meant?" if near else f"There are: {', '.join(TemplateKey)}."
            raise ConciergeError(f"There is no text “{key}”.", hint)
    return {TemplateKey(key): text for key, text in texts.items()}


Texts = Annotated[Mapping[TemplateKey, str], Asked(dict[str, str], "texts", _known)]
NO_DRAFTS: Final[Mapping[TemplateKey, str]] = MappingProxyType({})
TextsOrDefaults = Annotated[Mapping[TemplateKey, str | None], Asked(dict[str, str | None], "texts", _known)]


class TemplateCommands(CommandGroup):
    def __init__(self, context: ServiceContext, integrations: IntegrationCommands) -> None:
        super().__init__(context)
        self._integrations = integrations

    @command(templates_answer)
    async def list(self, integration_id: IntegrationId) -> Mapping[TemplateKey, str]:
        """Every text as it is in use, defaults filled in."""
        own = self.context.supervisor(integration_id).settings.scheduling.templates
        return {key: own.get(key.value, DEFAULT_TEMPLATES[key]) for key in TemplateKey}

    @command()
    async def save(self, integration_id: IntegrationId, sources: TextsOrDefaults) -> int:
        """Stores texts, all of them or none; None goes back to the default. Returns how many.

        Raises ``SettingsRefused``.
        """
        problems = [
            SettingProblem(f"templates.{key}", f"Line {problem.line}, column {problem.column}: {problem.message}")
            for key, source in sources.items()
            if source is not None
            for problem in check_template(key, source)
        ]
        if problems:
            raise SettingsRefused(problems)
        own = dict(self.context.supervisor(integration_id).settings.scheduling.templates)
        for key, source in sources.items():
            own.pop(key.value, None)
            if source is not None and source != DEFAULT_TEMPLATES[key]:
                own[key.value] = source
        await self._integrations.save_quietly(integration_id, {"scheduling": {"templates": own}})
        return len(sources)

    async def preview(
        self, integration_id: str, key: TemplateKey, source: str, item_id: int | None = None
    ) -> PreviewView:
        """Renders against a sample, or against a processed invitation of the journal."""
        values = await self._values(integration_id, item_id)
        try:
            return PreviewView(render(key, source, values))
        except TemplateError as fault:
            return PreviewView("", str(fault))

    @command()
    async def lab(
        self, integration_id: IntegrationId, drafts: Texts = NO_DRAFTS, item_id: Row | None = None
    ) -> tuple[LabCase, ...]:
        """Every answer at once, as stored but for ``drafts``, with the values of a sample or of an invitation."""
        stored = await self.list(integration_id)
        return try_all({**stored, **drafts}, await self._values(integration_id, item_id))

    async def _values(self, integration_id: str, item_id: int | None) -> dict[str, str]:
        """Of a sample, and over it what an invitation of the journal says."""
        values = sample_values(scheduling_policy(self.context.supervisor(integration_id).settings.scheduling))
        if item_id is None:
            return values
        async with self.context.around.database.begin() as work:
            entry = await work.journal.get(item_id)
        if entry is None or entry.integration_id != integration_id:
            raise ConciergeError("This invitation is no longer in the journal.", "Choose another one.")
        return values | _values_of(entry)


def _values_of(entry: JournalEntry) -> dict[str, str]:
    values = {
        "subject": entry.subject,
        "organizer_name": str(entry.message.get("organizer_name", "")) or entry.organizer,
        "organizer_email": entry.organizer,
    }
    if entry.alias:
        values |= {"alias": entry.alias, "numeric_alias": entry.alias.partition("@")[0]}
    if entry.start is not None and entry.end is not None:
        values |= time_values(entry.start, entry.end, entry.zone)
    return values
