"""Commands about rooms and aliases: what may be set, what an alias's end destroys, and that numbers come back."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.decision import Outcome
from desktop_admin.domain.journal import JournalEntry
from desktop_admin.domain.ledger import AliasState, LedgerCounts
from desktop_admin.domain.meeting import Frequency, ItemId, Mailbox, MeetingMessage, MessageKind, Recurrence
from desktop_admin.domain.room_sync import DirectoryRoom
from desktop_admin.errors import ConciergeError
from desktop_admin.exchange import ExchangePushDecoder
from desktop_admin.service.alarms import Alarms
from desktop_admin.service.concierge import Concierge
from desktop_admin.service.control import CommandTable
from desktop_admin.service.events import Event, RoomsChanged
from desktop_admin.service.inbox import Inbox
from desktop_admin.service.keys import alias_key
from desktop_admin.service.policies import scheduling_policy
from desktop_admin.service.room_sync import sync_enterprise_rooms
from desktop_admin.service.story import Teller
from desktop_admin.settings import SettingsRefused
from desktop_admin.storage import AliasTaken, Database, RoomGone
from desktop_admin.vault import MemoryVault
from tests.helpers.clock import ManualClock
from tests.helpers.fake_mail import FakeMail
from tests.helpers.held import lost_aliases

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BOARD = {"name": "Board", "aliases": ["board@meet.example.com", "7001"], "passcode": "1234"}


@dataclass
class House:
    concierge: Concierge
    clock: ManualClock
    id: str
    inbox: Inbox
    mail: FakeMail
    decided: list[JournalEntry]
    events: list[Event] = field(default_factory=list)

    async def invite(self, instructions: str, uid: str = "uid", **more: object) -> JournalEntry:
        """Somebody sends an invitation, which is decided."""
        start = self.clock.now() + DAY
        message = MeetingMessage(
            ItemId(f"item {len(self.decided)}"),
            MessageKind.REQUEST,
            self.clock.now(),
            uid=uid,
            stamp=self.clock.now(),
            sequence=len(self.decided),
            subject="Weekly",
            body=instructions,
            organizer=Mailbox("ada@example.com", "Ada"),
            start=start,
            end=start + HOUR,
            zone="UTC",
        )
        message = replace(message, **more)
        self.mail.inbox[message.item_id.id] = message
        await self.inbox.catch_up(self.mail)
        return self.decided[-1]

    async def calendared(self, search: str = "") -> list[str]:
        return [
            room.name
            for room in (await self.concierge.commands.rooms.of_kind(self.id, RoomKind.CALENDARED, search)).rooms
        ]

    async def keep_house(self) -> LedgerCounts:
        await self.concierge.commands.aliases.release_idle(self.id, self.clock.now())
        async with self.concierge.context.around.database.begin() as work:
            assert await lost_aliases(work) == []
        return (await self.concierge.commands.aliases.list(self.id)).counts

    async def wait(self, span: timedelta) -> None:
        await self.clock.advance(span.total_seconds())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    clock, mail, vault = ManualClock(), FakeMail(), MemoryVault()
    database = Database(tmp_path / "concierge.sqlite3")
    concierge = Concierge(database, vault, lambda *_: mail, ExchangePushDecoder(), clock)
    await concierge.open()
    connection = {"server": "mail.example.com", "user_name": "svc@example.com", "conferencing_mailbox": "r@example.com"}
    view = await concierge.commands.integrations.add({"name": "Head office", "connection": connection})
    policy = scheduling_policy(view.settings.scheduling)
    teller, alarms = Teller(concierge.context.around.story, view.id, "Head office"), Alarms(clock, lambda _: None)
    decided: list[JournalEntry] = []
    key = await alias_key(vault, view.id)
    inbox = Inbox(
        view.id,
        "r@example.com",
        database,
        clock,
        teller,
        alarms,
        key,
        policy,
        lambda entry, _: decided.append(entry),
    )
    made = House(concierge, clock, view.id, inbox, mail, decided)
    concierge.bus.subscribe(made.events.append)
    yield made
    await concierge.stop()


async def test_a_custom_room_is_added_changed_found_and_removed(house: House) -> None:
    added = await house.concierge.commands.rooms.save(house.id, "", BOARD)
    assert (added.kind, added.name, added.has_passcode, added.has_chair_passcode) == (
        RoomKind.CUSTOM,
        "Board",
        True,
        False,
    )
    changed = await house.concierge.commands.rooms.save(
        house.id, added.id, {"name": " Board room ", "aliases": [" 7001 ", ""]}
    )
    assert (changed.name, changed.aliases, changed.has_passcode) == ("Board room", ("7001",), True)
    listed = await house.concierge.commands.rooms.of_kind(house.id, RoomKind.CUSTOM, "BOARD 7001")
    assert (listed.rooms, listed.found) == ((changed,), 1)
    assert (await house.concierge.commands.rooms.of_kind(house.id, RoomKind.ENTERPRISE)).rooms == ()
    assert await house.concierge.commands.rooms.remove_many(house.id, [added.id, "none"]) == 1
    assert (await house.concierge.commands.rooms.of_kind(house.id, RoomKind.CUSTOM)).found == 0
    assert sum(isinstance(event, RoomsChanged) for event in house.events) == 3
    with pytest.raises(RoomGone):
        await house.concierge.commands.rooms.save(house.id, added.id, {"name": "Ghost"})


async def test_passcodes_are_in_no_view_event_or_line_of_the_log(house: House) -> None:
    view = await house.concierge.commands.rooms.save(
        house.id, "", {**BOARD, "passcode": "482915", "chair_passcode": "7726155"}
    )
    told = [*(await house.concierge.commands.program.log_lines()), *house.events, view]
    assert len(told) > 2
    for secret in ("482915", "7726155"):
        assert secret not in repr(told)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"name": ""}, "name", "needed"),
        ({"aliases": []}, "aliases", "at least one"),
        ({"aliases": ["a b"]}, "aliases", "no alias"),
        ({"passcode": "12ab"}, "passcode", "digits"),
        ({"passcode": "123"}, "passcode", "4 to 16 digits"),
        ({"chair_passcode": "12345678901234567"}, "chair_passcode", "4 to 16 digits"),
        ({"chair_passcode": "1234"}, "chair_passcode", "are the same"),
        ({"join_before": 5}, "join_before", "no such value"),
        ({"name": "Lounge"}, "name", "Another custom room is named"),
        ({"aliases": ["7002"]}, "aliases", "The alias 7002 belongs to the custom room “Lounge”"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_stored(house, values, field, words):
    await house.concierge.commands.rooms.save(house.id, "", {"name": "Lounge", "aliases": ["7002"]})
    with pytest.raises(SettingsRefused) as refused:
        await house.concierge.commands.rooms.save(house.id, "", BOARD | values)
    assert [problem.path for problem in refused.value.problems] == [field]
    assert words in refused.value.problems[0].message
    assert (await house.concierge.commands.rooms.of_kind(house.id, RoomKind.CUSTOM)).found == 1


async def test_a_room_of_another_integration_is_out_of_reach(house: House) -> None:
    room = await house.concierge.commands.rooms.save(house.id, "", BOARD)
    other = await house.concierge.commands.integrations.add(
        {"name": "Branch", "connection": {"server": "ex.example.net", "user_name": "svc@example.net"}}
    )
    with pytest.raises(RoomGone):
        await house.concierge.commands.rooms.save(other.id, room.id, {"name": "Mine"})
    assert await house.concierge.commands.rooms.remove_many(other.id, [room.id]) == 0
    with pytest.raises(SettingsRefused, match="belongs to the custom room “Board”"):
        await house.concierge.commands.rooms.save(other.id, "", {"name": "Mine", "aliases": ["7001"]})


async def test_what_the_directory_sets_is_its_own(house: House) -> None:
    async with house.concierge.context.around.database.begin() as work:
        entry = DirectoryRoom("cn=ada", "Ada", ("ada@meet.example.com",), owner_name="Ada")
        await sync_enterprise_rooms(work, house.id, "meet.example.com", [entry], house.clock.now())
    (room,) = (await house.concierge.commands.rooms.of_kind(house.id, RoomKind.ENTERPRISE)).rooms
    for key, value in (("name", "Mine"), ("aliases", ["7001"]), ("description", "x"), ("join_after", 1)):
        with pytest.raises(SettingsRefused, match="The directory sets this"):
            await house.concierge.commands.rooms.save(house.id, room.id, {key: value})
    changed = await house.concierge.commands.rooms.save(house.id, room.id, {"theme": "dark", "passcode": "4711"})
    assert (changed.theme, changed.has_passcode, changed.name) == ("dark", True, "Ada")
    with pytest.raises(ConciergeError, match="belongs to the directory"):
        await house.concierge.commands.rooms.remove_many(house.id, [room.id])


async def test_what_the_invitation_sets_is_its_own_and_the_rest_outlives_its_updates(house: House) -> None:
    issued = await house.concierge.commands.aliases.issue(house.id)
    assert (await house.invite(issued.instructions)).outcome is Outcome.ACCEPTED
    (room,) = (await house.concierge.commands.rooms.of_kind(house.id, RoomKind.CALENDARED, "weekly ADA")).rooms
    assert (room.aliases, room.join_before, room.join_after) == ((issued.alias,), 30, 60)
    for key, value in (("name", "Mine"), ("aliases", ["7001"]), ("description", "x"), ("passcode", "4711")):
        with pytest.raises(SettingsRefused, match="The invitation sets this"):
            await house.concierge.commands.rooms.save(house.id, room.id, {key: value})
    for key in ("join_before", "join_after"):
        with pytest.raises(SettingsRefused, match="0 to 180"):
            await house.concierge.commands.rooms.save(house.id, room.id, {key: 181})
    changed = await house.concierge.commands.rooms.save(
        house.id, room.id, {"theme": "dark", "join_after": 60, "join_before": 5}
    )
    assert changed.by_hand == ("join_before", "theme")
    await house.invite(issued.instructions, subject="Weekly, moved")
    (room,) = (await house.concierge.commands.rooms.of_kind(house.id, RoomKind.CALENDARED)).rooms
    assert (room.name, room.theme, room.join_before) == ("Weekly, moved (Ada)", "dark", 5)


async def test_a_deleted_alias_ends_its_conference_frees_its_number_and_declines_what_comes_later(house: House) -> None:
    issued = await house.concierge.commands.aliases.issue(house.id)
    await house.invite(issued.instructions)
    found = await house.concierge.commands.aliases.find(house.id, issued.numeric_alias.upper())
    assert (found.state, found.conference, found.is_booked) == (AliasState.USED, "Weekly (Ada)", True)
    gone = await house.concierge.commands.aliases.delete(house.id, found.issued.alias_id)
    assert (gone.state, gone.conference, gone.is_booked) == (AliasState.DELETED, "Weekly (Ada)", False)
    assert await house.calendared() == []
    with pytest.raises(ConciergeError, match="deleted before"):
        await house.concierge.commands.aliases.delete(house.id, found.issued.alias_id)
    later = await house.invite(issued.instructions)
    assert (later.outcome, later.code) == (Outcome.DECLINED, "alias_deleted")
    await house.concierge.commands.rooms.save(house.id, "", {"name": "Heir", "aliases": [issued.alias]})
    with pytest.raises(AliasTaken, match="the custom room “Heir”"):
        await house.concierge.commands.aliases.restore(house.id, found.issued.alias_id)


async def test_an_undone_deletion_books_the_conference_again_under_a_free_name(house: House) -> None:
    issued = await house.concierge.commands.aliases.issue(house.id)
    await house.invite(issued.instructions)
    alias_id = (await house.concierge.commands.aliases.find(house.id, issued.alias)).issued.alias_id
    with pytest.raises(ConciergeError, match="not deleted"):
        await house.concierge.commands.aliases.restore(house.id, alias_id)
    await house.concierge.commands.aliases.delete(house.id, alias_id)
    await house.concierge.commands.rooms.save(house.id, "", {"name": "Weekly (Ada)", "aliases": ["7001"]})
    await house.wait(timedelta(minutes=5))
    entry = await house.concierge.commands.aliases.restore(house.id, alias_id)
    assert (entry.state, entry.is_booked) == (AliasState.USED, True)
    assert await house.calendared() == ["Weekly (Ada) 2"]
    assert (await house.keep_house()).used == 1


async def test_an_undone_deletion_does_not_revive_a_meeting_that_was_cancelled_since(house: House) -> None:
    issued = await house.concierge.commands.aliases.issue(house.id)
    await house.invite(issued.instructions)
    alias_id = (await house.concierge.commands.aliases.find(house.id, issued.alias)).issued.alias_id
    await house.concierge.commands.aliases.delete(house.id, alias_id)
    await house.wait(timedelta(minutes=5))
    await house.invite("", kind=MessageKind.CANCELLATION)
    entry = await house.concierge.commands.aliases.restore(house.id, alias_id)
    assert (entry.state, entry.is_booked) == (AliasState.USED, False)
    assert await house.calendared() == []
    assert (await house.invite(issued.instructions, subject="Again")).outcome is Outcome.ACCEPTED
    assert await house.calendared() == ["Again (Ada)"]


async def test_an_alias_of_nobody_is_told(house: House) -> None:
    with pytest.raises(ConciergeError, match="never issued"):
        await house.concierge.commands.aliases.find(house.id, "vmr1")
    with pytest.raises(ConciergeError, match="not in the ledger"):
        await house.concierge.commands.aliases.delete(house.id, "none")


async def test_an_alias_that_no_invitation_uses_is_released_after_30_days(house: House) -> None:
    issued = await house.concierge.commands.aliases.issue(house.id)
    await house.wait(30 * DAY)
    assert (await house.keep_house()).issued == 1
    await house.wait(timedelta(minutes=1))
    assert (await house.keep_house()).released == 1
    later = await house.invite(issued.instructions)
    assert (later.outcome, later.code) == (Outcome.DECLINED, "alias_deleted")


async def test_the_alias_of_a_meeting_is_released_the_day_after_its_last_join_window(house: House) -> None:
    issued = await house.concierge.commands.aliases.issue(house.id)
    await house.invite(issued.instructions)
    # It begins in a day and lasts an hour; people may join for one hour more.
    await house.wait(DAY + 2 * HOUR)
    assert (await house.keep_house()).used == 1
    await house.wait(DAY)
    assert (await house.keep_house()).used == 1
    await house.wait(timedelta(minutes=1))
    assert (await house.keep_house()).released == 1
    moved = await house.invite(issued.instructions)
    assert (moved.outcome, moved.alias) == (Outcome.ACCEPTED, issued.alias)


@pytest.mark.parametrize(
    ("recurrence", "last"),
    [({"count": 3}, 4 * DAY), ({"until": 3}, 6 * DAY), ({}, None)],
)
async def test_the_alias_of_a_series_is_kept_until_its_last_occurrence(house, recurrence, last):
    issued = await house.concierge.commands.aliases.issue(house.id)
    first = (house.clock.now() + DAY).date()
    if "until" in recurrence:
        recurrence = {"until": first + recurrence["until"] * DAY}
    await house.invite(issued.instructions, recurrence=Recurrence(Frequency.DAILY, first, **recurrence))
    await house.wait(3 * DAY)
    assert (await house.keep_house()).used == 1
    await house.wait((last or 1000 * DAY) + 2 * HOUR)
    assert (await house.keep_house()).released == (last is not None)


async def test_a_cancelled_meeting_gives_its_alias_back_at_once(house: House) -> None:
    issued = await house.concierge.commands.aliases.issue(house.id)
    await house.invite(issued.instructions)
    await house.invite("", kind=MessageKind.CANCELLATION)
    view = await house.concierge.commands.aliases.list(house.id, AliasState.RELEASED)
    assert [entry.issued.alias for entry in view.entries] == [issued.alias]
    assert view.counts == LedgerCounts(released=1)
    await house.wait(40 * DAY)
    assert (await house.keep_house()).released == 1


async def test_the_forecast_is_of_the_numbers_in_use(house: House) -> None:
    await house.concierge.commands.integrations.save(house.id, {"scheduling": {"alias_prefix": "vmr"}})
    for _ in range(3):
        await house.concierge.commands.aliases.issue(house.id)
    taken = [
        "vmr123456@meet.example.com",
        "VMR123457",
        "vmr12",
        "vmr1234567",
        "vmr123458@other.example.com",
        "xmr123456",
    ]
    await house.concierge.commands.rooms.save(house.id, "", {"name": "Board", "aliases": taken})
    told = await house.concierge.commands.aliases.forecast(house.id)
    assert (told.prefix, told.digits, told.space, told.held) == ("vmr", 6, 10**6, 5)
    assert (told.issued_per_day, told.growth_per_day) == (0.1, 0.1)
    await house.wait(31 * DAY)
    assert (await house.keep_house()).released == 3
    told = await house.concierge.commands.aliases.forecast(house.id)
    assert (told.held, told.issued_per_day, told.growth_per_day) == (2, 0.0, -0.1)


async def test_numbers_that_run_out_are_told_with_what_would_help(house: House, monkeypatch) -> None:
    await house.concierge.commands.rooms.save(house.id, "", {"name": "Board", "aliases": ["70000007"]})
    monkeypatch.setattr("secrets.randbelow", lambda _space: 7)
    with pytest.raises(ConciergeError, match="Use 8 digits"):
        await house.concierge.commands.aliases.issue(house.id)


async def test_the_command_line_reads_and_deletes_by_name(house: House) -> None:
    table = CommandTable(house.concierge.context, house.concierge.commands.groups)

    async def ask(name: str, /, **arguments: Any) -> Any:
        return await table.ask(name, arguments)

    issued = await house.concierge.commands.aliases.issue(house.id)
    await house.invite(issued.instructions)
    await house.concierge.commands.rooms.save(house.id, "", BOARD)
    rooms = await ask("rooms.list", integration="Head office")
    assert [(room["kind"], room["name"]) for room in rooms] == [("calendared", "Weekly (Ada)"), ("custom", "Board")]
    assert "1234" not in json.dumps(rooms)
    changed = await ask("rooms.save", name="Weekly (Ada)", values={"theme": "dark"})
    assert (changed["theme"], changed["by_hand"]) == ("dark", ["theme"])
    with pytest.raises(ConciergeError, match="belongs to its invitation"):
        await ask("rooms.remove", name="Weekly (Ada)")
    for name in ("", "Nowhere"):
        with pytest.raises(ConciergeError, match="There is no room"):
            await ask("rooms.remove", name=name)
    assert (await ask("aliases.find", alias=issued.numeric_alias))["is_booked"]
    assert (await ask("aliases.delete", alias=issued.alias))["state"] == "deleted"
    listed = await ask("aliases.list", state="deleted")
    assert (listed["counts"]["deleted"], [each["alias"] for each in listed["aliases"]]) == (1, [issued.alias])
    assert (await ask("aliases.restore", alias=issued.alias))["state"] == "used"
    assert (await ask("aliases.forecast"))["held"] == 1
    assert await ask("rooms.remove", name="Board") == ["board@meet.example.com", "7001"]
