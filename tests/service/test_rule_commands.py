"""The rules of presence as front ends change them: together or not at all, names carried over, looked at beforehand."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_admin.domain.appointment import Appointment, OutOfOffice
from desktop_admin.domain.people import DEFAULT_PRESENCES, Keyword, Person, PresenceEntry
from desktop_admin.domain.presence import PersonFacts
from desktop_admin.service.events import WhatIfProgress
from desktop_admin.service.views import RulesDraft
from desktop_admin.settings import SettingsRefused
from tests.service.test_concierge import stage  # noqa: F401 - the same stage

HOUR = timedelta(hours=1)
BREAK = tuple(replace(each, name="Break") if each.name == "Lunch" else each for each in DEFAULT_PRESENCES)


def draft(presences=DEFAULT_PRESENCES, keywords=(), **settings) -> RulesDraft:
    return RulesDraft(tuple(presences), tuple(keywords), settings)


async def with_lunch(stage, count: int = 1):  # noqa: F811 - the fixture
    """An integration whose people have lunch in an hour, as if it had been read."""
    view = await stage.add()
    people = [Person(0, f"Person {n:03}", f"p{n}@example.com") for n in range(count)]
    await stage.concierge.commands.people.replace(view.id, people, ())
    keeper = stage.concierge.context.supervisor(view.id).presence
    now = stage.clock.now()
    for each in keeper.views():
        known = keeper.known(each.person.id)
        lunch = Appointment("1", now + HOUR, now + 2 * HOUR, "Lunch")
        known.facts, known.read_at = PersonFacts((lunch,), OutOfOffice()), now
        keeper._evaluate([known])
    return view


async def test_everything_is_told_and_taken_together(stage):  # noqa: F811
    view = await stage.add()
    person = await stage.concierge.commands.people.save(view.id, Person(0, "Ada", "ada@example.com"))
    await stage.concierge.commands.people.set_override(view.id, person.id, "Lunch")
    before = await stage.concierge.commands.rules.get(view.id)
    assert (before.presences, before.chosen) == (DEFAULT_PRESENCES, {"Lunch": 1})
    changed = draft(BREAK, [Keyword("Pause", "Break")], meeting_presence="Busy", count_tentative=True)
    await stage.concierge.commands.rules.save(view.id, changed, {"Lunch": "Break"})
    after = await stage.concierge.commands.rules.get(view.id)
    assert (after.presences, after.keywords) == (BREAK, (Keyword("Pause", "Break"),))
    assert (after.settings.meeting_presence, after.settings.count_tentative) == ("Busy", True)
    assert after.chosen == {"Break": 1}
    assert (await stage.concierge.commands.people.list(view.id))[0].verdict.presence == "Break"


@pytest.mark.parametrize(
    ("presences", "keywords", "settings", "names", "told"),
    [
        ((), (), {}, {}, "needs at least its default"),
        (BREAK, (), {}, {}, "1 person has chosen “Lunch”"),
        (BREAK, (Keyword("Pause", "Lunch"),), {}, {"Lunch": "Break"}, "no presence “Lunch”"),
        (BREAK, (), {"meeting_presence": "Lunch"}, {"Lunch": "Break"}, "no presence “Lunch”"),
        (BREAK, (), {"nonsense": True}, {"Lunch": "Break"}, "nonsense"),
    ],
)
async def test_one_thing_wrong_and_nothing_is_taken(stage, presences, keywords, settings, names, told):  # noqa: F811
    view = await stage.add()
    person = await stage.concierge.commands.people.save(view.id, Person(0, "Ada", "ada@example.com"))
    await stage.concierge.commands.people.set_override(view.id, person.id, "Lunch")
    before = await stage.concierge.commands.rules.get(view.id)
    with pytest.raises(SettingsRefused, match=told):
        await stage.concierge.commands.rules.save(view.id, draft(presences, keywords, **settings), names)
    assert await stage.concierge.commands.rules.get(view.id) == before


async def test_what_a_draft_changes_is_told_before_it_is_stored(stage):  # noqa: F811
    view = await with_lunch(stage, 60)
    told = []
    stage.concierge.bus.subscribe(told.append)
    proposed = draft([*DEFAULT_PRESENCES, PresenceEntry("Break")], [Keyword("lunch", "Break")])
    found = await stage.concierge.commands.rules.what_if(view.id, proposed)
    assert (found.people, len(found.changed)) == (60, 60)
    assert {each.changed for each in found.changed} == {HOUR}
    assert found.changed[0].person.name == "Person 000"
    assert [each.done for each in told if isinstance(each, WhatIfProgress)] == [25, 50, 60]
    one = await stage.concierge.commands.rules.what_if_of(view.id, proposed, found.changed[0].person.id)
    assert [(each.before, each.after) for each in one.parts] == [("Lunch", "Break")]
    rules = await stage.concierge.commands.rules.get(view.id)
    same = draft(rules.presences, rules.keywords)
    assert not (await stage.concierge.commands.rules.what_if(view.id, same)).changed


async def test_a_draft_that_could_not_be_saved_is_refused(stage):  # noqa: F811
    view = await with_lunch(stage)
    with pytest.raises(SettingsRefused, match="Nowhere"):
        await stage.concierge.commands.rules.what_if(view.id, draft(keywords=[Keyword("lunch", "Nowhere")]))


async def test_it_can_be_cancelled(stage):  # noqa: F811
    view = await with_lunch(stage, 60)
    told = []

    def stop(event) -> None:
        if isinstance(event, WhatIfProgress):
            told.append(event)
            asking.cancel()

    stage.concierge.bus.subscribe(stop)
    async with asyncio.timeout(20):
        asking = asyncio.ensure_future(stage.concierge.commands.rules.what_if(view.id, draft()))  # noqa: TID251 - what is cancelled
        with pytest.raises(asyncio.CancelledError):
            await asking
    assert len(told) == 1


async def test_coverage_of_what_is_stored_and_of_a_draft(stage):  # noqa: F811
    view = await with_lunch(stage, 3)
    stored = await stage.concierge.commands.rules.coverage(view.id)
    assert (stored.hits[0].count, stored.hits[0].people, stored.words) == (3, 3, ())
    without = await stage.concierge.commands.rules.coverage(view.id, draft())
    assert without.hits == () and [each.word for each in without.words] == ["Lunch"]
