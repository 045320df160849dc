"""What others write fits into its column: SQLite stores longer texts all the same, other databases refuse them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import String, Text, func, select

from desktop_admin.domain.address import fold_address, is_address
from desktop_admin.domain.directory import person_entry, room_of
from desktop_admin.domain.meeting import Mailbox
from desktop_admin.domain.zone_rules import MOST_PARTS, clock_of
from desktop_admin.storage import Database, Work
from desktop_admin.storage.tables import metadata
from tests.unit.storage.samples import ENTRY, NOON, SERIES, fill

X500 = f"/o=Example/ou=Exchange Administrative Group/cn=Recipients/cn={'a' * 900}"
RULES = ";".join(
    ["<+01>-1<+02>,M3.5.0/2,M10.5.0/3"]
    + [f"{1900 + year}-01-01T00:00:00=<+01>-1<+02>,M3.5.0/2,M10.5.0/3" for year in range(MOST_PARTS - 1)]
)


async def _too_long(work: Work) -> list[str]:
    """Each column that holds a longer text than it is declared for."""
    found = []
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String) and not isinstance(column.type, Text):
                assert column.type.length, f"{column} has no length"
                longest = (await work._connection.execute(select(func.max(func.length(column))))).scalar_one()
                if longest and longest > column.type.length:
                    found.append(f"{column}: {longest} > {column.type.length}")
    return found


async def test_nothing_that_others_write_is_longer_than_its_column(database: Database) -> None:
    assert clock_of(RULES)
    await fill(database)
    person = person_entry("key" * 1000, "name" * 1000, ("ada@example.com", f"x500:{X500}", X500), "1" * 1000)
    async with database.begin() as work:
        far = replace(SERIES, zone=RULES, organizer=Mailbox(X500), delegate=X500)
        await work.conferences.save(far, NOON)
        await work.journal.put(replace(ENTRY, item_id="i" * 1000, zone=RULES, organizer=X500, sender=X500))
        await work.directory.add("head", 1, (person, room_of(person, "7" * 5000)))
        assert await _too_long(work) == []


@pytest.mark.parametrize("address", ["ß" * 200 + "@example.com", "ada@" + "ä" * 160 + "." + "ü" * 150])
def test_an_address_is_one_only_if_the_form_that_is_compared_is_short_enough(address: str) -> None:
    assert len(address) <= 320
    assert not is_address(address) or len(fold_address(address)) <= 320
