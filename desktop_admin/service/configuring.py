"""Takes a configuration document into the running (or stored) integrations, and gives one back."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from desktop_admin.domain.address import fold_address
from desktop_admin.domain.keyword_table import keyword_problems
from desktop_admin.domain.people import DEFAULT_KEYWORDS, DEFAULT_PRESENCES, Keyword, Person, PresenceEntry
from desktop_admin.domain.presence_list import presence_problems, rules_problems
from desktop_admin.service.context import ServiceContext
from desktop_admin.service.events import PeopleChanged
from desktop_admin.service.integration_commands import IntegrationCommands
from desktop_admin.service.supervisor import Supervisor
from desktop_admin.settings import IntegrationSettings, SettingProblem, SettingsRefused
from desktop_admin.settings.configuration import ConfigDocument, IntegrationConfig
from desktop_admin.storage import Work


@dataclass(frozen=True, slots=True)
class _Plan:
    """What becomes of one integration; ``supervisor`` is None for a new one. Lists that stay as they are are None.

    ``saved`` are people who are new (id 0) or others than before; ``removed`` are ids.
    """

    id: str
    supervisor: Supervisor | None
    settings: IntegrationSettings
    presences: tuple[PresenceEntry, ...] | None
    keywords: tuple[Keyword, ...] | None
    saved: tuple[Person, ...]
    removed: tuple[int, ...]

    @property
    def is_idle(self) -> bool:
        """Whether all of it is so already."""
        tables = (self.presences, self.keywords, self.saved or None, self.removed or None)
        return self.supervisor is not None and self.supervisor.settings == self.settings and tables == (None,) * 4

    @property
    def told(self) -> str:
        done = (
            "was added" if self.supervisor is None else "is as the file says already" if self.is_idle else "was changed"
        )
        return f"The integration “{self.settings.name}” {done}."


async def apply_config(
    context: ServiceContext, integrations: IntegrationCommands, document: ConfigDocument
) -> tuple[str, ...]:
    """Adds the integrations that are new and changes those of the same name; others stay. Returns a sentence for each.

    An option that a document leaves out has its default; an integration without a list of ``people`` keeps its people,
    and so on. What is so already is left in peace. All is stored in one step; raises ``SettingsRefused`` where it does
    not fit what is there.
    """
    told = []
    async with context.settling:
        _refuse(_shared_mailboxes(context, document))
        plans = [await _plan(context, config) for config in document.integrations]
        listener = document.listener
        if listener is not None:
            is_new = listener != await context.around.listening.settings()
            told.append(f"The listener's settings {'were changed' if is_new else 'are as the file says already'}.")
            listener = listener if is_new else None
        told += [plan.told for plan in plans]
        plans = [plan for plan in plans if not plan.is_idle]
        async with context.around.database.begin() as work:
            if listener is not None:
                await context.around.listening.store(work, listener)
            for plan in plans:
                await _store(context, work, plan)
        for plan in plans:
            await _set_to_work(context, integrations, plan)
    if listener is not None:
        await reopen_listener(context)
    return tuple(told) or ("The file names neither an integration nor the listener.",)


async def _plan(context: ServiceContext, config: IntegrationConfig) -> _Plan:
    """Raises ``SettingsRefused`` where presences and keywords do not fit each other, or the settings."""
    name, supervisor = config.settings.name, context.by_name(config.settings.name)
    known = await _stored(context, supervisor) if supervisor is not None else IntegrationConfig(config.settings)
    presences = config.presences or known.presences or DEFAULT_PRESENCES
    listed = {entry.name for entry in presences}
    fitting = tuple(keyword for keyword in DEFAULT_KEYWORDS if keyword.presence in listed)
    first = fitting if supervisor is None else ()
    keywords = config.keywords if config.keywords is not None else known.keywords or first
    _refuse(_rule_problems(name, config.settings, presences, keywords))
    wanted, present = _keyed(config.people or ()), _keyed(known.people or ())
    people = [replace(each, id=present[key].id if key in present else 0) for key, each in wanted.items()]
    gone = [each.id for key, each in present.items() if key not in wanted]
    return _Plan(
        id=supervisor.id if supervisor is not None else uuid.uuid4().hex,
        supervisor=supervisor,
        settings=config.settings,
        presences=presences if presences != known.presences else None,
        keywords=keywords if keywords != known.keywords else None,
        saved=tuple(each for each in people if each not in present.values()),
        removed=tuple(gone) if config.people is not None else (),
    )


async def _store(context: ServiceContext, work: Work, plan: _Plan) -> None:
    document = plan.settings.model_dump(mode="json")
    if plan.supervisor is None:
        await work.integrations.add(plan.id, document, context.around.clock.now())
    else:
        await work.integrations.save(plan.id, document)
    if plan.presences is not None:
        await work.presences.replace(plan.id, plan.presences)
    if plan.keywords is not None:
        await work.keywords.replace(plan.id, plan.keywords)
    await work.people.remove(plan.removed)
    await work.people.save_many(plan.id, plan.saved)


async def _set_to_work(context: ServiceContext, integrations: IntegrationCommands, plan: _Plan) -> None:
    if plan.supervisor is None:
        await integrations.begin(plan.id, plan.settings)
        return
    reconnects = plan.supervisor.settings.connection != plan.settings.connection
    await plan.supervisor.apply(plan.settings)
    context.publish_integrations()
    context.around.bus.publish(PeopleChanged(plan.id))
    if reconnects and context.running:
        integrations.check_saved(plan.id)


def _shared_mailboxes(context: ServiceContext, document: ConfigDocument) -> Iterator[SettingProblem]:
    """In the document's order, as it will be applied: whoever gives a mailbox up is named before whoever takes it."""
    owners = {
        fold_address(each.settings.connection.conferencing_mailbox): each.settings.name
        for each in context.supervisors.values()
    }
    for config in document.integrations:
        name, mailbox = config.settings.name, fold_address(config.settings.connection.conferencing_mailbox)
        owners = {each: owner for each, owner in owners.items() if owner.casefold() != name.casefold()}
        if mailbox and mailbox in owners:
            words = f"{mailbox} belongs to the integration “{owners[mailbox]}”. Each needs a mailbox of its own."
            yield SettingProblem(name, words)
        owners[mailbox] = name


