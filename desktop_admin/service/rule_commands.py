"""Commands about the rules of presence: list, keywords, what counts, and what a change of them would do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any, TypeVar

from desktop_admin.domain.coverage import Coverage, CoverageCount
from desktop_admin.domain.keyword_table import keyword_problems, keywords_from_csv, keywords_to_csv
from desktop_admin.domain.people import Keyword, PresenceEntry
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.presence_list import presence_problems, rules_problems
from desktop_admin.domain.what_if import Difference, difference
from desktop_admin.errors import ConciergeError
from desktop_admin.service.context import CommandGroup, merged
from desktop_admin.service.control import IntegrationId, command
from desktop_admin.service.events import PeopleChanged, WhatIfProgress
from desktop_admin.service.known import Known
from desktop_admin.service.policies import presence_policy
from desktop_admin.service.views import PersonWhatIf, PresenceRules, RulesDraft, WhatIf
from desktop_admin.settings import IntegrationSettings, SettingProblem, SettingsRefused
from desktop_admin.settings.configuration import read_config

SLICE = 25
"""So many people are looked at in one go; then whoever waits has a turn, and a cancelled command ends."""

T = TypeVar("T")


def what_if_answer(found: WhatIf) -> dict[str, Any]:
    changed = [
        {
            "name": each.person.name,
            "address": each.person.address,
            "seconds": each.changed,
            "parts": each.parts,
            "first": each.first,
        }
        for each in found.changed
    ]
    return {"start": found.start, "end": found.end, "people": found.people, "changed": changed}


def coverage_answer(covered: tuple[tuple[Keyword, ...], Coverage]) -> dict[str, Any]:
    keywords, found = covered
    return {
        "appointments": found.appointments,
        "caught": found.caught,
        "people": found.people,
        "keywords": [{**asdict(keyword), **asdict(hits)} for keyword, hits in zip(keywords, found.hits, strict=True)],
        "words": found.words,
    }


class RuleCommands(CommandGroup):
    async def presences(self, integration_id: str) -> tuple[PresenceEntry, ...]:
        async with self.context.around.database.begin() as work:
            return await work.presences.list(integration_id)

    async def keywords(self, integration_id: str) -> tuple[Keyword, ...]:
        async with self.context.around.database.begin() as work:
            return await work.keywords.list(integration_id)

    async def save_keywords(self, integration_id: str, keywords: Sequence[Keyword]) -> None:
        presences = await self.presences(integration_id)
        _refuse(_keyword_problems(keywords, presences))
        async with self.context.around.database.begin() as work:
            await work.keywords.replace(integration_id, tuple(keywords))
        await self._rules_changed(integration_id)

    @command()
    async def export_keywords(self, integration_id: IntegrationId) -> str:
        """The keyword table as CSV."""
        return keywords_to_csv(await self.keywords(integration_id))

    @command()
    async def import_keywords(self, integration_id: IntegrationId, text: str) -> int:
        """Takes a CSV file's table instead of the present one, or refuses it with every bad line and takes nothing.
        Returns how many keywords there are then."""
        found = keywords_from_csv(text, await self.presences(integration_id))
        if found.problems:
            raise ConciergeError("\n".join(found.problems), "Correct the file; nothing was taken.")
        await self.save_keywords(integration_id, found.keywords)
        return len(found.keywords)

    @command()
    async def get(self, integration_id: IntegrationId) -> PresenceRules:
        """All that decides presence, with how many people have chosen each presence themselves."""
        settings = self.context.supervisor(integration_id).settings.presence
        async with self.context.around.database.begin() as work:
            return PresenceRules(
                presences=await work.presences.list(integration_id),
                keywords=await work.keywords.list(integration_id),
                settings=settings,
                chosen=await work.presences.chosen(integration_id),
            )

    async def save(self, integration_id: str, draft: RulesDraft, names: Mapping[str, str] | None = None) -> None:
        """Takes list, keywords and settings together, or nothing. ``names``: what became of presences that have another
        name now or are gone (old → new): whoever had chosen the old one has chosen the new one. Raises
        ``SettingsRefused``."""
        supervisor = self.context.supervisor(integration_id)
        settings = self._settings(integration_id, draft)
        names = dict(names or {})
        async with self.context.around.database.begin() as work:
            chosen = {names.get(name, name): 0 for name in await work.presences.chosen(integration_id)}
            for name, count in (await work.presences.chosen(integration_id)).items():
                chosen[names.get(name, name)] += count
            _refuse(_draft_problems(draft, settings, chosen))
            await work.presences.replace(integration_id, draft.presences)
            await work.presences.choose_instead(integration_id, names)
            await work.keywords.replace(integration_id, draft.keywords)
            await work.integrations.save(integration_id, settings.model_dump(mode="json"))
        supervisor.presence.choose_instead(names)
        await supervisor.apply(settings)
        self.context.publish_integrations()
        self.context.around.bus.publish(PeopleChanged(integration_id))

    async def what_if(self, integration_id: str, draft: RulesDraft) -> WhatIf:
        """Whose presence the draft would change in the time that has been read, from today's midnight on.

        Cancelling ends it within one slice. Raises ``SettingsRefused`` for a draft that could not be saved.
        """
        before, after = self._policies(integration_id, draft)
        start, end = self._window(integration_id)
        everybody = self._judged(integration_id)

        def look(known: Known) -> PersonWhatIf | None:
            found = difference(known.facts, before, after, start, end)
            if not found.parts:
                return None
            return PersonWhatIf(known.person, found.changed, len(found.parts), found.parts[0].start)

        looked = await self._in_slices(integration_id, everybody, look)
        changed = sorted((each for each in looked if each), key=lambda each: (-each.changed, each.person.name))
        return WhatIf(start, end, len(everybody), tuple(changed))

    @command(what_if_answer)
    async def what_if_applied(self, integration_id: IntegrationId, text: str) -> WhatIf:
        """Whose presence the TOML document ``text`` would change if it were applied."""
        settings = self.context.supervisor(integration_id).settings
        name = settings.name.casefold()
        configs = read_config(text).integrations
        config = next((each for each in configs if each.settings.name.casefold() == name), None)
        if config is None:
            raise ConciergeError(f"The file has no integration “{settings.name}”.", "Name another one.")
        rules = await self.get(integration_id)
        draft = RulesDraft(
            presences=rules.presences if config.presences is None else config.presences,
            keywords=rules.keywords if config.keywords is None else config.keywords,
            settings=config.settings.presence.model_dump(mode="json"),
        )
        return await self.what_if(integration_id, draft)

    async def what_if_of(self, integration_id: str, draft: RulesDraft, person_id: int) -> Difference:
        """The same for one person, with both days laid side by side."""
        before, after = self._policies(integration_id, draft)
        known = self.context.supervisor(integration_id).presence.known(person_id)
        if known is None:
            raise ConciergeError("This person is no longer in the list.")
        return await asyncio.to_thread(difference, known.facts, before, after, *self._window(integration_id))

    @command(coverage_answer)
    async def keyword_coverage(self, integration_id: IntegrationId) -> tuple[tuple[Keyword, ...], Coverage]:
        """What each stored keyword hits in the appointments known, and frequent words that none catches."""
        return await self.keywords(integration_id), await self.coverage(integration_id)

    async def coverage(self, integration_id: str, draft: RulesDraft | None = None) -> Coverage:
        """What keywords hit in the appointments known: the stored ones, or a draft's."""
        keeper = self.context.supervisor(integration_id).presence
        policy = keeper.policy if draft is None else self._policy(integration_id, draft)
        count = CoverageCount(policy)

        def add(known: Known) -> None:
            count.add(known.person.id, known.facts)

        await self._in_slices(integration_id, self._judged(integration_id), add)
        return count.result()

    def _judged(self, integration_id: str) -> tuple[Known, ...]:
        keeper = self.context.supervisor(integration_id).presence
        found = (keeper.known(view.person.id) for view in keeper.views() if view.verdict is not None)
        return tuple(known for known in found if known is not None)

    def _window(self, integration_id: str) -> tuple[datetime, datetime]:
        """From today's midnight in the system's zone to the end of what is read."""
        today = self.context.around.clock.now().astimezone().date()
        last = today + timedelta(days=self.context.supervisor(integration_id).settings.presence.read_days)
        return datetime.combine(today, time.min).astimezone(), datetime.combine(last, time.min).astimezone()

    async def _in_slices(self, integration_id: str, people: Sequence[Known], look: Callable[[Known], T]) -> list[T]:
        made: list[T] = []
        for part in _slices(people):
            # In a thread, since one overfull calendar alone would hold up everything else on the loop.
            made += await asyncio.to_thread(_all, look, part)
            self.context.around.bus.publish(WhatIfProgress(integration_id, len(made), len(people)))
        return made

    def _policy(self, integration_id: str, draft: RulesDraft) -> PresencePolicy:
        return presence_policy(self._settings(integration_id, draft).presence, draft.presences, draft.keywords)

    def _policies(self, integration_id: str, draft: RulesDraft) -> tuple[PresencePolicy, PresencePolicy]:
        settings = self._settings(integration_id, draft)
        _refuse(_draft_problems(draft, settings, {}))
        return self.context.supervisor(integration_id).presence.policy, self._policy(integration_id, draft)

    def _settings(self, integration_id: str, draft: RulesDraft) -> IntegrationSettings:
        return merged(self.context.supervisor(integration_id).settings, {"presence": dict(draft.settings)})

    async def _rules_changed(self, integration_id: str) -> None:
        await self.context.supervisor(integration_id).people_changed()
        self.context.around.bus.publish(PeopleChanged(integration_id))


def _draft_problems(draft: RulesDraft, settings: IntegrationSettings, chosen: Mapping[str, int]) -> dict[str, str]:
    listed = {f"presences.{row + 1}": text for row, text in presence_problems(draft.presences).items()}
    rules = settings.presence
    named = rules_problems(draft.presences, rules.meeting_presence, rules.out_of_office_presence, chosen)
    return listed | _keyword_problems(draft.keywords, draft.presences) | named


def _keyword_problems(keywords: Sequence[Keyword], presences: Sequence[PresenceEntry]) -> dict[str, str]:
    return {f"keywords.{row + 1}": message for row, message in keyword_problems(keywords, presences).items()}


def _refuse(problems: Mapping[str, str]) -> None:
    if problems:
        raise SettingsRefused([SettingProblem(path, message) for path, message in problems.items()])


def _all(look: Callable[[Known], T], part: Sequence[Known]) -> list[T]:
    return [look(known) for known in part]


def _slices(people: Sequence[Known]) -> Iterator[tuple[Known, ...]]:
    left = iter(people)
    while part := tuple(islice(left, SLICE)):
        yield part
