"""Takes a configuration document into the running (or stored) integrations, and gives one back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_admin.domain.keyword_table import keyword_problems
from desktop_admin.domain.people import DEFAULT_PRESENCES, Person
from desktop_admin.settings import SettingProblem, SettingsRefused
from desktop_admin.settings.configuration import ConfigDocument, IntegrationConfig

if TYPE_CHECKING:
    from desktop_admin.service.concierge import Concierge


async def apply_config(concierge: Concierge, document: ConfigDocument) -> tuple[str, ...]:
    """Adds the integrations that are new and changes those of the same name; others stay. Returns a sentence for each.

    What a document does not say stays as it is: an integration without ``people`` keeps its people. Raises
    ``SettingsRefused`` before anything is changed, where the document does not fit what is there.
    """
    await _check(concierge, document)
    told = []
    if document.listener is not None:
        await concierge.listening.save(document.listener)
        told.append("The listener's settings were taken.")
    told += [await _apply_one(concierge, config) for config in document.integrations]
    return tuple(told)


async def _check(concierge: Concierge, document: ConfigDocument) -> None:
    """Everything that could be refused half-way is refused here."""
    problems = []
    owners = {
        each.settings.connection.conferencing_mailbox.casefold(): each.settings.name
        for each in concierge.supervisors.values()
    }
    for config in document.integrations:
        name, mailbox = config.settings.name, config.settings.connection.conferencing_mailbox.casefold()
        # In the document's order, as it will be applied: whoever gives a mailbox up is named before whoever takes it.
        owners = {each: owner for each, owner in owners.items() if owner.casefold() != name.casefold()}
        if mailbox and mailbox in owners:
            words = f"{mailbox} belongs to the integration “{owners[mailbox]}”. Each needs a mailbox of its own."
            problems.append(SettingProblem(name, words))
        owners[mailbox] = name
        if config.keywords is not None and config.presences is None:
            known = concierge.by_name(name)
            presences = await concierge.presences(known.id) if known else DEFAULT_PRESENCES
            found = keyword_problems(config.keywords, presences)
            problems += [SettingProblem(f"{name}, keyword {row + 1}", message) for row, message in found.items()]
    if problems:
        raise SettingsRefused(problems)


async def _apply_one(concierge: Concierge, config: IntegrationConfig) -> str:
    values = config.settings.model_dump(mode="json")
    known = concierge.by_name(config.settings.name)
    if known is None:
        view = await concierge.add_integration({**values, "active": False})
        done = "was added"
    else:
        view = await concierge.save_settings(known.id, {**values, "active": known.settings.active})
        done = "was changed"
    if config.presences is not None:
        await concierge.save_presences(view.id, config.presences)
    if config.keywords is not None:
        await concierge.save_keywords(view.id, config.keywords)
    if config.people is not None:
        await _replace_people(concierge, view.id, config.people)
    if view.settings.active != config.settings.active:
        await concierge.set_active(view.id, config.settings.active)
    return f"The integration “{config.settings.name}” {done}."


async def _replace_people(concierge: Concierge, integration_id: str, wanted: tuple[Person, ...]) -> None:
    """People are told apart by address, or by name where they have none; whoever is not named any more is removed."""
    present = {_identity(view.person): view.person for view in await concierge.people(integration_id)}
    kept = {_identity(person) for person in wanted}
    gone = [person.id for identity, person in present.items() if identity not in kept]
    changed = [
        replace(person, id=present[_identity(person)].id if _identity(person) in present else 0) for person in wanted
    ]
    changed = [person for person in changed if person not in present.values()]
    await concierge.replace_people(integration_id, changed, gone)


def _identity(person: Person) -> str:
    return (person.address or person.name).casefold()


async def export_config(concierge: Concierge) -> ConfigDocument:
    configs = []
    for supervisor in concierge.supervisors.values():
        views = await concierge.people(supervisor.id)
        configs.append(
            IntegrationConfig(
                settings=supervisor.settings,
                people=tuple(view.person for view in views),
                presences=await concierge.presences(supervisor.id),
                keywords=await concierge.keywords(supervisor.id),
            )
        )
    return ConfigDocument(listener=await concierge.listening.settings(), integrations=tuple(configs))
