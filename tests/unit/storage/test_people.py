"""Many people at once: added, changed and refused as a whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_admin.domain.people import Person
from desktop_admin.storage import AddressTaken, Database, PersonGone


async def test_many_are_added_and_changed_at_once(database: Database) -> None:
    async with database.begin() as work:
        await work.people.save_many("head", [Person(0, f"P{n}", f"p{n}@example.com", str(n)) for n in range(1500)])
        people = await work.people.list("head")
        assert [person.extension for person in people] == [str(n) for n in range(1500)]
        changed = [replace(person, name=f"Q{person.id}", calendar_integration=False) for person in people[:700]]
        await work.people.save_many("head", [*changed, Person(0, "Newcomer")])
        after = await work.people.list("head")
    assert list(after[:700]) == changed
    assert after[700:1500] == people[700:] and after[1500].name == "Newcomer"


async def test_two_may_swap_their_addresses(database: Database) -> None:
    async with database.begin() as work:
        ada = await work.people.save("head", Person(0, "Ada", "ada@example.com"))
        bo = await work.people.save("head", Person(0, "Bo", "bo@example.com"))
        await work.people.save_many("head", [replace(ada, address=bo.address), replace(bo, address=ada.address)])
        assert [each.address for each in await work.people.list("head")] == ["bo@example.com", "ada@example.com"]


@pytest.mark.parametrize(
    "persons",
    [
        [Person(0, "Cy", "ADA@example.com")],
        [Person(0, "Cy", "cy@example.com"), Person(0, "Cy", "Cy@Example.com")],
        [Person(2, "Bo", "ada@example.com")],
    ],
)
async def test_an_address_that_somebody_has_is_refused(database: Database, persons: list[Person]) -> None:
    async with database.begin() as work:
        await work.people.save("head", Person(0, "Ada", "ada@example.com"))
        await work.people.save("head", Person(0, "Bo", "bo@example.com"))
    with pytest.raises(AddressTaken):
        async with database.begin() as work:
            await work.people.save_many("head", [*persons, Person(0, "Di", "di@example.com")])
    async with database.begin() as work:
        assert [each.name for each in await work.people.list("head")] == ["Ada", "Bo"]
        assert (await work.people.get(1)) == Person(1, "Ada", "ada@example.com")


async def test_somebody_who_is_gone_or_of_another_integration_is_refused(database: Database) -> None:
    async with database.begin() as work:
        other = await work.people.save("branch", Person(0, "Ada", "ada@example.com"))
    for gone in (other, Person(99, "Nobody")):
        with pytest.raises(PersonGone):
            async with database.begin() as work:
                await work.people.save_many("head", [gone])


async def test_one_mailbox_is_one_whichever_way_its_domain_is_written(database: Database) -> None:
    async with database.begin() as work:
        await work.people.save("head", Person(0, "Ada", "ada@münchen.example"))
        with pytest.raises(AddressTaken):
            await work.people.save("head", Person(0, "Cy", "ADA@xn--mnchen-3ya.example"))
