"""What the command line asks about people: their presence and its history, files, calendars followed, own choices."""

from __future__ import annotations

from typing import Any

from desktop_admin.domain.address import same_address
from desktop_admin.errors import ConciergeError
from desktop_admin.service.control_desk import ControlDesk, moment
from desktop_admin.service.people_csv import read_people, write_people
from desktop_admin.service.views import PersonView


class PeopleControl(ControlDesk):
    async def people(self, integration: str) -> dict[str, Any]:
        """Everybody's present value and its cause."""
        views = await self._concierge.people(self._named(integration).id)
        return {"people": [_told(view) for view in views]}

    async def presence_history(self, integration: str, person: str, limit: int = 1000) -> dict[str, Any]:
        """The changes of a person's presence, newest first; ``person`` is a name or an address."""
        integration_id = self._named(integration).id
        found = await self._person(integration_id, person)
        changes = await self._concierge.presence_history(integration_id, found.person.id, limit)
        return {
            "name": found.person.name,
            "changes": [
                {
                    "at": moment(each.at),
                    "presence": each.presence or None,
                    "rule": str(each.cause) if each.cause else None,
                    "cause": each.text,
                }
                for each in changes
            ],
        }

    async def import_people(self, integration: str, text: str) -> dict[str, Any]:
        """Takes all people of a CSV file's text, or refuses it with every bad line and takes nobody."""
        integration_id = self._named(integration).id
        known = [view.person for view in await self._concierge.people(integration_id)]
        found = read_people(text, known)
        if found.problems:
            raise ConciergeError("\n".join(("Nobody was imported.", *found.problems)), "Correct the file.")
        await self._concierge.replace_people(integration_id, found.people, ())
        return {"added": found.added, "changed": len(found.people) - found.added}

    async def export_people(self, integration: str) -> dict[str, Any]:
        """Everybody as the text of a CSV file."""
        views = await self._concierge.people(self._named(integration).id)
        return {"text": write_people(view.person for view in views)}

    async def choose_presence(self, integration: str, person: str, presence: str | None) -> dict[str, Any]:
        """Sets a person's own choice; None follows the calendar again."""
        integration_id = self._named(integration).id
        found = await self._person(integration_id, person)
        await self._concierge.set_override(integration_id, found.person.id, presence)
        return _told(await self._person(integration_id, person))

    async def follow_calendar(self, integration: str, people: list[str], follow: bool) -> dict[str, Any]:
        """Switches calendar integration on or off for everybody named, by name or address; none of them, where one is
        not found."""
        integration_id = self._named(integration).id
        found = [await self._person(integration_id, each) for each in people]
        await self._concierge.follow_calendars(integration_id, [view.person.id for view in found], follow)
        return {"people": [view.person.name for view in found]}

    async def _person(self, integration_id: str, wanted: str) -> PersonView:
        views = await self._concierge.people(integration_id)
        word = wanted.strip().casefold()
        found = [view for view in views if same_address(view.person.address, wanted)]
        found = found or [view for view in views if view.person.name.casefold() == word]
        if not found:
            raise ConciergeError(f"There is nobody “{wanted}”.", "Write a name or an address as “people” lists it.")
        if len(found) > 1:
            raise ConciergeError(f"{len(found)} people are called “{wanted}”.", "Write the address of the one meant.")
        return found[0]


def _told(view: PersonView) -> dict[str, Any]:
    verdict = view.verdict
    return {
        "name": view.person.name,
        "address": view.person.address,
        "extension": view.person.extension,
        "followed": view.person.is_kept,
        "presence": verdict.presence if verdict else None,
        "cause": verdict.cause.text if verdict else "",
        "greeting": verdict.greeting if verdict else "",
        "return_time": moment(verdict.return_time) if verdict else None,
        "next_change": moment(verdict.next_change) if verdict else None,
        "read_at": moment(view.read_at),
        "read_how": view.how,
        "heard_by": view.watch,
        "trouble": view.trouble,
    }
