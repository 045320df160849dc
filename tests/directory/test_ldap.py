"""People over LDAP, read from a real server."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from desktop_admin.directory import open_directory
from desktop_admin.domain.directory import (
    DirectoryBatch,
    DirectoryEntry,
    DirectoryFault,
    EntryKind,
    LdapSource,
    Mapping,
    Security,
)
from tests.directory.conftest import source_of
from tests.helpers.certificates import Authority
from tests.helpers.ldap_server import BASE, LdapServer
from tests.helpers.ports import free_port


async def batches_of(source: LdapSource) -> list[DirectoryBatch]:
    directory = open_directory(source)
    try:
        return [batch async for batch in directory.read()]
    finally:
        await directory.close()


async def read(source: LdapSource) -> dict[str, DirectoryEntry]:
    return {entry.key: entry for batch in await batches_of(source) for entry in batch.entries}


async def fault_of(source: LdapSource) -> DirectoryFault:
    with pytest.raises(DirectoryFault) as caught:
        await batches_of(source)
    return caught.value


async def test_more_people_than_the_server_gives_at_once(server: LdapServer) -> None:
    batches = await batches_of(source_of(server))
    people = [entry for batch in batches for entry in batch.entries if entry.kind is EntryKind.PERSON]
    assert len(batches) == 3
    assert len(people) == len({entry.key for entry in people}) == 2478
    assert sum(batch.left_out for batch in batches) == 26


async def test_every_address_of_a_person_but_none_of_another_kind(server: LdapServer) -> None:
    anna = next(each for each in (await read(source_of(server))).values() if each.name == "Anna Berg (Sales)")
    assert anna.address == "anna.berg@example.com"
    assert set(anna.others) == {"anna@example.com", "a.berg@example.org"}
    assert anna.extension == "+49 30 1001"


async def test_what_stays_of_an_entry_is_its_guid(server: LdapServer) -> None:
    found = await read(source_of(server))
    assert found["03020100-0504-0706-0809-0a0b0c0d0e0f"].name == "Anna Berg (Sales)"


async def test_the_primary_proxy_address_stands_in_for_a_missing_mail(server: LdapServer) -> None:
    ben = next(each for each in (await read(source_of(server))).values() if each.name == "Ben Moritz")
    assert (ben.address, ben.others) == ("ben.moritz@example.com", ("ben@example.com",))


async def test_names_outside_ascii_and_without_display_name(server: LdapServer) -> None:
    assert "Zoë Ångström" in {each.name for each in (await read(source_of(server))).values()}


async def test_a_room_belongs_to_its_person_and_a_disabled_account_has_none(server: LdapServer) -> None:
    rooms = [each for each in (await read(source_of(server))).values() if each.kind is EntryKind.ROOM]
    (room,) = rooms
    assert (room.number, room.name, room.address) == ("71001", "Anna Berg (Sales)", "anna.berg@example.com")


async def test_without_a_room_attribute_there_are_no_rooms(server: LdapServer) -> None:
    found = await read(source_of(server, mapping=Mapping()))
    assert {each.kind for each in found.values()} == {EntryKind.PERSON}


async def test_who_has_no_address_is_named(server: LdapServer) -> None:
    (problem,) = [problem for batch in await batches_of(source_of(server)) for problem in batch.problems]
    assert "cn=no mail" in problem.text.lower()


@pytest.mark.parametrize("security", list(Security))
async def test_each_kind_of_transport(server: LdapServer, security: Security) -> None:
    port = server.tls_port if security is Security.LDAPS else server.port
    found = await read(source_of(server, security=security, port=port, filter="(cn=Anna Berg)"))
    assert len(found) == 2


async def test_a_sample_reads_no_further_than_it_needs(server: LdapServer) -> None:
    directory = open_directory(source_of(server))
    sample = await directory.sample(10)
    await directory.close()
    assert 10 <= len(sample.entries) <= 30


async def test_a_refused_password(server: LdapServer) -> None:
    fault = await fault_of(source_of(server, password="wrong"))
    assert fault.refused
    assert "password" in fault.text
    assert "wrong" not in str(fault)


async def test_no_password_with_a_user_name(server: LdapServer) -> None:
    fault = await fault_of(source_of(server, password=""))
    assert "password" in fault.text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"base_dn": "DC=elsewhere,DC=org"}, "base DN"),
        ({"base_dn": "not a dn"}, "base DN"),
        ({"ca_file": ""}, "unknown authority"),
        ({"server": "localhost"}, "not for localhost"),
        ({"server": "no-such-host.invalid"}, "no server named"),
    ],
)
async def test_what_is_wrong_is_said(server: LdapServer, changed: dict[str, object], words: str) -> None:
    fault = await fault_of(source_of(server, **changed))
    assert words in fault.text
    assert fault.remedy


async def test_another_authority_is_not_trusted(server: LdapServer, tmp_path: Path) -> None:
    fault = await fault_of(source_of(server, ca_file=Authority().file(tmp_path)))
    assert "unknown authority" in fault.text


async def test_a_file_that_is_no_certificate(server: LdapServer, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing of the kind")
    fault = await fault_of(source_of(server, ca_file=str(tmp_path / "ca.pem")))
    assert "CA file" in fault.text


async def test_encryption_at_a_port_that_has_none(server: LdapServer) -> None:
    fault = await fault_of(source_of(server, port=server.port, time_limit=2.0))
    assert "encrypted" in fault.text


async def test_nobody_listens() -> None:
    fault = await fault_of(LdapSource("127.0.0.1", free_port(), BASE, "(mail=*)", Security.PLAIN, time_limit=2.0))
    assert "does not answer" in fault.text


async def test_a_server_that_says_nothing_is_left_within_its_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        source = LdapSource("127.0.0.1", silent.getsockname()[1], BASE, "(mail=*)", Security.PLAIN, time_limit=0.3)
        fault = await fault_of(source)
    assert "does not answer" in fault.text


async def test_leaving_while_the_server_is_silent_does_not_wait_for_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        source = LdapSource("127.0.0.1", silent.getsockname()[1], BASE, "(mail=*)", Security.PLAIN, time_limit=60.0)
        directory = open_directory(source)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await directory.sample(1)
        await directory.close()


async def test_a_search_that_finds_nobody_is_no_fault(server: LdapServer) -> None:
    assert await read(source_of(server, filter="(mail=nobody@example.com)")) == {}
