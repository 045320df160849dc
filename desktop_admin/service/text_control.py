"""What the command line asks about texts, as JSON-able answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from difflib import get_close_matches
from typing import Any, TypeVar

from desktop_admin.domain.template import DEFAULT_TEMPLATES, TEMPLATES, TemplateKey
from desktop_admin.errors import ConciergeError
from desktop_admin.service.control_desk import ControlDesk

T = TypeVar("T")


class TextControl(ControlDesk):
    async def templates(self, integration: str) -> dict[str, Any]:
        """Every text in use, with what it is for, its variables and whether it is the default."""
        texts = await self._concierge.templates(self._named(integration).id)
        return {
            "templates": [
                {
                    "key": key.value,
                    "label": TEMPLATES[key].label,
                    "help": TEMPLATES[key].help,
                    "variables": list(TEMPLATES[key].variables),
                    "limit": TEMPLATES[key].limit,
                    "is_default": text == DEFAULT_TEMPLATES[key],
                    "text": text,
                    "default": DEFAULT_TEMPLATES[key],
                }
                for key, text in texts.items()
            ]
        }

    async def save_templates(self, integration: str, texts: dict[str, str | None]) -> dict[str, Any]:
        """Stores all of them or none; None goes back to the default."""
        sources = _known(texts)
        await self._concierge.save_templates(self._named(integration).id, sources)
        count = "One text was" if len(sources) == 1 else f"{len(sources)} texts were"
        return {"told": [f"{count} stored."]}

    async def template_lab(
        self, integration: str, texts: dict[str, str] | None = None, item_id: int | None = None
    ) -> dict[str, Any]:
        """Every answer, rendered; ``texts`` stand in for the stored ones."""
        cases = await self._concierge.template_lab(self._named(integration).id, _known(texts or {}), item_id)
        return {"cases": [asdict(case) for case in cases]}


def _known(texts: Mapping[str, T]) -> dict[TemplateKey, T]:
    for key in texts:
        if key not in list(TemplateKey):
            near = get_close_matches(key, list(TemplateKey), n=1)
            hint = f"Is “{near[0]}” meant?" if near else f"There are: {', '.join(TemplateKey)}."
            raise ConciergeError(f"There is no text “{key}”.", hint)
    return {TemplateKey(key): text for key, text in texts.items()}
