"""Commands about issued aliases: the ledger, its forecast, and the end of an alias."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from desktop_admin.domain.alias import RATE_WINDOW, AliasForecast, forecast
from desktop_admin.domain.conference import ConferenceState
from desktop_admin.domain.ledger import AliasState, LedgerEntry
from desktop_admin.domain.passcode import Passcodes
from desktop_admin.domain.scheduling import unique_name
from desktop_admin.errors import ConciergeError
from desktop_admin.service.aliases import issue_alias, release_idle
from desktop_admin.service.context import CommandGroup
from desktop_admin.service.control import AliasId, IntegrationId, Most, command, find_alias_id
from desktop_admin.service.events import LogLevel, RoomsChanged
from desktop_admin.service.keys import alias_key
from desktop_admin.service.policies import scheduling_policy
from desktop_admin.service.room_views import LedgerView, entry_answer, ledger_answer
from desktop_admin.service.views import AliasView
from desktop_admin.storage import Work

SHOWN = 500


def forecast_answer(found: AliasForecast) -> dict[str, Any]:
    return {**asdict(found), "is_likely": found.is_likely}


class AliasCommands(CommandGroup):
    @command()
    async def issue(self, integration_id: IntegrationId, passcode: str = "", chair_passcode: str = "") -> AliasView:
        """Gives out an alias for one meeting, with the instructions (HTML) for its invitation."""
        supervisor = self.context.supervisor(integration_id)
        key = await alias_key(self.context.around.vault, integration_id)
        policy = scheduling_policy(supervisor.settings.scheduling)
        passcodes = Passcodes(passcode, chair_passcode)
        issued = await issue_alias(
            self.context.around.database, integration_id, policy, key, self.context.around.clock.now(), passcodes
        )
        self.context.around.bus.publish(RoomsChanged(integration_id))
        return issued

    @command(ledger_answer)
    async def list(
        self,
        integration_id: IntegrationId,
        state: AliasState | None = None,
        search: str = "",
        limit: Most | None = SHOWN,
    ) -> LedgerView:
        """The ledger, the newest first."""
        self.context.supervisor(integration_id)
        async with self.context.around.database.begin() as work:
            return LedgerView(
                await work.ledger.entries(integration_id, state, search, limit),
                await work.ledger.count(integration_id, state, search),
                await work.ledger.counts(integration_id),
            )

    @command(entry_answer)
    async def find(self, integration_id: IntegrationId, alias: str) -> LedgerEntry:
        """The newest entry of an alias, whole or its number alone. Raises ``ConciergeError`` if there is none."""
        alias_id = await find_alias_id(self.context, integration_id, alias)
        async with self.context.around.database.begin() as work:
            return await _entry(work, integration_id, alias_id)

    @command(entry_answer)
    async def delete(self, integration_id: IntegrationId, alias_id: AliasId) -> LedgerEntry:
        """Takes an alias back. The conference that meets there ends, since nobody could join it any more, and later
        invitations with the alias are declined as deleted; nobody is told by mail. Its number is free at once.
        """
        now = self.context.around.clock.now()
        async with self.context.around.database.begin() as work:
            entry = await _entry(work, integration_id, alias_id)
            if entry.issued.deleted is not None:
                raise ConciergeError(f"The alias {entry.issued.alias} was deleted before.")
            await work.aliases.save(replace(entry.issued, deleted=now))
            conference = await work.calendared.get(integration_id, alias_id)
            for each in await work.conferences.holders_of(alias_id, other_than_uid=""):
                await work.conferences.save(replace(each, state=ConferenceState.CANCELLED), now)
            entry = await _entry(work, integration_id, alias_id)
        line = "The alias {alias} was deleted."
        if conference is not None:
            line = "The alias {alias} was deleted; its conference “{conference}” has ended."
        self._tell(integration_id, line, alias=entry.issued.alias, conference=conference.name if conference else "")
        await self.context.supervisor(integration_id).conferences_changed()
        return entry

    @command(entry_answer)
    async def restore(self, integration_id: IntegrationId, alias_id: AliasId) -> LedgerEntry:
        """Undoes a deletion, while nobody else holds the number: invitations with the alias are accepted again.

        The conference that ended with it is booked again, unless its meeting was changed or cancelled since; then the
        organiser's next update books it.
        """
        now = self.context.around.clock.now()
        async with self.context.around.database.begin() as work:
            deleted = (await _entry(work, integration_id, alias_id)).issued
            if deleted.deleted is None:
                raise ConciergeError(f"The alias {deleted.alias} is not deleted.")
            await work.aliases.save(replace(deleted, deleted=None))
            ended = await work.calendared.ended_with_alias(integration_id, alias_id, deleted.deleted)
            if ended is not None:
                taken = await work.conferences.names_taken(ended.name, ended.id)
                again = replace(ended, state=ConferenceState.SCHEDULED, name=unique_name(ended.name, taken))
                await work.conferences.save(again, now)
            entry = await _entry(work, integration_id, alias_id)
        self._tell(integration_id, "The deletion of the alias {alias} was undone.", alias=deleted.alias)
        await self.context.supervisor(integration_id).conferences_changed()
        return entry

    @command(forecast_answer)
    async def forecast(self, integration_id: IntegrationId) -> AliasForecast:
        scheduling = self.context.supervisor(integration_id).settings.scheduling
        now = self.context.around.clock.now()
        async with self.context.around.database.begin() as work:
            held = await work.holding.count_in_space(scheduling.alias_prefix, scheduling.alias_suffix_length)
            issued, given_back = await work.ledger.moved_since(integration_id, now - RATE_WINDOW)
        prefix, digits = scheduling.alias_prefix, scheduling.alias_suffix_length
        return forecast(prefix, digits, held, issued, given_back, now)

    async def release_idle(self, integration_id: str, now: datetime) -> None:
        released = await release_idle(self.context.around.database, integration_id, now)
        if released:
            line = "Aliases released, since nobody needs them any more: {released}."
            self._tell(integration_id, line, released=released)

    def _tell(self, integration_id: str, text: str, **fields: object) -> None:
        name = self.context.supervisor(integration_id).settings.name
        self.context.around.story.tell(integration_id, name, LogLevel.INFO, text, **fields)
        self.context.around.bus.publish(RoomsChanged(integration_id))


async def _entry(work: Work, integration_id: str, alias_id: str) -> LedgerEntry:
    entry = await work.ledger.by_id(integration_id, alias_id)
    if entry is None:
        raise ConciergeError("This alias is not in the ledger.", "Read the list anew.")
    return entry
