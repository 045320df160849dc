"""What the command line asks about the rules of presence: the rules, what a file would change, coverage, keywords."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from desktop_admin.domain.keyword_table import keywords_from_csv, keywords_to_csv
from desktop_admin.errors import ConciergeError
from desktop_admin.service.control_desk import ControlDesk, moment
from desktop_admin.service.views import RulesDraft
from desktop_admin.settings.configuration import read_config


class RulesControl(ControlDesk):
    async def presence_rules(self, integration: str) -> dict[str, Any]:
        """The presence list, keywords and settings, and how many people have chosen each presence themselves."""
        rules = await self._concierge.presence_rules(self._named(integration).id)
        return {
            "presences": [asdict(each) for each in rules.presences],
            "keywords": [asdict(each) for each in rules.keywords],
            "settings": rules.settings.model_dump(mode="json"),
            "chosen": dict(rules.chosen),
        }

    async def what_if(self, integration: str, text: str) -> dict[str, Any]:
        """Whose presence the TOML document ``text`` would change, were it applied; seconds for each person."""
        supervisor = self._named(integration)
        name = supervisor.settings.name.casefold()
        document = read_config(text)
        config = next((each for each in document.integrations if each.settings.name.casefold() == name), None)
        if config is None:
            raise ConciergeError(
                f"The file has no integration “{supervisor.settings.name}”.",
                "Name another one.",
            )
        rules = await self._concierge.presence_rules(supervisor.id)
        draft = RulesDraft(
            presences=rules.presences if config.presences is None else config.presences,
            keywords=rules.keywords if config.keywords is None else config.keywords,
            settings=config.settings.presence.model_dump(mode="json"),
        )
        found = await self._concierge.what_if(supervisor.id, draft)
        return {
            "start": moment(found.start),
            "end": moment(found.end),
            "people": found.people,
            "changed": [
                {
                    "name": each.person.name,
                    "address": each.person.address,
                    "seconds": each.changed.total_seconds(),
                    "parts": each.parts,
                    "first": moment(each.first),
                }
                for each in found.changed
            ],
        }

    async def coverage(self, integration: str) -> dict[str, Any]:
        """What each keyword hits in the appointments known, and frequent words that none catches."""
        integration_id = self._named(integration).id
        keywords = await self._concierge.keywords(integration_id)
        found = await self._concierge.coverage(integration_id)
        return {
            "appointments": found.appointments,
            "caught": found.caught,
            "people": found.people,
            "keywords": [
                {**asdict(keyword), **asdict(hits), "last": moment(hits.last)}
                for keyword, hits in zip(keywords, found.hits, strict=True)
            ],
            "words": [asdict(each) for each in found.words],
        }

    async def export_keywords(self, integration: str) -> dict[str, Any]:
        """The keyword table as CSV."""
        return {"text": keywords_to_csv(await self._concierge.keywords(self._named(integration).id))}

    async def import_keywords(self, integration: str, text: str) -> dict[str, Any]:
        """Takes a CSV file's table instead of the present one, or refuses it with every bad line and takes nothing."""
        integration_id = self._named(integration).id
        found = keywords_from_csv(text, await self._concierge.presences(integration_id))
        if found.problems:
            raise ConciergeError("\n".join(found.problems), "Correct the file; nothing was taken.")
        await self._concierge.save_keywords(integration_id, found.keywords)
        return {"taken": len(found.keywords)}
