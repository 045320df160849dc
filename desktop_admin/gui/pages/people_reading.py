"""What the pages that list people read first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_admin.gui.pages.page import Page

if TYPE_CHECKING:
    from desktop_admin.domain.people import PresenceEntry
    from desktop_admin.service.views import PersonView


async def read_people(page: Page) -> tuple[tuple[PresenceEntry, ...], tuple[PersonView, ...]] | None:
    """The presence list and the people of the page's integration; None if there is none, or another one by now."""
    integration_id = page.integration_id
    if not integration_id:
        return None
    presences = await page.commands.rules.presences(integration_id)
    people = await page.commands.people.list(integration_id)
    return (presences, people) if integration_id == page.integration_id else None
