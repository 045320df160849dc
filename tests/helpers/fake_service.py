"""The service as the desktop sees it, in memory: every command works on made-up data and tells what it changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from desktop_admin.crashes import Crash
from desktop_admin.domain.coverage import Coverage, coverage
from desktop_admin.domain.notification_day import NotificationDay
from desktop_admin.domain.passcode import NO_PASSCODES, Passcodes
from desktop_admin.domain.people import DEFAULT_PRESENCES, Keyword, Override, Person, PresenceEntry
from desktop_admin.domain.policy import PresencePolicy, SchedulingPolicy
from desktop_admin.domain.ports import FoundServer
from desktop_admin.domain.presence import PersonFacts, decide_presence, presence_timeline
from desktop_admin.domain.status import Condition, Status
from desktop_admin.domain.template import (
    DEFAULT_TEMPLATES,
    Problem,
    TemplateError,
    TemplateKey,
    check_template,
    render,
    sample_values,
)
from desktop_admin.domain.template_lab import LabCase, try_all
from desktop_admin.domain.what_if import Difference, difference
from desktop_admin.errors import ConciergeError
from desktop_admin.service.bus import Bus
from desktop_admin.service.desk import merged
from desktop_admin.service.directory_view import DirectoryView
from desktop_admin.service.events import (
    AlarmsChanged,
    CheckProgress,
    ConditionChanged,
    IntegrationsChanged,
    LogLine,
    PeopleChanged,
    PresenceChanged,
)
from desktop_admin.service.loop import LoopThread
from desktop_admin.service.policies import presence_policy
from desktop_admin.service.views import (
    AliasView,
    DayCounts,
    IntegrationView,
    PersonDetails,
    PersonView,
    PersonWhatIf,
    PresenceRules,
    PreviewView,
    ProcessedView,
    RulesDraft,
    StripPart,
    WhatIf,
)
from desktop_admin.settings import IntegrationSettings, ListenerSettings, SettingProblem, SettingsRefused
from desktop_admin.settings.problems import problems_from
from tests.helpers import fake_data
from tests.helpers.fake_board import FakeBoard
from tests.helpers.fake_directory import FakeDirectory, full
from tests.helpers.fake_meetings import FakeMeetings
from tests.helpers.fake_rooms import FakeRooms, RoomShelf, company


@dataclass
class Shelf:
    """What one integration holds."""

    people: dict[int, tuple[Person, PersonFacts]] = field(default_factory=dict)
    items: tuple[ProcessedView, ...] = ()
    keywords: tuple[Keyword, ...] = fake_data.KEYWORDS
    presences: tuple[PresenceEntry, ...] = DEFAULT_PRESENCES


class FakeService(FakeRooms, FakeBoard, FakeDirectory, FakeMeetings):
    """Implements ``Commands``. ``calls`` records names and arguments; ``refuse[name]`` makes a command fail."""

    def __init__(self, now: datetime, *, empty: bool = False) -> None:
        self.now = now
        self.bus = Bus()
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.crash: Crash | None = None
        self.refuse: dict[str, Exception] = {}
        self.check_is_well = True
        self.listening = ListenerSettings()
        self.views: dict[str, IntegrationView] = {}
        self.shelves: dict[str, Shelf] = {}
        self.lines: list[LogLine] = []
        self.directories: dict[str, DirectoryView] = {}
        self.room_shelves: dict[str, RoomShelf] = {}
        if not empty:
            head, branch = fake_data.integrations(now)
            self.views = {head.id: head, branch.id: branch}
            self.shelves = {
                head.id: Shelf(fake_data.people(now), fake_data.processed(now)),
                branch.id: Shelf(),
            }
            self.lines = fake_data.log(now)
            self.directories = {head.id: full(now)}
            self.room_shelves = {head.id: company(now)}

    # -- integrations

    async def integrations(self) -> tuple[IntegrationView, ...]:
        self._called("integrations")
        return tuple(self.views.values())

    async def add_integration(self, values: Mapping[str, Any], password: str | None = None) -> IntegrationView:
        self._called("add_integration", dict(values))
        settings = self._validated(values, "")
        made = IntegrationView(
            f"made{len(self.views)}", settings, Condition(Status.DISABLED, self.now), has_password=bool(password)
        )
        self.views[made.id] = made
        self.shelves[made.id] = Shelf()
        self._tell_integrations()
        return made

    async def save_settings(
        self,
        integration_id: str,
        values: Mapping[str, Any],
        password: str | None = None,
        proxy_password: str | None = None,
    ) -> IntegrationView:
        self._called("save_settings", integration_id, dict(values), password)
        view = self._view(integration_id)
        settings = self._validated(merged(view.settings, values).model_dump(), integration_id)
        self.views[view.id] = replace(view, settings=settings, has_password=view.has_password or bool(password))
        self._tell_integrations()
        if settings.connection != view.settings.connection or password:
            await self.start_check(integration_id)
        return self.views[view.id]

    async def remove_integration(self, integration_id: str) -> None:
        self._called("remove_integration", integration_id)
        del self.views[integration_id], self.shelves[integration_id]
        self._tell_integrations()

    async def set_active(self, integration_id: str, active: bool) -> None:
        self._called("set_active", integration_id, active)
        view = self._view(integration_id)
        settings = view.settings.model_copy(update={"active": active})
        condition = Condition(Status.ONLINE if active else Status.DISABLED, self.now)
        self.views[view.id] = replace(view, settings=settings, condition=condition, alarms=())
        self._tell_integrations()
        self.bus.publish(AlarmsChanged(view.id, ()))

    async def force_now(self, integration_id: str) -> None:
        self._called("force_now", integration_id)
        self._view(integration_id)

    async def cancel_reading(self, integration_id: str) -> None:
        self._called("cancel_reading", integration_id)

    async def find_server(
        self, integration_id: str, address: str, password: str | None = None, trusted: Sequence[str] = ()
    ) -> FoundServer:
        self._called("find_server", integration_id, address, password, tuple(trusted))
        if "outlook.example.net" not in trusted:
            return FoundServer(ask_host="outlook.example.net")
        return FoundServer(url="https://outlook.example.net/EWS/Exchange.asmx")

    async def listener(self) -> ListenerSettings:
        return self.listening

    async def save_listener(self, values: Mapping[str, Any]) -> ListenerSettings:
        self._called("save_listener", dict(values))
        self.listening = ListenerSettings.model_validate(dict(values))
        return self.listening

    async def start_check(self, integration_id: str) -> None:
        self._called("start_check", integration_id)
        steps = fake_data.check_steps(well=self.check_is_well)
        for step in steps:
            self.bus.publish(CheckProgress(integration_id, step, finished=step is steps[-1]))

    def change_condition(self, integration_id: str, condition: Condition) -> None:
        """What Exchange does to us: for tests."""
        self.views[integration_id] = replace(self._view(integration_id), condition=condition)
        self.bus.publish(ConditionChanged(integration_id, condition))

    # -- what is shown

    async def counts(self, integration_id: str, day: date) -> DayCounts:
        self._called("counts", integration_id, day)
        items = self._shelf(integration_id).items
        counted = Counter(item.outcome for item in items if item.at.astimezone().date() == day)
        return DayCounts(**{name: counted[name] for name in ("accepted", "declined", "applied", "ignored", "held")})

    async def recent_items(self, integration_id: str, limit: int = 200, search: str = "") -> tuple[ProcessedView, ...]:
        self._called("recent_items", integration_id, limit, search)
        words = search.casefold().split()
        found = [item for item in self._shelf(integration_id).items if all(w in item.subject.casefold() for w in words)]
        return tuple(found[:limit])

    async def subscription_strip(self, integration_id: str, hours: int = 24) -> tuple[StripPart, ...]:
        self._called("subscription_strip", integration_id, hours)
        known = integration_id in (fake_data.HEAD_OFFICE, fake_data.BRANCH)
        return fake_data.strip(self.now, integration_id) if known else ()

    async def last_crash(self) -> Crash | None:
        self._called("last_crash")
        return self.crash

    async def save_diagnostics(self, file: Path) -> None:
        self._called("save_diagnostics", file)

    async def log_lines(self, after: int = 0, limit: int = 2000) -> tuple[LogLine, ...]:
        self._called("log_lines", after, limit)
        return tuple(line for line in self.lines if line.number > after)[-limit:]

    # -- people

    async def notification_days(self, integration_id: str, days: int = 14) -> tuple[NotificationDay, ...]:
        self._called("notification_days", integration_id, days)
        return fake_data.notification_days(integration_id)

    async def people(self, integration_id: str) -> tuple[PersonView, ...]:
        self._called("people", integration_id)
        return tuple(self._person_view(integration_id, number) for number in self._shelf(integration_id).people)

    async def person_details(self, integration_id: str, person_id: int, day: date) -> PersonDetails:
        self._called("person_details", integration_id, person_id, day)
        shelf = self._shelf(integration_id)
        if person_id not in shelf.people:
            raise ConciergeError("This person is no longer in the list.")
        facts = shelf.people[person_id][1]
        start = datetime.combine(day, time.min).astimezone()
        return PersonDetails(
            view=self._person_view(integration_id, person_id),
            appointments=tuple(each for each in facts.appointments if each.end > self.now),
            out_of_office=facts.out_of_office,
            override=facts.override,
            strip=presence_timeline(facts, self._policy(integration_id), start, start + timedelta(days=1)),
        )

    async def save_person(self, integration_id: str, person: Person) -> Person:
        self._called("save_person", integration_id, person)
        people = self._shelf(integration_id).people
        if any(each.address == person.address != "" and each.id != person.id for each, _ in people.values()):
            raise SettingsRefused([SettingProblem("address", "Somebody else has this address.")])
        if not person.id:
            person = replace(person, id=max(people, default=0) + 1)
        facts = people[person.id][1] if person.id in people else PersonFacts()
        people[person.id] = (person, facts)
        self.bus.publish(PeopleChanged(integration_id))
        return person

    async def remove_people(self, integration_id: str, person_ids: Sequence[int]) -> None:
        self._called("remove_people", integration_id, tuple(person_ids))
        for number in person_ids:
            self._shelf(integration_id).people.pop(number, None)
        self.bus.publish(PeopleChanged(integration_id))

    async def replace_people(self, integration_id: str, saved: Sequence[Person], removed: Sequence[int]) -> None:
        self._called("replace_people", integration_id, tuple(saved), tuple(removed))
        people = self._shelf(integration_id).people
        for number in removed:
            people.pop(number, None)
        for person in saved:
            number = person.id or max(people, default=0) + 1
            facts = people[number][1] if number in people else PersonFacts()
            people[number] = (replace(person, id=number), facts)
        self.bus.publish(PeopleChanged(integration_id))

    async def set_override(self, integration_id: str, person_id: int, presence: str | None) -> None:
        self._called("set_override", integration_id, person_id, presence)
        person, facts = self._shelf(integration_id).people[person_id]
        override = Override(presence, self.now) if presence else None
        self._shelf(integration_id).people[person_id] = (person, replace(facts, override=override))
        self.bus.publish(PresenceChanged(integration_id, (self._person_view(integration_id, person_id),)))

    async def presences(self, integration_id: str) -> tuple[PresenceEntry, ...]:
        self._called("presences", integration_id)
        return self._shelf(integration_id).presences

    async def keywords(self, integration_id: str) -> tuple[Keyword, ...]:
        self._called("keywords", integration_id)
        return self._shelf(integration_id).keywords

    async def save_keywords(self, integration_id: str, keywords: Sequence[Keyword]) -> None:
        self._called("save_keywords", integration_id, tuple(keywords))
        self._shelf(integration_id).keywords = tuple(keywords)
        self.bus.publish(PeopleChanged(integration_id))

    async def presence_rules(self, integration_id: str) -> PresenceRules:
        self._called("presence_rules", integration_id)
        shelf = self._shelf(integration_id)
        overrides = (facts.override for _, facts in shelf.people.values())
        chosen = Counter(each.presence for each in overrides if each)
        settings = self._view(integration_id).settings.presence
        return PresenceRules(shelf.presences, shelf.keywords, settings, chosen)

    async def save_presence_rules(
        self, integration_id: str, draft: RulesDraft, names: Mapping[str, str] | None = None
    ) -> None:
        self._called("save_presence_rules", integration_id, draft, dict(names or {}))
        shelf, view = self._shelf(integration_id), self._view(integration_id)
        shelf.presences, shelf.keywords = draft.presences, draft.keywords
        presence = view.settings.presence.model_copy(update=dict(draft.settings))
        self.views[view.id] = replace(view, settings=view.settings.model_copy(update={"presence": presence}))
        for number, (person, facts) in shelf.people.items():
            if facts.override and facts.override.presence in (names or {}):
                override = replace(facts.override, presence=(names or {})[facts.override.presence])
                shelf.people[number] = (person, replace(facts, override=override))
        self._tell_integrations()
        self.bus.publish(PeopleChanged(integration_id))

    async def what_if(self, integration_id: str, draft: RulesDraft) -> WhatIf:
        self._called("what_if", integration_id, draft)
        start, end = self._week()
        people = {number: who for number, (who, _) in self._shelf(integration_id).people.items() if who.is_kept}
        found = [(who, await self.what_if_of(integration_id, draft, number)) for number, who in people.items()]
        changed = [
            PersonWhatIf(who, each.changed, len(each.parts), each.parts[0].start) for who, each in found if each.parts
        ]
        return WhatIf(start, end, len(people), tuple(sorted(changed, key=lambda each: -each.changed)))

    async def what_if_of(self, integration_id: str, draft: RulesDraft, person_id: int) -> Difference:
        self._called("what_if_of", integration_id, draft, person_id)
        facts = self._shelf(integration_id).people[person_id][1]
        return difference(facts, self._policy(integration_id), self._policy(integration_id, draft), *self._week())

    async def coverage(self, integration_id: str, draft: RulesDraft | None = None) -> Coverage:
        self._called("coverage", integration_id, draft)
        people = self._shelf(integration_id).people
        facts = ((number, facts) for number, (who, facts) in people.items() if who.is_kept)
        return coverage(facts, self._policy(integration_id, draft))

    # -- texts

    async def templates(self, integration_id: str) -> Mapping[TemplateKey, str]:
        self._called("templates", integration_id)
        own = self._view(integration_id).settings.scheduling.templates
        return {key: own.get(key.value, DEFAULT_TEMPLATES[key]) for key in TemplateKey}

    async def save_templates(self, integration_id: str, sources: Mapping[TemplateKey, str | None]) -> None:
        self._called("save_templates", integration_id, dict(sources))
        view = self._view(integration_id)
        own = dict(view.settings.scheduling.templates)
        for key, source in sources.items():
            own.pop(key.value, None)
            if source is not None:
                own[key.value] = source
        scheduling = view.settings.scheduling.model_copy(update={"templates": own})
        settings = view.settings.model_copy(update={"scheduling": scheduling})
        self.views[view.id] = replace(view, settings=settings)
        self._tell_integrations()

    async def check_template(self, key: TemplateKey, source: str) -> tuple[Problem, ...]:
        self._called("check_template", key, source)
        return check_template(key, source)

    async def preview_template(
        self, integration_id: str, key: TemplateKey, source: str, item_id: int | None = None
    ) -> PreviewView:
        self._called("preview_template", integration_id, key, source, item_id)
        try:
            return PreviewView(render(key, source, sample_values(SchedulingPolicy())))
        except TemplateError as error:
            return PreviewView("", str(error))

    async def template_lab(
        self, integration_id: str, drafts: Mapping[TemplateKey, str], item_id: int | None = None
    ) -> tuple[LabCase, ...]:
        self._called("template_lab", integration_id, dict(drafts), item_id)
        stored = await self.templates(integration_id)
        return try_all({**stored, **drafts}, sample_values(SchedulingPolicy()))

    async def issue_alias(self, integration_id: str, passcodes: Passcodes = NO_PASSCODES) -> AliasView:
        self._called("issue_alias", integration_id)
        return AliasView("vmr482913@meet.example.com", "vmr482913", "token", "<p>Join at vmr482913</p>")

    # -- inside

    def _called(self, name: str, *arguments: Any) -> None:
        self.calls.append((name, arguments))
        if name in self.refuse:
            raise self.refuse[name]

    def called(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of every call of a command, in order."""
        return [arguments for each, arguments in self.calls if each == name]

    def _view(self, integration_id: str) -> IntegrationView:
        if integration_id not in self.views:
            raise ConciergeError("There is no such integration any more.")
        return self.views[integration_id]

    def _shelf(self, integration_id: str) -> Shelf:
        self._view(integration_id)
        return self.shelves[integration_id]

    def _validated(self, values: Mapping[str, Any], except_id: str) -> IntegrationSettings:
        try:
            settings = IntegrationSettings.model_validate(dict(values))
        except ValidationError as refused:
            raise SettingsRefused(problems_from(refused)) from refused
        if any(view.settings.name == settings.name and view.id != except_id for view in self.views.values()):
            raise SettingsRefused([SettingProblem("name", "Another integration has this name. Choose another one.")])
        return settings

    def _tell_integrations(self) -> None:
        self.bus.publish(IntegrationsChanged("", tuple(self.views.values())))

    def _policy(self, integration_id: str, draft: RulesDraft | None = None) -> PresencePolicy:
        shelf, settings = self._shelf(integration_id), self._view(integration_id).settings.presence
        if draft is None:
            return presence_policy(settings, shelf.presences, shelf.keywords)
        changed = settings.model_copy(update=dict(draft.settings))
        return presence_policy(changed, draft.presences, draft.keywords)

    def _week(self) -> tuple[datetime, datetime]:
        start = datetime.combine(self.now.astimezone().date(), time.min).astimezone()
        return start, start + timedelta(days=7)

    def _person_view(self, integration_id: str, number: int) -> PersonView:
        person, facts = self._shelf(integration_id).people[number]
        verdict = decide_presence(facts, self._policy(integration_id), self.now) if person.is_kept else None
        return PersonView(person, verdict, self.now - timedelta(minutes=3) if person.is_kept else None)


class RunningFake:
    """The fake on a service loop in a thread of its own, as ``application.RunningService``."""

    def __init__(self, fake: FakeService) -> None:
        self.commands = fake
        self.bus = fake.bus
        self._thread = LoopThread("fake-service")
        self.loop = self._thread.loop
        self.stopped = False
        self._thread.start()

    def stop(self, deadline: float) -> bool:
        self.stopped = True
        return self._thread.stop(deadline)


def working_day() -> datetime:
    """A Thursday at 10:42 in the system's zone: the moment at which pictures and tests look at the company."""
    return datetime(2026, 11, 19, 10, 42, 17).astimezone().astimezone(UTC)
