"""Adding and editing a person, from whatever page: asks, saves, asks again where it was refused, stays up to date."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QDialog

from desktop_admin.domain.address import fold_address
from desktop_admin.domain.people import Person
from desktop_admin.gui.dialogs.person import PersonDialog
from desktop_admin.gui.dialogs.show import show
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.widgets.person_advanced import PersonAdvanced
from desktop_admin.service.views import PersonView
from desktop_admin.settings import SettingsRefused


class PersonEditing:
    """One page's. The page tells whose presence moved with :meth:`moved`."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._person_id = 0
        self._advanced: PersonAdvanced | None = None

    async def add(self) -> int:
        """The new person's id; 0 where the user thought better of it."""
        return await self._ask_and_save(Person(0, ""))

    async def edit(self, view: PersonView) -> int:
        """The person's id; 0 where nothing was changed."""
        return await self._ask_and_save(view.person)

    def moved(self, people: Iterable[int]) -> None:
        """The presence of these people changed, or what is known of them."""
        if self._advanced is not None and self._person_id in people:
            self._page.work.refresh("editor", self._show_details)

    async def _ask_and_save(self, person: Person) -> int:
        commands, integration_id = self._page.commands, self._page.integration_id
        others = [view.person for view in await commands.people.list(integration_id) if view.person.id != person.id]
        taken = {fold_address(other.address): other.name for other in others if other.address}
        typed = await self._asked(person, taken, "")
        while typed is not None and typed != person:
            try:
                return (await commands.people.save(integration_id, typed)).id
            except SettingsRefused as refused:
                typed = await self._asked(typed, taken, refused.problems[0].message)
        return 0

    async def _asked(self, person: Person, taken: dict[str, str], refusal: str) -> Person | None:
        advanced = self._advanced = PersonAdvanced(self._page.desk.store) if person.id else None
        self._person_id = person.id
        dialog = PersonDialog(self._page, person, taken, refusal, advanced)
        if advanced is not None:
            self._page.work.refresh("editor", self._show_details)
        try:
            accepted = await show(dialog) == QDialog.DialogCode.Accepted
        finally:
            self._advanced = None
        return dialog.person() if accepted else None

    async def _show_details(self) -> None:
        commands, now = self._page.commands, self._page.desk.now()
        integration_id, person_id, advanced = self._page.integration_id, self._person_id, self._advanced
        if advanced is None:
            return
        details = await commands.people.details(integration_id, person_id, now.astimezone().date())
        changes = await commands.people.history(integration_id, person_id)
        if advanced is self._advanced:
            advanced.show_details(details, changes, now)
