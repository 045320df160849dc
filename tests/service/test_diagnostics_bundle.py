"""The bundle of a service that has worked: whatever people wrote stays out of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_admin import logs
from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.meeting import Mailbox
from desktop_admin.domain.people import Person
from tests.service.test_rooms_and_aliases import BOARD, House, house  # noqa: F401 - a fixture
from tests.unit.test_diagnostics import unpacked

SUBJECTS = ("the ☙merger☙", "a “☙quoted☙” one", "☙half“", "”☙open", "two\nlines ☙", "{subject} ☙ %s", "☙\u202e\x1b[31m")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "logs").mkdir()
    yield logs.start_logging(tmp_path / "logs")
    logs.stop_logging()


def traces(log: Path) -> int:
    return log.read_text("utf-8").count("☙")


async def test_nothing_that_people_wrote_is_in_it(house: House, log: Path, tmp_path: Path) -> None:  # noqa: F811
    concierge = house.concierge
    await concierge.commands.people.save(house.id, Person(0, "☙ Ada", "☙ada@example.com"))
    await concierge.commands.rooms.save(house.id, "", {**BOARD, "name": "☙Board “room”"})
    for number, subject in enumerate(SUBJECTS):
        issued = await concierge.commands.aliases.issue(house.id)
        body = issued.instructions if number % 2 else "no tag at all"
        organizer = Mailbox(f"☙{number}@example.com", f"☙{subject}")
        await house.invite(body, uid=f"☙{number}", subject=subject, location=f"☙{subject}", organizer=organizer)
        if number % 2:
            found = await concierge.commands.aliases.find(house.id, issued.alias)
            await concierge.commands.aliases.delete(house.id, found.issued.alias_id)
    (room,) = (await concierge.commands.rooms.of_kind(house.id, RoomKind.CUSTOM)).rooms
    await concierge.commands.rooms.remove_many(house.id, [room.id])
    assert traces(log) > 10, "the log itself tells all of it"
    await concierge.commands.program.save_diagnostics(tmp_path / "bundle.zip")
    parts = unpacked((tmp_path / "bundle.zip").read_bytes())
    assert [name for name, text in parts.items() if "☙" in text or "\\u2619" in text or "merger" in text] == []
    told = parts["logs/concierge.log"]
    assert told.count("accepted") >= 3 and told.count("declined") >= 3 and "was removed" in told