def _rule_problems(
    name: str, settings: IntegrationSettings, presences: tuple[PresenceEntry, ...], keywords: tuple[Keyword, ...]
) -> Iterator[SettingProblem]:
    rules = settings.presence
    for row, message in presence_problems(presences).items():
        yield SettingProblem(f"{name}, presence {row + 1}", message)
    for row, message in keyword_problems(keywords, presences).items():
        yield SettingProblem(f"{name}, keyword {row + 1}", message)
    for key, message in rules_problems(presences, rules.meeting_presence, rules.out_of_office_presence, {}).items():
        yield SettingProblem(f"{name}, {key}", message)


def _refuse(problems: Iterable[SettingProblem]) -> None:
    found = list(problems)
    if found:
        raise SettingsRefused(found)


def _keyed(people: Iterable[Person]) -> dict[tuple[str, int], Person]:
    """People are told apart by address, or by name and place where they have none."""
    seen: Counter[str] = Counter()
    keyed = {}
    for person in people:
        key = fold_address(person.address) or f"\0{person.name.casefold()}"
        keyed[key, seen[key]] = person
        seen[key] += 1
    return keyed


async def _stored(context: ServiceContext, supervisor: Supervisor) -> IntegrationConfig:
    async with context.around.database.begin() as work:
        return IntegrationConfig(
            settings=supervisor.settings,
            people=await work.people.list(supervisor.id),
            presences=await work.presences.list(supervisor.id),
            keywords=await work.keywords.list(supervisor.id),
        )


async def reopen_listener(context: ServiceContext) -> None:
    """Its settings have changed: every integration that uses push reconnects, which opens it."""
    await context.around.listening.stop()
    for supervisor in context.supervisors.values():
        settings = supervisor.settings
        if context.running and settings.active and settings.connection.callback_url:
            supervisor.force("The listener's settings were changed")


async def export_config(context: ServiceContext) -> ConfigDocument:
    configs = [await _stored(context, each) for each in context.supervisors.values()]
    return ConfigDocument(listener=await context.around.listening.settings(), integrations=tuple(configs))
