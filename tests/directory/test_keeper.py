"""The cache of the directory, filled from a real server: through the commands, with passwords from the vault."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_admin.domain.conference import RoomKind
from desktop_admin.exchange import ExchangePushDecoder
from desktop_admin.service.concierge import Concierge
from desktop_admin.service.directory import DIRECTORY_ALARM
from desktop_admin.storage import Database
from desktop_admin.vault import MemoryVault
from tests.helpers.clock import ManualClock
from tests.helpers.fake_mail import FakeMail
from tests.helpers.ldap_server import BASE, READER, READER_PASSWORD, LdapServer


@pytest.fixture
async def concierge(tmp_path: Path) -> AsyncIterator[Concierge]:
    file = tmp_path / "concierge.sqlite3"
    made = Concierge(Database(file), MemoryVault(), lambda *_: FakeMail(), ExchangePushDecoder(), ManualClock())
    await made.open()
    await made.commands.integrations.add({"name": "Head office", "active": True})
    yield made
    await made.stop()


def settings(server: LdapServer, **more: Any) -> dict[str, Any]:
    return {
        "source": "ldap",
        "server": "127.0.0.1",
        "port": server.tls_port,
        "ca_file": server.ca_file,
        "user_name": READER,
        "base_dn": BASE,
        "room_attribute": "ipPhone",
        **more,
    }


async def test_the_default_filter_finds_everybody_with_their_rooms(concierge: Concierge, server: LdapServer) -> None:
    (head,) = concierge.context.supervisors
    await concierge.commands.directory.save(head, settings(server), READER_PASSWORD)
    state = (await concierge.commands.directory.refresh(head)).state
    assert (state.people, state.rooms, state.left_out, state.trouble) == (2478, 1, 29, "")
    for address in ("A.Berg@example.org", "anna@example.com", "p2400@example.org"):
        assert await concierge.commands.directory.find(head, address) is not None
    for address in ("left@example.com", "person00099@example.com"):
        assert await concierge.commands.directory.find(head, address) is None
    async with concierge.context.around.database.begin() as work:
        (room,) = await work.rooms.list(head, RoomKind.ENTERPRISE)
    assert (room.name, room.owner_address, room.aliases) == (
        "Anna Berg (Sales)",
        "anna.berg@example.com",
        ("71001@meet.example.com",),
    )


async def test_a_refused_password_is_tried_once_and_then_slowly(concierge: Concierge, server: LdapServer) -> None:
    (head,) = concierge.context.supervisors
    await concierge.commands.directory.save(head, settings(server), "wrong password")
    view = await concierge.commands.directory.refresh(head)
    assert "password" in view.state.trouble and "wrong password" not in view.state.trouble
    assert view.next_refresh == concierge.context.around.clock.now() + timedelta(minutes=15)
    (alarm,) = concierge.context.supervisor(head).alarms.standing
    assert alarm.key == DIRECTORY_ALARM and alarm.remedy
    await concierge.commands.directory.save(head, settings(server), READER_PASSWORD)
    assert concierge.context.supervisor(head).directory.view.next_refresh == concierge.context.around.clock.now()
    assert (await concierge.commands.directory.refresh(head)).state.people == 2478


async def test_a_filter_that_finds_nobody_empties_nothing(concierge: Concierge, server: LdapServer) -> None:
    (head,) = concierge.context.supervisors
    await concierge.commands.directory.save(head, settings(server), READER_PASSWORD)
    await concierge.commands.directory.refresh(head)
    await concierge.commands.directory.save(head, settings(server, filter="(mail=nobody@example.com)"))
    view = await concierge.commands.directory.refresh(head)
    assert "2478 known ones are kept" in view.state.trouble
    assert await concierge.commands.directory.find(head, "anna@example.com") is not None


async def test_the_vault_forgets_the_password_with_the_integration(concierge: Concierge, server: LdapServer) -> None:
    (head,) = concierge.context.supervisors
    await concierge.commands.directory.save(head, settings(server), READER_PASSWORD)
    await concierge.commands.integrations.remove(head)
    assert await concierge.context.around.vault.get(f"integration/{head}/directory-password") is None
